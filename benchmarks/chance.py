"""Level and power of the checks of chance, by simulation, and what they cost.

    python benchmarks/chance.py --runs 5000 --write

Every check is run at a rate of false failures of 1 % on right samples, and on samples whose error is the smallest that
it says it sees 99 times in a hundred: neither column may be above 1 % by more than its own chance. Where a law is a
bound and not exact, both are below.
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mdl_grade import checks as c
from mdl_grade.checks.sample_tests import BinomialTest, SampleTest

TABLE = Path(__file__).with_suffix(".md")
RATE = 0.01
RNG = np.random.default_rng(0)


@dataclass(frozen=True)
class Row:
    """A check: its test at the rate, samples for an error of some size (0 is right), and how they are judged."""

    name: str
    n: int
    test: SampleTest
    draw: Callable[[float], Any]
    judge: Callable[[Any], None]

    def failures(self, effect: float, runs: int) -> tuple[float, float]:
        """Return the share of failures, and the milliseconds of a check."""
        failed, spent = 0, 0.0
        for _ in range(runs):
            samples = self.draw(effect)
            began = time.perf_counter()
            try:
                self.judge(samples)
            except c.CheckFailed:
                failed += 1
            spent += time.perf_counter() - began
        return failed / runs, 1e3 * spent / runs


def frequencies(k: int, n: int) -> Row:
    p = np.full(k, 1 / k)

    def draw(effect: float) -> Any:
        q = np.full(k, (1 - (1 + effect) / k) / (k - 1))
        q[0] = (1 + effect) / k
        return RNG.multinomial(n, q)

    test = c.FrequencyTest(n, tuple(p), RATE)
    return Row(f"check_frequencies, k = {k}", n, test, draw, lambda x: c.check_frequencies(x, n, p, **at(test)))


def arrangements(items: int, size: int, n: int, *, ordered: bool) -> Row:
    ways = np.array(list((itertools.permutations if ordered else itertools.combinations)(range(items), size)))
    k = len(ways)

    def draw(effect: float) -> Any:
        q = np.full(k, (1 - (1 + effect) / k) / (k - 1))
        q[0] = (1 + effect) / k
        return ways[RNG.choice(k, size=n, p=q)]

    test = c.FrequencyTest(n, (1 / k,) * k, RATE)
    judge = lambda x: c.check_arrangements(x, items, n, ordered=ordered, size=size, **at(test))  # noqa: E731
    return Row(f"check_arrangements, {k} {'orders' if ordered else 'subsets'}", n, test, draw, judge)


def at(test: SampleTest) -> dict[str, float]:
    """Return the arguments of a check at the rate; what it has to see is as large as it can be."""
    return {"sees": min(test.largest, 1e9), "alpha": RATE}


def rows() -> list[Row]:
    """Return all checks, each with what it is tried on."""
    n, R = 1000, 400
    mean, bounded, variance = (
        c.MeanTest(n, sd=1.0, alpha=RATE),
        c.MeanTest(n, width=1.0, alpha=RATE),
        c.VarianceTest(n, alpha=RATE),
    )
    cdf, two, waiting = c.CdfTest(n, RATE), c.CdfTest(n, RATE, m=n), c.WaitingTest(R, 0.3, RATE)
    towards = c.CdfTest(n, RATE / 4)
    along, pairs = c.VarianceTest(n, alpha=RATE / 9), BinomialTest(n // 2, 0.5, RATE / 3)

    def shifted(effect: float) -> Any:
        """Two normal laws, whose distribution functions are `effect` apart."""
        from scipy.stats import norm

        return RNG.normal(size=n) + 2 * norm.ppf(0.5 + effect / 2)

    def stretched(effect: float) -> Any:
        x = RNG.normal(size=(n, 3))
        return x + (math.sqrt(1 + effect) - 1) * (x @ [1, 1, 0])[:, None] / 2 * np.array([1, 1, 0])

    def leaning(effect: float) -> Any:
        """Points on the sphere whose first coordinate, uniform on [−1, 1], keeps out of the lowest part."""
        x, y = 2 * RNG.uniform(effect, 1, n) - 1, RNG.normal(size=(n, 2))
        ring = np.sqrt(1 - x**2) / np.linalg.norm(y, axis=1)
        return np.column_stack([x, ring[:, None] * y])

    def paired(effect: float) -> Any:
        """Pairs on the same side of zero with probability (1 + effect)/2."""
        x = np.abs(RNG.normal(size=(n // 2, 2))) * RNG.choice([-1, 1], size=(n // 2, 1))
        x[:, 1] *= np.where(RNG.random(n // 2) < (1 + effect) / 2, 1, -1)
        return x

    return [
        *(frequencies(k, 100 * k) for k in (2, 3, 6, 24, 120)),
        frequencies(6, 30),
        arrangements(4, 4, 2400, ordered=True),
        arrangements(5, 2, 1000, ordered=False),
        Row(
            "check_waiting",
            R,
            waiting,
            lambda d: R + RNG.negative_binomial(R, 0.3 * (1 + d)),
            lambda x: c.check_waiting(int(x), R, 0.3, **at(waiting)),
        ),
        Row(
            "check_mean, Gaussian",
            n,
            mean,
            lambda d: RNG.normal(d, 1, n),
            lambda x: c.check_mean(x, 0.0, n, sd=1.0, **at(mean)),
        ),
        Row(
            "check_mean, bounded",
            n,
            bounded,
            lambda d: 1.0 * (RNG.random(n) < 0.5 + d),
            lambda x: c.check_mean(x, 0.5, n, bounds=(0, 1), **at(bounded)),
        ),
        Row(
            "check_variance",
            n,
            variance,
            lambda d: math.sqrt(1 + d) * RNG.normal(size=n),
            lambda x: c.check_variance(x, 1.0, n, **at(variance)),
        ),
        Row("check_covariance, d = 3", n, along, stretched, lambda x: c.check_covariance(x, np.eye(3), n, **at(along))),
        Row("check_cdf", n, cdf, shifted, lambda x: c.check_cdf(x, c.normal_cdf(), n, **at(cdf))),
        Row("check_cdf, two samples", n, two, shifted, lambda x: c.check_cdf(x, RNG.normal(size=n), n, **at(two))),
        Row(
            "check_directions, d = 3",
            n,
            towards,
            leaning,
            lambda x: c.check_directions(x, 3, n, rng=RNG, **at(towards)),
        ),
        Row("check_independence", n, pairs, paired, lambda x: c.check_independence(x, n, median=0.0, **at(pairs))),
    ]


@dataclass(frozen=True)
class Measured:
    """How often a check failed right samples, and missed the smallest effect that it says it sees (NaN: sees none)."""

    row: Row
    effect: float
    fails: float
    misses: float
    milliseconds: float

    @classmethod
    def of(cls, row: Row, runs: int) -> Measured:
        effect = c.min_effect(row.test, RATE)
        fails, cost = row.failures(0.0, runs)
        misses = 1 - row.failures(effect, runs)[0] if math.isfinite(effect) else math.nan
        return cls(row, effect, fails, misses, cost)

    def broken(self, runs: int) -> bool:
        """Tell whether it fails or misses more often than it says, beyond chance."""
        return max(self.fails, 0 if math.isnan(self.misses) else self.misses) > RATE + 4 * math.sqrt(RATE / runs)


def page(measured: Sequence[Measured], runs: int) -> str:
    """Return the table as a page of the documentation."""
    rows = [f"| {m.row.name} | {m.row.n} | {m.effect:.3g} | {m.fails:.2%} | {m.misses:.2%} |" for m in measured]
    return f"""# Level and power of the checks of chance

`python benchmarks/chance.py --runs {runs} --write` wrote this page: {runs} samples without an error, and {runs} with
the smallest error that a check says it sees 99 times in a hundred, all at a rate of false failures of {RATE:.0%}.

| check | samples | smallest effect seen | fails right ones | misses wrong ones |
| --- | --: | --: | --: | --: |
{chr(10).join(rows)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5000)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}, too")
    asked = parser.parse_args()
    print(f"{'check':<32}{'samples':>9}{'effect':>10}{'fails':>9}{'misses':>9}{'ms':>8}")
    measured = []
    for row in rows():
        m = Measured.of(row, asked.runs)
        told = "   BROKEN" if m.broken(asked.runs) else ""
        print(f"{row.name:<32}{row.n:>9}{m.effect:>10.3g}{m.fails:>9.2%}{m.misses:>9.2%}{m.milliseconds:>8.2f}{told}")
        measured.append(m)
    if asked.write:
        TABLE.write_text(page(measured, asked.runs), encoding="utf-8")


if __name__ == "__main__":
    main()
