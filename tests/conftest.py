"""The real assistant for tests: the current model, the real actions, a database of its own, a fixed clock."""

import os
import tempfile
from pathlib import Path

# A Tuesday at 3 pm in the sample clinic's zone: open, and all relative dates are known.
os.environ.setdefault("CLINIC_NOW", "2026-11-24T15:00:00-05:00")
os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/test.db"
os.environ["SESSION_SECRET"] = "a secret for tests only, long enough"

from extensions.runtime.bootstrap import prepare

prepare()

from collections.abc import Generator, Iterator  # noqa: E402
from datetime import date  # noqa: E402
from typing import Any  # noqa: E402

import hypothesis  # noqa: E402
import pytest  # noqa: E402

from clinic import wiring  # noqa: E402
from clinic.reading import Vocabulary  # noqa: E402
from clinic.screening import Rules  # noqa: E402
from tests.server import Server  # noqa: E402
from tests.talk import Talk  # noqa: E402

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)  # a landing never depends on luck
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """With CI=true nothing may be skipped: a missing browser or database is a failure there."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, which is a failure with CI=true: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The screening rules as they stand in content/."""
    return wiring.rules()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The words that messages are read by."""
    return wiring.vocabulary()


@pytest.fixture(scope="session")
def today() -> date:
    """The day on which a message without a talk is read."""
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def model() -> Path:
    """The current model, trained when there is none."""
    from extensions.runtime.models import train_if_needed

    return train_if_needed()


@pytest.fixture(scope="session")
async def agent(model: Path) -> Any:
    """The loaded assistant."""
    from extensions.runtime.agent import load_agent

    return load_agent(model)


@pytest.fixture
async def talk(agent: Any) -> Talk:
    """A new conversation."""
    return await Talk.begin(agent)


@pytest.fixture(scope="session")
def server(model: Path) -> Iterator[Server]:
    """The assistant as users run it: a process of its own with its web API."""
    with Server() as running:
        yield running
