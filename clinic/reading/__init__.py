"""What a message says: alarms first, then what it tells of a person's health, and what it answers."""

from clinic.reading.ages import is_minor_oneself, tells_of_child
from clinic.reading.consent import Consent, Wording, consent, load_wording, refuses
from clinic.reading.contact import (
    Unclear,
    correct_phone,
    read_email,
    read_name,
    read_phone,
    read_reference,
    show_phone,
    without_contact,
    without_reference,
)
from clinic.reading.content import Alarms, Telling
from clinic.reading.emergency import alarm, groups_of, is_nerves, is_story
from clinic.reading.experiencer import books_for_both, books_for_other
from clinic.reading.reader import read
from clinic.reading.replies import ABOUT_THE_CHECK, NO_REPLY, Reply, reply_to, tones
from clinic.reading.scene import Scene, lay_out
from clinic.reading.signs import is_after_treatment, signs_of
from clinic.reading.vocabulary import Vocabulary, load_vocabulary

__all__ = [
    "ABOUT_THE_CHECK",
    "NO_REPLY",
    "Alarms",
    "Consent",
    "Reply",
    "Scene",
    "Telling",
    "Unclear",
    "Vocabulary",
    "Wording",
    "alarm",
    "books_for_both",
    "books_for_other",
    "consent",
    "correct_phone",
    "groups_of",
    "is_after_treatment",
    "is_minor_oneself",
    "is_nerves",
    "is_story",
    "lay_out",
    "load_vocabulary",
    "load_wording",
    "read",
    "read_email",
    "read_name",
    "read_phone",
    "read_reference",
    "refuses", "reply_to",
    "show_phone",
    "signs_of",
    "tells_of_child",
    "tones",
    "without_contact",
    "without_reference",
]  # fmt: skip
