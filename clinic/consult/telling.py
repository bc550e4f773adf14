"""The second net: what is told of one's health in words that no phrase knows is asked about, never cleared.

How probable it is that a clause tells something comes from extensions/nlu/telling.py; what follows is decided here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from clinic.consult.symptoms import PROBLEM
from clinic.findings import NOW, Finding, Outcome, Status
from clinic.language import bag
from clinic.reading import Scene, Telling, Vocabulary, is_after_treatment, lay_out
from clinic.screening import Rules, Verdict, assess

HINT = "hint"  # health was spoken of, and it was not understood what is meant
_ALARMING = frozenset({PROBLEM, "emergency"})
_HEALTH = _ALARMING | {"eligibility_check"}  # topics of what is told
_FEW = 3  # words; fewer may well ask: "swelling? bruising? how long?"
_SHORT = 6  # words: "had it done yesterday"
_GOES_ON = re.compile(r"(?:(?:ok|oh|hm+|right|so)[ ,]+)*(and|or|what about|how about|what of)\b", re.I)
_TELLS = re.compile(
    r"\b(?:i|i'?m|i'?ve|id|my|me|mine|she|he|her|his|on|take|taking|had|have|having|got|been|did|done|use|using|just|ago|last)\b",
    re.I,
)
_MINE = re.compile(r"\b(?:my|mine|i'?ve|i (?:have|had|got|take|use)|with|since)\b", re.I)
_NOT_OWN = (Status.OTHER_PERSON, Status.HYPOTHETICAL)
_ONESELF = bag("i im ive id me mine myself")
Clauses = Sequence[Mapping[str, Any]]  # `topic` with its `confidence`, `tells` and `asks`; a button has none


def heard_between(
    text: str, clauses: Clauses, found: Sequence[Finding], vocabulary: Vocabulary, rules: Rules, today: date
) -> tuple[Finding, ...]:
    """Return what was `found`, with a hint where a clause tells something that no phrase has read.

    Where something of weight was found that is spoken about, and nothing is asked besides.
    """
    if any(one.qualifier == HINT for one in found) or not in_passing(found, rules, today):
        return tuple(found)
    scene = lay_out(text, today, vocabulary)
    if not any(_is_unheard(clause, text, scene, found, vocabulary.telling) for clause in clauses):
        return tuple(found)
    return (*found, Finding(vocabulary.catch_all, HINT, Status.PRESENT, NOW, (0, 0), open=True))


def _is_unheard(clause: Mapping[str, Any], text: str, scene: Scene, found: Sequence[Finding], net: Telling) -> bool:
    """Return whether a clause tells more than was read in it: "just vitamins and something for my blood"."""
    start = max(text.lower().find(clause["text"].lower()), 0)  # a clause may have been completed
    end = start + len(clause["text"])
    places = [place for place, word in enumerate(scene.words) if start <= word.start < end]
    left = scene.left_over(places)
    if scene.read_places().isdisjoint(places):
        return (not found or len(left) >= net.few) and tells(clause, net)
    own = any(scene.norm(place) in _ONESELF for place in places) or any(one.status not in _NOT_OWN for one in found)
    more = len(left) >= net.many and clause.get("tells", 0.0) >= net.beside
    return own and more and not clause.get("asks")


def asked_about(text: str, found: Sequence[Finding], rules: Rules, today: date) -> tuple[Finding, ...]:
    """Return what remains of what was `found` where a few words go on with a question: "and a peel" after lasers.

    After "and" what would be somebody's own state or medicine stays: "and pregnant", "and blood thinners".
    """
    goes_on = _GOES_ON.match(text)
    if not goes_on or len(text.split()) > _SHORT or _TELLS.search(text):
        return tuple(found)
    if goes_on[1].lower() not in ("and", "or"):
        return ()
    return tuple(
        one for one in found if rules.factors[one.factor].kind != "event" and not in_passing((one,), rules, today)
    )


def only_in_passing(text: str, found: Sequence[Finding], rules: Rules, today: date) -> bool:
    """Return whether a question names nothing but what merely is to be known, and no word of its asker's own health."""
    return in_passing(found, rules, today) and not (_MINE.search(text) and any(one.qualifier == HINT for one in found))


def in_passing(found: Sequence[Finding], rules: Rules, today: date) -> bool:
    """Return whether nothing was `found` but words of health and what merely is to be known."""
    firm = [one for one in found if one.qualifier != HINT]
    return assess(firm, today, rules).outcome in (None, Outcome.INFO, Outcome.NO_FLAG, Outcome.NONE)


def plainly_told(clauses: Clauses, net: Telling) -> Clauses:
    """Return the clauses that plainly tell something; among the names, times and numbers of a booking no others do."""
    return tuple(
        one
        for one in clauses
        if one.get("tells", 0.0) >= net.plainly
        and len(one["text"].split()) > _FEW
        and not any(mark.isdigit() or mark == "@" for mark in one["text"])
    )


def tells(clause: Mapping[str, Any], net: Telling) -> bool:
    """Return whether a clause tells something of a person's health; a question tells nothing."""
    probability, sure = clause.get("tells", 0.0), clause["confidence"]
    if clause.get("asks"):
        return False
    if clause["topic"] in _HEALTH:
        suspects = sure >= net.trace and len(clause["text"].split()) >= _FEW
        return bool(probability >= (net.suspected if suspects else net.least))
    return bool(probability >= (net.plain if sure >= net.sure else net.least))


def only_asks(clauses: Clauses, net: Telling) -> bool:
    """Return whether a message surely asks for what is not our business: "how do i lower my blood pressure"."""
    return bool(clauses) and all(
        one["topic"] == "out_of_scope" and one["confidence"] >= net.sure and one.get("tells", 1.0) < net.least
        for one in clauses
    )


def is_guess(symptoms: Verdict, told: Verdict, clauses: Clauses, net: Telling) -> bool:
    """Return whether the topic alone makes symptoms of what was `told` without a treatment.

    That is so where something was plainly told, for symptoms count once somebody was treated (rules, section 6), or
    where no rule names a sign and the topic is unsure. An emergency is no guess.
    """
    if told.outcome in (
        Outcome.NOT_NOW,
        Outcome.CLINICIAN_REVIEW,
    ):  # "blotchy welts on my cheeks"
        return symptoms.outcome is not Outcome.EMERGENCY
    sure = any(one["topic"] in _ALARMING and one["confidence"] >= net.certain for one in clauses)
    return symptoms.outcome is not Outcome.SELF_CARE and not symptoms.factors and not sure


def tells_problem(clauses: Clauses, vocabulary: Vocabulary) -> bool:
    """Return whether a clause tells of a problem: more than that a treatment was done, and no question."""
    told = [one["text"] for one in clauses if one["topic"] in _ALARMING and not one.get("asks")]
    return any(len(text.split()) > _SHORT or not is_after_treatment(text, vocabulary) for text in told)
