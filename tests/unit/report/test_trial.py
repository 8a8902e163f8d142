"""The call to try can be pasted as it stands."""

import ast

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.records.evidence import Raised, Unclean
from mdl_grade.records.model import CheckResult, ExerciseResult, Status
from mdl_grade.report.trial import trials
from mdl_grade.suite.example import examples_of
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
PROGRAMS = sorted(name for name in COURSE.exercises if Suite.load(COURSE, name).solution.parts)


def tried(report, evidence, exercise="chapter10/thing", written=("thing",)):
    check = CheckResult("values", "It is so.", "value", Status.FAILED, 0, 1, "", evidence)
    result = ExerciseResult(exercise, "Thing", Status.FAILED, 0, 1, (check,), written=written)
    return trials(report, result)["values"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_s_example_uses_is_imported(samples, program):
    """Nobody writes a program, so no report says which names it has; the example says which it uses."""
    suite = Suite.load(COURSE, program)
    for example in examples_of(suite.solution):
        evidence = Raised(case="", call=example.text, exception="ValueError", text="")
        tree = ast.parse("\n".join(tried(samples["all_passed"], evidence, program, written=())))
        imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert imported
        assert imported <= used & set(suite.namespace)
        assert used & set(suite.solution.names) <= imported


def test_an_argument_that_is_changed_is_looked_at_afterwards(samples):
    """Without a name it would be gone, and the call show nothing wrong."""
    evidence = Unclean(case="N=2", call="thing(X=np.array([1.0, 2.0]), k=3)", fact="mutated", what="X")
    lines = tried(samples["all_passed"], evidence)
    assert lines[2:] == ["X = np.array([1.0, 2.0])", "thing(X=X, k=3)", "X  # should be as it was"]


@pytest.mark.parametrize("make", [Unclean, Raised])
@pytest.mark.parametrize("call", ["thing(", "", "(" * 5000, "thing(X=1)\0"])
def test_a_call_that_is_no_python_is_shown_as_it_is(samples, call, make):
    """A report may come from anywhere."""
    said = {"fact": "mutated", "what": "X"} if make is Unclean else {"exception": "ValueError", "text": ""}
    lines = tried(samples["all_passed"], make(case="", call=call, **said))
    assert not call or call.strip() in "\n".join(lines)
