"""Mutants: they compile, differ, keep their names, and are what learners write."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.diagnosis.mutation import mutants

SOLUTIONS = sorted((Path(__file__).parents[3] / "solutions").rglob("*.py"))

DENSE = '''"""Title: 2 + 2 stays."""
import numpy as np

Array = np.ndarray


def dense_backward(dY: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Gradients of Y = X W + b.

    >>> 1 + 1
    2
    """
    ### BEGIN SOLUTION
    dX = dY @ W.T
    dW = X.T @ dY
    db = dY.sum(axis=0)  # ∂L/∂b
    return dX, dW, db
    ### END SOLUTION


def unmarked(X: Array) -> Array:
    return X + 1
'''


def body(source):
    return [line for line in source.splitlines() if "SOLUTION" not in line]


def outside(source):
    begin, end = source.index("### BEGIN"), source.index("### END")
    return source[:begin] + source[end:]


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda p: p.stem)
def test_laws_on_the_solutions(path):
    """Every mutant is Python, another program than the reference and all others, and has a key of its own."""
    source = path.read_text("utf-8")
    found = mutants(source)
    assert found
    reference = ast.dump(ast.parse(source))
    trees = [ast.dump(ast.parse(m.source)) for m in found]
    assert reference not in trees
    assert len(set(trees)) == len(trees)
    assert len({m.key for m in found}) == len(found)
    assert mutants(source) == found


def test_only_the_answer_is_changed():
    """What stands outside of the markers stays as it is, to the letter."""
    for mutant in mutants(DENSE):
        assert outside(mutant.source) == outside(DENSE)
        assert 14 <= mutant.line <= 17


def test_without_markers_everything_may_change():
    """Without markers, all functions are the answer."""
    source = DENSE.replace("    ### BEGIN SOLUTION\n", "").replace("    ### END SOLUTION\n", "")
    assert any(m.key.startswith("unmarked: X + 1") for m in mutants(source))


def test_keys_outlive_reformatting():
    """Comments, line breaks and parentheses do not change a key."""
    reformatted = DENSE.replace("dX = dY @ W.T", "dX = (\n        dY  # é\n        @ W.T\n    )")
    assert [m.key for m in mutants(reformatted)] == [m.key for m in mutants(DENSE)]


def test_lines_below_keep_their_numbers():
    """A replaced text takes as many lines as before: tracebacks and classes keep their line numbers."""
    source = "def f(X: float, Y: float) -> float:\n    Z = (\n        X\n        + Y\n    )\n    return Z\n"
    for mutant in mutants(source):
        assert [n.lineno for n in ast.walk(ast.parse(mutant.source)) if isinstance(n, ast.Return)] == [6]


def test_labels_and_keys():
    """A mutant says what it is: to a learner, and to those who keep a list."""
    found = {m.key: m for m in mutants(DENSE)}
    mutant = found["dense_backward: W.T → W"]
    assert (mutant.operator, mutant.line, mutant.label) == ("drop transpose", 14, "`.T` is missing on `W` in `dX`")
    assert "dX = dY @ W\n" in mutant.source


def test_equal_changes_are_numbered():
    """Two changes that read the same in one function have two keys."""
    source = "def f(X: float) -> float:\n    a = X * 3\n    b = X * 3\n    return a - b\n"
    keys = [m.key for m in mutants(source, only=["swap operation"])]
    assert keys == ["f: X * 3 → X / 3", "f: X * 3 → X / 3 (2)"]


def test_likely_mistakes_come_first_by_rank():
    """A missing transpose is likelier than another variable, and that likelier than a missing function."""
    ranks = {m.operator: m.rank for m in mutants(DENSE + "\n\ndef g(X: Array) -> Array:\n    return np.exp(X)\n")}
    order = ["drop transpose", "drop operand", "change axis", "change reduction", "swap variable"]
    assert [ranks[name] for name in order] == sorted(ranks[name] for name in order)


def test_unknown_operators_are_refused():
    """A name that no operator bears is an error, not silence."""
    with pytest.raises(ValueError, match="drop tranpose"):
        mutants(DENSE, only=["drop tranpose"])


def test_long_expressions_are_not_told():
    """A label does not hand out a long part of the answer."""
    long = f"def f(X: float, Y: float) -> float:\n    return X * 3 + {' * '.join('XYXYXYXYXY')}\n"
    labels = [m.label for m in mutants(long, only=["drop operand"])]
    assert any("…" in label for label in labels)
    assert all(len(label) < 100 for label in labels)


NAMES = st.sampled_from(["X", "Y", "W"])
EXPRESSIONS = st.recursive(
    NAMES | st.sampled_from(["1", "-2", "0.5", "X.T", "X[0]", "X[1:]", "np.exp(X)", "W.sum(axis=0)"]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+ - * / @ ** > ==".split()), inner)
        | st.builds("-{}".format, inner)
        | st.builds("np.where({}, {}, {})".format, inner, inner, inner)
        | st.builds("({} if {} else {})".format, inner, inner, inner)
        | st.builds("[x + {} for x in range(3) if {}]".format, inner, inner)
        | st.builds("{}.mean(axis=(0, 1), keepdims=True)".format, NAMES)
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, EXPRESSIONS)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_any_expression_can_be_mutated(one, other):
    """For whatever is written: mutants parse, differ in one place only, and are the same every time."""
    source = (
        "import numpy as np\nArray = np.ndarray\ndef f(X: Array, Y: Array, W: Array) -> Array:\n"
        f"    Z = {one}\n    Z += {other}\n    return Z\n"
    )
    found = mutants(source)
    assert found == mutants(source)
    for mutant in found:
        ast.parse(mutant.source)
        changed = [a != b for a, b in zip(source.splitlines(), mutant.source.splitlines(), strict=True)]
        assert changed[mutant.line - 1]
        assert sum(changed) == 1 or mutant.key.endswith(", and alike")


BUGS = {
    "db is averaged over the batch": ("dY.sum(axis=0)", "dY.mean(axis=0)"),
    "db is not summed over the batch": ("dY.sum(axis=0)", "dY"),
    "db is summed over the outputs": ("dY.sum(axis=0)", "dY.sum(axis=1)"),
    "dW is transposed": ("X.T @ dY", "dY.T @ X"),
    "W is not transposed in dX": ("dY @ W.T", "dY @ W"),
    "dX has the wrong sign": ("dY @ W.T", "-dY @ W.T"),
    "only the first sample reaches db": ("dY.sum(axis=0)", "dY[0]"),
}


def results(source, cases):
    namespace = {}
    exec(compile(source, "answer", "exec", dont_inherit=True), namespace)
    answers = []
    for case in cases:
        try:
            answers.append([np.asarray(a) for a in namespace["dense_backward"](*case)])
        except (ValueError, TypeError, IndexError, np.exceptions.AxisError):
            answers.append(None)
    return answers


def alike(one, other):
    for a, b in zip(one, other, strict=True):
        if (a is None) != (b is None):
            return False
        if a is not None and not all(
            x.shape == y.shape and np.allclose(x, y, rtol=1e-12, atol=1e-12) for x, y in zip(a, b, strict=True)
        ):
            return False
    return True


@pytest.mark.parametrize("label", BUGS)
def test_what_learners_write_is_among_the_mutants(label):
    """Bugs written by hand give the numbers of a mutant, on cases of several shapes."""
    rng = np.random.default_rng(11)
    shapes = [(7, 5, 3), (4, 4, 4), (1, 5, 3)]
    cases = [(rng.normal(size=(n, k)), rng.normal(size=(n, d)), rng.normal(size=(d, k))) for n, d, k in shapes]
    old, new = BUGS[label]
    assert DENSE.count(old) == 1
    wanted = results(DENSE.replace(old, new), cases)
    assert not alike(wanted, results(DENSE, cases))
    assert any(alike(wanted, results(m.source, cases)) for m in mutants(DENSE))
