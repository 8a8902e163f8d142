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


def test_the_table_of_rates_is_what_the_program_writes(monkeypatch):
    """The same rows, in which nothing right is refused and nothing wrong accepted, in the page and in a short run."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import rates

    written = rates.TABLE.read_text("utf-8")
    seen = rates.tally(count=20, seed=0)
    assert rates.page(seen, 200).splitlines()[:7] == written.splitlines()[:7]
    rows = [line.strip("| ").split(" | ") for line in written.splitlines()[7:]]
    assert {row[0] for row in rows} == set(map(rates.cell, seen))
    for name, accepted, refused, _ in rows:
        assert int(refused if name.endswith("right") else accepted) == 0
    for name, counts in seen.items():
        assert counts["refused" if name.endswith("right") else "accepted"] == 0, name


def test_the_table_of_chance_is_what_the_program_writes(monkeypatch):
    """The same checks, samples and effects; no row of the page is above the rate beyond chance."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import chance

    written = chance.TABLE.read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in written.splitlines()[7:]]
    runs = 5000
    shares = [(float(row[3].rstrip("%")) / 100, float(row[4].rstrip("%")) / 100) for row in rows]
    measured = [
        chance.Measured(row, chance.c.min_effect(row.test, chance.RATE), *pair, 0.0)
        for row, pair in zip(chance.rows(), shares, strict=True)
    ]
    assert chance.page(measured, runs) == written
    assert not any(one.broken(runs) for one in measured)
