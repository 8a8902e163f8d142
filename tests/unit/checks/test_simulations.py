"""A short run of the simulation of the checks of chance (`benchmarks/chance.py`)."""

from __future__ import annotations

import inspect
import math
from pathlib import Path
from typing import Any

import pytest

from mdl_grade import checks

RUNS = 40
MOST = 4
"""Of 40 runs that end wrongly once in a hundred times each, more do so with a probability of 5e-5."""


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3] / "benchmarks"))
    import chance  # type: ignore[import-not-found]

    return chance


def test_level_and_power_of_every_check_of_chance(benchmark: Any) -> None:
    """Whatever is told what it must see is simulated, and ends wrongly about as seldom as it says."""
    functions = {name: getattr(checks, name) for name in checks.__all__ if name.startswith("check_")}
    of_chance = {name for name, check in functions.items() if "sees" in inspect.signature(check).parameters}
    rows = benchmark.rows()
    assert {row.name.split(",")[0] for row in rows} == of_chance
    for row in rows:
        effect = checks.min_effect(row.test, benchmark.RATE)
        assert math.isfinite(effect), row.name
        fails, _ = row.failures(0.0, RUNS)
        sees, _ = row.failures(effect, RUNS)
        assert RUNS * fails <= MOST, row.name
        assert RUNS * (1 - sees) <= MOST, row.name
