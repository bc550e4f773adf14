"""Where content lies: in the clinic's own folder first, else in what comes with the assistant."""

from pathlib import Path

CONTENT = Path(__file__).parents[1] / "content"
LANGUAGES = Path(__file__).parent / "language"
ENGLISH = LANGUAGES / "en"


def default_file(folder: Path, name: str) -> Path:
    """Return the clinic's own file `name` of its content `folder`, or the one in content/defaults."""
    own = folder / name
    return own if own.exists() else CONTENT / "defaults" / name


def treatment_folder(folder: Path, treatment: str) -> Path:
    """Return the rules of a treatment: the clinic's own below its content `folder`, or those in content/treatments."""
    own = folder / "treatments" / treatment
    return own if own.is_dir() else CONTENT / "treatments" / treatment
