"""What a message adds to its talk: an answer to the question before, a correction, a contradiction.

The message was read by the one reader; here its reading is joined with what was known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic.findings import CHOSEN, NOW, UNKNOWN, AnswerKind, Finding, Status, TimeKind
from clinic.reading import ABOUT_THE_CHECK, NO_REPLY, Before, Reading, Reply
from clinic.screening import Check, Rules

_STATED = (Status.PRESENT, Status.PAST)
_COUNTED = (*_STATED, Status.ABSENT)


@dataclass(frozen=True)
class Disclosure:
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


NOTHING_DISCLOSED = Disclosure()


def told(reading: Reading, before: Before, rules: Rules, check: Check) -> Disclosure:
    """Return what a message adds to what was known before it; `before` is about the person that it speaks of."""
    new = reading.disclosures
    if "pressing" in reading.tones:  # "the guide does not mention keloids" denies nothing
        new = tuple(one for one in new if one.status is not Status.ABSENT)
    added = _answer(reading, new, before, rules) or _denial(reading, new, before)
    return replace(added or _statement(reading, new, before, check), reply=reading.reply, tones=reading.tones)


def _answer(reading: Reading, new: tuple[Finding, ...], before: Before, rules: Rules) -> Disclosure | None:
    """What a message says of the factor that it is about where it names none; None where it names one."""
    about, asked, corrects = reading.about, bool(reading.asked), "corrections" in reading.tones
    if not about or _names(about, new):
        return None
    if reading.as_kin is not None:
        return Disclosure(reading.as_kin, frozenset({about}), asked, corrects)
    if found := _found(about, reading, before, rules):
        return Disclosure(found, frozenset({about} & {one.factor for one in found}), asked, corrects)
    return Disclosure(new, answers=True) if _answers(reading, before) else None


def _found(about: str, reading: Reading, before: Before, rules: Rules) -> tuple[Finding, ...]:
    """What a message says of `about`; "wait, move it an hour later" is about the booking under way."""
    found = _chosen(about, reading.reply, before) or _about(about, reading, before, rules)
    if reading.asked or before.alone:
        return found
    return tuple(one for one in found if one.time.kind is not TimeKind.IN)


def _names(about: str, new: Sequence[Finding]) -> bool:
    """True where a message names a factor itself; a word of health may well be about what was asked."""
    firm = (one for one in new if one.qualifier != "hint")
    return any(one.factor == about or one.status in _STATED for one in firm)


def _answers(reading: Reading, before: Before) -> bool:
    """True for what can be nothing but an answer, even if it was not understood."""
    reply = reading.reply
    if not reading.asked or reply.kind in ABOUT_THE_CHECK:
        return False
    return bool(reply.time or reply.whole or ((before.guided or reading.amount) and not reply.asks))


def _denial(reading: Reading, new: Sequence[Finding], before: Before) -> Disclosure | None:
    """ "I never had it", of what was asked or spoken about last."""
    about = reading.asked or before.last
    if "denies" not in reading.tones or not about or new:
        return None
    return Disclosure((Finding(about, "", Status.ABSENT, NOW, (0, 0)),), frozenset({about}), bool(reading.asked), True)


def _statement(reading: Reading, new: Sequence[Finding], before: Before, check: Check) -> Disclosure:
    """What a message states by itself, beside what it was asked."""
    named = {one.factor for one in new if one.status in _COUNTED}
    meant = _meant(reading.asked, named, check)
    new = tuple(replace(one, open=False) if one.factor in meant else one for one in new)  # is not asked again
    corrects = "corrections" in reading.tones
    replaces = frozenset(named & {one.factor for one in before.known}) if corrects else meant
    disputed = [one for one in sorted(named - replaces - {check.catch_all}) if _disputes(one, new, before.known)]
    return Disclosure(new, replaces, bool(meant), corrects and bool(replaces), next(iter(disputed), None))


def _about(about: str, reading: Reading, before: Before, rules: Rules) -> tuple[Finding, ...]:
    """What a message says about the factor that was asked for or spoken about; nothing when it says nothing of it."""
    held = next((one for one in reversed(before.known) if one.factor == about and one.status in _STATED), None)
    reply = reading.reply
    if reply.time and len(rules.factors[about].past) > 1 and _may_date(reply, held):
        dated = held or Finding(about, "", Status.PAST, UNKNOWN, (0, 0))
        return (replace(dated, status=Status.PAST, time=reply.time, open=False),)
    if reply.kind in (AnswerKind.SOME, AnswerKind.NONE):
        return _yes_or_no(about, reply.kind, held, rules)
    return reading.as_answer


def _may_date(reply: Reply, held: Finding | None) -> bool:
    """True where a bare time says when something was; how long it has been so is no date."""
    return held is None or held.status is Status.PAST or not reply.lasts


def _chosen(about: str, reply: Reply, before: Before) -> tuple[Finding, ...]:
    """Of two things that were said of a factor, the one that is right: "the second one"."""
    said = [one for one in before.known if one.factor == about and one.status in _COUNTED]
    place = CHOSEN.get(reply.kind) if reply.kind else None
    disputed = len({one.status is Status.ABSENT for one in said}) == 2
    return (said[place],) if disputed and place is not None and place < len(said) else ()


def _yes_or_no(about: str, kind: AnswerKind, held: Finding | None, rules: Rules) -> tuple[Finding, ...]:
    """ "Is it active now?" "no": calm; a fact that is not known yet is there or not."""
    if held is None:
        return (Finding(about, "", Status.PRESENT if kind is AnswerKind.SOME else Status.ABSENT, NOW, (0, 0)),)
    if kind is AnswerKind.NONE and "calm" in rules.factors[about].variants:
        return (replace(held, qualifier="calm", open=False),)
    return (replace(held, open=False),) if kind is AnswerKind.SOME and held.time.kind is not TimeKind.UNKNOWN else ()


def _meant(asked: str | None, named: set[str], check: Check) -> frozenset[str]:
    """What an answer settles: "which acne medicine?" "doxycycline" takes the place of the unnamed one."""
    if asked is None:
        return frozenset()
    kin = next((same for same in check.same_question if asked in same), frozenset({asked}))
    return frozenset({asked} if kin & named else ())


def _disputes(factor: str, new: Sequence[Finding], known: Sequence[Finding]) -> bool:
    said = {one.status for one in new if one.factor == factor}
    before = {one.status for one in known if one.factor == factor}
    denied, stated = Status.ABSENT, set(_STATED)
    return (denied in said and bool(before & stated)) or (bool(said & stated) and denied in before)
