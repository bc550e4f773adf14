"""One message in its talk: what it adds to what is known, takes back, or leaves open."""

from clinic.consult.history import is_history

__all__ = ["is_history"]
