"""Every exercise of the built-in course proves itself, and what is generated from it is up to date.

Under seed 0, and under one that the exercise's name gives: a run is never red by chance. The mutants of a fifth of the
exercises are tried, another fifth at each commit, and a quarter of the wrong parts of assemblies; all of them, and fresh
seeds, are the business of `mdl-grade dev check all`.
"""

import hashlib
import subprocess
import zlib
from pathlib import Path

import pytest

from mdl_grade.authoring.proof import Extent, prove
from mdl_grade.authoring.sync import drift
from mdl_grade.course import Solution, builtin_course

COURSE = builtin_course()
COMMIT = subprocess.run(
    ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
).stdout
PARTS = 0.25


def in_turn(exercise):
    """Tell whether it is this exercise's turn to have its mutants tried."""
    return hashlib.sha256(f"{exercise}{COMMIT}".encode()).digest()[0] % 5 == 0


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_obligations_hold(exercise):
    """References and variants pass, known bugs lose points and are named, mutants are rejected, checks can fail."""
    seeds = (0, zlib.crc32(exercise.encode()) % 10**6)
    proof = prove(COURSE, exercise, Extent(seeds, mutants=in_turn(exercise), parts=PARTS))
    assert proof.broken == ()
    if Solution.read(COURSE.solution(exercise)).parts:
        assert proof.kills is None, "the mutants of an assembly's parts are the business of their own exercises"
    elif in_turn(exercise):
        assert proof.kills is not None
        assert proof.kills.rejected > 0


def test_generated_files_have_not_drifted():
    """Stubs, chapter pages and the catalogue are those that `mdl-grade dev sync` writes."""
    assert drift(COURSE) == []
