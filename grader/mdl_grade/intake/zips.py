"""Zip archives, read in memory; nothing is extracted."""

from __future__ import annotations

import stat
import zipfile
from itertools import pairwise
from typing import IO

from mdl_grade.intake.answer import Problem, too_large
from mdl_grade.intake.indexed import Index, IndexedTree
from mdl_grade.intake.legacy_names import encoding_of, name_of
from mdl_grade.intake.limits import IntakeLimits, inflated_too_far
from mdl_grade.intake.names import fault_of
from mdl_grade.intake.window import Oversized, Window

_CHUNK = 1 << 16
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def zip_tree(label: str, file: IO[bytes], limits: IntakeLimits, packed: int) -> IndexedTree[zipfile.ZipInfo] | Problem:
    """Return the members of a zip archive as a tree, or why it is refused as a whole."""
    window = Window(file, limits.index)
    try:
        archive = zipfile.ZipFile(window)
    except Oversized:
        return crowded(label, limits)
    except Exception:  # what damaged archives raise is a long and changing list
        return damaged(label)
    members = archive.infolist()
    if problem := _unfit(label, members, window.size, limits):
        archive.close()
        window.close()
        return problem
    index: Index[zipfile.ZipInfo] = Index()
    encoding = encoding_of(members)
    for member in members:
        _add(index, member, limits, encoding)

    def reader(member: zipfile.ZipInfo, name: str, most: int) -> bytes | Problem:
        return _content(archive, member, name, most, limits)

    return IndexedTree(label, index, reader, limits, packed=packed, closing=window.close)


def damaged(label: str) -> Problem:
    return Problem(f"{label} is damaged, or was cut short on its way: pack it again.")


def crowded(label: str, limits: IntakeLimits) -> Problem:
    return Problem(f"{label} holds more than {limits.entries} files: pack the answers alone.")


def _unfit(label: str, members: list[zipfile.ZipInfo], size: int, limits: IntakeLimits) -> Problem | None:
    """Judge an archive by its list of members, in which every size is a claim that reading holds it to."""
    if len(members) > limits.entries:
        return crowded(label, limits)
    if sum(member.file_size for member in members) > limits.total:
        return Problem(f"{label} would grow to more than {limits.total >> 20} MiB: pack the answers alone.")
    ordered = sorted(members, key=lambda member: member.header_offset)
    if ordered and ordered[0].header_offset != 0:
        return Problem(f"{label} has something hidden before its first file: pack it again.")
    if ordered and ordered[-1].header_offset + _LOCAL_HEADER + ordered[-1].compress_size > size:
        return damaged(label)
    for one, following in pairwise(ordered):
        if following.header_offset < one.header_offset + _LOCAL_HEADER + one.compress_size:
            return Problem(f"{label} has files that overlap, as in archives made to do harm: pack it again.")
    return None


def _add(index: Index[zipfile.ZipInfo], member: zipfile.ZipInfo, limits: IntakeLimits, encoding: str) -> None:
    name = name_of(member, encoding).replace("\\", "/")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if reason := fault_of(name, limits):
        index.refuse(name, reason)
    elif kind == stat.S_IFLNK:
        index.add_refused(name, "is a symbolic link: pack the file itself", limits)
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        index.add_refused(name, "is not an ordinary file (a pipe, socket or device)", limits)
    elif name.endswith("/"):
        index.add_folder(name, limits)
    elif member.flag_bits & _ENCRYPTED:
        index.add_refused(name, "is encrypted: pack it without a password", limits)
    elif member.compress_type not in _PACKINGS:
        index.add_refused(name, "is packed in an unusual way: make an ordinary zip archive", limits)
    else:
        index.add(name, member, limits)


def _content(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int, limits: IntakeLimits
) -> bytes | Problem:
    content = bytearray()
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                if len(content) > most:
                    return too_large(name, most)
                if inflated_too_far(len(content), member.compress_size, limits):
                    return Problem(f"{name} is packed {limits.ratio} times smaller than it is: no text shrinks so far.")
    except Exception:  # what damaged archives raise is a long and changing list
        return damaged(name)
    return bytes(content)
