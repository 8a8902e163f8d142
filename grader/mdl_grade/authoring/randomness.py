"""Randomness that must be used: what every exercise that is handed a Generator has to reject.

The wrong answers are made of the reference: what draws from the Generator that it is given draws from another one. They
compute all that is right, so only checks of the randomness itself can tell them from it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.suite.judging import judge as judged
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

EXCHANGES: Mapping[str, str] = {
    "makes a Generator of its own": "_np.random.default_rng()",
    "is right for seed 0 only": "_np.random.default_rng(0)",
    "draws once, and repeats that": "_copy.deepcopy(_first.setdefault(0, _copy.deepcopy(rng)))",
}
"""What an answer does with the Generator that it is given, and the expression for the one that it uses instead."""

REMEDY = "A check has to see that the Generator's state decides: the same again gives the same, another something else"

_EXCHANGED = """

import copy as _copy
import functools as _functools

import numpy as _np

_first = {{}}


def _exchanged(rng):
    return {other} if isinstance(rng, _np.random.Generator) else rng


def _deaf(function):
    @_functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*map(_exchanged, args), **{{name: _exchanged(value) for name, value in kwargs.items()}})

    return wrapper


_owner, _, _method = {target!r}.rpartition(".")
if _owner:
    setattr(globals()[_owner], _method, _deaf(getattr(globals()[_owner], _method)))
else:
    globals()[_method] = _deaf(globals()[_method])
"""


def hold(judge: Judge, seeds: Sequence[int], findings: Findings) -> None:
    """Hold an exercise to rejecting answers that don't use its Generator, under practice and under official seeds."""
    for wrong, source in deaf_answers(judge.suite):
        for seed in seeds:
            for key in (Seed.practice(seed), Seed.official(str(seed).encode())):
                grade = judged(judge.suite, judge.wall, source, key.of(judge.suite.id, ""), until_failure=True)
                findings.unless(
                    not grade.passed, f"{wrong}, and passes", seed=seed, detail=f"{key.mode.value}. {REMEDY}"
                )


def deaf_answers(suite: Suite) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an answer, and its text, for each way not to use a Generator where one is taken."""
    for target in takers(suite):
        for doing, other in EXCHANGES.items():
            yield f"{target} {doing}", suite.solution.text + _EXCHANGED.format(other=other, target=target)


def takers(suite: Suite) -> tuple[str, ...]:
    """Return the functions, and methods as `Class.method`, of an answer that have a parameter for a Generator."""
    found: list[str] = []
    for top in ast.parse(suite.solution.text).body:
        if isinstance(top, ast.FunctionDef) and top.name in suite.solution.names and _takes_generator(top):
            found.append(top.name)
        if isinstance(top, ast.ClassDef) and top.name in suite.solution.names:
            methods = (node for node in top.body if isinstance(node, ast.FunctionDef))
            found += [f"{top.name}.{method.name}" for method in methods if _takes_generator(method)]
    return tuple(found)


def _takes_generator(function: ast.FunctionDef) -> bool:
    annotations = (argument.annotation for argument in ast.walk(function.args) if isinstance(argument, ast.arg))
    return any(annotation is not None and ast.unparse(annotation).endswith("Generator") for annotation in annotations)
