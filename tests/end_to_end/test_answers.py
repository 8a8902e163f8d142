"""Whole answers in other people's styles are graded right: two that are right, one wrong in a way nobody listed."""

from pathlib import Path

import pytest

ANSWERS = Path(__file__).with_name("answers")
TARGETS = ("chapter10/nn221_forward", "chapter10/nn221_gradients", "chapter10/fully_connected_layer")


@pytest.mark.parametrize("style", ["looping", "vectorised"])
@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_right_answers_in_any_style_get_full_marks(mdl_grade, style, seed):
    """Loops and pigeonholes, or augmented matrices: right is right."""
    done = mdl_grade(*TARGETS, ANSWERS / style, "--report", "-", "--seed", seed)
    assert done.code == 0, done.out
    assert {exercise["status"] for exercise in done.report["exercises"]} == {"passed"}


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_a_bug_that_nobody_listed_is_found_and_not_misnamed(mdl_grade, seed):
    """The slope of tanh in a sigmoid network, one bias gradient for all outputs: rejected where they are wrong."""
    done = mdl_grade(*TARGETS, ANSWERS / "tanh_slope", "--report", "-", "--seed", seed)
    results = {exercise["id"].partition("/")[2]: exercise for exercise in done.report["exercises"]}
    assert done.code == 1
    assert results["nn221_forward"]["status"] == "passed"
    gradients = {check["id"]: check["status"] for check in results["nn221_gradients"]["checks"]}
    layer = {check["id"]: check["status"] for check in results["fully_connected_layer"]["checks"]}
    assert gradients["values"] == gradients["finite_differences"] == "failed"
    assert (layer["forward"], layer["backward"], layer["step"]) == ("passed", "passed", "failed")
    named = [c["diagnosis"] for result in results.values() for c in result["checks"] if c["diagnosis"] is not None]
    assert [d for d in named if d["source"] == "known_bug"] == []
