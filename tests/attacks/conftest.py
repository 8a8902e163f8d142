"""Makes `attack`, `arena` and `cases` importable: scripts in this folder share them with the tests."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from arena import ORDINARY, Arena, arena
from interpreter import Interpreter, interpreter_for, own_interpreter

ROOT = "root"


@pytest.fixture(scope="session")
def for_ordinary() -> Iterator[Callable[[], Interpreter | None]]:
    """Return an interpreter that an ordinary user can read; None if there is none. Made once, when first asked for."""
    found: list[Interpreter | None] = []
    with ExitStack() as stack:

        def find() -> Interpreter | None:
            if not found and os.getuid() != 0:
                found.append(own_interpreter())
            elif not found:
                folder = Path(tempfile.mkdtemp(prefix="mdl-python-"))
                stack.callback(shutil.rmtree, folder)
                folder.chmod(0o755)
                found.append(interpreter_for(ORDINARY, folder))
            return found[0]

        yield find


@pytest.fixture
def arena_of(for_ordinary: Callable[[], Interpreter | None]) -> Iterator[Callable[[str], Arena]]:
    """Return an arena that belongs to root or to an ordinary user, or skip where that can't be had."""
    with ExitStack() as stack:

        def make(who: str) -> Arena:
            if who == ROOT:
                if os.getuid() != 0:
                    pytest.skip("the tests do not run as root")
                return stack.enter_context(arena(0, own_interpreter()))
            interpreter = for_ordinary()
            if interpreter is None:
                pytest.skip("there is no interpreter that an ordinary user can read, and none can be copied")
            return stack.enter_context(arena(os.getuid() or ORDINARY, interpreter))

        yield make
