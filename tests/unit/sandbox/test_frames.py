"""Frames cross whole or not at all, and the trusted end believes nothing."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.sandbox.frames import (
    HEADER_CAP,
    OUTPUT_CAP,
    OUTPUT_KEPT,
    Channel,
    DeadlinePassed,
    Ends,
    Flooded,
    Frame,
    HungUp,
    Link,
    ProtocolViolation,
    pair,
)

SOON, LONG = 0.05, 10.0


@pytest.fixture
def both() -> Iterator[tuple[Link, Ends]]:
    made = pair()
    yield made.link, made.ends
    made.link.close()
    for fd in (made.ends.channel, made.ends.stdout, made.ends.stderr):
        with suppress(OSError):  # the test may have closed it
            os.close(fd)


def after(seconds: float) -> float:
    return time.monotonic() + seconds


def beside(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


@contextmanager
def writing(fd: int, data: bytes) -> Iterator[None]:
    """Write `data` to `fd` over and over in the meantime."""
    stop = threading.Event()
    os.set_blocking(fd, False)

    def write() -> None:
        while not stop.is_set():
            with suppress(BlockingIOError):
                os.write(fd, data)

    thread = beside(write)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def echo(channel: Channel) -> None:
    while (frame := channel.receive()) is not None:
        channel.send(frame.header, [frame.data])


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    header=st.binary(max_size=300),
    buffers=st.lists(st.integers(0, 3).flatmap(lambda k: st.binary(min_size=0, max_size=(1, 9, 2000, 90_000)[k]))),
    views=st.booleans(),
)
def test_what_is_sent_is_what_arrives(header: bytes, buffers: list[bytes], views: bool) -> None:
    """Any header and any buffers come back from an echo, joined."""
    made = pair()
    thread = beside(lambda: echo(Channel(made.ends.channel)))
    try:
        sent = [memoryview(b) for b in buffers] if views else buffers
        made.link.begin(header, sent, data_cap=1 << 24)
        frame = made.link.wait(after(LONG))
        assert frame.header == header
        assert bytes(frame.data) == b"".join(buffers)
    finally:
        made.link.close()
        thread.join()
        made.ends.close()


def test_ten_megabytes_go_there_and_back(both: tuple[Link, Ends]) -> None:
    """Frames larger than the socket's buffer cross in pieces, both ways."""
    link, ends = both
    data = os.urandom(10_000_000)
    thread = beside(lambda: Channel(ends.channel).send(b"back", [Channel(ends.channel).receive().data]))  # type: ignore[union-attr]
    link.begin(b"there", [data[:4_000_000], memoryview(data)[4_000_000:]], data_cap=len(data))
    frame = link.wait(after(LONG))
    thread.join()
    assert frame == Frame(b"back", data)


def test_a_worker_learns_that_the_trusted_side_is_gone() -> None:
    """receive() answers None on a closed channel, also in the middle of a frame."""
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(struct.pack("<II", 100, 100) + b"a beginning")
        ours.close()
        assert Channel(theirs.fileno()).receive() is None


def test_patched_builtins_do_not_disturb_the_channel(both: tuple[Link, Ends], monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission that shadows len, os.write or struct in its own process still gets its answer through."""
    link, ends = both
    channel = Channel(ends.channel)
    link.begin(b"request", [b"data"], data_cap=100)
    with monkeypatch.context() as patch:
        patch.setattr("builtins.len", lambda _: 0)
        for name in ("write", "writev", "read", "readv"):
            patch.setattr(os, name, None)
        patch.setattr(struct, "pack", None)
        request = channel.receive()
        channel.send(b"answer", [b"12", memoryview(b"34")])
    assert request == Frame(b"request", b"data")
    assert link.wait(after(LONG)) == Frame(b"answer", b"1234")


@pytest.mark.parametrize(
    "sent",
    [
        struct.pack("<II", 0xFFFF_FFFF, 0),
        struct.pack("<II", HEADER_CAP + 1, 0),
        struct.pack("<II", 0, 0xFFFF_FFFF),
        struct.pack("<II", 3, 101) + b"abc",
        struct.pack("<II", 1, 1) + b"abc",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
    ids=["huge header", "header over the cap", "huge data", "data over the cap", "trailing bytes", "not a frame"],
)
def test_wrong_lengths_are_violations(both: tuple[Link, Ends], sent: bytes) -> None:
    """Lengths are judged before anything is allocated for them."""
    link, ends = both
    link.begin(b"", [], data_cap=100)
    os.write(ends.channel, sent)
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolViolation):
            link.wait(after(LONG))
        assert tracemalloc.get_traced_memory()[1] < HEADER_CAP
    finally:
        tracemalloc.stop()


def test_bytes_before_the_request_are_a_violation(both: tuple[Link, Ends]) -> None:
    """An answer prepared ahead is never taken for the answer."""
    link, ends = both
    Channel(ends.channel).send(b"forged")
    with pytest.raises(ProtocolViolation, match="before they were asked for"):
        link.begin(b"request", [], data_cap=0)


def test_a_second_answer_is_a_violation(both: tuple[Link, Ends]) -> None:
    """One request, one answer: what comes after it spoils the next request."""
    link, ends = both
    link.begin(b"first", [], data_cap=0)
    Channel(ends.channel).send(b"answer")
    assert link.wait(after(LONG)).header == b"answer"
    Channel(ends.channel).send(b"another")
    with pytest.raises(ProtocolViolation):
        link.begin(b"second", [], data_cap=0)


def test_an_answer_to_a_question_not_yet_read_is_a_violation(both: tuple[Link, Ends]) -> None:
    """A worker that answers while most of the request still waits to be sent is not answering it."""
    link, ends = both
    link.begin(b"", [bytes(5_000_000)], data_cap=0)
    Channel(ends.channel).send(b"forged")
    with pytest.raises(ProtocolViolation, match="before the question was read"):
        link.wait(after(LONG))


@pytest.mark.parametrize("sent", [b"", b"\x05", struct.pack("<II", 5, 5) + b"head"], ids=["nothing", "1 byte", "half"])
def test_silence_ends_at_the_deadline(both: tuple[Link, Ends], sent: bytes) -> None:
    """Half a frame is no answer."""
    link, ends = both
    link.begin(b"", [], data_cap=100)
    if sent:
        os.write(ends.channel, sent)
    with pytest.raises(DeadlinePassed):
        link.wait(after(SOON))


def test_one_byte_at_a_time_does_not_move_the_deadline(both: tuple[Link, Ends]) -> None:
    """The deadline is for the whole answer, however busy the channel is."""
    link, ends = both
    link.begin(b"", [], data_cap=1 << 30)
    os.write(ends.channel, struct.pack("<II", 0, 1 << 29))
    with writing(ends.channel, b"."), pytest.raises(DeadlinePassed):
        link.wait(after(SOON))


def test_a_request_that_nobody_reads_ends_at_the_deadline(both: tuple[Link, Ends]) -> None:
    """Writing is under the deadline too."""
    link, _ = both
    link.begin(b"", [bytes(30_000_000)], data_cap=0)
    with pytest.raises(DeadlinePassed):
        link.wait(after(SOON))


def test_waiting_can_go_on_after_the_deadline(both: tuple[Link, Ends]) -> None:
    """What had arrived by the first deadline is kept for the second."""
    link, ends = both
    link.begin(b"", [], data_cap=100)
    os.write(ends.channel, struct.pack("<II", 3, 4) + b"ab")
    with pytest.raises(DeadlinePassed):
        link.wait(after(SOON))
    os.write(ends.channel, b"cdata")
    assert link.wait(after(LONG)) == Frame(b"abc", b"data")


@pytest.mark.parametrize("sent", [b"", struct.pack("<II", 5, 5) + b"head"], ids=["at once", "half way"])
def test_a_closed_channel_is_told_from_silence(both: tuple[Link, Ends], sent: bytes) -> None:
    """End of file raises HungUp at once, and again for the next request."""
    link, ends = both
    link.begin(b"", [], data_cap=100)
    if sent:
        os.write(ends.channel, sent)
    os.close(ends.channel)
    with pytest.raises(HungUp):
        link.wait(after(LONG))
    with pytest.raises(HungUp):
        link.begin(b"", [], data_cap=100)


def test_output_is_kept_to_its_cap_while_waiting(both: tuple[Link, Ends]) -> None:
    """A worker that prints more than a pipe holds is not blocked, and only the beginning is kept."""
    link, ends = both
    link.begin(b"", [], data_cap=0)

    def answer() -> None:
        for _ in range(30):
            os.write(ends.stdout, b"o" * 10_000)
        os.write(ends.stderr, b"e")
        Channel(ends.channel).send(b"done")

    thread = beside(answer)
    assert link.wait(after(LONG)).header == b"done"
    thread.join()
    link.drain()
    assert link.stdout.kept == b"o" * OUTPUT_KEPT
    assert link.stdout.total == 300_000
    assert link.stderr.kept == b"e"


def test_a_flood_of_output_ends_the_exchange(both: tuple[Link, Ends]) -> None:
    """Both streams count towards one cap."""
    link, ends = both
    link.begin(b"", [], data_cap=0)

    with writing(ends.stdout, b"x" * 2000), writing(ends.stderr, b"x" * 2000), pytest.raises(Flooded):
        link.wait(after(LONG))
    assert link.stdout.total + link.stderr.total < OUTPUT_CAP + (1 << 17)


def test_closed_output_is_no_reason_to_stop(both: tuple[Link, Ends]) -> None:
    """A worker may close its standard output and still answer."""
    link, ends = both
    link.begin(b"", [], data_cap=0)
    os.close(ends.stdout)
    os.close(ends.stderr)
    Channel(ends.channel).send(b"answer")
    assert link.wait(after(LONG)).header == b"answer"


def test_descriptors_are_close_on_exec(both: tuple[Link, Ends]) -> None:
    """Nothing that is started later inherits an end of a channel."""
    link, ends = both
    fds = (ends.channel, ends.stdout, ends.stderr, link.stdout.fd, link.stderr.fd)
    assert not any(os.get_inheritable(fd) for fd in fds)
