"""The clinic's screening rules as frozen records with their matchers, read from YAML and checked at load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.findings import Outcome
from clinic.language.phrases import Lexicon, Target
from clinic.language.spelling import english
from clinic.screening.content import Aftercare, Alarms, Factor, Reading, Shapes, TriageRule
from clinic.screening.languages import Triage, filled, language_lexicon, load_languages, with_languages
from clinic.screening.net import Net, Telling
from clinic.strict import ContentError, check, read_yaml


@dataclass(frozen=True, eq=False)
class Rules:
    """All screening content, with its matchers built; make it once with `load_rules` and share it."""

    version: str
    factors: Mapping[str, Factor]
    triage: Triage
    reading: Reading
    shapes: Shapes
    alarms: Alarms
    aftercare: Aftercare
    lexicon: Lexicon
    cues: Lexicon
    asides: Lexicon
    signs: Lexicon
    after_words: Lexicon
    alarm_words: Lexicon
    languages: Lexicon
    net: Lexicon
    fillers: frozenset[str]
    illness: frozenset[str]
    endings: tuple[str, ...]
    unlike: frozenset[str]
    hints: frozenset[str]
    telling: Telling
    mendable: tuple[str, ...]

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """Whatever knows the meaning of a word."""
        return (self.lexicon, self.alarm_words, self.cues, self.signs, self.after_words)


def load_rules(folder: Path) -> Rules:
    """Return the rules of `folder`; raise `ContentError` naming the file and key of anything unknown or missing."""
    factors = _factors(folder / "factors")
    triage = _triage(folder / "triage")
    reading = check(Reading, read_yaml(folder / "reading.yml"), "reading.yml")
    shapes = check(Shapes, read_yaml(folder / "denials.yml"), "denials.yml")
    alarms = check(Alarms, read_yaml(folder / "emergency.yml"), "emergency.yml")
    aftercare = check(Aftercare, read_yaml(folder / "aftercare.yml"), "aftercare.yml")
    packs = load_languages(folder / "languages")
    alarms, aftercare, triage = with_languages(alarms, aftercare, triage, tuple(packs.values()))
    net = check(Net, read_yaml(folder / "net.yml"), "net.yml")
    version = read_yaml(folder / "version.yml")
    lexicon = Lexicon(
        _targets(factors, reading) + [(words, Target("factor", "self_harm")) for words in alarms.self_harm]
    )
    alarm_words = Lexicon(_alarm_targets(alarms), compete=False)
    known_words = lexicon.vocabulary | alarm_words.vocabulary
    english()  # is read now, not while the first visitor waits
    return Rules(
        version=str(version["version"]),
        factors=factors,
        triage=triage,
        reading=reading,
        shapes=shapes,
        alarms=alarms,
        aftercare=aftercare,
        lexicon=lexicon,
        cues=Lexicon(_named(reading.cues)),
        asides=Lexicon(_named(reading.asides) + _voids(factors), compete=False),
        signs=Lexicon(_sign_targets(triage, aftercare) + _hedges(alarms) + _stories(alarms), compete=False),
        after_words=Lexicon(_after_targets(aftercare) + _hedges(alarms), compete=False),
        alarm_words=alarm_words,
        languages=language_lexicon(packs),
        net=Lexicon(_named({"takes": net.takes, "has": net.has, "inner": net.inner}), compete=False),
        fillers=frozenset(net.fillers),
        illness=frozenset(net.illness),
        endings=net.endings,
        unlike=frozenset(net.unlike),
        hints=frozenset(net.hints),
        telling=net.telling,
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


def _triage(folder: Path) -> Triage:
    found: dict[str, tuple[Outcome, TriageRule]] = {}
    for path in sorted(folder.glob("*.yml")):
        content = read_yaml(path)
        for data in content["rules"]:
            rule = check(TriageRule, data, f"{path.name}: {data.get('id', '?')}")
            found[rule.id] = (Outcome(content["outcome"]), rule)
    return found


def _named(phrases: Mapping[str, Sequence[str]]) -> list[tuple[str, Target]]:
    return [(phrase, Target("cue", kind)) for kind, texts in phrases.items() for phrase in texts]


def _voids(factors: Mapping[str, Factor]) -> list[tuple[str, Target]]:
    return [(phrase, Target("unless", factor.id)) for factor in factors.values() for phrase in factor.unless]


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


def _sign_targets(triage: Triage, aftercare: Aftercare) -> list[tuple[str, Target]]:
    ignored = [(phrase, Target("ignore", "")) for phrase in aftercare.ignore]
    return ignored + [(phrase, Target("sign", key)) for key, (_, rule) in triage.items() for phrase in rule.words]


def _after_targets(aftercare: Aftercare) -> list[tuple[str, Target]]:
    kinds = ("after", "worse", "better", "ignore", "later", "again", "same_day", "beyond", "swelling")
    return [(phrase, Target(kind, "")) for kind in kinds for phrase in getattr(aftercare, kind)]


def _hedges(alarms: Alarms) -> list[tuple[str, Target]]:
    """What takes a sign back: a denial or a general question."""
    return [(phrase, Target(kind, "")) for kind in ("negation", "hypothetical") for phrase in getattr(alarms, kind)]


def _stories(alarms: Alarms) -> list[tuple[str, Target]]:
    """What marks the story of somebody else, told with a question."""
    return [(phrase, Target(kind, "")) for kind in ("story", "asked", "present") for phrase in getattr(alarms, kind)]


def _alarm_targets(alarms: Alarms) -> list[tuple[str, Target]]:
    pairs = [(phrase, Target("emergency", rule)) for rule, phrases in alarms.phrases.items() for phrase in phrases]
    pairs += [(phrase, Target("self_harm", "self_harm")) for phrase in alarms.self_harm]
    pairs += [(phrase, Target("group", name)) for name, phrases in alarms.groups.items() for phrase in phrases]
    pairs += [(phrase, Target(kind, "")) for kind in ("over", "settled", "nerves") for phrase in getattr(alarms, kind)]
    pairs += _hedges(alarms) + _stories(alarms) + [(phrase, Target("ignore", "")) for phrase in alarms.harmless]
    return [(filled(phrase, alarms.words), target) for phrase, target in pairs]
