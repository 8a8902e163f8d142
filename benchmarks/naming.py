"""How well bugs are named that no suite knows: first or second bank, noise, pairs of known bugs, known bugs."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "content"))

from mdl_grade.course import builtin_course
from mdl_grade.diagnosis import naming
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
EXERCISES = {exercise.partition("/")[2]: exercise for exercise in COURSE.exercises}


def named(exercise: str, texts: list[tuple[str, str]], seed: int = 0) -> list[tuple[str, str, float, float]]:
    """Judge and name answers: (key, what is said, seconds of grading, seconds of naming)."""
    suite = Suite.load(COURSE, exercise)
    found = []
    with Wall() as wall:
        for key, text in texts:
            start = time.process_time()
            drawn = Seed.practice(seed).of(exercise, "")
            verdicts = judge(suite, wall, text, drawn).verdicts
            middle = time.process_time()
            if all(v.status is Status.PASSED for v in verdicts):
                found.append((key, "PASSES", middle - start, 0.0))
                continue
            told = naming.names(suite, wall, text, drawn, verdicts)
            end = time.process_time()
            said = dict.fromkeys(f"{d.confidence.value} {d.source}: {' | '.join(d.labels)}" for d in told.values())
            missing = [v.check for v in verdicts if v.status in (Status.FAILED, Status.ERROR) and v.check not in told]
            found.append(
                (
                    key,
                    " ;; ".join(said) + (f"  (nothing on {', '.join(missing)})" if missing else ""),
                    middle - start,
                    end - middle,
                )
            )
    return found


def bank(name: str) -> dict[str, list[tuple[str, str]]]:
    module = __import__(f"unseen.{name}", fromlist=["BANK"])
    answers: dict[str, list[tuple[str, str]]] = {}
    for exercise, base, old, new, wrong in module.BANK:
        suite = Suite.load(COURSE, EXERCISES[exercise])
        text = suite.solution.text
        if base:
            text = next(v for v in suite.variants if v.label == base).source(text)
        if text.count(old) != 1:
            print(f"!! {exercise} {base}: {old!r} occurs {text.count(old)} times")
            continue
        answers.setdefault(EXERCISES[exercise], []).append((wrong, text.replace(old, new)))
    return answers


def known() -> dict[str, list[tuple[str, str]]]:
    answers = {}
    for exercise in COURSE.exercises:
        suite = Suite.load(COURSE, exercise)
        if not suite.solution.parts:
            answers[exercise] = [(b.label, b.source(suite.solution.text)) for b in suite.bugs]
    return answers


def main() -> None:
    what, *only = sys.argv[1:]
    answers = known() if what == "known" else bank(what)
    answers = {e: a for e, a in answers.items() if not only or any(o in e for o in only)}
    judged = named_total = 0
    grading = naming_time = 0.0
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for exercise, rows in zip(answers, pool.map(named, answers, answers.values()), strict=True):
            print(f"== {exercise}")
            for key, said, g, n in rows:
                if what == "known" and key in said and "likely" not in said and n < 3 * g + 0.3:
                    pass
                else:
                    print(f"  {key}\n      → {said or 'nothing'}   [{g:.2f} s, {n:.2f} s]")
                judged += said != "PASSES"
                named_total += bool(said) and said != "PASSES"
                grading, naming_time = grading + g, naming_time + n
    print(f"{named_total} of {judged} named; grading {grading:.1f} s, naming {naming_time:.1f} s")


if __name__ == "__main__":
    main()
