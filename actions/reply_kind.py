"""What there is to say about a message: nothing, a verdict, staying with one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from actions.outcomes import verdicts
from actions.talk import Talk
from clinic.consult import Disclosure
from clinic.findings import Outcome, Status, TimeKind
from clinic.screening import Judged, Verdict
from clinic.wiring import guided_check, rules

MOST_REASONS = 2  # more reasons at once are not read; all of them are in `factors`
FLAGGED = (Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW)
SMALL_TALK = frozenset({"affirm", "deny", "out_of_scope", "eligibility_check"})
AFTERWARDS = frozenset({"faq/aftercare", "faq/downtime"})  # "how long before i can go to the gym" waits for no yes


class ReplyKind(Enum):
    """What there is to say about a message."""

    NOTHING = "nothing"
    UNSURE = "unsure"  # the question stays open: the careful view holds
    CARE = "care"  # violence at home, or dislike of oneself: kindness before anything else
    MEDICINE = "medicine"  # no medicine is stopped or changed on our account
    DISPUTED = "disputed"  # the opposite was said before
    CHANGED = "changed"  # an answer or a correction: the verdict anew
    HOLD = "hold"  # nothing new: stay with what was said, in other words
    VERDICT = "verdict"
    NO_FLAG = "no_flag"


@dataclass(frozen=True)
class Situation:
    """A message in its talk: what it told, what follows from that alone (`fresh`) and from everything (`whole`)."""

    talk: Talk
    heard: Disclosure
    fresh: Verdict
    whole: Verdict
    topics: tuple[str, ...]


def reply_kind(at: Situation) -> ReplyKind:
    """Return what there is to say: what the first of these finds, in this order."""
    finders = (_violence, _answer, _fresh, _care, _pressed, _only_denied)
    found = (finder(at) for finder in finders)
    return next((speech for speech in found if speech), ReplyKind.NOTHING)


def _violence(at: Situation) -> ReplyKind | None:
    return ReplyKind.CARE if "violence" in at.heard.tones else None


def _answer(at: Situation) -> ReplyKind | None:
    """What an answer to a question, or a correction, calls for."""
    if at.heard.disputed:
        return ReplyKind.DISPUTED
    if at.heard.replaces:
        return ReplyKind.CHANGED
    return ReplyKind.UNSURE if at.heard.answers and at.fresh.outcome is None else None


def _fresh(at: Situation) -> ReplyKind | None:
    """What is newly disclosed calls for."""
    if at.fresh.outcome in (None, Outcome.NO_FLAG):
        return None
    new = reasons(at) or at.whole.outcome not in FLAGGED
    unnamed = all(finding.factor == guided_check().catch_all for finding in at.heard.new)  # "my tablets"
    if (not new or unnamed) and (care := _care(at)):
        return care
    return ReplyKind.VERDICT if new else ReplyKind.NOTHING if at.talk.checking else ReplyKind.HOLD


def _pressed(at: Situation) -> ReplyKind | None:
    """Who asks for a yes, or whether they can have it, after a verdict that is none."""
    asks_check = "eligibility_check" in at.topics and (at.talk.alone or at.heard.reply.asks)  # a name is easily read so
    pressed = (at.talk.judged and presses(at)) or asks_check
    return ReplyKind.HOLD if pressed and at.whole.outcome in FLAGGED and not at.talk.checking else None


def _only_denied(at: Situation) -> ReplyKind | None:
    only_denied = at.fresh.outcome is Outcome.NO_FLAG and set(at.topics) <= SMALL_TALK
    nothing_known = at.whole.outcome is Outcome.NO_FLAG and not at.talk.checking
    return ReplyKind.NO_FLAG if only_denied and nothing_known else None


def presses(at: Situation) -> bool:
    """Tell whether a message presses for a yes, or asks when there could be one."""
    waits = "waiting" in at.heard.tones and AFTERWARDS.isdisjoint(at.topics)
    return waits or "pressing" in at.heard.tones


def _care(at: Situation) -> ReplyKind | None:
    """What is said whatever was asked: kindness, or that no medicine is stopped."""
    if "low" in at.heard.tones:
        return ReplyKind.CARE
    return ReplyKind.MEDICINE if stops_medicine(at) else None


def stops_medicine(at: Situation) -> bool:
    """Tell whether the message speaks of stopping a medicine: one that it names, or one that was named before."""
    if "stopping" not in at.heard.tones or at.heard.reply.kind:
        return False
    known = {one.factor for one in (*at.heard.new, *at.talk.known) if one.status is not Status.OTHER_PERSON}
    return "medicine" in at.heard.tones or bool(guided_check().medicines & known)


def reasons(at: Situation) -> list[str]:
    """Return the sentences about what is new, worst first, without those that were said before."""
    mild = (Outcome.NONE, Outcome.NO_FLAG)
    named = [one for one in at.fresh.judged if one.finding.factor in at.whole.factors and one.outcome not in mild]
    keys = dict.fromkeys(map(_reason, named))
    if "foreign" in at.heard.tones and (
        plain := [verdicts().foreign[key] for key in keys if key in verdicts().foreign]
    ):
        keys = dict.fromkeys(plain)
    return [key for key in keys if key not in at.talk.said][:MOST_REASONS]


def _reason(judged: Judged) -> str:
    factor, qualifier = judged.finding.factor, judged.finding.qualifier
    if (own := f"utter_factor_{factor}_{qualifier}") in verdicts().own_sentences:
        return own
    if judged.outcome is Outcome.INFO and qualifier.startswith("elsewhere"):
        return "utter_factor_elsewhere"
    waited = judged.finding.status is Status.PAST and judged.finding.time.kind is TimeKind.AGO
    if judged.outcome is Outcome.INFO and waited and len(rules().factors[factor].past) > 1:
        return verdicts().waited_own.get(factor, verdicts().waited)
    return f"utter_factor_{factor}"
