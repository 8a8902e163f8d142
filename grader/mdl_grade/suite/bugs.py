"""Known bugs and other right answers: each is the reference's text with something changed."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mdl_grade.errors import CourseError

T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    """A way to turn the reference into another answer: replacements in its text, or a new definition.

    Parameters
    ----------
    label : str
        For a bug, a clause that tells what is wrong: "db is averaged over the batch". For a variant, its name.
    hint : str
        What sets the learner right, one sentence.
    edits : tuple of (old, new)
        Each `old` occurs exactly once.
    definition : str
        Source of a function or class that takes the place of `replaces`.
    """

    label: str
    hint: str = ""
    edits: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    replaces: str = ""

    def source(self, reference: str) -> str:
        """Return the changed text.

        Raises
        ------
        CourseError
            If an edit does not occur exactly once, or there is nothing to replace.
        """
        text = reference
        for old, new in self.edits:
            if text.count(old) != 1:
                raise CourseError(f"{self.label!r}: {old!r} occurs {text.count(old)} times in the reference, not once.")
            text = text.replace(old, new)
        return _replaced(text, self) if self.definition else text


def patch(label: str, edits: Mapping[str, str], *, hint: str = "") -> Change:
    """Declare a known bug as replacements in the reference's text."""
    return Change(label, hint, tuple(edits.items()))


def bug(label: str, *, hint: str = "", of: str = "") -> Callable[[T], T]:
    """Declare a whole function or class as a known bug. It travels as source, so it stands alone.

    `of` names what it takes the place of, if the exercise asks for more than one thing.
    """
    return _marked("bug", label, hint, of)


def variant(definition: T | None = None, *, of: str = "") -> Any:
    """Declare a whole function or class as another right answer: `@variant` or `@variant(of="name")`."""
    if definition is None:
        return _marked("variant", "", "", of)
    return _marked("variant", "", "", of)(definition)


def _marked(kind: str, label: str, hint: str, of: str) -> Callable[[T], T]:
    def mark(definition: T) -> T:
        name = getattr(definition, "__name__", "")
        change = Change(label or name, hint, (), _definition(definition), of)
        setattr(definition, f"__mdl_{kind}__", change)
        return definition

    return mark


def _definition(definition: Any) -> str:
    """Return the source without its decorators."""
    text = textwrap.dedent(inspect.getsource(definition))
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return "".join(text.splitlines(keepends=True)[node.lineno - 1 :])


def _replaced(reference: str, change: Change) -> str:
    tree = ast.parse(reference)
    kinds = (ast.FunctionDef, ast.ClassDef)
    public = [n.name for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]
    target = change.replaces or (public[0] if len(public) == 1 else "")
    if target not in public:
        raise CourseError(
            f"{change.label!r} does not say which of {', '.join(public)} it takes the place of.", "Use of=…"
        )
    node = next(n for n in tree.body if isinstance(n, kinds) and n.name == target)
    own = ast.parse(change.definition).body[0]
    assert isinstance(own, kinds)
    lines = reference.splitlines(keepends=True)
    renamed = "" if own.name == target else f"\n\n{target} = {own.name}\n"
    before, after = "".join(lines[: node.lineno - 1]), "".join(lines[node.end_lineno :])
    return f"{before}{change.definition}{renamed}{after}"
