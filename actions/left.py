"""What is left to be answered of a message beside what is said of a verdict."""

from __future__ import annotations

from actions.flows import BOOKING
from actions.reply_kind import SMALL_TALK, ReplyKind, Situation, presses
from clinic.consult import HINT
from clinic.findings import Status

CHECKS = frozenset({"eligibility_check", "post_treatment_problem"})
# Served although the message only presses for a yes, or answers a question.
BUSINESS = frozenset(
    {
        *("book_consultation", "reschedule_booking", "cancel_booking", "check_booking", "human_handoff"),
        *("privacy_question", "delete_my_data", "thanks", "goodbye", "clinic_hours", "clinic_contact"),
        *("clinic_location", "faq/cost", "faq/payment"),
    }
)
ANSWERED = (ReplyKind.CHANGED, ReplyKind.UNSURE, ReplyKind.DISPUTED)


def left_to_answer(at: Situation, speech: ReplyKind) -> tuple[str, ...]:
    """Return the topics that are still to be answered beside what is said: what only sounds like one is not."""
    left = _left(at, speech, frozenset(at.topics))
    return tuple(topic for topic in at.topics if topic in left)


def _left(at: Situation, speech: ReplyKind, topics: frozenset[str]) -> frozenset[str]:
    if at.talk.checking and at.heard.reply.whole:
        return _person(at)
    if speech is ReplyKind.CARE:
        return BUSINESS - {"thanks", "goodbye"}
    if speech is ReplyKind.MEDICINE:
        return topics - SMALL_TALK - CHECKS - BOOKING
    if _asks_of_a_hint(at):  # one question at a time
        return topics - SMALL_TALK - CHECKS
    if speech is ReplyKind.NOTHING and not _tells_on(at):
        return topics - _named_beside_another(at)
    if _settled(at, speech):
        return _business(at, speech)
    listed = {"faq/contraindications"} if "eligibility_check" in topics else set()
    return topics - SMALL_TALK - CHECKS - listed


def _tells_on(at: Situation) -> bool:
    """Tell whether a message only tells more: its own words for what applies, or a fact in the check."""
    own_words = at.talk.which and not at.heard.reply.asks
    return own_words or bool(at.talk.checking and at.heard.new)


def _asks_of_a_hint(at: Situation) -> bool:
    """Tell whether a question is put about a statement that no phrase has read."""
    return not at.talk.checking and any(one.qualifier == HINT for one in at.heard.new)


def _named_beside_another(at: Situation) -> frozenset[str]:
    """Return the topics that somebody else's condition beside a question only sounds like."""
    context = at.heard.new and all(one.status is Status.OTHER_PERSON for one in at.heard.new)
    return CHECKS if context and len(at.topics) > 1 else frozenset()


def _settled(at: Situation, speech: ReplyKind) -> bool:
    """Tell whether a message presses for a yes or answers a question, and asks nothing else."""
    answers = at.talk.checking or speech in ANSWERED
    return (speech is ReplyKind.HOLD and presses(at)) or (answers and not at.heard.reply.asks)


def _business(at: Situation, speech: ReplyKind) -> frozenset[str]:
    """Return what is served although the message only presses for a yes, or answers a question."""
    reply = at.heard.reply
    none = "waiting" in at.heard.tones or reply.time or reply.whole  # "when could I have it" books nothing
    business = frozenset({"book_consultation"}) if speech in ANSWERED else BUSINESS
    return _person(at) | (frozenset() if none else business)


def _person(at: Situation) -> frozenset[str]:
    """Return the wish for a person, which is heard beside an answer too; "hm well" is none."""
    wished = not at.heard.reply.kind and at.talk.reading.wants_person
    return frozenset({"human_handoff"}) if wished else frozenset()
