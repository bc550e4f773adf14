"""`make golden ARGS="--at COMMIT"`: says the same to two commits and lists what they give differently.

Everything that is at hand to say is said (`benchmarks/sayings.py`); `--share 0.2` says a fifth, always the same one.
With one commit it is compared with this checkout as it stands. What a commit gave is kept in `var/golden`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import against, recording, sayings
from benchmarks.recording import Turn
from benchmarks.sayings import Script

FOLDER = Path("var/golden")
FIELDS = ["status", "understood", "outcome", "factors", "flow", "responses", "parts"]
FIELDS += ["booking", "stored", "findings", "buttons", "texts"]
"""What is compared; the first that differs names the difference, the others follow from it mostly."""
EXAMPLES, WIDTH = 3, 150


@dataclass(frozen=True)
class Difference:
    """One turn that two commits answer differently; `fields` holds both values of all that differs, by its name."""

    name: str
    turn: int
    said: list[Any]
    fields: dict[str, list[Any]]
    follows: bool  # an earlier turn of the same talk differs already

    @property
    def kind(self) -> str:
        """The first field that differs, before and after, in short."""
        field, (before, after) = next(iter(self.fields.items()))
        return shorten(f"{field}: {briefly(before, after)} -> {briefly(after, before)}")


def main() -> int:
    """Compare; the exit status is 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="make golden")
    parser.add_argument("--at", metavar="COMMIT", action="append", required=True, help="once, or twice to compare two")
    parser.add_argument("--share", type=float, default=1.0, help="say only this part, e.g. 0.2")
    chosen = parser.parse_args()
    scripts = sayings.collect(chosen.share)
    commits = [*chosen.at, None][:2]
    print(f"{len(scripts)} talks, {sum(len(script.lines) for script in scripts)} messages", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "extensions.runtime", "train", "--if-needed"], check=True)
    places = [against.set_up(commit) if commit else None for commit in commits]
    with ThreadPoolExecutor(2) as pool:
        before, after = pool.map(lambda place: recorded(place, scripts), places)
    found = list(differences(scripts, before, after))
    FOLDER.mkdir(parents=True, exist_ok=True)
    full = FOLDER / "differences.json"
    full.write_text(json.dumps([vars(one) for one in found], indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(report(found))
    print(f"{len(found)} turns differ; all of them: {full}")
    return 1 if found else 0


def recorded(folder: Path | None, scripts: Sequence[Script]) -> list[list[Turn]]:
    """Return what a checkout gives, from its file where a commit was asked the same before."""
    if folder is None:
        return recording.record(folder, scripts)
    asked = json.dumps([script.lines for script in scripts]) + Path(recording.__file__).read_text("utf-8")
    kept = FOLDER / f"{folder.name}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}.json"
    if not kept.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(recording.record(folder, scripts)), "utf-8")
    return list(json.loads(kept.read_text("utf-8")))


def differences(scripts: Sequence[Script], *records: Sequence[list[Turn]]) -> Iterator[Difference]:
    """Yield every turn in which the two records differ."""
    for script, *turns in zip(scripts, *records, strict=True):
        follows = False
        for number, (before, after) in enumerate(zip(*turns, strict=True)):
            pairs = {field: [before.get(field), after.get(field)] for field in FIELDS}
            if fields := {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}:
                yield Difference(script.name, number, script.lines[: number + 1], fields, follows)
                follows = True


def report(found: Sequence[Difference]) -> str:
    """Return the differences grouped by kind, the most frequent first, each with examples."""
    groups: dict[str, list[Difference]] = defaultdict(list)
    for one in found:
        groups["(follows from an earlier turn)" if one.follows else one.kind].append(one)
    lines = []
    for kind, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        also = sorted({field for one in members for field in list(one.fields)[1:]})
        lines.append(f"{len(members)} x {kind}" + (f"   (also {', '.join(also)})" if also else ""))
        lines += [shorten(f"    {one.name} turn {one.turn}: {one.said[-1]}") for one in members[:EXAMPLES]]
    return "\n".join(lines)


def briefly(value: Any, other: Any) -> str:
    """Return a value in short: of two lists only what the other one does not hold, where that tells them apart."""
    if isinstance(value, list) and isinstance(other, list):
        value = [one for one in value if one not in other] or value
    return json.dumps(value, ensure_ascii=False)


def shorten(text: str) -> str:
    """Return a text in one line that is not too long."""
    line = " ".join(text.split())
    return (" " * (len(text) - len(text.lstrip()))) + (line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…")


if __name__ == "__main__":
    sys.exit(main())
