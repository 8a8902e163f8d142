"""A process that answers run in without a lock, seen from inside: one answer after the other, as long as none leaves a
trace.

For one's own work, where a wall can't be had. It knows no more than a locked worker: what it is sent are programs.
"""

from __future__ import annotations

import decimal
import json
import os
import queue
import random
import sys
import threading
import traceback
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

import numpy as np

from mdl_grade.sandbox import library
from mdl_grade.sandbox.control import CRASHED, OUT_OF_MEMORY
from mdl_grade.sandbox.frames import Channel, Frame
from mdl_grade.sandbox.worker import serve

FINISH, CLEAN, TOUCHED = b"", b"clean", b"touched"
"""The header of the request that ends an answer's turn, and the two replies to it."""


def main(words: str) -> NoReturn:
    """Serve whoever started this process, over its standard input and the descriptor or handle in `words`."""
    told = json.loads(words)
    requests, out = os.dup(0), _descriptor(told["out"])
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    _streams()
    library.preload()
    library.install()
    sys.argv[:] = ["answer"]
    channel = TurnChannel(requests, out, bytes.fromhex(told["mark"]))
    code = CRASHED
    try:
        channel.send(CLEAN)
        serve(channel)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


class TurnChannel(Channel):
    """Requests are read in a thread, so that this process ends when whoever started it does, whatever an answer does.

    The request that ends a turn is met here: no answer sees it.
    """

    def __init__(self, requests: int, out: int, mark: bytes) -> None:
        super().__init__(requests, out)
        self._mark = mark
        self._requests: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._shared = Shared.now()

    def receive(self) -> Frame | None:
        while True:
            frame = self._requests.get()
            if frame.header != FINISH:
                return frame
            clean = self._shared.restored()
            for fd in (1, 2):
                with suppress(OSError):  # an answer may have closed it
                    os.write(fd, self._mark)
            self.send(CLEAN if clean else TOUCHED)

    def _listen(self) -> None:
        receive = super().receive
        with suppress(OSError):
            while (frame := receive()) is not None:
                self._requests.put(frame)
        os._exit(0)


@dataclass(frozen=True)
class Shared:
    """What an answer shares with those that come after it in the same process."""

    modules: Mapping[str, Mapping[str, object]]
    settings: tuple[object, ...]
    draws: tuple[Any, Any]

    @classmethod
    def now(cls) -> Self:
        modules = {name: dict(vars(module)) for name, module in sys.modules.items() if hasattr(module, "__dict__")}
        return cls(modules, _settings(), (random.getstate(), np.random.get_state()))  # noqa: NPY002

    def restored(self) -> bool:
        """Put the common sources of chance back; tell whether all else is as it was."""
        try:
            random.setstate(self.draws[0])
            np.random.set_state(self.draws[1])  # noqa: NPY002
            return _settings() == self.settings and all(map(self._same, self.modules))
        except BaseException:  # whatever it was that an answer did
            return False

    def _same(self, name: str) -> bool:
        module = sys.modules.get(name)
        before, after = self.modules[name], vars(module) if module is not None else {}
        return len(after) >= len(before) and all(
            after.get(key, _GONE) is value for key, value in before.items() if not key.startswith("_")
        )


_GONE = object()


def _settings() -> tuple[object, ...]:
    return (
        np.geterr(),
        repr(np.get_printoptions()),
        list(warnings.filters),
        sys.getrecursionlimit(),
        dict(os.environ),
        Path.cwd(),
        repr(decimal.getcontext()),
        threading.active_count(),
        sys.stdout is sys.__stdout__,
        sys.stderr is sys.__stderr__,
        list(sys.meta_path),
        sys.gettrace(),
        sys.getprofile(),
    )


def _streams() -> None:
    for name, fd in (("stdout", 1), ("stderr", 2)):
        # By lines, so that what was printed before an endless loop is seen.
        stream = open(  # noqa: SIM115
            fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", newline="\n", closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _descriptor(out: int) -> int:
    """Return the descriptor that answers leave by: on Windows, handles are inherited, and not descriptors."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.open_osfhandle(out, os.O_WRONLY)
    return out
