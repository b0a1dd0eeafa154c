"""Real databases for the tests: SQLite files, and a PostgreSQL server that the tests start themselves."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text

from graph.database import migrate, open_engine


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite file."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server without a database's name."""
    binaries = _postgres_binaries()
    if binaries is None:
        pytest.skip("NO POSTGRESQL ON THIS MACHINE: what holds for it alone is not tested")
    with _running_postgres(binaries) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    admin = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield f"{postgres_server}/{name}"
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, empty database; the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh database with its tables; the test runs once on each kind."""
    opened = open_engine(database_url)
    migrate(opened)
    yield opened
    opened.dispose()


def _postgres_binaries() -> Path | None:
    """Where `initdb` and `pg_ctl` are: in the path, in Debian's folders, or in the package `pgserver`."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = importlib.util.find_spec("pgserver")
    folders += [Path(place) / "pginstall" / "bin" for place in (package.submodule_search_locations or [])] if package else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextlib.contextmanager
def _running_postgres(binaries: Path) -> Iterator[str]:
    owner = _unprivileged_user()
    port = _free_port()
    folder = Path(tempfile.mkdtemp(prefix="backchannel-postgres-"))
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"

    def call(tool: str, *arguments: str) -> None:
        command = [str(binaries / tool), "-D", str(data), *arguments]
        with (folder / "output.log").open("a") as log:
            done = subprocess.run(command, user=owner, cwd=folder, stdout=log, stderr=log, timeout=120, check=False)
        assert done.returncode == 0, (folder / "output.log").read_text()

    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _unprivileged_user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
