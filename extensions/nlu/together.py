"""A short message read alone and together with the question before it: one set of probabilities. Pure decisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from extensions.nlu.decide import CHECK, FOLLOW_UP, OUT_OF_SCOPE, WISHES

SURE = 0.8  # a short message that is as sure as this needs no context: "thanks", "how much is it",
SURE_BACK = 0.9  # unless it points back: "how many for that", or goes on with what was asked: "and peels",
POINTS_BACK = re.compile(r"\b(?:that|this|those|these|them|there|each other|so (?:many|much|long)|then)\b|^why\b", re.I)
IT = re.compile(r"\bit\b", re.I)  # mostly the treatment; after the privacy answer "do you sell it" means the number
ELLIPTIC = re.compile(
    r"^(?:(?:ok|oh|so|but)\W+)*(?:what about|how about|(?:and|or|with|also|than)\b"
    r"(?! (?:how|what|whe|who|why|which|is|are|do|does|did|can|could|will|would|should|am|have|has)))|"
    r"\b(?:too|as well)\W*$",
    re.I,
)
# "even with short needles", "and once its cleared up": what is said then is about what was asked.
CONDITION = re.compile(
    r"^(?:(?:ok|but|and|so|oh)\W+)*(?:(?:not )?even|once|if|what if|only if|unless|as long as|in case)\b", re.I
)
SURE_FOREIGN = 0.97
SURE_VERDICT = 0.9  # after a verdict most short messages are about it: "when could i then"
SURE_CONDITION = 0.99
SURE_WISH = 0.5  # "get me a person then"
WEIGHT = 0.5  # of the reading together with the question before it
WEIGHT_FOREIGN = 0.65  # if it alone seems not our business: "retinol?" after "how should i prepare"
WEIGHT_ASKED = 0.7  # if that question was only asked back: "how long does that last", "the redness i mean"
BONUS = 1.0  # for the topic served last, in log-probability, where the message points back
BONUS_CONDITION = 3.0
DISCOUNT = 1.5  # for what is not our business, in log-probability: a scrap after our answer is seldom about that
TINY = 1e-6


def resolved(row: Any, labels: Sequence[str], last: str | None) -> Any:
    """Return probabilities with what has no topic of its own given to the topic that was served last, if any."""
    if last is None or FOLLOW_UP not in labels:
        return row
    given, leaning = row.copy(), labels.index(FOLLOW_UP)
    given[labels.index(last)] += given[leaning]
    given[leaning] = 0.0
    return given


def stands_alone(text: str, alone: Any, labels: Sequence[str], last: str | None) -> bool:
    """Tell whether a message is sure enough of itself to be read without the question before it."""
    return last is not None and bool(alone.max() >= _sure(text, labels[int(alone.argmax())], last == CHECK))


def blend(text: str, alone: Any, together: Any, labels: Sequence[str], last: str | None) -> Any:
    """Return the probabilities of a message given its reading alone and together with the question before it.

    `last` is the topic that was served last, None where that question was asked back. The numbers above were chosen
    on talks, see docs/experiments.
    """
    best, verdict = labels[int(alone.argmax())], last == CHECK
    alone, together = resolved(alone, labels, last), resolved(together, labels, last)
    weight = WEIGHT_ASKED if last is None else WEIGHT_FOREIGN if best == OUT_OF_SCOPE else WEIGHT
    scores = (1 - weight) * np.log(alone + TINY) + weight * np.log(together + TINY)
    if last is not None:
        back = verdict or POINTS_BACK.search(text) or (IT.search(text) and not last.startswith("faq/"))
        bonus = BONUS_CONDITION if CONDITION.search(text) else BONUS if back else 0.0
        scores[labels.index(last)] += bonus
        scores -= [DISCOUNT * (label == OUT_OF_SCOPE) for label in labels]
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def _sure(text: str, best: str, verdict: bool) -> float:
    """Return how sure a message has to be to be read alone; `best` is its topic then."""
    if best in WISHES:
        return SURE if verdict else SURE_WISH
    if CONDITION.search(text):
        return SURE_CONDITION
    if best == OUT_OF_SCOPE:
        return SURE_FOREIGN
    if verdict:
        return SURE_VERDICT
    return SURE_BACK if POINTS_BACK.search(text) or ELLIPTIC.search(text) else SURE
