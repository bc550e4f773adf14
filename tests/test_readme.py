"""README.md tells the truth: its commands, its paths and its environment variables are those of the house."""

import re
from pathlib import Path

import pytest

README = Path("README.md").read_text("utf-8")
QUOTED = re.findall(r"`([^`\n]+)`", README)
INDENTED = re.findall(r"^    make .*", README, re.M)
MADE_LATER = {"var/", "var/benchmarks.json", "var/eval/index.html"}  # git ignores them; the commands make them


def is_path(quoted: str) -> bool:
    """Tell whether what stands in backticks names a file or folder, with nothing to fill in."""
    looks_so = "/" in quoted or Path(quoted).suffix in {".yml", ".md", ".py", ".toml"}
    return looks_so and bool(re.fullmatch(r"[a-z.][\w./-]*", quoted))


PATHS = sorted({quoted for quoted in QUOTED if is_path(quoted)} - MADE_LATER)


def test_every_command_in_the_readme_is_a_target_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", Path("Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"\bmake ([a-z-]+)\b", "\n".join(QUOTED + INDENTED)))
    assert {"run", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("path", PATHS)
def test_every_path_in_the_readme_exists(path: str) -> None:
    assert Path(path).exists()


def test_the_readme_names_the_rooms() -> None:
    rooms = ["actions", "clinic", "content", "data", "extensions", "models", "tests", "widget", "docs", "benchmarks"]
    assert [room for room in rooms if not any(path.split("/")[0] == room for path in PATHS)] == []


def test_the_environment_table_and_the_settings_name_the_same_variables() -> None:
    settings = Path("clinic/settings.py").read_text("utf-8")
    read = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", settings))
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))
    assert table == read


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150
