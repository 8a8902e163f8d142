"""Source notebooks: what nbgrader needs of them, without nbgrader."""

import ast
import json
import re

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.solution import Solution
from mdl_grade.course.typesetting import markdown
from mdl_grade.errors import UsageError
from mdl_grade.intake import Answer, answers_in, read_notebook
from mdl_grade.notebook.courses import quickstart, write_source
from mdl_grade.notebook.pages import source_page
from mdl_grade.notebook.practice import write_practice
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
DENSE, MSE = "chapter10/dense_backward", "chapter10/mse_with_grad"


def about(page):
    return [cell["metadata"]["nbgrader"] for cell in page.content["cells"]]


def test_an_exercise_is_a_prompt_an_answer_and_a_graded_cell():
    """With the identifiers, markers and points that nbgrader reads."""
    page = source_page(COURSE, "chapter10", [DENSE], each="exercise")
    prompt, answer, graded = about(page)
    names = ["chapter10-dense_backward-prompt", "chapter10-dense_backward", "chapter10-dense_backward-grade"]
    assert [one["grade_id"] for one in (prompt, answer, graded)] == names
    assert (prompt["locked"], answer["solution"], graded["grade"], graded["points"]) == (True, True, True, 8)
    cells = page.content["cells"]
    assert cells[0]["source"].startswith("## Backward pass of a dense layer\n")
    assert "### BEGIN SOLUTION" in cells[1]["source"]
    assert cells[2]["source"].endswith('check("chapter10/dense_backward")')


def test_a_graded_cell_for_each_check_adds_up():
    """The same points, in as many cells as there are checks."""
    page = source_page(COURSE, "chapter10", [DENSE], each="check")
    graded = [one for one in about(page) if one["grade"]]
    suite = Suite.load(COURSE, DENSE)
    assert [one["grade_id"] for one in graded] == [f"chapter10-dense_backward-{name}" for name in suite.checks]
    assert sum(one["points"] for one in graded) == 8


@pytest.mark.parametrize("chapter", COURSE.chapters)
def test_every_chapter_can_be_made_a_notebook(chapter):
    """Each answer that is in it is the course's own, read back; what is put together from elsewhere is left out."""
    exercises = COURSE.select([chapter])
    page = source_page(COURSE, chapter, exercises, each="check")
    read = answers_in("w.ipynb", read_notebook("w.ipynb", page.written().encode()), exercises)
    left_out = {exercise for exercise, _ in page.left_out}
    for exercise in exercises:
        solution = Solution.read(COURSE.solution(exercise))
        if solution.parts:
            assert (exercise in left_out) == (not {*solution.parts} <= {*exercises})
            continue
        assert isinstance(read[exercise], Answer)
        assert ast.dump(ast.parse(read[exercise].text)) == ast.dump(ast.Module(solution.tree.body[1:], []))
    assert len(page.cells) == len(page.content["cells"])


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_prompts_are_typeset_and_nothing_gets_lost(exercise):
    """Every word of a prompt is in its Markdown, braces are balanced, and formulas hold no sign that TeX does not know."""
    prompt = Solution.read(COURSE.solution(exercise)).prompt
    text = markdown(prompt)
    assert set(re.findall(r"[A-Za-z]{3,}", prompt)) <= set(re.findall(r"[A-Za-z]{3,}", text))
    for formula in text.split("$$\n")[1::2]:
        assert formula.isascii(), formula
        assert re.sub(r"\\[{}]", "", formula).count("{") == re.sub(r"\\[{}]", "", formula).count("}")


def test_writing_again_changes_what_has_changed(tmp_path):
    """New, as it was, changed; a new course folder is never written over another."""
    page = source_page(COURSE, "chapter10", [DENSE], each="exercise")
    config = quickstart(tmp_path / "maths")
    compile(config.read_text(), str(config), "exec")
    assert write_source(tmp_path / "maths", "hw1", page).how == "new"
    written = write_source(tmp_path / "maths", "hw1", page)
    assert written.how == "as it was"
    assert json.loads(written.path.read_text()) == page.content
    more = source_page(COURSE, "chapter10", [DENSE, MSE], each="exercise")
    assert write_source(tmp_path / "maths", "hw1", more).how == "changed"
    with pytest.raises(UsageError, match="is there already"):
        quickstart(tmp_path / "maths")
    for name in ("a+b", "../x", ""):
        with pytest.raises(UsageError, match="can't be the name"):
            write_source(tmp_path, name, page)


def test_notebooks_to_practise_in_are_read_back_and_can_install_the_grader(tmp_path):
    """A stub is not attempted; work is left alone; nothing is installed by a name that may be anybody's."""
    wheel = "https://example.org/mdl_grade-1-py3-none-any.whl"
    exercises = COURSE.select(["chapter10"])
    (path,) = [path for path, new in write_practice(COURSE, tmp_path, exercises, wheel) if new]
    assert [new for _, new in write_practice(COURSE, tmp_path, exercises)] == [False]
    first, *rest = json.loads(path.read_text())["cells"]
    assert f'    %pip install --quiet "{wheel}"\n%load_ext mdl_grade' in first["source"]
    assert all("BEGIN SOLUTION" not in cell["source"] for cell in rest)
    read = answers_in(path.name, read_notebook(path.name, path.read_bytes()), exercises)
    assert "def dense_backward" in read[DENSE].text
    assert "raise NotImplementedError" in read[DENSE].text
    for source in ("mdl-grade", 'https://x/" && rm', "a b.whl", "http://example.org/x.whl\n"):
        with pytest.raises(UsageError, match="can't install from"):
            list(write_practice(COURSE, tmp_path, exercises, source))
