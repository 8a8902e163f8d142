"""Single precision is one mistake: the reference cast to float32 fails the check of it, and loses a point at most."""

from __future__ import annotations

from mdl_grade.authoring.judge import FAILED, Findings, Judge, shown
from mdl_grade.records.model import Status
from mdl_grade.suite.precision import PRECISION

MOST = 1
"""Points that single precision may cost: what only double precision can hold may be asked for as well."""

_NARROWED = """

import functools as _functools
import inspect as _inspect

import numpy as _np


def _narrowed(value):
    if isinstance(value, _np.ndarray) and value.dtype.kind in "fc":
        return value.astype(_np.complex64 if value.dtype.kind == "c" else _np.float32)
    if isinstance(value, float):
        return _np.float32(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_narrowed, value))
    if isinstance(value, dict):
        return {{key: _narrowed(item) for key, item in value.items()}}
    return value


def _narrow(function):
    @_functools.wraps(function)
    def wrapper(*args, **kwargs):
        return _narrowed(function(*args, **kwargs))

    return wrapper


for _name in {names!r}:
    _it = globals()[_name]
    if not _inspect.isclass(_it):
        globals()[_name] = _narrow(_it)
        continue
    for _method, _function in list(vars(_it).items()):
        if _inspect.isfunction(_function) and not _method.startswith("_"):
            setattr(_it, _method, _narrow(_function))
"""


def narrowed(text: str, names: tuple[str, ...]) -> str:
    """Return an answer whose functions, and whose classes' methods, give what `text` gives in single precision."""
    return text + _NARROWED.format(names=names)


def hold(judge: Judge, seed: int, findings: Findings) -> None:
    """Hold an exercise that returns floats to it that single precision fails the check of it, and costs little else."""
    suite = judge.suite
    if PRECISION not in suite.checks:
        return
    verdicts = judge.verdicts(narrowed(suite.solution.text, suite.solution.names), seed)
    failed = [verdict.check for verdict in verdicts if verdict.status in FAILED]
    told = "all that the functions return was cast to float32, and nothing of it came back: are there floats in it?"
    findings.unless(PRECISION in failed, f"the check {PRECISION} can't fail", seed=seed, detail=told)
    others = [verdict for verdict in verdicts if verdict.status is not Status.PASSED]
    lost = sum(suite.checks[verdict.check].points for verdict in others)
    text = f"single precision, which is one mistake, costs {lost} points, and not {MOST} at most"
    detail = "; ".join(f"{v.check}: {shown(v)}" for v in others if suite.checks[v.check].points)
    findings.unless(lost <= MOST, text, seed=seed, detail=detail)
