"""What a change may touch: the change is made in a copy of the house, whose own tests then judge it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

NOT_COPIED = shutil.ignore_patterns(".*", "var", "*.tar.gz", "__pycache__")
BUILT = ("encoder", "vectors")  # below var/: takes a minute to build, and does not depend on what is changed


@pytest.fixture
def house(tmp_path: Path, model: Path) -> Path:
    """A copy of the house without its models, databases and environment."""
    copy = tmp_path / "house"
    shutil.copytree(".", copy, ignore=NOT_COPIED)
    (copy / "var").mkdir()
    for built in BUILT:
        (copy / "var" / built).symlink_to(Path("var", built).resolve())
    return copy


@pytest.fixture
def add(house: Path) -> Callable[[str, str], None]:
    """Write a new file into the copy: its path and its text."""

    def write(path: str, text: str) -> None:
        assert not (house / path).exists()
        (house / path).write_text(text, "utf-8")

    return write
