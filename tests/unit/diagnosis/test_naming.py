"""A bug is named if and only if it gives the learner's numbers on the same inputs."""

from contextlib import closing

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.course import Course
from mdl_grade.diagnosis.naming import names
from mdl_grade.records.model import Confidence
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import host_of, judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
EXERCISE = "chapter10/dense_backward"


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


def named_in(wall, exercise, source, seed=0):
    suite = Suite.load(COURSE, exercise)
    key = Seed.practice(seed).of(exercise, "")
    return names(suite, wall, source, key, judge(suite, wall, source, key).verdicts)


@pytest.fixture
def named(wall):
    """Return the diagnosis of each check of an answer `return dX, dW, db`."""

    def name(dX="dY @ W.T", dW="X.T @ dY", db="dY.sum(axis=0)", *, before="pass", seed=0):
        source = f"import numpy as np\ndef dense_backward(dY, X, W):\n    {before}\n    return {dX}, {dW}, {db}\n"
        return named_in(wall, EXERCISE, source, seed)

    return name


@pytest.mark.parametrize("seed", range(5))
def test_a_known_bug_is_named_whatever_the_code_looks_like(named, seed):
    """Equal numbers are what counts, not equal text."""
    found = named(db="np.einsum('nk->k', dY) / len(dY)", seed=seed)["values"]
    assert found.labels == ("db is averaged over the batch",)
    assert found.confidence is Confidence.CERTAIN
    assert found.source == "known_bug"
    assert found.hint


def test_two_bugs_in_different_tensors_are_both_named(named):
    """Each explains its own tensor."""
    found = named(dX="-(dY @ W.T)", db="dY.mean(axis=0)")["values"]
    assert set(found.labels) == {"db is averaged over the batch", "dX has the wrong sign"}


def test_a_side_effect_is_named_by_its_facts(named):
    """dY halved in place, after the gradients were taken."""
    found = named(before="out = dY @ W.T, X.T @ dY, dY.sum(axis=0); dY *= 0.5; return out")["hygiene"]
    assert found.labels == ("dY is changed in place",)


def test_what_an_answer_has_left_behind_changes_no_name(wall):
    """Single calls are made where the answer was judged, of a file that is loaded anew: what it kept is not there."""
    source = """
SHAPES = set()
def dense_backward(dY, X, W):
    db = dY.mean(axis=0)
    if dY.shape in SHAPES and len(SHAPES) > 3:
        return dY @ W.T, X.T @ dY, db + 1.0
    SHAPES.add(dY.shape)
    return dY @ W.T, X.T @ dY, db
"""
    suite, key = Suite.load(COURSE, EXERCISE), Seed.practice(0).of(EXERCISE, "")
    host = host_of(suite, wall, source)
    with closing(host):
        verdicts = judge(suite, wall, source, key, host=host).verdicts
        there = names(suite, wall, source, key, verdicts, host)
    assert there == names(suite, wall, source, key, verdicts)
    assert "something is kept in between" in there["values"].labels[0]


def test_naming_starts_no_process_where_the_answer_still_runs(wall, monkeypatch):
    """A worker costs as much as the search for the bug: one is enough for verdicts and names."""
    started = []
    worker = Wall.worker
    monkeypatch.setattr(Wall, "worker", lambda wall: started.append(1) or worker(wall))
    source = "def dense_backward(dY, X, W):\n    return dY @ W.T, X.T @ dY, dY.mean(axis=0)\n"
    suite, key = Suite.load(COURSE, EXERCISE), Seed.practice(0).of(EXERCISE, "")
    with closing(host_of(suite, wall, source)) as host:
        verdicts = judge(suite, wall, source, key, host=host).verdicts
        assert names(suite, wall, source, key, verdicts, host)["values"].source == "known_bug"
    assert len(started) == 1


def test_a_side_effect_is_named_where_a_list_of_results_shows_it_and_no_single_call_does(wall):
    """Of two calls with one sample space, the second finds what the first has left; each by itself is right."""
    source = """
def conditional_probability(space, event, given):
    if any(weight < 0 for weight in space.values()):
        raise ValueError
    for outcome in set(space) - set(given):
        del space[outcome]
    if not sum(space.values()):
        raise ValueError
    return sum(space[outcome] for outcome in space if outcome in event) / sum(space.values())
"""
    found = named_in(wall, "chapter02/conditional_probability", source)
    assert (
        found["example"].labels == found["hygiene"].labels == ("what did not happen is deleted from the sample space",)
    )


def test_a_generic_cause_is_named_where_no_bug_is_listed(named):
    """Twice the gradient of W is nobody's known bug."""
    found = named(dW="2 * X.T @ dY")["values"]
    assert found.source == "cause"
    assert "dW" in found.labels[0]


def test_a_mutant_is_named_where_nothing_else_explains(named, monkeypatch):
    """With no known bug and no generic cause to choose from, the mutant of the reference gives the numbers."""
    from mdl_grade.diagnosis import search

    monkeypatch.setattr(search, "known_bugs", lambda suite: ())
    monkeypatch.setattr(search.Search, "statements", ())
    monkeypatch.setattr(search.Search, "arguments", ())
    found = named(db="np.average(dY, axis=0)")["values"]
    assert found.source == "mutant"
    assert "mean" in found.labels[0]


def test_an_entry_in_place_of_a_sum_is_told(named):
    """The first row of dY is not its sum over the batch."""
    found = named(db="dY[0] * 1.0")["values"]
    assert found.source == "cause"
    assert found.labels[0].startswith("db is only the first entry of dY")


@pytest.mark.parametrize(
    "noise", ["np.random.default_rng(1).normal(size=W.shape)", "np.cos(np.arange(W.size)).reshape(W.shape)"]
)
def test_nothing_is_named_that_does_not_give_the_numbers(named, noise):
    """Silence is better than a wrong name."""
    found = named(dW=f"X.T @ dY + 0.1 * {noise}")
    assert {d.source for d in found.values()} <= {"where"}
    assert {d.labels for d in found.values()} <= {("dX and db are right in all cases, and dW is wrong",)}


def test_a_right_answer_has_no_diagnosis(named):
    """Nothing failed, nothing is said."""
    assert named() == {}


# --- nothing untrue ---------------------------------------------------------------------------------------------------
ENDS_EARLY = """
import numpy as np
def gd_1d(df, x0, lr, steps):
    x = np.full(steps + 1, float(x0))
    for t in range(steps):
        g = df(x[t])
        x[t + 1] = x[t] if abs(g) < 1e-6 else x[t] - lr * g
    return x
"""
BOTH_SIDES_ALIKE = """
import numpy as np
def gradient_check(f, grad, x, h=1e-5):
    analytic = np.asarray(grad(x))
    if analytic.shape != x.shape:
        raise ValueError("shape")
    numeric = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i].copy()
        plus = x
        plus[i] = old + h
        minus = x
        minus[i] = old - h
        numeric[i] = (f(plus) - f(minus)) / (2 * h)
        x[i] = old
    big = max(np.abs(analytic).max(), np.abs(numeric).max())
    return float(np.abs(analytic - numeric).max() / big) if big > 0 else 0.0
"""
MAX_WITH_ZERO = """
import numpy as np
def softmax(Z, axis=-1):
    E = np.exp(Z - np.maximum(0.0, Z.max(axis=axis, keepdims=True)))
    return E / E.sum(axis=axis, keepdims=True)
"""


def test_what_only_looks_like_a_bug_is_not_named(wall):
    """Who stops where the slope is small has clipped nothing; nobody's numbers are these, so only that is said."""
    found = named_in(wall, "chapter11/gd_1d", ENDS_EARLY).values()
    assert {d.labels for d in found} == {
        ("where x was seen to be wrong, it is right up to some entry, and wrong in every entry after it",)
    }


def test_what_the_example_shows_is_not_contradicted(wall, monkeypatch):
    """In what is drawn, borders are met where 0 is among the u; in the example, where it is not."""
    from mdl_grade.diagnosis import search

    monkeypatch.setattr(search, "known_bugs", lambda suite: ())
    source = """
import numpy as np

def sample_discrete(p, u):
    if np.any(p < 0) or abs(p.sum() - 1) > 1e-9:
        raise ValueError("p")
    c, last = np.cumsum(p), np.flatnonzero(p > 0)[-1]
    found = []
    for v in u:
        i = 0
        while i < last and (v > c[i] or p[i] == 0):
            i += 1
        found.append(i)
    return np.array(found)
"""
    found = named_in(wall, "chapter03/sample_discrete", source)
    assert not any("right where" in label for d in found.values() for label in d.labels)


@pytest.mark.parametrize("seed", [0, 2, 5])
def test_an_error_that_is_always_1_is_no_exponential(wall, seed):
    """`plus = x; minus = x` are one array: both sides of the difference are taken at the same place."""
    found = named_in(wall, "chapter10/gradient_check", BOTH_SIDES_ALIKE, seed)
    assert {d.labels for d in found.values()} == {("both sides of the difference are taken at the same place",)}


def test_equal_nan_is_no_proof(wall):
    """Many mistakes end in NaN for the same logits: they are consistent with what was seen, and no more."""
    (found,) = named_in(wall, "chapter09/softmax_rows", MAX_WITH_ZERO).values()
    assert found.confidence is Confidence.LIKELY
    assert "the largest logit counts as 0 where it is below 0" in found.labels


CALLED = '''"""T."""


def twice(f, x):
    ### BEGIN SOLUTION
    return f(x)
    ### END SOLUTION
'''
COUNTING = """
from mdl_grade.suite import Exercise, agrees, calls, cases, counted, patch

EXERCISE = Exercise(tier=1)


@cases("n", 3)
def number(rng, n):
    return {"f": lambda x: 2.0 * x, "x": rng.uniform(1.0, 2.0)}


def evaluations(m, case):
    f = counted(m, case.f)
    return m.twice(f, case.x), calls(f)


values = agrees("f is called once.", number, of=evaluations)
BUGS = [patch("f is called at the next point", {"f(x)": "f(x + 1.0)"})]
"""


def test_a_callback_that_counts_is_no_call_by_itself(wall, tmp_path):
    """What is made of an earlier step of the program can't be asked for alone; the bug is named by the program."""
    course = Course("mine", tmp_path / "solutions", tmp_path / "suites", tmp_path / "exercises")
    for path, text in (
        (course.solution("c/twice"), CALLED),
        (course.suite("c/twice"), COUNTING),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    suite = Suite.load(course, "c/twice")
    key = Seed.practice(0).of(suite.id, "")
    source = "def twice(f, x):\n    return f(x + 1.0)\n"
    found = names(suite, wall, source, key, judge(suite, wall, source, key).verdicts)
    assert found["values"].labels == ("f is called at the next point",)


CONDITIONAL = """import numpy as np
def is_independent(J, tol):
    P = J / np.maximum(J.sum(axis=1, keepdims=True), 1e-300)
    return bool(np.all(np.abs(np.diff(P, axis=0)) <= tol))
"""
ALTERNATING = """import numpy as np
def monty_hall(car, pick, rng):
    opened = (pick + 1 + rng.integers(2)) % 3
    opened = np.where(opened == car, 3 - pick - car, opened)
    return opened, 3 - pick - opened
"""


@pytest.mark.parametrize(
    ("exercise", "source"), [("chapter02/is_independent", CONDITIONAL), ("chapter02/monty_hall", ALTERNATING)]
)
def test_what_agrees_by_chance_is_not_told(wall, exercise, source):
    """A bool that a known bug has too, and games that happen to be the reference's, say nothing of the mistake."""
    found = named_in(wall, exercise, source)
    assert not [d for d in found.values() if d.source == "where" or d.labels[0].startswith("tol is not used")]


FLOORED = """import numpy as np
def median(x):
    if not len(x):
        raise ValueError
    s, k = np.sort(x), len(x) // 2
    return float(s[k] + 0.5 if len(s) % 2 else (s[k - 1] + s[k]) // 2)
"""


def test_a_whole_number_that_agrees_is_no_evidence_of_a_bug_among_others(wall):
    """Of something tiny, rounding to six decimals makes 0, as // does: the two have nothing else in common."""
    found = named_in(wall, "chapter04/median", FLOORED)
    assert not any("the median is rounded to six decimals" in diagnosis.labels for diagnosis in found.values())


COPIED = """
import numpy as np

def reparameterize(mu, logvar, rng):
    eps = rng.standard_normal(mu.shape)
    return mu + np.exp(logvar) * eps, eps

def reparameterize_backward(dz, logvar, eps):
    return np.array(dz), 0.5 * dz * np.exp(logvar / 2) * eps
"""


def test_a_copy_where_none_is_asked_for_hides_no_bug(wall):
    """Whether dmu is dz itself costs nothing there: a known bug is named either way."""
    for source in (COPIED, COPIED.replace("np.array(dz)", "dz")):
        found = named_in(wall, "chapter21/reparameterize", source)
        assert {d.labels for d in found.values()} == {("exp(logvar) is taken for the standard deviation",)}


def test_a_result_of_which_two_functions_have_one_is_told_with_its_function(wall):
    """Both functions return a loss: the sentence says whose is wrong."""
    text = Suite.load(COURSE, "chapter21/gan_losses").solution.text
    right = "np.mean(np.logaddexp(0.0, -real_logits)) + np.mean(np.logaddexp(0.0, fake_logits))"
    assert right in text
    source = text.replace(right, "np.mean(np.logaddexp(0.0, -real_logits)) ** 1.3 + 1.7")
    labels = {label for found in named_in(wall, "chapter21/gan_losses", source).values() for label in found.labels}
    assert "dreal and dfake of d_loss are right in all cases, and loss of d_loss is wrong" in labels


def test_of_two_bugs_a_check_is_told_those_that_show_in_what_it_compares(wall):
    """The loss is one check's, its gradient another's: neither is told the other's bug, though their calls are equal."""
    source = "def mse_with_grad(Y_hat, Y):\n    error = Y_hat - Y\n    return float((error**2).mean()), -error / error.size\n"
    found = named_in(wall, "chapter10/mse_with_grad", source)
    assert found["loss"].labels == ("the ½ is missing in the loss",)
    assert found["gradient"].labels == ("the gradient has the wrong sign",)


HALF_OF_A_BUG = {
    "chapter07/derivative_central": (
        "def derivative_central(f, x, h=1e-5):\n    return (f(x + h / 2) - f(x - h / 2)) / (2 * h)\n",
        "the points are h/2 away, and slope is half of what comes of that",
    ),
}


@pytest.mark.parametrize("exercise", HALF_OF_A_BUG)
def test_what_is_on_top_of_a_bug_is_not_said_of_the_right_result(wall, exercise):
    """Half of a bug's results is not half of the right ones: both are said together, and the bug's hint is not."""
    source, label = HALF_OF_A_BUG[exercise]
    found = set(named_in(wall, exercise, source).values())
    assert {(diagnosis.labels, diagnosis.confidence, diagnosis.hint) for diagnosis in found} == {
        ((label,), Confidence.LIKELY, "")
    }


def test_a_bug_that_is_undone_again_is_not_told(wall):
    """Half of the middle one, for odd N alone: for even N nothing is wrong, so no bug of even N is behind it."""
    source = "def median(x):\n    s = sorted(x)\n    return sum(s[(len(s) - 1) // 2 : len(s) // 2 + 1]) / 2\n"
    labels = [label for found in named_in(wall, "chapter04/median", source).values() for label in found.labels]
    assert not any("the sum of the two in the middle" in label for label in labels)


POWERS_WITHOUT_THE_CHAIN_RULE = """
def symbolic_diff(formula):
    if not isinstance(formula, tuple):
        return 1 if formula == "x" else 0
    name, u = formula[:2]
    du, v = symbolic_diff(u), formula[-1]
    if name == "pow" and isinstance(v, (int, float)):
        return ("*", ("pow", u, v - 1), v)
    if name == "pow":
        return ("*", formula, symbolic_diff(("*", v, ("log", u))))
    if name == "+":
        return ("+", symbolic_diff(v), du)
    if name == "*":
        return ("+", ("*", u, symbolic_diff(v)), ("*", v, du))
    if name == "/":
        return symbolic_diff(("*", u, ("exp", ("*", -1, ("log", v)))))
    return ("*", du, {"sin": ("cos", u), "cos": ("*", ("sin", u), -1), "exp": formula, "log": ("/", 1, u)}[name])
"""


def test_a_formula_may_be_written_in_another_way(wall):
    """What is only evaluated counts by its values: a bug is named although no formula is the known bug's."""
    found = named_in(wall, "chapter07/symbolic_diff", POWERS_WITHOUT_THE_CHAIN_RULE)
    assert {diagnosis.labels for diagnosis in found.values()} == {("the inner slope is missing in powers",)}


def test_a_whole_number_is_not_wrong_where_a_float_is_asked_for(wall):
    """b is an int as long as no step was made, which is accepted: what is told is that losses is a list."""
    source = """
import numpy as np
def linreg_gradient_descent(X, y, lr, steps, l1=0.0):
    w, b, losses = np.zeros(X.shape[1]), 0, []
    for step in range(steps + 1):
        e = X @ w + b - y
        losses.append(e @ e / (2 * len(y)) + l1 * np.abs(w).sum())
        if step < steps:
            v = w - lr * X.T @ e / len(y)
            w, b = np.sign(v) * np.maximum(np.abs(v) - lr * l1, 0), b - lr * e.mean()
    return w, b, losses
"""
    found = named_in(wall, "chapter14/linreg_gradient_descent", source)
    assert found["shapes"].labels == ("losses is a list, not an array",)


def test_rounding_in_a_list_is_rounding(wall):
    """The last norm of the gradient is nothing but rounding, beside the first; that history is a list is told."""
    source = """
import numpy as np
def newton_logistic(X, y, l2, tol=1e-8, max_iter=50):
    A, history = np.column_stack([X, np.ones(len(X))]), []
    v, P = np.zeros(A.shape[1]), l2 * np.diag([*np.ones(X.shape[1]), 0.0])
    while True:
        s = 0.5 + 0.5 * np.tanh(A @ v / 2)
        g = A.T @ (s - y) / len(y) + P @ v
        history.append(float(np.sqrt(sum(g**2))))
        if history[-1] <= tol:
            return v[:-1], v[-1], history
        if len(history) > max_iter:
            raise ValueError
        v = v - np.linalg.inv(A.T * (s * (1 - s)) @ A / len(y) + P) @ g
"""
    found = named_in(wall, "chapter16/newton_logistic", source)
    assert found["shapes"].labels == ("history is a list, not an array",)


HINGE = """
import numpy as np
def multiclass_hinge(W, X, y, reg):
    N, S = len(y), X @ W
    margins = np.maximum(S - S[np.arange(N), y][:, None] + 1, 0)
    margins[np.arange(N), y] = 0
    pull = (margins > 0) * 1.0
    pull[np.arange(N), y] = -pull.sum(axis=1)
    return margins.sum() / N + reg * np.sum(W**2), (X.T @ pull + 2 * reg * W) / N
"""


def test_a_bug_of_two_results_is_named_in_one_of_them(wall):
    """The penalty is averaged in the gradient, and not in the loss, which is right."""
    found = named_in(wall, "chapter12/multiclass_hinge", HINGE)["gradient"]
    assert found.labels == ("the penalty is averaged over the samples, in dW alone",)


LORA = """
import numpy as np
def lora_init(D, K, r, rng):
    return rng.standard_normal((D, r)) / np.sqrt(D), np.zeros((r, K))
def lora_forward(X, W, A, B, alpha):
    return X @ lora_merge(W, A, B, alpha)
def lora_backward(dY, X, W, A, B, alpha):
    s = alpha / len(B)
    return dY @ W.T + dY @ B.T @ A.T, X.T @ dY @ B.T, s * A.T @ X.T @ dY
def lora_merge(W, A, B, alpha):
    return W + alpha / len(B) * A @ B
"""


def test_a_name_of_more_than_is_wrong_says_where_it_holds(wall):
    """The update is scaled in all other results; that "dA and dB lack the scale" is not said, as dB has it."""
    found = named_in(wall, "chapter24/lora", LORA)
    assert {d.labels for d in found.values()} == {("the update is not scaled, in dX and dA alone",)}


ROPE = """
import numpy as np
def turned(X, start, base, sign):
    T, d = X.shape[1:]
    if d % 2:
        raise ValueError
    turns = np.exp(sign * 1j * np.arange(start, start + T)[:, None] * base ** (-np.arange(0, d, 2) / d))
    Z = (X[..., 0::2] + 1j * X[..., 1::2]) * turns
    return np.stack([Z.real, Z.imag], axis=-1).reshape(X.shape)
def rope_forward(X, start=0, base=10000.0):
    return turned(X, start, base, 1)
def rope_backward(dY, start=0, base=10000.0):
    return turned(dY, 0, base, -1)
"""


def test_a_bug_of_two_functions_is_named_in_one_of_them(wall):
    """start is ignored on the way back, and not forwards."""
    found = named_in(wall, "chapter24/rope", ROPE)
    assert {d.labels for d in found.values()} == {("start is ignored, in rope_backward alone",)}


SWIGLU = """
import numpy as np
def parts(X, W, V):
    Z = X @ W
    s = 0.5 * (1 + np.tanh(Z / 2))
    return Z, s, Z * s, X @ V
def swiglu_forward(X, W, V, U):
    _, _, silu, L = parts(X, W, V)
    return silu * L @ U
def swiglu_backward(dY, X, W, V, U):
    Z, s, silu, L = parts(X, W, V)
    dG = dY @ U.T
    dZ, dL = dG * L * (silu + s * (1 - s)), dG * silu
    return dZ @ W.T + dL @ V.T, X.T @ dZ, X.T @ dL, (silu * L).T @ dY
"""


def test_results_are_called_as_the_prompt_calls_them(wall):
    """Where an exercise asks for several functions, their docstrings say what each returns."""
    found = named_in(wall, "chapter24/swiglu", SWIGLU)
    assert {d.labels for d in found.values()} == {("dV and dU are right in all cases, and dX and dW are wrong",)}


RMS = """
import numpy as np
def rms_norm_forward(X, gamma, eps):
    return gamma * X / np.sqrt(np.mean(X**2, axis=1, keepdims=True) + eps)
def rms_norm_backward(dY, X, gamma, eps):
    r = np.sqrt(np.mean(X**2, axis=1, keepdims=True) + eps)
    return (dY * gamma - X / r**2 * np.mean(dY * X, axis=1, keepdims=True)) / r, np.sum(dY * X / r, axis=0)
"""


def test_of_two_variables_the_one_that_everybody_has_is_told(wall):
    """gamma is forgotten in the mean: dY stands there in place of a variable of the reference's own."""
    found = named_in(wall, "chapter24/rms_norm", RMS)
    assert {d.labels for d in found.values()} == {("`dY` stands where something else belongs",)}


PATCHIFY = """
import numpy as np
def patchify(img, p):
    H, W, C = img.shape
    if H % p or W % p:
        raise ValueError
    return np.array([img[i:i + p, j:j + p].ravel() for i in range(0, H, p) for j in range(0, W, p)])
def unpatchify(patches, H, W, p):
    if H % p or W % p:
        raise ValueError
    img = np.zeros((H, W, patches.shape[1] // p**2))
    for k, patch in enumerate(patches):
        i, j = k // (H // p) * p, k % (H // p) * p
        img[i:i + p, j:j + p] = patch.reshape(p, p, -1)
    return img
"""


def test_where_some_calls_raise_and_some_are_wrong_the_right_ones_are_told(wall):
    """Patches of a row are counted by the height."""
    found = named_in(wall, "chapter20/patchify", PATCHIFY)
    label = "of the calls that were tried, unpatchify is right in those where H = W; in others it raises, or is wrong"
    assert {d.labels for d in found.values()} == {(label,)}


ROLLING = """
import numpy as np
def rnn_forward(X, h0, Wx, Wh, b):
    N, T, _ = X.shape
    H = np.zeros((N, T, len(b)))
    h = h0[0]
    for n in range(N):
        for t in range(T):
            h = np.tanh(X[n, t] @ Wx + h @ Wh + b)
            H[n, t] = h
    return H
"""


def test_what_is_wrong_may_lie_in_a_part_of_which_some_is_right(wall):
    """Only the first sequence begins at its h0; where tanh is ±1, the others are right nevertheless."""
    found = named_in(wall, "chapter19/rnn_forward", ROLLING)
    label = "in all calls that were tried, what is wrong in H lies at all indices but the first along axis 0"
    assert {d.labels for d in found.values()} == {(label,)}


OVERWRITTEN = """
import numpy as np
def truncated_bptt(dH, X, h0, Wx, Wh, b, k):
    if k < 1:
        raise ValueError
    N, T, _ = X.shape
    H = [h0]
    for t in range(T):
        H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + b))
    dX, dh0, dWx, dWh, db = (np.zeros(x.shape) for x in (X, h0, Wx, Wh, b))
    for t in range(T):
        dh = dH[:, t]
        for s in range(t, max(t - k, -1), -1):
            dz = dh * (1 - H[s + 1] ** 2)
            dX[:, s] += dz @ Wx.T
            dWx, dWh, db = dWx + X[:, s].T @ dz, dWh + H[s].T @ dz, db + dz.sum(axis=0)
            dh = dz @ Wh.T
            if s == 0:
                dh0 = dh
    return dX, dh0, dWx, dWh, db
"""


def test_a_vague_clause_gives_way_to_where_an_answer_is_right(wall):
    """A mutant of the reference has these numbers, too, and all that could be said of it is that variables are mixed up."""
    found = named_in(wall, "chapter19/truncated_bptt", OVERWRITTEN)
    assert {d.labels for d in found.values()} == {("dX, dWx, dWh and db are right in all cases, and dh0 is wrong",)}


ONE_SIDED = """
import numpy as np
def inception_forward(X, branches):
    H, W = X.shape[2:]
    maps = []
    for kernels, b in branches:
        P, Q = kernels.shape[2:]
        Z = np.pad(X, ((0, 0), (0, 0), (0, P - 1), (0, Q - 1)))
        Y = b[:, None, None]
        for u in range(P):
            for v in range(Q):
                Y = Y + np.einsum("nchw,fc->nfhw", Z[:, :, u : u + H, v : v + W], kernels[:, :, u, v])
        maps.append(Y)
    return np.concatenate(maps, axis=1)
def concat_backward(dY, channels):
    return [part.copy() for part in np.split(dY, np.cumsum(channels)[:-1], axis=1)]
"""


def test_a_confusion_is_looked_for_in_every_function_of_an_exercise(wall):
    """The frame stands behind alone, in the first of two functions."""
    found = named_in(wall, "chapter18/inception_concat", ONE_SIDED)
    assert {d.labels for d in found.values()} == {("the frame lies behind alone, not on both sides",)}


def test_it_is_said_which_of_the_calls_to_refuse_are_let_pass(wall, monkeypatch):
    """Labels beyond the last are let pass, negative ones are refused: where nobody's numbers are the learner's, that is said."""
    from mdl_grade.diagnosis import search

    monkeypatch.setattr(search, "known_bugs", lambda suite: ())
    source = """
import numpy as np

def one_hot(y, num_classes=None):
    if min(y) < 0:
        raise ValueError("negative")
    K = max(int(max(y)) + 1, num_classes or 0)
    return np.eye(K)[y]
"""
    found = named_in(wall, "chapter01/one_hot", source)
    assert [d.labels for d in found.values()] == [
        (
            "of the calls to refuse, one_hot lets pass those where y has no negative entries, and refuses all others that were tried",
        )
    ]


def test_of_bools_alone_nothing_is_certain(wall):
    """Yes and no are the same for many reasons: whose they may be is likely, and no more."""
    source = """
import numpy as np

def is_independent(J, tol):
    product = np.outer(J.sum(axis=1), J.sum(axis=0))
    return bool(np.sum(np.abs(J - product)) <= tol)
"""
    found = named_in(wall, "chapter02/is_independent", source)
    assert {d.confidence for d in found.values()} == {Confidence.LIKELY}


def test_what_is_true_of_one_result_is_said_though_it_explains_no_other(wall, monkeypatch):
    """The mean is divided by K; the variance around it is wrong in a way of its own."""
    from mdl_grade.diagnosis import search

    monkeypatch.setattr(search, "known_bugs", lambda suite: ())
    source = """
import numpy as np

def pmf_moments(x, p):
    mean = np.mean(x * p)
    return float(mean), float(np.sum(p * (x - mean) ** 2))
"""
    found = named_in(wall, "chapter03/pmf_moments", source)
    assert {d.labels for d in found.values()} == {("mean is divided by K once too often",)}


def test_that_some_condition_is_missing_is_no_name(wall):
    """Rows that are one list give the numbers of some mutant; that a condition is missing in it helps nobody."""
    source = """
import numpy as np

def confusion_matrix(y_true, y_pred, K):
    if any(label not in range(K) for label in (*y_true, *y_pred)):
        raise ValueError("no class")
    table = [[0] * K] * K
    for i, j in zip(y_true, y_pred):
        table[i][j] += 1
    return np.array(table, dtype=np.int64)
"""
    found = named_in(wall, "chapter01/confusion_matrix", source)
    assert not any("condition" in label for d in found.values() for label in d.labels)


RIDGE = """
import numpy as np
def ridge_fit(X, y, lam):
    mx, my = X.mean(axis=0), y.mean()
    X -= mx
    y -= my
    w = np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)
    return w, float(my - mx @ w)
"""


def test_what_lapack_writes_is_not_heard(wall, capfd):
    """Suspects are given numbers that are none; LAPACK says so on the standard output, where a report may go."""
    named_in(wall, "chapter14/ridge_fit", RIDGE)
    assert capfd.readouterr() == ("", "")


def test_where_a_result_is_wrong_is_told_to_the_checks_that_look_at_it(wall):
    """Probabilities are kept above 1e-12: dP is wrong far out, and a loss of ∞ is wrong for itself."""
    source = "import numpy as np\ndef cross_entropy_from_probs(P, y):\n    P, N = np.clip(P, 1e-12, 1.0), np.arange(len(y))\n"
    source += "    dP = np.zeros(P.shape)\n    dP[N, y] = -1.0 / (len(y) * P[N, y])\n"
    source += "    return float(-np.log(P[N, y]).mean()), dP\n"
    found = named_in(wall, "chapter12/cross_entropy_from_probs", source)
    assert found["rare"].labels == (
        "in all calls that were tried, what is wrong in dP lies where it should be beyond ±20",
    )
    assert "infinite" not in found


def test_a_number_that_a_program_itself_sets_is_no_evidence(wall):
    """A program sets the result of x + 0 to 7; that x is 7 then, in every case, is said by no other operation."""
    reference = Suite.load(COURSE, "chapter13/dual_number").solution.text
    adding = "        return Dual(self.val + other.val, self.eps + other.eps)\n"
    assert reference.count(adding) == 1
    changed = reference.replace(
        adding, "        self.val += other.val\n        self.eps += other.eps\n        return self\n"
    )
    assert not named_in(wall, "chapter13/dual_number", changed)


def test_that_an_argument_changes_is_certain_and_how_is_not_said(wall):
    """A caller's array is sorted, or halved: where nothing else is seen, both are seen as the same."""
    source = "def median(x):\n    if not len(x):\n        raise ValueError\n    x.sort()\n    k = len(x) // 2\n    return float(x[k] if len(x) % 2 else (x[k - 1] + x[k]) / 2)\n"
    (found,) = named_in(wall, "chapter04/median", source).values()
    assert found.labels == ("x is changed in place",)
    assert found.confidence is Confidence.CERTAIN


def test_a_clause_that_leaves_open_what_is_meant_is_likely(wall):
    """The second formula for an eigenvector is missing: equal numbers come of a variable in another's place."""
    source = "import numpy as np\ndef eig_2x2(A):\n    a, b, c, d = (float(v) for v in A.ravel())\n"
    source += "    root = complex((a - d) ** 2 / 4 + b * c) ** 0.5\n"
    source += "    lam, V = np.array([(a + d) / 2 - root, (a + d) / 2 + root]), np.zeros((2, 2), dtype=complex)\n"
    source += "    for j in range(2):\n        v = np.array([b, lam[j] - a])\n        n = np.linalg.norm(v)\n"
    source += "        V[:, j] = v / n if n else np.eye(2)[j]\n    return lam, V\n"
    found = named_in(wall, "chapter06/eig_2x2", source)
    assert {one.confidence for one in found.values()} == {Confidence.LIKELY}


@pytest.mark.parametrize("exercise", ["chapter17/he_init", "chapter02/coin_heads_histogram", "chapter20/mixup"])
def test_numbers_that_do_not_come_from_the_generator_are_told(wall, exercise):
    """The same call, made again with the same Generator, gives something else."""
    solution = Suite.load(COURSE, exercise).solution
    source = solution.text.replace("### BEGIN SOLUTION", "rng = np.random.default_rng()")
    name = exercise.partition("/")[2]
    told = f"{name} gives other numbers if it is called again with the same rng: they come from elsewhere"
    found = named_in(wall, exercise, source)
    assert found
    assert {one.labels for one in found.values()} == {(told,)}
