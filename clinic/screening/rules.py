"""The clinic's screening rules as frozen records, read from YAML and checked at load; no word is compiled here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.factors import Factor, SignRules, Together, TriageRule
from clinic.findings import Outcome
from clinic.strict import ContentError, check, read_yaml

Triage = Mapping[str, tuple[Outcome, TriageRule]]


@dataclass(frozen=True, eq=False)
class Rules:
    """What is decided: outcomes by factor and sign, with their waiting times; make it once with `load_rules`.

    `limits` are days after a treatment, `together` signs that are only together an emergency.
    """

    version: str
    factors: Mapping[str, Factor]
    triage: Triage
    limits: Mapping[str, int]
    together: Sequence[Together]

    @property
    def signs(self) -> dict[str, tuple[str, ...]]:
        """The words of each triage rule, for the vocabulary."""
        return {key: rule.words for key, (_, rule) in self.triage.items()}


def load_rules(folder: Path) -> Rules:
    """Return the rules of `folder`; raise `ContentError` naming the file and key of anything unknown or missing."""
    signs = check(SignRules, read_yaml(folder / "signs.yml"), "signs.yml")
    version = read_yaml(folder / "version.yml")
    factors, triage = _factors(folder / "factors"), _triage(folder / "triage")
    return Rules(str(version["version"]), factors, triage, signs.limits, signs.together)


def _factors(folder: Path) -> dict[str, Factor]:
    found: dict[str, Factor] = {}
    for path in sorted(folder.glob("*.yml")):
        for data in read_yaml(path)["factors"]:
            factor = check(Factor, data, f"{path.name}: {data.get('id', '?')}")
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
