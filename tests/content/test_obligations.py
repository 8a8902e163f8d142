"""Every exercise of the built-in course proves itself, and what is generated from it is up to date."""

import zlib

import pytest

from mdl_grade.authoring.proof import prove
from mdl_grade.authoring.sync import drift
from mdl_grade.course import Solution, builtin_course

COURSE = builtin_course()


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_obligations_hold(exercise):
    """References and variants pass, known bugs lose points and are named, mutants are rejected, checks can fail."""
    seeds = [0, zlib.crc32(exercise.encode()) % 10**6, 1]
    proof = prove(COURSE, exercise, seeds)
    assert proof.broken == ()
    if Solution.read(COURSE.solution(exercise)).parts:
        assert proof.kills is None, "the mutants of an assembly's parts are the business of their own exercises"
    else:
        assert proof.kills is not None
        assert proof.kills.rejected > 0


def test_generated_files_have_not_drifted():
    """Stubs, chapter pages and the catalogue are those that `mdl-grade dev sync` writes."""
    assert drift(COURSE) == []
