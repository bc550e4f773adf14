"""`make replay`: what is stored of health, judged by the rules of this checkout and by those of a commit or folder."""

import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path

from clinic.database import open_database
from clinic.screening import Change, Rules, change, load_rules
from clinic.strict import StartError
from clinic.wiring import clinic, rules, settings, treatment
from extensions.stores.event_table import EventTable


def main(arguments: list[str]) -> int:
    """Print what would follow otherwise, with the number of talks; the exit status is 1 where anything would."""
    try:
        other, own = _rules_of(arguments[0]), rules()
        found = differences(EventTable(open_database(settings().database_url)), other, own)
    except StartError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"rules {other.version} ({arguments[0]}) -> {own.version} (this checkout)")
    for one, talks in found.most_common():
        print(f"{talks:5} {one}")
    print(f"{found.total()} differences")
    return 1 if found else 0


def differences(table: EventTable, before: Rules, after: Rules) -> Counter[Change]:
    """Return how the stored verdicts would differ, each with the number of talks in which it would."""
    found: Counter[Change] = Counter()
    for talk in table.conversations():
        told = [event["value"] for event in table.rows(talk, types=("slot",)) if event.get("name") == "findings"]
        found.update({one for stored in told if stored and (one := change(stored, before, after))})
    return found


def _rules_of(name: str) -> Rules:
    """The rules of a folder, or those of the same folder as it stood in a commit."""
    if Path(name).is_dir():
        return load_rules(Path(name), clinic().min_age)
    here = os.path.relpath(treatment())
    packed = subprocess.run(["git", "archive", name, here], capture_output=True, check=False)
    if packed.returncode:
        raise StartError(f"{name}: no folder, and no commit that has {here}")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
        return load_rules(Path(folder, here), clinic().min_age)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
