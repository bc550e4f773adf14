"""The same fact said in many ways: the outcome follows from the rules, and no error is on the unsafe side."""

from collections.abc import Iterator
from datetime import date

from clinic import wiring
from clinic.findings import SEVERITY, Outcome, Status
from clinic.reading import Vocabulary, read
from clinic.screening import Rules, assess
from clinic.screening.judge import Verdict
from tests.reading.test_cases import CASES

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()

AROUND = (
    "{}",
    "hi, {}",
    "{} is that ok?",
    "quick question. {}. how much is it",
    "{} and also where are you based",
    "HELLO {}!!",
)
UNSURE = ("not sure but {}", "i think {}")
SEPARATE = {"self_harm", "under_18", "age_18_21"}  # an emergency, and factors that are read from numbers
LEVELS_THAT_WAIT = {Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW}


def judged(text: str, today: date) -> Verdict:
    return assess(read(text, today, VOCABULARY), today, RULES)


def severity(verdict: Verdict) -> int:
    return SEVERITY[verdict.outcome] if verdict.outcome else 0


def variants() -> Iterator[tuple[str, str]]:
    """Pairs of a plain statement and the same one in other company."""
    for factor, kinds in CASES.items():
        for text in kinds["present"][:2] if factor not in SEPARATE else ():
            yield from ((text, frame.format(text)) for frame in AROUND[1:] + UNSURE)


def slips(word: str) -> Iterator[str]:
    middle = len(word) // 2
    yield word[:middle] + word[middle + 1 :]
    yield word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :]
    yield word[:middle] + word[middle] + word[middle:]


def test_the_company_of_a_statement_never_makes_it_milder(today: date) -> None:
    pairs = list(variants())
    milder = [framed for plain, framed in pairs if severity(judged(framed, today)) < severity(judged(plain, today))]
    changed = [framed for plain, framed in pairs if judged(framed, today).outcome != judged(plain, today).outcome]

    assert len(pairs) >= 600
    assert milder == []
    assert len(changed) <= len(pairs) * 0.02, changed


def test_two_facts_at_once_are_both_found(today: date) -> None:
    plain = {factor: kinds["present"][0] for factor, kinds in CASES.items() if factor not in SEPARATE}
    partners = list(plain)[1:] + list(plain)[:1]
    lost = []
    for (factor, text), partner in zip(plain.items(), partners, strict=True):
        verdict = judged(f"{text}. {plain[partner]}", today)
        if severity(verdict) < max(severity(judged(text, today)), severity(judged(plain[partner], today))):
            lost.append((factor, partner))

    assert lost == []


def test_a_slip_in_a_long_word_does_not_hide_it(rules: Rules, vocabulary: Vocabulary, today: date) -> None:
    tried, hidden = 0, []
    for factor in rules.factors.values():
        waits = {step.outcome for step in factor.present} & LEVELS_THAT_WAIT
        words = (
            [word for word in factor.words if word.isalpha() and word.islower() and len(word) >= 8][:3] if waits else []
        )
        for slip in (slip for word in words for slip in slips(word)):
            tried += 1
            found = [
                finding for finding in read(f"i have {slip}", today, vocabulary) if finding.status is Status.PRESENT
            ]
            hidden += [] if found else [slip]

    assert tried >= 100
    assert len(hidden) <= tried * 0.02, hidden
