"""What answers can import: NumPy and the standard library, loaded before the worker is locked.

A locked worker may be unable to read the folders that Python lives in, so whatever NumPy loads lazily and whatever
answers commonly import is loaded ahead, once, in the zygote.
"""

from __future__ import annotations

import codecs
import functools
import importlib
import importlib.abc
import importlib.util
import linecache
import os
import sys
import types
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec
from pathlib import Path

from mdl_grade.sandbox.wire import Module

STANDARD_LIBRARY = """
abc array ast base64 bisect builtins calendar cmath collections.abc colorsys contextlib contextvars copy copyreg csv
ctypes dataclasses datetime decimal difflib dis enum errno fractions functools gc glob graphlib hashlib heapq inspect
io itertools json keyword linecache locale logging math numbers opcode operator os pathlib pickle platform pprint
queue random re reprlib sched select shutil signal statistics string struct sys tempfile textwrap threading time
timeit tokenize traceback types typing unicodedata warnings weakref zlib _strptime
""".split()
NUMPY = """
numpy numpy.char numpy.core numpy.ctypeslib numpy.exceptions numpy.fft numpy.lib numpy.lib.format numpy.lib.mixins
numpy.lib.npyio numpy.lib.recfunctions numpy.lib.scimath numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.ma.extras
numpy.polynomial numpy.random numpy.rec numpy.strings numpy.typing
""".split()
ENCODINGS = "ascii cp1252 hex idna latin-1 raw-unicode-escape rot13 unicode-escape utf-8-sig utf-16 utf-32".split()


def preload() -> None:
    """Import the library and touch the parts of it that load or start something at first use."""
    for name in STANDARD_LIBRARY:
        with suppress(ImportError):  # not every Python is built with all of it
            importlib.import_module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy.core is deprecated, and still asked for
        for name in NUMPY:
            with suppress(ImportError):
                importlib.import_module(name)
    for name in ENCODINGS:
        codecs.lookup(name)
    folders()
    _touch()


def _touch() -> None:
    import numpy as np

    A = np.eye(3) + np.arange(9.0).reshape(3, 3)
    np.linalg.svd(A)
    np.linalg.solve(A, A @ A)
    np.einsum("ij,jk,kl->il", A, A, A, optimize=True)
    np.fft.fft(A)
    np.unique(A)
    np.random.default_rng(0).normal(size=3)
    np.polynomial.Polynomial.fit([0.0, 1.0, 2.0], [0.0, 1.0, 4.0], 2)
    repr(A)


@functools.cache
def folders() -> tuple[str, ...]:
    """Return where modules are found: the standard library, its extensions, and what NumPy lies in."""
    extensions = [entry for entry in sys.path if entry.endswith("lib-dynload")]
    return (_standard_library(), *extensions, str(_numpy().parent))


def readable(apart: Path) -> list[Path]:
    """Return what of the library may be read: files and folders that hold nothing else, and nothing of `apart`.

    The folder of the standard library often contains site-packages, and so this grader with its hidden suites: each
    entry is granted by itself.
    """
    entries = sorted(Path(_standard_library()).iterdir())
    entries += [Path(entry) for entry in folders()[1:-1]]
    package = _numpy()
    entries += [package, package.with_name("numpy.libs"), Path("/usr/share/zoneinfo")]
    return [
        entry
        for entry in entries
        if entry.name not in ("site-packages", "dist-packages", "test")
        and entry.exists()
        and not apart.is_relative_to(entry.resolve())
    ]


def _standard_library() -> str:
    return str(Path(os.__file__).parent)


def _numpy() -> Path:
    spec = importlib.util.find_spec("numpy")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


class Loader(importlib.abc.InspectLoader):
    """Loads a module from its text, which came with an answer."""

    def __init__(self, source: str, filename: str) -> None:
        self._source, self.filename = source, filename

    def get_source(self, fullname: str) -> str:
        return self._source

    def exec_module(self, module: types.ModuleType) -> None:
        module.__file__ = self.filename
        remember_lines(self.filename, self._source)
        exec(compile(self._source, self.filename, "exec"), module.__dict__)  # noqa: S102 (what the wall is for)


def remember_lines(filename: str, source: str) -> None:
    """Let tracebacks find the lines of a text that is no file here."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)


class Finder:
    """First on `sys.meta_path` of a worker: finds what came with an answer, and says kindly what can't be imported."""

    def __init__(self) -> None:
        self._texts: dict[str, Loader] = {}

    def offer(self, modules: Mapping[str, Module]) -> None:
        """Let these be imported, and no longer those that were offered before."""
        for name in self._texts:
            sys.modules.pop(name, None)
        self._texts = {name: Loader(module.source, module.filename) for name, module in modules.items()}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec:
        if fullname in self._texts:
            return ModuleSpec(fullname, self._texts[fullname], origin=self._texts[fullname].filename)
        if any(name.startswith(f"{fullname}.") for name in self._texts):
            return ModuleSpec(fullname, None, is_package=True)
        top = fullname.partition(".")[0]
        if top not in sys.stdlib_module_names and top != "numpy":
            text = f"{top} is not available to answers here: NumPy and the standard library are"
            raise ModuleNotFoundError(text, name=fullname)
        for finder in sys.meta_path:
            if isinstance(finder, Finder) or (spec := finder.find_spec(fullname, path, target)) is None:
                continue
            if _in_reach(spec):
                return spec
        text = f"No module named {fullname!r}"
        if fullname in sys.stdlib_module_names:
            text = f"{fullname} can't be loaded here: NumPy and the common parts of the standard library can"
        raise ModuleNotFoundError(text, name=fullname)


def _in_reach(spec: ModuleSpec) -> bool:
    if not spec.has_location or spec.origin is None:
        return True
    try:
        Path(spec.origin).open("rb").close()
    except OSError:
        return False
    return True


def install() -> None:
    """Narrow this process's imports to the library."""
    sys.path[:] = folders()
    sys.meta_path.insert(0, FINDER)


FINDER = Finder()
