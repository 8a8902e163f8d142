"""Whole messages over a pair of pipes: eight bytes of length, then the message."""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from typing import IO, Self

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True)
class Pipes:
    """One end of a conversation."""

    incoming: IO[bytes]
    outgoing: IO[bytes]

    @classmethod
    def of_standard_streams(cls) -> Self:
        """Take over stdin and stdout, so that a stray `print` goes to stderr and never into a message."""
        incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(sys.stdout.fileno()), "wb")
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.dup2(2, 1)
        return cls(incoming, outgoing)

    def send(self, message: bytes) -> None:
        """Send a message. Raises OSError if nobody is there to read it."""
        self.outgoing.write(_LENGTH.pack(len(message)))
        self.outgoing.write(message)
        self.outgoing.flush()

    def receive(self) -> bytes | None:
        """Return the next message; None if there will be none, also when one was cut short."""
        head = self.incoming.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        message = self.incoming.read(length)
        return message if len(message) == length else None
