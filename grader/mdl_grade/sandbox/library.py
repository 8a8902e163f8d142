"""What answers can import: NumPy and the standard library, from memory alone.

A locked worker can look up no path. So whatever NumPy loads lazily and whatever answers commonly import is loaded
ahead, once, in the zygote; of other modules the texts are read there, and run in the worker that asks for one.
"""

from __future__ import annotations

import builtins
import codecs
import importlib
import importlib.abc
import importlib.util
import linecache
import os
import sys
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec
from pathlib import Path

import numpy as np

from mdl_grade.sandbox.execution import execute
from mdl_grade.sandbox.stand_ins import STAND_INS, StandIns, nothing
from mdl_grade.sandbox.wire import Module

STANDARD_LIBRARY = """
abc array ast base64 bisect builtins calendar cmath collections.abc colorsys contextlib contextvars copy copyreg csv
ctypes dataclasses datetime decimal difflib dis enum errno fractions functools gc glob graphlib hashlib heapq inspect
io itertools json keyword linecache locale logging math numbers opcode operator os pathlib pickle platform pprint
mmap queue random re reprlib sched select shutil signal statistics string struct sys tempfile textwrap threading time
timeit tokenize traceback types typing unicodedata warnings weakref zlib _strptime
""".split()
NUMPY = """
numpy numpy.char numpy.core numpy.ctypeslib numpy.exceptions numpy.fft numpy.lib numpy.lib.format numpy.lib.mixins
numpy.lib.npyio numpy.lib.recfunctions numpy.lib.scimath numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.ma.extras
numpy.polynomial numpy.random numpy.rec numpy.strings numpy.typing
""".split()
TEXTS = """
argparse bdb calendar cmd code codeop concurrent configparser doctest email fileinput getopt getpass gettext gzip html
importlib _markupbase optparse pdb pkgutil profile pstats quopri runpy selectors shlex socket subprocess symtable
sysconfig this tokenize tomllib trace tracemalloc unittest zipfile numpy.core numpy.lib numpy.ma numpy.testing
numpy._typing numpy._utils
""".split()
"""Modules and packages that are seldom imported: no more than their texts is held ready."""
APART = ("__main__", "async_case", "mock", "process", "test", "tests", "mime", "__pycache__")
"""Parts of packages that nobody needs who may start no processes."""
ENCODINGS = (
    "ascii cp437 cp1252 hex idna latin-1 raw-unicode-escape rot13 unicode-escape utf-8-sig utf-16 utf-32".split()
)


def preload() -> None:
    """Import the library, touch the parts of it that load or start something at first use, and read the other texts."""
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
    _touch()
    FINDER.library = dict(_texts())


def _touch() -> None:
    A = np.eye(3) + np.arange(9.0).reshape(3, 3)
    np.linalg.svd(A)
    np.linalg.solve(A, A @ A)
    np.einsum("ij,jk,kl->il", A, A, A, optimize=True)
    np.fft.fft(A)
    np.unique(A)
    np.random.default_rng(0).normal(size=3)
    np.polynomial.Polynomial.fit([0.0, 1.0, 2.0], [0.0, 1.0, 4.0], 2)
    repr(A)


def _texts() -> Iterator[tuple[str, Loader]]:
    """Read the modules of TEXTS that are not loaded yet."""
    assert np.__file__ is not None
    standard, packages = Path(os.__file__).parent, Path(np.__file__).parents[1]
    for name in TEXTS:
        place = (packages if name.startswith("numpy") else standard).joinpath(*name.split("."))
        yield from _below(name, str(place)) if place.is_dir() else _at(name, f"{place}.py")
    for build in standard.glob("_sysconfigdata*.py"):  # how Python was built: `sysconfig` asks for it
        yield from _at(build.stem, str(build))


def _below(package: str, folder: str) -> Iterator[tuple[str, Loader]]:
    for entry in os.scandir(folder):
        stem, dot, ending = entry.name.partition(".")
        if stem not in APART and not dot and entry.is_dir():
            yield from _below(f"{package}.{stem}", entry.path)
        elif stem not in APART and ending == "py":
            yield from _at(package if stem == "__init__" else f"{package}.{stem}", entry.path)


def _at(name: str, filename: str) -> Iterator[tuple[str, Loader]]:
    if name in sys.modules:
        return
    with suppress(FileNotFoundError):  # not every Python has all of it
        file = os.open(filename, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        source = os.read(file, os.fstat(file).st_size)
        os.close(file)
        yield name, Loader(source, filename, is_package=filename.endswith("__init__.py"))


class Loader(importlib.abc.InspectLoader):
    """Loads a module from its text."""

    def __init__(self, source: str | bytes, filename: str, *, is_package: bool = False) -> None:
        self._source, self._filename, self._is_package = source, filename, is_package

    def spec(self, fullname: str) -> ModuleSpec:
        spec = ModuleSpec(fullname, self, origin=self._filename, is_package=self._is_package)
        spec.has_location = True  # so that the module knows its file
        return spec

    def get_source(self, fullname: str) -> str:
        return self._source if isinstance(self._source, str) else importlib.util.decode_source(self._source)

    def exec_module(self, module: types.ModuleType) -> None:
        if isinstance(self._source, str):  # a learner's: it may try things out
            execute(self._source, self._filename, module.__dict__)
        else:
            exec(compile(self._source, self._filename, "exec", dont_inherit=True), module.__dict__)  # noqa: S102


def remember_lines(filename: str, source: str) -> None:
    """Let tracebacks find the lines of a text that is no file here."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)


class Finder:
    """All of a worker's imports: what came with an answer, stand-ins, the library; and kind words for the rest."""

    def __init__(self) -> None:
        self.library: dict[str, Loader] = {}
        self._offered: dict[str, Loader] = {}

    def offer(self, modules: Mapping[str, Module]) -> None:
        """Let these be imported, and no longer those that were offered before."""
        for name in self._offered:
            sys.modules.pop(name, None)
        self._offered = {name: Loader(module.source, module.filename) for name, module in modules.items()}
        for module in modules.values():
            remember_lines(module.filename, module.source)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec:
        if loader := self._offered.get(fullname) or self.library.get(fullname):
            return loader.spec(fullname)
        if any(name.startswith(f"{fullname}.") for name in self._offered):
            return ModuleSpec(fullname, None, is_package=True)
        top = fullname.partition(".")[0]
        if top in STAND_INS:
            return ModuleSpec(fullname, StandIns(), is_package=True)
        for builtin in (BuiltinImporter, FrozenImporter):
            if spec := builtin.find_spec(fullname, path, target):
                return spec
        if top not in sys.stdlib_module_names and top != "numpy":
            text = f"{top} is not available to answers here: NumPy and the standard library are"
        elif fullname in sys.stdlib_module_names:
            text = f"{fullname} can't be loaded here: NumPy and the common parts of the standard library can"
        else:
            text = f"No module named {fullname!r}"
        raise ModuleNotFoundError(text, name=fullname)


FINDER = Finder()


def install() -> None:
    """Narrow this process's imports to the library, in memory."""
    sys.path.clear()
    sys.path_importer_cache.clear()
    sys.meta_path[:] = [FINDER]
    builtins.display = nothing  # type: ignore[attr-defined] # notebooks have it without an import
