"""What was told is judged again by other rules; the list of what differs holds ids and outcomes only."""

import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from clinic.database import open_database
from clinic.findings import Finding, Status, Time, TimeKind
from clinic.screening import Rules, load_rules, memory
from extensions.replay import differences
from extensions.stores.event_table import EventTable
from tests.content import TREATMENT

SAID_ON = date(2026, 11, 24)


def stored(factor: str, status: Status, time: Time) -> list[dict[str, object]]:
    return memory.keep([Finding(factor, "", status, time, (0, 0))], SAID_ON)


def told(folder: Path) -> EventTable:
    """A database in which three talks disclosed something."""
    table = EventTable(open_database(f"sqlite:///{folder}/clinic.db"))
    past = stored("isotretinoin", Status.PAST, Time(TimeKind.AGO, 200))
    for talk, findings in (("a", past), ("b", past), ("c", stored("keloid", Status.PRESENT, Time(TimeKind.NOW)))):
        words = {"event": "user", "text": "zebrafinch"}
        table.append(talk, 0, [words, {"event": "slot", "name": "findings", "value": findings}])
    return table


def longer(folder: Path) -> Path:
    """The rules with twelve months for isotretinoin instead of six."""
    copy = Path(shutil.copytree(TREATMENT, folder / "rules"))
    medicines = copy / "factors/medicines.yml"
    text = medicines.read_text("utf-8")
    assert "{under: 180d, outcome: not_now}, {outcome: info}" in text
    medicines.write_text(
        text.replace(
            "under: 180d, outcome: not_now}, {outcome: info}", "under: 365d, outcome: not_now}, {outcome: info}"
        ),
        "utf-8",
    )
    return copy


def test_what_would_be_judged_otherwise_is_counted_by_talks(tmp_path: Path, rules: Rules) -> None:
    found = differences(told(tmp_path), rules, load_rules(longer(tmp_path), 18))

    assert Counter({str(one): talks for one, talks in found.items()}) == {
        "isotretinoin past ago 200d: info -> not_now until 2027-05-08": 2
    }


def test_a_factor_that_the_other_rules_do_not_know_is_named(tmp_path: Path, rules: Rules) -> None:
    known = {key: factor for key, factor in rules.factors.items() if key != "keloid"}
    fewer = Rules(rules.version, known, rules.triage, rules.signs)
    assert [str(one) for one in differences(told(tmp_path), fewer, rules)] == [
        "keloid present: no such rule -> not_now"
    ]


def test_the_command_prints_no_words_of_a_visitor(tmp_path: Path) -> None:
    told(tmp_path)
    line = [sys.executable, "-W", "ignore", "-m", "extensions.replay", str(longer(tmp_path))]
    ran = subprocess.run(line, env={"DATABASE_URL": f"sqlite:///{tmp_path}/clinic.db"}, capture_output=True, text=True)

    assert ran.returncode == 1 and "isotretinoin past ago 200d: not_now until" in ran.stdout, ran.stderr
    assert "zebrafinch" not in ran.stdout + ran.stderr


def test_rules_that_are_nowhere_are_named(tmp_path: Path) -> None:
    told(tmp_path)
    line = [sys.executable, "-W", "ignore", "-m", "extensions.replay", "nowhere"]
    ran = subprocess.run(line, env={"DATABASE_URL": f"sqlite:///{tmp_path}/clinic.db"}, capture_output=True, text=True)
    assert ran.returncode == 2 and "nowhere" in ran.stderr


def test_the_version_changes_with_any_file_of_the_folder(tmp_path: Path, rules: Rules) -> None:
    copy = Path(shutil.copytree(TREATMENT, tmp_path / "rules"))
    assert load_rules(copy, 18).version == rules.version
    (copy / "claims.yml").write_text((copy / "claims.yml").read_text("utf-8") + "# once more\n", "utf-8")
    assert load_rules(copy, 18).version != rules.version
