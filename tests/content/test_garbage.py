"""Garbage answers: none is a fault of the grader, none passes. (Right but for one reply: see `authoring.tampering`.)"""

import inspect

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()

ATOMS = """
None; True; False; 0; 1; -1; 0.0; 0.25; 1j; float('nan'); float('inf'); -float('inf'); 10**400; 2**63; ''; 'dX'; b''; 'x' * 10**6
(); []; {}; set(); {1, 2}; (None,); [None] * 3; (1, 2); (1.0, 2.0, 3.0); [[1.0], [2.0, 3.0]]; {'dX': 1.0}; {None: None}; {(): ()}
object(); object; len; print; lambda *a: a; (i for i in range(3)); iter([]); range(3); slice(3); Ellipsis; NotImplemented
type('T', (), {'__eq__': lambda s, o: True})(); type('U', (), {'__array__': lambda *a, **k: np.zeros(3)})()
ValueError('no'); Exception; np; np.float64; np.random.default_rng(0); memoryview(b'abc'); bytearray(3); complex('nan')
np.array(0.0); np.array(0.25); np.float64(0.5); np.float32(0.5); np.int64(1); np.bool_(True); np.array(1j); np.array('a'); np.array(None)
np.zeros(0); np.zeros((0, 3)); np.zeros(1); np.zeros(3); np.ones((1, 1)); np.ones((7, 5)); np.zeros((7, 3)); np.zeros((1, 1, 1))
np.full(3, np.nan); np.full((7, 5), np.inf); np.full((7, 3), -np.inf); np.zeros(3, int); np.zeros(3, bool); np.zeros(3, np.float16)
np.zeros(3, complex); np.zeros(3, object); np.zeros(3, 'datetime64[s]'); np.zeros(3, [('a', float)]); np.ma.masked_array([1.0, 2.0])
np.zeros((3, 3)).view(np.matrix); np.broadcast_to(1.0, (10**6, 10**6)); np.zeros(10**6); np.ones((1000, 1000)); np.float64('nan')
[np.zeros(3)] * 3; (np.zeros((7, 5)), np.zeros((5, 3)), np.zeros(3)); (np.nan, np.nan); (0.0, np.zeros(3)); [0.0] * 1000
(0.5, [(np.zeros((5, 3)), np.zeros(3))]); [(None, None)]; {i: i for i in range(100)}; {'w0': 0.0}; {'w0': None, 'b0': 'x'}; ((((1,),),),)
"""

REST = [
    "args",
    "args[0] if args else None",
    "args[::-1]",
    "kwargs",
    "list(args)",
    "str(args)",
    "1 / 0",
    "undefined",
    "exit()",
    "[] + 1",
]
EXPRESSIONS = [e.strip() for line in ATOMS.strip().splitlines() for e in line.split("; ")] + REST


def answer(suite, expression):
    """Return a file that defines every name that is asked for, and hands back garbage from all of it."""
    parts = ["import numpy as np"]
    for name in suite.solution.names:
        definition = suite.namespace[name]
        if inspect.isclass(definition):
            methods = [n for n, m in vars(definition).items() if inspect.isfunction(m) and n != "__init__"]
            parts.append(
                f"class {name}:\n    def __init__(self, *args, **kwargs):\n        self.W = self.b = self.value = 0.0"
            )
            parts += [f"    def {method}(self, *args, **kwargs):\n        return {expression}" for method in methods]
        else:
            parts.append(f"def {name}(*args, **kwargs):\n    return {expression}")
    return "\n".join(parts) + "\n"


EVERYWHERE = [
    "None",
    "1e308",
    "'dX'",
    "{'dX': 1.0}",
    "lambda *a: a",
    "np.zeros(0)",
    "np.full((7, 5), np.inf)",
    "[np.zeros(3)] * 3",
    "args",
    "args[0] if args else None",
    "1 / 0",
    "exit()",
]
ALL_OF_THEM = ("chapter09/relu", "chapter10/graph_backward", "chapter11/minibatches")


def test_there_are_a_hundred_of_them():
    """What the claim says."""
    assert len(set(EXPRESSIONS)) >= 100


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_garbage_neither_passes_nor_breaks_the_grader(exercise):
    """Whatever comes back, the learner is judged on it, and never passes."""
    faults, passes = [], []
    suite = Suite.load(COURSE, exercise)
    with Wall() as wall:
        for expression in EXPRESSIONS if exercise in ALL_OF_THEM else EVERYWHERE:
            judged = judge(suite, wall, answer(suite, expression), Seed.practice().of(exercise, ""))
            faults += [(expression, v.check, v.evidence) for v in judged.verdicts if v.status is Status.GRADER_ERROR]
            if judged.passed:
                passes.append(expression)
    assert faults == []
    assert passes == []
