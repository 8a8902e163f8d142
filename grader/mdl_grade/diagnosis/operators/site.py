"""What an operator sees (a site) and what it proposes (changes)."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from mdl_grade.diagnosis.operators.scope import Scope

Node = ast.expr | ast.stmt
LONGEST = 32


class Rank(IntEnum):
    """Plausibility as a learner's mistake: the lower, the likelier."""

    TRANSPOSE = 0
    OPERAND = 1
    ACCUMULATION = 2
    AXIS = 3
    REDUCTION = 4
    CONSTANT = 5
    VARIABLE = 6
    WRAPPER = 7
    STATE = 8


@dataclass(frozen=True)
class Site:
    """A piece of the reference that may be changed.

    Parameters
    ----------
    node : ast.expr or ast.stmt
    ancestors : tuple of ast.AST
        What it stands in, the module first and the parent last.
    scope : Scope
        The names that can be seen there.
    in_index : bool
        It stands between the brackets of a subscript, or among the bounds of a range.
    """

    node: Node
    ancestors: tuple[ast.AST, ...]
    scope: Scope
    in_index: bool = False

    @property
    def parent(self) -> ast.AST:
        return self.ancestors[-1]

    @property
    def function(self) -> str:
        """Qualified name of the function around: "Layer.forward"; "" outside of all."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return ".".join(a.name for a in self.ancestors if isinstance(a, kinds))

    @property
    def place(self) -> str:
        """Where it counts, for the end of a label: " in `dX`"."""
        chain = (*self.ancestors, self.node)
        statement = next(a for a in reversed(chain) if isinstance(a, ast.stmt))
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                where = next((t for t, v in zip(targets, values, strict=False) if v in chain), None)
                return f" in {quoted(where)}" if where is not None else ""
            case ast.Assign(targets=[(ast.Name() | ast.Attribute() | ast.Subscript()) as target]):
                return f" in {quoted(target)}"
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
                return f" in {quoted(target)}"
            case ast.Return() if self.function:
                return f" in what `{self.function.rpartition('.')[2]}` returns"
        return ""


@dataclass(frozen=True)
class Edit:
    """Another text for the site's node, and the mistake that it is, as a clause.

    Some mistakes are habits: who forgets to divide by N for W forgets it for b. `habit` is then the clause for the
    mistake wherever it can be made. It is "" for others.
    """

    text: str
    label: str
    habit: str = ""

    @classmethod
    def everywhere(cls, text: str, habit: str, site: Site) -> Edit:
        """Make a change that may be a habit, and whose clause names its place otherwise."""
        return cls(text, habit + site.place, habit)


Changes = Iterator[Edit]


@dataclass(frozen=True)
class Operator:
    """A kind of mistake."""

    name: str
    rank: Rank
    changes: Callable[[Site], Changes]


def operator(name: str, rank: Rank) -> Callable[[Callable[[Site], Changes]], Operator]:
    """Make an operator of a function that proposes the changes of a site."""
    return lambda changes: Operator(name, rank, changes)


def grouped(node: ast.AST) -> str:
    """Return the node's text, in parentheses unless it binds tighter than any operator."""
    atoms = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.ListComp)
    text = ast.unparse(node)
    return text if isinstance(node, atoms) else f"({text})"


def quoted(node: ast.AST | str) -> str:
    """Return the node as a learner may read it. What is long is cut: it would tell the answer."""
    text = node if isinstance(node, str) else ast.unparse(node)
    text = re.sub(r"\bself\._", "self.", re.sub(r"\bnp\.", "", text))
    return f"`{text}`" if len(text) <= LONGEST else f"`{text[: LONGEST - 1].rstrip()}…`"


def from_numpy(node: ast.AST) -> bool:
    """Tell whether it is `np.…` or a call of it."""
    target = node.func if isinstance(node, ast.Call) else node
    while isinstance(target, ast.Attribute):
        target = target.value
    return isinstance(target, ast.Name) and target.id in ("np", "numpy")


def renamed(call: ast.Call, name: str) -> str:
    """Return the text of the call with the last name of the function replaced."""
    func = f"{grouped(call.func.value)}.{name}" if isinstance(call.func, ast.Attribute) else name
    return f"{func}({arguments(call)})"


def arguments(call: ast.Call, without: str = "") -> str:
    """Return the text between the parentheses of a call, perhaps without one keyword."""
    return ", ".join(ast.unparse(a) for a in (*call.args, *call.keywords) if not _is_keyword(a, without))


def _is_keyword(argument: ast.AST, name: str) -> bool:
    return isinstance(argument, ast.keyword) and bool(name) and argument.arg == name


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the value of a keyword argument."""
    return next((k.value for k in call.keywords if k.arg == name), None)


def whole_number(node: ast.AST | None) -> int | None:
    """Return the value of a literal int, a minus sign included; None for anything else."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
    return None
