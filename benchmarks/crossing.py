"""Cross-validation: every training example, and pairs of them put together, judged by a model that saw neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.shipping import Shipping
from extensions.nlu.classifier import KIND
from extensions.nlu.decide import CHECK, COURTESY, EMERGENCY, FOLLOW_UP, OUT_OF_SCOPE, PROBLEM, Scores
from extensions.nlu.features import label_of, place_of

FOLDS = 3
PAIRS = 400  # in each fold
JOINTS = (" and ", "? ", ", ", " ", ". also ")
# Not asked beside another question. What is told of health or of the skin ("thirty one weeks with a boy") is heard by
# screening, not by the classifier; a follow-up has its topic from the talk before it.
ALONE = COURTESY | {OUT_OF_SCOPE, EMERGENCY, CHECK, PROBLEM, FOLLOW_UP}


@dataclass(frozen=True)
class Judged:
    """A message, its topics in the order asked, and what a model that has not seen it says."""

    text: str
    topics: tuple[str, ...]
    scores: Scores


def examples() -> tuple[list[str], list[str]]:
    """Return the texts and labels that the shipping classifier is trained on, in its order."""
    from rasa.shared.data import get_data_files, is_nlu_file
    from rasa.shared.importers.utils import training_data_from_paths

    files = get_data_files(["data/nlu"], is_nlu_file)
    loaded = training_data_from_paths(files, "en").training_examples
    found = sorted((one for one in loaded if one.get("intent") and one.get("text")), key=place_of)
    return [one.get("text") for one in found], [label_of(one) for one in found]


def cross_validated(pipeline: Shipping, texts: Sequence[str], labels: Sequence[str]) -> list[Judged]:
    """Judge every example and the pairs of each fold; messages with two topics are the pairs."""
    from sklearn.model_selection import StratifiedKFold

    judged: list[Judged] = []
    random = np.random.RandomState(0)
    for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels):
        model = pipeline.train([texts[i] for i in seen], [labels[i] for i in seen])
        rows = [(texts[i], (labels[i].split(KIND)[0],)) for i in unseen]
        rows += pairs([row for row in rows if row[1][0] not in ALONE], random)
        scores = pipeline.scores(pipeline.read([text for text, _ in rows]), model)
        judged += [Judged(text, topics, one) for (text, topics), one in zip(rows, scores, strict=True)]
    return judged


def pairs(rows: Sequence[tuple[str, tuple[str, ...]]], random: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Return messages of two examples with different topics."""
    found: list[tuple[str, tuple[str, ...]]] = []
    while len(found) < PAIRS:
        (one, a), (two, b) = (rows[i] for i in random.randint(len(rows), size=2))
        if a != b and len(f"{one} {two}".split()) <= 25:
            found.append((one.rstrip("?!. ") + JOINTS[random.randint(len(JOINTS))] + two, a + b))
    return found
