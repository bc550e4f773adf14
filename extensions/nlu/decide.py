"""From probabilities to what is served: pure decisions over the scores of a message and of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

FALLBACK = "nlu_fallback"
EMERGENCY = "emergency"
PROBLEM = "post_treatment_problem"
OUT_OF_SCOPE = "out_of_scope"
FOLLOW_UP = "follow_up"  # no topic: "for how long", "are you sure"; context.py says what it is about
BOOK = "book_consultation"
CHECK = "eligibility_check"
WHO_CANNOT = "faq/contraindications"
CONCERN, AREA, WORKS = "faq/conditions_treated", "faq/body_areas", "faq/effectiveness"
ALARMING = frozenset({EMERGENCY, PROBLEM})
SAFETY = ALARMING | {CHECK}
CHANGES = frozenset({"reschedule_booking", "cancel_booking", "check_booking"})
COURTESY = frozenset({"greet", "goodbye", "thanks", "affirm", "deny"})
WISHES = CHANGES | ALARMING | {BOOK, "human_handoff", "delete_my_data"}  # asked for by telling them
ANSWERS = frozenset({"affirm", "deny"})
NAMED = frozenset({CONCERN, AREA})  # what a bare "scars" or "chest" seems to ask
MOST_TOPICS = 3  # more answers at once are not read
NEAREST = 3


@dataclass(frozen=True)
class Thresholds:
    """Least probabilities: config.yml says what each means, docs/experiments how they were chosen."""

    safety: float
    courtesy: float
    change: float
    topic: float
    outside: float
    foreign: float
    part: float
    telling: float
    whole: float
    beside: float
    run: float
    alarm: float
    wish: float
    stray: float
    trace: float


@dataclass(frozen=True)
class PartScores:
    """A part: probabilities over the labels, whether it asks, and those of the questions run together in it."""

    row: Any  # float array (labels,)
    asks: bool = True
    runs: Sequence[Any] = ()


@dataclass(frozen=True)
class Scores:
    """What the classifier says of a message and of its parts, over `labels`."""

    labels: Sequence[str]
    whole: Any  # float array (labels,)
    parts: Sequence[PartScores] = ()
    alarm: Any = None
    empty: bool = False
    listed: bool = False  # the parts are nouns between commas

    def without(self, label: str) -> Scores:
        """Return the scores as if nothing spoke for `label`."""
        kept = np.array([float(each != label) for each in self.labels])
        parts = [replace(part, row=part.row * kept, runs=[run * kept for run in part.runs]) for part in self.parts]
        return replace(self, whole=self.whole * kept, parts=parts)


@dataclass(frozen=True)
class Understanding:
    """The intent for Rasa, the topics to serve in order, the nearest ones to offer."""

    intent: str
    confidence: float
    topics: list[str]
    nearest: list[str]
    ranking: list[dict[str, Any]] = field(default_factory=list)


def decide(scores: Scores, thresholds: Thresholds) -> Understanding:
    """Return what the message asks for; an alarm of the phrase layer goes before everything."""
    if scores.alarm:
        return Understanding(EMERGENCY, 1.0, [EMERGENCY], [])
    if scores.empty:
        return Understanding(FALLBACK, 1.0, [], [])
    order = scores.whole.argsort()[::-1]
    ranking = [{"name": scores.labels[i], "confidence": round(float(scores.whole[i]), 3)} for i in order[:NEAREST]]
    topics = topics_of_parts(scores, thresholds)
    whole = topic_of_whole(scores, thresholds)
    told = whole == BOOK and {*topics} & CHANGES  # "my consultation is on friday, what time was it"
    if not topics and whole not in SAFETY and asks_others(scores, thresholds):
        whole = OUT_OF_SCOPE
    if len(topics) < 2 and whole and not told and not (topics and outranked(whole, scores, thresholds)):
        topics = [whole]
    if EMERGENCY in topics:  # nothing else is served beside it
        topics = [EMERGENCY]
    confidence = ranking[0]["confidence"]
    if not topics:
        return Understanding(FALLBACK, 1 - confidence, [], nearest(scores), ranking)
    return Understanding(topics[0].split("/", 1)[0], confidence, topics, nearest(scores), ranking)


def topic_of_whole(scores: Scores, thresholds: Thresholds) -> str | None:
    """Return the most probable topic that reaches the threshold of its group."""
    best = scores.labels[int(scores.whole.argmax())]
    outside = dict(zip(scores.labels, scores.whole, strict=True)).get(OUT_OF_SCOPE, 0.0)
    if best not in SAFETY | {FOLLOW_UP} and outside >= thresholds.outside:
        return OUT_OF_SCOPE
    for place in scores.whole.argsort()[::-1][:2]:  # an unsure one gives way to what comes next
        label, probability = scores.labels[place], scores.whole[place]
        if label == FOLLOW_UP:  # nothing was served before it: "my" was answered with silence
            return None
        if label == EMERGENCY and probability < thresholds.alarm:
            label = PROBLEM
        if probability >= threshold(label, thresholds):
            return label
        if label not in COURTESY | CHANGES:
            return None
    return None


def outranked(whole: str, scores: Scores, thresholds: Thresholds) -> bool:
    """Tell whether a question in a part is answered before what the whole message seems to be about.

    That is so where the whole is not our business, or where beside a sure question it is unsure, or about health that
    is only told: "im on accutane, how much is it" (screening hears what is told), "big pores. whats it cost".
    """
    told = [scores.labels[int(part.row.argmax())] for part in scores.parts if not part.asks]
    asked = max((part.row.max() for part in scores.parts if part.asks), default=0.0)
    sure = scores.whole.max() >= thresholds.beside  # "i bought a roller, how often should i use it"
    given_way = whole not in WISHES and (not sure or (whole == CHECK and whole in told))
    if whole == OUT_OF_SCOPE:  # "my cat has fleas, what should i use" asks nothing of us
        surer = asked >= thresholds.beside or scores.whole.max() < thresholds.telling
        return bool((surer and scores.whole.max() < thresholds.foreign) or asked == 1.0)  # it names the treatment
    if whole == PROBLEM:  # a long story of bad skin; a part that tells of a problem makes it one
        unsure = scores.whole.max() < thresholds.telling
        given_way = unsure and not any(trouble(part, scores.labels) >= thresholds.part for part in scores.parts)
    torn = whole == CHECK and scores.whole.max() < thresholds.part  # "im a wuss with needles, how bad is it"
    return bool(given_way and asked >= (thresholds.part if torn else thresholds.beside))


def trouble(part: PartScores, labels: Sequence[str]) -> float:
    """Return the probability that a part tells of an emergency or of a problem after a treatment."""
    return float(sum(share for label, share in zip(labels, part.row, strict=True) if label in ALARMING))


def threshold(label: str, thresholds: Thresholds) -> float:
    """Return the least probability of a label for a whole message."""
    if label in SAFETY:
        return thresholds.safety
    if label in CHANGES | {BOOK}:
        return thresholds.change
    return thresholds.courtesy if label in COURTESY else thresholds.topic


def topics_of_parts(scores: Scores, thresholds: Thresholds) -> list[str]:
    """Return the sure topics of the parts in the order asked, once each.

    Courtesies give way to questions, and so does what is told beside them: "bit nervous tbh. is it safe".
    """
    if one_question(scores, thresholds):
        return []
    found: list[tuple[str, bool]] = []  # with whether it is only told
    for row, least in part_rows(scores, thresholds):
        label = part_label(row, scores, thresholds)
        tells = least == thresholds.telling
        least = max(least, thresholds.courtesy) if label in COURTESY else least
        heard = label in {OUT_OF_SCOPE, FOLLOW_UP} or (tells and label == CHECK)  # screening hears what is told
        if row.max() >= least and not heard and not strays(label, row, tells, scores, thresholds):
            found.append((label, tells and label not in WISHES))
    for lesser in (COURTESY, ANSWERS):
        found = [(topic, tells) for topic, tells in found if topic not in lesser] or found
    if {topic for topic, _ in found} <= COURTESY:  # one is enough: "brilliant, have a nice day"
        return [topic for topic, _ in found[-1:]]
    asked = [topic for topic, tells in found if not tells]
    if not asked and asks_others(scores, thresholds):  # "any jobs going? im a qualified therapist"
        return []
    asked = asked or [topic for topic, _ in found]
    return list(dict.fromkeys(asked))[:MOST_TOPICS]


def asks_others(scores: Scores, thresholds: Thresholds) -> bool:
    """Tell whether all that the parts ask is surely not our business; what is only told beside it is no question."""
    if OUT_OF_SCOPE not in scores.labels:
        return False
    foreign = scores.labels.index(OUT_OF_SCOPE)
    asked = [part.row[foreign] >= thresholds.beside for part in scores.parts if part.asks]
    return bool(asked) and all(asked)


def one_question(scores: Scores, thresholds: Thresholds) -> bool:
    """Tell whether a list is one question: the whole is sure ("face and neck how much") and not each piece of it."""
    best = [scores.labels[int(part.row.argmax())] for part in scores.parts]
    sure = all(part.asks and part.row.max() >= thresholds.whole for part in scores.parts)
    foreign = scores.labels[int(scores.whole.argmax())] == OUT_OF_SCOPE
    whole = scores.listed and scores.whole.max() >= thresholds.whole and not foreign
    return whole and not (sure and not {*best} & NAMED)


def strays(label: str, row: Any, tells: bool, scores: Scores, thresholds: Thresholds) -> bool:
    """Tell whether a part only seems to wish something: "on holiday on the 12th, can i sunbathe after it".

    Nothing is booked that is only told, or asked beside something told about health, and that the whole message does
    not suspect. There an unsure topic is none either: "im pregnant can i get this done".
    """
    asked = {scores.labels[int(part.row.argmax())] for part in scores.parts if part.asks}
    if label == BOOK and tells and asked & CHANGES:
        return True
    appointment = label in CHANGES | {BOOK}
    vague = appointment and (tells or row.max() < thresholds.telling)  # "id be coming straight from work"
    if scores.whole[scores.labels.index(label)] >= (thresholds.wish if vague else thresholds.stray):
        return False
    health = scores.labels[int(scores.whole.argmax())] == CHECK
    return vague or (health and (label == BOOK or row.max() < thresholds.telling))


def part_rows(scores: Scores, thresholds: Thresholds) -> list[tuple[Any, float]]:
    """Return the rows to read with their least probability: the runs of a part that is cut, or the part."""
    rows: list[tuple[Any, float]] = []
    for part in scores.parts:
        if runs_apart(part, scores, thresholds):
            rows += [(run, thresholds.run) for run in part.runs]
        else:
            rows.append((part.row, thresholds.part if part.asks else thresholds.telling))
    return rows


def runs_apart(part: PartScores, scores: Scores, thresholds: Thresholds) -> bool:
    """Tell whether questions run together are read one by one: all are sure, and the whole is not surely another."""
    best, sure = int(scores.whole.argmax()), scores.whole.max() >= thresholds.beside
    other = sure and all(int(run.argmax()) != best for run in part.runs)
    return bool(part.runs) and not other and all(run.max() >= thresholds.run for run in part.runs)


def part_label(row: Any, scores: Scores, thresholds: Thresholds) -> str:
    """Return the topic of a part; an emergency that the whole message does not suspect is none."""
    label = scores.labels[int(row.argmax())]
    whole = dict(zip(scores.labels, scores.whole, strict=True))
    if label == WHO_CANNOT and whole.get(CHECK, 0.0) >= thresholds.trace:  # "my daughter is 15. is she allowed"
        return CHECK
    if label == WORKS and whole.get(CONCERN, 0.0) >= thresholds.whole:  # "my hair is thinning, any use"
        return CONCERN
    unsure = row.max() < thresholds.beside
    if label == CONCERN and unsure and whole.get(AREA, 0.0) >= thresholds.part:  # "i hate my neck. can you treat it"
        return AREA
    if label == EMERGENCY and whole[EMERGENCY] < thresholds.trace:
        return OUT_OF_SCOPE  # a scrap: "numbing cream"
    return PROBLEM if label == EMERGENCY and row.max() < thresholds.alarm else label


def nearest(scores: Scores) -> list[str]:
    """Return the most probable topics that a visitor could mean."""
    order = scores.whole.argsort()[::-1]
    none = COURTESY | {OUT_OF_SCOPE, EMERGENCY, FOLLOW_UP}
    return [scores.labels[i] for i in order if scores.labels[i] not in none][:NEAREST]
