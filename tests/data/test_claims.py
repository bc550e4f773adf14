"""No answer makes a claim that the evidence does not carry."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content import TREATMENT, responses

CLAIMS: list[dict[str, Any]] = yaml.safe_load((TREATMENT / "claims.yml").read_text("utf-8"))
NEGATED = re.compile(r"\b(not|never|don't|no)\b[^.!?]{0,40}$", re.I)


def claimed(text: str) -> list[str]:
    """Return the banned claims of a text; one that the same sentence denies just before is none."""
    found = []
    for claim in CLAIMS:
        for match in re.finditer(claim["claim"], text, re.I):
            if not NEGATED.search(text[: match.start()]):
                found.append(match.group())
    return found


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim["claim"][:40] for claim in CLAIMS])
def test_a_pattern_means_what_its_sentences_say(claim: dict[str, Any]) -> None:
    assert set(claim) == {"claim", "refused", "allowed"}
    for sentence in claim["refused"]:
        assert claimed(sentence), sentence
    for sentence in claim["allowed"]:
        assert claimed(sentence) == [], sentence


def test_no_answer_makes_a_banned_claim() -> None:
    said = {key: claimed(variation["text"]) for key, variations in responses().items() for variation in variations}
    assert {key: claims for key, claims in said.items() if claims} == {}


def test_no_page_of_the_widget_makes_one() -> None:
    for path in Path("widget").glob("*.html"):
        words = re.sub(r"<[^>]+>", " ", path.read_text("utf-8"))
        assert claimed(words) == []
