"""Conversations are stored once, survive the process, and cost the same late as early."""

from typing import Any

from extensions.stores.memory import KEPT_TURNS, LONGEST
from extensions.stores.tracker_store import EventStore
from tests.talk import Talk


async def test_a_long_talk_stays_short_in_memory_and_whole_in_the_database(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await talk.say("i am pregnant")
    for _ in range(40):
        await talk.say("does it hurt")
    store: EventStore = agent.tracker_store
    live = store._live[talk.sender].tracker
    assert len(live.events) <= LONGEST
    assert sum(event.type_name == "user" for event in live.events) >= KEPT_TURNS
    assert live.get_slot("findings")[0]["factor"] == "pregnancy"
    assert len(store.rows(talk.sender, types=("user",))) == 41
    sequence = [row["seq"] for row in store.rows(talk.sender)]
    assert sequence == list(range(1, len(sequence) + 1))


async def test_another_process_goes_on_where_this_one_stopped(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await talk.say("i am pregnant")
    other = EventStore(agent.domain)
    again = await other.retrieve(talk.sender)
    assert again is not None and again.get_slot("findings")[0]["factor"] == "pregnancy"


async def test_a_turn_that_fails_is_forgotten_and_the_talk_goes_on_from_what_was_saved(agent: Any) -> None:
    talk = await Talk.begin(agent)
    taken = await agent.tracker_store.retrieve(talk.sender)
    assert taken is not None  # and never given back, as when a turn dies in the middle
    assert (await talk.say("does it hurt")).understood == ["pain"]


async def test_a_forgotten_talk_leaves_no_row(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await agent.tracker_store.forget(talk.sender)
    assert agent.tracker_store.rows(talk.sender) == []
    assert not await agent.tracker_store.exists(talk.sender)
