"""Who leads a turn: by rule and by the talk under way, at the same small price whenever it is asked."""

import json
import time
import uuid
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.importers.rasa import RasaFileImporter

from actions import turn
from clinic.strict import ContentError
from extensions.channels.sessions import open_conversation
from extensions.policies.turn import Leads, Plan, learned
from extensions.stores.tracker_store import EventStore
from tests.conversations.conftest import empty_diary  # noqa: F401  each talk begins with an empty diary
from tests.talk import Talk

TABLE = yaml.safe_load(Path("data/flows/turn.yml").read_text("utf-8"))
DOMAIN = yaml.safe_load(Path("domain.yml").read_text("utf-8"))
RULES = {"emergency": "action_emergency", "book_consultation": "action_book_consultation", "faq": "action_answer_faq"}
PLAN = Plan(Leads(**TABLE["leads"]), RULES)


@pytest.mark.parametrize(
    ("intent", "flow", "action"),
    [
        ("faq", None, "action_answer_faq"),
        ("faq", "booking", "action_book_consultation"),
        ("faq", "screening", "action_check_eligibility"),
        ("book_consultation", "screening", "action_book_consultation"),
        ("emergency", "booking", "action_emergency"),
        ("nlu_fallback", None, "action_ask_back"),
        (None, None, "action_ask_back"),
    ],
)
def test_the_first_in_order_leads(intent: str | None, flow: str | None, action: str) -> None:
    assert PLAN.lead(intent, flow) == action


def rule(*events: Any) -> DialogueStateTracker:
    """A rule as Rasa reads it."""
    around = [ActionExecuted("..."), ActionExecuted("action_listen")]
    return DialogueStateTracker.from_events("a rule", [*around, *events, ActionExecuted("action_listen")])


ASKED = UserUttered("", {"name": "faq"})
ANSWER, TRIAGE = ActionExecuted("action_answer_faq"), ActionExecuted("action_triage")


def test_rules_that_contradict_each_other_are_refused() -> None:
    assert learned([rule(ASKED, ANSWER)]) == {"faq": "action_answer_faq"}
    with pytest.raises(ContentError, match="faq"):
        learned([rule(ASKED, ANSWER), rule(ASKED, TRIAGE)])


@pytest.mark.parametrize(
    "events", [[ASKED, ANSWER, TRIAGE], [SlotSet("flow", 1), ASKED, ANSWER], [ASKED, ANSWER, ASKED, ANSWER], [ANSWER]]
)
def test_a_rule_that_says_more_than_the_policy_can_is_refused(events: list[Any]) -> None:
    with pytest.raises(ContentError, match="a rule"):
        learned([rule(*events)])


def test_every_intent_has_a_rule_and_every_action_a_place(agent: Any) -> None:
    nodes = agent.processor.graph_runner._instantiated_nodes
    (node,) = [one for name, one in nodes.items() if "TurnPolicy" in name]
    plan = node._component.plan
    never_served = {"follow_up", "restart", "back", "session_start"}
    assert set(agent.domain.intents) - never_served == set(plan.rules)
    assert set(plan.leads.order) == set(DOMAIN["actions"]) - {"action_session_start"}
    assert set(plan.rules.values()) <= set(plan.leads.order)


def test_no_flow_is_taken_for_training_data() -> None:
    importer = RasaFileImporter("config.yml", "domain.yml", ["data"])
    flows = {str(path.resolve()) for path in Path("data/flows").glob("*.yml")}
    assert flows and not flows & {*importer._nlu_files, *importer._story_files, *importer._conversation_test_files}
    assert not any(Domain.is_domain_file(path) for path in flows)


@pytest.mark.parametrize(
    "change", [{"says": [{"when": "never", "parts": []}]}, {"nothing_said": "sing"}, {"ends": "never"}]
)
def test_a_fault_in_the_order_of_a_turn_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    (tmp_path / "turn.yml").write_text(yaml.safe_dump(TABLE | change), "utf-8")
    monkeypatch.setattr(turn, "TABLE", tmp_path / "turn.yml")
    with pytest.raises(ContentError, match=r"turn\.yml"):
        turn.table.__wrapped__()


async def test_a_prediction_costs_the_same_in_turn_200(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await talk.say("does it hurt")
    tracker = (await EventStore(agent.domain).retrieve(talk.sender)).copy()  # type: ignore[union-attr]
    events = [event for event in tracker.events if event.type_name != "session_started"]
    asked = next(n for n, event in enumerate(events) if isinstance(event, UserUttered))
    for _ in range(199):
        tracker.update_with_events(events[asked:], agent.domain)
    tracker.update(events[asked], agent.domain)
    taken = []
    for _ in range(100):
        begin = time.perf_counter()
        prediction = agent.processor._predict_next_with_tracker(tracker)
        taken.append((time.perf_counter() - begin) * 1000)
    assert agent.domain.action_names_or_texts[prediction.max_confidence_index] == "action_answer_faq"
    assert median(taken) <= 0.5


@pytest.mark.parametrize("old", ["action_answer", "action_that_is_gone"])
async def test_a_talk_stored_with_action_names_of_before_goes_on(agent: Any, old: str) -> None:
    talk = await Talk.begin(agent)
    for line in ("im on accutane", "book friday at 10", "Ana Lopez"):
        await talk.say(line)
    store: EventStore = agent.tracker_store
    rows = [{key: value for key, value in row.items() if key != "seq"} for row in store.rows(talk.sender)]
    renamed = [json.loads(json.dumps(row).replace("action_book_consultation", old)) for row in rows]
    assert any(row.get("name") == old for row in renamed)
    await store.forget(talk.sender)
    store._table.append(talk.sender, 0, renamed)
    reply = await talk.say("212 555 0184")
    assert reply.responses == ["utter_booking_ask_confirm"]
    assert (await talk.say("can i have it")).turn["outcome"] == "not_now"


async def test_the_action_of_a_turn_says_what_it_is_about(agent: Any) -> None:
    conversation = uuid.uuid4().hex
    await open_conversation(agent, conversation)
    talk, led = Talk(agent, conversation), []
    for line in ("does it hurt", "can i have it", "no", "book me in", "how much is it", "i cant breathe"):
        await talk.say(line)
        led += [row["name"] for row in agent.tracker_store.rows(conversation, types=("action",))][-2:-1]
    book, check = "action_book_consultation", "action_check_eligibility"
    assert led == ["action_answer_faq", check, check, book, book, "action_emergency"]
