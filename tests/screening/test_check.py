"""The guided check alone: short answers, what follows from them, and that nothing unknown ever clears."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic import wiring
from clinic.findings import NOW, SEVERITY, UNKNOWN, AnswerKind, Finding, Outcome, Status, Time, TimeKind
from clinic.reading import read
from clinic.reading.replies import reply_to
from clinic.screening import assess, memory
from clinic.screening.check import load_check
from clinic.screening.progress import OPEN, Answer, Next, Progress, advance, conclude, missed
from clinic.strict import ContentError
from tests.content import TREATMENT

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()
CHECK = wiring.guided_check()
TODAY = date(2026, 11, 24)
START = Progress().at_next((), CHECK)

REPLIES = {
    "no": AnswerKind.NONE,
    "nope none": AnswerKind.NONE,
    "No, none of those thanks": AnswerKind.NONE,
    "no to all": AnswerKind.NONE,
    "none of the above": AnswerKind.NONE,
    "not that i know of": AnswerKind.NONE,
    "yes": AnswerKind.SOME,
    "yeah i do": AnswerKind.SOME,
    "yeah the first one": AnswerKind.FIRST,
    "the last one": AnswerKind.LAST,
    "not sure": AnswerKind.UNSURE,
    "idk": AnswerKind.UNSURE,
    "i dont think so": AnswerKind.UNSURE,
    "no idea": AnswerKind.UNSURE,
    "maybe": AnswerKind.UNSURE,
    "rather not say": AnswerKind.DECLINED,
    "id prefer not to say": AnswerKind.DECLINED,
    "thats private": AnswerKind.DECLINED,
    "skip this one": AnswerKind.DECLINED,
    "back": AnswerKind.BACK,
    "go back one": AnswerKind.BACK,
    "stop": AnswerKind.STOP,
    "enough questions": AnswerKind.STOP,
    "never mind": AnswerKind.STOP,
}
NO_REPLIES = ["does it hurt", "how much is it", "ok", "i have a question", "back acne", "the wobbly thing", "", "🙂"]


@pytest.mark.parametrize(("text", "kind"), REPLIES.items(), ids=list(REPLIES))
def test_a_short_answer_is_understood(text: str, kind: AnswerKind) -> None:
    assert reply_to(text, TODAY, VOCABULARY).kind is kind


@pytest.mark.parametrize("text", NO_REPLIES)
def test_what_is_no_answer_is_none(text: str) -> None:
    assert reply_to(text, TODAY, VOCABULARY).kind is None


@pytest.mark.parametrize(
    ("text", "days"),
    [("8 months ago", 240), ("about half a year", 182), ("3 weeks", 21), ("i think it was yesterday", 1)],
)
def test_a_mere_time_is_an_answer(text: str, days: int) -> None:
    time = reply_to(text, TODAY, VOCABULARY).time
    assert time and time.kind is TimeKind.AGO and time.days == days


def test_a_question_after_the_answer_is_noted() -> None:
    reply = reply_to("no. does it hurt?", TODAY, VOCABULARY)
    assert reply.kind is AnswerKind.NONE and reply.asks and not reply.whole


def test_every_factor_belongs_to_one_question(tmp_path: Path) -> None:
    text = (TREATMENT / "check.yml").read_text("utf-8")
    (tmp_path / "check.yml").write_text(text.replace("warts, open_wound", "open_wound"), "utf-8")
    with pytest.raises(ContentError, match="warts"):
        load_check(tmp_path / "check.yml", RULES)


@pytest.mark.parametrize("factor", sorted(set(RULES.factors) - {"under_18", "age_18_21", "microneedling_recent"}))
def test_an_answer_about_a_factor_begins_with_words_that_name_it(factor: str) -> None:
    found = {finding.factor for finding in read(VOCABULARY.leads[factor], TODAY, VOCABULARY)}
    assert factor in found


def test_few_questions() -> None:
    assert len(CHECK.questions) <= 7


kinds = st.sampled_from([None, *(kind for kind in AnswerKind if kind not in (AnswerKind.BACK, AnswerKind.STOP))])
findings = st.builds(
    Finding,
    st.sampled_from(sorted(RULES.factors)),
    st.just(""),
    st.sampled_from([Status.PRESENT, Status.PAST, Status.ABSENT]),
    st.sampled_from([NOW, UNKNOWN, Time(TimeKind.AGO, 3), Time(TimeKind.AGO, 4000)]),
    st.just((0, 0)),
)
messages = st.lists(st.tuples(kinds, st.lists(findings, max_size=2)), max_size=25)


def played(said: list[tuple[AnswerKind | None, list[Finding]]]) -> list[tuple[Progress, tuple[Finding, ...]]]:
    """Return where the check stood after each message, until it ended."""
    steps: list[tuple[Progress, tuple[Finding, ...]]] = [(START, ())]
    for kind, new in said:
        progress, known = steps[-1][0], (*steps[-1][1], *new)
        if progress.asked is Next.END:
            break
        after = advance(progress, kind, new, known, CHECK)
        steps.append((missed(progress, known, CHECK) if after == progress else after, known))
    return steps


def severity(progress: Progress, known: tuple[Finding, ...]) -> int:
    outcome = conclude(assess(known, TODAY, RULES), progress).outcome
    return SEVERITY[outcome or Outcome.NO_FLAG]


@given(messages)
def test_one_more_answer_never_makes_the_verdict_milder(said: list[tuple[AnswerKind | None, list[Finding]]]) -> None:
    ranks = [severity(*step) for step in played(said)]
    assert ranks == sorted(ranks)


@given(messages)
def test_what_stayed_open_never_clears(said: list[tuple[AnswerKind | None, list[Finding]]]) -> None:
    progress, known = played(said)[-1]
    if OPEN & set(progress.answers.values()):
        assert severity(progress, known) >= SEVERITY[Outcome.CLINICIAN_REVIEW]


@given(messages)
def test_a_check_that_was_left_clears_nobody(said: list[tuple[AnswerKind | None, list[Finding]]]) -> None:
    progress, known = played(said)[-1]
    if progress.asked is not Next.END:
        assert conclude(assess(known, TODAY, RULES), progress).outcome is not Outcome.NO_FLAG


@given(messages)
def test_no_question_is_put_twice_in_a_row(said: list[tuple[AnswerKind | None, list[Finding]]]) -> None:
    steps = [(progress.at, progress.asked) for progress, _ in played(said)]
    for before, after in pairwise(steps):
        assert before != after or after[1] is not Next.QUESTION


@given(messages)
def test_three_messages_for_each_question_end_the_check(said: list[tuple[AnswerKind | None, list[Finding]]]) -> None:
    nothing = [(None, [])] * (3 * len(CHECK.questions))
    assert played([*said, *nothing])[-1][0].asked is Next.END


def test_back_returns_to_the_question_before() -> None:
    after = advance(START, AnswerKind.NONE, (), (), CHECK)
    assert after.back() == START
    assert START.back() == START


def test_a_yes_is_not_cleared_by_a_no() -> None:
    which = advance(START, AnswerKind.SOME, (), (), CHECK)
    assert which.asked is Next.WHICH
    assert advance(which, AnswerKind.NONE, (), (), CHECK).answers == {"about_you": Answer.SOME}


@given(st.lists(findings, max_size=6))
def test_a_stored_talk_gives_the_same_verdict_again(said: list[Finding]) -> None:
    first = assess(said, TODAY, RULES)
    again = assess(memory.recall(memory.keep(said, TODAY), TODAY), TODAY, RULES)
    assert (again.outcome, again.factors, again.earliest_date, again.rules_version) == (
        *(first.outcome, first.factors, first.earliest_date),
        RULES.version,
    )
