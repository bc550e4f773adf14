"""The other tables of data/flows: a fault in one is named with its file before the first visitor comes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import outcomes
from actions.check import flow
from actions.check import table as checks
from clinic.findings import Outcome
from clinic.strict import ContentError


@pytest.mark.parametrize("module", [outcomes, checks])
@pytest.mark.parametrize("change", [{"sings": True}, {"outcomes": {"maybe": {}}, "says": {}}])
def test_a_fault_is_named(module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]) -> None:
    known = yaml.safe_load(module.TABLE.read_text("utf-8"))
    (tmp_path / "faulty.yml").write_text(yaml.safe_dump(known | change), "utf-8")
    monkeypatch.setattr(module, "TABLE", tmp_path / "faulty.yml")
    load = module.verdicts if module is outcomes else module.table
    with pytest.raises(ContentError, match=r"faulty\.yml"):
        load.__wrapped__()


def test_every_outcome_has_its_sentences() -> None:
    assert set(outcomes.verdicts().outcomes) == set(Outcome) - {Outcome.NONE}


def test_a_row_of_the_check_that_there_is_not_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "table", lambda: checks.table().copy(update={"order": ("ended", "sing")}))
    with pytest.raises(ContentError, match=r"check\.yml"):
        flow.CheckFlow()
