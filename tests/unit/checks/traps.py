"""A table of traps: claims that are easily judged wrongly, and how each has to end. `python tests/unit/checks/traps.py`

Wrong claims that a checker lets go, right ones that it refuses, and those that can't be decided from the numbers at
hand, for which neither will do. What is the author's mistake is no verdict at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade import checks as c

ACCEPTED, REFUSED, UNDECIDED, AUTHOR = "accepted", "refused", "undecided", "the author's mistake"


@dataclass(frozen=True)
class Trap:
    """A claim, the check that is asked, and how it ends."""

    kind: str
    claim: str
    ask: Callable[[], object]
    ends: str

    def outcome(self) -> str:
        try:
            self.ask()
        except c.CheckFailed:
            return REFUSED
        except c.Inconclusive:
            return UNDECIDED
        except (ValueError, TypeError):
            return AUTHOR
        return ACCEPTED


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- gradients --------------------------------------------------------------------------------------------------------
TWO = {"x": np.ones(3), "y": np.ones(2)}


def squares(x: Any, y: Any) -> float:
    return float((x**2).sum() + (y**2).sum())


GRADIENT_CHECKS: dict[str, Callable[..., object]] = {
    "check_grads": lambda loss, at, g: c.check_grads(loss, at, g, rng=rng()),
    "gradcheck": c.gradcheck,
    "check_vjp": lambda loss, at, g: c.check_vjp(loss, at, 1.0, g, rng=rng()),
    "check_subgradient": lambda loss, at, g: c.check_subgradient(loss, at, g, rng=rng()),
    "check_taylor": lambda loss, at, g: c.check_taylor(loss, at, g, rng=rng()),
}


def missing_gradients() -> Iterator[Trap]:
    given = {
        "nothing": {},
        "one of two": {"x": 2 * np.ones(3)},
        "another's": {"z": np.ones(2)},
        "one too many": {"x": 2 * np.ones(3), "y": 2 * np.ones(2), "z": np.ones(2)},
        "None": None,
        "a tuple": (2 * np.ones(3), 2 * np.ones(2)),
    }
    for name, check in GRADIENT_CHECKS.items():
        for told, grads in given.items():
            ask = lambda check=check, grads=grads: check(squares, TWO, grads)  # noqa: E731
            yield Trap(f"gradients, {name}", f"{told} is given", ask, REFUSED)


def of(check: str, loss: Callable[..., Any], x: Any, g: Any) -> Callable[[], object]:
    return lambda: GRADIENT_CHECKS[check](loss, {"x": x}, {"x": g})


def chain(depth: int) -> tuple[Callable[..., Any], Any, Any]:
    """A chain of sigmoids whose gradient vanishes: the loss, the weights, and the gradient by the first."""

    def loss(x: Any) -> Any:
        a = 0.5
        for w in (x[0], *np.full(depth - 1, 0.7)):
            a = 1 / (1 + np.exp(-w * a))
        return a

    x, a, slope = np.array([0.7]), 0.5, 0.5
    for i in range(depth):
        a = 1 / (1 + math.exp(-0.7 * a))
        slope *= a * (1 - a) * (0.7 if i else 1.0)
    return loss, x, np.array([slope])


def relu(x: Any) -> float:
    return float(np.maximum(x, 0).sum())


def gradients() -> Iterator[Trap]:
    yield from missing_gradients()
    for k in (3, 4, 6, 8):
        for seed in range(10):
            ask = lambda k=k, seed=seed: c.check_subgradient(  # noqa: E731
                lambda x: float(x.max()), {"x": np.ones(k)}, {"x": np.zeros(k)}, rng=rng(seed)
            )
            yield Trap("on kinks", f"zero, of a maximum of {k} that tie, seed {seed}", ask, REFUSED)
    for n, slope in ((301, -1.0), (400, -1.0), (400, 1.05), (400, 2.0)):
        ask = of("check_subgradient", relu, np.zeros(n), np.full(n, slope))
        yield Trap("on kinks", f"{slope} for each of {n} ReLUs at 0", ask, REFUSED)
    ask = of("check_subgradient", lambda x: max(x[0], 0.0) - max(x[1], 0.0), np.zeros(2), np.zeros(2))
    yield Trap("on kinks", "0, of a loss that bends both ways", ask, UNDECIDED)
    ask = of("check_taylor", lambda x: float(np.abs(x - 1e-3).sum()), np.zeros(3), -np.ones(3))
    yield Trap("near kinks", "a right gradient, 1e-3 from a kink, by its Taylor remainder", ask, ACCEPTED)
    for size, check in ((1e10, "check_grads"), (1e13, "check_taylor")):
        ask = of(check, lambda x, size=size: size + float(x.sum()), np.ones(3), np.zeros(3))
        yield Trap("rounding", f"zeros for ones, of a loss of {size:g}, by {check}", ask, UNDECIDED)
    for depth, factor, ends in ((15, 0.0, UNDECIDED), (20, 2.0, UNDECIDED)):
        loss, x, g = chain(depth)
        yield Trap("rounding", f"{factor:g} g, behind {depth} sigmoids", of("check_grads", loss, x, factor * g), ends)
    for check in ("check_grads", "gradcheck", "check_subgradient", "check_taylor"):
        ask = of(check, lambda x: np.float32(x.sum()), np.ones(3), np.ones(3))
        yield Trap("rounding", f"a loss in float32, by {check}", ask, AUTHOR)
    ask = of("check_taylor", lambda x: (1e8 + np.exp(x).sum()) - 1e8, np.ones(3), np.exp(np.ones(3)))
    yield Trap("rounding", "a right gradient, of a loss that cancels to seven digits", ask, UNDECIDED)


# --- values -----------------------------------------------------------------------------------------------------------
BINOMIAL = np.array([math.comb(100, i) * 0.1**i * 0.9 ** (100 - i) for i in range(101)])
TAILS = np.where(BINOMIAL < 1e-9, 2 * BINOMIAL, BINOMIAL)
MASK, LEAKING = np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([[1 - 1e-8, 1e-8], [0.5, 0.5]])
SPECTRUM = np.array([1.5, 0.17, 1e-8])


def two_sums(scale: bool) -> Callable[[], object]:
    """Compare Σ(x − x̄) by two right algorithms."""
    x = rng().normal(size=10**4)
    one, other = float(np.sum(x - x.mean())), float(np.cumsum(x - x.mean())[-1])
    return lambda: c.assert_close(one, other, scale=float(np.abs(x).sum()) if scale else None)


def values() -> Iterator[Trap]:
    def close(claim: str, got: Any, want: Any, ends: str, **options: Any) -> Trap:
        return Trap("values", claim, lambda: c.assert_close(got, want, **options), ends)

    yield close("1e-10, off by rounding of terms of 1", 1e-10 + 2e-16, 1e-10, ACCEPTED, scale=1.0)
    yield Trap("values", "Σ(x − x̄) by two right algorithms, at the scale Σ|x|", two_sums(scale=True), ACCEPTED)
    yield Trap("values", "the same without a scale, which its author owes", two_sums(scale=False), REFUSED)
    yield close("tails twice as heavy, entry by entry", TAILS, BINOMIAL, REFUSED, by="entry")
    yield close("a mask that leaks 1e-8, entry by entry", LEAKING, MASK, REFUSED, by="entry")
    yield close("a negative eigenvalue, by entry", SPECTRUM * [1, 1, -1], SPECTRUM, REFUSED, by="entry")
    near = np.array([1.0, 2 + 1e-5], np.float32)
    yield close("float32, 1e-5 off, where float64 is demanded", near, np.array([1.0, 2.0]), REFUSED, dtype="float64")
    yield close("float32, 1e-5 off, at a tolerance of 1e-7", near, np.array([1.0, 2.0]), REFUSED, rtol=1e-7)
    for scale in (math.inf, math.nan):
        yield close(f"1.1 for 1, at the scale {scale}", 1.1, 1.0, AUTHOR, scale=scale)
    yield Trap("values", "a tolerance of zeros without end", lambda: c.Tolerance(1e-7, zero=math.inf), AUTHOR)
    hilbert = 1 / (np.arange(12)[:, None] + np.arange(12) + 1)
    ask = lambda: c.perturbation_tolerance(  # noqa: E731
        lambda A: np.linalg.solve(A, np.ones(12)), {"A": hilbert}, rng=rng()
    )
    yield Trap("values", "a tolerance where no digit is left", ask, AUTHOR)


def laws() -> Iterator[Trap]:
    def law(claim: str, left: Any, right: Any, ends: str, **options: Any) -> Trap:
        return Trap("laws", claim, lambda: c.assert_law("left = right", left, right, **options), ends)

    rows = np.array([1 + 5e-6], np.float32)
    yield law("rows in float32 that sum to 1 + 5e-6, at 1e-12", rows, np.ones(1), REFUSED, rtol=1e-12)
    yield law("the same, where float64 is demanded", rows, np.ones(1), REFUSED, dtype="float64")
    yield law("equal integers", np.arange(3), np.arange(3), ACCEPTED)
    yield law("integers that differ in the last of 17 digits", np.array([2**53 + 1]), np.array([2**53]), REFUSED)
    yield law("equal complex numbers", np.array([1j]), np.array([1j]), ACCEPTED)
    yield law("a tolerance of 2", 1.0, 2.0, AUTHOR, rtol=2.0)
    yield law("an infinite scale", 1.0, 2.0, AUTHOR, scale=math.inf)
    huge = np.array([1e160, 2e160])
    ask = lambda: c.check_adjoint(huge, np.ones(2), np.array([1.0, 2.0]), huge)  # noqa: E731
    yield Trap("laws", "a wrong adjoint whose norms overflow", ask, REFUSED)


# --- runs -------------------------------------------------------------------------------------------------------------
def runs() -> Iterator[Trap]:
    def follow(claim: str, got: Any, want: Any, ends: str, **options: Any) -> Trap:
        return Trap("runs", claim, lambda: c.check_trajectory(got, want, **options), ends)

    def curve(claim: str, got: Any, want: Any, ends: str) -> Trap:
        return Trap("runs", claim, lambda: c.check_curve(got, want), ends)

    yield follow("other imaginary parts", np.array([1j, 2 + 1j]), np.array([5j, 2 - 7j]), REFUSED)
    yield curve("other imaginary parts of a curve", [1j, 2 + 1j], [5j, 2 - 7j], REFUSED)
    yield follow("an integer of 13 digits, one off", [10**12 + 1], [10**12], REFUSED)
    yield follow("an integer of 401 digits", [10**400], [1], REFUSED)
    yield follow("a list for an array", [np.ones(2)] * 3, np.ones((3, 2)), ACCEPTED)
    yield follow("an array for a list", np.ones((3, 2)), [np.ones(2)] * 3, ACCEPTED)
    yield follow("1e-17 for 0 at the start", [1e-17, 0.0], [0.0, 0.0], ACCEPTED)
    yield follow("a right run in float32", np.float32([0.1, 0.01]), np.array([0.1, 0.01]), ACCEPTED)
    yield follow("a tolerance of 2", [1.0], [2.0], AUTHOR, rtol=2.0)
    yield curve("no steps at all", [], [], AUTHOR)

    def cubes(lr: float) -> list[float]:
        """Descend on ¼ x⁴ in Python's floats, which raise OverflowError: beyond 2 from x = 1, it diverges."""
        path = [1.0]
        for _ in range(40):
            path.append(path[-1] - lr * path[-1] ** 3)
        return path

    yield Trap(
        "runs", "plain floats that overflow", lambda: c.check_stability_limit(cubes, 2.0, 40, margin=0.2), ACCEPTED
    )


STEPS = [0.1, 0.05, 0.025, 0.0125]


def orders() -> Iterator[Trap]:
    def order(claim: str, errors: Any, p: float, ends: str, hs: Any = STEPS, **options: Any) -> Trap:
        table = np.stack([errors] * 3, axis=1)
        return Trap("orders", claim, lambda: c.check_order(table, hs, p, points=3, **options), ends)

    exact = [abs(((1 + h) ** 2 - (1 - h) ** 2) / (2 * h) - 2) for h in STEPS]
    finer = [*STEPS, 0.00625]
    yield order("an answer without error", np.zeros(4), 2, ACCEPTED)
    yield order("central differences of x², exact but for rounding", exact, 2, ACCEPTED, floor=1e-12)
    yield order("one error above the floor", [1e-6, 1e-14, 1e-14, 1e-14], 4, UNDECIDED, floor=1e-12)
    yield order("two errors above the floor", [1e-6, 1e-7, 1e-14, 1e-14], 4, UNDECIDED, floor=1e-12)
    yield order("rates of 1, 2 and 7", [1, 2**-1.0, 2**-3.0, 2**-10.0], 2, UNDECIDED, hs=[1, 0.5, 0.25, 0.125])
    garbage = [1e-2, 2.5e-3, 6.25e-4, 1.5625e-4, 0.5]
    yield order("garbage at the finest step", garbage, 2, UNDECIDED, hs=finer)
    yield order("garbage at the finest step, far above a floor", garbage, 2, REFUSED, hs=finer, floor=1e-12)
    at_zero = [abs(math.sin(h) / h - 1) for h in STEPS]
    ask = lambda: c.check_order(np.array(at_zero)[:, None], STEPS, 2, points=1)  # noqa: E731
    yield Trap("orders", "forward differences, at an inflection point alone", ask, AUTHOR)
    ask = lambda: c.check_order(["a"] * 4, STEPS, 2, points=3)  # noqa: E731
    yield Trap("orders", "text for errors", ask, REFUSED)


def rates() -> Iterator[Trap]:
    for p, steps in ((1.0, 2700), (0.5, 1400), (2.0, 5500)):
        ask = lambda p=p, k=steps: c.check_sublinear_rate(0.999 ** np.arange(k + 1.0), p, k)  # noqa: E731
        yield Trap("rates", f"a linear run for one like 1/k^{p:g}", ask, UNDECIDED)
    k = np.arange(2001.0)
    ask = lambda: c.check_sublinear_rate(1 / (k + 1) ** 2 + 5e-7, 1.0, 2000)  # noqa: E731
    yield Trap("rates", "1/k² that stalls, for 1/k", ask, UNDECIDED)
    yield Trap("rates", "zeros for any rate", lambda: c.check_linear_rate(np.zeros(50), 0.1, 49), UNDECIDED)
    for rho in (0.02, 0.19):
        ask = lambda rho=rho: c.check_linear_rate(rho ** np.arange(60.0), 0.1, 59)  # noqa: E731
        yield Trap("rates", f"{rho}ᵏ for 0.1ᵏ", ask, REFUSED)
    ask = lambda: c.check_linear_rate(0.99 ** np.arange(101.0), 0.99, 100)  # noqa: E731
    yield Trap("rates", "0.99ᵏ after 100 steps, too few to show it", ask, AUTHOR)
    ask = lambda: c.check_linear_rate(1 / np.arange(1.0, 2002), 0.993, 2000)  # noqa: E731
    yield Trap("rates", "1/k for 0.993ᵏ", ask, REFUSED)
    for told, errors in (("None", None), ("text", ["0.5"] * 121), ("a part of them", [0.5] * 5)):
        ask = lambda errors=errors: c.check_linear_rate(errors, 0.9, 120)  # noqa: E731
        yield Trap("rates", f"{told} for errors", ask, REFUSED)


# --- chance -----------------------------------------------------------------------------------------------------------
def frequencies() -> Iterator[Trap]:
    def count(claim: str, counts: Any, n: Any, p: Any, sees: float, ends: str, **options: Any) -> Trap:
        return Trap("frequencies", claim, lambda: c.check_frequencies(counts, n, p, sees=sees, **options), ends)

    yield count("a coin that falls evenly", [500, 500], 1000, [0.5] * 2, 0.4, ACCEPTED)
    yield count("three arms that come evenly", [1000] * 3, 3000, [1 / 3] * 3, 0.4, ACCEPTED)
    yield count("four classes that come evenly", [100] * 4, 400, [0.25] * 4, 1.0, ACCEPTED)
    yield count("six faces, once each", [1] * 6, 6, [1 / 6] * 6, 0.4, AUTHOR)
    yield count("one count of four", [1030], 4000, [0.25] * 4, 0.3, REFUSED)
    yield count("counts that don't add up", [1030, 1030, 1030, 1040], 4000, [0.25] * 4, 0.3, REFUSED)
    yield count("text", "abc", 4000, [0.25] * 4, 0.3, REFUSED)
    yield count("None", None, 4000, [0.25] * 4, 0.3, REFUSED)
    yield count("half a trial", 8000.5, 10_000, 0.8, 0.05, REFUSED)
    yield count("unequal probabilities", [2000, 1000, 1000], 4000, [0.5, 0.25, 0.25], 0.3, ACCEPTED)
    yield count("five of 500, of a thing that happens once in a hundred", 5, 500, 0.01, 20.0, ACCEPTED, side="up")
    yield count("150 of 5000, of a thing that happens once in a thousand", 150, 5000, 0.001, 9.0, REFUSED, side="up")


def sattolo(r: np.random.Generator, fair: bool = False, last: int = 1) -> list[int]:
    """Swap downwards to `last`; a fair shuffle may leave a card where it is."""
    deck = [0, 1, 2, 3]
    for i in range(3, last - 1, -1):
        j = int(r.integers(i + fair))
        deck[i], deck[j] = deck[j], deck[i]
    return deck


def redrawn(r: np.random.Generator) -> Any:
    deck = r.permutation(4)
    return r.permutation(4) if deck[0] == 0 else deck


def shuffles() -> Iterator[Trap]:
    dealers: dict[str, tuple[Callable[[np.random.Generator], Any], str]] = {
        "a fair shuffle": (lambda r: sattolo(r, fair=True), ACCEPTED),
        "Sattolo's shuffle": (sattolo, REFUSED),
        "keys with ties": (lambda r: np.argsort(r.integers(4, size=4), kind="stable"), REFUSED),
        "keys of one digit": (lambda r: np.argsort(r.random(4).round(1), kind="stable"), REFUSED),
        "one swap too few": (lambda r: sattolo(r, fair=True, last=2), REFUSED),
        "drawn once more if the first card comes first": (redrawn, REFUSED),
    }
    for told, (deal, ends) in dealers.items():
        r = rng(1)
        deals = np.array([deal(r) for _ in range(6000)])
        ask = lambda deals=deals: c.check_arrangements(deals, 4, 6000, ordered=True, sees=1.0)  # noqa: E731
        yield Trap("shuffles of four cards", told, ask, ends)


def distributions() -> Iterator[Trap]:
    kept = rng().random(10_000) < 0.3
    law = lambda t: np.where(t < 0, 0.0, np.where(t < 1 / 0.3, 0.7, 1.0))  # noqa: E731
    for told, x in (
        ("mask / 0.3", kept / 0.3),
        ("mask / (1 − 0.7)", kept / (1 - 0.7)),
        ("the same in float32", (kept / 0.3).astype(np.float32)),
    ):
        yield Trap("distributions", told, lambda x=x: c.check_cdf(x, law, 10_000, sees=0.06), ACCEPTED)
    ask = lambda: c.check_cdf(kept / 0.35, law, 10_000, sees=0.06)  # noqa: E731
    yield Trap("distributions", "mask / 0.35, for an atom at 1 / 0.3", ask, REFUSED)
    for told, x in (
        ("exponential", rng().exponential(size=1000) - 1),
        ("t with three degrees", rng().standard_t(3, size=1000) / math.sqrt(3)),
    ):
        ask = lambda x=1.3 * x: c.check_variance(x, 1.0, 1000, sees=1.0)  # noqa: E731
        yield Trap("moments", f"another variance, of tails that are heavy: {told}", ask, UNDECIDED)
    normal = rng().normal(size=5000)
    for told, x in (
        ("each sample twice", np.repeat(normal, 2)),
        ("a batch that is handed out twice", np.tile(normal, 2)),
        ("ten equal blocks", np.tile(normal[:1000], 10)),
        ("antithetic pairs", np.column_stack([normal, -normal]).ravel()),
        ("an antithetic second half", np.concatenate([normal, -normal])),
    ):
        ask = lambda x=x: c.check_independence(x, 10_000, median=0.0, sees=0.3)  # noqa: E731
        yield Trap("independence", told, ask, REFUSED)
    twice = np.tile(normal, 2)
    ask = lambda: c.check_cdf(twice, c.normal_cdf(), 10_000, sees=0.06)  # noqa: E731
    yield Trap("independence", "a batch that is handed out twice, by its distribution alone", ask, ACCEPTED)


TRAPS = [
    trap
    for table in (gradients, values, laws, runs, orders, rates, frequencies, shuffles, distributions)
    for trap in table()
]


def main() -> None:
    for trap in TRAPS:
        outcome = trap.outcome()
        told = "" if outcome == trap.ends else f"   but it should be: {trap.ends}"
        print(f"{trap.kind:<32}{trap.claim:<66}{outcome}{told}")
    print(f"{sum(trap.outcome() == trap.ends for trap in TRAPS)} of {len(TRAPS)} end as they should")


if __name__ == "__main__":
    main()
