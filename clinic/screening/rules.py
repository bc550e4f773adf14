"""The clinic's screening rules as frozen records, read from YAML and checked at load."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import root_validator, validator

from clinic.screening.model import Outcome
from clinic.screening.phrases import Lexicon, Target
from clinic.strict import ContentError, Strict, check, read_yaml


def in_days(value: object) -> int:
    """Return the days of an interval written `180d`; raise `ValueError` for anything else."""
    if not isinstance(value, str) or not value.endswith("d") or not value[:-1].isdigit():
        raise ValueError("write the interval in days, for example 180d")
    return int(value[:-1])


class Step(Strict):
    """An outcome that holds while fewer than `under` days lie between (written `180d`); without it, from there on."""

    under: int | None = None
    outcome: Outcome

    @validator("under", pre=True)
    def _days(cls, value: object) -> int | None:
        return None if value is None else in_days(value)


class Outcomes(Strict):
    """What follows when a factor is present, and when it is past; the steps are in rising order of days."""

    present: tuple[Step, ...]
    past: tuple[Step, ...]

    @validator("present", "past", pre=True)
    def _steps(cls, value: object) -> object:
        return [{"outcome": value}] if isinstance(value, str) else value

    @validator("present", "past")
    def _rising(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        limits = [step.under for step in steps]
        days = [limit for limit in limits if limit is not None]
        if not limits or limits[-1] is not None or len(days) != len(limits) - 1 or days != sorted(days):
            raise ValueError("give the steps in rising order; only the last has no `under`")
        return steps


class Variant(Outcomes):
    """A narrowed reading of a factor: phrases that say it in full, and cues that narrow it from nearby."""

    words: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


class Context(Strict):
    """Words that count only when one of `needs` is said in the same message, with `dated` only beside a past time."""

    needs: tuple[str, ...] = ()
    dated: bool = False
    words: tuple[str, ...]


class SignedOff(Strict):
    """Where a rule comes from and who approved it; a rule without a source says `basis: judgement`."""

    sources: tuple[str, ...] = ()
    basis: str | None = None
    reviewed_by: str | None
    reviewed_on: date | None

    @root_validator
    def _grounded(cls, values: dict[str, object]) -> dict[str, object]:
        if not values.get("sources") and values.get("basis") != "judgement":
            raise ValueError("name a source, or write basis: judgement")
        return values


class Factor(Outcomes, SignedOff):
    """One screening rule. `kind` tells the reader how to take a bare or past mention of it.

    `lingers` (days): a condition this fresh counts as present until it is said to be over. `symptom`: after a
    treatment it is a symptom, for the triage.
    """

    id: str
    name: str
    origin: str
    kind: str
    words: tuple[str, ...]
    denied_by: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    variants: Mapping[str, Variant] = {}
    unknown_date: str = "strictest"
    ask: str = "date"
    wait: str
    confidence: str
    family_form: str | None = None
    history_form: str | None = None
    active_form: str | None = None
    settled_by: str | None = None
    own_form: str | None = None
    planned_form: str | None = None
    wish: str = "holds"
    evidence: str = "none"
    lingers: int = 0
    symptom: bool = False

    @validator("lingers", pre=True)
    def _lingers_in_days(cls, value: object) -> object:
        return in_days(value) if value else 0

    @validator("kind")
    def _known_kind(cls, kind: str) -> str:
        if kind not in ("condition", "medicine", "event", "implant", "plan"):
            raise ValueError("unknown kind")
        return kind


class TriageRule(SignedOff):
    """Signs after a treatment that belong together; `needs` (any) and `unless` (none) are looked for beside them."""

    id: str
    name: str
    signs: str
    words: tuple[str, ...]


class Reading(Strict):
    """Words by which statements are read: cues of negation, time and person, phrases to pass over, abbreviations."""

    cues: Mapping[str, tuple[str, ...]]
    ignore: tuple[str, ...]
    abbreviations: Mapping[str, str]
    relatives: Mapping[str, str]
    sites: Mapping[str, str]


class Together(Strict):
    """Groups of signs that are an emergency only when all of them are said."""

    rule: str
    groups: tuple[str, ...]


class Alarms(Strict):
    """The emergency layer: phrases by rule, and what takes an alarm back."""

    phrases: Mapping[str, tuple[str, ...]]
    self_harm: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    together: tuple[Together, ...]
    harmless: tuple[str, ...]
    hypothetical: tuple[str, ...]
    negation: tuple[str, ...]
    over: tuple[str, ...]
    present: tuple[str, ...]
    settled: tuple[str, ...]
    story: tuple[str, ...]
    asked: tuple[str, ...]


class Aftercare(Strict):
    """How symptoms after a treatment are read; `limits` are days."""

    after: tuple[str, ...]
    worse: tuple[str, ...]
    better: tuple[str, ...]
    ignore: tuple[str, ...]
    later: tuple[str, ...]
    again: tuple[str, ...]
    limits: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Rules:
    """All screening content, with its matchers built; make it once with `load_rules` and share it."""

    version: str
    factors: Mapping[str, Factor]
    triage: Mapping[str, tuple[Outcome, TriageRule]]
    reading: Reading
    alarms: Alarms
    aftercare: Aftercare
    lexicon: Lexicon
    cues: Lexicon
    signs: Lexicon
    after_words: Lexicon
    alarm_words: Lexicon
    ordinary: frozenset[str]
    mendable: tuple[str, ...]


def load_rules(folder: Path) -> Rules:
    """Return the rules of `folder`; raise `ContentError` naming the file and key of anything unknown or missing."""
    factors = _factors(folder / "factors")
    triage = _triage(folder / "triage")
    reading = check(Reading, read_yaml(folder / "reading.yml"), "reading.yml")
    alarms = check(Alarms, read_yaml(folder / "emergency.yml"), "emergency.yml")
    aftercare = check(Aftercare, read_yaml(folder / "aftercare.yml"), "aftercare.yml")
    version = read_yaml(folder / "version.yml")
    lexicon = Lexicon(
        _targets(factors, reading) + [(words, Target("factor", "self_harm")) for words in alarms.self_harm]
    )
    alarm_words = Lexicon(_alarm_targets(alarms), compete=False)
    known_words = lexicon.vocabulary | alarm_words.vocabulary
    return Rules(
        version=str(version["version"]),
        factors=factors,
        triage=triage,
        reading=reading,
        alarms=alarms,
        aftercare=aftercare,
        lexicon=lexicon,
        cues=Lexicon([(phrase, Target("cue", kind)) for kind, phrases in reading.cues.items() for phrase in phrases]),
        signs=Lexicon(_sign_targets(triage, aftercare) + _hedges(alarms), compete=False),
        after_words=Lexicon(_after_targets(aftercare) + _hedges(alarms), compete=False),
        alarm_words=alarm_words,
        ordinary=frozenset((folder / "lookalikes.txt").read_text(encoding="utf-8").split()),
        mendable=tuple(sorted(word for word in known_words if len(word) >= 6 and word.isalpha())),
    )


def _factors(folder: Path) -> dict[str, Factor]:
    found: dict[str, Factor] = {}
    for path in sorted(folder.glob("*.yml")):
        for data in read_yaml(path)["factors"]:
            factor = check(Factor, data, f"{path.name}: {data.get('id', '?')}")
            if factor.id in found:
                raise ContentError(f"{path.name}: {factor.id}: the id is used twice")
            found[factor.id] = factor
    return found


def _triage(folder: Path) -> dict[str, tuple[Outcome, TriageRule]]:
    found: dict[str, tuple[Outcome, TriageRule]] = {}
    for path in sorted(folder.glob("*.yml")):
        content = read_yaml(path)
        for data in content["rules"]:
            rule = check(TriageRule, data, f"{path.name}: {data.get('id', '?')}")
            found[rule.id] = (Outcome(content["outcome"]), rule)
    return found


def _targets(factors: Mapping[str, Factor], reading: Reading) -> list[tuple[str, Target]]:
    pairs = [(phrase, Target("ignore", "")) for phrase in reading.ignore]
    for factor in factors.values():
        pairs += [(phrase, Target("factor", factor.id)) for phrase in factor.words]
        pairs += [(phrase, Target("denied", factor.id)) for phrase in factor.denied_by]
        for context in factor.contexts:
            pairs += [
                (phrase, Target("factor", factor.id, needs=context.needs, dated=context.dated))
                for phrase in context.words
            ]
        for name, variant in factor.variants.items():
            pairs += [(phrase, Target("factor", factor.id, name)) for phrase in variant.words]
    return pairs


def _sign_targets(triage: Mapping[str, tuple[Outcome, TriageRule]], aftercare: Aftercare) -> list[tuple[str, Target]]:
    ignored = [(phrase, Target("ignore", "")) for phrase in aftercare.ignore]
    return ignored + [(phrase, Target("sign", key)) for key, (_, rule) in triage.items() for phrase in rule.words]


def _after_targets(aftercare: Aftercare) -> list[tuple[str, Target]]:
    kinds = ("after", "worse", "better", "ignore", "later", "again")
    return [(phrase, Target(kind, "")) for kind in kinds for phrase in getattr(aftercare, kind)]


def _hedges(alarms: Alarms) -> list[tuple[str, Target]]:
    """What takes a sign back: a denial or a general question."""
    return [(phrase, Target(kind, "")) for kind in ("negation", "hypothetical") for phrase in getattr(alarms, kind)]


def _alarm_targets(alarms: Alarms) -> list[tuple[str, Target]]:
    pairs = [(phrase, Target("emergency", rule)) for rule, phrases in alarms.phrases.items() for phrase in phrases]
    pairs += [(phrase, Target("self_harm", "self_harm")) for phrase in alarms.self_harm]
    pairs += [(phrase, Target("group", name)) for name, phrases in alarms.groups.items() for phrase in phrases]
    cues = ("over", "present", "settled", "story", "asked")
    pairs += [(phrase, Target(kind, "")) for kind in cues for phrase in getattr(alarms, kind)]
    pairs += _hedges(alarms)
    return pairs + [(phrase, Target("ignore", "")) for phrase in alarms.harmless]
