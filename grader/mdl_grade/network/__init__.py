"""The reference NumPy network: forward, backward, descent, readable in one sitting."""

from mdl_grade.network.data import Dataset, digits, iris, nursery_rhymes
from mdl_grade.network.layers import activation_backward, dense, dense_backward, mse_with_grad, relu, sigmoid
from mdl_grade.network.training import Optimiser, Parameters, Parts, initial, loss_and_gradient, loss_curve

__all__ = [
    "Dataset",
    "Optimiser",
    "Parameters",
    "Parts",
    "activation_backward",
    "dense",
    "dense_backward",
    "digits",
    "initial",
    "iris",
    "loss_and_gradient",
    "loss_curve",
    "mse_with_grad",
    "nursery_rhymes",
    "relu",
    "sigmoid",
]
