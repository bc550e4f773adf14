"""A real PostgreSQL for tests: a private cluster on a socket of its own, which can be stopped and started."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HINT = "PostgreSQL is not installed; on Debian: apt-get install postgresql"


class Cluster:
    """One cluster; `url` is its address."""

    def __init__(self, binaries: Path) -> None:
        self._user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        self.home = Path(tempfile.mkdtemp(prefix="pg"))
        if self._user:
            shutil.chown(self.home, "postgres", "postgres")
        self.url = f"postgresql://postgres@/postgres?host={self.home}"
        self._control = [f"{binaries}/pg_ctl", "-D", f"{self.home}/data", "-w"]
        self._run(f"{binaries}/initdb", "-D", f"{self.home}/data", "-U", "postgres", "-A", "trust", "--no-sync")

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-c listen_addresses='' -k {self.home} -F"
        self._run(*self._control, "-l", f"{self.home}/log", "-o", options, "start")

    def stop(self) -> None:
        """Stop as a crash would."""
        self._run(*self._control, "-m", "immediate", "stop")

    def _run(self, *command: str) -> None:
        subprocess.run([*self._user, *command], check=True, cwd=self.home, stdout=subprocess.DEVNULL)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a cluster; skip the test where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(p).parent for p in [shutil.which("initdb")] if p]
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HINT)
    running = Cluster(found[-1])
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.home)
