"""Stand-ins for what notebooks show things with: it can be imported, called and iterated over, and shows nothing.

An answer may hold what its author looked at along the way: plots, progress bars, tables. There is nobody here to see
them. `STAND_INS` is the place to register another package.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from typing import Any

import numpy as np


class Inert:
    """Takes part in everything and does nothing: its attributes, items and results are inert as well."""

    def __getattr__(self, name: str) -> Inert:
        if name.startswith("__") and name.endswith("__"):  # what Python and NumPy look for is not there
            raise AttributeError(name)
        return Inert()

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Inert:
        return Inert()

    def __getitem__(self, key: Any) -> Inert:
        return Inert()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> Inert:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def nothing(*args: Any, **kwargs: Any) -> None:
    """Show nothing."""


class ProgressBar(Inert):
    """`tqdm(iterable)`: the iterable, without a bar."""

    def __init__(self, iterable: Iterable[Any] = (), *args: Any, **kwargs: Any) -> None:
        object.__setattr__(self, "_iterable", iterable)

    def __iter__(self) -> Iterator[Any]:
        return iter(object.__getattribute__(self, "_iterable"))

    def __len__(self) -> int:
        return len(object.__getattribute__(self, "_iterable"))


def _trange(*args: int, **kwargs: Any) -> ProgressBar:
    return ProgressBar(range(*args))


def _subplots(nrows: int = 1, ncols: int = 1, *args: Any, squeeze: bool = True, **kwargs: Any) -> tuple[Inert, Any]:
    """Return a figure and as many axes as Matplotlib would, in an array of the same shape."""
    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(axes.shape):
        axes[place] = Inert()
    if not squeeze:
        return Inert(), axes
    return Inert(), axes.item() if axes.size == 1 else axes.squeeze()


STAND_INS: dict[str, dict[str, Callable[..., Any]]] = {
    "IPython": {"display": nothing, "clear_output": nothing},
    "display": {"display": nothing},
    "matplotlib": {"subplots": _subplots, "plot": lambda *a, **k: [Inert()], "hist": lambda *a, **k: (Inert(),) * 3},
    "seaborn": {},
    "tqdm": {"tqdm": ProgressBar, "trange": _trange},
}
"""Packages, with what is more than inert in any of their modules, by name."""


class Piece(Inert):
    """What a package has under a name: it may be a module of it, and has what such a module has."""

    def __init__(self, known: dict[str, Callable[..., Any]]) -> None:
        object.__setattr__(self, "_known", known)

    def __getattr__(self, name: str) -> Any:
        return object.__getattribute__(self, "_known").get(name) or super().__getattr__(name)


class StandIns(Loader):
    """Makes the modules of these packages, out of nothing."""

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        module = types.ModuleType(spec.name)
        known = STAND_INS[spec.name.partition(".")[0]]

        def attribute(name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return known.get(name) or Piece(known)

        module.__dict__["__getattr__"] = attribute
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        pass
