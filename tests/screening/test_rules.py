"""The content is complete and strictly checked, and every rule has its sentences."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from clinic.findings import Outcome
from clinic.places import LANGUAGES
from clinic.reading import Vocabulary, load_vocabulary, read
from clinic.screening import Rules, assess, load_rules
from clinic.strict import ContentError
from tests.content import TREATMENT

RESPONSES = Path("data/responses/screening.yml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TREATMENT, tmp_path / "treatment"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_rules_are_there(rules: Rules) -> None:
    assert (len(rules.factors), len(rules.triage)) == (75, 31)
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
        load_rules(copy, 18)


def test_a_phrase_with_an_unknown_group_of_words_stops_the_start(tmp_path: Path, rules: Rules) -> None:
    languages = Path(shutil.copytree(LANGUAGES, tmp_path / "languages"))
    change(languages / "en" / "alarms.yml", "<swallowed> <harmful>", "<swallowed> <harmfull>")

    with pytest.raises(ContentError, match="harmfull"):
        load_vocabulary(languages, rules.factors, rules.sign_words, rules.signs, {}, "")


def test_a_rule_without_source_or_judgement_stops_the_start(copy: Path) -> None:
    change(copy / "factors" / "scars.yml", "  basis: judgement\n", "")

    with pytest.raises(ContentError, match="source"):
        load_rules(copy, 18)


def test_a_clinicians_new_interval_is_one_edit_in_one_file(copy: Path, vocabulary: Vocabulary) -> None:
    """Six months become twelve; only the cases beside it, which say what is inside and outside, follow."""
    change(
        copy / "factors" / "medicines.yml",
        "{under: 180d, outcome: not_now}, {outcome: info}",
        "{under: 365d, outcome: not_now}, {outcome: info}",
    )
    changed, before = load_rules(copy, 18), load_rules(TREATMENT, 18)
    day = date(2026, 11, 24)
    times = ("5 months", "8 months", "13 months")
    told = [read(f"i stopped accutane {time} ago", day, vocabulary) for time in times]

    assert [assess(findings, day, before).outcome for findings in told] == [
        Outcome.NOT_NOW, Outcome.INFO, Outcome.INFO
    ]  # fmt: skip
    assert [assess(findings, day, changed).outcome for findings in told] == [
        Outcome.NOT_NOW, Outcome.NOT_NOW, Outcome.INFO
    ]  # fmt: skip
    others = [key for key in before.factors if before.factors[key] != changed.factors[key]]
    assert others == ["isotretinoin"]
