"""Who may import whom, and how big a room's things may be."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOMS = ("clinic", "actions", "extensions")
FORBIDDEN = {
    "clinic": {"rasa", "rasa_sdk", "sanic", "actions", "extensions"},
    "actions": {"rasa", "sanic", "extensions", "sqlalchemy"},
    "extensions": {"actions"},
}
FILES = [path for room in ROOMS for path in sorted(Path(room).rglob("*.py"))]
INIT = "__init__.py"
PACKAGES = {".".join(path.parent.parts) for path in FILES if path.name == INIT}
MODULES = {".".join((path.parent if path.name == INIT else path.with_suffix("")).parts) for path in FILES}
WITH_A_FACE = {package for package in PACKAGES if package.startswith("clinic.")}
ARROWS = {  # what a room of the clinic may know of the others
    "clinic.findings": set(),
    "clinic.factors": {"clinic.findings", "clinic.strict"},
    "clinic.sign_rules": {"clinic.factors", "clinic.strict"},
    "clinic.language": set(),
    "clinic.reading": {"clinic.language", "clinic.factors", "clinic.sign_rules", "clinic.findings", "clinic.strict"},
    "clinic.screening": {"clinic.factors", "clinic.sign_rules", "clinic.findings", "clinic.strict"},
    "clinic.consult": {"clinic.reading", "clinic.screening", "clinic.language", "clinic.factors", "clinic.findings"},
}


def name_of(path: Path) -> str:
    """Return the dotted name of a file's module."""
    return ".".join((path.parent if path.name == INIT else path.with_suffix("")).parts)


def imported(path: Path) -> Iterator[tuple[str, str | None]]:
    """Return the modules that a file imports, anywhere in it, each with the name that is taken out of it, if one is."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def faces_of(module: str) -> Iterator[str]:
    """Return the packages in which a module lies, the outermost first."""
    parts = module.split(".")
    yield from (name for size in range(1, len(parts) + 1) if (name := ".".join(parts[:size])) in WITH_A_FACE)


def unit_of(module: str) -> str:
    """Return what a module counts as where circles are looked for: its package, or itself beside the packages."""
    parts = module.split(".")
    return ".".join(parts[:2]) if ".".join(parts[:2]) in PACKAGES else module


def all_names(package: str) -> set[str]:
    """Return the names in a package's `__all__`."""
    tree = ast.parse(Path(*package.split("."), INIT).read_text("utf-8"))
    values = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
    ]
    return {name for value in values for name in ast.literal_eval(value)}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_arrows_go_inward_only(path: Path) -> None:
    assert not FORBIDDEN[path.parts[0]] & {module.split(".")[0] for module, _ in imported(path)}


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_of_the_clinic_knows_only_those_below_it(room: str) -> None:
    inside = [path for path in FILES if unit_of(name_of(path)) == room]
    known = {unit_of(module) for path in inside for module, _ in imported(path) if module.startswith("clinic.")}
    assert known - {room} <= ARROWS[room]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_package_is_imported_by_its_face(path: Path) -> None:
    inside = set(faces_of(name_of(path)))
    for module, name in imported(path):
        if outside := [face for face in faces_of(module) if face not in inside]:
            assert module == outside[-1] and name in all_names(module), f"{module}: {name}"


def test_no_circles_between_packages() -> None:
    graph = defaultdict(set)
    for path in FILES:
        unit = unit_of(name_of(path))
        named = (f"{module}.{name}" if f"{module}.{name}" in MODULES else module for module, name in imported(path))
        graph[unit] |= {unit_of(module) for module in named if module in MODULES} - {unit}
    list(TopologicalSorter(graph).static_order())  # raises CycleError with the circle


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_stays_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_only_settings_reads_the_environment_of_the_clinic() -> None:
    readers = [path for path in FILES if path.parts[0] == "clinic" and "environ" in path.read_text("utf-8")]
    assert readers == [Path("clinic/settings.py")]
