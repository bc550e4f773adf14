"""The judge alone: intervals to the day, the worst outcome wins, nothing unknown clears."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import wiring
from clinic.findings import SEVERITY, Finding, Outcome, Status, Time, TimeKind
from clinic.screening import assess

RULES = wiring.rules()
TODAY = date(2026, 11, 22)
STEPPED = [(key, step.under) for key, factor in RULES.factors.items() for step in factor.past if step.under]


def finding(factor: str, status: Status, time: Time, qualifier: str = "") -> Finding:
    return Finding(factor, qualifier, status, time, (0, 1))


def ago(factor: str, days: int) -> Finding:
    return finding(factor, Status.PAST, Time(TimeKind.AGO, days))


findings = st.builds(
    finding,
    st.sampled_from(sorted(RULES.factors)),
    st.sampled_from(list(Status)),
    st.builds(Time, st.sampled_from(list(TimeKind)), st.integers(0, 4000), st.booleans()),
)


@pytest.mark.parametrize(("factor", "limit"), STEPPED)
def test_the_limit_itself_counts_as_having_waited(factor: str, limit: int) -> None:
    steps = RULES.factors[factor].past
    before, on_the_day, after = (assess([ago(factor, limit + step)], TODAY, RULES).outcome for step in (-1, 0, 1))
    here = next(step.outcome for step in steps if step.under is None or limit < step.under)

    assert before == next(step.outcome for step in steps if step.under is not None and limit - 1 < step.under)
    assert on_the_day == after == here


def test_the_waiting_time_is_counted_to_the_named_treatment_day() -> None:
    late = assess([ago("botox_recent", 5)], TODAY, RULES, treatment_day=TODAY + timedelta(9))

    assert late.outcome is Outcome.INFO
    assert assess([ago("botox_recent", 5)], TODAY, RULES).earliest_date == TODAY + timedelta(9)


def test_of_two_waiting_times_the_later_date_is_given() -> None:
    verdict = assess([ago("botox_recent", 5), ago("isotretinoin", 100)], TODAY, RULES)

    assert verdict.earliest_date == TODAY + timedelta(80)


def test_a_wait_without_a_date_gives_no_date() -> None:
    pregnant = finding("pregnancy", Status.PRESENT, Time(TimeKind.NOW))

    assert assess([ago("botox_recent", 5), pregnant], TODAY, RULES).earliest_date is None


@given(st.lists(findings, max_size=5), findings)
@settings(max_examples=300, deadline=None)
def test_one_more_finding_never_makes_the_verdict_milder(some: list[Finding], more: Finding) -> None:
    rank = [
        SEVERITY[verdict.outcome] if verdict.outcome else 0
        for verdict in (assess(some, TODAY, RULES), assess([*some, more], TODAY, RULES))
    ]

    assert rank[1] >= rank[0] or rank[0] <= SEVERITY[Outcome.NO_FLAG]


@given(st.lists(findings, max_size=6), st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_findings_does_not_matter(some: list[Finding], chance: object) -> None:
    assert assess(some, TODAY, RULES) == assess(sorted(some, key=repr), TODAY, RULES)


@given(st.sampled_from(sorted({key for key, _ in STEPPED})), st.integers(0, 4000))
@settings(max_examples=200, deadline=None)
def test_an_unknown_date_is_never_milder_than_any_date(factor: str, days: int) -> None:
    unknown = assess([finding(factor, Status.PAST, Time(TimeKind.UNKNOWN))], TODAY, RULES)
    known = assess([ago(factor, days)], TODAY, RULES)

    assert unknown.outcome and known.outcome and SEVERITY[unknown.outcome] >= SEVERITY[known.outcome]
    assert unknown.ask == (factor,)


def test_the_verdict_names_the_version_of_the_rules() -> None:
    assert assess([], TODAY, RULES).rules_version == RULES.version
