"""The judge: findings and a date in, a verdict out. Pure; the worst outcome wins and what is unknown never clears."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clinic.factors import Factor, Outcomes, Step
from clinic.findings import SEVERITY, Finding, Outcome, Status, Time, TimeKind
from clinic.screening.rules import Rules

_WAITING = (Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW)


@dataclass(frozen=True)
class Judged:
    """The outcome of one finding; `clears_on` is the first day on which a milder step holds, where there is one."""

    finding: Finding
    outcome: Outcome
    clears_on: date | None
    ask: bool


@dataclass(frozen=True)
class Verdict:
    """What follows from all findings.

    `outcome` is None when nothing was said that counts. `factors` are the ids that were found, worst first;
    `earliest_date` the day from which no `not_now` holds, None where a rule names no date; `ask` the ids whose
    question is to be put; `rules_version` the rules by which it can be replayed.
    """

    outcome: Outcome | None
    factors: tuple[str, ...]
    earliest_date: date | None
    ask: tuple[str, ...]
    rules_version: str
    judged: tuple[Judged, ...] = ()


def assess(findings: Iterable[Finding], today: date, rules: Rules, *, treatment_day: date | None = None) -> Verdict:
    """Return the verdict on `findings`, which were read on `today`; waiting times count to `treatment_day` or today."""
    day = treatment_day or today
    judged = sorted({_judge(finding, today, day, rules) for finding in findings}, key=_order)
    counted = [one for one in judged if one.outcome is not Outcome.NONE]
    stated = [one for one in judged if one.finding.status not in (Status.HYPOTHETICAL, Status.OTHER_PERSON)]
    asks = _asks(judged, rules)
    outcome = counted[0].outcome if counted else Outcome.NO_FLAG if stated and not asks else None
    factors = tuple(dict.fromkeys(one.finding.factor for one in counted if one.outcome is not Outcome.NO_FLAG))
    return Verdict(outcome, factors, _earliest(counted), asks, rules.version, tuple(judged))


def _asks(judged: Sequence[Judged], rules: Rules) -> tuple[str, ...]:
    """Return the factors whose question is to be put."""
    found = {one.finding.factor for one in judged}
    return tuple(dict.fromkeys(one.finding.factor for one in judged if one.ask and not _settled(one, found, rules)))


def _settled(one: Judged, found: set[str], rules: Rules) -> bool:
    return rules.factors[one.finding.factor].settled_by in found


def _order(one: Judged) -> tuple[int, str]:
    return -SEVERITY[one.outcome], repr(one.finding)


def _judge(finding: Finding, today: date, day: date, rules: Rules) -> Judged:
    factor = rules.factors[finding.factor]
    if finding.status not in (Status.PRESENT, Status.PAST):
        return Judged(finding, Outcome.NO_FLAG if finding.status is Status.ABSENT else Outcome.NONE, None, False)
    branch = _branch(factor, finding.qualifier)
    if branch.asks_only:
        return Judged(finding, Outcome.NONE, None, True)
    steps = branch.present if finding.status is Status.PRESENT else branch.past
    if len(steps) == 1:
        return Judged(finding, steps[0].outcome, None, finding.open and steps[0].outcome not in (Outcome.NONE,))
    if finding.time.kind is TimeKind.UNKNOWN and factor.unknown_date == "ask_only":
        return Judged(finding, Outcome.NONE, None, True)
    return _stepped(finding, steps, today, day, factor)


def _branch(factor: Factor, qualifier: str) -> Outcomes:
    variants: Mapping[str, Outcomes] = factor.variants
    return variants.get(qualifier, factor)


def _stepped(finding: Finding, steps: Sequence[Step], today: date, day: date, factor: Factor) -> Judged:
    time = finding.time
    if time.kind not in (TimeKind.AGO, TimeKind.IN):
        strictest = max(steps, key=lambda step: SEVERITY[step.outcome])
        return Judged(finding, strictest.outcome, None, True)
    passed = _passed(time, today, day)
    step = _step(steps, passed)
    sure = _step(steps, passed - passed // 10) if time.vague else step
    waits = step if SEVERITY[step.outcome] >= SEVERITY[sure.outcome] else sure
    clears = None
    if waits == step and waits.under is not None and waits.outcome in _WAITING and time.kind is TimeKind.AGO:
        clears = today - timedelta(time.days) + timedelta(waits.under)
    return Judged(finding, waits.outcome, clears, waits != step or _kind_matters(finding, factor, passed))


def _passed(time: Time, today: date, day: date) -> int:
    """Whole days between the event and the treatment day."""
    offset = (day - today).days
    return max(time.days + offset, 0) if time.kind is TimeKind.AGO else abs(time.days - offset)


def _step(steps: Sequence[Step], days: int) -> Step:
    return next(step for step in steps if step.under is None or days < step.under)


def _kind_matters(finding: Finding, factor: Factor, passed: int) -> bool:
    """True when the kind was not said and another kind of the same factor would still have to wait."""
    if not finding.open or finding.qualifier:
        return False
    plain = SEVERITY[_step(factor.past, passed).outcome]
    others = [variant for name, variant in factor.variants.items() if name not in ("elsewhere", "planned")]
    return any(SEVERITY[_step(variant.past, passed).outcome] != plain for variant in others)


def _earliest(judged: Sequence[Judged]) -> date | None:
    """The latest day on which a `not_now` ends; None when one of them has no date of its own."""
    waiting = [one.clears_on for one in judged if one.outcome is Outcome.NOT_NOW]
    dates = [day for day in waiting if day]
    return max(dates) if dates and len(dates) == len(waiting) else None
