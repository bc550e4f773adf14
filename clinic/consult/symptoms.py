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
    own = triage(signs, rules)
    if course.treated:
        if found := _later(signs, own, topics, tones, rules, course):
            return found
    elif PROBLEM in topics:
        return own if _reported(own, signs, tones) else None
    if own.factors:
        return own if _counts(own, signs, topics) else None
    return own if _worried(topics, tones) and (signs.treated or course.treated) else None


def _reported(own: Verdict, signs: Signs, tones: frozenset[str]) -> bool:
    """Tell whether a problem that was understood is one: a treatment alone, or a wish, is none."""
    return bool(own.factors) or "worried" in tones or not (signs.treated or "pressing" in tones)


def _counts(own: Verdict, signs: Signs, topics: frozenset[str]) -> bool:
    """Tell whether a sign is one after a treatment, or grave and told to get a person."""
    return signs.treated or (own.outcome is not Outcome.SELF_CARE and bool(topics & _FOR_HELP))


def _worried(topics: frozenset[str], tones: frozenset[str]) -> bool:
    return "worried" in tones and bool(topics & (TRIAGE_TOPICS | _FOR_HELP))


def _later(
    signs: Signs, own: Verdict, topics: frozenset[str], tones: frozenset[str], rules: Rules, course: Course
) -> Verdict | None:
    """Signs that follow in a talk about a treatment: the worse of all of them wins."""
    raised = rules.signs.raised(signs.groups | set(course.groups))[:1]
    whole = triage(signs, rules, (*course.signs, *(rule for rule in raised if rule in rules.triage)))
    if own.factors:
        return None if _wishes_only(signs, own, topics, course) else whole
    if "later" in signs.later:
        worse = max((whole.outcome or Outcome.NONE, Outcome.CONTACT_TODAY), key=SEVERITY.__getitem__)
        return replace(whole, outcome=worse)
    return whole if course.just and (_asks_again(signs, tones) or PROBLEM in topics) else None


def _asks_again(signs: Signs, tones: frozenset[str]) -> bool:
    return signs.words <= _SHORT and "again" in signs.later and "pressing" not in tones


def _wishes_only(signs: Signs, own: Verdict, topics: frozenset[str], course: Course) -> bool:
    """Tell whether a message with a sign asks for something else, and what it names can wait."""
    worse = own.outcome is not Outcome.SELF_CARE and "later" in signs.later
    wished = topics & _WISHES and not worse
    return bool(wished) and own.outcome is not Outcome.EMERGENCY and not course.just
