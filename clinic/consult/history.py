"""What happened once is no emergency now: "I passed out at a vaccine once"."""

from datetime import date

from clinic.findings import Status
from clinic.language import bag, split
from clinic.reading import Vocabulary, read

_NOW = bag(
    "now today tonight just since still minute minutes hour hours getting feel feels feeling cant going help keeps "
    "spreading suddenly day days week weeks yesterday"
)
_OVER = bag("once kid child childhood teenager teen school years yrs year ago")


def is_history(text: str, now: date, vocabulary: Vocabulary) -> bool:
    """Return whether a message tells of conditions that are long over, and of nothing that happens now.

    It holds back an alarm that only the classifier raised, never one of the phrases; the cautious answer is False.
    """
    said = {word.norm for word in split(text, vocabulary.spelling.abbreviations)}
    if _NOW & said or not _OVER & said:
        return False
    found = read(text, now, vocabulary)
    over = [
        factor.episodic or (one.status is Status.PAST and factor.kind == "condition")
        for one in found
        for factor in [vocabulary.factors[one.factor]]
    ]
    return bool(found) and all(over)
