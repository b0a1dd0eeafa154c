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

import psycopg
import pytest
from sqlalchemy import Engine

from graph.database import migrate, open_engine

WATCH = 'cat > /dev/null; "$1" -D "$2/data" -w -m immediate stop > /dev/null 2>&1; rm -rf "$2"'
"""What the process does that watches over a PostgreSQL server."""


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite file."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server without a database's name."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("NO POSTGRESQL ON THIS MACHINE: what holds for it alone is not tested")
    with running_postgres(binaries) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    _run_as_admin(postgres_server, f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    _run_as_admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, empty database; the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with its tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a PostgreSQL database with its tables, to be copied."""
    name = "template_of_tests"
    _run_as_admin(postgres_server, f"CREATE DATABASE {name}")
    _migrate(f"{postgres_server}/{name}")
    return name


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A fresh database with its tables; the test runs once on each kind."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        opened = open_engine(f"sqlite:///{path}")
        yield opened
        opened.dispose()
        return
    server, name = request.getfixturevalue("postgres_server"), f"test_{uuid4().hex}"
    _run_as_admin(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    opened = open_engine(f"{server}/{name}")
    yield opened
    opened.dispose()
    _run_as_admin(server, f"DROP DATABASE {name} WITH (FORCE)")


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def _run_as_admin(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres".replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


def postgres_binaries() -> Path | None:
    """Where `initdb` and `pg_ctl` are: in the path, in Debian's folders, or in the package `pgserver`."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = importlib.util.find_spec("pgserver")
    folders += [Path(place) / "pginstall" / "bin" for place in (package.submodule_search_locations or [])] if package else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextlib.contextmanager
def running_postgres(binaries: Path) -> Iterator[str]:
    """A server of its own: its URL without a database's name."""
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

    with _watched(binaries, folder, owner):
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", "-w", "-o", options, "start")
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"


@contextlib.contextmanager
def _watched(binaries: Path, folder: Path, owner: str | None) -> Iterator[None]:
    """Have a server stopped and its folder removed at the end, even if these tests are killed before.

    A process of its own waits for the end of its standard input, which the system closes whatever becomes of this one.
    """
    command = ["sh", "-c", WATCH, "watch", str(binaries / "pg_ctl"), str(folder)]
    watch = subprocess.Popen(command, stdin=subprocess.PIPE, user=owner, cwd=folder.parent, start_new_session=True)
    assert watch.stdin
    try:
        yield
    finally:
        watch.stdin.close()
        assert watch.wait(60) == 0


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
