"""Prepare the process before the first `import rasa`: no TensorFlow, no telemetry, private logs, current time zones.

Call `prepare()` first in every entry point. Why Rasa can do without TensorFlow: docs/decisions/0001-no-tensorflow.md.
"""

import os
import sys
import types
import warnings
import zoneinfo
from pathlib import Path
from typing import Any

from extensions.runtime import private_logging

# The classes through which Rasa would import TensorFlow. None of them is used by our pipeline.
STUBBED_CLASSES = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
}

# What Rasa imports for testing models, for other databases, brokers and error reports than ours. None of it is
# installed (see pyproject.toml), and no command of ours uses it.
STUBBED_TOOLS = {
    "rasa.core.test": ("test",),
    "rasa.nlu.test": ("CVEvaluationResult", "determine_token_labels"),
    "rasa.utils.tensorflow.model_data": ("RasaModelData", "FeatureArray", "Data", "ragged_array_to_ndarray"),
    "rasa.nlu.extractors.crf_entity_extractor": ("CRFEntityExtractor", "CRFEntityExtractorOptions"),
    "boto3.dynamodb.conditions": ("Key",),
    "pymongo.collection": ("Collection",),
    "aio_pika": (),
    "aio_pika.exceptions": (),
    "aiormq": (),
    "rasa.core.brokers.pika": ("PikaEventBroker",),
    "structlog_sentry": ("SentryProcessor",),
    "sanic_cors": ("CORS",),  # both know only an older Sanic
    "sanic_jwt": ("Initialize", "exceptions"),
    "apscheduler.schedulers.asyncio": ("AsyncIOScheduler",),  # reminders, and models fetched from elsewhere
}

# What a command line needs, and who asks other servers: a fifth of all that a server would import. The shell does both.
STUBBED_IN_SERVERS = {
    "rasa.core.channels.console": ("CmdlineInput",),
    "aiohttp": ("ClientConnectionError", "ClientError", "ClientSession", "InvalidURL"),
    "aiohttp.client_exceptions": ("ContentTypeError",),
    "spacy.cli": (),
    "spacy.cli.info": ("info",),
}

# Rasa imports every messenger it knows at every start: two seconds and 25 MB. One that credentials.yml names stays.
CONNECTORS = {
    "botframework": "BotFrameworkInput",
    "facebook": "FacebookInput",
    "hangouts": "HangoutsInput",
    "mattermost": "MattermostInput",
    "rocketchat": "RocketChatInput",
    "slack": "SlackInput",
    "socketio": "SocketIOInput",
    "telegram": "TelegramInput",
    "twilio": "TwilioInput",
    "twilio_voice": "TwilioVoiceInput",
    "webexteams": "WebexTeamsInput",
}

# What Rasa and scikit-learn say of things that we do on purpose.
EXPECTED_WARNINGS = (
    "pkg_resources is deprecated",  # Rasa asks it for versions; setuptools stays below 81
    "You have defined training data with examples for training a response selector",  # TopicClassifier stands for it
    "The following duplicated intents have been found",  # Rasa derives `faq` once more from the examples
    "Slot auto-fill has been removed",
    "'RulePolicy' is not included",  # TurnPolicy stands for it; no visitor can send /restart or /back
)


def prepare(*, serving: bool = True, shell: bool = False) -> None:
    """Make the process ready for Rasa; doing it twice does nothing more.

    `serving=False` is for commands that never see a visitor, such as training: their logs keep their words.
    `shell`: whether it serves a terminal.
    """
    if "tensorflow" in sys.modules and sys.modules["tensorflow"] is None:
        return
    _set_environment(serving)
    zoneinfo.reset_tzpath(to=[])  # the tzdata package wins over system zones, which may be years old
    _hide_expected_warnings()
    _leave_out(STUBBED_CLASSES | STUBBED_TOOLS | _unused_connectors())
    if serving and not shell:
        _leave_out(STUBBED_IN_SERVERS)
        sys.modules["rich"] = None  # type: ignore[assignment]  # structlog would colour a terminal with it
    private_logging.quiet_structlog()
    if serving:
        private_logging.configure()
    _write_nothing_at_home()


def _set_environment(serving: bool) -> None:
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")
    os.environ.setdefault("RASA_CACHE_DIRECTORY", "var/rasa-cache")
    os.environ.setdefault("MPLCONFIGDIR", "var/matplotlib")
    os.environ.setdefault("PYTHONTZPATH", "")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # also keeps Rasa's progress bars quiet
    if serving:  # one message is one small product: more threads only wait for each other
        for library in ("OPENBLAS", "OMP", "MKL"):
            os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def _hide_expected_warnings() -> None:
    """Libraries put warning filters of their own in front of ours, so what is shown is decided where it is shown."""
    show = warnings.showwarning

    def show_unexpected(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
        expected = any(str(message).startswith(known) for known in EXPECTED_WARNINGS)
        if not expected and not issubclass(category, DeprecationWarning):
            show(message, category, *place, **more)

    warnings.showwarning = show_unexpected


def _leave_out(stubs: dict[str, tuple[str, ...]]) -> None:
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    for name, classes in stubs.items():
        stub = types.ModuleType(name)
        for class_name in classes:
            # `name` is what Rasa asks of every messenger when it lists them; some are raised or caught.
            members = {"__module__": name, "name": classmethod(_class_name)}
            setattr(stub, class_name, type(class_name, (Exception,), members))
        sys.modules[name] = stub
    components = types.ModuleType("rasa.engine.recipes.default_components")
    components.DEFAULT_COMPONENTS = []  # type: ignore[attr-defined]
    sys.modules[components.__name__] = components


def _unused_connectors() -> dict[str, tuple[str, ...]]:
    named = Path("credentials.yml").read_text("utf-8") if Path("credentials.yml").exists() else ""
    return {f"rasa.core.channels.{key}": (name,) for key, name in CONNECTORS.items() if f"\n{key}:" not in named}


def _class_name(cls: type) -> str:
    return cls.__name__


def _write_nothing_at_home() -> None:
    import rasa.constants
    import rasa.utils.common

    rasa.constants.GLOBAL_USER_CONFIG_PATH = "var/rasa.yml"
    # Though telemetry is off, Rasa would write there that it is on, with an id for this machine.
    rasa.utils.common.write_global_config_value = lambda *_: False
