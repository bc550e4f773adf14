"""The parts of the clinic put together once, on first use: settings, content, clock, bookings, postman."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinic.booking import Booking, BookingRules, Bookings, Note, Postman, compose, open_bookings, sender
from clinic.booking import load_rules as load_booking_rules
from clinic.content import Clinic, Source, load_clinic, load_sources
from clinic.places import ENGLISH, LANGUAGES, treatment_folder
from clinic.settings import Settings, read_settings
from clinic.strict import ContentError

if TYPE_CHECKING:  # screening brings a language library that takes seconds: the staff's commands do without it
    from clinic.reading import Reader, Vocabulary, Wording
    from clinic.screening import Check, Rules


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return read_settings()


def clock() -> datetime:
    """Return the current time, aware."""
    return settings().clock()


def now() -> datetime:
    """Return the current time in the clinic's zone."""
    return clock().astimezone(ZoneInfo(clinic().time_zone))


@cache
def clinic() -> Clinic:
    """Return the clinic's facts."""
    return load_clinic(settings().content)


def treatment() -> Path:
    """Return the folder of the treatment that the clinic offers."""
    return treatment_folder(settings().content, clinic().treatments[0])


@cache
def sources() -> dict[str, Source]:
    """Return the references behind the answers."""
    return load_sources(treatment())


@cache
def rules() -> Rules:
    """Return the screening rules."""
    from clinic.screening import load_rules

    return load_rules(treatment(), clinic().min_age)


@cache
def guided_check() -> Check:
    """Return the guided check."""
    from clinic.screening import load_check

    return load_check(treatment() / "check.yml", rules())


@cache
def vocabulary() -> Vocabulary:
    """Return the words that messages are read by."""
    from clinic.reading import load_vocabulary

    known = rules()
    check = guided_check()
    return load_vocabulary(LANGUAGES, known.factors, known.sign_words, known.signs, check.named, check.catch_all)


@cache
def reader() -> Reader:
    """Return who reads messages."""
    from clinic.reading import Reader

    return Reader(vocabulary())


@cache
def consents() -> Wording:
    """Return the words of a yes, a no and a hesitation."""
    from clinic.reading import load_wording

    return load_wording(ENGLISH / "consent.yml")


@cache
def booking_rules() -> BookingRules:
    """Return how the clinic takes bookings."""
    return load_booking_rules(settings().content)


@cache
def bookings() -> Bookings:
    """Return the use cases of booking over the clinic's database; a failure to open it is not remembered."""
    chosen = settings()
    return open_bookings(chosen.database_url, clinic(), booking_rules(), mailing=chosen.smtp is not None)


def unsigned_rules() -> str | None:
    """Return the line for the team while real visitors are served rules that no clinician approved, else None."""
    unapproved, all_rules = rules().unapproved, rules().signed
    if clinic().sample or not unapproved:
        return None
    return f"rules that no clinician approved: {len(unapproved)} of {len(all_rules)}; make content-report shows them"


def open_all() -> None:
    """Read and check all content and open the diary, so that a fault stops the start; raise `StartError`."""
    clinic()
    for name, rule in rules().signed.items():
        for source in rule.sources:  # some with a remark: "FDA-MN (sun)"
            if source.partition(" (")[0] not in sources():
                raise ContentError(f"{treatment()}: {name}: source {source} is not in sources.yml")
    if not settings().unsigned_rules and (line := unsigned_rules()):
        raise ContentError(f"{treatment()}: {line}. Let one sign them, or set UNSIGNED_RULES=accept")
    vocabulary()
    consents()
    bookings()


@cache
def postman() -> Postman:
    """Return who sends the e-mails about bookings; the settings must name a mail server."""
    smtp = settings().smtp
    assert smtp
    rules, from_ = bookings().diary.rules, smtp.sender

    def write(booking: Booking, note: Note, now: datetime) -> EmailMessage:
        return compose(booking, note, clinic(), rules.mail, from_, now)

    return Postman(bookings().store, write, sender(smtp), clock, rules)
