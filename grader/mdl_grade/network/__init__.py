"""The reference NumPy network: forward, backward, descent, readable in one sitting."""

from mdl_grade.network.data import Dataset, digits, iris
from mdl_grade.network.layers import activation_backward, dense, dense_backward, mse_with_grad, relu, sigmoid
from mdl_grade.network.training import Parameters, Parts, initial, loss_curve, step

__all__ = [
    "Dataset",
    "Parameters",
    "Parts",
    "activation_backward",
    "dense",
    "dense_backward",
    "digits",
    "initial",
    "iris",
    "loss_curve",
    "mse_with_grad",
    "relu",
    "sigmoid",
    "step",
]
