"""The shell of the README: the same assistant on the terminal."""

import os
import subprocess
import sys
from pathlib import Path

import yaml


def shell(typed: str, folder: Path) -> str:
    """Return what the shell prints when this is typed."""
    talk = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "extensions.runtime", "shell"],
        input=typed,
        capture_output=True,
        text=True,
        timeout=180,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder}/shell.db"},
    )
    assert talk.returncode == 0, talk.stderr[-500:]
    return talk.stdout


def test_the_shell_answers_what_is_typed_after_an_answer_with_buttons_too(tmp_path: Path) -> None:
    number = yaml.safe_load(Path("content/clinic.yml").read_text("utf-8"))["emergency_number"]
    said = shell("does it hurt\ni cant breathe\n/stop\n", tmp_path)
    assert "1. What happens at a session?" in said
    assert str(number) in said.split("1. What happens at a session?")[1]


def test_a_number_presses_a_button_in_the_shell(tmp_path: Path) -> None:
    said = shell("does it hurt\n1\n/stop\n", tmp_path)
    assert "Does it hurt?" in said.split("1. What happens at a session?")[1]  # a button of the second answer
