"""Every factor told as there, denied, over, of another person, asked about, unsure, misspelt: what follows.


The sentences are generated from the nouns in the treatment's cases/ ("keloids: no") and the outcomes from the rules.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from clinic import wiring
from clinic.factors import Factor
from clinic.findings import SEVERITY, Finding, Outcome, Status, Time, TimeKind
from clinic.reading import read
from clinic.screening import assess
from tests.consult.verdicts import DAY
from tests.reading.test_cases import CASES
from tests.reading.test_metamorphic import slips

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()
NOUNS = {
    factor: text.removesuffix(": no")
    for factor, kinds in CASES.items()
    for text in kinds["absent"]
    if text.endswith(": no") and "family" not in factor
}
PEOPLE = ("breastfeeding", "trying_to_conceive", "pregnancy")  # one is that, one does not have it
VERBS = {"medicine": ("take", "took", "takes"), "event": ("had", "had", "had")}
PLACES = (
    "{}",
    "hi there, {}",
    "{}, how much is it?",
    "how much is one session? {}",
    "i want my cheeks done and {} and i am free on thursday",
    "im 40, healthy otherwise, {}, no allergies",
    "looking forward to it!! {} btw",
)
Line = tuple[str, str, Outcome | None]


def follows(factor: str, status: Status, time: Time) -> Outcome | None:
    """What the rules alone say about a finding."""
    return assess([Finding(factor, "", status, time, (0, 1))], DAY, RULES).outcome


def verbs(factor: Factor) -> tuple[str, str, str]:
    if factor.id in PEOPLE:
        return "am", "was", "is"
    return VERBS.get(factor.kind, ("have", "had", "has"))


def told(factor: Factor, noun: str) -> Iterator[Line]:
    """Sentences about one factor with the outcome that each must have."""
    now, then, other = verbs(factor)
    clear = None
    status = Status.PAST if factor.kind == "event" else Status.PRESENT
    there = follows(factor.id, status, Time(TimeKind.UNKNOWN if factor.kind == "event" else TimeKind.NOW))
    for text in (f"I {now} {noun}", f"hey so i {now} {noun} is that ok", f"not sure but i think i {now} {noun}"):
        yield factor.id, text, there
    for text in (f"no {noun}", f"{noun}: no", f"never {then} {noun}", f"no allergies, no {noun}, no illnesses"):
        yield factor.id, text if factor.id not in PEOPLE else text.replace("no ", "not "), clear
    yield factor.id, f"my friend {other} {noun}", clear
    yield factor.id, f"what happens if someone {other} {noun}?", clear
    if factor.kind != "event":
        over = follows(factor.id, Status.PAST, Time(TimeKind.UNKNOWN))
        yield factor.id, f"I used to {'be' if factor.id in PEOPLE else now} {noun}", over
    for limit in (step.under for step in factor.past if step.under):
        for days in (limit - 3, limit + 3):
            outcome = follows(factor.id, Status.PAST, Time(TimeKind.AGO, days))
            stopped = "stopped" if factor.kind == "medicine" else then
            yield factor.id, f"I {stopped} {noun} {days} days ago", outcome


LINES = [line for key, noun in NOUNS.items() for line in told(RULES.factors[key], noun)]


def outcome_of(text: str, day: date = DAY) -> Outcome | None:
    return assess(read(text, day, VOCABULARY), day, RULES).outcome


def rank(outcome: Outcome | None) -> int:
    """Severity, where nothing said and nothing found are the same."""
    return max(SEVERITY[outcome] if outcome else 0, SEVERITY[Outcome.NO_FLAG])


def test_generated_statements_follow_the_rules() -> None:
    found = [(text, wanted, outcome_of(text)) for _, text, wanted in LINES]
    wrong = [(text, wanted, got) for text, wanted, got in found if rank(wanted) != rank(got)]

    assert len(LINES) >= 600
    assert [line for line in wrong if rank(line[2]) < rank(line[1])] == []
    assert len(wrong) <= len(LINES) * 0.02, wrong


@pytest.mark.parametrize("place", PLACES)
def test_what_has_to_wait_is_heard_wherever_it_stands(place: str) -> None:
    waits = [line for line in LINES if line[2] is Outcome.NOT_NOW and line[1].startswith("I ")]

    assert len(waits) >= 40
    assert [text for _, text, _ in waits if outcome_of(place.format(text)) is not Outcome.NOT_NOW] == []


def test_a_slip_does_not_change_what_follows() -> None:
    nouns = [(key, noun) for key, noun in NOUNS.items() if noun.isalpha() and len(noun) >= 8]
    slipped = [(f"I {verbs(RULES.factors[key])[0]} {slip}", key, noun) for key, noun in nouns for slip in slips(noun)]
    hidden = [
        text
        for text, key, noun in slipped
        if rank(outcome_of(text)) < rank(outcome_of(f"I {verbs(RULES.factors[key])[0]} {noun}"))
    ]

    assert len(slipped) >= 60
    assert len(hidden) <= len(slipped) * 0.02, hidden


@pytest.mark.parametrize("status", [Status.ABSENT, Status.OTHER_PERSON, Status.HYPOTHETICAL])
def test_what_is_unknown_clears_nothing(status: Status) -> None:
    for key in RULES.factors:
        held = Finding(key, "", Status.PRESENT, Time(TimeKind.UNKNOWN), (0, 1))
        other = Finding(key, "", status, Time(TimeKind.UNKNOWN), (0, 1))

        assert rank(assess([held, other], DAY, RULES).outcome) == rank(assess([held], DAY, RULES).outcome)
