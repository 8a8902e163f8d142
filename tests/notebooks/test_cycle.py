"""A course from quickstart to export, with nbgrader's own commands: its marks are ours, nobody's code was believed."""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from learners import DENSE, FILES, SIGMOID, TARGETS, class_of

DUE = "2026-11-20 12:00:00 UTC"


class Course:
    """A course folder, and what is done in it."""

    def __init__(self, root, run, database):
        self.root, self.run = root, run
        run("mdl-grade", "notebook", "quickstart", root, cwd=root.parent)
        run("mdl-grade", "notebook", "make", *TARGETS, "--course-dir", root, cwd=root.parent)
        config = root / "nbgrader_config.py"
        url = f"c.CourseDirectory.db_url = {database!r}\n" if database else ""
        more = f"c.MdlGrade.jobs = 2\nc.Exchange.root = {str(root.parent / 'exchange')!r}\n"
        config.write_text(config.read_text() + url + more)
        (root.parent / "exchange").mkdir(mode=0o777)
        (root.parent / "exchange").chmod(0o777)
        self.url = database or f"sqlite:///{root}/gradebook.db"

    def nbgrader(self, *words, **more):
        return self.run("nbgrader", *words, cwd=self.root, **more)

    def file(self, *parts):
        return self.root.joinpath(*parts, "chapter10.ipynb")

    def hand_in(self, work):
        """Put notebooks where `nbgrader collect` finds them, as `nbgrader submit` does."""
        inbound = self.root.parent / "exchange" / self.root.name / "inbound"
        for learner, content in work.items():
            time = "2026-11-21 12:00:00 UTC" if learner == "late" else "2026-11-20 11:00:00 UTC"
            folder = inbound / f"{learner}+chapter10+{time}+abcd"
            folder.mkdir()
            (folder / "chapter10.ipynb").write_bytes(content)
            (folder / "timestamp.txt").write_text(time)

    def gradebook(self):
        from nbgrader.api import Gradebook

        return Gradebook(self.url, self.root.name)

    def marks(self) -> Mapping[str, Mapping[str, float | None]]:
        with self.gradebook() as gradebook:
            return {
                submission.student.id: {g.name: g.auto_score for n in submission.notebooks for g in n.grades}
                for submission in gradebook.assignment_submissions("chapter10")
            }

    def ours(self):
        """Grade the same folder with `mdl-grade batch`."""
        results = self.root.parent / "results"
        self.run("mdl-grade", "batch", *TARGETS, self.root / "submitted", "--out", results, cwd=self.root)
        self.run("mdl-grade", "results", results, "--csv", results / "marks.csv", cwd=self.root)
        found = {}
        with (results / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                name = f"{row['exercise'].replace('/', '-')}-grade"
                found.setdefault(row["learner"], {})[name] = float(row["points"])
        return found


@pytest.fixture
def course(tmp_path, run, database):
    return Course(tmp_path / "maths", run, database)


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
