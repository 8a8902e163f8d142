"""A short run of the comparison of checkers (`benchmarks/checkers.py`), whose corpus the checks are held to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import checkers  # type: ignore[import-not-found]

    return checkers


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e6])
@pytest.mark.parametrize("name", ["by_check_grads", "by_check_vjp", "by_check_taylor"])
def test_no_wrong_gradient_is_accepted_and_no_right_one_refused(benchmark: Any, name: str, scale: float) -> None:
    """27 functions, and 146 wrong gradients of them: each is decided, and decided rightly, at any scale."""
    counts = benchmark.tally(getattr(benchmark, name), scale, range(1))
    assert dict(counts) == {"right": 27, "right, accepted": 27, "wrong": 146, "wrong, refused": 146}


def test_the_corpus_is_right(benchmark: Any) -> None:
    """Its gradients are those of plain central differences, and its mistakes are none that rounding makes."""
    for name, make in benchmark.PROBLEMS.items():
        problem = make(np.random.default_rng(0))
        for of, x in problem.at.items():
            plain = np.zeros(np.shape(x))
            for index in np.ndindex(np.shape(x)):
                h = np.zeros(np.shape(x))
                h[index] = 1e-6
                ahead, behind = (np.sum(problem.v * problem.f(**{**problem.at, of: x + s * h})) for s in (1, -1))
                plain[index] = (ahead - behind) / 2e-6
            size = np.max(np.abs(plain))
            assert np.max(np.abs(plain - problem.grads[of])) < 1e-6 * size, (name, of)
        for label, grads in problem.bugs.items():
            gaps = [np.max(np.abs(g - problem.grads[of])) / np.max(np.abs(g)) for of, g in grads.items()]
            assert max(gaps) > 1e-4, (name, label)
