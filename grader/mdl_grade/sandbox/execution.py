"""Runs an answer's file as far as it goes: what fails once everything is defined costs nothing."""

from __future__ import annotations
import __future__

import ast
from collections.abc import Iterable, Mapping
from typing import Any

MOST_FAILURES = 20
TESTERS = frozenset(("doctest", "unittest", "pytest"))
"""Modules that are there to try code out: an answer does without them."""
_FUTURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


def execute(
    source: str, filename: str, namespace: dict[str, Any], names: Iterable[str] | None = None
) -> list[BaseException]:
    """Execute a file as a module.

    Parameters
    ----------
    namespace : dict
        The module's.
    names : iterable of str, optional
        What the file has to define. Where that is nothing, only try-outs are passed over.

    Returns
    -------
    list of BaseException
        Of the statements that were passed over: try-outs, and whatever fails after the last of `names` is defined.

    Raises
    ------
    BaseException
        Of the first statement that failed and that the answer can't do without; of a try-out, if in the end something
        is missing.
    """
    wanted = tuple(names or ()) or None
    code = compile(source, filename, "exec", dont_inherit=True)
    flags = code.co_flags & _FUTURES
    failures: list[BaseException] = []
    while True:
        try:
            exec(code, namespace)  # noqa: S102 (what the wall is for)
        except BaseException as error:
            rest = _after(source, _line_of(error, filename))
            needed = rest is None or not ((wanted is not None and _complete(namespace, wanted)) or _tries_out(rest[0]))
            if rest is None or needed or len(failures) >= MOST_FAILURES:
                raise
            if not _needs_testers(rest[0]):
                failures.append(error)
            module = ast.Module(body=rest[1], type_ignores=[])
            code = compile(module, filename, "exec", flags=flags, dont_inherit=True)
        else:
            if failures and not _complete(namespace, wanted or ()) and not isinstance(failures[0], NameError):
                raise failures[0]
            return failures


def _line_of(error: BaseException, filename: str) -> int | None:
    """Return the line of the module itself that was running, whatever it had called."""
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            return traceback.tb_lineno
        traceback = traceback.tb_next
    return None


def _after(source: str, line: int | None) -> tuple[ast.stmt, list[ast.stmt]] | None:
    """Return the statement that has a line, and those after it."""
    body = ast.parse(source).body if line is not None else []
    for i, statement in enumerate(body):
        if line is not None and line <= (statement.end_lineno or statement.lineno):
            return statement, body[i + 1 :]
    return None


def _complete(namespace: Mapping[str, Any], names: Iterable[str]) -> bool:
    return all(name.partition(".")[0] in namespace for name in names)


def _tries_out(statement: ast.stmt) -> bool:
    """Tell whether a statement defines nothing that others could need."""
    return isinstance(statement, ast.Expr | ast.Assert) or _needs_testers(statement)


def _needs_testers(statement: ast.stmt) -> bool:
    """Tell whether a statement imports, or uses, what is there to try code out."""
    match statement:
        case ast.Import(names=imported):
            return all(alias.name in TESTERS for alias in imported)
        case ast.Expr():
            return any(isinstance(node, ast.Name) and node.id in TESTERS for node in ast.walk(statement))
    return False
