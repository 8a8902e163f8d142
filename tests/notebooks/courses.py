"""A course folder, and what is done in it with nbgrader's commands."""

import copy
import csv
import shutil
from collections.abc import Mapping

from learners import TARGETS


class Course:
    """A course folder, and what is done in it."""

    def __init__(self, root, run, database):
        self.root, self.run = root, run
        run("mdl-grade", "notebook", "quickstart", root, cwd=root.parent)
        self.make()
        config = root / "nbgrader_config.py"
        url = f"c.CourseDirectory.db_url = {database!r}\n" if database else ""
        more = f"c.MdlGrade.jobs = 2\nc.Exchange.root = {str(root.parent / 'exchange')!r}\n"
        config.write_text(config.read_text() + url + more)
        (root.parent / "exchange").mkdir(mode=0o777)
        (root.parent / "exchange").chmod(0o777)
        self.url = database or f"sqlite:///{root}/gradebook.db"

    def copied(self, root):
        """Return a copy of it in another folder."""
        other = copy.copy(self)
        other.root, other.url = root, f"sqlite:///{root}/gradebook.db"
        shutil.copytree(self.root, root)
        config = root / "nbgrader_config.py"
        config.write_text(config.read_text().replace(str(self.root), str(root)))
        return other

    def make(self):
        return self.run("mdl-grade", "notebook", "make", *TARGETS, "--course-dir", self.root, cwd=self.root.parent)

    def nbgrader(self, *words, code=0):
        return self.run("nbgrader", *words, cwd=self.root, code=code)

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

    def ours(self, *options):
        """Grade the same folder with `mdl-grade batch`."""
        results = self.root.parent / "results"
        self.run("mdl-grade", "batch", *TARGETS, self.root / "submitted", "--out", results, *options, cwd=self.root)
        self.run("mdl-grade", "results", results, "--csv", results / "marks.csv", cwd=self.root)
        found = {}
        with (results / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                name = f"{row['exercise'].replace('/', '-')}-grade"
                found.setdefault(row["learner"], {})[name] = float(row["points"])
        return found
