"""A skip counts as a failure where nothing may be missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_with_ci_only(tmp_path: Path, ci: str, status: int) -> None:
    test = tmp_path / "test_sample.py"
    test.write_text("import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_a(): ...\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "--rootdir", str(tmp_path), str(test)]
    run = subprocess.run(
        command, env={**os.environ, "CI": ci}, cwd=HERE.parent, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == status, run.stdout
