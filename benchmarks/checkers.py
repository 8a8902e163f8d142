"""Checkers of gradients beside each other: `python benchmarks/checkers.py [--seeds 20] [--write]`.

Every checker is given the same right and wrong gradients (see `gradient_corpus`), at four scales of the loss. A wrong
one that is accepted, and a right one that is refused, are mistakes of the checker. PyTorch's and autograd's testers are
asked as their documentation shows, with their own tolerances, by functions whose backward pass is the claim;
`pip install torch autograd` brings them, and without them their rows are left out.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from gradient_corpus import PROBLEMS, Grads, Problem, wrong

from mdl_grade.checks import CheckFailed, Inconclusive, check_grads, check_taylor, check_vjp, gradcheck

SCALES = (1e-8, 1e-4, 1.0, 1e6)
KINDS = ("right", "right, refused", "right, undecided", "wrong", "wrong, accepted", "wrong, undecided")
WIDTHS = (8, 9, 11, 8, 10, 11)
TABLE = Path(__file__).with_suffix(".md")
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
    if find_spec("torch"):
        found["PyTorch gradcheck"] = torch_checker()
        found["PyTorch gradcheck, fast"] = torch_checker(fast_mode=True)
    if find_spec("autograd"):
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
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}, too")
    asked = parser.parse_args()
    seeds, rows = range(asked.seeds), []
    warnings.simplefilter("ignore")  # PyTorch's, about precision
    print(f"{len(PROBLEMS)} functions at {len(seeds)} points each; the loss is scaled by c\n")
    print(f"{'checker':26s}{'c':>8s}{'right':>8s}{'refused':>9s}{'undecided':>11s}{'wrong':>8s}{'accepted':>10s}"
          f"{'undecided':>11s}{'ms each':>9s}")  # fmt: skip
    for name, checker in checkers().items():
        for c in SCALES:
            start = time.perf_counter()
            n = tally(checker, c, seeds)
            each = 1e3 * (time.perf_counter() - start) / (n["right"] + n["wrong"])
            cells = [n[kind] for kind in KINDS]
            print(f"{name:26s}{c:8.0e}{''.join(map('{:{}d}'.format, cells, WIDTHS))}{each:9.2f}", flush=True)
            rows.append((name, c, cells))
    if asked.write:
        TABLE.write_text(page(rows, len(seeds)), encoding="utf-8")


def page(rows: Sequence[tuple[str, float, Sequence[int]]], seeds: int) -> str:
    """Return the table as a page of the documentation."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch", "autograd") if find_spec(name))
    lines = [f"| {name} | {c:g} | {' | '.join(map(str, cells))} |" for name, c, cells in rows]
    return f"""# Checkers of gradients beside each other

`python benchmarks/checkers.py --seeds {seeds} --write` wrote this page, with {versions}.

{len(PROBLEMS)} functions (layers, losses, small networks) at {seeds} points each; the loss is scaled by c. Each
checker is asked with its own default tolerances. Right gradients that are refused, and wrong ones that are accepted,
are its mistakes.

| checker | c | right | refused | undecided | wrong | accepted | undecided |
| --- | --: | --: | --: | --: | --: | --: | --: |
{chr(10).join(lines)}
"""


if __name__ == "__main__":
    main()
