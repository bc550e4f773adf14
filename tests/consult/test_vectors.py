"""The forty statements of the rules, exactly."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.findings import Finding, TimeKind
from clinic.reading import Vocabulary, read
from clinic.reading.signs import signs_of
from clinic.screening import Rules, assess, triage

VECTORS = yaml.safe_load(Path(__file__).with_name("vectors.yml").read_text(encoding="utf-8"))
NEW_YEARS_EVE = date(2026, 12, 31)
UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}
NO_EFFECT = {"V04", "V35"}  # somebody else's condition and a hypothetical: no outcome and no_flag are both right


def written(finding: Finding) -> str:
    name = f"{finding.factor}/{finding.qualifier}" if finding.qualifier else finding.factor
    time = finding.time
    when = "-" if time.kind is TimeKind.NONE else time.kind.value + (f":{time.days}" if time.days else "")
    return f"{name}:{finding.status.value}:{when}"


def in_days(expected: str) -> str:
    head, _, last = expected.rpartition(":")
    return f"{head}:{int(last[:-1]) * UNITS[last[-1]]}" if last[:-1].isdigit() else expected


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if not one["findings"][0].startswith("tri_")], ids=lambda one: one["id"]
)
def test_the_statement_is_read_and_judged_as_the_rules_say(
    vector: dict[str, Any], rules: Rules, vocabulary: Vocabulary
) -> None:
    findings = read(vector["says"], NEW_YEARS_EVE, vocabulary)
    verdict = assess(findings, NEW_YEARS_EVE, rules)

    assert {written(finding) for finding in findings} == {in_days(one) for one in vector["findings"]}
    assert (verdict.outcome.value if verdict.outcome else None) == (
        None if vector["id"] in NO_EFFECT else vector["outcome"]
    )
    assert verdict.ask == ((vector["ask"],) if vector["ask"] else ())


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if one["findings"][0].startswith("tri_")], ids=lambda one: one["id"]
)
def test_the_symptom_is_triaged_as_the_rules_say(vector: dict[str, Any], rules: Rules, vocabulary: Vocabulary) -> None:
    verdict = triage(signs_of(vector["says"], vocabulary), rules)

    assert verdict.outcome is not None and verdict.outcome.value == vector["outcome"]
    assert verdict.factors == (vector["findings"][0].split(":")[0],)
