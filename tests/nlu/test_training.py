"""Training is no matter of luck: two trainings give the same arrays to the last bit."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

EVERY = 12  # so manieth example: the same code on the same kind of rows, in seconds


def digests() -> list[str]:
    """Return what the spelling and the arrays of a training on a part of the examples come to."""
    from extensions.runtime.bootstrap import prepare

    prepare()
    from benchmarks.crossing import examples
    from benchmarks.shipping import Shipping
    from extensions.nlu import disclosure

    pipeline = Shipping()
    texts, labels = (found[::EVERY] for found in examples())
    topics = pipeline.train(texts, labels)
    tells = [label.startswith("eligibility") for label in labels]
    told = disclosure.fit(pipeline.vectors(texts), tells, 5.0)
    arrays = [topics.weights, topics.bias, topics.directions, topics.examples, topics.firsts, told.weights, told.bias]
    spelt = repr(list(pipeline.features.spelling._counts.items())).encode()
    return [sha256(raw).hexdigest() for raw in [spelt, *(array.tobytes() for array in arrays)]]


def test_two_trainings_give_the_same_arrays(model: Path) -> None:
    def train(seed: str) -> str:
        """In a process of its own, where sets come in another order."""
        run = [sys.executable, "-W", "ignore", __file__]
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": "."}
        return subprocess.run(run, env=env, check=True, capture_output=True, text=True).stdout.splitlines()[-1]

    assert train("1") == train("2")


if __name__ == "__main__":
    print(*digests())
