"""The assistant as an object: Rasa's agent with our stores, our answers and the actions in the same process."""

import gc
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import create_tracker_store
from rasa.engine.runner import dask as graph_runner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.io import read_yaml_file
from rasa.utils.endpoints import EndpointConfig

from extensions.runtime.inprocess import InProcessActions
from extensions.runtime.understanding import guard

ENDPOINTS = "endpoints.yml"


def load_agent(model: Path) -> Agent:
    """Return the agent for a model file; raise what fails instead of serving without a model."""
    trim_rasa()
    given = read_yaml_file(ENDPOINTS)  # Rasa reads and checks the file once for each kind
    answers, talks, locks = (EndpointConfig.from_dict(given[kind]) for kind in ("nlg", "tracker_store", "lock_store"))
    store = create_tracker_store(talks)  # TrackerStore.create loads two databases' clients
    agent = Agent.load(
        model,
        generator=answers,
        tracker_store=store,
        lock_store=LockStore.create(locks),
        action_endpoint=InProcessActions(),
    )
    # Rasa wraps the store so that a failing database goes unnoticed; we want to notice.
    agent.tracker_store = agent.processor.tracker_store = store
    guard(agent.processor)
    gc.collect()
    gc.freeze()  # what is loaded stays: to look through it for garbage held up a visitor for a quarter of a second
    return agent


def trim_rasa() -> None:
    """Take out what Rasa does for graphs, events and domains other than ours: two of twenty milliseconds of a turn."""
    graph_runner.dask = SimpleNamespace(get=run_graph)  # a chain of six steps needs no scheduler
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))  # looked up anew for every event that is read
    Domain.is_empty = lambda domain: False  # compares the whole domain with an empty one, for every message
    # The domain inside a model was checked when it was trained: checking it again is a fifth of the start.
    Domain.from_path = staticmethod(lambda folder: Domain.from_dict(read_yaml_file(Path(folder, "domain.yml"))))


def run_graph(graph: dict[str, Any], targets: list[str]) -> list[Any]:
    """Return what the `targets` of a dask graph give: each task, (function, *names of tasks), runs once."""
    given: dict[str, Any] = {}

    def value(name: str) -> Any:
        if name not in given:
            first, *needs = graph[name]
            given[name] = first(*map(value, needs)) if callable(first) else graph[name]
        return given[name]

    return [value(name) for name in targets]
