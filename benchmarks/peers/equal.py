"""What every tool runs on an answer: `check(exercise, name, namespace)` raises AssertionError if it fails.

Copied beside the exported checks (see `export`), and imported by pytest's tests, nbgrader's test cells and otter's test
cases alike. Equal programs run once for an answer, and a check whose needs have failed is not run: as in mdl-grade.
"""

from __future__ import annotations

import copy
import importlib
import operator
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
FLAT = np.load(HERE / "arrays.npy") if (HERE / "arrays.npy").exists() else np.zeros(0)

calls = 0
_results: dict = {}
_passed: dict = {}


def c(start, *shape):
    """Return a fresh array in C order."""
    return FLAT[start : start + int(np.prod(shape, dtype=int))].reshape(shape).copy()


def f(start, *shape):
    """Return a fresh array in Fortran order."""
    return np.asfortranarray(c(start, *shape))


def s(start, *shape):
    """Return a fresh array that is every other entry of a larger one."""
    values = c(start, *shape)
    strided = np.empty(tuple(2 * n for n in shape))[tuple(slice(None, None, 2) for _ in shape)]
    strided[...] = values
    return strided


def call(function, *args, **kwargs):
    """Call, and count."""
    global calls
    calls += 1
    return function(*args, **kwargs)


def watched(function, *args, **kwargs):
    """Call; the arguments must stay as they were, and the result must share no memory with them."""
    before = copy.deepcopy((args, kwargs))
    result = call(function, *args, **kwargs)
    same((args, kwargs), before, 0.0)
    inside = arrays(result)
    assert not any(np.may_share_memory(a, r) for a in arrays([*args, *kwargs.values()]) for r in inside), (
        "shared memory"
    )
    return result


def arrays(value):
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, list | tuple | dict):
        return [a for item in (value.values() if isinstance(value, dict) else value) for a in arrays(item)]
    return []


def same(got, want, rtol, shapes_alone=False):
    """Compare, nested; `rtol` is relative to the largest entry of a tensor."""
    if isinstance(want, dict):
        assert isinstance(got, dict), "no dict"
        assert set(got) == set(want), "other keys"
        for key in want:
            same(got[key], want[key], rtol, shapes_alone)
    elif isinstance(want, list | tuple):
        assert isinstance(got, list | tuple), "no tuple"
        assert len(got) == len(want), "another number of values"
        for one, other in zip(got, want, strict=True):
            same(one, other, rtol, shapes_alone)
    elif isinstance(want, np.ndarray | float | int):
        got, want = np.asarray(got), np.asarray(want)
        assert got.shape == want.shape, f"shape {got.shape}, should be {want.shape}"
        assert got.dtype.kind in "fib", "no numbers"
        if not shapes_alone and want.size:
            assert np.isfinite(got).all(), "not finite"
            assert np.max(np.abs(got - want)) <= rtol * np.max(np.abs(want)), "wrong value"
    else:
        assert got == want, "wrong value"


OPERATORS = {
    **{name: getattr(operator, name) for name in "add sub mul truediv matmul pow neg abs eq ne lt le gt ge".split()},
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "len": len,
    "apply": lambda function, *args, **kwargs: function(*args, **kwargs),
    "unpack": lambda value, count: [value[i] for i in range(count)],
}


def o(name, *operands, **kwargs):
    """Apply an operator."""
    return OPERATORS[name](*operands, **kwargs)


def check(exercise, name, namespace):
    """Run one check of an exercise on the names in `namespace`."""
    checks = importlib.import_module(f"equal_{exercise}")
    programs, needs, shapes_alone, rtol = checks.CHECKS[name]
    assert all(_passed.get((exercise, needed)) for needed in needs), "a check that it needs has failed"
    for program in programs:
        if (exercise, program) not in _results:
            _results[exercise, program] = getattr(checks, program)(namespace)
        same(_results[exercise, program], checks.EXPECTED[program], rtol, shapes_alone)
    _passed[exercise, name] = True


def forget():
    """Forget the last answer: for a process that sees several."""
    global calls
    calls = 0
    _results.clear()
    _passed.clear()
