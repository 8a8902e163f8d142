"""What there is to say of what was handed in, besides the answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice tells."""

    REFUSED = "refused"
    """Something is not looked at; the text continues the place: "… is a link"."""
    TAKEN = "taken"
    """A file stands for an exercise though it is called, or lies, otherwise."""
    BESIDE = "beside"
    """Another file could be meant as well; the one that bears the name counts."""
    UNCLEAR = "unclear"
    """Several files could be the answer, or one is doubtful: a person decides, and until then none counts."""
    NAME = "name"
    """Whose it is, a person must say."""
    LATE = "late"
    """The platform says that it came late, and not when."""


@dataclass(frozen=True)
class Notice:
    """One of them: of a place, and of an exercise if it is about one."""

    kind: NoticeKind
    place: str
    text: str
    exercise: str = ""
