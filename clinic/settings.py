"""The only reader of the environment: where content and data lie, the address to serve, limits, mail, the clock."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from ipaddress import ip_address
from pathlib import Path
from typing import Optional

from clinic.strict import StartError

VAR = Path("var")  # everything that is written at run time lies here
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}  # RFC 6409, RFC 8314, RFC 5321
FEWEST_CHARACTERS = 8  # different ones in a secret: fewer are typed, not random
SHORTEST_SECRET = 32  # characters: who guesses it can read every chat


class SettingsError(StartError, ValueError):
    """A variable of the environment cannot be used; the message names it and what is wanted, never a secret."""


@dataclass(frozen=True)
class Rate:
    """At most `count` events in `seconds`."""

    count: int
    seconds: float

    def times(self, factor: int) -> Rate:
        """Return a limit so many times as wide."""
        return Rate(self.count * factor, self.seconds)


@dataclass(frozen=True)
class Smtp:
    """A mail server; `sender` is the address that mails come from. `tls` is "starttls", "tls" or "none"."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = "starttls"


@dataclass(frozen=True)
class Settings:
    """What may differ between two places where the assistant runs; see the README."""

    host: str
    port: int
    database_url: str
    content: Path
    limit_messages: Rate
    limit_sessions: Rate
    limit_loopback: bool
    trusted_proxies: tuple[str, ...]  # addresses, besides this machine's own, that speak for others
    smtp: Optional[Smtp]  # None: no mail is ever sent
    unsigned_rules: bool  # whether a live clinic may serve rules that nobody approved
    now: Optional[datetime]

    def clock(self) -> datetime:
        """Return the current time, aware; the fixed time of `CLINIC_NOW` in tests."""
        return self.now or datetime.now(timezone.utc)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment; raise `SettingsError` that names a variable which cannot be read."""
    return Settings(
        host=environ.get("HOST") or "127.0.0.1",
        port=_port(environ.get("PORT") or "5005"),
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{VAR}/clinic.db",
        content=Path(environ.get("CLINIC_CONTENT") or "content"),
        limit_messages=read_rate("LIMIT_MESSAGES", environ.get("LIMIT_MESSAGES") or "20/10s"),
        limit_sessions=read_rate("LIMIT_SESSIONS", environ.get("LIMIT_SESSIONS") or "60/min"),
        limit_loopback=bool(environ.get("LIMIT_LOOPBACK")),
        trusted_proxies=_addresses("TRUSTED_PROXIES", environ.get("TRUSTED_PROXIES") or ""),
        smtp=read_smtp(environ),
        unsigned_rules=_accepted("UNSIGNED_RULES", environ.get("UNSIGNED_RULES") or ""),
        now=_moment(environ.get("CLINIC_NOW") or ""),
    )


def read_smtp(environ: Mapping[str, str]) -> Optional[Smtp]:
    """Return the mail server, or None when nothing is said of one; raise `SettingsError` for half of it.

    No value is ever named in an error, only the variables.
    """
    given = tuple(_of_smtp(environ).values())
    if not any(given):
        return None
    host, port, sender, user, password, tls = given
    tls = tls or "starttls"
    problems = {
        "SMTP_HOST: is missing, but other SMTP_ variables are set": not host,
        "SMTP_FROM: expected the bare address that mails come from": not _is_address(sender),
        "SMTP_USER, SMTP_PASSWORD: one is set without the other": bool(user) != bool(password),
        "SMTP_TLS: expected starttls, tls or none": tls not in SMTP_PORTS,
        "SMTP_TLS: with none the password would be sent readable": tls == "none" and bool(password),
        "SMTP_PORT: expected a number from 1 to 65535": bool(port) and not _is_port(port),
    }
    if wrong := [problem for problem, found in problems.items() if found]:
        raise SettingsError("; ".join(wrong))
    return Smtp(host, int(port or SMTP_PORTS[tls]), sender, user, password, tls)


def _of_smtp(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        "HOST": environ.get("SMTP_HOST") or "",
        "PORT": environ.get("SMTP_PORT") or "",
        "FROM": environ.get("SMTP_FROM") or "",
        "USER": environ.get("SMTP_USER") or "",
        "PASSWORD": environ.get("SMTP_PASSWORD") or "",
        "TLS": environ.get("SMTP_TLS") or "",
    }


def read_rate(name: str, text: str) -> Rate:
    """Return "20/10s", "60/min" or "5/h" as a `Rate`; raise `SettingsError` naming the variable."""
    units = {"s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
    found = re.fullmatch(r"([0-9]{1,9})/([0-9]{0,9})(s|sec|m|min|h)", text)
    count, amount, unit = found.groups() if found else ("0", "0", "s")
    if not int(count) or not int(amount or 1):
        raise SettingsError(f"{name}={text!r}: expected a count per time, both above 0, e.g. 20/10s or 60/min")
    return Rate(int(count), int(amount or 1) * units[unit])


def session_secret(environ: Mapping[str, str] = os.environ, folder: Path = VAR) -> str:
    """Return `SESSION_SECRET`, or the secret made once under `folder` with mode 0600; raise `SettingsError`."""
    wanted = f"expected at least {SHORTEST_SECRET} random characters, for it protects what visitors say about health"
    if given := environ.get("SESSION_SECRET"):
        if len(given) < SHORTEST_SECRET:
            raise SettingsError(f"SESSION_SECRET has {len(given)} characters: {wanted}; or leave it unset")
        if len(set(given)) < FEWEST_CHARACTERS:
            raise SettingsError(f"SESSION_SECRET has {len(set(given))} different characters: {wanted}")
        return given
    path = folder / "session_secret"
    secret = _secret_file(path)
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{path} has {len(secret)} characters: {wanted}. Delete the file: a new one is made")
    return secret


def _secret_file(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii")


def _is_address(text: str) -> bool:
    return re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", text) is not None


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


def _addresses(name: str, text: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in text.split(",") if one.strip())
    try:
        for one in found:
            ip_address(one)
    except ValueError:
        raise SettingsError(f"{name}={text!r}: expected addresses with commas, e.g. 192.0.2.1, 2001:db8::1") from None
    return found


def _port(text: str) -> int:
    if not _is_port(text):
        raise SettingsError(f"PORT={text!r}: expected a number from 1 to 65535")
    return int(text)


def _accepted(name: str, text: str) -> bool:
    if text not in ("", "accept"):
        raise SettingsError(f"{name}={text!r}: expected accept, or nothing")
    return bool(text)


def _moment(text: str) -> Optional[datetime]:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise SettingsError(f"CLINIC_NOW={text!r}: expected a time with its offset, e.g. 2026-11-22T10:00:00-05:00")
    return moment
