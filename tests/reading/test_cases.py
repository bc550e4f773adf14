"""Every factor has statements of every kind in the treatment's cases/, and each is read as it is filed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml

from clinic import wiring
from clinic.findings import Status, TimeKind
from clinic.reading import Vocabulary, read
from tests.content import TREATMENT

CASES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (TREATMENT / "cases" / "factors.yml").read_text(encoding="utf-8")
)
KINDS = {"present", "absent", "past", "other_person", "hypothetical"}
HELD = {Status.PRESENT, Status.PAST}
AGES = {"under_18", "age_18_21"}  # an age that is over is no finding at all


def statements() -> Iterator[Any]:
    for factor, kinds in CASES.items():
        for kind, texts in kinds.items():
            for text in texts:
                yield pytest.param(factor, kind, text, id=f"{factor} {kind}: {text}")


def test_every_factor_has_statements_of_every_kind() -> None:
    factors = wiring.rules().factors
    dated = {key for key, factor in factors.items() if len(factor.past) > 1}

    assert set(CASES) == set(factors)
    assert [key for key, kinds in CASES.items() if not kinds.keys() >= KINDS] == []
    assert [key for key in dated if not CASES[key].keys() >= {"past_inside", "past_outside"}] == []


@pytest.mark.parametrize(("factor", "kind", "text"), statements())
def test_a_statement_is_read_as_it_is_filed(
    factor: str, kind: str, text: str, vocabulary: Vocabulary, today: date
) -> None:
    found = {finding.status: finding for finding in read(text, today, vocabulary) if finding.factor == factor}

    if kind in ("absent", "other_person", "hypothetical") or (kind == "past" and factor in AGES):
        assert not HELD & found.keys()
    elif kind == "present":
        assert Status.PRESENT in found
    else:
        assert Status.PAST in found
        assert kind == "past" or found[Status.PAST].time.kind is TimeKind.AGO
