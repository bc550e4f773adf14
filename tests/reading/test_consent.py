"""A yes is a whole message that agrees and nothing else; every word that is not known to agree takes that away."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clinic.language.phrases import expand
from clinic.places import ENGLISH
from clinic.reading.consent import Consent, consent, load_wording
from clinic.strict import ContentError

WORDING = load_wording(ENGLISH / "consent.yml")
WORDS: dict[str, Any] = yaml.safe_load((ENGLISH / "consent.yml").read_text("utf-8"))
CASES: dict[str, dict[str, list[str]]] = yaml.safe_load((ENGLISH / "cases/consent.yml").read_text("utf-8"))
QUESTIONS = ("confirm", "move", "cancel")
question = st.sampled_from(QUESTIONS)


def phrases(kind: str, asked: str) -> list[str]:
    """Return all phrases of a kind at a question, written out."""
    return sorted({plain for phrase in WORDS[kind] + WORDS["asked"][asked].get(kind, []) for plain in expand(phrase)})


PHRASES = {(kind, asked): phrases(kind, asked) for kind in ("agree", "refuse", "wait") for asked in QUESTIONS}
POLITE = sorted({plain for phrase in WORDS["polite"] for plain in expand(phrase)})
FOREIGN = [
    *["no", "not", "nope", "never", "dont", "nah", "👎", "❌"],
    *["wait", "hmm", "maybe", "hold on", "not sure", "one sec", "🤔", "later"],
    *["but", "if", "unless", "or", "until", "except", "instead", "provided"],
    *["?", "what", "why", "how much", "does it hurt", "can", "could you", "is it free"],
    *["3pm", "3", "15:00", "tomorrow", "friday", "tonight", "12/3", "morning", "next week"],
    *["Anna", "Kay", "Sue", "Mr Fox", "my sister", "ana@example.com", "212 555 0184"],
]


@st.composite
def yeses(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a question and a message that agrees to it: phrases that agree, at least one, among polite ones."""
    asked = draw(question)
    agree = draw(st.lists(st.sampled_from(PHRASES["agree", asked]), min_size=1, max_size=3))
    polite = draw(st.lists(st.sampled_from(POLITE), max_size=2))
    return asked, ", ".join(draw(st.permutations(agree + polite)))


@pytest.mark.parametrize(
    ("asked", "said", "meant"),
    [
        (asked, said, meant)
        for about, kinds in CASES.items()
        for asked in (QUESTIONS if about == "any" else (about,))
        for meant, several in kinds.items()
        for said in several
    ],
)
def test_case(asked: str, said: str, meant: str) -> None:
    assert consent(said, asked, WORDING) is Consent(meant)


@given(yeses())
def test_what_agrees_and_is_polite_is_a_yes_in_any_order(yes: tuple[str, str]) -> None:
    hesitates = {Consent.WAIT} if yes[0] == "cancel" else set()  # "all fine" may be said of the appointment as it is
    assert consent(yes[1], yes[0], WORDING) in {Consent.YES} | hesitates


@given(yeses(), st.sampled_from(FOREIGN), st.data())
def test_no_word_of_another_kind_stands_in_a_yes(yes: tuple[str, str], word: str, data: st.DataObject) -> None:
    asked, said = yes
    parts = said.split(" ")
    place = data.draw(st.integers(0, len(parts)))
    assert consent(" ".join([*parts[:place], word, *parts[place:]]), asked, WORDING) is not Consent.YES


@given(question, st.data())
def test_no_composition_of_refusals_and_hesitations_is_a_yes(asked: str, data: st.DataObject) -> None:
    against = st.sampled_from(PHRASES["refuse", asked] + PHRASES["wait", asked])
    said = data.draw(st.lists(against, min_size=1, max_size=4))
    polite = data.draw(st.lists(st.sampled_from([*POLITE, "ok", "yes", "👍"]), max_size=2))
    assert consent(" ".join(said + polite), asked, WORDING) is not Consent.YES
    assert consent(", ".join(polite + said), asked, WORDING) is not Consent.YES


@given(st.sampled_from(PHRASES["agree", "confirm"]), st.sampled_from(PHRASES["refuse", "cancel"]), st.data())
def test_a_yes_beside_a_no_is_none(yes: str, no: str, data: st.DataObject) -> None:
    assert consent(" ".join(data.draw(st.permutations([yes, no]))), "cancel", WORDING) is not Consent.YES


@given(
    st.sampled_from(["yes", "yes please", "ok book it", "sure", "yeah", "thats right", "sounds good", "👍", "👌"]),
    st.text(" \t\n", max_size=3),
    st.text(".!,…", max_size=4),
    st.text("🙂🙏👍🏽\ufe0f ", max_size=4),
    st.sampled_from([str, str.upper, str.title]),
)
def test_space_case_marks_and_signs_leave_a_yes_a_yes(yes: str, space: str, marks: str, signs: str, case: Any) -> None:
    said = space + case(re.sub(" ", f"{space} ", yes)) + marks + signs
    assert consent(said, "confirm", WORDING) is Consent.YES


@given(yeses())
def test_what_agrees_is_never_a_yes_as_a_question(yes: tuple[str, str]) -> None:
    assert consent(f"{yes[1]}?", yes[0], WORDING) is Consent.OTHER


@given(st.text(max_size=60), question)
def test_any_text_has_an_answer(said: str, asked: str) -> None:
    assert consent(said, asked, WORDING) in Consent


@pytest.mark.parametrize("phrase", ["that's it", "(yes (please)?|ok)", "Yes", "yes .. please", "ok?"])
def test_a_phrase_that_would_never_match_stops_the_start(phrase: str, tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text(yaml.safe_dump(WORDS | {"agree": [phrase]}), "utf-8")
    with pytest.raises(ContentError, match="agree"):
        load_wording(tmp_path / "words.yml")
