"""The numerics of checking: comparison, gradients, orders, laws, curves. Usable on its own, with NumPy.

A check that fails raises `CheckFailed` with evidence; one that can't decide raises `Inconclusive`.
"""

from mdl_grade.checks.comparison import assert_close, assert_shapes
from mdl_grade.checks.curves import check_curve, check_floor, check_trajectory
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.gradients import check_grads, check_vjp, gradcheck
from mdl_grade.checks.kinks import check_subgradient
from mdl_grade.checks.laws import assert_law, check_adjoint
from mdl_grade.checks.orders import Order, check_order, check_taylor, convergence_order, taylor_order
from mdl_grade.checks.tolerance import Tolerance, perturbation_tolerance

__all__ = [
    "CheckFailed",
    "Inconclusive",
    "Order",
    "Tolerance",
    "assert_close",
    "assert_law",
    "assert_shapes",
    "check_adjoint",
    "check_curve",
    "check_floor",
    "check_grads",
    "check_order",
    "check_subgradient",
    "check_taylor",
    "check_trajectory",
    "check_vjp",
    "convergence_order",
    "gradcheck",
    "perturbation_tolerance",
    "taylor_order",
]
