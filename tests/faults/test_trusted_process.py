"""Whatever happens to the trusted process: no wrong mark, no lost report, no process left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from mdl_grade.course import builtin_course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="orphans are counted by a subreaper")

EXERCISE = "chapter10/dense_backward"
SOLUTION = str(builtin_course().solutions / f"{EXERCISE}.py")
CHARGED = {"failed", "error", "timeout"}


class Ended(Protocol):
    """How a command ended (see conftest.py)."""

    code: int
    out: str
    err: str
    survivors: list[str]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def undisturbed() -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mdl_grade", EXERCISE, SOLUTION, "--report", "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def comparable(report: str) -> dict[str, Any]:
    """Return a report without its times."""
    found: dict[str, Any] = json.loads(report)
    del found["timing"]
    return found


def statuses(report: dict[str, Any]) -> list[str]:
    return [check["status"] for exercise in report["exercises"] for check in exercise["checks"]]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- asked to end -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "code", "when"), [("SIGINT", 130, 1), ("SIGINT", 130, 4), ("SIGTERM", 143, 3), ("SIGHUP", 129, 1)]
)
def test_a_signal_ends_everything(
    command: Callable[..., Ended], tmp_path: Path, name: str, code: int, when: int
) -> None:
    """Said in words and by the exit code; no report, not even half of one, no temporary file, no process."""
    spare = tmp_path / "tmp"
    spare.mkdir()
    ended = command(f"{name}@{when}", EXERCISE, SOLUTION, "--report", "report.json", TMPDIR=str(spare))
    assert ended.code == code
    assert f"Ended by {name}: grading was not finished, and no report was written." in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert ended.survivors == []
    assert left(tmp_path / "work") == left(spare) == []


def test_a_signal_does_not_touch_an_earlier_report(command: Callable[..., Ended], tmp_path: Path) -> None:
    """The file keeps what it had."""
    report = tmp_path / "report.json"
    report.write_text("of yesterday")
    assert command("SIGTERM@3", EXERCISE, SOLUTION, "--report", str(report)).code == 143
    assert report.read_text() == "of yesterday"


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGKILL", -signal.SIGKILL)])
def test_grading_processes_end_with_the_command(command: Callable[..., Ended], name: str, code: int) -> None:
    """With --jobs there are processes between the command and its workers; they end with it as well."""
    words = [EXERCISE, "chapter10/sigmoid_prime", str(builtin_course().solutions), "--jobs", "2"]
    ended = command(f"{name}@jobs", *words)
    assert ended.code == code
    assert ended.survivors == []
    assert "Traceback" not in ended.err


def test_a_kill_leaves_no_process(command: Callable[..., Ended]) -> None:
    """The trusted process can't say goodbye: its workers notice."""
    ended = command("SIGKILL@3", EXERCISE, SOLUTION)
    assert ended.code == -signal.SIGKILL
    assert ended.survivors == []


# --- no room ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k,mode=1777", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_report_that_does_not_fit_is_kept_elsewhere(
    command: Callable[..., Ended], undisturbed: str, small_disk: Path, tmp_path: Path
) -> None:
    """The disk fills while grading: the result is shown, the report is saved elsewhere, no torn file is left."""
    spare = tmp_path / "tmp"
    spare.mkdir()
    report = small_disk / "report.json"
    words = [EXERCISE, SOLUTION, "--report", str(report)]
    ended = command(f"fill={small_disk}@2", *words, TMPDIR=str(spare))
    assert ended.code == 3
    assert "6 of 6 points" in ended.out or "Everything passed" in ended.out
    assert f"can't be written to {report}: No space left on device." in ended.err
    (folder,) = spare.iterdir()
    assert f"Kept here instead: {folder / 'report.json'}" in ended.err
    assert comparable((folder / "report.json").read_text()) == comparable(undisturbed)
    assert left(small_disk) == ["ballast"]
    assert ended.survivors == []


def test_no_room_anywhere_is_said(command: Callable[..., Ended], small_disk: Path) -> None:
    """The result is on the screen; nothing half-written is left."""
    words = [EXERCISE, SOLUTION, "--report", str(small_disk / "report.json")]
    ended = command(f"nowhere={small_disk}@2", *words, TMPDIR=str(small_disk))
    assert ended.code == 3
    assert "Everything passed" in ended.out
    assert "Make room there, and grade again: the result will be the same." in ended.err
    assert left(small_disk) == ["ballast"]


def test_a_full_temporary_folder_does_not_matter(
    command: Callable[..., Ended], undisturbed: str, small_disk: Path
) -> None:
    """From the beginning: the self-test finds another place for its canary."""
    (small_disk / "ballast").write_bytes(bytes(4096 * 63))
    ended = command(f"fill={small_disk}@1", EXERCISE, SOLUTION, "--report", "-", TMPDIR=str(small_disk))
    assert ended.code == 0, ended.err
    assert comparable(ended.out) == comparable(undisturbed)
    assert ended.report["isolation"]["trust"] == "enforced"


@pytest.mark.parametrize("home", ["/nonexistent", "/proc"])
def test_a_home_is_not_needed(command: Callable[..., Ended], undisturbed: str, home: str) -> None:
    """Missing or read-only: the same report."""
    ended = command("none", EXERCISE, SOLUTION, "--report", "-", HOME=home, XDG_CACHE_HOME=home)
    assert ended.code == 0, ended.err
    assert comparable(ended.out) == comparable(undisturbed)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_do_not_matter(
    command: Callable[..., Ended], undisturbed: str, tmp_path: Path, closed: str
) -> None:
    """Nobody to talk to, and descriptors 0 to 2 free for others to take: the same report."""
    report = tmp_path / "report.json"
    ended = command("none", EXERCISE, SOLUTION, "--report", str(report), shell=f'exec "$@" {closed}')
    assert ended.code == 0, ended.err
    assert comparable(report.read_text()) == comparable(undisturbed)
    assert ended.survivors == []


def test_a_stepped_clock_does_not_matter(command: Callable[..., Ended], undisturbed: str) -> None:
    """Years forth and back at every look: deadlines don't look at the time of day."""
    ended = command("clock@1", EXERCISE, SOLUTION, "--report", "-")
    assert ended.code == 0, ended.err
    assert comparable(ended.out) == comparable(undisturbed)


@pytest.mark.parametrize("fault", ["memory=0@1", "memory=0@3", "memory=300000@3", "memory=20000000@2", "descriptors@2"])
def test_what_the_grader_lacks_is_not_charged(command: Callable[..., Ended], fault: str) -> None:
    """Out of memory or descriptors in the trusted process: exit code 3, checks passed or not judged, none lost."""
    ended = command(fault, EXERCISE, SOLUTION, "--report", "-")
    assert ended.survivors == []
    if ended.code == 0:
        assert set(statuses(ended.report)) == {"passed"}
    elif ended.code == 1:  # OpenBLAS ends the process by itself
        assert ended.out == ""
        assert "OpenBLAS error: Memory allocation still failed" in ended.err
    else:
        assert ended.code == 3, ended.err
        assert ended.out == "" or not CHARGED & set(statuses(ended.report))
