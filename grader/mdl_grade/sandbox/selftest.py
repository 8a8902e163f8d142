"""The self-test: a locked worker tries what is forbidden, and what it met is what is believed."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.errors import GraderFault
from mdl_grade.records.model import Isolation
from mdl_grade.sandbox import probes
from mdl_grade.sandbox.control import Layer, Limits
from mdl_grade.sandbox.isolation import judge, not_tested
from mdl_grade.sandbox.launch import LauncherGone
from mdl_grade.sandbox.locked import Worker, WorkerStopped
from mdl_grade.sandbox.machine import Machine

PROBE_SECONDS = 20.0
CANARY = "canary.py"
PLACES = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108


class SelfTest:
    """A worker that tries what is forbidden."""

    def __init__(self, worker: Worker, limits: Limits) -> None:
        self._worker, self._limits = worker, limits

    def verdict(self, without: frozenset[Layer], machine: Machine) -> Isolation:
        """Let it try, on a file that everyone else may read and run, in a folder that everyone may write to."""
        try:
            with canary_for_all() as canary:
                targets = probes.Targets(str(canary.file), os.getpid(), self._limits.memory)
                try:
                    self._worker.ready()
                    answer = self._worker.exchange(targets.encode(), seconds=PROBE_SECONDS, data_cap=0)
                except WorkerStopped as stopped:
                    return not_tested(str(stopped))
                except GraderFault as fault:
                    raise LauncherGone(str(fault)) from None
                seen = canary.checked(probes.decode(answer.header))
        except OSError as error:
            return not_tested(f"no file could be made to try it on ({error.strerror or error})")
        applied = self._worker.applied
        return judge(applied.layers, seen, without, applied.obstacles, machine)

    def close(self) -> None:
        self._worker.close()


@dataclass(frozen=True)
class Canary:
    """An executable module that everyone may read, in a folder that everyone may write to."""

    file: Path

    def checked(self, seen: Mapping[str, probes.ProbeObservation]) -> dict[str, probes.ProbeObservation]:
        """Return what was seen, less what the state of the canary belies."""
        seen = dict(seen)
        if not self.file.exists() or not _open_to_all(self.file):
            closed = probes.ProbeObservation(
                probes.ProbeOutcome.UNCLEAR, "no folder of this machine is open to all its users"
            )
            refused = [
                a.name for a in probes.ATTEMPTS if a.on_file and seen[a.name].outcome is probes.ProbeOutcome.REFUSED
            ]
            seen |= dict.fromkeys(refused, closed)
        if self.file.with_name("written").exists():
            seen["write_file"] = probes.ProbeObservation(probes.ProbeOutcome.POSSIBLE)
        return seen


@contextmanager
def canary_for_all() -> Iterator[Canary]:
    """Make the file to try things on, if possible where a worker without a lock could get at it.

    Raises
    ------
    OSError
        If it can be made nowhere.
    """
    places = dict.fromkeys([tempfile.gettempdir(), *PLACES])
    refusal = OSError("no temporary folder")
    for place in sorted(places, key=lambda place: not _open_to_all(Path(place) / "canary")):
        try:
            folder = _with_canary(place)
        except OSError as error:
            refusal = error
            continue
        with folder as name:
            yield Canary(Path(name) / CANARY)
        return
    raise refusal


def _with_canary(place: str) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="mdl-grade-", dir=place)
    try:
        Path(folder.name).chmod(0o1777)
        canary = Path(folder.name) / CANARY
        canary.write_text("# the self-test of mdl-grade\n")
        canary.chmod(0o755)
    except OSError:
        folder.cleanup()
        raise
    return folder


def _open_to_all(file: Path) -> bool:
    """Tell whether the folders above a file let in whoever a worker runs as."""
    if os.geteuid() != 0:
        return True
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in file.resolve().parents if folder.exists())
