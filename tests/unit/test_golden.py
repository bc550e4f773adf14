"""What `make golden` says, and how it tells what differs."""

from benchmarks import sayings
from benchmarks.golden import differences, report
from benchmarks.sayings import Script

BOTH = {"understood": ["pain"], "outcome": None, "responses": ["utter_faq/pain"], "texts": ["It may."]}


def test_everything_that_tests_say_is_said_wherever_it_stands() -> None:
    said = {script.name.partition(":")[0].rpartition("/")[2]: script for script in sayings.collect()}
    assert {"statements_seen.tsv", "emergency_phrases.txt", "vectors.yml", "factors.yml", "phrases.yml"} <= set(said)
    assert len(said["phrases.yml"].lines) == 2  # a phrase of time, after a booking was asked for
    assert sum(len(script.lines) for script in sayings.collect()) > 10_000


def test_a_share_is_a_part_of_all_and_always_the_same() -> None:
    part, everything = sayings.collect(0.1), sayings.collect()
    assert part == sayings.collect(0.1)
    assert {script.name for script in part} < {script.name for script in everything}
    assert 0.05 < len(part) / len(everything) < 0.15


def test_nothing_differs_where_nothing_differs() -> None:
    assert list(differences([Script("a", ["hi"])], [[BOTH]], [[BOTH]])) == []


def test_differences_are_grouped_by_what_differs_first_and_what_follows_is_counted_apart() -> None:
    scripts = [Script("a", ["hi", "so"]), Script("b", ["hey"])]
    other = {**BOTH, "understood": ["cost"], "texts": ["About 300."]}
    found = list(differences(scripts, [[BOTH, BOTH], [BOTH]], [[other, other], [other]]))
    assert [(one.name, one.turn, one.follows) for one in found] == [("a", 0, False), ("a", 1, True), ("b", 0, False)]
    first, *_ = report(found).splitlines()
    assert first.startswith('2 x understood: ["pain"] -> ["cost"]') and first.endswith("(also texts)")
