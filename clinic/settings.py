"""The only reader of the environment: where content and data lie, the address to serve, the limits, the clock."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

VAR = Path("var")  # everything that is written at run time lies here


@dataclass(frozen=True)
class Rate:
    """At most `count` events in `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True)
class Settings:
    """What may differ between two places where the assistant runs; see docs/contract or the README."""

    host: str
    port: int
    database_url: str
    content: Path
    limit_messages: Rate
    limit_sessions: Rate
    limit_loopback: bool
    now: Optional[datetime]

    def clock(self) -> datetime:
        """Return the current time, aware; the fixed time of `CLINIC_NOW` in tests."""
        return self.now or datetime.now(timezone.utc)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment; raise `ValueError` that names a variable which cannot be read."""
    return Settings(
        host=environ.get("HOST") or "127.0.0.1",
        port=_number("PORT", environ.get("PORT") or "5005"),
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{VAR}/clinic.db",
        content=Path(environ.get("CLINIC_CONTENT") or "content"),
        limit_messages=read_rate("LIMIT_MESSAGES", environ.get("LIMIT_MESSAGES") or "20/10s"),
        limit_sessions=read_rate("LIMIT_SESSIONS", environ.get("LIMIT_SESSIONS") or "60/min"),
        limit_loopback=bool(environ.get("LIMIT_LOOPBACK")),
        now=_moment(environ.get("CLINIC_NOW") or ""),
    )


def read_rate(name: str, text: str) -> Rate:
    """Return "20/10s", "60/min" or "5/h" as a `Rate`; raise `ValueError` naming the variable."""
    units = {"s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
    count, _, window = text.partition("/")
    amount = window.rstrip("smhecin")
    try:
        return Rate(int(count), float(amount or 1) * units[window[len(amount) :]])
    except (ValueError, KeyError):
        raise ValueError(f"{name}={text!r}: expected a count per time, e.g. 20/10s or 60/min") from None


def session_secret(environ: Mapping[str, str] = os.environ, folder: Path = VAR) -> str:
    """Return `SESSION_SECRET`, or the secret made once under `folder` with mode 0600."""
    if environ.get("SESSION_SECRET"):
        return environ["SESSION_SECRET"]
    path = folder / "session_secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii")


def _number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{name}={text!r}: expected a number") from None


def _moment(text: str) -> Optional[datetime]:
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError("CLINIC_NOW: expected a time with its offset, e.g. 2026-11-22T10:00:00-05:00")
    return moment
