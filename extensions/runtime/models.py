"""When a model is current, and how one is trained."""

import hashlib
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

MODELS = Path("models")
TRAINING = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "extensions.runtime", "train"]
# All that a model is made of. A change here means a new training; content/ and actions/ are read at run time.
INGREDIENTS = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "extensions/nlu/*.py",
    "extensions/policies/*.py",
    "requirements/run.txt",
)


def ingredients_hash() -> str:
    """Return one hash over the names and contents of everything a model is trained from."""
    digest = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(Path().glob(pattern)):
            digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def current_model() -> Path:
    """Return where the current model lies, whether it is there or not."""
    return MODELS / f"assistant-{ingredients_hash()}.tar.gz"


def train_if_needed() -> Path:
    """Return the current model; train it first, in a process of its own that takes its memory with it, if need be."""
    path = current_model()
    if not path.exists() and subprocess.run(TRAINING).returncode:
        raise SystemExit("training failed; the messages above say why")
    return path


def train_always() -> Path:
    """Train a model, remove older ones and return its path; raise `SystemExit` when training fails."""
    from rasa.model_training import train

    _train_once_through()
    start = time.monotonic()
    print("training the assistant (less than a minute) ...", file=sys.stderr, flush=True)
    name = current_model().name.removesuffix(".tar.gz")
    result = train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=str(MODELS),
        fixed_model_name=name,
        force_training=True,
    )
    if result.code or not result.model:
        raise SystemExit("training failed; the messages above say why")
    for old in MODELS.glob("*.tar.gz"):
        if old.name != f"{name}.tar.gz":
            old.unlink()
    print(f"trained in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return Path(result.model)


def _train_once_through() -> None:
    """Leave out what Rasa does around a training that is of no use to us."""
    from rasa.engine.training.hooks import TrainingHook
    from rasa.shared.importers import utils
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    # Rasa's training cache hashes every token of every example after every step: longer than the training itself, and
    # it does not see a change in a module that a component uses. We only train when something changed.
    TrainingHook.on_before_node = lambda *_args, **_kwargs: {}
    TrainingHook.on_after_node = lambda *_args, **_kwargs: None
    # It reads all examples twice, copies them eleven times on the way and hashes all of every copy to find duplicates,
    # of which tests/data finds none: two thirds of the time.
    read = cache(utils.training_data_from_paths)
    utils.training_data_from_paths = lambda paths, language: read(tuple(paths), language)
    Message.__deepcopy__ = lambda message, _memo: message
    TrainingData.sanitize_examples = staticmethod(list)
