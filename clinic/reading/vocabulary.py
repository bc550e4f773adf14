"""The words that messages are read by, compiled: what people call the factors and signs that are handed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.factors import Factor, Range
from clinic.language import Lexicon, Spelling, Target, english
from clinic.reading.content import Aftercare, Alarms, Net, ReadingWords, ReplyWords, Shapes, Telling
from clinic.reading.languages import Phrases, filled, language_lexicon, load_languages, with_languages
from clinic.sign_rules import SignRules
from clinic.strict import check, read_yaml

Pairs = list[tuple[str, Target]]
TONES = (
    *("corrections", "corrects_person", "pressing", "waiting", "worried", "stopping"),
    *("medicine", "violence", "low", "denies", "foreign", "ignore"),
)
PLAIN = re.compile(r"[A-Za-z' -]+")  # words as said, not a pattern
_NO_AGES = Range.parse_obj({"under": 0})
_MENDED = 6  # letters; shorter words are not what a slip is taken for


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All that a message is read by, with its matchers built; make it once with `load_vocabulary` and share it."""

    factors: Mapping[str, Factor]
    sign_rules: SignRules
    words: ReadingWords
    shapes: Shapes
    alarms: Alarms
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
    spelling: Spelling
    replies: Lexicon
    tones: Lexicon
    leads: Mapping[str, str]
    catch_all: str

    @property
    def minor_ages(self) -> Range:
        """The ages of who is not old enough for the treatment; none where the rules do not name any."""
        return next((factor.ages for factor in self.factors.values() if factor.minor and factor.ages), _NO_AGES)


def load_vocabulary(
    languages: Path,
    factors: Mapping[str, Factor],
    signs: Mapping[str, Phrases],
    sign_rules: SignRules,
    questions: Mapping[str, Phrases],
    catch_all: str,
) -> Vocabulary:
    """Return the words of `languages`, one folder each; raise `ContentError` naming the file and key of any fault.

    `signs` are the words of each triage rule, `questions` those by which a "no" names a question of the check,
    `catch_all` the factor of what nobody understood.
    """
    own = languages / "en"
    words = check(ReadingWords, read_yaml(own / "reading.yml"), "reading.yml")
    packs = load_languages(languages)
    alarms, aftercare, signs = with_languages(
        check(Alarms, read_yaml(own / "alarms.yml"), "alarms.yml"),
        check(Aftercare, read_yaml(own / "aftercare.yml"), "aftercare.yml"),
        signs,
        tuple(packs.values()),
    )
    net = check(Net, read_yaml(own / "net.yml"), "net.yml")
    answers = check(ReplyWords, read_yaml(own / "replies.yml"), "replies.yml")
    lexicon = Lexicon(_targets(factors, words) + [(said, Target("factor", "self_harm")) for said in alarms.self_harm])
    alarm_words = Lexicon(_alarm_targets(alarms), compete=False)
    cues = Lexicon(_named(words.cues))
    sign_words = Lexicon(_sign_targets(signs, aftercare) + _hedges(alarms) + _stories(alarms), compete=False)
    after_words = Lexicon(_after_targets(aftercare) + _hedges(alarms), compete=False)
    known = (lexicon, alarm_words, cues, sign_words, after_words)
    mendable = [word for word in lexicon.vocabulary | alarm_words.vocabulary if len(word) >= _MENDED and word.isalpha()]
    english()  # is read now, not while the first visitor waits
    return Vocabulary(
        factors=factors,
        sign_rules=sign_rules,
        words=words,
        shapes=check(Shapes, read_yaml(own / "denials.yml"), "denials.yml"),
        alarms=alarms,
        lexicon=lexicon,
        cues=cues,
        asides=Lexicon(_named(words.asides) + _voids(factors), compete=False),
        signs=sign_words,
        after_words=after_words,
        alarm_words=alarm_words,
        languages=language_lexicon(packs),
        net=Lexicon(_named({"takes": net.takes, "has": net.has, "inner": net.inner}), compete=False),
        fillers=frozenset(net.fillers),
        illness=frozenset(net.illness),
        endings=net.endings,
        unlike=frozenset(net.unlike),
        hints=frozenset(net.hints),
        telling=net.telling,
        spelling=Spelling(words.abbreviations, [each.vocabulary for each in known], sorted(mendable)),
        replies=Lexicon(_kinds(answers.replies) + _refusals(questions)),
        tones=Lexicon(_kinds({name: getattr(answers, name) for name in TONES}), compete=False),
        leads={**_first_words(factors), **answers.leads},
        catch_all=catch_all,
    )


def _named(phrases: Mapping[str, Sequence[str]]) -> Pairs:
    return [(phrase, Target("cue", kind)) for kind, texts in phrases.items() for phrase in texts]


def _kinds(phrases: Mapping[str, Sequence[str]]) -> Pairs:
    return [(phrase, Target(kind, "")) for kind, texts in phrases.items() for phrase in texts]


def _refusals(questions: Mapping[str, Phrases]) -> Pairs:
    """A "no" that names what a question is about carries the question's id."""
    return [(f"no (more |other )?{said}", Target("none", key)) for key, words in questions.items() for said in words]


def _first_words(factors: Mapping[str, Factor]) -> dict[str, str]:
    """The first words of each factor that stand for nothing but themselves."""
    plain = {key: [words for words in factor.words if PLAIN.fullmatch(words)] for key, factor in factors.items()}
    return {key: words[0] for key, words in plain.items() if words}


def _voids(factors: Mapping[str, Factor]) -> Pairs:
    return [(phrase, Target("unless", factor.id)) for factor in factors.values() for phrase in factor.unless]


def _targets(factors: Mapping[str, Factor], words: ReadingWords) -> Pairs:
    pairs = [(phrase, Target("ignore", "")) for phrase in words.ignore]
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


def _sign_targets(signs: Mapping[str, Phrases], aftercare: Aftercare) -> Pairs:
    ignored = [(phrase, Target("ignore", "")) for phrase in aftercare.ignore]
    return ignored + [(phrase, Target("sign", key)) for key, phrases in signs.items() for phrase in phrases]


def _after_targets(aftercare: Aftercare) -> Pairs:
    kinds = ("after", "worse", "better", "ignore", "later", "again", "same_day", "beyond", "swelling")
    return _kinds({kind: getattr(aftercare, kind) for kind in kinds})


def _hedges(alarms: Alarms) -> Pairs:
    """What takes a sign back: a denial or a general question."""
    return _kinds({kind: getattr(alarms, kind) for kind in ("negation", "hypothetical")})


def _stories(alarms: Alarms) -> Pairs:
    """What marks the story of somebody else, told with a question."""
    return _kinds({kind: getattr(alarms, kind) for kind in ("story", "asked", "present")})


def _alarm_targets(alarms: Alarms) -> Pairs:
    pairs = [(phrase, Target("emergency", rule)) for rule, phrases in alarms.phrases.items() for phrase in phrases]
    pairs += [(phrase, Target("self_harm", "self_harm")) for phrase in alarms.self_harm]
    pairs += [(phrase, Target("group", name)) for name, phrases in alarms.groups.items() for phrase in phrases]
    pairs += _kinds({kind: getattr(alarms, kind) for kind in ("over", "settled", "nerves")})
    pairs += _hedges(alarms) + _stories(alarms) + [(phrase, Target("ignore", "")) for phrase in alarms.harmless]
    return [(filled(phrase, alarms.words), target) for phrase, target in pairs]
