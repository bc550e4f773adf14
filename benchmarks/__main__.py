"""`make bench`: measure, print the table, keep the figures in var/benchmarks.json; `--against COMMIT` compares two."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from benchmarks import against, booking, environment, reading, serving, standing, training
from benchmarks.figures import Figure, table

RESULT = Path("var/benchmarks.json")


def main() -> None:
    """Run all benchmarks; the exit status says nothing about bounds, because a busy machine is not a fault."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--against", metavar="COMMIT", help="measure that commit's server in turn with this one's")
    chosen = parser.parse_args()
    subprocess.run([sys.executable, "-m", "extensions.runtime", "train", "--if-needed"], check=True)
    if chosen.against:
        print(against.compare(chosen.against))
        return
    figures: list[Figure] = []
    for part in (environment, reading, booking, serving, standing, training):
        for figure in part.measure():
            print(f"  {figure.name}: {figure.value:.2f} {figure.unit}", file=sys.stderr, flush=True)
            figures.append(figure)
    print(table(figures))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(report(figures), indent=2) + "\n", "utf-8")
    print(f"kept in {RESULT}")


def report(figures: list[Figure]) -> dict[str, object]:
    """Return the figures with the time and the machine that they belong to."""
    return {
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {"system": platform.platform(), "cores": os.cpu_count(), "load": os.getloadavg()[0]},
        "figures": [figure.as_dict() for figure in figures],
    }


if __name__ == "__main__":
    main()
