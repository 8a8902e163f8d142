"""Frames: how bytes cross the wall, and how the trusted side keeps its patience and its memory.

A frame is `<u32 header_len><u32 data_len>`, then the header, then the data. Requests and answers alternate strictly:
one frame down, one frame up. The worker's end (`Channel`) blocks; the trusted end (`Link`) never does, believes
nothing that it reads, and lets one deadline cover writing, computing and reading.
"""

from __future__ import annotations

import os
import selectors
import socket
import struct
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

Buffer = bytes | memoryview

PREFIX = struct.Struct("<II")
HEADER_CAP = 1 << 20
CHUNK = 1 << 16
BATCH = 64
"""Buffers handed to one writev: well below every system's IOV_MAX."""
OUTPUT_KEPT = 1 << 16
OUTPUT_CAP = 8 << 20

# What the code under test may replace (builtins.len, os.write, struct) is bound here, before that code is loaded.
_read, _write, _len, _bytearray, _memoryview = os.read, os.write, len, bytearray, memoryview
_pack, _unpack, _prefix_size = PREFIX.pack, PREFIX.unpack_from, PREFIX.size

if sys.platform == "win32":

    def fill(fd: int, room: memoryview) -> int:
        """Read once, into `room`; return the number of bytes."""
        chunk = _read(fd, _len(room))
        room[: _len(chunk)] = chunk
        return _len(chunk)

    def gather(fd: int, buffers: Sequence[Buffer]) -> int:
        """Write once, from the front of `buffers`; return the number of bytes."""
        return _write(fd, buffers[0])

else:
    _readv, _writev = os.readv, os.writev

    def fill(fd: int, room: memoryview) -> int:
        """Read once, into `room`; return the number of bytes."""
        return _readv(fd, [room])

    def gather(fd: int, buffers: Sequence[Buffer]) -> int:
        """Write once, from the front of `buffers`; return the number of bytes."""
        return _writev(fd, buffers[:BATCH])


class ProtocolViolation(Exception):
    """The worker sent what it may not send: too much, too early, or not a frame."""


class HungUp(Exception):
    """The worker closed its end of the channel."""


class DeadlinePassed(Exception):
    """No whole answer yet. `Link.wait` may be called again with a later deadline."""


class Flooded(Exception):
    """The worker printed more than OUTPUT_CAP bytes."""


@dataclass(frozen=True, slots=True)
class Frame:
    header: bytes
    data: Buffer = b""


class Channel:
    """The worker's end, on file descriptor `fd`: blocking reads and writes, no limits of its own.

    Answers leave by `out`, where that is another one.
    """

    def __init__(self, fd: int, out: int | None = None) -> None:
        self._fd, self._out = fd, fd if out is None else out

    def receive(self) -> Frame | None:
        """Return the next request, or None once the trusted process has hung up."""
        start = _bytearray()
        while _len(start) < _prefix_size:
            chunk = _read(self._fd, CHUNK)
            if not chunk:
                return None
            start += chunk
        header_len, data_len = _unpack(start)
        body = _memoryview(_bytearray(header_len + data_len))
        filled = _len(start) - _prefix_size
        body[:filled] = start[_prefix_size:]
        while filled < header_len + data_len:
            count = fill(self._fd, body[filled:])
            if not count:
                return None
            filled += count
        return Frame(body[:header_len].tobytes(), body[header_len:])

    def send(self, header: bytes, buffers: Sequence[Buffer] = ()) -> None:
        """Answer with one frame, whose data are `buffers` one after the other."""
        pending = outgoing(header, buffers)
        while pending:
            drop(pending, gather(self._out, pending))


def outgoing(header: bytes, buffers: Sequence[Buffer]) -> list[Buffer]:
    """Return the pieces of a frame, in order; small frames in one piece."""
    sizes = [buffer.nbytes if isinstance(buffer, _memoryview) else _len(buffer) for buffer in buffers]
    total = 0
    for size in sizes:
        total += size
    start = _pack(_len(header), total) + header
    if total <= CHUNK:
        return [b"".join((start, *buffers))]
    return [start, *(_memoryview(buffer).cast("B") for buffer in buffers if _len(buffer))]


def drop(pending: list[Buffer], count: int) -> None:
    """Take the `count` bytes that were written off the front of `pending`."""
    while pending and count >= _len(pending[0]):
        count -= _len(pending.pop(0))
    if count:
        pending[0] = _memoryview(pending[0])[count:]


class Link:
    """The trusted end of a worker's channel, standard output and standard error. Owns the three descriptors.

    Raises
    ------
    ProtocolViolation, HungUp, DeadlinePassed, Flooded
        From `begin` and `wait`. After any but DeadlinePassed the link is of no more use than to be closed.
    """

    def __init__(self, channel: int, stdout: int, stderr: int) -> None:
        self._fd = channel
        self.stdout, self.stderr = Capture(stdout), Capture(stderr)
        self._selector = selectors.DefaultSelector()
        if sys.platform != "win32":  # whose selectors see sockets alone
            for fd in (channel, stdout, stderr):
                os.set_blocking(fd, False)
        self._selector.register(channel, selectors.EVENT_READ)
        for capture in (self.stdout, self.stderr):
            self._selector.register(capture.fd, selectors.EVENT_READ, capture)
        self._pending: list[Buffer] = []
        self._incoming = Incoming(0)
        self._writing = False

    def begin(self, header: bytes, buffers: Sequence[Buffer], data_cap: int) -> None:
        """Send a request as far as the socket takes it; `wait` sends the rest."""
        try:
            waiting = os.read(self._fd, 1)
        except BlockingIOError:
            pass
        except ConnectionError:
            raise HungUp from None
        else:
            if waiting:
                raise ProtocolViolation("bytes before they were asked for")
            raise HungUp
        self._pending = outgoing(header, buffers)
        self.expect(data_cap)
        self._write()

    def expect(self, data_cap: int) -> None:
        """Make ready for one frame with at most `data_cap` bytes of data."""
        self._incoming = Incoming(data_cap)

    def wait(self, deadline: float) -> Frame:
        """Return the answer; `deadline` is a time of `time.monotonic()`."""
        while True:
            ready = self._selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise DeadlinePassed
            frame = None
            for key, events in ready:
                if isinstance(key.data, Capture):
                    self._capture(key.data)
                else:
                    if events & selectors.EVENT_WRITE:
                        self._write()
                    if events & selectors.EVENT_READ:
                        frame = self._receive()
            if frame is not None:
                return frame
            if time.monotonic() > deadline:  # one byte now and then is no answer either
                raise DeadlinePassed

    def drain(self) -> None:
        """Take what waits in the output pipes, as far as it is kept."""
        for capture in (self.stdout, self.stderr):
            while capture.total <= OUTPUT_CAP and capture.read():
                pass

    def close(self) -> None:
        self._selector.close()
        for fd in (self._fd, self.stdout.fd, self.stderr.fd):
            os.close(fd)

    def _receive(self) -> Frame | None:
        frame = self._incoming.read(self._fd)
        if frame is not None and self._pending:
            raise ProtocolViolation("an answer before the question was read")
        return frame

    def _write(self) -> None:
        try:
            while self._pending:
                drop(self._pending, gather(self._fd, self._pending))
        except BlockingIOError:
            pass
        except ConnectionError:
            raise HungUp from None
        if self._writing != bool(self._pending):
            self._writing = bool(self._pending)
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._writing else 0)
            self._selector.modify(self._fd, events)

    def _capture(self, capture: Capture) -> None:
        if capture.read() == 0:
            self._selector.unregister(capture.fd)
        if self.stdout.total + self.stderr.total > OUTPUT_CAP:
            raise Flooded


class Capture:
    """One output stream: the first OUTPUT_KEPT bytes are kept, the others only counted."""

    def __init__(self, fd: int) -> None:
        self.fd, self.kept, self.total = fd, bytearray(), 0

    def read(self) -> int | None:
        """Take one chunk and return its size: 0 when the stream has ended, None when nothing waits."""
        try:
            chunk = os.read(self.fd, CHUNK)
        except BlockingIOError:
            return None
        self.total += len(chunk)
        self.kept += chunk[: OUTPUT_KEPT - len(self.kept)]
        return len(chunk)


class Incoming:
    """A frame as it arrives. Nothing is allocated for it before its lengths have been judged."""

    def __init__(self, data_cap: int) -> None:
        self._data_cap = data_cap
        self._start = bytearray()
        self._header: bytes | None = None
        self._data = memoryview(b"")
        self._filled = 0

    def read(self, fd: int) -> Frame | None:
        """Read once from `fd`; return the frame when it is whole."""
        try:
            if self._header is None:
                chunk = os.read(fd, CHUNK)
                self._start += chunk
                count = len(chunk)
            else:
                count = fill(fd, self._data[self._filled :])
                self._filled += count
        except BlockingIOError:
            return None
        except ConnectionError:
            count = 0
        if not count:
            raise HungUp
        if self._header is None:
            self._begin()
        if self._header is None or self._filled < len(self._data):
            return None
        return Frame(self._header, self._data.toreadonly())

    def _begin(self) -> None:
        """Split off the header once it is here, and make room for the data."""
        if len(self._start) < PREFIX.size:
            return
        header_len, data_len = PREFIX.unpack_from(self._start)
        if header_len > HEADER_CAP:
            raise ProtocolViolation(f"a header of {header_len} bytes, where {HEADER_CAP} are the most")
        if data_len > self._data_cap:
            raise ProtocolViolation(f"data of {data_len} bytes, where {self._data_cap} are the most")
        end = PREFIX.size + header_len
        if len(self._start) < end:
            return
        self._filled = len(self._start) - end
        if self._filled > data_len:
            raise ProtocolViolation("more bytes than the frame has")
        self._header = bytes(self._start[PREFIX.size : end])
        self._data = memoryview(bytearray(data_len))
        self._data[: self._filled] = self._start[end:]


@dataclass(frozen=True, slots=True)
class Ends:
    """The worker's ends of a channel and two output pipes."""

    channel: int
    stdout: int
    stderr: int

    def close(self) -> None:
        for fd in (self.channel, self.stdout, self.stderr):
            os.close(fd)


@dataclass(frozen=True, slots=True)
class LinkPair:
    """Both sides of one worker's descriptors, all close-on-exec."""

    link: Link
    ends: Ends


def pair() -> LinkPair:
    ours, theirs = socket.socketpair()
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    return LinkPair(Link(ours.detach(), out_read, err_read), Ends(theirs.detach(), out_write, err_write))
