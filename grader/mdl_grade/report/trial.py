"""The failing call as Python that can be pasted as it stands: imports, the call, and what should come of it."""

from __future__ import annotations

import ast
import builtins
from pathlib import PurePosixPath

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import (
    AnyEvidence,
    Contrast,
    Raised,
    Unclean,
    WrongException,
    WrongShape,
    WrongType,
    WrongValue,
)
from mdl_grade.records.model import CheckResult, ExerciseResult, Report
from mdl_grade.records.numbers import Number
from mdl_grade.report.contrast import spelled_entry
from mdl_grade.report.phrases import entry, quoted, shown, subject

MOST_EXPECTED = 12
"""Entries of an expected tensor that a comment tells."""


def trials(report: Report, exercise: ExerciseResult) -> dict[str, list[str]]:
    """Return, for each check, lines of Python that repeat what it saw; nothing where there is no such call.

    Each line is a line of code, or a comment, of its own. They run in the folder that was graded. A call that several
    checks failed on is told with the first of them, in the order of causes.
    """
    checks = {check.id: check for check in exercise.checks}
    in_order = [checks[name] for found in causes_of(exercise.checks) for name in found.checks]
    first: dict[str, str] = {}
    for check in (*in_order, *exercise.checks):
        if check.evidence is not None and check.evidence.call:
            first.setdefault(check.evidence.call, check.id)
    told = set(first.values())
    return {name: _trial(report, exercise, check) if name in told else [] for name, check in checks.items()}


def _trial(report: Report, exercise: ExerciseResult, check: CheckResult) -> list[str]:
    evidence = check.evidence
    if evidence is None or not evidence.call:
        return []
    lines = ["import numpy as np"] if "np." in evidence.call else []
    code = evidence.call.strip()
    lines.append(_import(report.submission.label, exercise.id, ", ".join(_asked(code, exercise))))
    if isinstance(evidence, Unclean) and evidence.fact == "mutated":
        return [*lines, *_seen_changing(code, evidence.what)]
    lines += _with_ends_of_blocks(code.split("\n"))
    expected = _expected(evidence)
    return [*lines, f"# {quoted(expected)}"] if expected else lines


def _with_ends_of_blocks(lines: list[str]) -> list[str]:
    """Put an empty line behind every block: who types at a prompt ends it so."""
    ended = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        ended.append(line)
        if line.startswith(" ") and after and not after.startswith((" ", ")", "]", "}")):
            ended.append("")
    return ended


def _seen_changing(code: str, argument: str) -> list[str]:
    """Give an argument a name before the call, and look at it afterwards."""
    match _parsed(code):
        case ast.Module(body=[ast.Expr(value=ast.Call() as call)]):
            given = {k.arg: k for k in call.keywords}
        case _:
            given = {}
    if argument not in given:
        return code.split("\n")
    before = ast.unparse(given[argument].value)
    given[argument].value = ast.Name(argument, ast.Load())
    return [f"{argument} = {before}", ast.unparse(call), f"{argument}  # should be as it was"]


def _asked(code: str, exercise: ExerciseResult) -> list[str]:
    """Return the names of the answer that code uses; of a program, which nobody writes, all that it does not make."""
    defined = {name.partition(".")[0] for name in (*exercise.written, *exercise.unwritten)}
    return [name for name in _free(code) if not defined or name in defined] or [code.partition("(")[0]]


def _free(code: str) -> list[str]:
    """Return the names that code uses and does not make, in order; none if it is no Python."""
    nodes = list(ast.walk(_parsed(code)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    known = made | {node.arg for node in nodes if isinstance(node, ast.arg)} | {"np", *dir(builtins)}
    in_order = sorted(names, key=lambda node: (node.lineno, node.col_offset))
    return [name for name in dict.fromkeys(node.id for node in in_order) if name not in known]


def _parsed(code: str) -> ast.Module:
    """Return the tree of code; an empty one if it is no Python, as a report may come from anywhere."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _import(label: str, exercise: str, name: str) -> str:
    """Import the answer: a single file by its own name, one of a folder by its chapter."""
    file = PurePosixPath(label)
    if file.suffix == ".ipynb":
        return f"# in the notebook, below your {name}:"
    alone = file.suffix == ".py" and file.stem.isidentifier()
    return f"from {file.stem if alone else exercise.replace('/', '.')} import {name}"


def _expected(evidence: AnyEvidence) -> str:
    match evidence:
        case WrongValue(expected=None):
            return ""
        case WrongValue(contrast=Contrast(expected=rows)) if rows and sum(map(len, rows)) <= MOST_EXPECTED:
            return f"{subject(evidence.what)} should be {_spelled(rows)}"
        case WrongValue(expected=str() | float() | int() as expected):
            return f"{entry(evidence.what, evidence.index)} should be {shown(expected)}"
        case WrongShape():
            return f"{subject(evidence.what)} should have shape {evidence.expected}"
        case WrongType():
            return f"{subject(evidence.what)} should be {evidence.expected}"
        case WrongException():
            return f"should raise {evidence.expected}"
        case Raised():
            return f"raises {evidence.exception}, and should not"
    return ""


def _spelled(rows: tuple[tuple[Number, ...], ...]) -> str:
    told = [f"[{', '.join(map(spelled_entry, row))}]" for row in rows]
    return told[0] if len(told) == 1 else f"[{', '.join(told)}]"
