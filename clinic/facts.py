"""The clinic's facts as the words and conditions that approved answers may use."""

from datetime import datetime
from typing import Optional
from zoneinfo import ZoneInfo

import phonenumbers

from clinic import hours
from clinic.content import Clinic, Price


def words(clinic: Clinic, now: datetime) -> dict[str, str]:
    """Return the text for each {placeholder} of an answer at the aware time `now`; unset facts are empty."""
    local = now.astimezone(ZoneInfo(clinic.time_zone))
    opening = hours.next_opening(clinic, now)
    return {
        "clinic_name": clinic.name,
        "address": clinic.address,
        "directions": clinic.directions,
        "phone": readable_phone(clinic),
        "email": clinic.email,
        "privacy_contact": clinic.privacy_contact or clinic.email or readable_phone(clinic) or clinic.name,
        "emergency_number": clinic.emergency_number,
        "crisis_line": clinic.crisis_line,
        "poison_line": clinic.poison_line,
        "min_age": str(clinic.min_age),
        "hours": "\n".join(f"{day}: {text}" for day, text in hours.week(clinic)) + _holidays(clinic, local),
        "hours_today": hours.on_day(clinic, local.date()),
        "next_opening": f"on {opening:%A} at {hours.clock(opening, clinic.clock)}" if opening else "",
        "price_list": "\n".join(_price(price) for price in clinic.price_list),
        "session_minutes": str(clinic.session_minutes or ""),
        "payment_methods": ", ".join(clinic.payment_methods),
        "team_names": "; ".join(", ".join(filter(None, (p.name, p.role, p.registration))) for p in clinic.team),
    }


def conditions(clinic: Clinic, now: datetime) -> dict[str, Optional[bool]]:
    """Return what an answer may depend on (`when:` in data/responses)."""
    return {
        "phone": bool(clinic.phone),
        "poison_line": bool(clinic.poison_line),
        "email": bool(clinic.email),
        "address": bool(clinic.address),
        "price_list": bool(clinic.price_list),
        "session_minutes": clinic.session_minutes is not None,
        "payment_methods": bool(clinic.payment_methods),
        "team_names": bool(clinic.team),
        "open_now": hours.is_open(clinic, now) if clinic.opening_hours else None,
    }


def readable_phone(clinic: Clinic) -> str:
    """Return the clinic's phone number in international form, or an empty text."""
    if not clinic.phone:
        return ""
    number = phonenumbers.parse(clinic.phone, clinic.region)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _price(price: Price) -> str:
    return f"{price.item}: {price.price}" + (f" (includes {price.includes})" if price.includes else "")


def _holidays(clinic: Clinic, local: datetime) -> str:
    coming = [h for h in sorted(clinic.holidays, key=lambda h: h.date) if 0 <= (h.date - local.date()).days <= 60]
    days = "; ".join(f"{h.date:%A} {h.date.day} {h.date:%B} ({h.name})" for h in coming)
    return f"\nClosed on {days}" if days else ""
