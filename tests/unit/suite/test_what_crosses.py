"""The page "What crosses the wall" of CONTRIBUTING says what is so."""

import re
from pathlib import Path

import numpy as np
import pytest

from mdl_grade import suite as vocabulary
from mdl_grade.sandbox.packing import MAX_DEPTH, MAX_NODES
from mdl_grade.suite.cases import RESERVED, Case
from mdl_grade.suite.check import KINDS
from mdl_grade.suite.recorder import record
from mdl_grade.suite.rounding import MAX_LITERAL
from mdl_grade.suite.runner import InProcess, execute_source, values

TEXT = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
PAGE = TEXT[TEXT.index("## What crosses the wall") :]
PAGE = PAGE[: PAGE.index("\n## ", 10)]
ANSWER = """
def step(W, V):
    return W + V, 2.0 * V

def network(W):
    return [W, W[0]]
"""


def test_its_scenarios_can_be_recorded_and_run(tmp_path):
    """Every block of Python on the page defines a scenario that works."""
    case = Case({"W": np.array([1.0, -4.0]), "V": np.array([2.0, 1.0])})
    host = InProcess(execute_source(ANSWER, "answer.py"))
    found = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        name = re.search(r"def (\w+)", block)[1]
        path = tmp_path / f"{name}.py"
        path.write_text(block)
        namespace = {**vars(vocabulary), "np": np, "__name__": "suite"}
        exec(compile(block, str(path), "exec"), namespace)
        recording = record(namespace[name], case)
        found[name] = recording.fill(values(recording, host.execute(recording)))
    where, shape, quotient = found["momentum"]
    np.testing.assert_array_equal(where, [1.0, 0.0])
    assert (shape, quotient) == ((2,), 2.0)
    assert found["shapes"] == ([(2,), ()], 2)


def test_the_names_and_numbers_that_it_gives_are_those_of_the_code():
    """Limits, kinds, reserved names and words of the vocabulary."""
    assert f"at most {MAX_LITERAL} entries" in PAGE
    assert f"more than {MAX_DEPTH} deep" in PAGE
    assert f"{MAX_NODES:,} values" in PAGE
    assert f"{', '.join(KINDS[:-1])} and {KINDS[-1]}" in " ".join(PAGE.split())
    told = re.search(r"has itself \((.*?), …\)", PAGE, re.DOTALL)[1]
    assert set(re.findall(r"`(\w+)`", told)) <= RESERVED
    for word in ("apply", "calls", "code", "constant", "counted", "does_without", "generator_with", "length", "runner"):
        assert f"`{word}(" in PAGE or f" {word}(" in PAGE
        assert hasattr(vocabulary, word)


@pytest.mark.parametrize("word", ["up_to_sign", "normal_cdf", "sphere_cdf"])
def test_what_it_takes_from_the_checks_comes_with_the_vocabulary(word):
    """One import brings it."""
    assert word in PAGE
    assert word in vocabulary.__all__
