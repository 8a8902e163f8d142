"""What a proof says of a suite that is not right: one finding for one mistake, with what to do."""

import pytest

from mdl_grade.authoring.journal import Journal
from mdl_grade.authoring.proof import UNSET, Extent, prove
from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course
from mdl_grade.errors import UsageError

EXERCISE = "chapter01/twice"
SCOPE = Extent((0, 7, 8), mutants=False)


@pytest.fixture
def course(tmp_path):
    course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
    new_exercise(course, EXERCISE)
    return course


@pytest.fixture
def found(course):
    """Return a function that proves the exercise with something replaced in its suite, and returns what is broken."""

    def prove_with(old="", new="", more="", scope=SCOPE):
        suite = course.suite(EXERCISE)
        text = suite.read_text()
        assert old in text
        suite.write_text(text.replace(old, new, 1) + more)
        return prove(course, EXERCISE, scope).broken

    return prove_with


def test_what_is_right_is_proved(found):
    """The template holds."""
    assert found() == ()


CHECK = """@check(points=2)
def values(student, batch):
    \"\"\"Y is twice X.\"\"\"
    for case, Y in student.twice.on(batch):
        {line}


hygiene = hygiene_of(batch, needs=[values])
"""
DECLARED = 'values = agrees("Y is twice X.", batch, points=2)\nhygiene = hygiene_of(batch)\n'


def test_a_broken_reference_is_the_only_finding(found):
    """Not one finding for each variant, bug and mutant; and evidence reads as a report does."""
    line = 'assert_close(Y, 3.0 * case.X, names=("Y",), where=case)'
    (text,) = found(DECLARED, CHECK.format(line=line))
    assert text.startswith("the reference does not pass values (1 of 3 seeds, first 0): failed. For N=7, D=5: Y[")


def test_a_bug_that_is_not_seen_under_some_seeds_is_told_once(found):
    """With how many, and which."""
    (text,) = found('{"2.0 * X": "X**2"}', '{"2.0 * X": "2.0 * X + 1e-12"}')
    assert text.startswith("'Y is X squared' loses no points (3 of 3 seeds, first 0): add a case where it matters")


def test_a_known_bug_with_a_slip_of_its_author_is_broken(found):
    """NameError fails every check, and would pass for a bug that is seen."""
    (text,) = found('{"2.0 * X": "X**2"}', '{"2.0 * X": "X**n"}')
    assert text == "the known bug 'Y is X squared' is broken itself: NameError: name 'n' is not defined"


def test_a_known_bug_that_does_not_end_says_so(found):
    """Undeclared, it is reported by name, and nothing hangs; declared, it is ended by the deadline, and named."""
    endless = '{"return 2.0 * X": "while True: pass"}'
    (text,) = found('{"2.0 * X": "X**2"}', endless)
    assert text == "the known bug 'Y is X squared' does not end: give it times_out=True, or make it end"
    assert found(endless + ")", endless + ", times_out=True)") == ()


def test_a_patch_that_does_not_apply_is_told_by_its_label(found):
    """And the rest of the course goes on."""
    (text,) = found('{"2.0 * X": "X**2"}', '{"3.0 * X": "X**2"}')
    assert "'Y is X squared': the solution has no '3.0 * X'.\nCopy it from there, blanks and all." in text


def test_a_suite_that_does_not_load_is_one_finding(found):
    """With file and line."""
    (text,) = found("points=2", 'points="two"')
    assert "twice.py, line 13: the check values has points='two'." in text


@pytest.fixture
def zero_example(course):
    """The docstring's example is that of zeros, which has no sign and no size."""
    solution = course.solution(EXERCISE)
    text = solution.read_text().replace("[[1.0, 2.0]]", "[[0.0, 0.0]]").replace("[[2.0, 4.0]]", "[[0.0, 0.0]]")
    solution.write_text(text)


def test_survivors_come_as_lines_to_paste(found, zero_example):
    """Into EQUIVALENT, with the reason left to write."""
    line = "assert_shapes(Y, case.X, where=case)"
    *_, text = found(DECLARED, CHECK.format(line=line), scope=Extent((0,)))
    assert "of them: reject them, or give the reason in EQUIVALENT:\n" in text
    assert text.endswith('\': "…",')


BY_FORM = 'values = agrees("Y is twice X.", batch, canonical={"Y": up_to_sign()})\nhygiene = hygiene_of(batch)\n'
BY_HAND = CHECK.format(line='assert_close(abs(Y), abs(2.0 * case.X), names=("Y",), where=case)')


@pytest.mark.parametrize(("checks", "finding"), [(BY_FORM, ""), (BY_HAND, "gives other results than the reference")])
def test_an_equivalent_mutant_may_differ_in_what_comparisons_leave_free(found, zero_example, checks, finding):
    """Its results have the reference's normal form, by canonical=. That one check does not look is no reason."""
    key = "twice: 2.0 * X → -2.0 * X"
    told = found(DECLARED, checks, more=f'EQUIVALENT = {{"{key}": "any sign will do"}}\n', scope=Extent((0,)))
    assert [text for text in told if "EQUIVALENT lists" in text] == (
        [f"EQUIVALENT lists {key!r}, which {finding}: reject it"] if finding else []
    )


def test_no_right_answer_holds_what_was_in_memory_before(found):
    """Its mutants would pass by luck, where memory holds right numbers."""
    unset = "@variant\ndef filled(X):\n    Y = np.empty(X.shape)\n    Y[:] = 2.0 * X\n    return Y\n"
    assert [text for text in found("", more=unset) if "np.empty" in text] == [UNSET]


def test_every_function_has_its_hygiene_asked_for_or_a_reason(found):
    """One of the two is needed."""
    asked = "nothing asks for the hygiene of twice: add hygiene_of(…), or no_hygiene=reason to EXERCISE"
    assert asked in found("hygiene = hygiene_of(batch)\n")
    assert asked not in found("tier=1", 'tier=1, no_hygiene="it is a demonstration"')


def test_a_journal_goes_on_where_it_was(course, tmp_path):
    """What is proved and has not changed is not proved again; its seeds are kept; a file of another kind is refused."""
    path = tmp_path / "proofs.jsonl"
    journal = Journal.at(path, SCOPE.seeds, False)
    journal.add(course, prove(course, EXERCISE, SCOPE))
    again = Journal.at(path, (1, 2), True)
    assert again.terms.seeds == SCOPE.seeds
    assert list(again.proved(course)) == [EXERCISE]
    path.write_bytes(path.read_bytes() + b'{"suite":"cut off')
    assert list(again.proved(course)) == [EXERCISE]
    suite = course.suite(EXERCISE)
    suite.write_text(suite.read_text() + "\n# changed\n")
    assert again.proved(course) == {}
    path.write_text("my notes")
    with pytest.raises(UsageError, match="no journal"):
        Journal.at(path, SCOPE.seeds, False)
