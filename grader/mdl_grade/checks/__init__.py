"""The numerics of checking: a small library of its own, for NumPy arrays and callables.

A check returns if the answer is right, raises `CheckFailed` with evidence if it is wrong, and `Inconclusive` if the
numbers at hand can't decide: never a pass, never a mark lost. What the author got wrong is a ValueError or a TypeError.
Which check to take for which kind of claim, and the trap of each:

=============  ========================================  ============================================================
the claim is   take                                      mind
=============  ========================================  ============================================================
a value        `assert_close`                            what is 1e-7 times the largest entry is not seen: ``by="row"``,
                                                         ``by="entry"``, or logarithms for tails, masks, spectra;
                                                         sums that cancel need their `scale`, the Σ of the moduli;
                                                         bad conditioning needs `perturbation_tolerance`
a value, up    `assert_within`                           an absolute error passes anything that is small
to an error
a copy, or     `assert_identical`                        any other order of operations is refused
a seeded draw
a form alone   `assert_shapes`                           says nothing of values
a law          `assert_law`, `check_adjoint`             any number of wrong answers obey one: compare values too
a gradient     `check_grads`; `check_vjp` of a tensor;   wrong forward and backward passes may fit each other; a
               `gradcheck` for each entry; for a         gradient that may be zero needs a `scale`; keep away from
               figure `check_taylor`; on a kink          kinks, or let the loss bend one way there
               `check_subgradient`
an order       `check_order`                             one that is higher passes, unless ``exactly``; give a `floor`,
                                                         steps that leave errors above it, and three points at least,
                                                         for leading coefficients vanish at single ones
a run          `check_trajectory`, `check_curve`         100 steps at most; few of them beyond stability
a rate         `check_linear_rate`,                      needs 10 / (1 − ρ) steps, and can't see 5 %: for a verdict
               `check_sublinear_rate`,                   follow the run, against `quadratic_modes` for instance
               `check_stability_limit`
training       `check_floor`                             the floor must be measured; training forgives most mistakes
a frequency    `check_frequencies`, `check_waiting`,     not along one Markov chain; take as many draws as the effect
               `check_arrangements`                      that it must see asks for: `min_num_samples`
unbiasedness   `check_unbiased`                          what ignores its draw passes: compare values too; only where
                                                         outcomes can't be listed, `check_mean` of many estimates
a moment       `check_mean`, `check_variance`,           a moment is not a law
               `check_covariance`
a              `check_cdf`, `check_directions`           repeats and antithetic pairs pass: `check_independence`
distribution
uniqueness     `up_to_sign`, `up_to_phase`,              normal forms, for both sides, before the comparison; close
up to          `up_to_scale`, `up_to_order`,             eigenvalues have no eigenvectors of their own
something      `up_to_rotation`, `up_to_basis`,
               `up_to_labels`
=============  ========================================  ============================================================

Tolerances that the author does not give are those of the answer's precision, 1e-5 for float32; what the author gives
holds for any dtype, and ``dtype="float64"`` refuses less. Nothing is ever cast to something that holds less: complex
numbers are compared as such or refused, integers exactly. Docstrings say what a check sees, what it can't see, what it
costs and where it comes from.
"""

from mdl_grade.checks.canonical import (
    numbered_as_they_appear,
    up_to_basis,
    up_to_labels,
    up_to_order,
    up_to_phase,
    up_to_rotation,
    up_to_scale,
    up_to_sign,
)
from mdl_grade.checks.comparison import assert_close, assert_identical, assert_shapes, assert_within
from mdl_grade.checks.convergence import check_linear_rate, check_sublinear_rate
from mdl_grade.checks.curves import check_curve, check_floor, check_trajectory
from mdl_grade.checks.distributions import check_cdf, check_directions, check_independence
from mdl_grade.checks.exact_laws import normal_cdf, sphere_cdf, student_ppf, student_sf
from mdl_grade.checks.expectations import check_unbiased
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.frequencies import check_arrangements, check_frequencies, check_waiting
from mdl_grade.checks.gradients import check_grads, check_vjp, gradcheck
from mdl_grade.checks.kinks import check_subgradient
from mdl_grade.checks.laws import assert_law, check_adjoint
from mdl_grade.checks.moments import check_covariance, check_mean, check_variance
from mdl_grade.checks.orders import Order, check_order, convergence_order
from mdl_grade.checks.quadratics import quadratic_modes, quadratic_rate
from mdl_grade.checks.sample_tests import (
    CdfTest,
    FrequencyTest,
    MeanTest,
    VarianceTest,
    WaitingTest,
    min_effect,
    min_num_samples,
)
from mdl_grade.checks.stability import check_stability_limit
from mdl_grade.checks.taylor import check_taylor, taylor_order
from mdl_grade.checks.tolerance import Tolerance, perturbation_tolerance

__all__ = [
    "CdfTest",
    "CheckFailed",
    "FrequencyTest",
    "Inconclusive",
    "MeanTest",
    "Order",
    "Tolerance",
    "VarianceTest",
    "WaitingTest",
    "assert_close",
    "assert_identical",
    "assert_law",
    "assert_shapes",
    "assert_within",
    "check_adjoint",
    "check_arrangements",
    "check_cdf",
    "check_covariance",
    "check_curve",
    "check_directions",
    "check_floor",
    "check_frequencies",
    "check_grads",
    "check_independence",
    "check_linear_rate",
    "check_mean",
    "check_order",
    "check_stability_limit",
    "check_subgradient",
    "check_sublinear_rate",
    "check_taylor",
    "check_trajectory",
    "check_unbiased",
    "check_variance",
    "check_vjp",
    "check_waiting",
    "convergence_order",
    "gradcheck",
    "min_effect",
    "min_num_samples",
    "normal_cdf",
    "numbered_as_they_appear",
    "perturbation_tolerance",
    "quadratic_modes",
    "quadratic_rate",
    "sphere_cdf",
    "student_ppf",
    "student_sf",
    "taylor_order",
    "up_to_basis",
    "up_to_labels",
    "up_to_order",
    "up_to_phase",
    "up_to_rotation",
    "up_to_scale",
    "up_to_sign",
]
