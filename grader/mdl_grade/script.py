"""What runs as an answer: the text of one file, or a program and the texts of the parts that it imports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_SEVERAL = "\0"
"""Begins what `Script.written` makes of several texts: no file that is accepted as an answer holds this character."""


@dataclass(frozen=True)
class Script:
    """A program's text, and the texts of its parts by the ids of the exercises that they answer; mostly none.

    Examples
    --------
    >>> whole = Script("from c.f import f", {"c/f": "def f(): ..."})
    >>> Script.read(whole.written()) == whole
    True
    >>> Script("x = 1").written()
    'x = 1'
    """

    text: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Script | str) -> Script:
        """Return a text that stands alone as a source, too."""
        return source if isinstance(source, Script) else cls(source)

    @classmethod
    def read(cls, written: str) -> Script:
        """Return what `written` was made of. Texts of ledgers older than this format stand alone, and still run."""
        if not written.startswith(_SEVERAL):
            return cls(written)
        text, parts = json.loads(written.removeprefix(_SEVERAL))
        return cls(text, parts)

    def written(self) -> str:
        """Return all of it as one text, for ledgers and messages; of a text that stands alone, itself."""
        if not self.parts:
            return self.text
        return _SEVERAL + json.dumps([self.text, dict(self.parts)], ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 of what is written, in hexadecimal: equal for equal texts, in the program's order of its parts."""
        return hashlib.sha256(self.written().encode()).hexdigest()

    def with_part(self, part: str, text: str) -> Script:
        """Return it with another text in the place of one part."""
        return replace(self, parts={**self.parts, part: text})
