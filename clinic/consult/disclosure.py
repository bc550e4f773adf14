"""The second net: what is told of one's health in words that no phrase knows is asked about, never cleared.

How probable it is that a part tells something comes from extensions/nlu/disclosure.py; what follows is decided here.
"""

from collections.abc import Sequence
from datetime import date

from clinic.consult.symptoms import PROBLEM
from clinic.findings import NOW, Finding, Outcome, Status
from clinic.reading import Part, Reading, Telling, Vocabulary
from clinic.screening import Rules, Verdict, assess

HINT = "hint"  # health was spoken of, and it was not understood what is meant
_ALARMING = frozenset({PROBLEM, "emergency"})
_HEALTH = _ALARMING | {"eligibility_check"}  # topics of what is told
_FEW = 3  # words; fewer may well ask: "swelling? bruising? how long?"
_SHORT = 6  # words: "had it done yesterday"
_NOT_OWN = (Status.OTHER_PERSON, Status.HYPOTHETICAL)
Parts = Sequence[Part]


def heard_between(
    parts: Parts, found: Sequence[Finding], vocabulary: Vocabulary, rules: Rules, today: date
) -> tuple[Finding, ...]:
    """Return what was `found`, with a hint where one of `parts` tells something that no phrase has read.

    Where something of weight was found that is spoken about, and nothing is asked besides.
    """
    if any(one.qualifier == HINT for one in found) or not in_passing(found, rules, today):
        return tuple(found)
    if not any(_is_unheard(part, found, vocabulary.telling) for part in parts):
        return tuple(found)
    return (*found, Finding(vocabulary.catch_all, HINT, Status.PRESENT, NOW, (0, 0), open=True))


def _is_unheard(part: Part, found: Sequence[Finding], net: Telling) -> bool:
    """Return whether a part tells more than was read in it: "just vitamins and something for my blood"."""
    if not part.known:
        return (not found or part.left >= net.few) and tells(part, net)
    own = part.oneself or any(one.status not in _NOT_OWN for one in found)
    more = part.left >= net.many and part.tells >= net.beside
    return own and more and not part.asks


def asked_about(reading: Reading, found: Sequence[Finding], rules: Rules, today: date) -> tuple[Finding, ...]:
    """Return what remains of what was `found` where a few words go on with a question: "and a peel" after lasers.

    After "and" what would be somebody's own state or medicine stays: "and pregnant", "and blood thinners".
    """
    if reading.adds is None:
        return tuple(found)
    if reading.adds != "and":
        return ()
    return tuple(
        one for one in found if rules.factors[one.factor].kind != "event" and not in_passing((one,), rules, today)
    )


def only_in_passing(reading: Reading, found: Sequence[Finding], rules: Rules, today: date) -> bool:
    """Return whether a question names nothing but what merely is to be known, and no word of its asker's own health."""
    return in_passing(found, rules, today) and not (reading.mine and any(one.qualifier == HINT for one in found))


def in_passing(found: Sequence[Finding], rules: Rules, today: date) -> bool:
    """Return whether nothing was `found` but words of health and what merely is to be known."""
    firm = [one for one in found if one.qualifier != HINT]
    return assess(firm, today, rules).outcome in (None, Outcome.INFO, Outcome.NO_FLAG, Outcome.NONE)


def plainly_told(parts: Parts, net: Telling) -> Parts:
    """Return the parts that plainly tell something; among the names, times and numbers of a booking no others do."""
    return tuple(one for one in parts if one.tells >= net.plainly and one.words > _FEW and not one.figures)


def tells(part: Part, net: Telling) -> bool:
    """Return whether a part tells something of a person's health; a question tells nothing."""
    if part.asks:
        return False
    if part.topic in _HEALTH:
        suspects = part.confidence >= net.trace and part.words >= _FEW
        return part.tells >= (net.suspected if suspects else net.least)
    return part.tells >= (net.plain if part.confidence >= net.sure else net.least)


def only_asks(parts: Parts, net: Telling) -> bool:
    """Return whether a message surely asks for what is not our business: "how do i lower my blood pressure"."""
    return bool(parts) and all(
        one.topic == "out_of_scope" and one.confidence >= net.sure and one.tells < net.least for one in parts
    )


def is_guess(symptoms: Verdict, told: Verdict, parts: Parts, net: Telling) -> bool:
    """Return whether the topic alone makes symptoms of what was `told` without a treatment.

    That is so where something was plainly told, for symptoms count once somebody was treated (rules, section 6), or
    where no rule names a sign and the topic is unsure. An emergency is no guess.
    """
    if told.outcome in (Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW):  # "blotchy welts on my cheeks"
        return symptoms.outcome is not Outcome.EMERGENCY
    sure = any(one.topic in _ALARMING and one.confidence >= net.certain for one in parts)
    return symptoms.outcome is not Outcome.SELF_CARE and not symptoms.factors and not sure


def tells_problem(parts: Parts) -> bool:
    """Return whether a part tells of a problem: more than that a treatment was done, and no question."""
    told = [one for one in parts if one.topic in _ALARMING and not one.asks]
    return any(one.words > _SHORT or not one.treated for one in told)
