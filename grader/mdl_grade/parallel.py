"""Several grading processes side by side, each with a wall and a pytest session of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from mdl_grade.course import Course, Found
from mdl_grade.grading import Graded, grade
from mdl_grade.suite.seed import Seed


def grade_in_parallel(course: Course, found: Found, seed: Seed, jobs: int) -> Graded:
    """Grade the files of one submission in `jobs` processes; the result is the one that a single process gives."""
    exercises = list(found.files)
    shares = [exercises[i::jobs] for i in range(min(jobs, len(exercises)))]
    parts = [Found(found.label, found.taken_for, {e: found.files[e] for e in share}) for share in shares]
    with ProcessPoolExecutor(len(parts), mp_context=multiprocessing.get_context("spawn")) as pool:
        graded = list(pool.map(_grade_part, *zip(*((course, part, seed) for part in parts), strict=True)))
    results = {result.id: result for part in graded for result in part.results}
    seconds = {exercise: s for part in graded for exercise, s in part.seconds.items()}
    weakest = min((part.isolation for part in graded), key=lambda isolation: isolation.trust.rank)
    return Graded(tuple(results[e] for e in exercises), {e: seconds[e] for e in exercises}, weakest)


def _grade_part(course: Course, found: Found, seed: Seed) -> Graded:
    from mdl_grade.sandbox.wall import Wall

    with Wall() as wall:
        return grade(course, found, seed, wall)
