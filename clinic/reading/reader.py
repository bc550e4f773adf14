"""The door: a message is read once, in its talk, into one value."""

from dataclasses import replace
from datetime import date, datetime

from clinic.findings import Finding, Status, TimeKind
from clinic.language import split
from clinic.reading.disclosures import read
from clinic.reading.emergency import alarm
from clinic.reading.parts import Evidence, adds, parts_of
from clinic.reading.replies import reply_to, tones
from clinic.reading.scene import Scene, lay_out
from clinic.reading.signs import signs_of
from clinic.reading.values import Before, Reading
from clinic.reading.vocabulary import Vocabulary
from clinic.reading.whose import of_both, of_other, speaks_of_own, wants_person

_COUNTED = (Status.PRESENT, Status.PAST, Status.ABSENT)
_GOES_ON = ("start", "now", "holds")


class Reader:
    """Reads messages by a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def read(self, text: str, before: Before, evidence: Evidence, now: datetime) -> Reading:
        """Return what `text` says after what was said `before`; `now` is in the clinic's zone. No word is kept."""
        today, known = now.date(), self._vocabulary
        scene = lay_out(text, today, known)
        other = of_other(text, scene, before, today, known)
        before = before if other == before.other else before.turned()
        spoken = Reading(
            other=other,
            both=of_both(scene, known),
            alarm=alarm(text, known),
            signs=signs_of(text, known),
            disclosures=read(text, today, known, for_other=other, answering=before.guided),
            reply=reply_to(text, today, known),
            tones=tones(text, known),
            ended=_ended(scene),
            amount=any(word.number is not None for word in split(text[:4000])),
            adds=adds(text),
            mine=speaks_of_own(text),
            wants_person=wants_person(text),
            parts=parts_of(text, scene, evidence, known),
        )
        return self._in_talk(text, spoken, before, today)

    def _in_talk(self, text: str, spoken: Reading, before: Before, today: date) -> Reading:
        """Add what was `spoken` about something that was asked or said before."""
        asked = None if spoken.reply.kind and not before.alone else before.asked
        about = None if "denies" in spoken.tones else asked or (before.last if _goes_on(spoken) else None)
        if about is None:
            return replace(spoken, asked=asked)
        bare = not (spoken.reply.kind or spoken.reply.asks)
        corrects = {"corrections", "corrects_person"} <= spoken.tones
        return replace(
            spoken,
            asked=asked,
            about=about,
            as_answer=self._as_answer(text, about, spoken.other, today) if bare else (),
            as_kin=self._as_kin(text, about, today) if corrects else None,
        )

    def _as_answer(self, text: str, about: str, other: bool, today: date) -> tuple[Finding, ...]:
        """What `text` says of `about`, read as if it began with the factor's own words."""
        lead = self._vocabulary.leads[about]
        plain = {_bare(one) for one in read(lead, today, self._vocabulary)}
        if any(cue.target.name in _GOES_ON for cue in lay_out(text, today, self._vocabulary).cues):
            plain = set()  # "still feeding her at night" says that it goes on
        found = read(f"{lead} {text}", today, self._vocabulary, for_other=other)
        return tuple(one for one in found if one.status in _COUNTED and _bare(one) not in plain)

    def _as_kin(self, text: str, about: str, today: date) -> tuple[Finding, ...] | None:
        """The fact `about` as one of the relative who is named: "no wait, it was my sister"."""
        relatives = self._vocabulary.words.relatives
        person = next((word.norm for word in split(text[:4000]) if word.norm in relatives), None)
        return read(f"my {person} has {self._vocabulary.leads[about]}", today, self._vocabulary) if person else None


def _goes_on(spoken: Reading) -> bool:
    """True where a message goes on with what was spoken about last; a mere "no" corrects nothing."""
    corrects = "corrections" in spoken.tones and not spoken.reply.whole
    return corrects or (spoken.ended and not spoken.reply.asks)


def _ended(scene: Scene) -> bool:
    """ "Stopped in june": something ended at a time in the past."""
    dated = any(time.time.kind is TimeKind.AGO and time.time.days for time in scene.times)
    return dated and any(cue.target.name == "ended" for cue in scene.cues)


def _bare(one: Finding) -> Finding:
    return replace(one, span=(0, 0))
