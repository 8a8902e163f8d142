"""Parts that sentences for learners are made of: numbers, names, amounts, quotations."""

from __future__ import annotations

from mdl_grade.records.evidence import Curve
from mdl_grade.records.numbers import Number

MAX_QUOTED = 300
"""Characters of an exception's text that a message repeats; the evidence has them all."""

EXACT_BELOW = 100
"""Counts from here on are rounded before learners are told of them in an official run."""


def sentences(*parts: str) -> str:
    """Join what is not empty."""
    return " ".join(part for part in parts if part)


def ended(sentence: str) -> str:
    """End a sentence that has no end."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def subject(what: str) -> str:
    """Begin a sentence with a name, which stays as it is, or with words, which don't."""
    if what == "result" or what.startswith("result ("):
        return f"The {what}"
    return f"The {what[4:]}" if what.startswith("the ") else what


def entry(what: str, index: tuple[int, ...]) -> str:
    """Name an entry: "dW[1, 2]"; of what is called by several words, "value of the policy at [1]"."""
    place = f"[{', '.join(map(str, index))}]"
    return f"{subject(what)}{' at ' if ' ' in what else ''}{place}" if index else subject(what)


def of(count: int, size: int) -> str:
    """Count entries: "all 3 entries", "2 of 15 entries"."""
    return f"all {size} entries" if count == size else f"{count} of {size} entries"


def about(count: int, size: int) -> str:
    """Count entries; a large number that may have been rounded is told as such: "about 300 of 4096 entries"."""
    rounded = EXACT_BELOW <= count < size and set(str(count)[1:]) == {"0"}
    return f"about {of(count, size)}" if rounded else of(count, size)


def are(count: int) -> str:
    """Choose the verb for a count."""
    return "is" if count == 1 else "are"


def shown(number: Number) -> str:
    """Write a number with as many digits as it has: 0.125, 1e-07, 3, nan."""
    if isinstance(number, str):
        return quoted(number)
    return repr(number).removesuffix(".0")


_SOURCES = {"float32": " for float32", "conditioning": ", as this problem magnifies rounding"}


def allowed(error: Number, tolerance: float, source: str = "") -> str:
    """Tell the error beside the tolerance, in brackets."""
    if tolerance == 0:
        return " (no error is allowed here)"
    if source == "absolute":
        return f" (off by {shown(error)}, allowed {shown(tolerance)})"
    return f" (relative error {shown(error)}, allowed {shown(tolerance)}{_SOURCES.get(source, '')})"


def quoted(text: str) -> str:
    """Put foreign text on one line, and not too much of it."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED else f"{line[:MAX_QUOTED].rsplit(' ', 1)[0]} …"


def single_point(curve: Curve) -> str:
    """Tell a curve of one point as what it is: a number beside another."""
    if not curve.yours:
        return ""
    told = f"At {curve.axis} {shown(curve.x[0])}, your {curve.quantity} is {shown(curve.yours[0])}"
    return f"{told}; the reference's is {shown(curve.reference[0])}." if curve.reference else f"{told}."
