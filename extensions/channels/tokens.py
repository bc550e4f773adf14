"""Session tokens: minted and signed by the server, so that nobody can continue another person's talk."""

import secrets
from datetime import datetime, timedelta
from typing import Optional

import jwt

LIFETIME = timedelta(days=7)
ALGORITHM = "HS256"


def new_session_id() -> str:
    """Return an id that cannot be guessed; it is the sender id of the conversation."""
    return secrets.token_urlsafe(24)


def sign(session_id: str, secret: str, now: datetime) -> tuple[str, datetime]:
    """Return the bearer token of a session and the time at which it ends."""
    expires = (now + LIFETIME).replace(microsecond=0)
    return jwt.encode({"sub": session_id, "exp": expires}, secret, ALGORITHM), expires


def session_of(authorization: Optional[str], secret: str, now: datetime) -> Optional[str]:
    """Return the session id of an `Authorization` header; None if missing, altered or ended."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.isascii():
        return None
    try:
        # The end is compared with our clock, not with PyJWT's own, so that tests can fix the time.
        claims = jwt.decode(
            token.strip(), secret, [ALGORITHM], options={"require": ["sub", "exp"], "verify_exp": False}
        )
    except jwt.InvalidTokenError:
        return None
    return str(claims["sub"]) if claims["exp"] > now.timestamp() else None
