"""Names in zip archives that do not say how they are encoded: read as what makes them words."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable

_UTF8 = 0x800
_PAGES = ("cp437", "cp850", "cp1252")
"""Of DOS, as the format has it; of DOS in Western Europe; of Windows there. Of equals the first."""


def encoding_of(members: Iterable[zipfile.ZipInfo]) -> str:
    """Return the encoding of the names that bear no flag: UTF-8 if all are, else the page with the most letters."""
    raw = b"".join(one.orig_filename.encode("cp437", "replace") + b"/" for one in members if not one.flag_bits & _UTF8)
    if raw.isascii():
        return "cp437"
    try:
        raw.decode()
    except UnicodeDecodeError:
        return max(_PAGES, key=lambda page: _words(raw, page))
    return "utf-8"


def name_of(member: zipfile.ZipInfo, encoding: str) -> str:
    """Return a member's name."""
    if member.flag_bits & _UTF8 or encoding == "cp437" or member.orig_filename.isascii():
        return member.orig_filename
    return member.orig_filename.encode("cp437", "replace").decode(encoding, "replace")


def _words(raw: bytes, page: str) -> int:
    """Count what looks like words: Latin letters, and no capital behind a small one."""
    text = raw.decode(page, "replace")
    score = 0
    for before, char in zip(" " + text, text, strict=False):
        if char.isascii():
            continue
        latin = char.isalpha() and unicodedata.name(char, "").startswith("LATIN") and char not in "ªº"
        score += 1 if latin and not (before.islower() and char.isupper()) else -1
    return score
