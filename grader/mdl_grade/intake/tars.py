"""Tar archives, plain or packed by gzip, bzip2 or xz; nothing is extracted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tempfile
import zlib
from collections.abc import Callable
from enum import Enum
from typing import IO

from mdl_grade.intake.answer import Problem, too_large
from mdl_grade.intake.indexed import Index, IndexedTree
from mdl_grade.intake.limits import IntakeLimits, inflated_too_far
from mdl_grade.intake.tar_headers import Crowded, Damaged, Kind, Member, members
from mdl_grade.intake.window import Window
from mdl_grade.intake.zips import crowded, damaged

_CHUNK = 1 << 16
_XZ_MEMORY = 128 << 20
"""What `xz -9` needs is half of this; a header may claim 4 GiB."""
_IN_MEMORY = 16 << 20


class Packing(Enum):
    """How the tar archive is packed, and the bytes by which that is known."""

    NONE = b""
    GZIP = b"\x1f\x8b"
    BZIP2 = b"BZh"
    XZ = b"\xfd7zXZ\x00"


def tar_tree(
    label: str, file: IO[bytes], packing: Packing, limits: IntakeLimits, packed: int
) -> IndexedTree[Member] | Problem:
    """Return the members of a tar archive as a tree, or why it is refused as a whole."""
    try:
        plain = file if packing is Packing.NONE else _unpacked(label, file, packing, limits)
    except (OSError, EOFError, ValueError, MemoryError, zlib.error, lzma.LZMAError):
        return damaged(label)
    if isinstance(plain, Problem):
        return plain
    window, index = Window(plain), Index[Member]()
    try:
        for member in members(window, limits.entries):
            _add(index, member, limits)
    except (Damaged, Crowded) as error:
        window.close()
        return crowded(label, limits) if isinstance(error, Crowded) else damaged(label)

    def reader(member: Member, name: str, most: int) -> bytes | Problem:
        if member.size > most:
            return too_large(name, most)
        window.seek(member.start)
        return window.read(member.size)

    return IndexedTree(label, index, reader, limits, packed=packed, closing=window.close)


def _add(index: Index[Member], member: Member, limits: IntakeLimits) -> None:
    if member.kind is Kind.FILE:
        index.add(member.name, member, limits)
    elif member.kind is Kind.FOLDER:
        index.add_folder(member.name, limits)
    else:
        index.add_refused(member.name, _REASONS[member.kind], limits)


_REASONS = {
    Kind.SYMLINK: "is a symbolic link: pack the file itself",
    Kind.HARDLINK: "is a hard link to another member: pack a copy",
    Kind.OTHER: "is not an ordinary file (a pipe, socket, device or file with holes)",
}


def _unpacked(label: str, file: IO[bytes], packing: Packing, limits: IntakeLimits) -> IO[bytes] | Problem:
    """Unpack into memory, or if large into a file without a name, capped while it grows."""
    packed_size = file.seek(0, io.SEEK_END)
    file.seek(0)
    read = _reader(file, packing)
    plain = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the tree keeps it
    try:
        grown = 0
        while chunk := read(_CHUNK):
            grown += len(chunk)
            if grown > limits.total or (grown > _IN_MEMORY and inflated_too_far(grown, packed_size, limits)):
                plain.close()
                return Problem(f"{label} would grow to more than {grown >> 20} MiB: pack the answers alone.")
            plain.write(chunk)
    except BaseException:
        plain.close()
        raise
    finally:
        file.close()
    return plain


def _reader(file: IO[bytes], packing: Packing) -> Callable[[int], bytes]:
    if packing is Packing.GZIP:
        return gzip.GzipFile(fileobj=file).read
    if packing is Packing.BZIP2:
        return bz2.BZ2File(file).read
    return _XZ(file).read


class _XZ:
    """One stream of xz, unpacked within a memory limit, which `lzma.open` does not have."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def read(self, size: int) -> bytes:
        while not self._decompressor.eof:
            packed = self._file.read(_CHUNK) if self._decompressor.needs_input else b""
            if self._decompressor.needs_input and not packed:
                raise EOFError("the xz stream is cut short")
            if chunk := self._decompressor.decompress(packed, size):
                return chunk
        rest = self._decompressor.unused_data + self._file.read(_CHUNK)
        if rest.strip(b"\0"):
            raise lzma.LZMAError("something follows the xz stream")
        return b""
