"""What naming a wrong answer costs, beside judging it: processor time of all processes, cold and warm.

`python benchmarks/naming_cost.py` (five exercises), or with names of exercises; `--official` draws new inputs for each
answer. Cold is the first answer of a new process; warm is what one more costs in a process that has graded others.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "content"))

from unseen.answers import COURSE, EXERCISES, bank, noise

from mdl_grade.diagnosis.naming import names
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import host_of, judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SOME = ("dense_backward", "adam_step", "conv2d_valid", "backprop_mlp", "softmax_rows")
KINDS = ("known", "unseen", "noise")
MOST = 6
ROUNDS = 3


def main() -> None:
    if sys.argv[1:2] == ["--cold"]:
        print(_cold(*sys.argv[2:]))
        return
    official = "--official" in sys.argv
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")] or SOME
    sums = {kind: np.zeros(2) for kind in KINDS}
    for name in chosen:
        for kind in KINDS:
            texts = _texts(name, kind)
            if not texts:
                continue
            judging, both = (_warm(name, texts, naming=naming, official=official) for naming in (False, True))
            sums[kind] += judging, both - judging
            first, named = (_first(name, kind, naming) for naming in ("", "named"))
            cold = _beside(first, named - first)
            print(
                f"{name:22} {kind:7} warm {_beside(judging / len(texts), (both - judging) / len(texts))}; cold {cold}"
            )
    for kind, (judged, named) in sums.items():
        print(f"all that is {kind}, warm: naming costs {named / judged:.2f} times what judging does")


def _beside(judging: float, naming: float) -> str:
    return f"{1e3 * judging:6.1f} ms to judge, {1e3 * naming:6.1f} to name ({naming / judging:4.2f} times)"


def _texts(name: str, kind: str) -> list[str]:
    exercise = EXERCISES[name]
    suite = Suite.load(COURSE, exercise)
    if kind == "known":
        return [bug.source(suite.solution.text) for bug in suite.ending_bugs][:MOST]
    found = {"unseen": bank("first") | bank("second"), "noise": noise(1)}[kind]
    return [text for _, text in found.get(exercise, [])][:MOST]


def _spent() -> float:
    """Return the processor seconds of this process and of those that it has started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _warm(name: str, texts: list[str], *, naming: bool, official: bool) -> float:
    """Return what answers cost after others, the median of some rounds; starting the wall is taken off."""
    _graded(name, texts, naming=naming, official=official)
    rounds = [
        _graded(name, texts, naming=naming, official=official) - _graded(name, [], naming=False, official=False)
        for _ in range(ROUNDS)
    ]
    return median(rounds)


def _graded(name: str, texts: list[str], *, naming: bool, official: bool) -> float:
    exercise = EXERCISES[name]
    suite, begin = SUITES[exercise], _spent()
    with Wall() as wall:
        wall.worker().close()
        for text in texts:
            seed = Seed.official(os.urandom(32)) if official else Seed.practice()
            _one(suite, wall, text, seed.of(exercise, ""), naming=naming)
    return _spent() - begin


def _one(suite: Suite, wall: Wall, text: str, key: bytes, *, naming: bool) -> None:
    """Judge an answer, and name what is wrong with it where it was judged, as grading does."""
    with closing(host_of(suite, wall, text)) as host:
        verdicts = judge(suite, wall, text, key, host=host).verdicts
        if naming:
            names(suite, wall, text, key, verdicts, host)


class _Suites(dict[str, Suite]):
    def __missing__(self, exercise: str) -> Suite:
        return self.setdefault(exercise, Suite.load(COURSE, exercise))


SUITES = _Suites()


def _first(name: str, kind: str, naming: str) -> float:
    """Return what a new process takes for its first answer, the median of some."""
    words = [sys.executable, __file__, "--cold", name, kind, naming]
    told = [subprocess.run(words, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
    return median(map(float, told))


def _cold(name: str, kind: str, naming: str) -> float:
    """Return what the first answer takes, its wall and its suite included."""
    text, exercise = _texts(name, kind)[1], EXERCISES[name]
    before = _spent()
    suite = Suite.load(COURSE, exercise)
    with Wall() as wall:
        _one(suite, wall, text, Seed.practice().of(exercise, ""), naming=bool(naming))
    return _spent() - before


if __name__ == "__main__":
    main()
