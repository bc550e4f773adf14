"""What components learn from files of our own kind in data/: entities and disclosures.

Rasa's importer reads all of data/ and passes over files without a key it knows (`nlu`, `responses`, `rules` …). These
are no topics: as intents a disclosure would be served, as `lookup` or `synonym` they would seem to be something else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from clinic.strict import ContentError, Strict, check, read_yaml


class EntityFile(Strict):
    """`data/entities/*.yml`: the values of an entity, each with the phrases that name it."""

    entity: str
    values: dict[str, str]


class Disclosures(Strict):
    """Messages that tell something of a person's health, or tell nothing though they sound like it."""

    tells: bool
    metadata: dict[str, str] = {}
    examples: str


class DisclosureFile(Strict):
    """`data/disclosures/*.yml`."""

    disclosures: list[Disclosures]


File = TypeVar("File", bound=Strict)


def entities(folder: Path) -> dict[str, str]:
    """Return phrases with what they name, `{"eyelids": "area/eyes"}`; raise `ContentError` where one names two."""
    found: dict[str, str] = {}
    for path, file in _files(folder, EntityFile):
        for value, examples in file.values.items():
            for phrase in lines(examples, path):
                if found.setdefault(phrase, f"{file.entity}/{value}") != f"{file.entity}/{value}":
                    raise ContentError(f"{path}: {value}: {phrase!r} names {found[phrase]} as well")
    return found


def disclosures(folder: Path) -> list[tuple[str, bool]]:
    """Return messages with whether they tell something of a person's health."""
    blocks = [(path, block) for path, file in _files(folder, DisclosureFile) for block in file.disclosures]
    return [(line, block.tells) for path, block in blocks for line in lines(block.examples, path)]


def lines(examples: str, path: Path) -> list[str]:
    """Return the examples of a block, written as Rasa's are; raise `ContentError` for a line without its dash."""
    for line in examples.splitlines():
        if not line.startswith("- "):
            raise ContentError(f"{path}: {line!r}: expected an example, '- ' and a text")
    return [line[2:].strip() for line in examples.splitlines()]


def _files(folder: Path, record: type[File]) -> list[tuple[Path, File]]:
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise ContentError(f"{folder}: no file of examples is there")
    return [(path, check(record, read_yaml(path), str(path))) for path in paths]
