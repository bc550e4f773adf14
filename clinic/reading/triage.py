"""Triage of symptoms after a treatment: self-care, contact the clinic today, or emergency; the worse one wins."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from itertools import pairwise
from operator import itemgetter

from clinic.findings import SEVERITY, Outcome, TimeKind
from clinic.language.phrases import Match
from clinic.language.spelling import words_of
from clinic.language.words import Word
from clinic.reading.emergency import alarm, groups_of, has_fever, live_matches
from clinic.reading.times import find_times
from clinic.screening.judge import Verdict
from clinic.screening.rules import Rules

_AFTERWARDS = ("worse", "same_day", "beyond", "swelling")
_PHRASE = 3  # words; longer matches have gaps, in which other signs may stand
_ANY_DAY = date(2000, 6, 15)  # only spans of days are read here, so the calendar does not matter


def is_after_treatment(text: str, rules: Rules) -> bool:
    """Return True when `text` says that a treatment has been done, so that symptoms are for triage."""
    words = words_of(text, rules)
    return any(match.target.kind == "after" for match in rules.after_words.find(words))


def triage(text: str, rules: Rules, signs: Sequence[str] = ()) -> Verdict:
    """Return how urgent the symptoms of `text` are, with the `signs` (rule ids) of earlier messages.

    The factors are the ids of the triage rules, worst first; milder ones where a mild sign is said to get worse.
    Nothing that matches is `contact_clinic_today`.
    """
    if raised := alarm(text, rules):
        return _verdict(Outcome.EMERGENCY, (raised.rule_id,), rules)
    words = words_of(text, rules)
    found = _widest(live_matches(rules.signs.find(words), words, ("sign",)))
    said = {match.target.kind for match in live_matches(rules.after_words.find(words), words, _AFTERWARDS)}
    fever = ["tri_fever_alone"] if has_fever(groups_of(text, rules)) else []  # "38.2 the evening after"
    ids = _settled([*signs, *(match.target.name for match in found), *fever], said, _days(words), rules)
    levels = {rule_id: rules.triage[rule_id][0] for rule_id in ids}
    worst = max(levels.values(), key=SEVERITY.__getitem__, default=Outcome.CONTACT_TODAY)
    if worst is Outcome.SELF_CARE and "worse" in said:
        return _verdict(Outcome.CONTACT_TODAY, tuple(ids), rules)
    return _verdict(worst, tuple(rule_id for rule_id in ids if levels[rule_id] is worst), rules)


def language_of(text: str, rules: Rules) -> str | None:
    """Return the language other than English ("es") in which `text` tells of a treatment and a sign, else None."""
    found = Counter(match.target.name for match in rules.languages.find(words_of(text, rules)))
    language, times = max(found.items(), key=itemgetter(1), default=("", 0))
    return language if times > 1 else None


def later_words(text: str, rules: Rules) -> frozenset[str]:
    """Return what few words mean once a treatment was told of: `later` a sign or worry, `again` the same question."""
    words = words_of(text, rules)
    kinds = {match.target.kind for match in rules.after_words.find(words)}
    return frozenset(kinds & {"later", "again"})


def is_sign(disclosed: Verdict, text: str, rules: Rules) -> bool:
    """Return whether `text` tells of a treatment in the last days and `disclosed` has what may come of it: a fever, a
    rash, an infection."""
    days = _days(words_of(text, rules))
    recent = days is None or days <= rules.aftercare.limits["redness"]
    waits = [rules.factors[one.finding.factor] for one in disclosed.judged if one.outcome is Outcome.NOT_NOW]
    signs = any(factor.symptom and factor.kind == "condition" for factor in waits)
    return recent and signs and is_after_treatment(text, rules)


def _widest(found: Sequence[Match]) -> list[Match]:
    """Drop what lies inside a fixed phrase: "slightly swollen" is not "swollen"."""
    phrases = [match for match in found if match.end - match.start <= _PHRASE]
    return [one for one in found if not any(_covers(other, one) for other in phrases)]


def _covers(other: Match, one: Match) -> bool:
    return other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start


def outweighs(disclosed: Verdict, problem: Verdict, rules: Rules) -> bool:
    """Return True when what was disclosed weighs more than the symptoms, apart from the symptoms themselves."""
    own = [one.outcome for one in disclosed.judged if not rules.factors[one.finding.factor].symptom]
    return max(map(SEVERITY.__getitem__, own), default=0) > SEVERITY[problem.outcome or Outcome.NONE]


def _verdict(outcome: Outcome, factors: tuple[str, ...], rules: Rules) -> Verdict:
    return Verdict(outcome, factors, None, (), rules.version)


def _settled(ids: Iterable[str], said: Set[str], days: int | None, rules: Rules) -> list[str]:
    """Apply what depends on the day, on what else was `said` (kinds of aftercare words) and on other signs."""
    kept = _among(_by_day(set(ids), said, days, rules.aftercare.limits))
    return sorted(kept, key=lambda rule_id: list(rules.triage).index(rule_id))


def _by_day(kept: set[str], said: Set[str], days: int | None, limits: Mapping[str, int]) -> set[str]:
    scabs_early = days is not None and days <= limits["scabs"]
    settling = days is not None and days < limits["redness"]
    today = "same_day" in said and not days
    changes = [  # a sign, what it is instead, and whether that is so
        ("tri_track_marks", "", scabs_early and "tri_scab_grid" in kept),
        ("tri_scab_grid", "tri_track_marks", not scabs_early),
        ("tri_redness_persistent", "tri_expected", settling),
        ("tri_expected", "tri_redness_persistent", days is not None and not settling),
        ("tri_expected", "tri_severe_pain_swelling", "swelling" in said and (days or 0) >= limits["swelling"]),
        ("tri_numbness", "tri_expected", today and "beyond" not in said),
    ]
    for rule_id, instead, applies in changes:
        if applies and rule_id in kept:
            kept = (kept - {rule_id}) | {instead} - {""}
    return kept


def _among(kept: set[str]) -> set[str]:
    """Drop what another sign covers."""
    if {"tri_product_sun_mild", "tri_severe_pain_swelling"} <= kept:
        kept = kept | {"tri_product_sun_severe"}
    covered = {
        "tri_product_sun_mild": "tri_product_sun_severe" in kept,
        "tri_severe_pain_swelling": "tri_infection_local" in kept,  # growing swelling and pain are among its own signs
        "tri_fever_alone": bool(kept - {"tri_expected", "tri_fever_alone"}),
    }
    return {rule_id for rule_id in kept if not covered.get(rule_id)}


def _days(words: Sequence[Word]) -> int | None:
    """Days since the treatment: "day 3", "3 days ago", "a week later"; the longest that is said."""
    said = [mention.time.days for mention in find_times(words, _ANY_DAY) if mention.time.kind is not TimeKind.UNKNOWN]
    for word, following in pairwise(words):
        if word.norm == "day" and following.number is not None:
            said.append(int(following.number))
        if word.norm == "day" and following.norm == "after":
            said.append(1)
    return max(said) if said else None
