"""An emergency is answered within half a second, whatever the database does; its turn goes on and is stored later."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.findings import Alarm
from clinic.wiring import clock
from extensions.channels.errors import ApiError

Row = dict[str, Any]

PATIENCE = 0.5  # seconds that an emergency waits for its own turn

_said: dict[Alarm, list[Row]] = {}
_turns: set[asyncio.Task[list[Row]]] = set()


async def answer(
    agent: Any, session: str, message_id: str, text: str, turn: Coroutine[Any, Any, list[Row]]
) -> list[Row]:
    """Return the rows of the turn, from memory where it takes long, or of the same words said in a talk of their own.

    A conflict and a rate limit (`ApiError` 409, 429) pass through; nothing else keeps the answer back.
    """
    task = asyncio.create_task(turn)
    _turns.add(task)
    task.add_done_callback(_ended)
    await asyncio.wait({task}, timeout=PATIENCE)
    error = task.exception() if task.done() else None
    if isinstance(error, ApiError) and error.status in (409, 429):
        raise error
    if task.done() and error is None:
        return task.result()
    return agent.tracker_store.remembered_turn(session, message_id) or await said_alone(agent, text)


async def answer_again(agent: Any, raised: Alarm, text: str) -> list[Row]:
    """Return what the first text that raised the same alarm got in a talk of its own; all others cost nothing."""
    if raised not in _said:
        _said[raised] = await said_alone(agent, text)
    return [row | {"timestamp": clock().timestamp()} for row in _said[raised]]


async def said_alone(agent: Any, text: str) -> list[Row]:
    """Return the user event and what answers it at the start of a talk; nothing is read or stored, `seq` is None."""
    processor, channel = agent.processor, CollectingOutputChannel()
    begun = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    tracker = DialogueStateTracker.from_events("emergency", begun, agent.domain.slots)
    message = UserMessage(text, channel, tracker.sender_id, input_channel="web", metadata={"sent": [text, None]})
    await processor._handle_message_with_tracker(message, tracker)
    tracker = await processor.run_action_extract_slots(channel, tracker)
    await processor._run_prediction_loop(channel, tracker)
    rows = [event.as_dict() | {"seq": None} for event in list(tracker.events)[len(begun) :]]
    return [row for row in rows if row["event"] in ("user", "bot")]


async def settle() -> None:
    """Wait until the turns that go on have ended."""
    if _turns:
        await asyncio.wait(set(_turns))


def _ended(task: asyncio.Task[list[Row]]) -> None:
    _turns.discard(task)
    if not task.cancelled():
        task.exception()  # seen: the words were answered, and a failing database is logged where it fails
