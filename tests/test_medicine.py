"""What decides about health stands in content/: no rule is named in Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from clinic.wiring import guided_check, rules

ROOMS = ("clinic", "actions", "extensions")
ORDINARY = {"health", "treatments"}  # questions of the check whose names are words of other things as well
READERS = {  # the readers of English that are to be replaced: this list only shrinks
    "clinic/reading/ages.py": {"scars"},
    "clinic/reading/emergency.py": {"self_harm", "tri_heavy_bleeding"},
    "clinic/reading/vocabulary.py": {"self_harm"},
}


def literals(path: Path) -> Iterator[str]:
    """The strings of a file that are no prose: those without a space."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


def test_no_factor_sign_or_question_is_named_in_python() -> None:
    names = {*rules().factors, *rules().triage, *guided_check().questions} - ORDINARY
    named = re.compile(rf"(?<![a-z0-9])({'|'.join(sorted(names, key=len, reverse=True))})(?![a-z0-9])")
    found = {
        str(path): set(named.findall(" ".join(literals(path))))
        for room in ROOMS
        for path in sorted(Path(room).rglob("*.py"))
    }
    assert {path: ids for path, ids in found.items() if ids} == READERS
