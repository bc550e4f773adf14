"""Content files are checked at load: an unknown key, a missing key or a wrong type stops the start with its place."""

import reprlib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

# libyaml reads the screening rules in a tenth of the time, where the package was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StartError(Exception):
    """The start is refused; the message is for the person who starts: what was found where, and what is wanted."""


class ContentError(StartError):
    """A content file cannot be used; the message names the file, the key and what to do."""


class Strict(BaseModel):
    """Base of all content records: unknown keys are errors, values never change after load."""

    class Config:
        extra = "forbid"
        frozen = True
        error_msg_templates = {
            "type_error.list": 'expected a list, e.g. ["09:00-17:00"] or []',
            "value_error.extra": "there is no such key",
            "value_error.missing": "this key is missing",
        }


Record = TypeVar("Record", bound=Strict)


def read_yaml(path: Path) -> Any:
    """Return what the YAML file holds; raise `ContentError` if it is missing or is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except FileNotFoundError:
        raise ContentError(f"{path}: the file is missing") from None
    except OSError as error:
        raise ContentError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ContentError(f"{path}: not UTF-8; save the file with that encoding") from None
    except yaml.YAMLError as error:
        raise ContentError(f"{path}: not valid YAML: {error}") from None


def check(record: type[Record], data: Any, where: str) -> Record:
    """Return `data` as a frozen `record`; raise `ContentError` naming `where` and every faulty key."""
    if not isinstance(data, dict):
        raise ContentError(f"{where}: expected a mapping of keys to values")
    try:
        return record.parse_obj(data)
    except ValidationError as error:
        faults = [(fault["loc"], fault["msg"]) for fault in error.errors()]
        lines = [f"{'.'.join(map(str, place))}: {wanted}{_found(data, place)}" for place, wanted in faults]
        raise ContentError(f"{where}: " + "; ".join(lines)) from None


def _found(data: Any, place: tuple[int | str, ...]) -> str:
    """Return what stands at a place of the file, in brackets and shortened; nothing if it is not there."""
    try:
        for step in place:
            data = data[step]
    except (KeyError, IndexError, TypeError):
        return ""
    return "" if isinstance(data, dict) else f" (found {reprlib.repr(data)})"
