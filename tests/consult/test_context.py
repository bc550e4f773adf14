"""Messages in their talk: answers, corrections, contradictions, other people; and symptoms after a treatment."""

from datetime import date

import pytest

from clinic import wiring
from clinic.consult.symptoms import Course, problem
from clinic.findings import Outcome
from clinic.reading import Before, read
from clinic.reading.signs import signs_of
from clinic.screening import assess, outweighs
from tests.consult.verdicts import read_in, told_in

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()
TODAY = date(2026, 11, 24)


def after(first: str, then: str, asked: str | None = None) -> Outcome | None:
    """Return what follows from two messages; `asked` is the factor that the first one was answered with."""
    known = read(first, TODAY, VOCABULARY)
    return assess(told_in(then, Before(known, asked=asked)).whole(known), TODAY, RULES).outcome


ANSWERS = [
    ("i used to take accutane", "isotretinoin", "8 months ago", Outcome.INFO),
    ("i used to take accutane", "isotretinoin", "8 months", Outcome.INFO),
    ("i used to take accutane", "isotretinoin", "like 2 months", Outcome.NOT_NOW),
    ("i used to take accutane", "isotretinoin", "stopped 8 months ago", Outcome.INFO),
    ("i used to take accutane", "isotretinoin", "in march", Outcome.INFO),
    ("i used to take accutane", "isotretinoin", "no idea", Outcome.NOT_NOW),
    ("i used to take accutane", "isotretinoin", "rather not say", Outcome.NOT_NOW),
    ("i used to take accutane", "isotretinoin", "does it hurt", Outcome.NOT_NOW),
    ("i used to take accutane", "isotretinoin", "what if it was 8 months ago", Outcome.NOT_NOW),
    ("had a chemical peel", "peel_recent", "a light one, 5 weeks ago", Outcome.INFO),
    ("had a chemical peel", "peel_recent", "a deep one, 5 weeks ago", Outcome.NOT_NOW),
    ("i have rosacea", "rosacea", "its calm at the moment", Outcome.CLINICIAN_REVIEW),
    ("i have rosacea", "rosacea", "yes", Outcome.NOT_NOW),
    ("i take steroids", "oral_steroids", "3 months", Outcome.CLINICIAN_REVIEW),
    ("im diabetic", "diabetes", "3 years", Outcome.CLINICIAN_REVIEW),
]
CORRECTIONS = [
    ("im on accutane", "sorry, I stopped it last year", Outcome.INFO),
    ("im on accutane", "sorry i meant doxycycline", Outcome.NOT_NOW),
    ("had botox 2 years ago", "i meant 2 days not 2 years", Outcome.NOT_NOW),
    ("i am pregnant", "sorry i meant not pregnant", Outcome.NO_FLAG),
    ("i am pregnant", "not pregnant", Outcome.NOT_NOW),
    ("i get keloids", "no wait, it was my sister", Outcome.CLINICIAN_REVIEW),
    ("im on accutane", "8 months ago", Outcome.NOT_NOW),
    ("im on accutane", "the leaflet doesnt mention accutane", Outcome.NOT_NOW),
]


@pytest.mark.parametrize(("first", "asked", "then", "outcome"), ANSWERS, ids=[row[2] for row in ANSWERS])
def test_an_answer_belongs_to_what_was_asked(first: str, asked: str, then: str, outcome: Outcome) -> None:
    assert after(first, then, asked) is outcome


@pytest.mark.parametrize(("first", "then", "outcome"), CORRECTIONS, ids=[row[1] for row in CORRECTIONS])
def test_only_an_explicit_correction_takes_something_back(first: str, then: str, outcome: Outcome) -> None:
    assert after(first, then) is outcome


@pytest.mark.parametrize(
    ("first", "then"), [("not pregnant", "im 12 weeks along"), ("on accutane", "never took accutane")]
)
def test_the_opposite_of_what_was_said_is_disputed(first: str, then: str) -> None:
    known = read(first, TODAY, VOCABULARY)
    assert told_in(then, Before(known)).disputed == known[0].factor


NOTHING_BACK = [
    "no",
    "not me",
    "no im not",
    "no i take nothing",
    "no i dont",
    "nope im fine",
    "no its fine",
    "actually no",
]


NOTHING_BACK += ["sorry it was my birthday then", "it was my mum who told me"]


@pytest.mark.parametrize("text", NOTHING_BACK)
@pytest.mark.parametrize("first", ["i take warfarin", "my eczema is flaring", "i am pregnant", "i get keloids"])
def test_a_no_to_the_next_question_takes_nothing_back(first: str, text: str) -> None:
    known = read(first, TODAY, VOCABULARY)
    heard = told_in(text, Before(known, guided=True))
    assert not heard.replaces
    assert set(known) <= set(heard.whole(known))


def test_a_mere_no_belongs_to_the_other_question_where_there_is_one() -> None:
    known = read("my eczema flares sometimes", TODAY, VOCABULARY)
    heard = told_in("no", Before(known, asked="eczema_dermatitis", alone=False))
    assert not heard.answers and not heard.new


@pytest.mark.parametrize(
    ("text", "before", "now"),
    [
        ("my daughter is 15, can she have it", False, True),
        ("she has eczema too", True, True),
        ("ok and me, i take aspirin", True, False),
        ("how much is it", True, True),
        ("i take aspirin", False, False),
        ("my sister is pregnant, does it hurt", False, False),
    ],
)
def test_whose_treatment_it_is(text: str, before: bool, now: bool) -> None:
    assert read_in(text, Before(other=before)).other is now


PROBLEMS = [
    ("think its infected, can i talk to someone", {"human_handoff"}, False, Outcome.CONTACT_TODAY),
    ("can i talk to someone", {"human_handoff"}, False, None),
    ("a bit flaky too", set(), True, Outcome.SELF_CARE),
    ("a bit flaky too", set(), False, None),
    ("getting hotter and throbbing", set(), True, Outcome.CONTACT_TODAY),
    ("had it done yesterday and something looks weird", {"faq/side_effects"}, False, Outcome.CONTACT_TODAY),
    ("how long does the redness last", {"faq/downtime"}, False, None),
    ("i get cold sores, can i have another one", {"eligibility_check"}, True, None),
    ("it looks funny", {"post_treatment_problem"}, False, Outcome.CONTACT_TODAY),
]


@pytest.mark.parametrize(("text", "topics", "treated", "outcome"), PROBLEMS, ids=[row[0] for row in PROBLEMS])
def test_when_symptoms_are_for_triage(text: str, topics: set[str], treated: bool, outcome: Outcome | None) -> None:
    said = told_in(text).tones
    found = problem(signs_of(text, VOCABULARY), frozenset(topics), said, RULES, Course(treated))
    assert (found and found.outcome) is outcome


def test_the_worse_of_symptoms_and_disclosures_counts() -> None:
    burnt = assess(read("got sunburnt on sunday", TODAY, VOCABULARY), TODAY, RULES)
    pink = problem(signs_of("pink and tight since my session", VOCABULARY), frozenset(), frozenset(), RULES)
    pus = problem(signs_of("yellow pus since my session", VOCABULARY), frozenset(), frozenset(), RULES)
    assert outweighs(burnt, pink, RULES)
    assert not outweighs(burnt, pus, RULES)
