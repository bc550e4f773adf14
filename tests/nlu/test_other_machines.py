"""The noise that talks are held with is as large as what int8 loses."""

import numpy as np
import pytest

from benchmarks.crossing import examples
from extensions.nlu.encoder import MiniLM
from tests.vectors import INT8, NOISE, exact

EVERY = 80  # so manieth example


def test_the_noise_has_the_size_of_what_int8_loses(model: object) -> None:
    texts = sorted({*examples()[0]})[::EVERY]
    lost = INT8(MiniLM(), texts) - INT8(exact(), texts)

    assert np.sqrt((lost**2).sum(axis=1).mean()) == pytest.approx(NOISE, rel=0.1)
