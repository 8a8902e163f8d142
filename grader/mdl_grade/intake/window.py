"""What archives are read through: a file that never hands out more at once than is allowed, and closes itself."""

from __future__ import annotations

import os
import weakref
from typing import IO


class Oversized(Exception):
    """A reader asked for more bytes than it may have at once."""


class Window:
    """A seekable binary file with a cap on single reads.

    `zipfile` trusts the lengths that it finds inside: told that the list of members has 4 GiB, it asks for 4 GiB.

    Parameters
    ----------
    file : binary file
        What is read; it belongs to the window, and is closed with it or when nobody can read any more, also where the
        window is forgotten as part of a cycle, which a traceback makes of whatever it saw.
    most : int
        Bytes in one read.
    """

    def __init__(self, file: IO[bytes], most: int = 1 << 62) -> None:
        self._file, self._most = file, most
        self._closing = weakref.finalize(self, file.close)
        self.size = file.seek(0, os.SEEK_END)
        file.seek(0)

    def read(self, size: int | None = -1) -> bytes:
        wanted = self.size - self._file.tell() if size is None or size < 0 else size
        if wanted > self._most:
            raise Oversized
        return self._file.read(wanted)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._closing()
