"""A PostgreSQL server for tests: the machine's own binaries, in a folder that goes away again.

``PICKUPKIT_TEST_POSTGRES`` names a server to use instead; it is never restarted.
``PICKUPKIT_REQUIRE_POSTGRES`` makes its absence an error.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

_PLACES: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")


def binaries() -> Path | None:
    """Find the folder of ``initdb`` and ``pg_ctl``, newest first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    spread = [folder for place in _PLACES for folder in Path("/").glob(place[1:])]
    return next((each for each in sorted(spread, reverse=True) if (each / "initdb").exists()), None)


class Server:
    """One server on a port of this machine."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._port = _free_port()
        # The server refuses to run as root.
        self._user: dict[str, Any] = {"user": "nobody", "extra_groups": []} if _is_root() else {}
        if self._user:
            shutil.chown(folder, "nobody")
        self._do("initdb", "-A", "trust", "-U", "pickupkit", "--no-sync", "-E", "UTF8")
        self._configure()
        self.start()

    @property
    def url(self) -> str:
        """Where its first database is."""
        return f"postgresql://pickupkit@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._do("pg_ctl", "-w", "-l", str(self._data / "log"), "start")

    def stop(self) -> None:
        """End it at once, as a crash would."""
        self._do("pg_ctl", "-w", "-m", "immediate", "stop")

    def restart(self) -> None:
        """Crash, and come back."""
        self.stop()
        self.start()

    def _configure(self) -> None:
        lines = (
            f"port = {self._port}",
            "listen_addresses = '127.0.0.1'",
            "unix_socket_directories = ''",
            "fsync = off",
            "max_connections = 60",
        )
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(("", *lines, "")))

    def _do(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self._data, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            timeout=60,
            **self._user,
        )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """Run a server of our own while the block runs; skip, or fail, where there is none."""
    programs = binaries()
    if programs is None:
        reason = "PostgreSQL is not installed here, and PICKUPKIT_TEST_POSTGRES names none"
        if os.environ.get("PICKUPKIT_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Not below pytest's own folder, into which the server's user cannot look.
    folder = Path(tempfile.mkdtemp(prefix="pickupkit-postgres-"))
    try:
        server = Server(programs, folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def new_database(url: str, options: str = "") -> str:
    """Make an empty database at a server, with ``options`` in SQL, and give its URL."""
    import psycopg

    name = f"pickupkit_test_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {options}")
    return f"{url.rpartition('/')[0]}/{name}"
