"""Triage of symptoms after a treatment: self-care, contact the clinic today, or emergency; the worse one wins."""

from collections.abc import Sequence

from clinic.findings import SEVERITY, Outcome, Signs
from clinic.screening.judge import Verdict
from clinic.screening.rules import Rules


def triage(signs: Signs, rules: Rules, earlier: Sequence[str] = ()) -> Verdict:
    """Return how urgent the symptoms of a message are, with the signs (rule ids) of `earlier` ones.

    The factors are the ids of the triage rules, worst first; milder ones where a mild sign is said to get worse.
    Nothing that matches is `contact_clinic_today`.
    """
    if signs.alarm:
        return _verdict(Outcome.EMERGENCY, (signs.alarm,), rules)
    kept = rules.signs.settled({*earlier, *signs.found}, signs.said, signs.days)
    ids = [rule_id for rule_id in rules.triage if rule_id in kept]
    levels = {rule_id: rules.triage[rule_id][0] for rule_id in ids}
    worst = max(levels.values(), key=SEVERITY.__getitem__, default=Outcome.CONTACT_TODAY)
    if worst is Outcome.SELF_CARE and "worse" in signs.said:
        return _verdict(Outcome.CONTACT_TODAY, tuple(ids), rules)
    return _verdict(worst, tuple(rule_id for rule_id in ids if levels[rule_id] is worst), rules)


def is_sign(disclosed: Verdict, signs: Signs, rules: Rules) -> bool:
    """Return whether a message tells of a treatment in the last days and `disclosed` has what may come of it: a fever,
    a rash, an infection."""
    recent = signs.days is None or rules.signs.recent.days.holds(signs.days)
    waits = [rules.factors[one.finding.factor] for one in disclosed.judged if one.outcome is Outcome.NOT_NOW]
    may_be = any(factor.symptom and factor.kind == "condition" for factor in waits)
    return recent and may_be and signs.treated


def outweighs(disclosed: Verdict, problem: Verdict, rules: Rules) -> bool:
    """Return True when what was disclosed weighs more than the symptoms, apart from the symptoms themselves."""
    own = [one.outcome for one in disclosed.judged if not rules.factors[one.finding.factor].symptom]
    return max(map(SEVERITY.__getitem__, own), default=0) > SEVERITY[problem.outcome or Outcome.NONE]


def _verdict(outcome: Outcome, factors: tuple[str, ...], rules: Rules) -> Verdict:
    return Verdict(outcome, factors, None, (), rules.version)
