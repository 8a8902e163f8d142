"""Assemblies behind the wall: the program in one worker, a learner's parts in another."""

import hashlib
import math

import numpy as np
import pytest

from mdl_grade.diagnosis.parts import parts_at_fault
from mdl_grade.records.evidence import NotLoaded, Stopped
from mdl_grade.report.wording import message
from mdl_grade.sandbox.wall import Limits, Wall
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.host import Behind
from mdl_grade.suite.recorder import record
from mdl_grade.suite.runner import AnswerError, CodeRaised, InProcess, Reference
from mdl_grade.suite.suite import Suite

PROGRAM = '''"""A program of two parts, and one of the reference's layers."""

from dataclasses import dataclass

import numpy as np

from c.halve import halve
from c.shuffle import apply, shuffled
from mdl_grade.network.layers import dense_backward

SECRET = 4711


@dataclass(frozen=True)
class Place:
    x: float = 0.25


def whole(X, rng, law):
    first = shuffled(len(X), rng)
    second = shuffled(len(X), rng=rng)
    given = apply(law, Place().x)
    halves = halve(X)
    return {
        "halves": halves, "orders": [first, second], "exp": apply(np.exp, 0.0), "law": given,
        "dX": dense_backward(X, X, X)[0],
    }
'''
HALVE = "def halve(X):\n    return X / 2\n"
SHUFFLE = "def shuffled(n, rng):\n    return rng.permutation(n)\n\n\ndef apply(f, x):\n    return float(f(x))\n"
SOURCE = Script(PROGRAM, {"c/halve": HALVE, "c/shuffle": SHUFFLE})


def tail(t):
    return 0.5 - math.atan(t) / math.pi


def law(t):
    """A callback that uses another one, and a module."""
    return 2.0 * tail(abs(t))


RECORDING = record(lambda m: m.whole(np.eye(5), np.random.default_rng(3), law))


def behind(wall, source=SOURCE, seconds=20.0):
    return Behind(wall, source, "program.py", seconds, ("whole",))


def asked(wall, source, seconds=20.0):
    host = behind(wall, source, seconds)
    try:
        return Reference(Exercise(tier=1), host).perform(RECORDING)
    finally:
        host.close()


def test_both_sides_give_the_same(wall):
    """What crosses back and forth behind the wall is what the same program gives in this process, Generators moved on."""
    got = asked(wall, SOURCE)
    wanted = Reference(Exercise(tier=1), InProcess(execute(SOURCE, "program.py"))).perform(RECORDING)
    np.testing.assert_equal(got, wanted)
    assert got["orders"][0].tolist() != got["orders"][1].tolist()
    assert got["law"] == law(0.25), "a callback that came to the program goes on to a part"


LOOKS = {
    "modules": "found = [name for name in sys.modules if 'network' in name]",
    "names": "found = [n for n in vars(sys.modules['answer']) if n in ('SECRET', 'whole', 'dense_backward')]",
    "objects": "found = [o for o in gc.get_objects() if getattr(o, '__name__', '') == 'dense_backward']",
    "lines": "found = [1 for entry in linecache.cache.values() if 'A program ' + 'of two' in ''.join(entry[2])]",
    "frames": "found = [f for f in frames(sys._getframe()) if 'first' in f.f_locals]",
    "import": "found = importable('mdl_grade.network.layers')",
}
LOOKER = """
import gc, importlib, linecache, sys


def frames(frame):
    return [frame, *frames(frame.f_back)] if frame else []


def importable(name):
    try:
        return [importlib.import_module(name)]
    except ImportError:
        return []


def halve(X):
    LOOK
    return X if found else X / 2
"""


@pytest.mark.parametrize("look", LOOKS)
def test_parts_find_nothing_of_the_course(wall, look):
    """Neither the program nor the reference network is in the process of a learner's parts."""
    got = asked(wall, SOURCE.with_part("c/halve", LOOKER.replace("LOOK", LOOKS[look])))
    assert got["halves"][0, 0] == 0.5


def test_a_part_that_raises_ends_the_program(wall):
    """The report shows the learner's own line, with its file."""
    with pytest.raises(CodeRaised) as caught:
        asked(wall, SOURCE.with_part("c/halve", "def halve(X):\n\n    return X.half\n"))
    evidence = caught.value.evidence
    assert (evidence.exception, evidence.line, evidence.source) == ("AttributeError", 3, "c/halve.py: return X.half")


def test_a_part_to_be_written_says_so(wall):
    """As it would if it were asked by itself."""
    with pytest.raises(CodeRaised) as caught:
        asked(wall, SOURCE.with_part("c/halve", "def halve(X):\n    raise NotImplementedError\n"))
    assert caught.value.unattempted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def halve(X:\n", "not valid Python"),
        ("Halve = 1\n", "cannot import name 'halve'"),
        ("X = 1 / 0\n", "ZeroDivisionError"),
    ],
)
def test_a_part_that_can_not_be_loaded(wall, text, reason):
    """It is said why, before anything runs."""
    with pytest.raises(AnswerError) as caught:
        asked(wall, SOURCE.with_part("c/halve", text))
    assert isinstance(caught.value.evidence, NotLoaded)
    assert reason in message(caught.value.evidence)


def test_what_can_not_cross_is_an_error_of_the_answer(wall):
    """An object of no use, where numbers were due."""
    with pytest.raises(CodeRaised) as caught:
        asked(wall, SOURCE.with_part("c/halve", "def halve(X):\n    return object()\n"))
    assert "came back, where numbers or arrays were due" in caught.value.evidence.text


@pytest.mark.parametrize(
    ("part", "how"),
    [("def halve(X):\n    while True: pass\n", "timeout"), ("import os\ndef halve(X):\n    os._exit(3)\n", "exit")],
)
def test_a_part_that_never_answers_stops_the_answer(wall, part, how):
    """And what is asked next starts afresh."""
    host = behind(wall, SOURCE.with_part("c/halve", part), seconds=0.3)
    with pytest.raises(AnswerError) as caught:
        host.execute(RECORDING)
    host.close()
    assert isinstance(caught.value.evidence, Stopped)
    assert caught.value.evidence.how == how


def test_parts_that_broadcast_fill_no_memory_but_a_workers(tmp_path):
    """What the program makes of two replies, it makes behind the wall, within a worker's limits."""
    program = "from c.column import column\n\n\ndef whole(X, rng, law):\n    return column(0) + column(1)\n"
    column = "import numpy as np\ndef column(i):\n    return np.zeros((40000, 1) if i else (1, 40000))\n"
    with Wall(Limits(memory=512 << 20)) as wall, pytest.raises(AnswerError) as caught:
        asked(wall, Script(program, {"c/column": column}))
    assert "MemoryError" in repr(caught.value.evidence) or "memory" in repr(caught.value.evidence)


SUITE = '''
import numpy as np
from mdl_grade.suite import Exercise, check

EXERCISE = Exercise(tier=1)


@check(points=1)
def works(student, reference):
    """It works."""
'''


@pytest.mark.parametrize(
    ("changed", "guilty"),
    [
        ({"c/halve": "def halve(X):\n    return X * 0.5\n"}, []),
        ({"c/halve": "def halve(X):\n    return X / 3\n"}, ["c/halve"]),
        ({"c/shuffle": SHUFFLE.replace("permutation(n)", "permutation(n).astype(float)")}, ["c/shuffle"]),
        ({"c/shuffle": SHUFFLE.replace("float(f(x))", "float(f(x)) if x else int(f(x))")}, []),
        ({"c/shuffle": SHUFFLE.replace("float(f(x))", "float(f(-x if x else x)) / 2")}, ["c/shuffle"]),
        (
            {"c/shuffle": SHUFFLE.replace("return rng", "return (rng.permutation(n), rng.random())[0]  #")},
            ["c/shuffle"],
        ),
        ({"c/halve": "def halve(X):\n    raise ValueError\n", "c/shuffle": SHUFFLE + "# mine\n"}, ["c/halve"]),
        (
            {"c/halve": "", "c/shuffle": SHUFFLE.replace("permutation(n)", "integers(n, size=n)")},
            ["c/halve", "c/shuffle"],
        ),
    ],
)
def test_the_parts_at_fault_are_found_alone(wall, course, changed, guilty):
    """Each learner's part is asked what the reference's was, and compared."""
    made = course(SUITE, solution=PROGRAM)
    for part, text in SOURCE.parts.items():
        made.solution(part).write_text(text)
    suite = Suite.load(made, "c/twice")
    host = InProcess(suite.namespace)
    runner = Reference(suite.exercise, host)
    runner.perform(RECORDING)
    source = Script(PROGRAM, {**SOURCE.parts, **changed})
    key = hashlib.sha256(repr(changed).encode()).digest()
    assert parts_at_fault(suite, wall, source, key, runner.exchanges) == guilty


OLD = (
    "_MODULES = {}; __parts__ = []; exec(LOADER); "
    '[halve] = _part("c/halve", "def halve(X):\\n    return X / 2\\n", "halve")\n\n\n'
    "def whole(X, rng, law):\n    return halve(X)\n"
)
"""An assembly as ledgers held it before parts travelled beside the program: one text that carries another."""
LOADER = """
def _part(name, source, *wanted):
    import linecache, types
    filename = name.rpartition("/")[2] + ".py"
    module = _MODULES.get(name)
    if module is None:
        module = _MODULES[name] = types.ModuleType(name.replace("/", "."))
        module.__file__ = filename
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        if "/" in name:
            __parts__.append(filename)
        exec(compile(source, filename, "exec"), module.__dict__)
    return [getattr(module, each) for each in wanted]
"""


def test_an_assembly_of_an_old_ledger_still_runs(wall):
    """It stands alone: its digest is what it was, and a replay shows what the learner's parts gave."""
    old = OLD.replace("LOADER", repr(LOADER))
    script = Script.read(old)
    assert script == Script(old)
    assert script.digest == hashlib.sha256(old.encode()).hexdigest()
    np.testing.assert_equal(asked(wall, script), np.eye(5) / 2)


SOLVER = '''"""A program that hands a function of its own to a part, which uses another part."""

from c.root import root
from c.slope import slope


def whole(f, x):
    return root(f, lambda x: slope(f, x), x)
'''
SLOPE = "def slope(f, x):\n    return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4\n"
ROOT = "def root(f, df, x):\n    for _ in range(5):\n        x = x - f(x) / df(x)\n    return x\n"
SLOPE_INSIDE = "def root(f, df, x):\n    for _ in range(5):\n        slope, x = df(x), x - f(x) / df(x)\n    return x\n"


@pytest.mark.parametrize(
    ("changed", "guilty"),
    [
        ({"c/root": SLOPE_INSIDE}, []),
        ({"c/root": ROOT.replace("x - f", "x + f")}, ["c/root"]),
        ({"c/root": ROOT.replace("df(x)", "df(0.5 * x)")}, ["c/root"]),
        ({"c/slope": SLOPE.replace("2e-4", "1e-4")}, ["c/slope"]),
        ({"c/slope": SLOPE.replace("2e-4", "1e-4"), "c/root": ROOT + "# mine\n"}, ["c/slope"]),
    ],
)
def test_functions_of_the_program_go_on_as_tables(wall, course, changed, guilty):
    """A part that is handed a function made of other parts is asked alone: it gets what the reference's part was told."""
    parts = {"c/root": ROOT, "c/slope": SLOPE}
    made = course(SUITE, solution=SOLVER)
    for part, text in parts.items():
        made.solution(part).write_text(text)
    suite = Suite.load(made, "c/twice")
    runner = Reference(suite.exercise, InProcess(suite.namespace))
    runner.perform(record(lambda m: m.whole(lambda x: x * x - 2.0, 1.5)))
    source = Script(SOLVER, {**parts, **changed})
    key = hashlib.sha256(repr(changed).encode()).digest()
    assert parts_at_fault(suite, wall, source, key, runner.exchanges) == guilty
