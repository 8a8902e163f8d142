"""Text for a terminal: nothing in it can move the cursor, reorder letters or speak to a CI service."""

from __future__ import annotations

import re
import unicodedata

_HARMLESS = frozenset("\n\t")
_SEPARATORS = frozenset(("Zl", "Zp"))

_SPELLED = str.maketrans(
    {
        "∂": "d", "∇": "grad ", "Σ": "sum ", "√": "sqrt ", "∞": "inf", "∈": "in", "∘": "*", "×": "x", "·": "*",
        "−": "-", "–": "-", "—": "--", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "→": "->", "←": "<-", "…": "...",
        "‖": "||", "⟨": "<", "⟩": ">", "²": "^2", "³": "^3", "½": "1/2", "ᵀ": "^T", "⁻": "^-", "¹": "1",
        "’": "'", "‘": "'", "“": '"', "”": '"', "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta",
        "ε": "eps", "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho",
        "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Δ": "Delta",
    }
)  # fmt: skip


def printable(text: str) -> str:
    """Escape every character that is not plainly visible.

    Controls (C0, C1, DEL), format characters (bidirectional overrides, zero-width ones), line and paragraph
    separators, lone surrogates, private and unassigned characters become ``\\x1b``, ``\\u202e`` and the like. Newline
    and tab stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _visible(character) else _escaped(character) for character in text)


def spelled(text: str) -> str:
    """Return `text` in ASCII: ∂ is written d, Wᵀ is W^T; what has no such spelling is escaped."""
    return text if text.isascii() else text.translate(_SPELLED).encode("ascii", "backslashreplace").decode("ascii")


def inert(text: str) -> str:
    """Break what CI services obey in a log: ``##[`` and ``##name[`` anywhere, ``::`` at the beginning of a line."""
    return re.sub(r"(?m)^(\s*):(?=:)", r"\1:\\", re.sub(r"##(?=\w*\[)", r"##\\", text))


def columns(text: str) -> int:
    """Count the columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def wrapped(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` columns, at spaces; only a word that fills a line is broken."""
    lines: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and columns(line) + 1 + columns(word) > width:
                lines.append(line.rstrip())
                line = ""
            line = f"{line} {word}" if line else word
            while columns(line) > width:
                head = _head(line, width)
                lines.append(head)
                line = line[len(head) :]
        lines.append(line.rstrip())
    return lines


def _visible(character: str) -> bool:
    if character in _HARMLESS:
        return True
    category = unicodedata.category(character)
    return category[0] != "C" and category not in _SEPARATORS


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _head(line: str, width: int) -> str:
    taken = 0
    for i, character in enumerate(line):
        taken += _columns(character)
        if taken > width:
            return line[: max(i, 1)]
    return line
