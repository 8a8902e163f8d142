"""Mistakes that authors make: each is told with its place, or its label, and with what to do, and none as a traceback."""

import pytest

from mdl_grade.authoring.judge import Findings, hold_texts
from mdl_grade.authoring.proof import Extent, prove
from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError
from mdl_grade.suite.suite import Suite

EXERCISE = "chapter01/twice"
CASES = '@cases("N D", (7, 5), (4, 4), (1, 5), (5, 1))'
HYGIENE = "hygiene = hygiene_of(batch)\n"
OWN = '@check(points=1, needs=[])\ndef own(student, bach):\n    """It is so."""\n\n\n' + HYGIENE


@pytest.fixture
def course(tmp_path):
    course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
    new_exercise(course, EXERCISE)
    return course


@pytest.fixture
def mistaken(course):
    """Return a function that replaces something in the suite, or in the solution, and returns the course."""

    def write(old, new):
        for path in (course.suite(EXERCISE), course.solution(EXERCISE)):
            text = path.read_text()
            if old in text:
                path.write_text(text.replace(old, new, 1))
                return course
        raise AssertionError(old)

    return write


WHILE_LOADING = {
    "an argument that a word does not have": (
        "batch, points=2",
        "batch, points=2, tolerance=1e-3",
        "line 13: the suite does not load. TypeError: agrees() got an unexpected keyword argument 'tolerance'.\n"
        "It is agrees(says, inputs, *, of='', points=1,",
    ),
    "and EXERCISE": (
        "tier=1",
        "tier=1, minute=3",
        "line 5: the suite does not load. TypeError: Exercise.__init__() got",
    ),
    "parentheses left out": (HYGIENE, OWN.replace("(points=1, needs=[])", ""), "It is check(*, points,"),
    "an open parenthesis": ("points=2)", "points=2", "line 13: the suite does not load. SyntaxError: '(' was never"),
    "half points": ("points=2", "points=1.5", "line 13: the check values has points=1.5.\nPoints are whole numbers"),
    "no EXERCISE": ("EXERCISE =", "EXERCIZE =", "there is no EXERCISE.\nAdd EXERCISE = Exercise(tier=…)."),
    "a draw that nothing is called": (HYGIENE, OWN, "line 14: the check own asks for 'bach', which nothing is called."),
    "a draw without a name": (
        "of(batch)",
        "of(scaled(batch, X=1))",
        "line 14: the check hygiene compares on cases that have no name.\nGive them a line of their own: far = scaled(",
    ),
    "no sentence": (HYGIENE, OWN.replace("It is so.", ""), "has no sentence.\nA docstring, or the first argument,"),
    "of= what is not there": ("batch, points", 'batch, of="twise", points', "of 'twise', which the solution does not"),
    "an unknown kind": ("batch, points", 'batch, kind="values", points', "has kind='values'.\nKinds are value, shape,"),
    "needs a later check": ("points=2)", "points=2, needs=[hygiene])", "What a line uses stands above it"),
    "needs by name": (
        "hygiene_of(batch)",
        'hygiene_of(batch, needs=["values"])',
        "Name checks without quotation marks",
    ),
    "one check in place of a list": ("hygiene_of(batch)", "hygiene_of(batch, needs=values)", "needs= lists checks."),
    "a result that does not exist": ("points=2", 'points=2, only=["Z"]', "speaks of 'Z' in only=, which is none of"),
    "its normal form": ("points=2", 'points=2, canonical={"Z": abs}', "speaks of 'Z' in canonical=, which is none"),
    "worth= by name": ("points=2", 'points=2, worth={"Y": abs}', "has a worth= that can't be called.\nworth=function"),
    "scale= as a number": ("points=2", "points=2, scale=3.0", "has a scale= that can't be called.\nscale=lambda case"),
    "relative to what?": ("points=2", 'points=2, by="column"', "has by='column'.\nby= is one of tensor, row, entry."),
    "two kinds of nearness": (
        "points=2",
        "points=2, atol=1e-3, rtol=1e-3",
        "line 13: A check compares bit for bit, within",
    ),
    "returns= as text": ('("Y",)', '"Y"', 'returns in EXERCISE is one text.\nIt holds several: returns=("…",).'),
    "two checks of one name": (HYGIENE, 'values = agrees("Y.", batch)\n', "line 14: values is defined a second time"),
    "two variants of one name": ("def loop", "def sum_of_two", "sum_of_two is defined a second time, after line 25."),
    "a bug that is no patch": (
        'patch("Y is X itself"',
        '("Y is X itself"',
        "BUGS holds what is no patch.\nBUGS = [patch(",
    ),
    "a patch as a variant": (HYGIENE, HYGIENE + 'v = variant(patch("v", {"X": "Y"}))\n', "stand above a function or"),
    "a check without a name": (
        "values = agrees",
        "agrees",
        "line 13: agrees(…) has no name, and is lost.\nGive it one",
    ),
    "a check that is none": (
        HYGIENE,
        HYGIENE + "\n\ndef own(student):\n    pass\n",
        "line 17: own takes student, and is no check.\nWrite @check(points=1) above it.",
    ),
    "a bug without a label": (
        HYGIENE,
        HYGIENE + "\n\n@bug\ndef twice(X):\n    return X\n",
        'line 18: @bug stands without parentheses.\nWrite @bug("what is wrong").',
    ),
    "bugs of another name": ("BUGS =", "BUG =", "line 16: BUG is not looked at.\nKnown bugs stand in BUGS"),
    "numbers of no seed": (
        "rng.normal(size=(N, D))",
        "np.random.normal(size=(N, D))",
        "line 10: np.random.normal(…) gives other numbers in each run.\nDraw from rng",
    ),
    "chance that is not declared": (
        HYGIENE,
        OWN.replace("bach", "rng").replace("\n\n\n", "\n    check_mean(rng.normal(size=9), 0.0, n=9, sees=1.0)\n\n\n"),
        'the check own calls check_mean, and is not of the kind that chance decides.\nSay kind="random".',
    ),
    "a table that speaks of nothing": (
        HYGIENE,
        HYGIENE + 'VARYING = {"vales": "…"}\n',
        "VARYING speaks of 'vales', which is no check.\nChecks are example, values, hygiene, float64.",
    ),
    "no row of sizes": (CASES, '@cases("N D")', "line 8: @cases('N D') has no row of sizes.\nEach further argument"),
    "a row too short": ("(4, 4)", "(4,)", "@cases('N D') has the row (4,).\nA row has 2 of them: N D."),
    "a draw without a size": ("rng, N, D", "rng, N", "The draw batch takes (rng, N).\nIt is called with (rng, N, D)."),
}


@pytest.mark.parametrize("mistake", WHILE_LOADING)
def test_what_a_suite_may_not_be_is_told_when_it_is_loaded(course, mistaken, mistake):
    """With the file, in most cases the line, and the remedy."""
    old, new, told = WHILE_LOADING[mistake]
    with pytest.raises(CourseError) as raised:
        Suite.load(mistaken(old, new), EXERCISE)
    assert told in str(raised.value)
    assert str(raised.value).startswith(str(course.suite(EXERCISE)))
    assert raised.value.next_step


DRAWING = {
    "a name that does not exist": ("size=(N, D)", "size=(N, Q)", "line 10: the draw batch raises NameError: name 'Q'"),
    "a warning": (
        "size=(N, D))",
        "size=(N, D)) / (0.0 * rng.normal(size=D))",
        "line 10: the draw batch raises RuntimeWarning: divide",
    ),
    "an array": ('{"X": rng.normal(size=(N, D))}', "rng.normal(size=N)", "The draw batch returns ndarray, not a dict."),
}


@pytest.mark.parametrize("mistake", DRAWING)
def test_a_draw_that_breaks_says_where(mistaken, mistake):
    """It is the suite's fault, and not the grader's."""
    old, new, told = DRAWING[mistake]
    suite = Suite.load(mistaken(old, new), EXERCISE)
    with pytest.raises(CourseError) as raised:
        suite.cases("batch", b"key")
    assert told in str(raised.value)
    assert raised.value.next_step


LOOP = '@check(points=1)\ndef own(student, batch):\n    """It is so."""\n    for case, Y in student.each({}, batch):\n        {}\n\n\n'
PROVING = {
    "cases that never fit": (
        "(5, 1))",
        "(5, 1), fit=lambda case: case.X.min() > 9.0)",
        "no cases 'batch' fit to judge",
    ),
    "a scenario that branches": (
        HYGIENE,
        LOOP.format("lambda m, case: m.twice(case.X) if m.twice(case.X) else 0", "pass") + HYGIENE,
        "line 17: a scenario branches on a value, which can't be recorded.\nThe value is still on the other side.",
    ),
    "a check that raises": (
        HYGIENE,
        LOOP.format("lambda m, case: m.twice(case.X)", "case['Z']") + HYGIENE,
        "the check itself breaks. {suite}, line 18: KeyError: 'Z'",
    ),
    "an input that no case has": (
        HYGIENE,
        LOOP.format("lambda m, case: m.twice(case.Z)", "pass") + HYGIENE,
        "the check itself breaks. {suite}, line 17: AttributeError: the case has no 'Z', only X",
    ),
    "a misspelt function": (
        HYGIENE,
        LOOP.format("lambda m, case: m.twcie(case.X)", "pass") + HYGIENE,
        "CourseError: A check asks for 'twcie', which the solution does not define.\nIt is twice.",
    ),
    "a draw that breaks": ("size=(N, D)", "size=(N, Q)", "{suite}, line 10: the draw batch raises NameError"),
    "no markers": ("    ### BEGIN SOLUTION\n", "", "{solution} does not mark its answer.\nPut it between ### BEGIN"),
    "markers outside of functions": (
        "    ### END SOLUTION\n",
        "    ### END SOLUTION\n\n\n### BEGIN SOLUTION\nX = 1\n### END SOLUTION\n",
        "{solution} marks what is in no function: the stub would raise when it is loaded.",
    ),
    "an example that is wrong": (
        "[[2.0, 4.0]]",
        "[[2.0, 5.0]]",
        "{solution}, line 30: the example twice(np.array([[1.0, 2.0]])).tolist() shows [[2.0, 5.0]], and gives [[2.0, 4.0]]",
    ),
    "and in the explanation": ("-6.]])", "-7.]])", "{solution}, line 44: the example twice("),
    "a sentence that leans on another": (
        'values = agrees("',
        'values = agrees("So is ',
        'the sentence of values leans on another one: "So is ',
    ),
    "no explanation": ("### BEGIN EXPLANATION", "# why", "there is no explanation: ### BEGIN EXPLANATION, last in"),
    "too many results": ('("Y",)', '("Y", "Z")', "EXERCISE says returns=('Y', 'Z'), and what comes back is 1 value"),
    "a variant that raises": ("X + X", "X + X.copied", "the variant sum_of_two does not pass example"),
    "an edit that fits twice": (
        '{"2.0 * X": "X"}',
        '{"X": "Y"}',
        "'Y is X itself': 'X' stands 4 times in the solution, in lines 16, 17, 21, 34.\nTake more of what stands around",
    ),
    "a check that returns something": (
        HYGIENE,
        OWN.replace("bach", "batch").replace("\n\n\n", "\n    return False\n\n\n", 1),
        "{suite}, line 14: what the check own returns is not looked at.\nSay fail(",
    ),
    "a variant that is the reference": (
        "return X + X",
        "return 2.0 * X",
        "'sum_of_two' is the reference, word for word",
    ),
    "a bug that changes nothing": (
        '"X**2"',
        '"2.0 *  X"',
        "'Y is X squared' is the reference, word for word: change it",
    ),
    "one label twice": ("Y is X squared", "Y is X itself", "two known bugs have the same label: Y is X itself"),
}


@pytest.mark.parametrize("mistake", PROVING)
def test_what_shows_when_an_exercise_is_tried_is_one_finding(course, mistaken, mistake):
    """With the place in the suite or in the solution, or the label."""
    old, new, told = PROVING[mistake]
    (found,) = prove(mistaken(old, new), EXERCISE, Extent((0,), mutants=False)).broken
    assert told.format(suite=course.suite(EXERCISE), solution=course.solution(EXERCISE)) in found


def test_a_generator_comes_after_all_that_is_needed(mistaken):
    """As everywhere in the course: who has learnt one signature knows the others."""
    findings = Findings(1)
    hold_texts(Suite.load(mistaken("def twice(X", "def twice(rng, X"), EXERCISE), findings)
    assert "rng is not the last that twice needs: put X before it" in findings.told


def test_examples_print_the_same_for_numbers_of_numpy(mistaken):
    """np.float64(1.0) is as right as 1.0: an example prints neither, but float(…)."""
    course = mistaken("twice(np.array([[1.0, 2.0]])).tolist()\n    [[2.0, 4.0]]", "twice(0.5)\n    1.0")
    broken = prove(course, EXERCISE, Extent((0,), mutants=False)).broken
    told = "twice(0.5) shows 1.0, and gives np.float64(1.0), if a number of NumPy's is returned: write float("
    assert any(told in text for text in broken)
