"""The text of an answer as tokens that survive disguise: without names, comments, docstrings, layout.

A stranger's text is only ever matched against one regular expression. It is not compiled, and not handed to `ast` or
`tokenize`: a deeply nested expression exhausts the parser's stack, and text that is no Python raises.
"""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass

MAX_CHARACTERS = 1 << 15
"""What stands beyond is not compared: an answer is a few lines of Python."""

KEPT = frozenset(keyword.kwlist) | frozenset(name for name in dir(builtins) if not name.startswith("_"))
"""Words of the language: nobody can rename them and still be understood."""

_TOKEN = re.compile(
    r"""
      (?P<blank>[^\S\n]+ | \\\n | \#[^\n]*)
    | (?P<line>\n)
    | (?P<text>[bBfFrRuU]{0,2}(?:"{3}(?:[^"\\]|\\.|"(?!""))*+(?:"{3})?
                              |'{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?
                              |"(?:[^"\\\n]|\\.)*+"?
                              |'(?:[^'\\\n]|\\.)*+'?))
    | (?P<number>(?:0[xXbBoO][\da-fA-F_]++ | (?:\d[\d_]*+\.?[\d_]*+ | \.\d[\d_]*+)(?:[eE][+-]?\d[\d_]*+)?)[jJ]?)
    | (?P<name>[^\W\d]\w*+)
    | (?P<sign>\*\*=|//=|>>=|<<=|\.\.\.|->|:=|[=!<>+\-*/%&|^@]=|\*\*|//|<<|>>|[^\s\w])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_OWNERS = frozenset(("self", "cls"))


@dataclass(frozen=True, slots=True)
class Token:
    """One token as it is compared, and the lines that it stands on, counted from 1.

    `word` is what is compared, with a variable's name kept apart in `name`: all that counts of a name is where else
    it occurs (see `fingerprints`).
    """

    word: str
    name: str
    first: int
    last: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of an answer, in order.

    Dropped: comments, docstrings and other strings that stand alone, line breaks, indentation, commas before a closing
    bracket, parentheses that only group. No longer told apart: `1`, `1.` and `1e0`; ``'x'`` and ``"x"``; strings that
    are more than one word.

    A name is what a learner chose: no word of the language, not looked up in something (`np.sum`, `X.T`; though what is
    looked up in `self` was chosen), and not that of a keyword argument (`axis=0`).
    """
    tokens: list[Token] = []
    depth, line, fresh = 0, 1, True
    alone: Token | None = None
    for match in _TOKEN.finditer(text[:MAX_CHARACTERS]):
        kind, found = match.lastgroup, match[0]
        first, line = line, line + found.count("\n")
        if kind == "line" and depth == 0:
            fresh, alone = True, None
        if kind in ("blank", "line"):
            continue
        if kind == "text" and fresh:  # a docstring, unless something follows on its line
            alone, fresh = Token(_string(found), "", first, line), False
            continue
        if alone is not None:
            tokens.append(alone)
            alone = None
        depth = max(depth + (found in _OPENING) - (found in _CLOSING), 0)
        fresh = found == ";" and depth == 0
        if found in _CLOSING and tokens and tokens[-1].word == ",":
            tokens.pop()
        if found != ";":
            tokens.append(_token(kind, found, first, line, tokens))
    return _without_grouping(_with_keywords(tokens))


def _token(kind: str | None, found: str, first: int, last: int, before: list[Token]) -> Token:
    if kind == "text":
        return Token(_string(found), "", first, last)
    if kind == "number":
        return Token(_number(found), "", first, last)
    if kind != "name" or found in KEPT:
        return Token(found, "", first, last)
    looked_up = len(before) > 1 and before[-1].word == "."
    if looked_up and before[-2].name not in _OWNERS:
        return Token(found, "", first, last)
    return Token("", found, first, last)


def _with_keywords(tokens: list[Token]) -> list[Token]:
    """Spell out the names of keyword arguments: those between `(` or `,` and `=`, within a call."""
    spelled = list(tokens)
    calls: list[bool] = []
    for i, token in enumerate(tokens):
        if token.word in _OPENING:
            calls.append(token.word == "(" and not (i > 1 and tokens[i - 2].word == "def"))
        elif token.word in _CLOSING and calls:
            calls.pop()
        elif token.name and any(calls[-1:]) and tokens[i - 1].word in ("(", ",") and _word(tokens, i + 1) == "=":
            spelled[i] = Token(token.name, "", token.first, token.last)
    return spelled


def _word(tokens: list[Token], i: int) -> str:
    return tokens[i].word if i < len(tokens) else ""


def _without_grouping(tokens: list[Token]) -> list[Token]:
    """Drop parentheses that belong to no call and no definition: `return (a, b)` is `return a, b`."""
    kept: list[Token] = []
    groups: list[bool] = []
    for i, token in enumerate(tokens):
        if token.word == "(":
            groups.append(i == 0 or not _callable(tokens[i - 1]))
            dropped = groups[-1]
        else:
            dropped = token.word == ")" and bool(groups) and groups.pop()
        if not dropped:
            kept.append(token)
    return kept


def _callable(token: Token) -> bool:
    word = token.word
    return bool(token.name) or word in _CLOSING or (word.isidentifier() and not keyword.iskeyword(word))


def _string(found: str) -> str:
    content = found.lstrip("bBfFrRuU").strip("\"'")
    return f"'{content}'" if content.isidentifier() else "'…'"


def _number(found: str) -> str:
    try:
        return repr(float(found.replace("_", "")))
    except ValueError:  # hexadecimal, imaginary
        return found.lower()
