"""The clinic's screening rules as frozen records, read from YAML and checked at load; no word is compiled here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.factors import Factor, SignedOff
from clinic.findings import Outcome
from clinic.sign_rules import SignRules, TriageRule
from clinic.strict import ContentError, check, read_yaml

VERSION_LENGTH = 12  # characters: enough to tell all commits apart
Triage = Mapping[str, tuple[Outcome, TriageRule]]


@dataclass(frozen=True, eq=False)
class Rules:
    """What is decided: outcomes by factor and sign, with their waiting times; make it once with `load_rules`.

    `version` is a hash over the folder; it is stored with each verdict.
    """

    version: str
    factors: Mapping[str, Factor]
    triage: Triage
    signs: SignRules

    @property
    def sign_words(self) -> dict[str, tuple[str, ...]]:
        """The words of each triage rule, for the vocabulary."""
        return {key: rule.words for key, (_, rule) in self.triage.items()}

    @property
    def minors(self) -> frozenset[str]:
        """The factors of who is under age."""
        return frozenset(key for key, factor in self.factors.items() if factor.minor)

    @property
    def signed(self) -> dict[str, SignedOff]:
        """All that a clinician signs, by id or by section of signs.yml."""
        sections = {name: part for name, part in self.signs if isinstance(part, SignedOff)}
        return {**self.factors, **{key: rule for key, (_, rule) in self.triage.items()}, **sections}

    @property
    def unapproved(self) -> tuple[str, ...]:
        """What no clinician has approved yet."""
        return tuple(name for name, rule in self.signed.items() if rule.approved is None)


def load_rules(folder: Path, min_age: int) -> Rules:
    """Return the rules of `folder`; raise `ContentError` naming the file and key of anything unknown or missing.

    `min_age` (years) stands for itself where the ages of a factor name it.
    """
    signs = check(SignRules, read_yaml(folder / "signs.yml"), "signs.yml")
    factors, triage = _factors(folder / "factors", min_age), _triage(folder / "triage")
    if unknown := signs.named - set(triage) - set(factors):
        raise ContentError(f"signs.yml: there is no rule {', '.join(sorted(unknown))}")
    return Rules(_version(folder), factors, triage, signs)


def _version(folder: Path) -> str:
    """A hash over the files of `folder`: what was judged by the same files has the same one."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:VERSION_LENGTH]


def _with_age(data: dict[str, Any], min_age: int) -> dict[str, Any]:
    """Write the clinic's own least age where the ages of a factor name it."""
    if not isinstance(data.get("ages"), dict):
        return data
    return {**data, "ages": {key: min_age if age == "min_age" else age for key, age in data["ages"].items()}}


def _factors(folder: Path, min_age: int) -> dict[str, Factor]:
    found: dict[str, Factor] = {}
    for path in sorted(folder.glob("*.yml")):
        for data in read_yaml(path)["factors"]:
            factor = check(Factor, _with_age(data, min_age), f"{path.name}: {data.get('id', '?')}")
            if factor.id in found:
                raise ContentError(f"{path.name}: {factor.id}: the id is used twice")
            found[factor.id] = factor
    return found


def _triage(folder: Path) -> Triage:
    found: dict[str, tuple[Outcome, TriageRule]] = {}
    for path in sorted(folder.glob("*.yml")):
        content = read_yaml(path)
        for data in content["rules"]:
            rule = check(TriageRule, data, f"{path.name}: {data.get('id', '?')}")
            found[rule.id] = (Outcome(content["outcome"]), rule)
    return found
