"""The size of the virtual environment as it lies on the disk, bytecode included."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from benchmarks.figures import Figure

GIGABYTE = 1e9


def measure() -> Iterator[Figure]:
    """Return the size of what `make run` installs and, where the packages for tests lie beside it, of everything."""
    environment = Path(sys.prefix)
    everything = sum(on_disk(path) for path in environment.rglob("*") if not path.is_symlink())
    extra = sum(size(package) for package in distributions() if name(package.metadata["Name"]) not in runtime_names())
    yield Figure("environment: packages to run it", (everything - extra) / GIGABYTE, "GB", 0.75)
    if extra:
        yield Figure("environment: with the packages for tests", everything / GIGABYTE, "GB", 1.3)


def runtime_names() -> set[str]:
    """Return the packages of requirements/run.txt."""
    lines = Path("requirements/run.txt").read_text("utf-8").splitlines()
    return {name(line.split("==")[0]) for line in lines if "==" in line and not line.startswith((" ", "#"))}


def name(written: str) -> str:
    """Return a package's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", written.strip()).lower()


def size(package: Distribution) -> int:
    """Return the bytes of a package's files, with the bytecode that its list of files does not name."""
    total = 0
    for path in map(Path, map(str, map(package.locate_file, package.files or ()))):
        total += on_disk(path)
        if path.suffix == ".py":
            total += on_disk(path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc")
    return total


def on_disk(path: Path) -> int:
    """Return the bytes that a file takes on the disk; 0 for folders and what is not there."""
    return path.stat().st_blocks * 512 if path.is_file() else 0
