"""What a message says, read once by `Reader` into one value; alarms are read before and beside it.

The readers of a booking's names, contacts and consent are not behind that door yet, see docs/decisions/0017.
"""

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
from clinic.reading.disclosures import read
from clinic.reading.emergency import alarm, is_nerves, is_story
from clinic.reading.reader import Reader
from clinic.reading.replies import ABOUT_THE_CHECK
from clinic.reading.stored import dump, load
from clinic.reading.values import NO_REPLY, Before, Part, Reading, Reply
from clinic.reading.vocabulary import Vocabulary, load_vocabulary

__all__ = [
    "ABOUT_THE_CHECK",
    "NO_REPLY",
    "Alarms",
    "Before",
    "Consent",
    "Part",
    "Reader",
    "Reading",
    "Reply",
    "Telling",
    "Unclear",
    "Vocabulary",
    "Wording",
    "alarm",
    "consent",
    "correct_phone",
    "dump",
    "is_nerves",
    "is_story",
    "load",
    "load_vocabulary",
    "load_wording",
    "read",
    "read_email",
    "read_name",
    "read_phone",
    "read_reference",
    "refuses",
    "show_phone",
    "without_contact",
    "without_reference",
]
