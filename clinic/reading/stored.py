"""A reading as plain values, for storing with its message; one of another shape is not taken for one of ours."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum, EnumMeta
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from clinic.reading.values import Reading

Plain = dict[str, Any]


def dump(reading: Reading) -> Plain:
    """Return a reading as plain values; what is as usual is left out."""
    return {"version": version(), **_plain(reading)}


def load(stored: Plain | None) -> Reading | None:
    """Return what `dump` made plain; None where nothing is stored, or a reading of another version."""
    if not stored or stored.get("version") != version():
        return None
    reading: Reading = _maker(Reading)({name: value for name, value in stored.items() if name != "version"})
    return reading


@cache
def version() -> str:
    """Return a hash of the fields and types that a reading is made of."""
    return sha256(repr(_shape(Reading)).encode()).hexdigest()[:8]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        named = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(one) for field, one in named if one != _default(field)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | tuple):
        plain = [_plain(one) for one in value]
        return sorted(plain) if isinstance(value, frozenset) else plain
    return value


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """Return the function that makes a value of a type from what `_plain` made of it."""
    within = [_maker(one) for one in get_args(kind) if one not in (type(None), Ellipsis)]
    if get_origin(kind) is UnionType:
        return lambda plain: None if plain is None else within[0](plain)
    several: Any = get_origin(kind)
    if several in (tuple, frozenset):
        return lambda plain: several(map(within[0], plain))
    if isinstance(kind, type) and is_dataclass(kind):
        makers = {name: _maker(hint) for name, hint in get_type_hints(kind).items()}
        return lambda plain: kind(**{name: makers[name](one) for name, one in plain.items()})
    return kind if isinstance(kind, EnumMeta) else lambda plain: plain


def _shape(kind: Any) -> Any:
    """Return the fields of a type and of all types in it; of an enumeration its values."""
    if is_dataclass(kind):
        return [(name, _shape(hint)) for name, hint in get_type_hints(kind).items()]
    if get_args(kind):
        return [str(get_origin(kind)), *map(_shape, get_args(kind))]
    return list(kind.__members__) if isinstance(kind, EnumMeta) else str(kind)
