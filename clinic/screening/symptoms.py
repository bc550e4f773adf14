"""Symptoms after a treatment: when a message is about them."""

from clinic.screening.judge import Verdict
from clinic.screening.model import Outcome
from clinic.screening.rules import Rules
from clinic.screening.triage import is_after_treatment, triage

PROBLEM = "post_treatment_problem"
_FOR_HELP = frozenset({"human_handoff"})
HEALING = frozenset(  # topics that the triage answers
    {PROBLEM, "faq/downtime", "faq/side_effects", "faq/aftercare", "faq/safety", "faq/results_timeline"}
    | {"eligibility_check", "faq/contraindications", "out_of_scope", "affirm", "deny"}
)
_WISHES = frozenset({"eligibility_check", "book_consultation", "faq/contraindications"})


def problem(
    text: str, topics: frozenset[str], tones: frozenset[str], rules: Rules, *, treated: bool = False
) -> Verdict | None:
    """Return the triage of what `text` reports, None when it reports nothing after a treatment.

    `topics` is what the message was understood as, `treated` tells that a treatment was reported earlier in the talk.
    Worry without a sign that a rule names is for today when they say that they were treated.
    """
    said = is_after_treatment(text, rules)
    found = triage(text, rules)
    if PROBLEM in topics and (found.factors or said or "pressing" not in tones):
        return found
    if found.factors:
        grave = found.outcome is not Outcome.SELF_CARE
        counts = said or (treated and not topics & _WISHES) or (grave and bool(topics & _FOR_HELP))
        return found if counts else None
    worry = "worried" in tones and topics & (HEALING | _FOR_HELP)
    return found if worry and (said or treated) else None
