"""`make bench ARGS="--against COMMIT"`: another commit's server and this one's in turn, for both the same noise."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks import serving

FOLDER = Path("var/benchmarks/against")
ROUNDS = 3
ENCODER = [
    f"extensions/nlu/{name}" for name in ("calibration.txt", "minilm_build.py", "minilm_light.py", "minilm_numpy.py")
]


def compare(commit: str) -> str:
    """Return a table: each figure of serving of this checkout and of `commit`, the medians, and their ratio."""
    other = set_up(commit)
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for round_ in range(ROUNDS):
        for name, folder, kept in (("this checkout", None, ours), (commit, other, theirs)):
            print(f"  round {round_ + 1} of {ROUNDS}: {name}", file=sys.stderr, flush=True)
            for figure in serving.measure(folder):
                kept.setdefault(f"{figure.name}, {figure.unit}", []).append(figure.value)
    return table(ours, theirs, commit)


def set_up(commit: str) -> Path:
    """Return a checkout of `commit` with packages and a model of its own, made by its own Makefile.

    What it has in common with this checkout it takes from there, see `share`.
    """
    name = subprocess.run(
        ["git", "rev-parse", "--short=12", f"{commit}^{{commit}}"], check=True, capture_output=True, text=True
    ).stdout.strip()
    folder = FOLDER / name
    if not folder.exists():
        subprocess.run(["git", "worktree", "prune"], check=True)
        subprocess.run(["git", "worktree", "add", "--detach", str(folder), name], check=True, stdout=sys.stderr)
        share(folder)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "VIRTUAL_ENV"))}
    if not (folder / ".venv").is_symlink():
        subprocess.run(["make", "-C", str(folder), ".venv/run"], check=True, env=clean, stdout=sys.stderr)
    python = folder.resolve() / ".venv/bin/python"
    subprocess.run([python, "-m", "extensions.runtime", "train", "--if-needed"], cwd=folder, check=True, env=clean)
    return folder.resolve()


def share(folder: Path) -> None:
    """Give a new checkout our models, as it may want the same one, and packages and encoder where it asks for the same.

    An encoder that is built twice from the same is not the same to the last bit, and some message lies on the edge.
    """
    for model in Path("models").glob("*.tar.gz"):
        shutil.copy(model, folder / "models")
    if same(folder, ["requirements/run.txt"]):
        (folder / ".venv").symlink_to(sys.prefix)
        if same(folder, ENCODER):
            for built in filter(os.path.exists, ("var/encoder", "var/vectors")):
                shutil.copytree(built, folder / built)


def same(folder: Path, names: Sequence[str]) -> bool:
    """Tell whether files of this checkout are the same in another one."""
    return all((folder / name).exists() and filecmp.cmp(name, folder / name, shallow=False) for name in names)


def table(ours: dict[str, list[float]], theirs: dict[str, list[float]], commit: str) -> str:
    """Return one line a figure: the medians of both and how many times the other's ours is."""
    rows = [("figure", "here", commit[:12], "ratio")]
    for name in ours:
        here, there = median(ours[name]), median(theirs.get(name, [float("nan")]))
        rows.append((name, f"{here:.2f}", f"{there:.2f}", f"{here / there:.2f}"))
    return "\n".join("{:<52}{:>10}{:>14}{:>8}".format(*row) for row in rows)
