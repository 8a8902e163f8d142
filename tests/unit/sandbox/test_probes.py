"""Each probe says "refused" exactly when a layer that refuses it is there: over all sets of layers, none left out."""

from __future__ import annotations

import errno
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mdl_grade.records.model import Trust
from mdl_grade.sandbox import machine, selftest
from mdl_grade.sandbox.confinement import Obstacle
from mdl_grade.sandbox.control import Layer
from mdl_grade.sandbox.isolation import HOW_TO_GET, judge, not_tested
from mdl_grade.sandbox.machine import Machine
from mdl_grade.sandbox.probes import ATTEMPTS, Attempt, ProbeObservation, ProbeOutcome, Targets, observe
from mdl_grade.sandbox.wall import Wall

linux = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp exist on Linux only")

EVERY_SET = [frozenset(s) for n in range(len(Layer) + 1) for s in itertools.combinations(Layer, n)]

SCRIPT = """
import json, os, sys
from mdl_grade.sandbox.confinement import Lock
from mdl_grade.sandbox.control import Layer, Limits
from mdl_grade.sandbox.probes import Targets, encode, observe_all
from mdl_grade.sandbox.selftest import canary_for_all
limits, parent = Limits(), os.getpid()
with canary_for_all() as canary:
    for names in json.loads(sys.argv[1]):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            lock = Lock(limits, frozenset(map(Layer, names)))
            lock.apply()
            os.write(write, encode(observe_all(Targets(str(canary.file), parent, limits.memory))))
            os._exit(0)
        os.close(write)
        with open(read) as answer:
            print(answer.read())
        assert os.waitpid(child, 0)[1] == 0
        canary.file.with_name("written").unlink(missing_ok=True)
"""


@dataclass(frozen=True)
class Started:
    """Who the workers of a run start as."""

    root: bool
    yama: bool = Path("/proc/sys/kernel/yama/ptrace_scope").exists()
    over_limits: bool = False


def may_raise_limits() -> bool:
    """Tell whether this process has CAP_SYS_RESOURCE, which a container may take from its root."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff")]
    return bool(int(line.split()[1], 16) >> 24 & 1)


def refused(probe: str, layers: Collection[Layer], by: Started) -> bool:
    """Tell which sets of layers refuse a probe: the documentation of the wall, as a function."""
    has = {layer: layer in layers for layer in Layer}
    tied = has[Layer.NO_NEW_PRIVS]
    rlimits, landlock, seccomp = has[Layer.RLIMITS], tied and has[Layer.LANDLOCK], tied and has[Layer.SECCOMP]
    dropped = by.root and has[Layer.UID]
    stays_root = by.root and not dropped
    another = landlock or dropped or (by.yama and not by.root)
    return {
        "memory": rlimits,
        "read_file": landlock or seccomp,
        "write_file": landlock or seccomp,
        "import_outside": landlock or seccomp,
        "see_file": seccomp,
        "inet_socket": seccomp,
        "unix_socket": seccomp,
        "fork": seccomp or (rlimits and not stays_root),
        "thread": seccomp or (rlimits and not stays_root),
        "execute": seccomp or landlock or (rlimits and dropped),
        "signal_process": seccomp or landlock or dropped,
        "read_process": seccomp or another,
        "copy_process_memory": seccomp or another,
        "act_as_root": not stays_root,
        "raise_limit": seccomp or (rlimits and not (stays_root and by.over_limits)),
    }[probe]


def check_all(printed: str, by: Started) -> None:
    answers = [json.loads(line) for line in printed.splitlines()]
    assert len(answers) == len(EVERY_SET) == 32
    for without, seen in zip(EVERY_SET, answers, strict=True):
        layers = frozenset(Layer) - without
        expected = {a.name: "refused" if refused(a.name, layers, by) else "possible" for a in ATTEMPTS}
        assert {name: outcome for name, (outcome, _) in seen.items()} == expected, sorted(layers)


@pytest.fixture(scope="module")
def whole() -> Iterator[Wall]:
    with Wall() as wall:
        if wall.isolation().trust is not Trust.ENFORCED:
            pytest.skip(" ".join(wall.isolation().missing))
        yield wall


@linux
def test_probes_tell_layers_apart(whole: Wall) -> None:
    """All 15 probes under all 32 sets of layers: with what refuses it gone, a probe says that it was possible."""
    words = json.dumps([sorted(without) for without in EVERY_SET])
    done = subprocess.run([sys.executable, "-P", "-c", SCRIPT, words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    check_all(done.stdout, Started(root=os.geteuid() == 0, over_limits=may_raise_limits()))


@linux
def test_probes_tell_layers_apart_for_users(whole: Wall, as_user: Callable[..., str]) -> None:
    """The same for whoever is not root, and so can't step down."""
    check_all(as_user(SCRIPT, json.dumps([sorted(without) for without in EVERY_SET])), Started(root=False))


def test_every_probe_can_be_refused_and_can_be_possible() -> None:
    """No probe is a constant."""
    by = Started(root=True, yama=False, over_limits=True)
    for attempt in ATTEMPTS:
        outcomes = {refused(attempt.name, frozenset(Layer) - without, by) for without in EVERY_SET}
        assert outcomes == {True, False}


# --- errors that are no refusals --------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EMFILE, errno.EIO, errno.EROFS, errno.EINTR])
def test_an_error_is_not_a_refusal(code: int) -> None:
    """A full disk stops an attempt once; it does not stop the next answer."""

    def fails(_: Targets) -> None:
        raise OSError(code, os.strerror(code))

    for attempt in ATTEMPTS:
        seen = observe(Attempt(fails, attempt.means, attempt.refusals), Targets("", 0, 0))
        assert seen.outcome is (ProbeOutcome.REFUSED if code in attempt.refusals else ProbeOutcome.UNCLEAR)
    assert observe(Attempt(fails, "", (errno.EPERM,)), Targets("", 0, 0)).detail == os.strerror(code)


@pytest.mark.skipif(os.geteuid() != 0, reason="another user's folder is closed only to a worker that steps down")
def test_a_closed_folder_proves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where every folder is private, a worker can't reach the canary however weak its lock: the probes say so."""
    tmp_path.chmod(0o700)
    monkeypatch.setattr(selftest, "PLACES", ())
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    with Wall() as wall:
        isolation = wall.isolation()
    assert isolation.trust is not Trust.ENFORCED
    assert not isolation.probes["read_file"]
    assert "could not be seen: no folder of this machine is open to all its users" in isolation.missing[-1]
    assert "reach the network" not in isolation.missing[-1]


@pytest.mark.skipif(os.geteuid() != 0, reason="as above")
def test_an_open_folder_is_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A private TMPDIR is passed over for /tmp."""
    tmp_path.chmod(0o700)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    with selftest.canary_for_all() as canary:
        assert not canary.file.is_relative_to(tmp_path)


def test_no_place_for_the_canary_is_no_trust(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The self-test can't be made: said, and not taken for passed."""
    monkeypatch.setattr(selftest, "PLACES", ())
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "gone"))
    with Wall() as wall:
        isolation = wall.isolation()
    assert isolation.trust is Trust.COOPERATIVE
    assert not any(isolation.probes.values())
    assert "no file could be made to try it on (No such file or directory)" in isolation.missing[0]


# --- the verdict ------------------------------------------------------------------------------------------------------
LAYERS = {"rlimits": True, "uid": 1000, "no_new_privs": True, "landlock": 7, "seccomp": True, "namespaces": False}
EVERYTHING = {attempt.name: ProbeObservation(ProbeOutcome.REFUSED) for attempt in ATTEMPTS}


@pytest.mark.parametrize("outcome", [ProbeOutcome.POSSIBLE, ProbeOutcome.UNCLEAR, None])
def test_what_was_not_seen_to_be_refused_does_not_count(outcome: ProbeOutcome | None) -> None:
    """One attempt that was possible, unclear or not made lowers trust, whatever was switched on."""
    assert judge(LAYERS, EVERYTHING).trust is Trust.ENFORCED
    for attempt in ATTEMPTS:
        seen = {name: o for name, o in EVERYTHING.items() if name != attempt.name}
        if outcome is not None:
            seen[attempt.name] = ProbeObservation(outcome, "why")
        isolation = judge(LAYERS, seen)
        assert not isolation.probes[attempt.name]
        assert isolation.trust is not Trust.ENFORCED
        assert attempt.means in " ".join(isolation.missing)


def test_a_self_test_that_did_not_finish_gives_the_least_trust() -> None:
    """Nothing was observed, so nothing holds."""
    nothing = not_tested("no answer within 20 s")
    assert nothing.trust is Trust.COOPERATIVE
    assert not any(nothing.probes.values())
    assert "did not finish" in nothing.missing[0]
    assert "no answer within 20 s" in nothing.missing[0]


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_comes_with_a_way_around_it(obstacle: Obstacle) -> None:
    """The layer is named, and what to install, update or switch on."""
    seen = {**EVERYTHING, "inet_socket": ProbeObservation(ProbeOutcome.POSSIBLE)}
    first = judge(LAYERS, seen, obstacles=[obstacle]).missing[0]
    assert first == HOW_TO_GET[obstacle]
    assert first.lower().startswith(obstacle.value.partition("_")[0])


def test_a_worker_that_stays_root_is_explained() -> None:
    """A container may take the right to change users from its root."""
    assert "uid" not in judge(LAYERS, EVERYTHING).layers  # who a worker is differs where the grade does not
    missing = judge(
        {**LAYERS, "uid": 0}, {**EVERYTHING, "act_as_root": ProbeObservation(ProbeOutcome.POSSIBLE)}
    ).missing
    assert "start mdl-grade as a user" in missing[0]
    assert missing[1] == "An answer could act as root."


def test_elsewhere_than_on_linux_linux_is_named() -> None:
    """Neither layer can be had on macOS."""
    seen = {**EVERYTHING, "read_file": ProbeObservation(ProbeOutcome.POSSIBLE)}
    assert "Linux only" in judge(LAYERS, seen, machine=Machine(system="darwin")).missing[0]
    assert Machine() == machine.THIS
