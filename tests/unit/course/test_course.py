"""Targets, courses and stubs."""

import re

import pytest

from mdl_grade.course import Solution, builtin_course, course_at
from mdl_grade.course.solution import same_text
from mdl_grade.errors import CourseError, UsageError
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
SMALL = {"a", "and", "in", "of", "the", "with"}


@pytest.mark.parametrize("target", ["chapter10", "10", "chapter10/", "all"])
def test_a_chapter_has_several_names(target):
    """`10`, `chapter10` and `chapter10/` mean the same; `all` holds it."""
    assert "chapter10/dense_backward" in COURSE.select([target])


@pytest.mark.parametrize("target", ["appendixB", "appendixb", "B", "b", "B/"])
def test_an_appendix_has_several_names(target):
    """Its letter will do, large or small."""
    assert {e for e in COURSE.exercises if e.startswith("appendixB/")} == set(COURSE.select([target])) != set()


def test_appendices_stand_last():
    """They come after all chapters, in whatever is listed."""
    kinds = [chapter.startswith("appendix") for chapter in COURSE.chapters]
    assert kinds == sorted(kinds)
    assert any(kinds)
    assert COURSE.select(["B/entropy", "10/dense_backward"]) == ("chapter10/dense_backward", "appendixB/entropy")


@pytest.mark.parametrize("target", ["chapter10/dense_backward", "dense_backward", "chapter10/dense_backward.py"])
def test_an_exercise_has_several_names(target):
    """With or without its chapter, with or without .py."""
    assert COURSE.select([target]) == ("chapter10/dense_backward",)


def test_targets_are_each_taken_once_in_the_courses_order():
    """Naming an exercise and its chapter grades it once."""
    chapter = COURSE.select(["chapter10"])
    assert COURSE.select(["chapter10/mse_with_grad", "chapter10"]) == chapter
    assert len(set(chapter)) == len(chapter) == 11


def test_what_an_exercise_requires_comes_before_it():
    """The order is one in which they can be learned."""
    from mdl_grade.course import read_catalog

    seen = set()
    entries = {entry.id: entry for entry in read_catalog(COURSE.catalog).exercises}
    for exercise in COURSE.select(["all"]):
        chapter = exercise.partition("/")[0]
        assert {r for r in entries[exercise].requires if r.startswith(chapter)} <= seen
        seen.add(exercise)


def test_what_is_core_asks_for_nothing_else():
    """Who does the exercises of tier 1 alone has done all that they require."""
    from mdl_grade.course import read_catalog

    entries = {entry.id: entry for entry in read_catalog(COURSE.catalog).exercises}
    optional = [(e.id, r) for e in entries.values() if e.tier == 1 for r in e.requires if entries[r].tier > 1]
    assert optional == [], "an exercise of tier 1 requires one of tier 2 or 3"


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_known_bugs_say_what_to_do(exercise):
    """A label says what is wrong; the hint behind it, what is right."""
    silent = [bug.label for bug in Suite.load(COURSE, exercise).bugs if not bug.hint]
    assert silent == [], "known bugs without hint="


@pytest.mark.parametrize("chapter", COURSE.chapters)
def test_chapters_are_introduced_alike(chapter):
    """A title, what one can do afterwards, what is agreed on everywhere in it, and all of its exercises in order."""
    text = COURSE.introduction(chapter).read_text(encoding="utf-8")
    title, *_ = text.splitlines()
    assert all(word[0].isupper() or word in SMALL for word in title.split()[1:]), f"{title}: words begin with capitals"
    assert re.search(r"\byou\s+(can|will\s+be\s+able)\b", text), "what can one do at the end? At the end you can …"
    assert re.search(r"\nConventions, the same everywhere in this (chapter|appendix):\n\n- ", text)
    listed = re.findall(r"^\d+\. `(\w+)`$", text, re.MULTILINE)
    assert tuple(f"{chapter}/{name}" for name in listed) == COURSE.select([chapter])


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("chaptre10", "chapter10"),
        ("dense_backwards", "chapter10/dense_backward"),
        ("chapter10/dense_backwrd", "chapter10/dense_backward"),
    ],
)
def test_a_misspelt_target_is_met_with_the_closest_one(target, meant):
    """Did you mean …?"""
    with pytest.raises(UsageError, match=f"Did you mean {meant}"):
        COURSE.select([target])


def test_a_target_like_nothing_points_to_the_list():
    """There is always a next step."""
    with pytest.raises(UsageError, match="mdl-grade list"):
        COURSE.select(["zzz"])


def test_a_folder_without_the_trees_is_no_course(tmp_path):
    """What is missing is named, and the shape that a course has."""
    with pytest.raises(CourseError, match="no folder solutions"):
        course_at(tmp_path)
    (tmp_path / "solutions").mkdir()
    (tmp_path / "grader" / "suites").mkdir(parents=True)
    with pytest.raises(CourseError, match="has no exercise"):
        course_at(tmp_path)
    (tmp_path / "grader" / "suites" / "chapter01").mkdir()
    (tmp_path / "grader" / "suites" / "chapter01" / "thing.py").write_text("")
    with pytest.raises(CourseError, match="no solution"):
        course_at(tmp_path)


# --- stubs
def solution(tmp_path, text):
    path = tmp_path / "solution.py"
    path.write_text(text)
    return Solution.read(path)


def test_a_stub_is_the_solution_without_its_answer(tmp_path):
    """Indentation and everything outside the markers stay."""
    text = '"""T."""\n\n\ndef f(x):\n    """Return x."""\n    ### BEGIN SOLUTION\n    y = x\n    return y\n    ### END SOLUTION\n'
    assert (
        solution(tmp_path, text).stub == '"""T."""\n\n\ndef f(x):\n    """Return x."""\n    raise NotImplementedError\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        '"""T."""\nx = 1\n',
        '"""T."""\n### BEGIN SOLUTION\n',
        '"""T."""\n### BEGIN SOLUTION\n### BEGIN SOLUTION\nx\n### END SOLUTION\n',
    ],
)
def test_markers_without_partner_are_refused(tmp_path, text):
    """A stub that would carry the answer, or a marker, is never made."""
    with pytest.raises(CourseError, match="mark"):
        _ = solution(tmp_path, text).stub


def test_line_ends_and_trailing_blanks_do_not_make_an_attempt():
    """An editor's save is no answer."""
    assert same_text("a\nb\n", "a\r\nb  \r\n\r\n")
    assert not same_text("a\nb\n", "a\nc\n")


def test_an_explanation_is_no_part_of_the_answer(tmp_path):
    """Neither the stub nor what is graded holds a word of it; without one, the text is the file's."""
    from mdl_grade.course.solution import Solution

    text = '"""T."""\n\n\ndef f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n'
    path = tmp_path / "f.py"
    path.write_text(f'{text}\n\n### BEGIN EXPLANATION\n"""\nBecause x = x.\n"""\n### END EXPLANATION\n')
    solution = Solution.read(path)
    assert (solution.text, solution.explanation) == (text, "Because x = x.\n")
    assert "Because" not in solution.stub
    path.write_text(text)
    assert (Solution.read(path).text, Solution.read(path).explanation) == (text, "")
