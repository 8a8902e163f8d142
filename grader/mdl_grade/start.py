"""How this process was started, and what that makes of its grades.

Started as `mdl-grade` or as `python -I -m mdl_grade`, no code of the folder that is graded runs in the trusted process.
Other starts are lost before the first line of ours: with PYTHONPATH set, or by `python -m mdl_grade` in a checkout,
Python runs whatever lies there under the right name. This module can only look, and refuse what it sees.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from mdl_grade.errors import UsageError

AS_DOCUMENTED = "Start it as `mdl-grade` or `python -I -m mdl_grade`, installed and run outside of what is graded."


def demand_assertions() -> None:
    """Refuse to run where Python drops assertions.

    Raises
    ------
    UsageError
        A check of a course may be a bare assert: without it, a wrong answer passes.
    """
    if sys.flags.optimize:
        raise UsageError(
            "Python was started with -O or PYTHONOPTIMIZE: it drops the assertions of checks, and wrong answers pass.",
            "Start it without.",
        )


def demand_own_code(apart: Iterable[Path], *, official: bool) -> None:
    """Refuse to grade for others where code of theirs may run in this process: officially, or under CI.

    Parameters
    ----------
    apart : paths
        The current folder, and what was handed in.

    Raises
    ------
    UsageError
        If PYTHONPATH is heeded, or a module comes from one of these folders.
    """
    if official or os.environ.get("CI"):
        for what in foreign(apart, sys.modules, os.environ):
            raise UsageError(f"{what}: code of what is graded may run in the process that grades.", AS_DOCUMENTED)


def foreign(apart: Iterable[Path], modules: Mapping[str, ModuleType], environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with where this process has its code from."""
    if environment.get("PYTHONPATH") and not sys.flags.ignore_environment:
        yield "PYTHONPATH is set"
    own = [Path(prefix).resolve() for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix}]
    folders = {path.resolve() for path in apart}
    for name, module in sorted(modules.items()):
        file = getattr(module, "__file__", None)
        if "." in name or not isinstance(file, str):
            continue
        place = Path(file).resolve()
        if not any(map(place.is_relative_to, own)) and any(map(place.is_relative_to, folders)):
            yield f"The module {name} comes from {place}"
