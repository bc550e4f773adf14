"""The shell of the README: the same assistant on the terminal."""

import os
import subprocess
import sys
from pathlib import Path

import yaml


def test_the_shell_answers_what_is_typed(tmp_path: Path) -> None:
    number = yaml.safe_load(Path("content/clinic.yml").read_text("utf-8"))["emergency_number"]
    talk = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "extensions.runtime", "shell"],
        input="i cant breathe\n/stop\n",
        capture_output=True,
        text=True,
        timeout=180,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/shell.db"},
    )
    assert talk.returncode == 0, talk.stderr[-500:]
    assert str(number) in talk.stdout
