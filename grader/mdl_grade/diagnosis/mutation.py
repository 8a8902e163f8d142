"""Mutants of the reference: its text with one plausible mistake in it.

A mutant that gives the learner's numbers names the learner's mistake. A mutant that a suite lets pass shows what the
suite doesn't look at.
"""

from __future__ import annotations

import ast
import types
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from mdl_grade.course.solution import BEGIN, END
from mdl_grade.diagnosis.operators import OPERATORS
from mdl_grade.diagnosis.operators.site import Edit, Node, Operator, Rank, Site
from mdl_grade.diagnosis.operators.walk import sites


@dataclass(frozen=True)
class Mutant:
    """The reference with one mistake.

    Parameters
    ----------
    source : str
        The whole module.
    operator : str
        The kind of mistake: "drop transpose".
    line : int
        Where it is, in the reference.
    label : str
        The mistake as a clause that ends "It looks as if …": "`.T` is missing on `W` in `dX`".
    key : str
        Names the mutant in a list that people read. It outlives reformatting: "dense_backward: W.T → W".
    rank : Rank
        Plausibility as a learner's mistake; the lower, the likelier.
    """

    source: str
    operator: str
    line: int
    label: str
    key: str
    rank: Rank


@dataclass(frozen=True)
class Draft:
    """What may become a mutant: nobody has compiled it yet. It may be no Python, or do what another draft does.

    Parameters
    ----------
    source, label : str
        As of a `Mutant`.
    site : Site
        Where the text is changed; of a habit, the first place.
    operator : Operator
    change : Edit
        What is put there.
    habitual : bool
        Whether the mistake is made wherever it can be.
    """

    source: str
    label: str
    site: Site
    operator: Operator
    change: Edit
    habitual: bool = False


def drafts(source: str, *, only: Collection[str] | None = None) -> Iterator[Draft]:
    """Yield what `mutants` chooses from, in the order of the text, habits last: a hundredth of the work.

    Raises
    ------
    ValueError
        If `only` has a name that no operator bears.
    SyntaxError
        If the source is not Python.
    """
    operators, text = _chosen(only), _Text(source)
    proposals = list(_proposals(ast.parse(source), text, operators))
    yield from _single(proposals, text)
    yield from _habitual(proposals, text)


def mutants(source: str, *, only: Collection[str] | None = None) -> list[Mutant]:
    """Return all mutants of a solution, in the order of its text.

    Only code between the markers of the answer is changed, or all code if nothing is marked. Docstrings, annotations,
    messages and what merely describes arrays (`len`, dtypes, shapes to allocate) are left alone. Every mutant
    compiles; none has the bytecode of the reference or of another mutant.

    Parameters
    ----------
    source : str
        The text of a module.
    only : collection of str, optional
        Names of the operators to use. All by default.

    Raises
    ------
    ValueError
        If `only` has a name that no operator bears.
    SyntaxError
        If the source is not Python.
    """
    text = _Text(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        seen = {_fingerprint(compile(source, "", "exec", dont_inherit=True))}
        found: list[Mutant] = []
        for draft in drafts(source, only=only):
            code = _compiled(draft.source)
            if code is not None and (fingerprint := _fingerprint(code)) not in seen:
                seen.add(fingerprint)
                found.append(_mutant(draft, text))
    return _with_distinct_keys(found)


def _mutant(draft: Draft, text: _Text) -> Mutant:
    key = f"{_key(draft, text)}, and alike" if draft.habitual else _key(draft, text)
    operator = draft.operator
    return Mutant(draft.source, operator.name, draft.site.node.lineno, draft.label, key, operator.rank)


@dataclass(frozen=True)
class _Proposal:
    site: Site
    operator: Operator
    change: Edit


def _proposals(tree: ast.Module, text: _Text, operators: tuple[Operator, ...]) -> Iterator[_Proposal]:
    for site in sites(tree):
        if text.is_answer(site.node):
            for operator in operators:
                yield from (_Proposal(site, operator, change) for change in operator.changes(site))


def _single(proposals: list[_Proposal], text: _Text) -> Iterator[Draft]:
    for p in proposals:
        yield Draft(text.replaced((p.site.node, p.change.text)), p.change.label, p.site, p.operator, p.change)


def _habitual(proposals: list[_Proposal], text: _Text) -> Iterator[Draft]:
    """Yield those that make one mistake in several places of a function or class."""
    habits: dict[tuple[str, str, str], list[_Proposal]] = {}
    for p in proposals:
        if p.change.habit:
            owner = p.site.function.partition(".")[0]
            habits.setdefault((owner, p.operator.name, p.change.habit), []).append(p)
    for (_, _, habit), together in habits.items():
        if len(together) > 1 and text.are_apart([p.site.node for p in together]):
            first = together[0]
            mutated = text.replaced(*((p.site.node, p.change.text) for p in together))
            yield Draft(mutated, habit, first.site, first.operator, first.change, habitual=True)


def _chosen(only: Collection[str] | None) -> tuple[Operator, ...]:
    unknown = set(only or ()) - {operator.name for operator in OPERATORS}
    if unknown:
        raise ValueError(f"No operator is called {', '.join(sorted(unknown))}.")
    return tuple(operator for operator in OPERATORS if only is None or operator.name in only)


def _key(draft: Draft, text: _Text) -> str:
    site = draft.site
    shown = _shown(site)
    was = _normalised(text.segment(shown))
    becomes = _normalised(text.segment(shown, site.node, draft.change.text))
    return f"{site.function}: {was} → {becomes}" if site.function else f"{was} → {becomes}"


def _shown(site: Site) -> Node:
    """Return what a key shows: a lone name or number says little, so what it stands in is shown instead."""
    outwards = [*site.ancestors, site.node]
    node = outwards.pop()
    while isinstance(node, ast.Name | ast.Constant | ast.keyword | ast.Slice) or _reads_like_a_name(node):
        node = outwards.pop()
    simple = isinstance(node, ast.expr) or (isinstance(node, ast.stmt) and not hasattr(node, "body"))
    return node if simple and isinstance(node, Node) else site.node


def _reads_like_a_name(node: ast.AST) -> bool:
    match node:
        case ast.Tuple(elts=elements):
            return any(isinstance(element, ast.Slice) for element in elements)
        case ast.Attribute(value=ast.Name(id="self")) | ast.Subscript(slice=ast.Constant(value=str())):
            return True
    return False


def _normalised(text: str) -> str:
    try:
        return ast.unparse(ast.parse(f"({text}\n)", mode="eval"))
    except SyntaxError:
        return "; ".join(ast.unparse(ast.parse(text)).splitlines())


def _with_distinct_keys(found: list[Mutant]) -> list[Mutant]:
    """Number the mutants that would bear the same key."""
    counts: dict[str, int] = {}
    numbered = []
    for mutant in found:
        counts[mutant.key] = count = counts.get(mutant.key, 0) + 1
        numbered.append(mutant if count == 1 else replace(mutant, key=f"{mutant.key} ({count})"))
    return numbered


class _Text:
    """The source, cut where the syntax tree says: by line and by byte."""

    def __init__(self, source: str) -> None:
        self._bytes = source.encode()
        lines = self._bytes.splitlines(keepends=True)
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))
        self._answers = list(_answers(source))

    def is_answer(self, node: Node) -> bool:
        end = node.end_lineno or node.lineno
        return not self._answers or any(begin < node.lineno and end < stop for begin, stop in self._answers)

    def are_apart(self, nodes: list[Node]) -> bool:
        spans = sorted(self._span(node) for node in nodes)
        return all(one[1] <= other[0] for one, other in pairwise(spans))

    def replaced(self, *edits: tuple[Node, str]) -> str:
        """Return the whole source with other texts for some nodes."""
        source = self._bytes
        for node, text in sorted(edits, key=lambda edit: self._span(edit[0]), reverse=True):
            begin, end = self._span(node)
            # Lines below keep their numbers, which Python 3.13 stores in classes.
            blank = "\n" * ((node.end_lineno or node.lineno) - node.lineno)
            source = source[:begin] + _fenced(node, text + blank) + source[end:]
        return source.decode()

    def segment(self, shown: Node, node: Node | None = None, text: str = "") -> str:
        """Return the text of `shown`, perhaps with another text for `node` inside."""
        first, last = self._span(shown)
        if node is None:
            return self._bytes[first:last].decode()
        begin, end = self._span(node)
        return (self._bytes[first:begin] + _fenced(node, text) + self._bytes[end:last]).decode()

    def _span(self, node: Node) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        begin = self._starts[node.lineno - 1] + node.col_offset
        return begin, self._starts[node.end_lineno - 1] + node.end_col_offset


def _fenced(node: Node, text: str) -> bytes:
    """Put an expression in parentheses, so that it stays one thing wherever it stands."""
    return (f"({text})" if isinstance(node, ast.expr) and not text.isidentifier() else text).encode()


def _answers(source: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of the markers around each part of the answer."""
    begin = 0
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() == BEGIN:
            begin = number
        elif line.strip() == END:
            yield begin, number


def _compiled(source: str) -> types.CodeType | None:
    """Return the source's bytecode, or None if it is no Python."""
    try:
        return compile(source, "", "exec", dont_inherit=True)
    except SyntaxError:
        return None


def _fingerprint(code: types.CodeType) -> object:
    """Return what the bytecode does, without where in the text it comes from."""
    constants = tuple(
        _fingerprint(c) if isinstance(c, types.CodeType) else (type(c).__name__, repr(c)) for c in code.co_consts
    )
    names = (code.co_name, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return (names, code.co_code, code.co_exceptiontable, constants, code.co_flags)


def without_docstrings(source: str) -> str:
    """Return the source with its docstrings emptied; every line keeps its number."""
    text = _Text(source)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    documented = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds) and ast.get_docstring(node)]
    return text.replaced(*((node.body[0], '""') for node in documented))
