"""Ends before the end: Ctrl-C, SIGTERM, a closed terminal, no memory. What was begun is undone, and the exit code says
what happened.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click

from mdl_grade.errors import ExitCode

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_received: list[int] = []
"""The signals that asked for the end. An exception may be swallowed on its way up, by an extension or a `__del__`: what
was asked for stays known, and nothing that was found out from then on counts.
"""


class Ended(KeyboardInterrupt):
    """A signal asked for the end. Nothing on the way up takes a KeyboardInterrupt for the failure of a check."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def interruptible(unfinished: str) -> Iterator[None]:
    """Let signals end the block by an exception, so that everything in it is closed; then say what is `unfinished`.

    Out of memory, there may be none left for an orderly end either: the process ends on the spot, with exit code 3.

    Raises
    ------
    SystemExit
        With 128 plus the number of the signal, as shells have it: 130 after Ctrl-C, 143 after SIGTERM.
    """
    last_words = f"The grader ran out of memory: {unfinished}\n".encode()
    defaults = (signal.SIG_DFL, signal.default_int_handler)
    before = {number: signal.signal(number, _end) for number in SIGNALS if signal.getsignal(number) in defaults}
    try:
        yield
        if _received:
            raise Ended(_received[-1])
    except KeyboardInterrupt as interrupt:
        _say_ended(interrupt.number if isinstance(interrupt, Ended) else signal.SIGINT, unfinished)
    except MemoryError:
        os.write(2, last_words)
        os._exit(ExitCode.GRADER_FAULT)
    except Exception:
        if _received:
            _say_ended(_received[-1], unfinished)
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say_ended(number: int, unfinished: str) -> NoReturn:
    click.echo(f"Ended by {signal.Signals(number).name}: {unfinished}", err=True)
    raise SystemExit(128 + number) from None


def _end(number: int, _: FrameType | None) -> None:
    _received.append(number)
    raise Ended(number)
