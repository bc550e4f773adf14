"""Symptoms after a treatment: when a message is about them, and what all signs of a talk call for together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic.findings import SEVERITY, Outcome, Signs
from clinic.screening import Rules, Verdict, is_sign, triage

PROBLEM = "post_treatment_problem"
_FOR_HELP = frozenset({"human_handoff"})
TRIAGE_TOPICS = frozenset(  # topics that the triage answers
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
    signs: Signs, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course, disclosed: Verdict
) -> Verdict | None:
    """Return the `problem` of a message, also where only what was `disclosed` is a sign after a treatment."""
    found = problem(signs, topics, tones, rules, course)
    return triage(signs, rules) if found is None and is_sign(disclosed, signs, rules) else found


def problem(
    signs: Signs, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course = UNTREATED
) -> Verdict | None:
    """Return the triage of what a message reports with all signs so far; None when it is nothing after a treatment.

    `topics` is what the message was understood as. Worry without a sign that a rule names is for today when they say
    that they were treated; a treatment alone is no worry.
    """
    said, own = signs.treated, triage(signs, rules)
    if course.treated and (found := _later(signs, own, topics, tones, rules, course)):
        return found
    if PROBLEM in topics and not course.treated:
        return own if own.factors or "worried" in tones or not (said or "pressing" in tones) else None
    if own.factors:
        grave = own.outcome is not Outcome.SELF_CARE
        return own if said or (grave and topics & _FOR_HELP) else None
    worry = "worried" in tones and topics & (TRIAGE_TOPICS | _FOR_HELP)
    return own if worry and (said or course.treated) else None


def _later(
    signs: Signs, own: Verdict, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course
) -> Verdict | None:
    """Signs that follow in a talk about a treatment: the worse of all of them wins."""
    raised = rules.signs.raised(signs.groups | set(course.groups))[:1]
    whole = triage(signs, rules, (*course.signs, *(rule for rule in raised if rule in rules.triage)))
    if own.factors:
        wished = topics & _WISHES and not (own.outcome is not Outcome.SELF_CARE and "later" in signs.later)
        return None if wished and own.outcome is not Outcome.EMERGENCY and not course.just else whole
    if "later" in signs.later:
        worse = max((whole.outcome or Outcome.NONE, Outcome.CONTACT_TODAY), key=SEVERITY.__getitem__)
        return replace(whole, outcome=worse)
    asks_again = "again" in signs.later and not {"pressing"} & tones
    return whole if course.just and ((signs.words <= _SHORT and asks_again) or PROBLEM in topics) else None
