"""The numerics of checking: comparison, gradients, orders, rates, laws, curves, statistics.

Usable on its own, with NumPy.

A check that fails raises `CheckFailed` with evidence; one that can't decide raises `Inconclusive`.
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
from mdl_grade.checks.convergence import check_linear_rate, check_stability_limit, check_sublinear_rate
from mdl_grade.checks.curves import check_curve, check_floor, check_trajectory
from mdl_grade.checks.distributions import (
    check_cdf,
    check_directions,
    check_independence,
    normal_cdf,
    sphere_cdf,
)
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.frequencies import check_arrangements, check_frequencies, check_waiting
from mdl_grade.checks.gradients import check_grads, check_vjp, gradcheck
from mdl_grade.checks.kinks import check_subgradient
from mdl_grade.checks.laws import assert_law, check_adjoint
from mdl_grade.checks.moments import check_covariance, check_mean, check_variance
from mdl_grade.checks.orders import Order, check_order, check_taylor, convergence_order, taylor_order
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
    "taylor_order",
    "up_to_basis",
    "up_to_labels",
    "up_to_order",
    "up_to_phase",
    "up_to_rotation",
    "up_to_scale",
    "up_to_sign",
]
