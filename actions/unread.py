"""What holds of a message that screening failed at: nobody knows what it told, so a clinician has to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.flows import say
from actions.screening import Screened
from actions.talk import today
from clinic.failures import attempt
from clinic.findings import NOW, Finding, Outcome, Status
from clinic.screening import Verdict, assess, memory
from clinic.wiring import guided_check, rules


def unread(tracker: Tracker, topics: Sequence[str]) -> tuple[Screened, list[dict[str, Any]]]:
    """Return what is kept and said; what was known before stays as it is stored, and a booking carries a flag."""
    other = (tracker.get_slot("screening") or {}).get("other", False)
    stored = tracker.get_slot("findings") or []
    unread_fact = Finding(guided_check().catch_all, "", Status.PRESENT, NOW, memory.NO_SPAN)
    known = (*attempt(lambda: memory.recall(stored, today()), ()), unread_fact)
    if (tracker.latest_message.get("text") or "").startswith("/"):  # a button tells nothing
        return Screened(tuple(topics), known=known[:-1], other=other), say("utter_part_failed")
    doubt = Verdict(Outcome.CLINICIAN_REVIEW, (unread_fact.factor,), None, (), "")
    verdict = attempt(lambda: assess(known, today(), rules()), doubt)
    outcome = (verdict.outcome or Outcome.CLINICIAN_REVIEW).value
    said = say("utter_told_unread", outcome=outcome, factors=list(verdict.factors))
    events = [SlotSet("findings", [*stored, *memory.keep([unread_fact], today())])]
    return Screened(tuple(topics), verdict, known=known, other=other, events=events), said
