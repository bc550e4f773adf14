"""Triage of symptoms after a treatment: self-care, contact the clinic today, or emergency; the worse one wins."""

from collections.abc import Iterable, Mapping, Sequence, Set

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
    ids = _settled([*earlier, *signs.found], signs.said, signs.days, rules)
    levels = {rule_id: rules.triage[rule_id][0] for rule_id in ids}
    worst = max(levels.values(), key=SEVERITY.__getitem__, default=Outcome.CONTACT_TODAY)
    if worst is Outcome.SELF_CARE and "worse" in signs.said:
        return _verdict(Outcome.CONTACT_TODAY, tuple(ids), rules)
    return _verdict(worst, tuple(rule_id for rule_id in ids if levels[rule_id] is worst), rules)


def is_sign(disclosed: Verdict, signs: Signs, rules: Rules) -> bool:
    """Return whether a message tells of a treatment in the last days and `disclosed` has what may come of it: a fever,
    a rash, an infection."""
    recent = signs.days is None or signs.days <= rules.limits["redness"]
    waits = [rules.factors[one.finding.factor] for one in disclosed.judged if one.outcome is Outcome.NOT_NOW]
    may_be = any(factor.symptom and factor.kind == "condition" for factor in waits)
    return recent and may_be and signs.treated


def outweighs(disclosed: Verdict, problem: Verdict, rules: Rules) -> bool:
    """Return True when what was disclosed weighs more than the symptoms, apart from the symptoms themselves."""
    own = [one.outcome for one in disclosed.judged if not rules.factors[one.finding.factor].symptom]
    return max(map(SEVERITY.__getitem__, own), default=0) > SEVERITY[problem.outcome or Outcome.NONE]


def _verdict(outcome: Outcome, factors: tuple[str, ...], rules: Rules) -> Verdict:
    return Verdict(outcome, factors, None, (), rules.version)


def _settled(ids: Iterable[str], said: Set[str], days: int | None, rules: Rules) -> list[str]:
    """Apply what depends on the day, on what else was `said` (kinds of aftercare words) and on other signs."""
    kept = _among(_by_day(set(ids), said, days, rules.limits))
    return sorted(kept, key=lambda rule_id: list(rules.triage).index(rule_id))


def _by_day(kept: set[str], said: Set[str], days: int | None, limits: Mapping[str, int]) -> set[str]:
    scabs_early = days is not None and days <= limits["scabs"]
    settling = days is not None and days < limits["redness"]
    today = "same_day" in said and not days
    changes = [  # a sign, what it is instead, and whether that is so
        ("tri_track_marks", "", scabs_early and "tri_scab_grid" in kept),
        ("tri_scab_grid", "tri_track_marks", not scabs_early),
        ("tri_redness_persistent", "tri_expected", settling),
        ("tri_expected", "tri_redness_persistent", days is not None and not settling),
        ("tri_expected", "tri_severe_pain_swelling", "swelling" in said and (days or 0) >= limits["swelling"]),
        ("tri_numbness", "tri_expected", today and "beyond" not in said),
    ]
    for rule_id, instead, applies in changes:
        if applies and rule_id in kept:
            kept = (kept - {rule_id}) | {instead} - {""}
    return kept


def _among(kept: set[str]) -> set[str]:
    """Drop what another sign covers."""
    if {"tri_product_sun_mild", "tri_severe_pain_swelling"} <= kept:
        kept = kept | {"tri_product_sun_severe"}
    covered = {
        "tri_product_sun_mild": "tri_product_sun_severe" in kept,
        "tri_severe_pain_swelling": "tri_infection_local" in kept,  # growing swelling and pain are among its own signs
        "tri_fever_alone": bool(kept - {"tri_expected", "tri_fever_alone"}),
    }
    return {rule_id for rule_id in kept if not covered.get(rule_id)}
