"""What goes wrong in a course, and what is said then: no configuration, no secret, another course, an old database."""

import json

import pytest
from courses import Course
from learners import DENSE, SIGMOID, Sheet, averaged, right

from mdl_grade.batch.ledger import Ledger
from mdl_grade.gradebook.overrides import in_force

RIGHT = {f"{DENSE}-grade": 8.0, f"{SIGMOID}-grade": 9.0}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory, run_hosted):
    """A course with a released assignment, to be copied."""
    course = Course(tmp_path_factory.mktemp("fresh") / "maths", run_hosted, "")
    course.nbgrader("generate_assignment", "chapter10")
    return course


@pytest.fixture
def course(tmp_path, fresh):
    return fresh.copied(tmp_path / "maths")


def submit(course, **learners):
    """Put notebooks into `submitted`, as if they had been collected."""
    for name, learner in learners.items():
        sheet = Sheet(course.file("release", "chapter10").read_text(), course.file("source", "chapter10").read_text())
        learner(sheet, course.root / "canary")
        file = course.file("submitted", name, "chapter10")
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(sheet.content))
    return file


def configured(course, *lines):
    config = course.root / "nbgrader_config.py"
    config.write_text("\n".join((config.read_text(), *lines, "")))


def test_without_configuration_everybody_has_nothing(course):
    """nbgrader runs the code in a kernel then: nothing is believed, and the page says why. Validating grades at home."""
    file = submit(course, ada=right, bob=averaged)
    told = course.nbgrader("validate", file)
    assert "VALIDATION FAILED ON 1 CELL" in told
    assert "Success" in course.nbgrader("validate", course.file("submitted", "ada", "chapter10"))
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("\nconfigure(c)", "\n#"))
    course.nbgrader("autograde", "chapter10", "--student", "ada")
    assert course.marks() == {"ada": dict.fromkeys(RIGHT, 0.0)}
    assert "nothing in it is believed" in course.file("autograded", "ada", "chapter10").read_text()
    assert "NOT: nbgrader would run learners' code in a kernel" in course.run(
        "mdl-grade", "notebook", "doctor", cwd=course.root, code=1
    )


def test_official_seeds_are_those_of_a_batch_and_show_no_values(course):
    """With a secret, marks and comments agree with `mdl-grade batch`, and feedback tells no numbers; without it, nobody is graded."""
    submit(course, ada=right, bob=averaged)
    configured(course, "c.MdlGrade.secret_file = 'secret'")
    told = course.nbgrader("autograde", "chapter10", code=1)
    assert "secret can't be read" in told
    assert course.marks() == {}
    assert "Traceback" not in told
    (course.root / "secret").write_text("0123456789abcdef")
    course.nbgrader("autograde", "chapter10")
    assert (
        course.marks()
        == course.ours("--secret-file", course.root / "secret")
        == {"ada": RIGHT, "bob": {**RIGHT, f"{DENSE}-grade": 2.0}}
    )
    page = course.file("autograded", "bob", "chapter10").read_text()
    assert "Official run: inputs and expected values are not shown." in page
    assert "should be" not in page
    assert "ok: course mdl" in course.run("mdl-grade", "notebook", "doctor", course.root, cwd=course.root.parent)


def test_a_database_of_two_courses_or_of_another_nbgrader_is_refused(course):
    """Before anything is graded, with what to do; one without its version is told of, and works."""
    from sqlalchemy import create_engine, text

    submit(course, ada=right)

    def execute(statement):
        engine = create_engine(course.url)
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    configured(course, "c.CourseDirectory.course_id = 'physics'")
    told = course.nbgrader("autograde", "chapter10", code=1)
    assert "belongs to the course 'maths', and this folder is of 'physics'" in told
    configured(course, "c.CourseDirectory.course_id = 'maths'")
    execute("UPDATE alembic_version SET version_num = 'b6d005d67074'")
    assert "nbgrader db upgrade" in course.nbgrader("autograde", "chapter10", code=1)
    execute("DROP TABLE alembic_version")
    assert "no alembic_version" in course.run("mdl-grade", "notebook", "doctor", course.root, cwd=course.root, code=1)
    assert "no alembic_version" in course.nbgrader("autograde", "chapter10")
    assert course.marks() == {"ada": RIGHT}


def test_what_nbgrader_forbids_is_said_before_it_is_tried(course):
    """Cells may not come or go after the first submission; prompts may change, and do."""
    submit(course, ada=right)
    course.nbgrader("autograde", "chapter10")
    before = course.file("source", "chapter10").read_text()
    told = course.run(
        "mdl-grade",
        "notebook",
        "make",
        "chapter10/dense_backward",
        "--course-dir",
        course.root,
        cwd=course.root,
        code=2,
    )
    assert f"gone would be {SIGMOID}, {SIGMOID}-grade, {SIGMOID}-prompt" in told
    assert course.file("source", "chapter10").read_text() == before
    course.file("source", "chapter10").write_text(before.replace("Backward pass", "An old prompt"))
    assert "(changed)" in course.make()
    assert course.file("source", "chapter10").read_text() == before
    course.nbgrader("generate_assignment", "chapter10", "--force")


def test_a_cell_of_the_instructors_own_waits_for_a_person(course):
    """What mdl-grade has no check for gets an error and no mark: without an output, nbgrader would give full marks."""
    source = course.file("source", "chapter10")
    content = json.loads(source.read_text())
    about = {
        "schema_version": 3,
        "cell_type": "code",
        "grade": True,
        "grade_id": "own_tests",
        "locked": True,
        "solution": False,
        "points": 3,
    }
    content["cells"].append(
        {**content["cells"][-1], "id": "own-tests", "source": "assert True", "metadata": {"nbgrader": about}}
    )
    source.write_text(json.dumps(content))
    course.nbgrader("generate_assignment", "chapter10", "--force")
    submit(course, ada=right)
    assert "own_tests is no cell of mdl-grade's" in course.nbgrader("autograde", "chapter10")
    assert course.marks() == {"ada": {**RIGHT, "own_tests": None}}
    with course.gradebook() as gradebook:
        assert gradebook.find_grade("own_tests", "chapter10", "chapter10", "ada").needs_manual_grade


def test_marks_go_both_ways_between_ledger_and_gradebook(course, fresh, tmp_path):
    """A batch's marks into a gradebook, a person's back as overrides, and with them into another gradebook."""
    submit(course, ada=right, bob=averaged)
    ours = course.ours()
    results = course.root.parent / "results"
    told = course.run("mdl-grade", "notebook", "push", results, "--course-dir", course.root, cwd=tmp_path)
    assert "4 marks written." in told
    assert course.marks() == ours
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(f"{DENSE}-grade", "chapter10", "chapter10", "bob")
        grade.manual_score = 5.0
        gradebook.find_comment(DENSE, "chapter10", "chapter10", "bob").manual_comment = "Nearly: see §5.4."
        gradebook.find_grade(f"{SIGMOID}-grade", "chapter10", "chapter10", "ada").manual_score = 8.3
        gradebook.db.commit()
    pull = ("mdl-grade", "notebook", "pull", results, "--author", "Ida", "--course-dir", course.root)
    told = course.run(*pull, cwd=tmp_path)
    assert "1 override written." in told
    assert "ada, chapter10/sigmoid_prime: 8.3 of 9 are no points" in told
    assert "0 overrides written." in course.run(*pull, cwd=tmp_path)
    with Ledger.open(results) as ledger:
        (override,) = in_force(ledger).values()
    assert (override.learner, override.points, override.author, override.reason) == (
        "bob",
        5,
        "Ida",
        "Nearly: see §5.4.",
    )
    other = fresh.copied(tmp_path / "other" / "maths")
    other.run("mdl-grade", "notebook", "push", results, cwd=other.root)
    assert other.marks() == ours
    with other.gradebook() as gradebook:
        grade = gradebook.find_grade(f"{DENSE}-grade", "chapter10", "chapter10", "bob")
        assert (grade.score, grade.needs_manual_grade) == (5.0, False)
        assert gradebook.find_comment(DENSE, "chapter10", "chapter10", "bob").comment == "Nearly: see §5.4."
