"""Talks that an earlier commit left in the middle of everything go on: a new start over a copy of its database.

The databases lie in `tests/fixtures/talks`; `make.py` there says how they were made and makes one of today's talks.
"""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks.recording import database_of
from tests.fixtures.talks import make
from tests.server import Server

KEPT = sorted(make.HERE.glob("*.sql.gz"))
TALKS = [
    pytest.param(kept, talk, id=f"{kept.name[:10]}: {talk['talk']}") for kept in KEPT for talk in make.talks_of(kept)
]


@pytest.fixture(scope="module")
def renewed(model: Path) -> Iterator[dict[Path, Server]]:
    """Today's assistant over a copy of each kept database, some minutes after the talks."""
    with ExitStack() as servers:
        yield {kept: servers.enter_context(make.running(make.restored(kept), make.AFTER)) for kept in KEPT}


@pytest.mark.parametrize(("kept", "talk"), TALKS)
def test_a_talk_goes_on(kept: Path, talk: dict[str, Any], renewed: dict[Path, Server]) -> None:
    with closing(database_of(renewed[kept])) as database:
        turns = make.go_on(renewed[kept], database, talk)
        assert [line | turn for line, turn in zip(talk["next"], turns, strict=True)] == talk["next"]
        assert make.stored(database, talk) == talk["stored"]


@pytest.mark.parametrize(("kept", "talk"), TALKS)
def test_only_what_was_forgotten_is_not_there(kept: Path, talk: dict[str, Any]) -> None:
    there = talk["conversation"] in gzip.decompress(kept.read_bytes()).decode()
    assert there == (talk["next"][0]["status"] != 401)
