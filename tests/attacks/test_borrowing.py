"""Parts of an assembly that compute nothing themselves: the course's own layers are nowhere to be found."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mdl_grade.course import builtin_course

COURSE = builtin_course()
ASSEMBLY = "chapter09/digits_cnn"

FINDERS = {
    "modules of the worker": """
def layers():
    return [vars(module) for name, module in list(sys.modules.items()) if module is not None]
""",
    "names of the program": """
def layers():
    answer = vars(sys.modules["answer"])
    return [answer, *(vars(v) for v in answer.values() if hasattr(v, "__dict__")), *answer.get("_MODULES", {}).values()]
""",
    "globals of every function": """
def layers():
    return [o.__globals__ for o in gc.get_objects() if hasattr(o, "__globals__") and o.__globals__ is not globals()]
""",
    "frames below the call": """
def layers():
    frame, found = sys._getframe(), []
    while frame is not None:
        found += [frame.f_globals, frame.f_locals]
        frame = frame.f_back
    return found
""",
    "an import": """
def layers():
    found = []
    for name in ("layers", "convolution", "training"):
        try:
            found.append(vars(importlib.import_module(f"mdl_grade.network.{name}")))
        except Exception:
            pass
    return found
""",
}
BORROW = """
import gc, importlib, sys
FINDER

def borrowed(*names):
    for found in layers():
        for name in names:
            function = dict(found).get(name) if not isinstance(found, list) else None
            if callable(function) and getattr(function, "__module__", "") not in (__name__, "numpy"):
                if getattr(function, "__code__", None) is not NAME.__code__:
                    return function
    raise LookupError(names)


def NAME(*given, **named):
    return borrowed(*WANTED)(*given, **named)
"""
PARTS = {
    "chapter09/conv_layer_forward": ("conv", "conv_backward"),
    "chapter09/dense_forward": ("dense", "dense_backward"),
    "chapter09/relu": ("activation_backward",),
    "chapter09/max_pool_forward": ("max_pool", "max_pool_backward"),
}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    shutil.copytree(COURSE.solutions / "chapter09", tmp_path / "work" / "chapter09")
    return tmp_path / "work"


def graded(work: Path, *words: object) -> dict:
    command = [sys.executable, "-P", "-m", "mdl_grade", ASSEMBLY, str(work), "--report", "-", *map(str, words)]
    done = subprocess.run(command, cwd=work.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    (exercise,) = json.loads(done.stdout)["exercises"]
    return exercise


@pytest.mark.parametrize("official", [False, True], ids=["practice", "official"])
@pytest.mark.parametrize("finder", FINDERS)
def test_borrowed_layers_are_worth_nothing(work: Path, finder: str, official: bool) -> None:
    """Whichever way a part looks for the reference's layers, forward or backward."""
    for part, wanted in PARTS.items():
        text = BORROW.replace("FINDER", FINDERS[finder]).replace("WANTED", repr(wanted))
        (work / f"{part}.py").write_text(text.replace("NAME", part.partition("/")[2]))
    secret = work.parent / "secret"
    secret.write_text("x" * 40)
    exercise = graded(work, *(["--secret-file", secret] if official else []))
    assert exercise["points"] == 0
    assert {check["status"] for check in exercise["checks"]} <= {"error", "failed", "blocked"}


READER = """
import linecache
import sys
import numpy as np


def softmax(Z, axis=-1):
    E = np.exp(Z - Z.max(axis=axis, keepdims=True))
    P = E / E.sum(axis=axis, keepdims=True)
    texts = ["".join(entry[2]) for entry in linecache.cache.values() if len(entry) == 4]
    texts += [str(getattr(module, "__loader__", "")) for module in list(sys.modules.values())]
    secret = [text for text in texts if "MARK OF THE " + "REFERENCE" in text]
    return P * (1 + len(secret)) * 1.01
"""


def test_a_wrong_part_is_looked_for_without_the_others_solutions(tmp_path: Path) -> None:
    """While a faulty part is found, no other exercise's solution is in its process: it reads nothing from there."""
    course = tmp_path / "course"
    shutil.copytree(COURSE.solutions, course / "solutions")
    shutil.copytree(COURSE.suites, course / "grader" / "suites")
    shutil.copytree(COURSE.stubs, course / "exercises")
    for part in (*PARTS, "chapter09/softmax_rows"):
        file = course / "solutions" / f"{part}.py"
        file.write_text(file.read_text() + "# MARK OF THE REFERENCE\n")
    work = tmp_path / "work"
    shutil.copytree(COURSE.solutions / "chapter09", work / "chapter09")
    scores = []
    for text in (READER, READER.replace("1 + len(secret)", "1")):
        (work / "chapter09" / "softmax_rows.py").write_text(text)
        exercise = graded(work, "--course", course, "--view", "instructor")
        scores.append([(check["status"], check["message"], check["diagnosis"]) for check in exercise["checks"]])
    assert scores[0] == scores[1]
