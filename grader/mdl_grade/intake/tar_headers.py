"""The headers of a tar archive, parsed in time linear in their length.

The standard library's `tarfile` is not used for what strangers made: in versions that are supported here its patterns
take quadratic time on long headers (CVE-2024-6232; 4 MiB kept it busy for 88 s) and sizes below zero send it backwards
(CVE-2025-8194). Read are ustar, GNU and pax headers: IEEE Std 1003.1-2017, pax, "ustar Interchange Format"; the GNU tar
manual, "Basic Tar Format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from mdl_grade.intake.window import Window

BLOCK = 512
_LONGEST_EXTENSION = 64 << 10
_OCTAL = re.compile(rb"[ ]*([0-7]*)[ \0]*")


class Damaged(Exception):
    """These are not the headers of a whole tar archive."""


class Crowded(Exception):
    """There are more headers than were asked for."""


class Kind(Enum):
    """What a member is. Regular files have no holes; whatever is not told apart here is OTHER."""

    FILE = auto()
    FOLDER = auto()
    SYMLINK = auto()
    HARDLINK = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Member:
    """A member, and where its bytes lie in the unpacked archive."""

    name: str
    kind: Kind
    start: int
    size: int


_KINDS = {
    b"0": Kind.FILE, b"\0": Kind.FILE, b"7": Kind.FILE, b"5": Kind.FOLDER, b"1": Kind.HARDLINK, b"2": Kind.SYMLINK
}  # fmt: skip
_WITHOUT_DATA = b"123456"


def members(file: Window, most: int) -> Iterator[Member]:
    """Read the headers one after the other; contents are skipped.

    Raises
    ------
    Damaged
        If a header is none, a member ends after the archive, or the archive does not end in zeros.
    Crowded
        If there are more than `most` headers.
    """
    place, seen = 0, 0
    long_name: bytes | None = None
    extended: dict[bytes, bytes] = {}
    while (block := _read(file, place, BLOCK)).count(0) != BLOCK:
        if (seen := seen + 1) > most:
            raise Crowded
        type_, size = _checked(block), _number(block[124:136])
        place += BLOCK
        if type_ in (b"L", b"K", b"x", b"X", b"g"):
            content = b"" if type_ in (b"K", b"g") else _extension(file, place, size)
            if type_ == b"L":
                long_name = content.partition(b"\0")[0]
            elif content:
                extended = _records(content)
            place += _padded(size)
        else:
            place = _after_map(file, place, block) if type_ == b"S" else place
            size = int(extended.get(b"size", size))
            following = place + (0 if type_ in _WITHOUT_DATA else _padded(size))
            if following > file.size:
                raise Damaged
            yield _member(block, type_, extended, long_name, place, size)
            place, long_name, extended = following, None, {}
    _end(file, place)


def _member(
    block: bytes, type_: bytes, extended: dict[bytes, bytes], long_name: bytes | None, start: int, size: int
) -> Member:
    name = block[:100].partition(b"\0")[0]
    if block[257:263] == b"ustar\0" and (prefix := block[345:500].partition(b"\0")[0]):
        name = prefix + b"/" + name
    name = extended.get(b"path", name if long_name is None else long_name)
    kind = _KINDS.get(type_, Kind.OTHER)
    if kind is Kind.FILE and any(key.startswith(b"GNU.sparse.") for key in extended):
        kind = Kind.OTHER
    if kind is Kind.FILE and name.endswith(b"/"):
        kind = Kind.FOLDER
    return Member(name.decode("utf-8", "surrogateescape"), kind, start, size)


def _checked(block: bytes) -> bytes:
    """Return the type of a header whose checksum holds."""
    if sum(block[:148]) + 8 * ord(" ") + sum(block[156:]) != _number(block[148:156]):
        raise Damaged
    return block[156:157]


def _number(field: bytes) -> int:
    """Read octal digits, or GNU's binary numbers, none of them below zero."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    match = _OCTAL.fullmatch(field)
    if match is None:
        raise Damaged
    return int(match[1] or b"0", 8)


def _extension(file: Window, place: int, size: int) -> bytes:
    if size > _LONGEST_EXTENSION:
        raise Damaged
    return _read(file, place, size)


def _records(content: bytes) -> dict[bytes, bytes]:
    """Read pax records, each `<its length> <key>=<value>` and a line end."""
    records: dict[bytes, bytes] = {}
    place = 0
    while place < len(content):
        space = content.find(b" ", place, place + 8)
        length = content[place:space] if space > place else b""
        if not length.isdigit():
            raise Damaged
        end = place + int(length)
        if not space < end <= len(content) or content[end - 1] != ord("\n"):
            raise Damaged
        key, equals, value = content[space + 1 : end - 1].partition(b"=")
        if not equals:
            raise Damaged
        records[key] = value
        place = end
    size = records.get(b"size", b"0")
    if not size.isdigit() or len(size) > 20:
        raise Damaged
    return records


def _after_map(file: Window, place: int, block: bytes) -> int:
    """Return where the data of an old GNU file with holes begin: after the blocks that continue its map."""
    more = block[482]
    while more:
        more = _read(file, place, BLOCK)[504]
        place += BLOCK
    return place


def _end(file: Window, place: int) -> None:
    """See that nothing but zeros follows: other programs might read on."""
    file.seek(place)
    while chunk := file.read(1 << 16):
        if chunk.count(0) != len(chunk):
            raise Damaged


def _read(file: Window, place: int, size: int) -> bytes:
    file.seek(place)
    content = file.read(size)
    if len(content) != size:
        raise Damaged
    return content


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
