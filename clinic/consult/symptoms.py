"""Symptoms after a treatment: when a message is about them, and what all signs of a talk call for together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic.findings import SEVERITY, Outcome
from clinic.reading.emergency import groups_of, together
from clinic.reading.triage import is_after_treatment, is_sign, later_words, triage
from clinic.screening.judge import Verdict
from clinic.screening.rules import Rules

PROBLEM = "post_treatment_problem"
_FOR_HELP = frozenset({"human_handoff"})
HEALING = frozenset(  # topics that the triage answers
    {
        PROBLEM,
        "faq/downtime",
        "faq/side_effects",
        "faq/aftercare",
        "faq/safety",
        "faq/results_timeline",
        "faq/skin_types",
    }
    | {"eligibility_check", "faq/contraindications", "out_of_scope", "affirm", "deny"}
)
_WISHES = frozenset({"eligibility_check", "book_consultation", "faq/contraindications"})
_SHORT = 6  # words: more than that asks about something of its own


@dataclass(frozen=True)
class Course:
    """What a talk told of a treatment: that there was one, its signs so far (rule ids, groups of the emergency
    layer), and that a triage was said in the turn before (`just`)."""

    treated: bool = False
    signs: Sequence[str] = ()
    groups: Sequence[str] = ()
    just: bool = False


UNTREATED = Course()


def symptoms_of(
    text: str, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course, disclosed: Verdict
) -> Verdict | None:
    """Return the `problem` of `text`, also where only what was `disclosed` is a sign after a treatment."""
    found = problem(text, topics, tones, rules, course)
    return triage(text, rules) if found is None and is_sign(disclosed, text, rules) else found


def problem(
    text: str, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course = UNTREATED
) -> Verdict | None:
    """Return the triage of what `text` reports with all signs so far, None when it reports nothing after a treatment.

    `topics` is what the message was understood as. Worry without a sign that a rule names is for today when they say
    that they were treated; a treatment alone is no worry.
    """
    said, own = is_after_treatment(text, rules), triage(text, rules)
    if course.treated and (found := _later(text, own, topics, tones, rules, course)):
        return found
    if PROBLEM in topics and not course.treated:
        return own if own.factors or "worried" in tones or not (said or "pressing" in tones) else None
    if own.factors:
        grave = own.outcome is not Outcome.SELF_CARE
        return own if said or (grave and topics & _FOR_HELP) else None
    worry = "worried" in tones and topics & (HEALING | _FOR_HELP)
    return own if worry and (said or course.treated) else None


def _later(
    text: str, own: Verdict, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course
) -> Verdict | None:
    """Signs that follow in a talk about a treatment: the worse of all of them wins."""
    whole = triage(text, rules, course.signs)
    if raised := together(groups_of(text, rules) | set(course.groups), rules):
        whole = triage(text, rules, (*course.signs, raised)) if raised in rules.triage else whole
    words = later_words(text, rules)
    if own.factors:
        wished = topics & _WISHES and not (own.outcome is not Outcome.SELF_CARE and "later" in words)
        return None if wished and own.outcome is not Outcome.EMERGENCY and not course.just else whole
    if "later" in words:
        worse = max((whole.outcome or Outcome.NONE, Outcome.CONTACT_TODAY), key=SEVERITY.__getitem__)
        return replace(whole, outcome=worse)
    short = len(text.split()) <= _SHORT
    asks_again = "again" in words and not {"pressing"} & tones
    return whole if course.just and ((short and asks_again) or PROBLEM in topics) else None
