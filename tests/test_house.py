"""Who may import whom, and how big a room's things may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = ("clinic", "actions", "extensions")
FORBIDDEN = {
    "clinic": {"rasa", "rasa_sdk", "sanic", "actions", "extensions"},
    "actions": {"rasa", "sanic", "extensions", "sqlalchemy"},
    "extensions": {"actions"},
}
FILES = [path for room in ROOMS for path in sorted(Path(room).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    """Return the first names of all modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_arrows_go_inward_only(path: Path) -> None:
    assert not FORBIDDEN[path.parts[0]] & set(imports(path))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_stays_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_only_settings_reads_the_environment_of_the_clinic() -> None:
    readers = [path for path in FILES if path.parts[0] == "clinic" and "environ" in path.read_text("utf-8")]
    assert readers == [Path("clinic/settings.py")]
