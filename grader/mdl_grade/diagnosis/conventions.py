"""Other conventions of the field, and who uses them: one table for the course, so that all exercises share it.

A convention is a way to write the reference's text otherwise: a pattern that may occur in it, and what stands there
in the other convention. It is no mistake elsewhere; here, the task decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mdl_grade.diagnosis.suspects import Suspect


@dataclass(frozen=True)
class Convention:
    """How others do it.

    Parameters
    ----------
    label : str
        A clause: "eps is added inside of the root". It may use groups of the pattern.
    who : str
        Who uses it: a sentence.
    pattern, instead : str
        A regular expression for the reference's text, and what takes its place.
    """

    label: str
    who: str
    pattern: str
    instead: str


NAME = r"([A-Za-z_]\w*)"
READ = "Read once more which one the task asks for."

CONVENTIONS = (
    # losses
    Convention("the loss has no factor ½", "scikit-learn's and PyTorch's MSE have none.", r"0\.5 \* (?=float\(np\.mean|np\.mean)", ""),
    Convention("the gradient is divided by the number of rows, not of entries", "Many books average over samples alone.", r"error / error\.size", "error / len(error)"),
    Convention("the gradient is not averaged", "Sums are usual in derivations.", r"error / error\.size", "error"),
    Convention("the loss is divided by the number of rows, not of entries", "Many books average over samples alone.", r"np\.mean\(error\*\*2\)", "np.sum(error**2) / len(error)"),
    Convention("the loss is a sum, not a mean", "Sums are usual in derivations.", r"np\.mean\(error\*\*2\)", "np.sum(error**2)"),
    # optimisers
    Convention("V is an average of gradients (EMA), mu V + (1 − mu) dW", "Ng's courses and Adam average; classical momentum adds.", r"mu \* V - lr \* (dW|grad\(W \+ mu \* V\))", r"mu * V - (1 - mu) * lr * \1"),
    Convention("V holds gradients without lr, and W moves by −lr V", "PyTorch keeps the rate out of V.", r"V = mu \* V - lr \* (.*)\n(\s*)return W \+ V, V", r"V = mu * V + \1\n\2return W - lr * V, V"),
    Convention("V has the opposite sign, and W moves by −V", "Goodfellow adds V; others subtract it.", r"V = mu \* V - lr \* (.*)\n(\s*)return W \+ V, V", r"V = mu * V + lr * \1\n\2return W - V, V"),
    Convention("eps is added inside of the root", "AdaDelta and TensorFlow's RMSprop put it there.", r"\(np\.sqrt\(" + NAME + r"\) \+ eps\)", r"np.sqrt(\1 + eps)"),
    Convention("eps is added outside of the roots", "Adam puts it there.", r"np\.sqrt\(D \+ eps\) / np\.sqrt\(S \+ eps\)", "(np.sqrt(D) + eps) / (np.sqrt(S) + eps)"),
    Convention("eps is added to the root before the correction", "This is ε-hat, TensorFlow's form of Adam.", r"\(np\.sqrt\(V_hat\) \+ eps\)", "((np.sqrt(V) + eps) / np.sqrt(1.0 - beta2**t))"),
    Convention("there is no eps", "Derivations leave it out.", r"\(np\.sqrt\(" + NAME + r"\) \+ eps\)", r"np.sqrt(\1)"),
    Convention("the averages are not corrected", "RMSprop has no correction.", r"/ \(1\.0 - beta[12]\*\*t\)", ""),
    Convention("the corrections multiply, and should divide", "", r"/ (\(1\.0 - beta[12]\*\*t\))", r"* \1"),
    Convention("the corrected averages are returned", "Only W needs the correction; M and V go on without it.", r"\+ eps\), M, V", "+ eps), M_hat, V_hat"),
    # convolution
    Convention("the kernel is not flipped: this is cross-correlation", "Deep learning libraries call it convolution.", r"kernel\[::-1, ::-1\]", "kernel"),
    Convention("the kernel is flipped: this is convolution", "scipy.signal.convolve2d flips; correlate2d does not.", r"np\.tensordot\(windows, kernel, axes=2\)", "np.tensordot(windows, kernel[::-1, ::-1], axes=2)"),
    Convention("the frame counts in the mean", "PyTorch's AvgPool2d counts it unless count_include_pad=False.", r"/ window_sums\(np\.ones_like\(X\)\)", "/ size**2"),
    Convention("the size is rounded up", "ceil_mode=True, and TensorFlow's “same”.", r"\((.*) - 1\) // stride \+ 1", r"-((-(\1 - 1)) // stride) + 1"),
    Convention("the largest logit counts as 0 where it is below 0", "", r"Z - (Z\.max\(axis=axis, keepdims=True\))", r"Z - np.maximum(0.0, \1)"),
    # gradient checks
    Convention("the error is relative to the sum |a| + |n| of each entry", "Stanford's CS231n divides entry by entry.", r"(?s)largest = max.*?$(.*?)return .*?$", r"scale = np.abs(analytic) + np.abs(numeric)\1return float(np.max(np.abs(analytic - numeric)[scale > 0] / scale[scale > 0], initial=0.0))"),
    Convention("the error is relative to the larger of |a| and |n| of each entry", "CS231n divides entry by entry.", r"(?s)largest = max.*?$(.*?)return .*?$", r"scale = np.maximum(np.abs(analytic), np.abs(numeric))\1return float(np.max(np.abs(analytic - numeric)[scale > 0] / scale[scale > 0], initial=0.0))"),
    Convention("the error is ‖a − n‖ / (‖a‖ + ‖n‖)", "Ng's course takes norms.", r"(?s)largest = max.*?$(.*?)return .*?$", r"scale = np.linalg.norm(analytic) + np.linalg.norm(numeric)\1return float(np.linalg.norm(analytic - numeric) / scale) if scale else 0.0"),
    Convention("the error is max |a − n| / (max |a| + max |n|)", "Sums are usual, too.", r"largest = max\((.*), (.*)\)$", r"largest = \1 + \2"),
    Convention("the error is absolute", "np.allclose has an absolute part.", r"/ largest\) if largest > 0 else 0\.0", ")"),
    Convention("both sides of the difference are taken at the same place", "After plus = x; minus = x there is one array with two names.", r"f\(x - step\)", "f(x + step)"),
    Convention("differences are taken forwards only", "It costs half as much, and is right to order h only.", r"\(f\(x \+ step\) - f\(x - step\)\) / \(2 \* h\)", "(f(x + step) - f(x)) / h"),
    # activations and their slopes
    Convention("the slope of the activation is taken from Z in place of its value", "If A is at hand, σ′ is A (1 − A); from Z it is σ(Z) (1 − σ(Z)).", r"dA \* A \* \(1\.0 - A\)", "dA * Z * (1.0 - Z)"),
    Convention("the slope at 0 is 1", "A ReLU has no slope at 0; most libraries take 0.", r"Z > 0", "Z >= 0"),
    # schedules
    Convention("the rate decays smoothly, not in steps", "TensorFlow's default is staircase=False.", r"t // period", "t / period"),
    Convention("the decay is compounded", "", r"lr0 / \(1 \+ rate \* t\)", "lr0 / (1 + rate) ** t"),
    Convention("the decay is (1 − rate)ᵗ", "", r"np\.exp\(-rate \* t\)", "(1 - rate) ** t"),
    Convention("rate is the factor of each step", "PyTorch's ExponentialLR takes it so.", r"np\.exp\(-rate \* t\)", "rate ** t"),
    # initial weights
    Convention("weights have the standard deviation 1", "", r"scale=n_in\*\*-0\.5", "scale=1.0"),
    Convention("weights have the variance 2/n (He)", "It is meant for ReLU.", r"scale=n_in\*\*-0\.5", "scale=(2 / n_in) ** 0.5"),
    Convention("weights have the variance 2/(n_in + n_out) (Glorot)", "It is meant for tanh, as PyTorch's xavier_normal_.", r"scale=n_in\*\*-0\.5", "scale=(2 / (n_in + n_out)) ** 0.5"),
    Convention("weights have the variance 1/n², not 1/n", "", r"scale=n_in\*\*-0\.5", "scale=1 / n_in"),
    # averages
    Convention("rho and 1 − rho are exchanged", "Some books give the old average the small weight.", r"rho \* " + NAME + r" \+ \(1\.0 - rho\)", r"(1.0 - rho) * \1 + rho"),
)  # fmt: skip


def conventional(reference: str) -> Iterator[Suspect]:
    """Yield the reference's program in every convention that its text has a place for, everywhere at once."""
    for convention in CONVENTIONS:
        text, count = re.subn(convention.pattern, convention.instead, reference, flags=re.MULTILINE)
        if count and text != reference and _is_python(text):
            hint = f"{convention.who} {READ}".strip()
            yield Suspect((convention.label,), "convention", text, hint)


def _is_python(text: str) -> bool:
    try:
        compile(text, "convention", "exec")
    except SyntaxError:
        return False
    return True
