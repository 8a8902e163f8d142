"""The real command with layers left out: ``python seam.py LAYERS WORDS…``. For tests of what each layer is for.

LAYERS is a list with commas. `landlock`, `seccomp`, `rlimits`, `uid`, `no_new_privs` switch a layer off on purpose
(`bare`: all of them); `no-landlock` and `no-seccomp` make this machine one that does not have it; `spawn` makes it one
that can't fork.
"""

from __future__ import annotations

import functools
import os
import sys

from mdl_grade.cli import main
from mdl_grade.sandbox import launch, wall
from mdl_grade.sandbox.control import Layer

os.environ.pop("PYTHONPATH", None)  # where the package lies is ours to say (see arena.START)
words = set(sys.argv.pop(1).split(","))
if "bare" in words:
    words = words - {"bare"} | set(Layer)
hidden = [binding for layer, binding in (("landlock", "landlockpy"), ("seccomp", "seccompy")) if f"no-{layer}" in words]
launch.BOOT = "".join(f"import sys; sys.modules[{name!r}] = None;" for name in hidden) + launch.BOOT
without = frozenset(layer for layer in Layer if layer in words)
wall.Wall = functools.partial(wall.Wall, without=without, spawn="spawn" in words or None)  # type: ignore[misc]
main()
