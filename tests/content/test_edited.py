"""Answers of others, edited at random, are judged alike under every seed, and are never the grader's fault."""

import numpy as np
import pytest
from edited import answers, try_edits

from mdl_grade.sandbox.wall import Wall

EXERCISES = ("chapter09/dense_forward", "chapter09/relu", "chapter10/dense_backward", "chapter11/momentum_step")


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


def test_edits_of_variants_are_no_fault_and_judged_alike_under_every_seed(wall):
    """A short run of `edited.py`: most are rejected, under each of three seeds."""
    tally = try_edits(24, (0, 1, 2), exercises=EXERCISES, wall=wall)
    assert tally.faults == []
    assert [text for text in tally.by_luck if text.startswith("passes")] == []
    assert tally.rejected > tally.tried / 2


def test_edits_differ_from_what_they_are_made_of():
    """Every answer is another text than its variant's, and the same numbers give the same answers again."""
    made = [list(answers(np.random.default_rng(1), 12, EXERCISES)) for _ in range(2)]
    assert all(text != edit for _, text, edit, _ in made[0])
    assert [edit for _, _, edit, _ in made[0]] == [edit for _, _, edit, _ in made[1]]
