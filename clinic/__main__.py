"""The staff's command: `python -m clinic list`, show, block, cancel, export, feed."""

import argparse
import sys
import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TextIO

from clinic import wiring
from clinic.booking import Booking, Bookings, Cancelled, StoreDown, announces, feed, staff
from clinic.content import Clinic
from clinic.strict import StartError


def arguments(argv: Sequence[str], today: date) -> argparse.Namespace:
    """Return what was asked for; prints the usage and exits for anything else."""
    parser = argparse.ArgumentParser(prog="python -m clinic", description="The diary of the clinic.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (("list", "show the diary"), ("export", "write CSV"), ("feed", "write a calendar (ICS)")):
        command = commands.add_parser(name, help=what)
        command.add_argument("--from", dest="first", type=date.fromisoformat, default=today, help="2026-12-01; today")
        command.add_argument("--to", dest="last", type=date.fromisoformat, default=today + timedelta(days=60))
    for name, what in (("show", "show one booking"), ("cancel", "cancel a booking or end a block")):
        commands.add_parser(name, help=what).add_argument("reference")
    command = commands.add_parser("block", help="keep time free: block 2026-12-01T12:00 2026-12-01T13:00")
    command.add_argument("start", type=datetime.fromisoformat, help="in the clinic's time")
    command.add_argument("end", type=datetime.fromisoformat)
    command.add_argument("--clinician", help="only this one; else all")
    return parser.parse_args(argv)


def run(asked: argparse.Namespace, bookings: Bookings, clinic: Clinic, now: datetime, out: TextIO) -> int:
    """Do what was asked for and return the exit code: 0 done, 1 not found or in the way."""
    if asked.command in ("list", "export", "feed"):
        return _several(asked, bookings, clinic, now, out)
    if asked.command == "block":
        return _block(asked, bookings, now, out)
    return _one(asked, bookings, now, out)


def _several(asked: argparse.Namespace, bookings: Bookings, clinic: Clinic, now: datetime, out: TextIO) -> int:
    chosen = staff.between(bookings, asked.first, asked.last)
    if asked.command == "export":
        staff.export(bookings, chosen, out)
    elif asked.command == "feed":
        out.write(feed(chosen, clinic, now).decode().replace("\r\n", "\n"))
    else:
        _table(bookings, [b for b in chosen if staff.stands(b, now)], out)
    return 0


def _one(asked: argparse.Namespace, bookings: Bookings, now: datetime, out: TextIO) -> int:
    """Show or cancel one booking."""
    reference = asked.reference
    found = staff.show(bookings, reference) if asked.command == "show" else staff.cancel(bookings, reference, now)
    booking = found.booking if isinstance(found, Cancelled) else found
    if not isinstance(booking, Booking):
        print("Not found, or it has begun already.", file=out)
        return 1
    for column, value in staff.line(bookings, booking).items():
        print(f"{column:10} {value}", file=out)
    if isinstance(found, Cancelled) and not found.again:
        _say_who_is_not_told(bookings, booking, out)
    return 0


def _table(bookings: Bookings, chosen: Sequence[Booking], out: TextIO) -> None:
    for booking in chosen:
        row = staff.line(bookings, booking)
        start = booking.starts_at.astimezone(bookings.diary.zone)
        row |= {"at": f"{start:%a %Y-%m-%d %H:%M}", "contact": row["phone"] or row["email"]}
        text = "{at}  {reference:12} {status:9} {clinician:14} {name}  {contact}".format(**row)
        print("  ".join([text.rstrip(), *staff.marks(bookings, booking)]), file=out)


def _say_who_is_not_told(bookings: Bookings, cancelled: Booking, out: TextIO) -> None:
    if not cancelled.person or announces(bookings, cancelled.reference):
        return
    why = "The visitor gets no e-mail about it" if bookings.mailing else "Nobody was told: no mail server (SMTP_HOST)"
    print(f"{why}; please tell the visitor.", file=out)


def _block(asked: argparse.Namespace, bookings: Bookings, now: datetime, out: TextIO) -> int:
    start, end = (at.replace(tzinfo=bookings.diary.zone) for at in (asked.start, asked.end))
    unknown = asked.clinician is not None and asked.clinician not in bookings.diary.duty
    if start >= end or unknown:
        print("No such clinician." if unknown else "The end must come after the start.", file=out)
        return 1
    code = 0
    for clinician in [asked.clinician] if asked.clinician else list(bookings.diary.duty):
        result = staff.block(bookings, clinician, start, end, now)
        _table(bookings, [result] if isinstance(result, Booking) else result, out)
        if not isinstance(result, Booking):
            print(f"{clinician}: not blocked, these stand in the way.", file=out)
            code = 1
    return code


def main() -> int:
    """Run over the database and content of the settings."""
    zoneinfo.reset_tzpath(to=[])  # the tzdata package, never the system's older data
    try:
        now = wiring.clock()
        bookings = wiring.bookings()
        asked = arguments(sys.argv[1:], now.astimezone(bookings.diary.zone).date())
        if line := wiring.unsigned_rules():
            print(line, file=sys.stderr)
        return run(asked, bookings, wiring.clinic(), now, sys.stdout)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except StoreDown:
        print("The database cannot be reached or is busy. Look with list before you try again.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
