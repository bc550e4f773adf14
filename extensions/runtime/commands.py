"""What `make` calls: our own server, and Rasa's command line for everything else."""

import socket
import sys
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path

from clinic.strict import StartError
from extensions.runtime.bootstrap import prepare


def main(arguments: list[str]) -> int:
    """Run the command named first; return the exit status. A refused start is said in a line, not in a traceback."""
    commands: dict[str, Callable[[list[str]], None]] = {"serve": serve, "train": train, "shell": shell, "rasa": rasa}
    if not arguments or arguments[0] not in commands:
        print(f"usage: python -m extensions.runtime {{{' | '.join(commands)}}}", file=sys.stderr)
        return 2
    try:
        commands[arguments[0]](arguments[1:])
    except StartError as error:
        print(f"Not started. {error}", file=sys.stderr)
        return 1
    return 0


def serve(arguments: list[str]) -> None:
    """Serve the web API and the widget with the model named, or with the current one, trained if there is none."""
    prepare()
    from clinic.wiring import open_all
    from extensions.runtime.models import train_if_needed
    from extensions.runtime.server import run

    open_all()

    run(Path(arguments[0]) if arguments else train_if_needed())


def train(arguments: list[str]) -> None:
    """Train a model; `--if-needed` keeps a current one."""
    from extensions.runtime.models import current_model, train_always

    if "--if-needed" in arguments and current_model().exists():
        return
    prepare(serving=False)
    from clinic.wiring import rules

    rules()  # learnt from, too: a fault in them is named before a training that would only wrap it
    train_always()


def shell(_: list[str]) -> None:
    """Talk to the same model with the same actions in Rasa's shell."""
    prepare(shell=True)
    from clinic.wiring import open_all
    from extensions.runtime.models import train_if_needed
    from extensions.runtime.shell import take_what_is_typed

    open_all()
    take_what_is_typed()
    port = str(_free_port())
    rasa(["shell", "--model", str(train_if_needed()), "--interface", "127.0.0.1", "--port", port])


def rasa(arguments: list[str]) -> None:
    """Hand over to Rasa's own command line, with our actions in the process."""
    prepare(serving=False)
    import rasa.__main__
    import rasa.server
    import sanic.response
    from rasa.core.tracker_store import TrackerStore, create_tracker_store

    # Rasa knows the Sanic of 2021: one process, and another name.
    sanic.Sanic.run = partialmethod(sanic.Sanic.run, single_process=True)
    sanic.response.stream = sanic.response.ResponseStream
    rasa.server.configure_cors = lambda *_: None  # the shell is no website
    rasa.__main__.configure_structlog = lambda *_: None  # its logs are not private; prepare()'s are
    TrackerStore.create = staticmethod(create_tracker_store)  # what it adds is clients of databases we left out
    _act_in_process()
    sys.argv = ["rasa", *arguments]
    rasa.__main__.main()


def _act_in_process() -> None:
    """Let Rasa's command line take `inprocess:` for the address of the actions."""
    from rasa.core.utils import AvailableEndpoints

    from extensions.runtime.inprocess import InProcessActions

    read = AvailableEndpoints.read_endpoints

    def read_endpoints(path: str) -> AvailableEndpoints:
        endpoints = read(path)
        if endpoints.action and str(endpoints.action.url).startswith("inprocess:"):
            endpoints.action = InProcessActions()
        return endpoints

    AvailableEndpoints.read_endpoints = staticmethod(read_endpoints)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
