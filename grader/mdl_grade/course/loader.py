"""Loading of trusted content by path, under private names: never through `sys.path`, never by pytest."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from mdl_grade.errors import CourseError


def load(path: Path, kind: str) -> ModuleType:
    """Execute a solution or suite as the module `_mdl_<kind>_<hash of the path>_<stem>`, afresh each time.

    Raises
    ------
    CourseError
        If it can't be read or raises.
    """
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
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise CourseError(f"The {kind} {path} does not load: {type(error).__name__}: {error}", "Mend it.") from error
    finally:
        sys.dont_write_bytecode = written
    return module
