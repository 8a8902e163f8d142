"""Orders and rates on random functions: how often a right one is refused, and a wrong one accepted.

    python benchmarks/rates.py --count 200 --write

Orders: differences of orders 1 to 4 of random sums of sines, and quadrature of orders 2 and 4, each with the largest
error at three points, tried as what they are, and as one order more. Linear: descent, and momentum with its best
parameters (a double root), on random quadratics. Sublinear: descent on Σ |x|^p, whose values fall like 1/k^(p/(p−2)).
Each is tried with the rate that it has, and with one whose distance from 1 (whose power) is off by a fifth.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    check_linear_rate,
    check_order,
    check_sublinear_rate,
)

Errors = np.ndarray
Function = Callable[[Errors], Errors]

TABLE = Path(__file__).with_suffix(".md")
POINTS = 3
STEPS = [0.1, 0.05, 0.025, 0.0125]
ROUNDING = 1e-12
VERDICTS = ("accepted", "refused", "undecided")
SLOW_ENOUGH = 0.1
"""Faster runs are over before their rate shows."""
DIFFERENCES: dict[int, Callable[[Function, Errors, float], Errors]] = {
    1: lambda f, x, h: (f(x + h) - f(x)) / h,
    2: lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
    3: lambda f, x, h: (-f(x + 2 * h) + 6 * f(x + h) - 3 * f(x) - 2 * f(x - h)) / (6 * h),
    4: lambda f, x, h: (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h),
}


def order_runs(rng: np.random.Generator, count: int) -> Iterator[tuple[str, Errors, int]]:
    """Yield a name, errors (len(STEPS), POINTS), and their order."""
    for _ in range(count):
        a, w, phase = rng.normal(size=3), rng.uniform(0.5, 2, size=3), rng.uniform(0, 6, size=3)
        x = rng.uniform(-2, 2, size=POINTS)

        def f(x: Errors, a: Errors = a, w: Errors = w, phase: Errors = phase) -> Errors:
            return np.sin(x[..., None] * w + phase) @ a

        slope = np.cos(x[..., None] * w + phase) @ (a * w)
        for order, scheme in DIFFERENCES.items():
            yield f"differences of order {order}", np.array([scheme(f, x, h) - slope for h in STEPS]), order
        integral = (np.cos(x[..., None] * w + phase) - np.cos((x[..., None] + 1) * w + phase)) @ (a / w)
        for name, order, rule in (("trapezoids", 2, trapezoids), ("Simpson's rule", 4, simpson)):
            yield name, np.array([rule(f, x, round(1 / h)) - integral for h in STEPS]), order


def trapezoids(f: Function, x: Errors, n: int) -> Errors:
    """Integrate from x to x + 1."""
    values = f(x[:, None] + np.linspace(0, 1, n + 1))
    return (values.sum(axis=1) - (values[:, 0] + values[:, -1]) / 2) / n


def simpson(f: Function, x: Errors, n: int) -> Errors:
    return (4 * trapezoids(f, x, n) - trapezoids(f, x, n // 2)) / 3


def linear_runs(rng: np.random.Generator, count: int) -> Iterator[tuple[str, Errors, float, int]]:
    """Yield a name, errors from the start on, their rate, and the number of steps."""
    for _ in range(count):
        rate = 0.0
        while rate < SLOW_ENOUGH:
            eigenvalues = np.exp(rng.uniform(0.0, math.log(50.0), size=rng.integers(2, 9)))
            lr = rng.uniform(0.3, 1.9) / eigenvalues.max()
            rate = float(np.abs(1.0 - lr * eigenvalues).max())
        start = rng.normal(size=eigenvalues.size) + 0.5
        steps = math.ceil(30 / (1.0 - rate))
        powers = np.arange(steps + 1)[:, None]
        yield "descent", np.linalg.norm((1.0 - lr * eigenvalues) ** powers * start, axis=1), rate, steps
    for _ in range(count):
        low, high = 1.0, math.exp(rng.uniform(1.0, math.log(50.0)))
        mu = ((math.sqrt(high) - math.sqrt(low)) / (math.sqrt(high) + math.sqrt(low))) ** 2
        lr = 4.0 / (math.sqrt(high) + math.sqrt(low)) ** 2
        rate, steps = math.sqrt(mu), math.ceil(60 / (1.0 - math.sqrt(mu)))
        eigenvalues, x, v = np.array([low, high]), rng.normal(size=2) + 0.5, np.zeros(2)
        errors = [np.linalg.norm(x)]
        for _ in range(steps):
            v = mu * v - lr * eigenvalues * x
            x = x + v
            errors.append(np.linalg.norm(x))
        yield "momentum, double root", np.array(errors), rate, steps


def sublinear_runs(rng: np.random.Generator, count: int) -> Iterator[tuple[str, Errors, float, int]]:
    """Yield a name, values from the start on, their power, and the number of steps."""
    for _ in range(count):
        p, steps = int(rng.choice([4, 6, 8])), 2000
        x = rng.uniform(0.5, 1.5, size=rng.integers(1, 5)) * rng.choice([-1.0, 1.0])
        lr, values = rng.uniform(0.1, 0.9) / (p * (p - 1) * np.abs(x).max() ** (p - 2)), []
        for _ in range(steps + 1):
            values.append(float(np.sum(np.abs(x) ** p)))
            x = x - lr * p * np.sign(x) * np.abs(x) ** (p - 1)
        yield f"descent on |x|^{p}", np.array(values), p / (p - 2), steps


def verdict(check: Callable[[], object]) -> str:
    try:
        check()
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


def tally(count: int, seed: int) -> dict[str, Counter[str]]:
    """Count verdicts on right and wrong claims, for each kind of run."""
    rng = np.random.default_rng(seed)
    seen: dict[str, Counter[str]] = {}
    for name, errors, order in order_runs(rng, count):
        for claim, value in (("right", order), ("one more", order + 1)):
            found = verdict(lambda e=errors, p=value: check_order(e, STEPS, p, points=POINTS, floor=ROUNDING))
            seen.setdefault(f"{name}, {claim}", Counter())[found] += 1
    for name, errors, rate, steps in linear_runs(rng, count):
        wrong = 1.0 - 0.8 * (1.0 - rate)
        for claim, value in (("right", rate), ("off by a fifth", wrong)):
            found = verdict(lambda e=errors, r=value, s=steps: check_linear_rate(e, r, s))
            seen.setdefault(f"{name}, {claim}", Counter())[found] += 1
    for name, values, power, steps in sublinear_runs(rng, count):
        for claim, value in (("right", power), ("off by a fifth", 1.25 * power)):
            found = verdict(lambda e=values, r=value, s=steps: check_sublinear_rate(e, r, s))
            seen.setdefault(f"{name}, {claim}", Counter())[found] += 1
    return seen


def page(seen: Mapping[str, Counter[str]], count: int) -> str:
    """Return the table as a page of the documentation."""
    rows = [f"| {cell(name)} | {' | '.join(str(counts[word]) for word in VERDICTS)} |" for name, counts in seen.items()]
    return f"""# Orders and rates on random functions

`python benchmarks/rates.py --count {count} --write` wrote this page: {count} functions of each kind, each tried with
the order or the rate that it has, and with a wrong one.

| run, and what is claimed of it | {" | ".join(VERDICTS)} |
| --- | --: | --: | --: |
{chr(10).join(rows)}
"""


def cell(text: str) -> str:
    return text.replace("|", r"\|")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("--count", type=int, default=200, help="functions of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}, too")
    asked = parser.parse_args()
    seen = tally(asked.count, asked.seed)
    for name, counts in seen.items():
        print(f"{name:<42}" + "  ".join(f"{word} {counts[word]:>4}" for word in VERDICTS))
    if asked.write:
        TABLE.write_text(page(seen, asked.count), encoding="utf-8")


if __name__ == "__main__":
    main()
