"""What is served for which scores."""

import numpy as np
import pytest

from extensions.nlu.decide import FALLBACK, PartScores, Scores, Thresholds, decide
from tests.content import component

THRESHOLDS = Thresholds(**component("TopicClassifier")["thresholds"])
LABELS = (
    "faq/cost",
    "faq/pain",
    "greet",
    "out_of_scope",
    "emergency",
    "post_treatment_problem",
    "book_consultation",
    "check_booking",
    "faq/effectiveness",
    "faq/conditions_treated",
)


def row(**scores: float) -> np.ndarray:
    """Probabilities by label, dots for slashes left out ("cost" for "faq/cost")."""
    values = [scores.get(label.removeprefix("faq/"), 0.0) for label in LABELS]
    return np.array(values)


def understood(whole: np.ndarray, *parts: np.ndarray, alarm: object = None) -> tuple[str, list[str]]:
    result = decide(Scores(LABELS, whole, [PartScores(part) for part in parts], alarm), THRESHOLDS)
    return result.intent, result.topics


def test_one_question_is_one_topic() -> None:
    assert understood(row(cost=0.9)) == ("faq", ["faq/cost"])


def test_two_sure_parts_are_two_topics_in_the_order_asked() -> None:
    assert understood(row(cost=0.5, pain=0.4), row(pain=0.9), row(cost=0.9)) == ("faq", ["faq/pain", "faq/cost"])


def test_one_topic_in_two_parts_stays_one_answer() -> None:
    assert understood(row(pain=0.9), row(pain=0.9), row(pain=0.8)) == ("faq", ["faq/pain"])


def test_a_greeting_gives_way_to_the_question() -> None:
    assert understood(row(cost=0.5, greet=0.4), row(greet=0.9), row(cost=0.9)) == ("faq", ["faq/cost"])


def test_an_unsure_message_is_not_guessed() -> None:
    assert understood(row(cost=0.1, pain=0.1)) == (FALLBACK, [])


def test_an_alarm_goes_before_everything() -> None:
    assert understood(row(cost=0.9), alarm={"kind": "emergency"}) == ("emergency", ["emergency"])


@pytest.mark.parametrize(("sure", "topic"), [(0.9, "emergency"), (0.4, "post_treatment_problem")])
def test_the_classifiers_own_emergency_is_served_alone_or_as_a_problem_to_look_at(sure: float, topic: str) -> None:
    assert understood(row(emergency=sure)) == (topic, [topic])


def test_an_emergency_in_one_part_is_served_alone() -> None:
    whole = row(cost=0.5, emergency=0.3)
    assert understood(whole, row(cost=0.9), row(emergency=0.9)) == ("emergency", ["emergency"])


def test_a_scrap_of_a_message_alone_raises_no_alarm() -> None:
    assert understood(row(pain=0.9), row(pain=0.9), row(emergency=0.9)) == ("faq", ["faq/pain"])


def scores(*parts: PartScores) -> list[str]:
    return decide(Scores(LABELS, row(cost=0.5, pain=0.4), parts), THRESHOLDS).topics


def test_questions_run_together_are_served_when_all_of_them_are_sure() -> None:
    assert scores(PartScores(row(cost=0.6), True, [row(cost=0.9), row(pain=0.8)])) == ["faq/cost", "faq/pain"]


def test_questions_run_together_stay_one_when_one_of_them_is_unsure() -> None:
    assert scores(PartScores(row(cost=0.6), True, [row(cost=0.9), row(pain=0.3)])) == ["faq/cost"]


def test_a_message_that_is_surely_about_something_else_is_not_cut_where_nothing_stands_between() -> None:
    runs = PartScores(row(effectiveness=0.9), True, [row(cost=0.9), row(pain=0.8)])
    assert decide(Scores(LABELS, row(effectiveness=0.95), [runs]), THRESHOLDS).topics == ["faq/effectiveness"]


def test_what_is_told_beside_a_question_is_not_a_question() -> None:
    assert scores(PartScores(row(pain=0.5), asks=False), PartScores(row(cost=0.9))) == ["faq/cost"]


def test_an_unsure_courtesy_gives_way_to_what_comes_next() -> None:
    assert understood(row(greet=0.5, cost=0.4)) == ("faq", ["faq/cost"])
    assert understood(row(greet=0.5, cost=0.1)) == (FALLBACK, [])


def test_a_part_that_is_our_business_is_answered_whatever_stands_beside_it() -> None:
    parts = PartScores(row(cost=0.9)), PartScores(row(out_of_scope=0.9))
    assert decide(Scores(LABELS, row(out_of_scope=0.8), parts), THRESHOLDS).topics == ["faq/cost"]


def test_an_unsure_wish_begins_no_booking() -> None:
    assert understood(row(book_consultation=0.4)) == (FALLBACK, [])
    assert understood(row(book_consultation=0.6)) == ("book_consultation", ["book_consultation"])


def test_a_day_that_is_only_told_books_nothing() -> None:
    told, asked = PartScores(row(book_consultation=0.8), asks=False), PartScores(row(pain=0.9))
    assert scores(told, asked) == ["faq/pain"]


def test_an_appointment_that_is_told_beside_a_question_about_it_is_not_booked_anew() -> None:
    told, asked = PartScores(row(book_consultation=0.9), asks=False), PartScores(row(check_booking=0.8))
    whole = row(book_consultation=0.5, check_booking=0.4)
    assert decide(Scores(LABELS, whole, [told, asked]), THRESHOLDS).topics == ["check_booking"]


def test_whether_it_works_beside_a_concern_asks_about_the_concern() -> None:
    whole = row(conditions_treated=0.95)
    assert understood(whole, row(conditions_treated=0.9), row(effectiveness=0.95)) == (
        "faq",
        ["faq/conditions_treated"],
    )


def listed(whole: np.ndarray, *parts: np.ndarray) -> list[str]:
    return decide(Scores(LABELS, whole, [PartScores(part) for part in parts], listed=True), THRESHOLDS).topics


def test_a_list_is_one_question_where_the_whole_is_sure_unless_each_piece_is() -> None:
    assert listed(row(cost=0.95), row(pain=0.6), row(cost=0.9)) == ["faq/cost"]
    assert listed(row(cost=0.95), row(pain=0.95), row(cost=0.95)) == ["faq/pain", "faq/cost"]
    assert listed(row(cost=0.95), row(conditions_treated=0.95), row(cost=0.95)) == ["faq/cost"]


def test_a_question_about_the_treatment_is_answered_beside_what_is_surely_not_ours() -> None:
    foreign = row(out_of_scope=0.99)
    assert understood(foreign, foreign, row(cost=0.99)) == ("out_of_scope", ["out_of_scope"])
    assert understood(foreign, foreign, row(cost=1.0)) == ("faq", ["faq/cost"])


def test_a_sure_message_is_not_outranked_by_a_question_that_points_back_to_what_is_told() -> None:
    told = PartScores(row(effectiveness=0.9), asks=False)
    parts = [told, PartScores(row(cost=0.95))]
    for sure, topic in ((0.97, "faq/effectiveness"), (0.8, "faq/cost")):
        assert decide(Scores(LABELS, row(effectiveness=sure), parts), THRESHOLDS).topics == [topic]
