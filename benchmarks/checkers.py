"""Checkers of gradients beside each other: `python benchmarks/checkers.py [--seeds 20]`.

Every checker is given the same right and wrong gradients (see `gradient_corpus`), at four scales of the loss. A wrong
one that is accepted, and a right one that is refused, are mistakes of the checker. PyTorch's and autograd's testers are
asked as their documentation shows, with their own tolerances, by functions whose backward pass is the claim;
`pip install torch autograd` brings them, and without them their rows are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from gradient_corpus import PROBLEMS, Grads, Problem, wrong

from mdl_grade.checks import CheckFailed, Inconclusive, check_grads, check_taylor, check_vjp, gradcheck

SCALES = (1e-8, 1e-4, 1.0, 1e6)
Checker = Callable[[Problem, Grads, float, np.random.Generator], str]


def verdict(check: Callable[[], object]) -> str:
    """Say how one of our checks ends."""
    try:
        check()
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


def loss_of(problem: Problem, c: float) -> Callable[..., Any]:
    return lambda **x: np.sum(c * problem.v * problem.f(**x))


def by_check_grads(problem: Problem, grads: Grads, c: float, rng: np.random.Generator) -> str:
    return verdict(lambda: check_grads(loss_of(problem, c), problem.at, grads, rng=rng))


def by_check_vjp(problem: Problem, grads: Grads, c: float, rng: np.random.Generator) -> str:
    return verdict(lambda: check_vjp(problem.f, problem.at, c * problem.v, grads, rng=rng))


def by_gradcheck(problem: Problem, grads: Grads, c: float, rng: np.random.Generator) -> str:
    return verdict(lambda: gradcheck(loss_of(problem, c), problem.at, grads))


def by_check_taylor(problem: Problem, grads: Grads, c: float, rng: np.random.Generator) -> str:
    return verdict(lambda: check_taylor(loss_of(problem, c), problem.at, grads, rng=rng))


def torch_checker(**options: Any) -> Checker:
    """Return PyTorch's gradcheck, of a function whose backward pass hands out the claimed gradients."""
    import torch

    def check(problem: Problem, grads: Grads, c: float, rng: np.random.Generator) -> str:
        names = list(problem.at)

        class Claimed(torch.autograd.Function):  # type: ignore[misc]
            @staticmethod
            def forward(context: Any, *tensors: Any) -> Any:
                at = {name: tensor.detach().numpy() for name, tensor in zip(names, tensors, strict=True)}
                return torch.tensor(float(loss_of(problem, c)(**at)), dtype=torch.float64)

            @staticmethod
            def backward(context: Any, upstream: Any) -> Any:
                return tuple(upstream * torch.tensor(np.array(grads[name])) for name in names)

        tensors = [torch.tensor(np.array(problem.at[name]), requires_grad=True) for name in names]
        try:
            passed = torch.autograd.gradcheck(Claimed.apply, tensors, raise_exception=False, **options)
        except torch.autograd.gradcheck.GradcheckError:
            passed = False
        return "accepted" if passed else "refused"

    return check


def autograd_checker() -> Checker:
    """Return autograd's check_grads, of a primitive whose vector-Jacobian products are the claimed gradients."""
    from autograd.extend import defvjp, primitive
    from autograd.test_util import check_grads as check_claimed

    def check(problem: Problem, grads: Grads, c: float, rng: np.random.Generator) -> str:
        names = list(problem.at)

        @primitive  # type: ignore[untyped-decorator]
        def claimed(*arrays: Any) -> float:
            return float(loss_of(problem, c)(**dict(zip(names, arrays, strict=True))))

        defvjp(claimed, *[lambda y, *x, g=grads[name]: lambda upstream: upstream * g for name in names])
        np.random.seed(int(rng.integers(2**32)))  # noqa: NPY002  (autograd draws its directions from there)
        try:
            for i in range(len(names)):
                check_claimed(claimed, i, modes=["rev"], order=1)(*map(np.array, problem.at.values()))
        except AssertionError:
            return "refused"
        return "accepted"

    return check


def checkers() -> Mapping[str, Checker]:
    """Return the checkers that are installed, by name."""
    found: dict[str, Checker] = {
        "check_grads": by_check_grads,
        "check_vjp": by_check_vjp,
        "gradcheck": by_gradcheck,
        "check_taylor": by_check_taylor,
    }
    if importlib.util.find_spec("torch"):
        found["PyTorch gradcheck"] = torch_checker()
        found["PyTorch gradcheck, fast"] = torch_checker(fast_mode=True)
    if importlib.util.find_spec("autograd"):
        found["autograd check_grads"] = autograd_checker()
    return found


def tally(checker: Checker, c: float, seeds: range) -> Counter[str]:
    """Count verdicts on right and wrong gradients, scaled by c."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        for make in PROBLEMS.values():
            problem = make(np.random.default_rng(seed))
            claims = [("right", problem.grads), *wrong(problem, np.random.default_rng(seed))]
            for label, grads in claims:
                scaled = {name: c * g for name, g in grads.items()}
                kind = "right" if label == "right" else "wrong"
                counts[kind] += 1
                counts[f"{kind}, {checker(problem, scaled, c, np.random.default_rng(seed + 1000))}"] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("--seeds", type=int, default=20, help="points of each function")
    seeds = range(parser.parse_args().seeds)
    warnings.simplefilter("ignore")  # PyTorch's, about precision
    print(f"{len(PROBLEMS)} functions at {len(seeds)} points; the loss is scaled by c\n")
    print(f"{'checker':26s}{'c':>8s}{'right':>8s}{'refused':>9s}{'undecided':>11s}{'wrong':>8s}{'accepted':>10s}"
          f"{'undecided':>11s}{'ms each':>9s}")  # fmt: skip
    for name, checker in checkers().items():
        for c in SCALES:
            start = time.perf_counter()
            n = tally(checker, c, seeds)
            each = 1e3 * (time.perf_counter() - start) / (n["right"] + n["wrong"])
            print(
                f"{name:26s}{c:8.0e}{n['right']:8d}{n['right, refused']:9d}{n['right, undecided']:11d}"
                f"{n['wrong']:8d}{n['wrong, accepted']:10d}{n['wrong, undecided']:11d}{each:9.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
