"""A course from quickstart to export, with nbgrader's own commands: its marks are ours, nobody's code was believed."""

import csv

from learners import DENSE, FILES, SIGMOID, class_of

DUE = "2026-11-20 12:00:00 UTC"


def test_a_course_from_quickstart_to_export(course, tmp_path):
    """Twenty learners, right, wrong, hostile, late and missing ones: each has the mark that is ours."""
    canaries = tmp_path / "canaries"
    canaries.mkdir()
    course.nbgrader("generate_assignment", "chapter10")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("chapter10", duedate=DUE)
        gradebook.update_or_create_student("missing")
    course.nbgrader("release_assignment", "chapter10")
    released = course.root.parent / "exchange" / "maths" / "outbound" / "chapter10" / "chapter10.ipynb"
    assert "dY.sum" not in released.read_text()
    work = class_of(released, course.file("source", "chapter10"), canaries)
    assert len(work) + 1 == 20
    course.hand_in(work)
    course.nbgrader("collect", "chapter10")
    course.nbgrader("autograde", "chapter10")

    marks = course.marks()
    assert marks.keys() == work.keys()
    assert marks == course.ours()
    assert marks["right"] == {f"{DENSE}-grade": 8.0, f"{SIGMOID}-grade": 9.0}
    assert marks["averaged"] == {f"{DENSE}-grade": 2.0, f"{SIGMOID}-grade": 9.0}
    for learner in ("try_outs", "copied_grade", "reordered", "retyped", "nameless", "hostile"):
        assert marks[learner] == marks["right"], learner
    for learner in ("empty", "forged", *FILES):
        assert set(marks[learner].values()) == {0.0}, learner
    assert list(canaries.iterdir()) == []

    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(f"{DENSE}-grade", "chapter10", "chapter10", "appeal")
        grade.manual_score, grade.needs_manual_grade = 5.0, False
        said = gradebook.find_comment(DENSE, "chapter10", "chapter10", "averaged").auto_comment
        assert "db is averaged over the batch" in said
        gradebook.db.commit()
    course.nbgrader("autograde", "chapter10", "--force", "--student", "appeal")
    assert course.marks() == marks
    with course.gradebook() as gradebook:
        assert gradebook.find_grade(f"{DENSE}-grade", "chapter10", "chapter10", "appeal").score == 5.0

    course.nbgrader("generate_feedback", "chapter10")
    page = (course.root / "feedback" / "averaged" / "chapter10" / "chapter10.html").read_text()
    assert "db is averaged over the batch" in page
    hostile = (course.root / "feedback" / "hostile" / "chapter10" / "chapter10.html").read_text()
    assert "<script>document" not in hostile
    assert "<img src=x" not in hostile

    course.nbgrader("export", "--to", tmp_path / "grades.csv")
    with (tmp_path / "grades.csv").open(newline="") as file:
        exported = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    expected = {learner: sum(given.values()) for learner, given in marks.items()}
    assert exported == {**expected, "appeal": 5.0 + 9.0, "missing": 0.0}
