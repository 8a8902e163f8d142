"""Opening of what was handed in: told apart by content, never by extension."""

from __future__ import annotations

import io
import os
from pathlib import Path, PurePosixPath
from typing import IO

from mdl_grade.intake.answer import Problem
from mdl_grade.intake.files import open_file
from mdl_grade.intake.folder import FolderTree
from mdl_grade.intake.limits import SUBMISSION, IntakeLimits
from mdl_grade.intake.tree import Tree

ARCHIVE_SUFFIXES = (".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".txz", ".tar", ".zip", ".rar", ".7z")
_HEAD = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN = {b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x28\xb5\x2f\xfd": "Zstandard"}
_MOST_PACKED = 2


def open_tree(path: Path, limits: IntakeLimits = SUBMISSION) -> Tree | Problem:
    """Open a folder, a zip archive, or a tar archive that may be packed by gzip, bzip2 or xz.

    Returns
    -------
    Tree or Problem
        A problem for what is none of these, or is refused as a whole: damaged, too large, made to do harm.
    """
    if path.is_dir():
        return FolderTree(path, limits=limits)
    descriptor = open_file(str(path), limits.archive)
    if isinstance(descriptor, Problem):
        return descriptor
    file = os.fdopen(descriptor, "rb")
    try:
        tree = _archive(path.name, file, limits, packed=1)
    except BaseException:
        file.close()
        raise
    if isinstance(tree, Problem):
        file.close()
    return tree


def open_nested(tree: Tree, name: str, limits: IntakeLimits = SUBMISSION) -> Tree | Problem:
    """Open an archive that lies directly in `tree`: a learner's in a class's, but none inside a learner's."""
    if tree.packed >= _MOST_PACKED:
        return Problem(f"{name} is an archive inside an archive inside an archive: hand in the answers themselves.")
    content = tree.read(PurePosixPath(name), limits.archive)
    if isinstance(content, Problem):
        return content
    return _archive(name, io.BytesIO(content), limits, packed=tree.packed + 1)


def is_archive(path: Path) -> bool:
    """Tell whether there is a regular file that begins like an archive, of a kind that is read here or not."""
    descriptor = open_file(str(path), 1 << 62)
    if isinstance(descriptor, Problem):
        return False
    with os.fdopen(descriptor, "rb") as file:
        head = file.read(_HEAD)
    return _kind(head) is not None or head.startswith(tuple(_FOREIGN))


def named_as_archive(name: str) -> str | None:
    """Return the name without its extension, if that is an archive's."""
    suffix = next((s for s in ARCHIVE_SUFFIXES if name.lower().endswith(s)), None)
    return name[: -len(suffix)] if suffix else None


def _archive(label: str, file: IO[bytes], limits: IntakeLimits, packed: int) -> Tree | Problem:
    head = file.read(_HEAD)
    file.seek(0)
    kind = _kind(head)
    if kind == "zip":
        from mdl_grade.intake.zips import zip_tree

        return zip_tree(label, file, limits, packed)
    if kind == "tar":
        from mdl_grade.intake.tars import Packing, tar_tree

        packing = next((p for p in Packing if p.value and head.startswith(p.value)), Packing.NONE)
        return tar_tree(label, file, packing, limits, packed)
    foreign = next((name for magic, name in _FOREIGN.items() if head.startswith(magic)), None)
    if foreign:
        return Problem(f"{label} is a {foreign} archive, which is not read here: make it a zip archive.")
    return Problem(f"{label} is neither a folder nor a zip or tar archive.")


def _kind(head: bytes) -> str | None:
    if head.startswith(_ZIP):
        return "zip"
    bzip2 = head.startswith(b"BZh") and head[4:10] == b"1AY&SY"
    packed = bzip2 or head.startswith((b"\x1f\x8b\x08", b"\xfd7zXZ\x00"))
    return "tar" if packed or head[257:262] == b"ustar" else None
