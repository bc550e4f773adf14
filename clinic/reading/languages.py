"""Other languages: thin packs of words for what must not be lost in them, read beside the English ones."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from clinic.language import Lexicon, Target
from clinic.reading.content import Aftercare, Alarms
from clinic.strict import ContentError, Strict, check, read_yaml

_NAMED = re.compile(r"<(\w+)>")
HEDGES = ("negation", "hypothetical", "harmless")
Phrases = tuple[str, ...]


class Language(Strict):
    """Words of another language: emergencies by rule, groups of the emergency layer, signs by triage rule, and what
    tells of a treatment or takes a sign back. A phrase names the group `words[x]` as <x>."""

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, tuple[str, ...]]
    after: tuple[str, ...]
    negation: tuple[str, ...]
    hypothetical: tuple[str, ...]
    harmless: tuple[str, ...] = ()


def load_languages(folder: Path) -> dict[str, Language]:
    """Return the packs below `folder` but English by language, their phrases with all words; raise `ContentError`."""
    paths = {path.parent.name: path for path in sorted(folder.glob("*/alarms.yml")) if path.parent.name != "en"}
    return {code: _written_out(check(Language, read_yaml(path), f"{code}/{path.name}")) for code, path in paths.items()}


def filled(phrase: str, words: Mapping[str, Sequence[str]]) -> str:
    """Return `phrase` with the words of each <group> that it names; raise `ContentError` for an unknown group."""
    unknown = set(_NAMED.findall(phrase)) - set(words)
    if unknown:
        raise ContentError(f"{phrase}: there are no words <{unknown.pop()}>")
    return _NAMED.sub(lambda name: f"({'|'.join(words[name[1]])})", phrase)


def language_lexicon(packs: Mapping[str, Language]) -> Lexicon:
    """Return a lexicon that tells the languages (file names of the packs) in which signs or a treatment are told."""
    return Lexicon(
        [
            (phrase, Target("language", code))
            for code, pack in packs.items()
            for phrases in (pack.after, *pack.signs.values())
            for phrase in phrases
        ],
        compete=False,
    )


def with_languages(
    alarms: Alarms, aftercare: Aftercare, signs: Mapping[str, Phrases], packs: Sequence[Language]
) -> tuple[Alarms, Aftercare, dict[str, Phrases]]:
    """Return the English content with the words of all `packs` beside its own; `signs` by triage rule."""
    hedges = {name: _joined(alarms, packs, name) for name in HEDGES}
    alarms = alarms.copy(
        update={
            "phrases": _merged(alarms.phrases, [pack.phrases for pack in packs]),
            "groups": _merged(alarms.groups, [pack.groups for pack in packs]),
            **hedges,
        }
    )
    ignored = (*aftercare.ignore, *(phrase for pack in packs for phrase in pack.harmless))
    aftercare = aftercare.copy(update={"after": _joined(aftercare, packs, "after"), "ignore": ignored})
    return alarms, aftercare, _merged(signs, [pack.signs for pack in packs])


def _joined(own: Alarms | Aftercare, packs: Sequence[Language], name: str) -> Phrases:
    return sum((getattr(pack, name) for pack in packs), getattr(own, name))


def _merged(own: Mapping[str, Phrases], others: Sequence[Mapping[str, Phrases]]) -> dict[str, Phrases]:
    """Add to each key what the others have under it; a key that `own` lacks is an error."""
    unknown = {key for other in others for key in other} - set(own)
    if unknown:
        raise ContentError(f"languages: there is no {unknown.pop()}")
    return {key: sum((other.get(key, ()) for other in others), phrases) for key, phrases in own.items()}


def _written_out(pack: Language) -> Language:
    """Write the words of the pack's groups into its phrases."""

    def each(phrases: Phrases) -> Phrases:
        return tuple(filled(phrase, pack.words) for phrase in phrases)

    by_key = ("phrases", "groups", "signs")
    changed: dict[str, object] = {name: each(getattr(pack, name)) for name in ("after", *HEDGES)}
    changed |= {name: {key: each(said) for key, said in getattr(pack, name).items()} for name in by_key}
    return pack.copy(update=changed)
