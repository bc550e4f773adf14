"""The records that a treatment's rules are made of, as they stand in YAML; unknown keys and values are refused."""

from collections.abc import Mapping
from datetime import date
from math import inf

from pydantic import Field, root_validator, validator

from clinic.findings import Outcome
from clinic.strict import Strict


def in_days(value: object) -> int:
    """Return the days of an interval written `180d`; raise `ValueError` for anything else."""
    if not isinstance(value, str) or not value.endswith("d") or not value[:-1].isdigit():
        raise ValueError("write the interval in days, for example 180d")
    return int(value[:-1])


class Range(Strict):
    """The numbers from `from` on and below `under`; a bound that is not given is open."""

    at_least: float = Field(-inf, alias="from")
    under: float = inf

    def holds(self, number: float) -> bool:
        """Tell whether `number` is one of them."""
        return self.at_least <= number < self.under


class Step(Strict):
    """An outcome that holds while fewer than `under` days lie between (written `180d`); without it, from there on."""

    under: int | None = None
    outcome: Outcome

    @validator("under", pre=True)
    def _days(cls, value: object) -> int | None:
        return None if value is None else in_days(value)


class Outcomes(Strict):
    """What follows when a factor is present, and when it is past; the steps are in rising order of days.

    `asks_only`: nothing follows until the question about it was answered.
    """

    asks_only: bool = False

    present: tuple[Step, ...]
    past: tuple[Step, ...]

    @validator("present", "past", pre=True)
    def _steps(cls, value: object) -> object:
        return [{"outcome": value}] if isinstance(value, str) else value

    @validator("present", "past")
    def _rising(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        limits = [step.under for step in steps]
        days = [limit for limit in limits if limit is not None]
        if not limits or limits[-1] is not None or len(days) != len(limits) - 1 or days != sorted(days):
            raise ValueError("give the steps in rising order; only the last has no `under`")
        return steps


class Variant(Outcomes):
    """A narrowed reading of a factor: phrases that say it in full, and cues that narrow it from nearby.

    `anywhere`: its cues count in the whole message, not only in the sentence; `unless_denied`: not beside a "not".
    `mg_a_day`: a dose that is said decides by itself. The reader knows what the names elsewhere, planned, calm, unnamed
    and common mean; other names are free.
    """

    words: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    anywhere: bool = False
    unless_denied: bool = False
    mg_a_day: Range | None = None


class Context(Strict):
    """Words that count only when one of `needs` is said in the same message, with `dated` only beside a past time."""

    needs: tuple[str, ...] = ()
    dated: bool = False
    words: tuple[str, ...]


class Approval(Strict):
    """Who approved a rule, and when."""

    by: str
    on: date


class SignedOff(Strict):
    """From which day a rule holds, where it comes from and who approved it; without a source it says judgement."""

    holds_from: date = Field(alias="from")
    sources: tuple[str, ...] = ()
    basis: str | None = None
    approved: Approval | None

    @root_validator
    def _grounded(cls, values: dict[str, object]) -> dict[str, object]:
        if not values.get("sources") and values.get("basis") != "judgement":
            raise ValueError("name a source, or write basis: judgement")
        return values


class Factor(Outcomes, SignedOff):
    """One screening rule. `kind` tells the reader how to take a bare or past mention of it.

    `lingers` (days): a condition this fresh counts as present until it is said to be over. `symptom`: after a
    treatment it is a symptom, for the triage. `unless`: a message with one of these phrases does not speak of it.
    `ages` (years) of the person to be treated are this factor; `minor`: who is under age is not treated and not booked
    here. `episodic`: told in the present and over all the same.
    """

    id: str
    name: str
    origin: str
    kind: str
    words: tuple[str, ...]
    denied_by: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    variants: Mapping[str, Variant] = {}
    unknown_date: str = "strictest"
    ask: str = "date"
    wait: str
    confidence: str
    family_form: str | None = None
    history_form: str | None = None
    active_form: str | None = None
    settled_by: str | None = None
    own_form: str | None = None
    planned_form: str | None = None
    wish: str = "holds"
    evidence: str = "none"
    lingers: int = 0
    symptom: bool = False
    ages: Range | None = None
    minor: bool = False
    episodic: bool = False

    @validator("lingers", pre=True)
    def _lingers_in_days(cls, value: object) -> object:
        return in_days(value) if value else 0

    @validator("kind")
    def _known_kind(cls, kind: str) -> str:
        if kind not in ("condition", "medicine", "event", "implant", "plan"):
            raise ValueError("unknown kind")
        return kind
