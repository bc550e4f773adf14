"""Start-up: no TensorFlow, no telemetry, logs without words; and the pieces that the server is made of."""

import asyncio
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.lock_store import LockError
from rasa.shared.utils.common import class_from_module_path

from extensions.runtime.agent import run_graph
from extensions.runtime.models import current_model
from extensions.runtime.private_logging import private_record
from extensions.stores.lock_store import LocalLockStore


async def test_tensorflow_is_not_there_once_a_model_is_loaded(agent: Any) -> None:
    await agent.handle_text("does it hurt", sender_id="no-tensorflow")
    assert sys.modules["tensorflow"] is None
    assert not {"keras", "jax", "torch"} & set(sys.modules)


def test_serving_does_not_load_what_only_training_and_testing_need() -> None:
    code = (
        "import sys; from extensions.runtime.bootstrap import prepare; prepare()\n"
        "import extensions.runtime.server, extensions.nlu.topics, extensions.nlu.features\n"
        "unused = {'sklearn', 'matplotlib', 'sympy', 'slack_sdk', 'twilio', 'boto3', 'pymongo'}\n"
        "print(sorted(unused & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert found.stdout.strip() == "[]"


def test_telemetry_is_off_and_nothing_is_written_at_home() -> None:
    import rasa.constants
    import rasa.telemetry

    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert not rasa.telemetry.is_telemetry_enabled()
    assert not Path(rasa.constants.GLOBAL_USER_CONFIG_PATH).is_absolute()


def test_rasa_writes_no_id_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import rasa.telemetry

    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    assert rasa.telemetry.initialize_telemetry() is False
    assert list((tmp_path / "var").iterdir()) == []


def test_a_graph_is_walked_as_dask_would_each_task_once() -> None:
    import dask

    runs: list[str] = []

    def task(name: str, *given: Any) -> tuple[str, Any]:
        runs.append(name)
        return name, given

    def named(name: str) -> Any:
        return lambda *given: task(name, *given)

    graph = {
        "last": (named("last"), "left", "right"),
        "left": (named("left"), "first"),
        "right": (named("right"), "first"),
        "first": (named("first"), "__message__"),
        "__message__": ("__message__", "hi"),
    }
    assert run_graph(graph, ["last", "left"]) == [*dask.get(graph, ["last", "left"])]
    assert sorted(runs[:4]) == ["first", "last", "left", "right"]


@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING, logging.ERROR])
def test_a_foreign_record_keeps_its_place_and_loses_its_words(level: int) -> None:
    try:
        raise ValueError("zebrafinch")
    except ValueError:
        record = private_record("rasa.core", level, "processor.py", 7, "said %s", ("zebrafinch",), sys.exc_info())
    line = logging.Formatter("%(name)s %(message)s").format(record)
    assert "zebrafinch" not in line
    assert "ValueError" in line and "processor:7" in line


def test_the_channels_that_are_named_exist() -> None:
    for name in yaml.safe_load(Path("credentials.yml").read_text("utf-8")):
        assert class_from_module_path(name)


def test_a_model_is_current_only_for_its_own_ingredients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current_model().name
    (tmp_path / "config.yml").write_text("changed")
    monkeypatch.chdir(tmp_path)
    assert current_model().name != before


async def test_turns_of_one_conversation_wait_for_each_other_and_others_do_not() -> None:
    locks, order, others = LocalLockStore(), [], asyncio.Event()

    async def turn(conversation: str, name: str) -> None:
        async with locks.lock(conversation):
            if name == "first":
                await others.wait()
            order.append(name)

    async def other() -> None:
        await turn("b", "other")
        others.set()

    async with asyncio.timeout(30):
        await asyncio.gather(turn("a", "first"), turn("a", "second"), other())
    assert order == ["other", "first", "second"]


async def test_a_turn_that_never_ends_does_not_hold_the_next_one_for_ever() -> None:
    locks = LocalLockStore()
    async with locks.lock("a"):
        with pytest.raises(LockError):
            async with locks.lock("a", lock_lifetime=0.01):
                pass
