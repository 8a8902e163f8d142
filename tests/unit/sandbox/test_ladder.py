"""On every machine the best wall that it can have, and in the report what that is: through the real command."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.records.model import Trust
from mdl_grade.sandbox import bubblewrap, wire
from mdl_grade.sandbox.wall import Stop, Wall, WorkerStopped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other machines are played on Linux")

EXERCISE = "chapter10/sigmoid_prime"
COMMAND = """
import sys
from mdl_grade.sandbox import machine
machine.THIS = machine.Machine({machine})
from mdl_grade.cli import main
main()
"""


@pytest.fixture(scope="module", autouse=True)
def whole_wall() -> None:
    """What lower rungs lack must be there to begin with."""
    with Wall() as wall:
        if wall.isolation().trust is not Trust.ENFORCED:
            pytest.skip(" ".join(wall.isolation().missing))


@dataclass(frozen=True)
class Rung:
    """A machine, and what its reports say."""

    machine: str
    trust: Trust
    layers: dict[str, bool | int]
    possible: set[str] = field(default_factory=set)
    missing: str = ""


NO_FILES_TOLD_APART = {"read_file", "import_outside"}
RUNGS = {
    "all layers": Rung("", Trust.ENFORCED, {"seccomp": True, "zygote": True}),
    "Linux 5.13": Rung("landlock=1", Trust.ENFORCED, {"landlock": 1, "seccomp": True}),
    "Linux 6.7": Rung("landlock=4", Trust.ENFORCED, {"landlock": 4, "seccomp": True}),
    "no seccomp": Rung(
        "seccomp=False", Trust.PARTIAL, {"seccomp": False}, {"inet_socket", "unix_socket"}, "seccomp is missing"
    ),
    "neither": Rung(
        "landlock=0, seccomp=False",
        Trust.PARTIAL,
        {"landlock": 0, "seccomp": False},
        {*NO_FILES_TOLD_APART, "inet_socket", "write_file"},
        "Landlock is missing",
    ),
    "no fork": Rung("fork=False", Trust.ENFORCED, {"zygote": False, "seccomp": True}),
    "no fork, no Landlock": Rung("fork=False, landlock=0", Trust.ENFORCED, {"zygote": False, "landlock": 0}),
    "macOS": Rung(
        "system='darwin', fork=False, landlock=0, seccomp=False",
        Trust.COOPERATIVE,
        {"zygote": False, "landlock": 0, "seccomp": False, "no_new_privs": False},
        {*NO_FILES_TOLD_APART, "memory", "inet_socket"},
        "exist on Linux only",
    ),
}


def mdl_grade(machine: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-c", COMMAND.format(machine=machine), *words]
    # In a folder that no checkout is in: under a secret, that would be refused.
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tempfile.mkdtemp())
    assert "Traceback" not in done.stderr, done.stderr
    return done


def answer(name: str = EXERCISE) -> str:
    return str(builtin_course().solutions / f"{name}.py")


@pytest.mark.parametrize("name", RUNGS)
def test_the_best_there_is_and_said_to_be(name: str) -> None:
    """A right answer gets all points on every rung; the report says which one it is, by what was seen."""
    rung = RUNGS[name]
    done = mdl_grade(rung.machine, EXERCISE, answer(), "--report", "-")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    isolation = report["isolation"]
    assert report["score"]["points"] == report["score"]["max_points"] > 0
    assert isolation["trust"] == rung.trust
    assert rung.layers.items() <= isolation["layers"].items()
    possible = {probe for probe, refused in isolation["probes"].items() if not refused}
    assert rung.possible <= possible
    assert bool(possible) is (rung.trust is not Trust.ENFORCED)
    assert rung.missing in " ".join(isolation["missing"])


@pytest.mark.parametrize("name", [name for name, rung in RUNGS.items() if rung.trust is not Trust.ENFORCED])
def test_official_grading_refuses_lower_rungs(name: str, tmp_path: Path) -> None:
    """The message says what is missing, how to get it, and how to grade all the same; then nothing is graded."""
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef")
    rung = RUNGS[name]
    report = tmp_path / "report.json"
    words = [EXERCISE, answer(), "--secret-file", str(secret), "--report", str(report)]
    done = mdl_grade(rung.machine, *words)
    assert done.returncode == 3
    assert f"is {rung.trust.value}, and enforced is asked for" in done.stderr
    assert rung.missing in done.stderr
    assert "An answer could" in done.stderr
    assert f"--isolation {rung.trust.value}" in done.stderr
    assert not report.exists()
    assert mdl_grade(rung.machine, *words, "--isolation", rung.trust.value).returncode == 0
    assert json.loads(report.read_bytes())["isolation"]["trust"] == rung.trust


def test_doctor_says_what_was_not_refused() -> None:
    """Exit code 1, the attempts that worked, and what to do."""
    done = mdl_grade("seccomp=False", "doctor")
    assert done.returncode == 1
    assert "isolation: partial" in done.stdout
    (network,) = [line for line in done.stdout.splitlines() if "reach the network" in line and "could" not in line]
    assert network.endswith("NOT REFUSED")
    assert "seccomp is missing: it needs" in done.stdout
    assert "can be graded here" not in done.stdout


def test_official_runs_are_declined_on_windows(tmp_path: Path) -> None:
    """Before anything is run, and with what to do instead, whatever isolation is said to be enough."""
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef")
    done = mdl_grade("system='win32'", EXERCISE, answer(), "--secret-file", str(secret), "--isolation", "cooperative")
    assert (done.returncode, done.stdout) == (3, "")
    assert "only one's own can" in done.stderr
    assert "WSL2" in done.stderr


def test_windows_is_cooperative_for_ones_own_work() -> None:
    """`doctor` says so and what that means, and so does a report."""
    doctor, grade = mdl_grade("system='win32'", "doctor"), mdl_grade("system='win32'", EXERCISE, answer())
    assert doctor.returncode == 1
    assert "isolation: cooperative, and no wall. Your code runs in a process of its own" in doctor.stdout
    assert grade.returncode == 0
    assert "Isolation was cooperative" in grade.stdout


def test_no_option_or_variable_plays_another_machine() -> None:
    """What the tests put in place is a name in the trusted process: nothing reads it from outside."""
    package = Path(bubblewrap.__file__).parents[1]
    users = {p.name for p in package.rglob("*.py") if "machine.THIS" in p.read_text()}
    assert users == {"wall.py"}
    assert not re.search(r"environ\b.*[\[(]|getenv|open\(", (package / "sandbox" / "machine.py").read_text())


def test_without_landlock_a_whole_chapter_is_graded() -> None:
    """All that the course's answers use is loaded ahead: no file has to be opened."""
    done = mdl_grade("landlock=0", "chapter10", str(builtin_course().solutions), "--report", "-")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["isolation"]["layers"]["landlock"] == 0
    assert report["isolation"]["trust"] == Trust.ENFORCED
    assert {exercise["status"] for exercise in report["exercises"]} == {"passed"}


# --- bubblewrap -------------------------------------------------------------------------------------------------------
def bubblewrap_works() -> bool:
    try:
        bubblewrap.check(bubblewrap.interpreter(), ())
    except Exception:
        return False
    return True


wrapped = pytest.mark.skipif(
    not bubblewrap_works(), reason="bubblewrap is not here, or may not be used: apt-get install bubblewrap"
)
LOOK = """
import os
def sigmoid_prime(z):
    for path in ({paths}):
        try:
            os.stat(path)
        except OSError as error:
            print(path, type(error).__name__)
        else:
            print(path, "SEEN")
"""


@wrapped
@pytest.mark.parametrize("machine", ["", "fork=False", "landlock=0"])
def test_in_namespaces_nothing_outside_is_seen(machine: str, tmp_path: Path) -> None:
    """Not even that a file exists; answers are graded as ever, and the report says so."""
    done = mdl_grade(machine, EXERCISE, answer(), "--bubblewrap", "--report", "-")
    assert done.returncode == 0, done.stderr
    isolation = json.loads(done.stdout)["isolation"]
    assert isolation["trust"] == "enforced"
    assert all(isolation["probes"].values())
    assert isolation["layers"]["namespaces"] is True


@wrapped
def test_the_world_of_a_wrapped_worker_is_small(tmp_path: Path) -> None:
    """No home, no temporary files, no suites, no processes of the machine, with --bubblewrap and without."""
    course = builtin_course()
    suite, home = course.suites / f"{EXERCISE}.py", Path.home()
    outside = [str(suite), str(home / ".bashrc"), "/etc/passwd", "/var", f"/proc/{os.getpid()}", "/home", str(tmp_path)]
    file = tmp_path / "sigmoid_prime.py"
    file.write_text(LOOK.format(paths=", ".join(map(repr, outside)) + ","))
    words = [EXERCISE, str(file), "--report", "-", "--view", "instructor"]

    def seen(*more: str) -> set[str]:
        report = json.loads(mdl_grade("", *words, *more).stdout)
        lines = report["exercises"][0]["output"]["stdout"].split("\n")
        assert len(lines) > len(outside)
        return {line.split()[0] for line in lines if line.endswith(" SEEN")}

    assert seen() == set()
    assert seen("--bubblewrap") == set()


@wrapped
def test_a_replay_has_the_wall_of_the_record(tmp_path: Path) -> None:
    """An answer that is right only in a namespace of processes gets its verdict again, without being told how."""
    file, report = tmp_path / "sigmoid_prime.py", tmp_path / "report.json"
    file.write_text(f"import os\nif os.getpid() > 50:\n    raise OSError\n{Path(answer()).read_text()}")
    words = ["--report", str(report), "--view", "instructor"]
    replay = ["replay", str(report), "values", "--answer", str(file)]
    for passes, how in ((True, "--bubblewrap"), (False, "--no-bubblewrap")):
        assert (mdl_grade("", EXERCISE, str(file), how, *words).returncode == 0) is passes
        assert "The verdict is the same" in mdl_grade("", *replay).stdout
    assert "The verdict is another" in mdl_grade("", *replay, "--bubblewrap").stdout


USER = """
import sys
from mdl_grade.sandbox.wall import Wall
from mdl_grade.errors import IsolationError
try:
    with Wall(bubblewrap=True) as wall:
        isolation = wall.isolation()
        print(isolation.trust.value, all(isolation.probes.values()), isolation.layers["namespaces"])
except IsolationError as error:
    print("unavailable", error.what)
"""


@wrapped
def test_an_ordinary_user_is_wrapped_as_well(as_user: Callable[..., str]) -> None:
    """With a user namespace, where the machine allows them."""
    printed = as_user(USER)
    if printed.startswith("unavailable"):
        pytest.skip(printed)
    assert printed.split() == ["enforced", "True", "True"]


@wrapped
def test_wrapped_workers_are_killed_and_replaced() -> None:
    """Processes in another namespace are held, timed and ended like others."""
    request = wire.encode(wire.Load(1, "while True: pass", "answer.py", []))
    with Wall(bubblewrap=True) as wall:
        for _ in range(2):
            worker = wall.worker()
            with pytest.raises(WorkerStopped) as stopped:
                worker.exchange(request, seconds=0.3, data_cap=0)
            assert stopped.value.how is Stop.TIMEOUT
            assert worker.cpu_seconds() > 0  # of this worker, whatever its number is in there


def test_bubblewrap_that_is_not_there_is_asked_for_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for and not to be had is an error, never a weaker wall without a word."""
    monkeypatch.setenv("PATH", str(tmp_path))
    done = mdl_grade("", EXERCISE, answer(), "--bubblewrap")
    assert done.returncode == 3
    assert "apt-get install bubblewrap" in done.stderr
    assert "no `bwrap`" in mdl_grade("", "doctor").stdout


def test_bubblewrap_that_does_not_work_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own words, and what would allow it."""
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert shutil.which("bwrap") == str(fake)
    done = mdl_grade("", EXERCISE, answer(), "--bubblewrap")
    assert done.returncode == 3
    assert "setting up uid map: Permission denied" in done.stderr
    assert "apparmor_restrict_unprivileged_userns" in done.stderr
