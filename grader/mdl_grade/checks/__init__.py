"""The numerics of checking: comparison, gradients, orders, rates, laws, curves, statistics.

Usable on its own, with NumPy.

A check that fails raises `CheckFailed` with evidence; one that can't decide raises `Inconclusive`.
"""

from mdl_grade.checks.comparison import assert_close, assert_identical, assert_shapes, assert_within
from mdl_grade.checks.convergence import check_linear_rate, check_stability_limit, check_sublinear_rate
from mdl_grade.checks.curves import check_curve, check_floor, check_trajectory
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.gradients import check_grads, check_vjp, gradcheck
from mdl_grade.checks.kinks import check_subgradient
from mdl_grade.checks.laws import assert_law, check_adjoint
from mdl_grade.checks.orders import Order, check_order, check_taylor, convergence_order, taylor_order
from mdl_grade.checks.quadratics import quadratic_modes, quadratic_rate
from mdl_grade.checks.sample_tests import BinomialTest, CdfTest, FrequencyTest, VarianceTest, min_num_samples
from mdl_grade.checks.statistics import check_binomial, check_cdf, check_frequencies, check_variance
from mdl_grade.checks.tolerance import Tolerance, perturbation_tolerance

__all__ = [
    "BinomialTest",
    "CdfTest",
    "CheckFailed",
    "FrequencyTest",
    "Inconclusive",
    "Order",
    "Tolerance",
    "VarianceTest",
    "assert_close",
    "assert_identical",
    "assert_law",
    "assert_shapes",
    "assert_within",
    "check_adjoint",
    "check_binomial",
    "check_cdf",
    "check_curve",
    "check_floor",
    "check_frequencies",
    "check_grads",
    "check_linear_rate",
    "check_order",
    "check_stability_limit",
    "check_subgradient",
    "check_sublinear_rate",
    "check_taylor",
    "check_trajectory",
    "check_variance",
    "check_vjp",
    "convergence_order",
    "gradcheck",
    "min_num_samples",
    "perturbation_tolerance",
    "quadratic_modes",
    "quadratic_rate",
    "taylor_order",
]
