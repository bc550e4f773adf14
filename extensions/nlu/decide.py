"""From probabilities to what is served: pure decisions over the scores of a message and of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

FALLBACK = "nlu_fallback"
EMERGENCY = "emergency"
PROBLEM = "post_treatment_problem"
OUT_OF_SCOPE = "out_of_scope"
COURTESY = frozenset({"greet", "goodbye", "thanks", "affirm", "deny"})
MOST_TOPICS = 3  # more answers at once are not read
NEAREST = 3


@dataclass(frozen=True)
class Thresholds:
    """Least probabilities; chosen by cross-validation on the training data, see docs/nlu.md."""

    whole: float = 0.25  # the message as one question
    part: float = 0.4  # a part as a question of its own
    courtesy: float = 0.6  # a greeting or a thank-you is not worth a wrong guess
    emergency: float = 0.6  # below it, and without a phrase of the first layer: a problem to look at today
    trace: float = 0.1  # of an emergency in the whole message; a scrap ("swelling last") alone raises no alarm


@dataclass(frozen=True)
class Scores:
    """What the classifier says: one row for the message and one per part, over `labels`."""

    labels: Sequence[str]
    whole: Any  # float array (labels,)
    parts: Any  # float array (parts, labels)
    alarm: Any = None
    empty: bool = False


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
    best, confidence = ranking[0]["name"], ranking[0]["confidence"]
    if best == EMERGENCY and confidence < thresholds.emergency:
        best = PROBLEM
    if len(topics) < 2 and confidence >= thresholds.whole:
        topics = [best]
    if EMERGENCY in topics:  # nothing else is served beside it
        topics, best = [EMERGENCY], EMERGENCY
    if not topics:
        return Understanding(FALLBACK, 1 - confidence, [], nearest(scores), ranking)
    return Understanding(topics[0].split("/", 1)[0], confidence, topics, [], ranking)


def topics_of_parts(scores: Scores, thresholds: Thresholds) -> list[str]:
    """Return the sure topics of the parts in the order asked, once each; courtesies give way to questions."""
    found: list[str] = []
    suspected = dict(zip(scores.labels, scores.whole, strict=True)).get(EMERGENCY, 0.0)
    for row in scores.parts:
        label = scores.labels[int(row.argmax())]
        if label == EMERGENCY and (row.max() < thresholds.emergency or suspected < thresholds.trace):
            label = PROBLEM if suspected >= thresholds.trace else scores.labels[int(scores.whole.argmax())]
        least = thresholds.courtesy if label in COURTESY else thresholds.part
        if row.max() >= least and label not in found and label != OUT_OF_SCOPE:
            found.append(label)
    questions = [topic for topic in found if topic not in COURTESY]
    return (questions or found)[:MOST_TOPICS]


def nearest(scores: Scores) -> list[str]:
    """Return the most probable topics that a visitor could mean."""
    order = scores.whole.argsort()[::-1]
    likely = [scores.labels[i] for i in order if scores.labels[i] not in COURTESY | {OUT_OF_SCOPE, EMERGENCY}]
    return likely[:NEAREST]
