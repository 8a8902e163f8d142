"""Benchmarks are run by hand and seldom: here they start, and what they compare is what it says."""

import subprocess
import sys
from pathlib import Path

import pytest

from mdl_grade.course import builtin_course

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
EXERCISE = "chapter10/dense_backward"


@pytest.mark.parametrize(
    "script", sorted(path.name for path in BENCHMARKS.glob("*.py") if "argparse" in path.read_text())
)
def test_a_benchmark_starts(script):
    """It finds all that it imports, and says how it is used."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / script, "--help"], capture_output=True, text=True, check=False, cwd=BENCHMARKS
    )
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout


def test_what_peers_are_given_judges_as_the_suite_does(tmp_path, monkeypatch):
    """The exported checks let the reference pass, and fail an answer whose bias gradient is averaged."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from peers.export import export, exported_checks, holds

    exported = export(builtin_course(), [EXERCISE], tmp_path)
    right = builtin_course().solution(EXERCISE).read_text("utf-8")
    with exported_checks(tmp_path) as equal:
        assert holds(equal, exported, "dense_backward", right)
        assert not holds(equal, exported, "dense_backward", right.replace("dY.sum(axis=0)", "dY.mean(axis=0)"))
