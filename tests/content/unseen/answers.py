"""Answers to be named: unseen bugs, noise, pairs of known bugs, known bugs; and what is said of them."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations

from mdl_grade.course import builtin_course
from mdl_grade.diagnosis.families import known_bugs
from mdl_grade.diagnosis.naming import names
from mdl_grade.diagnosis.suspects import merged
from mdl_grade.records.model import Diagnosis, Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
EXERCISES = {exercise.partition("/")[2]: exercise for exercise in COURSE.exercises}


@dataclass(frozen=True)
class Said:
    """What is said of one answer, and the processor seconds that judging and naming took in this process."""

    key: str
    passed: bool
    diagnoses: tuple[Diagnosis, ...] = ()
    judging: float = 0.0
    naming: float = 0.0

    @property
    def labels(self) -> tuple[str, ...]:
        """All that is said, each clause once."""
        return tuple(dict.fromkeys(label for diagnosis in self.diagnoses for label in diagnosis.labels))


def said(exercise: str, texts: list[tuple[str, str]], seed: int = 0) -> list[Said]:
    """Judge and name answers, given as (key, text)."""
    suite, key = Suite.load(COURSE, exercise), Seed.practice(seed).of(exercise, "")
    found = []
    with Wall() as wall:
        for what, text in texts:
            start = time.process_time()
            verdicts = judge(suite, wall, text, key).verdicts
            middle = time.process_time()
            if all(verdict.status is Status.PASSED for verdict in verdicts):
                found.append(Said(what, True))
                continue
            told = names(suite, wall, text, key, verdicts)
            seconds = middle - start, time.process_time() - middle
            found.append(Said(what, False, tuple(dict.fromkeys(told.values())), *seconds))
    return found


def bank(name: str) -> dict[str, list[tuple[str, str]]]:
    """Return the answers of a bank by exercise, each with what is wrong with it; where nothing is replaced, all is new."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for exercise, base, old, new, wrong, *_ in import_module(f"unseen.{name}").BANK:
        suite = Suite.load(COURSE, EXERCISES[exercise])
        text = suite.solution.text
        if base:
            text = next(variant for variant in suite.variants if variant.label == base).source(text)
        assert not old or text.count(old) == 1, (exercise, base, old)
        answers.setdefault(suite.id, []).append((wrong, text.replace(old, new) if old else new))
    return answers


def judgements(name: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what may be said of the bugs of a bank: by exercise and what is wrong, the clauses that were judged."""
    rows = import_module(f"unseen.{name}").BANK
    return {(EXERCISES[exercise], wrong): tuple(clauses) for exercise, _, _, _, wrong, *clauses in rows}


def known() -> dict[str, list[tuple[str, str]]]:
    answers = {}
    for exercise in COURSE.exercises:
        suite = Suite.load(COURSE, exercise)
        if not suite.solution.parts:
            answers[exercise] = [(b.label, b.source(suite.solution.text)) for b in suite.bugs]
    return answers


NOISY = """

import inspect as _inspect


def _spoilt(value):
    if isinstance(value, tuple | list):
        return type(value)(_spoilt(item) for item in value)
    if isinstance(value, dict):
        return {{key: _spoilt(item) for key, item in value.items()}}
    if not isinstance(value, np.ndarray | float) or np.size(value) == 0:
        return value
    rng = np.random.default_rng({seed} + np.size(value))
    x = np.array(value, dtype=float)
    {how}
    return x if isinstance(value, np.ndarray) else float(x)


def _noisy(function):
    return lambda *args, **kwargs: _spoilt(function(*args, **kwargs))


"""
KINDS = {
    "a factor": "x = x * rng.uniform(0.3, 3.0)",
    "noise": "x = x + 0.1 * rng.normal(size=x.shape)",
    "an entry": "x.flat[rng.integers(x.size)] += 1.0 + rng.uniform()",
    "a swap": "i, j = rng.integers(x.size, size=2); x.flat[i], x.flat[j] = x.flat[j], x.flat[i]",
    "random numbers": "x = rng.normal(size=x.shape)",
}


def noise(seeds: int = 2) -> dict[str, list[tuple[str, str]]]:
    """Answers whose results are spoilt in ways that are nobody's mistake."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for exercise in COURSE.exercises:
        suite = Suite.load(COURSE, exercise)
        functions = [name for name in suite.signatures if name[0].islower()]
        if suite.solution.parts or not functions:
            continue
        for seed in range(seeds):
            for kind, how in KINDS.items():
                spoilt = "".join(f"{name} = _noisy({name})\n" for name in functions)
                text = f"import numpy as np\n{suite.solution.text}{NOISY.format(seed=1000 * seed, how=how)}{spoilt}"
                answers.setdefault(exercise, []).append((f"{kind} {seed}", text))
    return answers


def pairs(of_each: int = 6, every: int = 1) -> dict[str, list[tuple[str, str]]]:
    """Two known bugs of an exercise at once, as many pairs as wanted, drawn at random; of every so many exercises."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for exercise in COURSE.exercises[::every]:
        suite = Suite.load(COURSE, exercise)
        if suite.solution.parts:
            continue
        both = [(a, b, merged(suite.solution.text, a, b)) for a, b in combinations(known_bugs(suite), 2)]
        fit = [(f"{a.label} & {b.label}", c.text) for a, b, c in both if c is not None]
        random.Random(exercise).shuffle(fit)
        answers[exercise] = fit[:of_each]
    return answers
