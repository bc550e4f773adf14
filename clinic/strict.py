"""Content files are checked at load: an unknown key, a missing key or a wrong type stops the start with its place."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

# libyaml reads the screening rules in a tenth of the time, where the package was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentError(Exception):
    """A content file cannot be used; the message names the file, the key and what to do."""


class Strict(BaseModel):
    """Base of all content records: unknown keys are errors, values never change after load."""

    class Config:
        extra = "forbid"
        frozen = True


Record = TypeVar("Record", bound=Strict)


def read_yaml(path: Path) -> Any:
    """Return what the YAML file holds; raise `ContentError` if it is missing or is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except FileNotFoundError:
        raise ContentError(f"{path}: the file is missing") from None
    except yaml.YAMLError as error:
        raise ContentError(f"{path}: not valid YAML: {error}") from None


def check(record: type[Record], data: Any, where: str) -> Record:
    """Return `data` as a frozen `record`; raise `ContentError` naming `where` and every faulty key."""
    if not isinstance(data, dict):
        raise ContentError(f"{where}: expected a mapping of keys to values")
    try:
        return record.parse_obj(data)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ContentError(f"{where}: {faults}") from None
