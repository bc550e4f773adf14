"""The rules as they stand in content/, loaded once, and the day on which the tests take place."""

from datetime import date
from pathlib import Path

import pytest

from clinic.screening import Rules, load_rules

CONTENT = Path(__file__).parents[2] / "content" / "screening"


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(CONTENT)


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 22)
