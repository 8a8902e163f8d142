"""The lock: what a worker may do, as tables of our own, and the thin adapters that hand them to the kernel.

All that can be is made ready once, in the zygote: the Landlock ruleset and the compiled seccomp filter. A forked child
then only restricts itself, in `Lock.apply`. No layer is enough alone: Landlock knows no forks, datagrams or memory and
lets paths be seen, rlimits bound only quantities, and seccomp is one filter that may be wrong.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import functools
import os
import signal
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mdl_grade.sandbox.control import Layer, Limits
from mdl_grade.sandbox.machine import Machine

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from landlockpy import Ruleset
    from seccompy import Filter

NOBODY = 65534
PACKAGE = Path(__file__).resolve().parents[1]

ALLOWED = """
read write readv writev pread64 pwrite64 close fstat lseek munmap mprotect madvise brk membarrier
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack futex rseq
set_robust_list get_robust_list sched_yield sched_getaffinity getpid gettid getppid getpgrp getpgid getsid getuid
geteuid getgid getegid getresuid getresgid getgroups getcwd getrandom getrusage clock_gettime clock_getres
clock_nanosleep time gettimeofday times nanosleep dup poll ppoll select pselect6 uname sysinfo exit exit_group
restart_syscall
""".split()
"""System calls that are always allowed. A name that an architecture does not have is left out there.

None looks up a path, be it to open it or to see whether it exists: what answers import comes from memory. (newfstatat
is glibc's fstat as well. A filter can't see the empty path that tells them apart, so both are refused.) And none sends
a signal, not even to oneself: a worker that could kill itself could pass off what it did wrong as something that was
done to it.
"""

INT = 0xFFFF_FFFF
POINTER = 0xFFFF_FFFF_FFFF_FFFF
# asm-generic/ioctls.h and fcntl.h; the same on x86-64 and aarch64
TCGETS, FIONCLEX, FIOCLEX, FIONREAD = 0x5401, 0x5450, 0x5451, 0x541B
F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC = 1, 2, 3, 1030


@dataclass(frozen=True)
class ArgumentIs:
    """Argument number `index` of a system call, masked, is `value`."""

    index: int
    mask: int
    value: int


@dataclass(frozen=True)
class CallRule:
    """`call` is allowed where all conditions hold."""

    call: str
    when: tuple[ArgumentIs, ...]


MREMAP_FIXED = 2
NARROWED = (
    # Where memory lies is for the kernel to say: a page here and a page there would need a table each.
    CallRule("mmap", (ArgumentIs(0, POINTER, 0),)),
    CallRule("mremap", (ArgumentIs(3, MREMAP_FIXED, 0),)),
    *(CallRule("ioctl", (ArgumentIs(1, INT, request),)) for request in (TCGETS, FIONCLEX, FIOCLEX, FIONREAD)),
    *(CallRule("fcntl", (ArgumentIs(1, INT, command),)) for command in (F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC)),
    CallRule("prlimit64", (ArgumentIs(0, INT, 0), ArgumentIs(2, POINTER, 0))),  # one's own, and only to read
)


class Obstacle(StrEnum):
    """Why a layer that was wanted could not be had."""

    LANDLOCK_KERNEL = "landlock_kernel"
    LANDLOCK_DISABLED = "landlock_disabled"
    LANDLOCK_REFUSED = "landlock_refused"
    LANDLOCK_PACKAGE = "landlock_package"
    SECCOMP_KERNEL = "seccomp_kernel"
    SECCOMP_PACKAGE = "seccomp_package"


class Unavailable(Exception):
    """A layer can't be had here."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@dataclass(frozen=True)
class Applied:
    """The layers of one worker: whether each holds, the Landlock ABI, the worker's uid; and what stood in the way."""

    layers: Mapping[str, bool | int]
    obstacles: tuple[Obstacle, ...] = ()

    def encode(self) -> bytes:
        return msgspec.json.encode(self)

    @classmethod
    def decode(cls, text: bytes) -> Applied:
        return msgspec.json.decode(text, type=cls)


class Lock:
    """Everything of the lock that does not depend on the process that it is put on.

    Parameters
    ----------
    limits : Limits
    without : collection of Layer
        Layers to leave out. The kernel ties Landlock and seccomp to no_new_privs: without it, they are out too.
    machine : Machine
        What to try for.
    namespaces : bool
        Whether this process was seen to be in namespaces of its own.
    """

    def __init__(
        self,
        limits: Limits,
        without: Collection[Layer] = (),
        machine: Machine = Machine(),  # noqa: B008 (frozen)
        *,
        namespaces: bool = False,
    ) -> None:
        layers = set(Layer) - set(without)
        if not machine.linux:
            layers &= {Layer.RLIMITS, Layer.UID}
        if Layer.NO_NEW_PRIVS not in layers:
            layers -= {Layer.LANDLOCK, Layer.SECCOMP}
        self._machine, self._namespaces = machine, namespaces
        self._drops_root, self._gains_nothing = Layer.UID in layers, Layer.NO_NEW_PRIVS in layers
        self._bounds = tuple(_bounds(limits, machine)) if Layer.RLIMITS in layers else ()
        self._obstacles: list[Obstacle] = []
        self._ruleset: Ruleset | None = None
        self._filter: Filter | None = None
        if Layer.LANDLOCK in layers:
            try:
                self._ruleset = _ruleset(machine)
            except Unavailable as unavailable:
                self._obstacles.append(unavailable.obstacle)
        if Layer.SECCOMP in layers:
            try:
                self._filter = _filter(machine)
            except Unavailable as unavailable:
                self._obstacles.append(unavailable.obstacle)

    @property
    def descriptors(self) -> list[int]:
        """What must stay open until `apply` has been called."""
        return [self._ruleset.fileno()] if self._ruleset else []

    def apply(self, parent: int | None = None) -> Applied:
        """Lock this process, for good; with `parent`, it ends when that process does.

        Raises
        ------
        OSError
            If the kernel refuses a layer that it was ready for.
        """
        for kind, soft, hard in self._bounds:
            _bound(kind, soft, hard, self._machine)
        if self._drops_root and os.geteuid() == 0:
            _drop_root()
        if self._machine.linux:
            _prctl(PR_SET_DUMPABLE, 0)
            if parent is not None:
                _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # after the change of uid, which clears it
                if os.getppid() != parent:
                    os._exit(0)
        if self._gains_nothing:
            _prctl(PR_SET_NO_NEW_PRIVS, 1)
        if self._ruleset:
            self._ruleset.restrict(no_new_privs=False)
            self._ruleset.close()
        if self._filter:
            self._filter.load()
        switched_on: dict[str, bool | int] = {
            "rlimits": bool(self._bounds),
            "uid": os.geteuid(),
            "no_new_privs": self._gains_nothing,
            "landlock": min(self._machine.landlock, self._ruleset.abi_version) if self._ruleset else 0,
            "seccomp": self._filter is not None,
            "namespaces": self._namespaces,
            "zygote": parent is not None,
        }
        return Applied(switched_on, tuple(self._obstacles))


# --- Landlock ---------------------------------------------------------------------------------------------------------
def _ruleset(machine: Machine) -> Ruleset:
    """Grant nothing of files, TCP and IPC."""
    if not machine.landlock:
        raise Unavailable(Obstacle.LANDLOCK_KERNEL)
    try:
        from landlockpy import Ruleset, Scope, fs_for_abi, net_for_abi, scope_for_abi
    except ImportError:
        raise Unavailable(Obstacle.LANDLOCK_PACKAGE) from None
    newest = machine.landlock
    scopes = (Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) & scope_for_abi(newest)
    try:
        with _libc_at_hand():
            return Ruleset(handled_fs=fs_for_abi(newest), handled_net=net_for_abi(newest), scoped=scopes)
    except OSError as error:
        disabled = {errno.ENOSYS: Obstacle.LANDLOCK_KERNEL, errno.EOPNOTSUPP: Obstacle.LANDLOCK_DISABLED}
        raise Unavailable(disabled.get(error.errno or 0, Obstacle.LANDLOCK_REFUSED)) from None


# --- seccomp ----------------------------------------------------------------------------------------------------------
def _filter(machine: Machine) -> Filter:
    """Allow what the tables allow; all else fails with EPERM, and another architecture's calls kill."""
    if not machine.seccomp:
        raise Unavailable(Obstacle.SECCOMP_KERNEL)
    try:
        from seccompy import Action, ArgCmp, CmpOp, Filter, FilterFlag, flag_supported, supported, syscall_nr
    except ImportError:
        raise Unavailable(Obstacle.SECCOMP_PACKAGE) from None
    try:
        with _libc_at_hand():
            if not supported():
                raise Unavailable(Obstacle.SECCOMP_KERNEL)
        # Before Linux 5.16 a filter also turned on a slow mitigation that this process has no use for.
        flags = FilterFlag.SPEC_ALLOW if flag_supported(FilterFlag.SPEC_ALLOW) else FilterFlag.NONE
    except OSError:
        raise Unavailable(Obstacle.SECCOMP_KERNEL) from None
    allowed = Filter(Action.ERRNO | errno.EPERM, flags=flags)
    for rule in [*(CallRule(call, ()) for call in ALLOWED), *NARROWED]:
        try:
            number = syscall_nr(rule.call)
        except ValueError:
            continue
        allowed.allow(number, args=[ArgCmp(c.index, CmpOp.MASKED_EQ, c.value, c.mask) for c in rule.when])
    assert allowed.program  # compiled here, once
    return allowed


# --- the process itself -----------------------------------------------------------------------------------------------
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@contextmanager
def _libc_at_hand() -> Iterator[None]:
    """Spare the bindings the search for libc, for which ctypes runs other programs: this process has it loaded."""
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _prctl(option: int, value: int) -> None:
    if _libc().prctl(option, value, 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"prctl({option}): {os.strerror(code)}")


def hide_this_process() -> None:
    """Close this process's memory to others of the same user (Linux)."""
    if sys.platform == "linux":
        _prctl(PR_SET_DUMPABLE, 0)


def _bounds(limits: Limits, machine: Machine) -> Iterator[tuple[int, int, int]]:
    """Yield the limits that a worker gets: what is limited, the soft limit and the hard one."""
    wanted = {
        "AS": limits.memory,
        "CPU": limits.cpu_seconds,
        "FSIZE": 0,
        "CORE": 0,
        "NOFILE": limits.open_files,
        "STACK": limits.stack,
        "MEMLOCK": 0,
        "MSGQUEUE": 0,
        "NPROC": 0,
    }
    if not machine.linux:
        del wanted["AS"]  # macOS has it in name only, and some of its versions refuse it
    for name, soft in wanted.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:
            continue
        # A process that catches SIGXCPU at the soft limit is killed at the hard one.
        hard = soft + 2 if name == "CPU" else soft
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        yield kind, soft, hard


def _bound(kind: int, soft: int, hard: int, machine: Machine) -> None:
    try:
        resource.setrlimit(kind, (soft, hard))
    except (OSError, ValueError):
        if machine.linux:  # elsewhere some limits exist in name only; the probes tell
            raise


def _drop_root() -> None:
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    except OSError:  # a container may take these rights from its root; the probe `act_as_root` tells
        return
