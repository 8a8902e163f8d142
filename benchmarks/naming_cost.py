"""What naming a wrong answer costs, beside judging it: processor time of all processes, cold and warm.

`python benchmarks/naming_cost.py` (five exercises), or with names of exercises; `--official` draws new inputs for each
answer. Cold is the first answer of a new process; warm is what one more costs in a process that has graded others.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "content"))

from unseen.answers import COURSE, EXERCISES, bank, noise

from mdl_grade.diagnosis.naming import names
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SOME = ("dense_backward", "adam_step", "conv2d_valid", "backprop_mlp", "softmax_rows")
KINDS = ("known", "unseen", "noise")
MOST = 6


def main() -> None:
    if sys.argv[1:2] == ["--cold"]:
        print(*_cold(*sys.argv[2:]))
        return
    official = "--official" in sys.argv
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")] or SOME
    judged = named = 0.0
    for name in chosen:
        for kind in KINDS:
            texts = _texts(name, kind)
            if not texts:
                continue
            first = _first(name, kind)
            judging, both = (_warm(name, texts, naming=naming, official=official) for naming in (False, True))
            judged, named = judged + judging, named + both - judging
            each = f"{_beside(judging / len(texts), (both - judging) / len(texts))}; cold {_beside(*first)}"
            print(f"{name:22} {kind:7} warm {each}", flush=True)
    print(f"all, warm: naming costs {named / judged:.2f} times what judging does")


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
    """Return what answers cost after others; starting the wall is taken off."""
    _graded(name, texts, naming=naming, official=official)
    with_all = _graded(name, texts, naming=naming, official=official)
    return with_all - _graded(name, [], naming=False, official=False)


def _graded(name: str, texts: list[str], *, naming: bool, official: bool) -> float:
    exercise = EXERCISES[name]
    suite, begin = Suite.load(COURSE, exercise) if not texts else SUITES[exercise], _spent()
    with Wall() as wall:
        wall.worker().close()
        for text in texts:
            seed = Seed.official(os.urandom(32)) if official else Seed.practice()
            key = seed.of(exercise, "")
            verdicts = judge(suite, wall, text, key).verdicts
            if naming:
                names(suite, wall, text, key, verdicts)
    return _spent() - begin


class _Suites(dict[str, Suite]):
    def __missing__(self, exercise: str) -> Suite:
        return self.setdefault(exercise, Suite.load(COURSE, exercise))


SUITES = _Suites()


def _first(name: str, kind: str) -> tuple[float, float]:
    """Return what judging and naming take in a new process."""
    told = subprocess.run([sys.executable, __file__, "--cold", name, kind], capture_output=True, text=True, check=True)
    judging, naming = map(float, told.stdout.split())
    return judging, naming


def _cold(name: str, kind: str) -> tuple[float, float]:
    """Return what the first answer takes to judge, its wall and its suite included, and to name."""
    text, exercise = _texts(name, kind)[1], EXERCISES[name]
    begin = _spent()
    suite, key = Suite.load(COURSE, exercise), Seed.practice().of(exercise, "")
    with Wall() as wall:
        verdicts = judge(suite, wall, text, key).verdicts
    judged = _spent()
    with Wall() as wall:
        wall.worker().close()
    started = _spent()
    with Wall() as wall:
        names(suite, wall, text, key, verdicts)
    return judged - begin, _spent() - started - (started - judged)


if __name__ == "__main__":
    main()
