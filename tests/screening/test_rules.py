"""The content is complete and strictly checked, and every rule has its sentences."""

import shutil
from pathlib import Path

import pytest
import yaml

from clinic.screening import Rules, load_rules
from clinic.strict import ContentError
from tests.screening.conftest import CONTENT

RESPONSES = CONTENT.parents[1] / "data" / "responses" / "screening.yml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "screening"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_rules_are_there(rules: Rules) -> None:
    assert (len(rules.factors), len(rules.triage)) == (75, 28)
    assert sum(factor.origin == "guide" for factor in rules.factors.values()) == 5


def test_every_rule_has_its_sentences(rules: Rules) -> None:
    said = yaml.safe_load(RESPONSES.read_text(encoding="utf-8"))["responses"]
    needed = {f"utter_{part}_{key}" for key in rules.factors for part in ("factor", "ask")} | {
        f"utter_{key}" for key in rules.triage
    }

    assert needed - said.keys() == set()


def test_the_forms_that_rules_name_exist(rules: Rules) -> None:
    named = {
        form
        for factor in rules.factors.values()
        for form in (
            factor.family_form,
            factor.history_form,
            factor.active_form,
            factor.own_form,
            factor.planned_form,
            factor.settled_by,
        )
    }

    assert named - {None} <= rules.factors.keys()


def test_an_unknown_key_stops_the_start(copy: Path) -> None:
    change(copy / "factors" / "medicines.yml", "- id: isotretinoin\n", "- id: isotretinoin\n  colour: red\n")

    with pytest.raises(ContentError, match=r"isotretinoin.*colour"):
        load_rules(copy)


def test_a_rule_without_source_or_judgement_stops_the_start(copy: Path) -> None:
    change(copy / "factors" / "scars.yml", "  basis: judgement\n", "")

    with pytest.raises(ContentError, match="source"):
        load_rules(copy)


def test_an_interval_is_changed_in_one_place(copy: Path) -> None:
    change(
        copy / "factors" / "medicines.yml",
        "{under: 180d, outcome: not_now}, {outcome: info}",
        "{under: 365d, outcome: not_now}, {outcome: info}",
    )

    assert load_rules(copy).factors["isotretinoin"].past[0].under == 365
