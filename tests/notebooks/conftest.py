"""Tests with the real nbgrader, in an environment that has the extra `nbgrader`: `.ci/run` makes one."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

if importlib.util.find_spec("nbgrader") is None:
    collect_ignore_glob = ["test_*.py"]

sys.path.insert(0, str(Path(__file__).parent))
BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def run():
    """Run a program of this environment by its full path: nothing is activated."""

    def called(program, *words, cwd, code=0):
        command = [BIN / program, *map(str, words)]
        done = subprocess.run(command, cwd=cwd, env=_bare(cwd), capture_output=True, text=True, timeout=600)
        told = done.stdout + done.stderr
        assert done.returncode == code, told
        return told

    return called


@pytest.fixture(scope="session")
def run_hosted(tmp_path_factory):
    """Run a program in a fork of a process that has imported it."""
    from hosted import call

    logs = tmp_path_factory.mktemp("logs")

    def called(program, *words, cwd, code=0):
        found, told = call(program, [*map(str, words)], cwd, _bare(cwd), logs / "log")
        assert found == code, told
        return told

    return called


def _bare(home):
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}


def _programs():
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


@pytest.fixture(scope="session")
def postgresql():
    """Start a PostgreSQL in a folder of its own, reached by a socket in it; yield what makes a database."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="mdl-postgresql-") as name:
        folder = Path(name)
        data = folder / "data"
        user = {}
        if os.geteuid() == 0:  # it refuses to be root
            shutil.chown(folder, "nobody", "nogroup")
            user = {"user": "nobody", "group": "nogroup", "extra_groups": []}

        def called(program, *words):
            done = subprocess.run(
                [programs / program, *words], cwd=folder, capture_output=True, text=True, timeout=60, **user
            )
            assert done.returncode == 0, done.stdout + done.stderr

        called("initdb", "--pgdata", data, "--username", "grader", "--auth", "trust", "--no-sync")
        called(
            "pg_ctl", "start", "--wait", "--pgdata", data, "--log", folder / "log",
            "--options", f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off",
        )  # fmt: skip
        try:

            def database(called_so):
                import psycopg2

                connection = psycopg2.connect(host=name, user="grader", dbname="postgres")
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute(f'CREATE DATABASE "{called_so}"')
                connection.close()
                return f"postgresql+psycopg2://grader@/{called_so}?host={name}"

            yield database
        finally:
            called("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", data)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request):
    """Where the gradebook is: "" is the file that nbgrader makes itself."""
    if request.param == "SQLite":
        return ""
    return request.getfixturevalue("postgresql")("gradebook")


@pytest.fixture
def course(request, tmp_path, database):
    """A course folder: with SQLite, by programs in processes of their own; with PostgreSQL, in the faster way."""
    from courses import Course

    return Course(tmp_path / "maths", request.getfixturevalue("run_hosted" if database else "run"), database)
