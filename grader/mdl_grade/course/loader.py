"""Loading of trusted content by path, under private names: never through `sys.path`, never by pytest."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import io
import re
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from mdl_grade.errors import CourseError
from mdl_grade.start import demand_assertions


def load(path: Path, kind: str) -> ModuleType:
    """Execute a solution or suite as the module `_mdl_<kind>_<hash of the path>_<stem>`, afresh each time.

    Raises
    ------
    CourseError
        If it can't be read or raises.
    """
    demand_assertions()
    path = path.resolve()
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
    name = f"_mdl_{kind}_{digest}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(f"{path} can't be loaded as Python.", "Its name must end in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with redirect_stdout(io.StringIO()):  # what it prints would come between the lines of a report
            spec.loader.exec_module(module)
    except CourseError as error:
        del sys.modules[name]
        raise CourseError(f"{place_of(error, path)}: {error.what}", error.next_step) from error
    except Exception as error:
        del sys.modules[name]
        said = error.msg if isinstance(error, SyntaxError) else error
        what = f"{place_of(error, path)}: the {kind} does not load. {type(error).__name__}: {said}."
        raise CourseError(what, _remedy(error, module)) from error
    finally:
        sys.dont_write_bytecode = written
    return module


def _remedy(error: Exception, module: ModuleType) -> str:
    """Return what mends an error that a file raises while it loads."""
    match error:
        case SyntaxError():
            return "Mend this line, or one that is left open above it."
        case NameError():
            return "What a line uses stands above it, or is imported."
        case TypeError() if called := re.match(r"(\w+)(\.__init__)?\(\)", str(error)):
            word = getattr(module, called[1], None)
            if callable(word):
                return f"It is {called[1]}{_parameters(word)}."
    return "Mend this line."


def _parameters(word: Any) -> str:
    """Return a signature without annotations."""
    signature = inspect.signature(word)
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(inspect.Signature(bare))


def place_of(error: BaseException, path: Path) -> str:
    """Return the file and the line of it that an error comes from; the file alone if it was not there."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"{path}, line {error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{path}, line {lines[-1]}" if lines else str(path)
