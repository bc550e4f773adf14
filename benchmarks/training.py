"""How long training takes, in a copy of the rooms, so that the models of this checkout stay as they are."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure

ROOMS = ("actions", "clinic", "content", "data", "extensions", "requirements")
FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")


def measure() -> Iterator[Figure]:
    """Train as on a fresh checkout (sentence encoder built, all vectors computed), then once more."""
    with tempfile.TemporaryDirectory() as folder:
        for room in ROOMS:
            shutil.copytree(room, Path(folder, room), ignore=shutil.ignore_patterns("__pycache__"))
        for file in FILES:
            shutil.copy(file, folder)
        yield Figure("training, the first time", seconds(Path(folder)), "s", 60)
        yield Figure("training, again", seconds(Path(folder)), "s", 60)


def seconds(folder: Path) -> float:
    """Return the seconds of `make train` in `folder`; raise `CalledProcessError` when it fails."""
    begin = time.monotonic()
    subprocess.run([sys.executable, "-m", "extensions.runtime", "train"], cwd=folder, check=True, capture_output=True)
    return time.monotonic() - begin
