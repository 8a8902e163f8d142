"""What the trusted process and its zygote tell each other, over a SOCK_SEQPACKET pair: one message a packet."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mdl_grade.sandbox.machine import Machine

NOT_LOCKED, CRASHED, OUT_OF_MEMORY = 120, 121, 122
"""Exit codes of a worker: that could not be locked, that failed by itself, that had no memory left."""
_ORDER = struct.Struct("<cQ")
_STARTED = struct.Struct("<cQi")
_EXITED = struct.Struct("<cQidQ")


class Layer(StrEnum):
    """Layers of the wall that can be left out, for tests and for kernels that lack them."""

    RLIMITS = "rlimits"
    UID = "uid"
    NO_NEW_PRIVS = "no_new_privs"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"


class Task(StrEnum):
    """What a worker is for."""

    SERVE = "s"
    PROBE = "p"


@dataclass(frozen=True)
class Limits:
    """What one worker may use: bytes of address space, seconds of processor time in all, open files."""

    memory: int = 1 << 30
    cpu_seconds: int = 20
    stack: int = 64 << 20
    open_files: int = 16


@dataclass(frozen=True)
class Settings:
    """What a zygote is started with, as one argument of its command line. No secrets: anyone can read those.

    Parameters
    ----------
    path : tuple of str
        Folders to import the package, NumPy and the Linux bindings from.
    serve : str
        `module:function`, called with the worker's channel.
    control : int or None
        Descriptor of the control socket; None for a process that becomes one worker itself.
    channel : int or None
        Descriptor of that one worker's channel.
    outside : mapping
        The trusted process's namespaces, to be told apart from, if there shall be others; else empty.
    """

    path: tuple[str, ...]
    serve: str
    limits: Limits
    without: frozenset[Layer]
    machine: Machine
    outside: Mapping[str, str] = field(default_factory=dict)
    control: int | None = None
    channel: int | None = None

    def encode(self) -> str:
        fields = dataclasses.asdict(self) | {"without": sorted(self.without)}
        return json.dumps(fields)

    @classmethod
    def decode(cls, text: str) -> Settings:
        fields: dict[str, Any] = json.loads(text)
        fields["path"] = tuple(fields["path"])
        fields["limits"] = Limits(**fields["limits"])
        fields["machine"] = Machine(**fields["machine"])
        fields["without"] = frozenset(map(Layer, fields["without"]))
        return cls(**fields)


@dataclass(frozen=True)
class ForkOrder:
    """Fork a worker on the three descriptors that come along (channel, stdout, stderr)."""

    ticket: int
    task: Task

    def encode(self) -> bytes:
        return _ORDER.pack(self.task.value.encode(), self.ticket)

    @classmethod
    def decode(cls, packet: bytes) -> ForkOrder:
        task, ticket = _ORDER.unpack(packet)
        return cls(ticket, Task(task.decode()))


@dataclass(frozen=True)
class Started:
    """The worker of `ticket` runs; its pidfd comes along."""

    ticket: int
    pid: int

    def encode(self) -> bytes:
        return _STARTED.pack(b"S", self.ticket, self.pid)


@dataclass(frozen=True)
class Exited:
    """The worker of `ticket` is gone and reaped: with an exit code, or −n after signal n.

    `max_rss`, the most memory that it held, is in bytes; 0 where nobody knows.
    """

    ticket: int
    code: int
    cpu_seconds: float
    max_rss: int

    def encode(self) -> bytes:
        return _EXITED.pack(b"X", self.ticket, self.code, self.cpu_seconds, self.max_rss)


def decode_news(packet: bytes) -> Started | Exited:
    if packet[:1] == b"S":
        _, *fields = _STARTED.unpack(packet)
        return Started(*fields)
    _, *fields = _EXITED.unpack(packet)
    return Exited(*fields)
