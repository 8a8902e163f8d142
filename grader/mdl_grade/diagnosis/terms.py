"""What is said to learners is in their terms: arguments, results as the exercise calls them, and Python's own words."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

import numpy as np

from mdl_grade.diagnosis.mutation import Draft
from mdl_grade.suite.runner import Host
from mdl_grade.suite.suite import Suite

CODE = re.compile(r"`([^`]*)`")
WORD = re.compile(r"(?<![.\w'\"])[A-Za-z_]\w*")
NUMBER = re.compile(r"^the (term|factor) `(\d+(?:\.\d+)?)` is missing$")
CONSTANT = re.compile(r"^(\S+) is used in place of (\S+)")
PLACE = re.compile(r" in (?:what )?`[^`]*`(?: returns)?$")
OWN = re.compile(r"\bself\.(\w+)")
UNAPPLIED = re.compile(r"^`([^`]*)` is not applied to ")
INSTEAD = re.compile(r"^`([A-Za-z_]\w*)` is used in place of `([A-Za-z_]\w*)`")
RESULTS = re.compile(r"^Returns\n-+\n(.*?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
RESULT = re.compile(r"^([A-Za-z_]\w*(?:, [A-Za-z_]\w*)*) : ", re.MULTILINE)
CUT = "…"
LONGEST_TEST = 40

GENERAL = {
    "drop transpose": "a transpose is missing",
    "transpose product": "a product is transposed",
    "swap factors": "the factors of a product stand in the wrong order",
    "swap sides": "a difference or a quotient is taken the wrong way round",
    "drop operand": "a term or a factor is missing",
    "repeat operand": "a term or a factor is there twice",
    "flip sign": "a sign is flipped",
    "swap operation": "one operation stands where another belongs",
    "overwrite": "something is set (`=`) that should add up (`+=`), or the other way round",
    "drop statement": "a step is left out",
    "change comparison": "a comparison is the wrong one, such as < for ≤",
    "force condition": "a condition is ignored",
    "ignore condition": "a condition is ignored",
    "none by truth": "what is 0 or empty is taken for None",
    "change axis": "a reduction goes over the wrong axis",
    "drop kept axis": "`keepdims=True` is missing",
    "change new axis": "a new axis is missing, or stands on the wrong side",
    "change reduction": "a sum, a mean or a largest value is taken where another belongs",
    "shift index": "an index is off by one",
    "change range": "a loop runs over the wrong range",
    "change constant": "a constant is the wrong one",
    "swap variable": "one variable stands where another belongs",
    "unwrap": "a function is not applied",
    "swap arguments": "arguments of a function are exchanged",
    "swap function": "one function stands where another belongs",
    "return early": "`return` stands inside of a loop",
}
"""What an operator does, for where its label would speak of variables that a learner does not have."""


VAGUE = frozenset(
    GENERAL[operator]
    for operator in ("swap variable", "shift index", "swap function", "unwrap", "change constant", "swap arguments")
)
"""Clauses that leave open what is meant: where an answer is right says more."""


MISSING = {
    "the factor": "a factor of a product is missing",
    "the term": "a term of a sum is missing",
    "the division": "a division is missing",
    "the exponent": "an exponent is missing",
    "the remainder": "a remainder is not taken",
    "the condition": "a condition is missing",
    "the minus sign": "a minus sign is missing",
    "nothing is added": "nothing is added where something should be",
    "nothing is subtracted": "nothing is subtracted where something should be",
    "the difference": "a difference is taken the wrong way round",
    "the quotient": "a quotient is upside down",
    "the sign": "a sign is flipped",
    "the transpose": "a transpose is missing",
    "`.T`": "a transpose is missing",
}
"""The same, for labels that begin so."""


EMPTY = frozenset({GENERAL["force condition"], MISSING["the condition"]})
"""What says so little that it is better to say nothing."""

SPOKEN_OF: Mapping[str, tuple[type[ast.AST], ...]] = {
    GENERAL["change comparison"]: (ast.Compare,),
    GENERAL["force condition"]: (ast.If, ast.IfExp, ast.While, ast.Compare),
    GENERAL["change range"]: (ast.For, ast.While, ast.comprehension),
    GENERAL["return early"]: (ast.For, ast.While),
}
"""What an answer must have for these to be true of it: the same numbers may come of another mistake."""


def is_possible(label: str, answer: Host) -> bool:
    """Tell whether what a general label speaks of is there in the text of an answer at all."""
    needed = next((nodes for said, nodes in SPOKEN_OF.items() if label.startswith(said)), ())
    return not needed or any(isinstance(node, needed) for node in ast.walk(ast.parse(answer.text)))


def vocabulary(suite: Suite, text: str) -> frozenset[str]:
    """Return the names that may be said: those of the task, of Python and of NumPy that are no variables in `text`."""
    own = {name.partition("=")[0] for names in suite.signatures.values() for name in names}
    classes = [node for node in suite.solution.tree.body if isinstance(node, ast.ClassDef)]
    own |= {node.name for c in classes for node in c.body if isinstance(node, ast.FunctionDef)}
    own |= {node.attr for c in classes for node in ast.walk(c) if isinstance(node, ast.Attribute) and _is_public(node)}
    results = [name for function in suite.signatures for name in results_of(suite, function)]
    own |= {*suite.solution.names, *(word for name in results for word in WORD.findall(name))}
    return frozenset(own) | (_COMMON - set(_variables(text)))


def _variables(text: str) -> Iterator[str]:
    """Yield what is a variable of somebody's own: `floor = 1e-9 * var` is no `np.floor`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is_public(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self" and not node.attr.startswith("_")


_COMMON = frozenset(
    {*dir(builtins), *keyword.kwlist, *dir(np), *dir(np.ndarray), "np", "self", "axis", "keepdims", "ddof"}
)


def in_terms(draft: Draft, known: Container[str]) -> str:
    """Return a mutant's label in the learner's terms: with its place, without it, in general; "" if there is none."""
    if _is_a_probe(draft):
        return ""
    for text in (draft.label, PLACE.sub("", draft.label)):
        if CUT not in text and all(_is_known(code, known) for code in CODE.findall(text)):
            return _without_a_lone_number(text) + _special_case(draft, known)
    if half := _half_known(draft.label, known):
        return half
    general = next((said for start, said in MISSING.items() if draft.label.startswith(start)), "")
    general = general or GENERAL.get(draft.operator.name, "")
    method = draft.site.function.rpartition(".")[2]
    inside = "." in draft.site.function and method in known and not method.startswith("_")
    return f"{general} in `{method}`" if general and inside else general


def _special_case(draft: Draft, known: Container[str]) -> str:
    """Say in which case a place is come to, if it stands in a branch that returns: "" if that can't be told."""
    outwards = [*draft.site.ancestors, draft.site.node]
    for branch, inner in pairwise(outwards):
        if isinstance(branch, ast.If) and inner in branch.body and isinstance(branch.body[-1], ast.Return):
            test = ast.unparse(branch.test)
            return f" where `{test}`" if len(test) <= LONGEST_TEST and _is_known(test, known) else ""
    return ""


def _half_known(label: str, known: Container[str]) -> str:
    """Return what is left of a label if of two names one is known, or of a function and its argument the function."""
    if (found := UNAPPLIED.match(label)) and _is_known(found[1], known):
        return f"`{found[1]}` is not applied"
    found = INSTEAD.match(label)
    if found is None or (here := _is_known(found[1], known)) is _is_known(found[2], known):
        return ""
    return (
        f"`{found[1]}` stands where something else belongs"
        if here
        else f"something else stands where `{found[2]}` belongs"
    )


def _is_a_probe(draft: Draft) -> bool:
    """Tell whether a constant is moved by a hundredth: that shows how near checks look, and is nobody's slip."""
    found = CONSTANT.match(draft.label) if draft.operator.name == "change constant" else None
    return found is not None and 1.0 < float(found[1]) / (float(found[2]) or 1.0) < 1.02


def _without_a_lone_number(label: str) -> str:
    """Return a label that says what to do with a number of which many stand in the text."""
    found = NUMBER.match(label)
    if found is None:
        return label
    what, number = found[1], f"{float(found[2]):g}"
    return f"a factor {number} is missing" if what == "factor" else f"a {number} is not added, or not subtracted"


def _is_known(code: str, known: Container[str]) -> bool:
    return all(word in known for word in (*WORD.findall(code), *OWN.findall(code)))


def results_of(suite: Suite, function: str) -> tuple[str, ...]:
    """Return what the results of a function are called: by the exercise or, if they are several, by the prompt."""
    if suite.exercise.returns:
        return suite.exercise.returns
    names = _documented(suite, function)
    return names if len(names) > 1 else ()


@lru_cache(maxsize=16)
def _documented(suite: Suite, function: str) -> tuple[str, ...]:
    """Return the names in the section Returns of a function's docstring."""
    functions = [node for node in suite.solution.tree.body if isinstance(node, ast.FunctionDef)]
    text = next((ast.get_docstring(node) or "" for node in functions if node.name == function), "")
    section = RESULTS.search(text)
    return tuple(name for line in RESULT.findall(section[1]) for name in line.split(", ")) if section else ()


def name_at(suite: Suite, function: str, path: tuple[str, ...]) -> str:
    """Return what a learner calls the value at a place of a result: "dX", "grads[0][1]", "the entry 'w0'"."""
    returns = results_of(suite, function)
    whole = returns[0] if len(returns) == 1 else f"what {function} returns"
    if not path:
        return whole
    first, *rest = path
    if first.isdecimal() and len(returns) > 1 and int(first) < len(returns):
        return _unmistakable(suite, function, returns[int(first)]) + "".join(f"[{step}]" for step in rest)
    if all(step.isdecimal() for step in path):
        return whole + "".join(f"[{step}]" for step in path) if len(returns) == 1 else whole
    return f"the entry {first!r}"


def _unmistakable(suite: Suite, function: str, name: str) -> str:
    """Say whose result it is, if others return one of that name."""
    others = () if suite.exercise.returns else suite.solution.names
    shared = any(name in _documented(suite, other) for other in others if other != function)
    return f"{name} of {function}" if shared else name
