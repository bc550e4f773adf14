"""The records of content/screening/net.yml: what is asked about though no phrase has read it."""

from clinic.strict import Strict


class Telling(Strict):
    """From which probability on (0 to 1), and from how many words on, a clause tells something; see net.yml."""

    least: float
    suspected: float
    trace: float
    plain: float
    sure: float
    few: int
    beside: float
    many: int
    plainly: float
    certain: float


class Net(Strict):
    """What the second, cautious reader goes by: frames such as "im on", what follows them harmlessly, endings."""

    takes: tuple[str, ...]
    has: tuple[str, ...]
    inner: tuple[str, ...]
    illness: tuple[str, ...]
    fillers: tuple[str, ...]
    endings: tuple[str, ...]
    unlike: tuple[str, ...]
    hints: tuple[str, ...]
    telling: Telling
