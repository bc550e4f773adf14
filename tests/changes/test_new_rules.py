"""What a clinician changes is data: a factor is its file and its place in the check, an emergency phrase one line."""

import shutil
from datetime import date
from pathlib import Path

from clinic.findings import Outcome
from clinic.places import LANGUAGES
from clinic.reading import Vocabulary, alarm, load_vocabulary, read
from clinic.screening import Check, Rules, assess, load_check, load_rules
from tests.content import TREATMENT

TODAY = date(2026, 11, 24)
FACTOR = """factors:
- id: gold_threads
  name: Gold threads in the face
  origin: added
  kind: implant
  words: [gold threads, gold thread lift]
  present: clinician_review
  past: [{under: 90d, outcome: not_now}, {outcome: info}]
  wait: 3 months after they were taken out
  confidence: a test
  basis: judgement
  from: 2026-12-01
  approved: null
"""


def vocabulary_of(rules: Rules, check: Check, languages: Path = LANGUAGES) -> Vocabulary:
    """The words of a copy."""
    return load_vocabulary(languages, rules.factors, rules.sign_words, rules.signs, check.named, check.catch_all)


def replaced(path: Path, old: str, new: str) -> None:
    """Change one place of a file of the copy."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_a_new_factor_is_its_file_and_its_place_in_the_check(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(TREATMENT, tmp_path / "treatment"))
    (copy / "factors/threads.yml").write_text(FACTOR, "utf-8")
    replaced(copy / "check.yml", "factors: [microneedling_recent,", "factors: [gold_threads, microneedling_recent,")
    rules = load_rules(copy, 18)
    check = load_check(copy / "check.yml", rules)
    vocabulary = vocabulary_of(rules, check)

    def outcome(text: str) -> Outcome | None:
        return assess(read(text, TODAY, vocabulary), TODAY, rules).outcome

    assert outcome("i have gold threads in my face") is Outcome.CLINICIAN_REVIEW
    assert outcome("no gold threads") is Outcome.NO_FLAG
    assert rules.version != load_rules(TREATMENT, 18).version


def test_a_new_emergency_phrase_is_one_line(tmp_path: Path, rules: Rules) -> None:
    text = "my cheek has gone all marmalade"
    languages = Path(shutil.copytree(LANGUAGES, tmp_path / "languages"))
    check = load_check(TREATMENT / "check.yml", rules)
    assert alarm(text, vocabulary_of(rules, check, languages)) is None
    replaced(languages / "en/alarms.yml", "  tri_burn: [", "  tri_burn: [gone all marmalade, ")

    raised = alarm(text, vocabulary_of(rules, check, languages))
    assert raised is not None and raised.rule_id == "tri_burn"


def test_another_least_age_is_one_number() -> None:
    rules = load_rules(TREATMENT, 21)
    check = load_check(TREATMENT / "check.yml", rules)
    vocabulary = vocabulary_of(rules, check)
    found = [assess(read(text, TODAY, vocabulary), TODAY, rules).outcome for text in ("im 19", "im 21", "im 22")]
    assert found == [Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW, None]
