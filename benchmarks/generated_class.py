"""A class whose answers are made up: right, wrong, hostile, broken, untouched. The same seed gives the same bytes.

`python benchmarks/generated_class.py FOLDER --count 60` writes a folder for each learner. Right answers are the
solutions and the suites' variants, wrong ones the suites' known bugs; one in ten is hostile; some are copies.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from mdl_grade.course import Course, builtin_course
from mdl_grade.suite.suite import Suite

EXERCISES = ("chapter10/dense_backward", "chapter10/sigmoid_prime")
KINDS = {"right": 36, "wrong": 30, "hostile": 10, "broken": 8, "stub": 10, "missing": 6}
"""What an answer is, and how many of a hundred are that."""

HOSTILE = (
    "import os\nos.kill(os.getppid(), 9)\n",
    "import os\nos._exit(0)\n",
    "import sys\nsys.exit(0)\n",
    "import os\nos.write(3, b'\\xff' * 64)\n",
    "print('x' * (9 << 20))\n",
    "import numpy as np\nnp.ones(1 << 32)\n",
    "def f(): f()\nf()\n",
    "open('/etc/passwd', 'w')\n",
    "import socket\nsocket.socket().connect(('127.0.0.1', 22))\n",
    "import gc\n[o.clear() for o in gc.get_objects() if type(o) is dict]\n",
    "import mdl_grade.suite\n",
    "import numpy as np\nnp.allclose = lambda *a, **k: True\nraise KeyboardInterrupt\n",
    "class Anything:\n    def __eq__(self, other): return True\ndef __getattr__(name): return lambda *a: Anything()\n",
)
SLOW = "while True: pass\n"
"""Hostile, too, and it costs seconds: one in two hundred answers."""
BROKEN = (
    b"def f(:\n",
    b"\xff\xfe not text",
    b"x = 1\n\0\n",
    b"import torch\n",
    b"# " + b"x" * (1 << 20),
    b"",
    b"import numpy as np\n\ndef another_name(X):\n    return X\n",
)


def write_class(folder: Path, *, count: int, seed: int = 0, exercises: Sequence[str] = EXERCISES) -> None:
    """Write the answers of `count` learners into folders of their own."""
    course = builtin_course()
    pools = {exercise: pool(course, exercise) for exercise in exercises}
    for number in range(count):
        rng = random.Random(f"{seed} {number}")  # noqa: S311 (a class like any other; each learner's work stands alone)
        for exercise in exercises:
            content = answer(rng, pools[exercise], number)
            path = folder / f"learner{number:05d}" / f"{exercise}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                path.write_bytes(content)


def pool(course: Course, exercise: str) -> dict[str, list[bytes]]:
    """Return all answers to an exercise, by kind."""
    suite = Suite.load(course, exercise)
    text = suite.solution.text
    return {
        "right": [text.encode(), *(variant.source(text).encode() for variant in suite.variants)],
        "wrong": [bug.source(text).encode() for bug in suite.bugs],
        "hostile": [text.encode() + b"\n" + code.encode() for code in HOSTILE],
        "broken": list(BROKEN),
        "stub": [suite.solution.stub.encode()],
    }


def answer(rng: random.Random, answers: dict[str, list[bytes]], number: int) -> bytes | None:
    """Return one answer: two of three with a remark of the learner's own, so that the bytes are new."""
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    if kind == "missing":
        return None
    content = rng.choice(answers[kind] or answers["right"])  # a program out of a learner's parts has no bugs of its own
    if kind == "hostile" and rng.random() < 0.05:
        content = SLOW.encode()
    own = kind in ("right", "wrong", "hostile") and rng.random() < 2 / 3
    return b"# by learner %d\n%b" % (number, content) if own else content


def main() -> None:
    """Write a class as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--exercises", nargs="+", default=list(EXERCISES), help="all: the whole course")
    options = parser.parse_args()
    exercises = builtin_course().exercises if options.exercises == ["all"] else options.exercises
    write_class(options.folder, count=options.count, seed=options.seed, exercises=exercises)


if __name__ == "__main__":
    main()
