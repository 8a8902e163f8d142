"""What learners are told of wrong answers, word for word. MDL_UPDATE_GOLDEN=1 writes the golden reports anew, to read.

Read them in a row, as a beginner would, before they are committed.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.grading import grade_answers, make_report
from mdl_grade.intake import decode_answer
from mdl_grade.report.encoding import without_timing
from mdl_grade.report.page import Page
from mdl_grade.report.terminal import render
from mdl_grade.report.views import for_learner
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.seed import Seed

COURSE = builtin_course()
GOLDEN = Path(__file__).with_name("golden")


@dataclass(frozen=True)
class Wrong:
    """An answer to `exercise`: its solution with texts replaced, with text before and after it."""

    name: str
    exercise: str
    edits: dict[str, str] = field(default_factory=dict)
    before: str = ""
    after: str = ""

    def text(self) -> str:
        text = COURSE.solution(self.exercise).read_text("utf-8")
        for old, new in self.edits.items():
            assert old in text, (self.name, old)
            text = text.replace(old, new)
        return self.before + text + self.after


def wrong(name: str, exercise: str, old: str = "", new: str = "", *, before: str = "", after: str = "") -> Wrong:
    return Wrong(name, exercise, {old: new} if old else {}, before, after)


BANK = [
    # --- forward passes
    wrong("bias_left_out", "chapter09/dense_forward", "return X @ W + b", "return X @ W"),
    wrong("elementwise_product", "chapter09/dense_forward", "return X @ W + b", "return X * W + b"),
    wrong("bias_as_column", "chapter09/dense_forward", "return X @ W + b", "return X @ W + b[:, None]"),
    wrong("no_return", "chapter09/dense_forward", "return X @ W + b", "Y = X @ W + b"),
    wrong("rounded", "chapter09/dense_forward", "return X @ W + b", "return np.round(X @ W + b, 6)"),
    wrong("transposed", "chapter09/dense_forward", "return X @ W + b", "return (X @ W + b).T"),
    wrong("prints_all", "chapter09/dense_forward", "return X @ W + b", "print(X)\n    return X @ W"),
    wrong("maximum_of_all", "chapter09/relu", "np.maximum(Z, 0.0)", "np.max(Z)"),
    wrong("in_place", "chapter09/relu", "return np.maximum(Z, 0.0)", "Z[Z < 0] = 0.0\n    return Z"),
    wrong("absolute", "chapter09/relu", "np.maximum(Z, 0.0)", "np.abs(Z)"),
    wrong("naive_without_exponent", "chapter09/sigmoid_stable", "return np.where(Z < 0, E, 1.0) / (1.0 + E)", "E = np.exp(Z)\n    return E / (1.0 + E)"),
    wrong("numerator_forgotten", "chapter09/sigmoid_stable", "np.where(Z < 0, E, 1.0) / (1.0 + E)", "1.0 / (1.0 + E)"),
    wrong("whole_array", "chapter09/softmax_rows", "E.sum(axis=axis, keepdims=True)", "E.sum()"),
    wrong("wrong_axis", "chapter09/softmax_rows", "E.sum(axis=axis, keepdims=True)", "E.sum(axis=0, keepdims=True)"),
    wrong("keepdims_forgotten", "chapter09/softmax_rows", "E.sum(axis=axis, keepdims=True)", "E.sum(axis=axis)"),
    wrong("not_flipped", "chapter09/conv2d_valid", "kernel[::-1, ::-1]", "kernel"),
    wrong("flipped_once", "chapter09/conv2d_valid", "kernel[::-1, ::-1]", "kernel[::-1]"),
    wrong("stride_forgotten", "chapter09/conv_layer_forward", "windows[:, :, ::stride, ::stride]", "windows"),
    wrong("last_channel", "chapter09/conv_layer_forward", '"ncijuv,fcuv->nfij", windows[:, :, ::stride, ::stride], kernels', '"nijuv,fuv->nfij", windows[:, -1, ::stride, ::stride], kernels[:, -1]'),
    wrong("bias_wrong_axis", "chapter09/conv_layer_forward", "Y + b[:, None, None]", "Y + b"),
    wrong("mean_not_max", "chapter09/max_pool_forward", ".max(axis=(4, 5))", ".mean(axis=(4, 5))"),
    wrong("pool_stride", "chapter09/max_pool_forward", "::stride, ::stride", "::size, ::size"),
    wrong("padding_counts", "chapter09/avg_pool_forward", "window_sums(np.ones_like(X))", "size**2"),
    wrong("rounded_up", "chapter09/conv_output_shape", "(P - 1) - 1) // stride + 1", "(P - 1) - 1) // stride"),
    wrong("no_error", "chapter09/conv_output_shape", "if Ho < 1 or Wo < 1:", "if False:"),
    wrong("biases_forgotten", "chapter09/count_parameters", "(C * P * Q + biases) * F", "C * P * Q * F"),
    wrong("last_activation", "chapter09/mlp_forward", "return A @ W + b", "return f(A @ W + b)"),
    wrong("flatten_order", "chapter09/flatten_layer", "return X.reshape(len(X), -1)", 'return X.reshape(len(X), -1, order="F")'),
    # --- backward passes
    wrong("bias_averaged", "chapter10/dense_backward", "dY.sum(axis=0)", "dY.mean(axis=0)"),
    wrong("bias_not_summed", "chapter10/dense_backward", "dY.sum(axis=0)", "dY"),
    wrong("transpose_forgotten", "chapter10/dense_backward", "dY @ W.T", "dY @ W"),
    wrong("results_in_another_order", "chapter10/dense_backward", "return dX, dW, db", "return dW, db, dX"),
    wrong("one_result_missing", "chapter10/dense_backward", "return dX, dW, db", "return dX, dW"),
    wrong("arguments_forgotten", "chapter10/dense_backward", "dY: Array, X: Array, W: Array", "dY: Array, X: Array"),
    wrong("another_name", "chapter10/dense_backward", "def dense_backward", "def dense_backwards"),
    wrong("half_for_mean", "chapter10/mse_with_grad", "return 0.5 * float", "return float"),
    wrong("divided_by_rows", "chapter10/mse_with_grad", "error / error.size", "error / len(error)"),
    wrong("slope_at_output", "chapter10/activation_backward", "np.where(Z > 0, dA, 0.0)", "np.where(dA > 0, dA, 0.0)"),
    wrong("tanh_not_squared", "chapter10/activation_backward", "np.tanh(Z) ** 2", "np.tanh(Z)"),
    wrong("one_minus_z", "chapter10/sigmoid_prime", "return E / (1.0 + E) ** 2", "return E / (1.0 + E)"),
    wrong("slope_not_reversed", "chapter10/backprop_mlp", "reversed(inputs), reversed(slopes), reversed(params)", "reversed(inputs), slopes, reversed(params)"),
    wrong("gradients_backwards", "chapter10/backprop_mlp", "grads[::-1]", "grads"),
    wrong("overwritten_not_added", "chapter10/graph_backward", "grads[i] = grads[i] + dA", "grads[i] = dA"),
    wrong("one_sided", "chapter10/gradient_check", "(f(x + step) - f(x - step)) / (2 * h)", "(f(x + step) - f(x)) / h"),
    wrong("not_accumulated", "chapter10/fully_connected_layer", "self._dW += self._x.T @ dy", "self._dW = self._x.T @ dy"),
    wrong("weights_swapped", "chapter10/nn221_gradients", '"w1": dz1 * x0,\n        "w2": dz0 * x1', '"w1": dz0 * x1,\n        "w2": dz1 * x0'),
    # --- descents
    wrong("uphill", "chapter11/gd_1d", "x[t] - lr * df(x[t])", "x[t] + lr * df(x[t])"),
    wrong("stops_early", "chapter11/gd_1d", "for t in range(steps):", "x[:] = x0\n    for t in range(steps - 1):"),
    wrong("start_left_out", "chapter11/gd_nd", "return x\n", "return x[1:]\n"),
    wrong("no_correction", "chapter11/adam_step", "M_hat = M / (1.0 - beta1**t)", "M_hat = M"),
    wrong("eps_inside", "chapter11/adam_step", "(np.sqrt(V_hat) + eps)", "np.sqrt(V_hat + eps)"),
    wrong("square_forgotten", "chapter11/rmsprop_step", "dW**2", "dW"),
    wrong("gradient_at_start", "chapter11/nesterov_step", "grad(W + mu * V)", "grad(W)"),
    wrong("momentum_of_averages", "chapter11/momentum_step", "mu * V - lr * dW", "mu * V - (1 - mu) * lr * dW"),
    wrong("last_batch_dropped", "chapter11/minibatches", "range(0, n, batch_size)", "range(0, n - batch_size + 1, batch_size)"),
    wrong("three_of_four", "chapter11/lr_schedules", "    ### BEGIN SOLUTION\n    return lr0 + (lr_end - lr0) * np.minimum(t / steps, 1)\n    ### END SOLUTION", "    raise NotImplementedError"),
    # --- files that don't run
    wrong("syntax_error", "chapter09/relu", "return np.maximum(Z, 0.0)", "return np.maximum(Z, 0.0"),
    wrong("helper_import", "chapter09/relu", before="from helpers import clip\n"),
    wrong("exported_notebook", "chapter09/relu", before="get_ipython().run_line_magic('matplotlib', 'inline')\n", after="\nplot(relu)\n"),
    wrong("raises_for_square", "chapter10/dense_backward", "    dX = dY @ W.T", '    if len(X) == len(W):\n        raise ValueError("square")\n    dX = dY @ W.T'),
    wrong("assert_fails", "chapter10/dense_backward", "    return dX, dW, db", "    assert db.shape == W.shape\n    return dX, dW, db"),
    wrong("endless", "chapter11/early_stopping", "        if waited == patience:\n            break", "        while waited == patience:\n            pass"),
]  # fmt: skip


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


@pytest.mark.parametrize("wrong", BANK, ids=lambda wrong: wrong.name)
def test_a_wrong_answer_is_told_as_reviewed(wrong, wall):
    """The page for the terminal is that of the golden file."""
    file = f"{wrong.exercise.partition('/')[2]}.py"
    seed = Seed.practice()
    answer = decode_answer(file, wrong.text().encode())
    graded = grade_answers(COURSE, {wrong.exercise: answer}, seed, wall)
    report = without_timing(for_learner(make_report(COURSE, (wrong.exercise,), file, seed, graded, 0.0)))
    page = Page(100, color=False, unicode=True)
    render(page, report, again=f"mdl-grade {wrong.exercise}")
    text = page.finished()
    path = GOLDEN / f"{wrong.name}.txt"
    if os.environ.get("MDL_UPDATE_GOLDEN") == "1":
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text, f"{path} differs: look at it, then run with MDL_UPDATE_GOLDEN=1"


def test_there_are_sixty_reports_to_read():
    """Each wrong answer has a name of its own, and no golden file is left over."""
    names = [wrong.name for wrong in BANK]
    assert len(names) == len(set(names)) >= 60
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(names)
