"""What a message says in its talk: an answer to the question before, a correction, a contradiction, somebody else.

Everything is read by the one reader; an answer is read as if it began with what the question was about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic.findings import CHOSEN, NOW, UNKNOWN, AnswerKind, Finding, Status, TimeKind
from clinic.language import bag, split
from clinic.reading import (
    ABOUT_THE_CHECK,
    NO_REPLY,
    Reply,
    Vocabulary,
    books_for_both,
    books_for_other,
    is_minor_oneself,
    lay_out,
    read,
    reply_to,
    tells_of_child,
    tones,
)
from clinic.screening import Check

_STATED = (Status.PRESENT, Status.PAST)
_COUNTED = (*_STATED, Status.ABSENT)
_GOES_ON = ("start", "now", "holds")
_FIRST = bag("i im ive me my myself")
_CONSENT = bag("permission consent signature")  # "even with my permission?" is about the child
_THIRD = bag("he hes she shes they theyre his her hers him their")


@dataclass(frozen=True)
class Before:
    """What the talk knows before a message.

    `known` is what was said of the person to be treated, `asked` the factor whose question is open, `last` the factor
    that was spoken about last, `other` tells that somebody else than the visitor is to be treated, `alone` that no
    other question is open, to which a mere "no" could belong, `guided` that the message answers a guided check.
    """

    known: tuple[Finding, ...] = ()
    asked: str | None = None
    last: str | None = None
    other: bool = False
    alone: bool = True
    guided: bool = False


@dataclass(frozen=True)
class Told:
    """What a message adds: `new` findings; `replaces`: factors of which what was said before no longer holds.

    `answers` tells that the question before was answered, also by not knowing; `corrects` that it takes something
    back; `disputed` is a factor of which the opposite was said before. `reply` is the message as a short answer.
    """

    new: tuple[Finding, ...] = ()
    replaces: frozenset[str] = frozenset()
    answers: bool = False
    corrects: bool = False
    disputed: str | None = None
    reply: Reply = NO_REPLY
    tones: frozenset[str] = frozenset()

    def whole(self, known: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return all that holds now; a statement with a date settles what was open about the same factor."""
        closed = [one for one in self.new if one.status is Status.PAST or not one.open]
        settled = {one.factor for one in closed if one.status in _STATED}
        kept = [one for one in known if one.factor not in self.replaces and not (one.open and one.factor in settled)]
        return (*kept, *self.new)


NOTHING_TOLD = Told()


def told(text: str, before: Before, today: date, vocabulary: Vocabulary, check: Check) -> Told:
    """Return what `text` adds to what was known before it."""
    reply, tone = reply_to(text, today, vocabulary), tones(text, vocabulary)
    if before.asked and reply.kind and not before.alone:
        before = replace(before, asked=None)
    new = read(text, today, vocabulary, for_other=before.other, answering=before.guided)
    if "pressing" in tone:  # "the guide does not mention keloids" denies nothing
        new = tuple(one for one in new if one.status is not Status.ABSENT)
    corrects = "corrections" in tone
    goes_on = (corrects and not reply.whole) or _ended(text, reply, today, vocabulary)  # a mere "no" corrects nothing
    about_last = before.asked or before.last
    about = None if "denies" in tone else before.asked or (before.last if goes_on else None)
    firm = [one for one in new if one.qualifier != "hint"]  # a word of health may well be about what was asked
    if about and not any(one.factor == about or one.status in _STATED for one in firm):
        found = _chosen(about, reply, before) or _about(about, text, reply, before, today, vocabulary)
        if not (before.asked or before.alone):  # "wait, move it an hour later" is about the booking under way
            found = tuple(one for one in found if one.time.kind is not TimeKind.IN)
        person = _person(text, vocabulary) if corrects and "corrects_person" in tone else None
        if found or person:
            found = read(f"my {person} has {vocabulary.leads[about]}", today, vocabulary) if person else found
            replaces = frozenset({about} if person or any(one.factor == about for one in found) else ())
            return Told(found, replaces, bool(before.asked), corrects, None, reply, tone)
        tells = reply.time or reply.whole or ((before.guided or _names_amount(text)) and not reply.asks)
        if before.asked and tells and reply.kind not in ABOUT_THE_CHECK:
            return Told(new, answers=True, reply=reply, tones=tone)
    if "denies" in tone and about_last and not new:
        denied = Finding(about_last, "", Status.ABSENT, NOW, (0, 0))
        return Told((denied,), frozenset({about_last}), bool(before.asked), True, None, reply, tone)
    named = {one.factor for one in new if one.status in _COUNTED}
    meant = _meant(before.asked, named, check) if before.asked else frozenset()
    new = tuple(replace(one, open=False) if one.factor in meant else one for one in new)  # is not asked again
    replaces = frozenset(named & {one.factor for one in before.known}) if corrects else meant
    disputed = next(
        (factor for factor in sorted(named - replaces - {check.catch_all}) if _disputes(factor, new, before.known)),
        None,
    )
    return Told(new, replaces, bool(meant), corrects and bool(replaces), disputed, reply, tone)


def of_both(text: str, today: date, vocabulary: Vocabulary) -> bool:
    """Return whether the visitor and another person are both to be treated, by what `text` says."""
    return books_for_both(lay_out(text, today, vocabulary), vocabulary)


def of_other(text: str, other: bool, today: date, vocabulary: Vocabulary) -> bool:
    """Return whether somebody else than the visitor is to be treated, after `text`; it was `other` before."""
    scene = lay_out(text, today, vocabulary)
    if is_minor_oneself(scene, vocabulary):  # who is under age is refused, whoever comes along
        return False
    if books_for_other(scene, vocabulary) or tells_of_child(scene, today, vocabulary):
        return True
    said = {word.norm for word in split(text[:4000])}
    return other and (bool((_THIRD | _CONSENT) & said) or not _FIRST & said)


def _about(
    about: str, text: str, reply: Reply, before: Before, today: date, vocabulary: Vocabulary
) -> tuple[Finding, ...]:
    """What `text` says about the factor that was asked for or spoken about; nothing when it says nothing of it."""
    held = next((one for one in reversed(before.known) if one.factor == about and one.status in _STATED), None)
    factor = vocabulary.factors[about]
    if reply.time and len(factor.past) > 1 and (held is None or held.status is Status.PAST or not reply.time.span):
        dated = held or Finding(about, "", Status.PAST, UNKNOWN, (0, 0))
        return (replace(dated, status=Status.PAST, time=reply.time.time, open=False),)
    if reply.kind in (AnswerKind.SOME, AnswerKind.NONE):
        return _yes_or_no(about, reply.kind, held, vocabulary)
    if reply.asks or reply.kind:
        return ()
    lead = vocabulary.leads[about]
    plain = set(read(lead, today, vocabulary))
    found = read(f"{lead} {text}", today, vocabulary, for_other=before.other)
    if not reply.asks and any(cue.target.name in _GOES_ON for cue in lay_out(text, today, vocabulary).cues):
        plain = set()  # "still feeding her at night" says that it goes on
    telling = [one for one in found if one.status in _COUNTED and _bare(one) not in {_bare(same) for same in plain}]
    return tuple(telling)


def _chosen(about: str, reply: Reply, before: Before) -> tuple[Finding, ...]:
    """Of two things that were said of a factor, the one that is right: "the second one"."""
    said = [one for one in before.known if one.factor == about and one.status in _COUNTED]
    place = CHOSEN.get(reply.kind) if reply.kind else None
    disputed = len({one.status is Status.ABSENT for one in said}) == 2
    return (said[place],) if disputed and place is not None and place < len(said) else ()


def _yes_or_no(about: str, kind: AnswerKind, held: Finding | None, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """ "Is it active now?" "no": calm; a fact that is not known yet is there or not."""
    if held is None:
        return (Finding(about, "", Status.PRESENT if kind is AnswerKind.SOME else Status.ABSENT, NOW, (0, 0)),)
    if kind is AnswerKind.NONE and "calm" in vocabulary.factors[about].variants:
        return (replace(held, qualifier="calm", open=False),)
    return (replace(held, open=False),) if kind is AnswerKind.SOME and held.time.kind is not TimeKind.UNKNOWN else ()


def _person(text: str, vocabulary: Vocabulary) -> str | None:
    """Whom "no wait, it was my sister" names; what she has counts where the family matters."""
    return next((word.norm for word in split(text[:4000]) if word.norm in vocabulary.words.relatives), None)


def _meant(asked: str, named: set[str], check: Check) -> frozenset[str]:
    """What an answer settles: "which acne medicine?" "doxycycline" takes the place of the unnamed one."""
    kin = next((same for same in check.same_question if asked in same), frozenset({asked}))
    return frozenset({asked} if kin & named else ())


def _ended(text: str, reply: Reply, today: date, vocabulary: Vocabulary) -> bool:
    """ "Stopped in june", said of what was spoken about last: an honest date, whatever it was not asked for."""
    scene = lay_out(text, today, vocabulary)
    ended = any(cue.target.name == "ended" for cue in scene.cues)
    return not reply.asks and ended and any(time.time.kind is TimeKind.AGO and time.time.days for time in scene.times)


def _names_amount(text: str) -> bool:
    return any(word.number is not None for word in split(text[:4000]))


def _disputes(factor: str, new: Sequence[Finding], known: Sequence[Finding]) -> bool:
    said = {one.status for one in new if one.factor == factor}
    before = {one.status for one in known if one.factor == factor}
    denied, stated = Status.ABSENT, set(_STATED)
    return (denied in said and bool(before & stated)) or (bool(said & stated) and denied in before)


def _bare(one: Finding) -> Finding:
    return replace(one, span=(0, 0))
