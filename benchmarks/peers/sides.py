"""The sides of the comparison: each grades the same class with the same checks in the way its documents advise."""

from __future__ import annotations

import compileall
import json
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path
from typing import Protocol

from peers.classroom import Classroom
from peers.environments import python_of, versions
from peers.export import Exported
from peers.measured import Measured, clean, measured
from peers.notebooks import notebook

from mdl_grade.batch.ledger import Ledger

GRADER = Path(__file__).resolve().parents[2] / "grader"

Verdicts = dict[str, dict[str, bool]]
"""Learner -> stem of the exercise -> whether it got full marks."""


@dataclass(frozen=True)
class Task:
    """What every side is given."""

    made: Classroom
    exported: Exported
    cache: Path


@dataclass(frozen=True)
class Outcome:
    cost: Measured
    verdicts: Verdicts


class Side(Protocol):
    """Prepares in `folder`, without being timed; then grades."""

    name: str

    def about(self, task: Task) -> str: ...

    def run(self, task: Task, folder: Path) -> Outcome: ...


@dataclass(frozen=True)
class Ours:
    """`mdl-grade batch`, with a new ledger."""

    jobs: int
    one_core: bool = False

    @property
    def name(self) -> str:
        return f"mdl-grade batch --jobs {self.jobs}{', one core' * self.one_core}"

    def about(self, task: Task) -> str:
        return versions(Path(sys.executable), ("numpy", "pytest"))

    def run(self, task: Task, folder: Path) -> Outcome:
        compileall.compile_dir(GRADER / "mdl_grade", quiet=1)  # as pip does when it installs, here and for the peers
        targets = list(next(iter(task.made.values())))
        for learner, answers in task.made.items():
            for exercise, handed in answers.items():
                _put(folder / "class" / learner / f"{exercise}.py", handed.text)
        words = [sys.executable, "-P", "-m", "mdl_grade", "batch", *targets, "class"]
        if self.one_core:
            words = [sys.executable, "-c", ON_ONE_CORE, *words]
        cost = measured(
            [*words, "--out", "results", "--seed", "0", "--jobs", str(self.jobs)],
            folder,
            clean(folder, Path(sys.executable), GRADER),
            (0, 1),
        )
        with Ledger.open(folder / "results") as ledger:
            rows = ledger.rows(
                "SELECT learner, answers.exercise, status FROM answers JOIN submissions ON submission = submissions.id "
                "JOIN results USING(key)"
            )
            verdicts: Verdicts = {}
            for row in rows:
                verdicts.setdefault(row["learner"], {})[_stem(row["exercise"])] = row["status"] == "passed"
        return Outcome(cost, verdicts)


ON_ONE_CORE = """
import os, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.execv(sys.argv[1], sys.argv[1:])
"""
"""What one worker does is shared by processes that can run side by side: this shows what it needs in all."""


@dataclass(frozen=True)
class Pytest:
    """`python -m pytest`, a process for each submission."""

    name: str = "pytest, a process each"

    def about(self, task: Task) -> str:
        return versions(self._python(task), ("pytest", "numpy"))

    def _python(self, task: Task) -> Path:
        return python_of("pytest", ("pytest", "numpy"), task.cache)

    def run(self, task: Task, folder: Path) -> Outcome:
        checks = [(stem, name) for stem, names in task.exported.checks.items() for name in names]
        test = (
            "import importlib\nimport equal\nimport pytest\n\n\n"
            f"@pytest.mark.parametrize(('stem', 'name'), {checks!r})\n"
            "def test_answer(stem, name):\n    equal.check(stem, name, vars(importlib.import_module(stem)))\n"
        )
        for learner, answers in task.made.items():
            _put(folder / "class" / learner / "test_answer.py", test)
            for exercise, handed in answers.items():
                _put(folder / "class" / learner / f"{_stem(exercise)}.py", handed.text)
        words = ["-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "--junitxml=verdicts.xml", "test_answer.py"]
        loop = (
            "import pathlib, subprocess, sys\n"
            "for each in sorted(pathlib.Path('class').iterdir()):\n"
            "    subprocess.run([sys.executable, *sys.argv[1:]], cwd=each, stdout=subprocess.DEVNULL)\n"
        )
        python = self._python(task)
        cost = measured([python, "-c", loop, *words], folder, clean(folder, python, task.exported.folder))
        return Outcome(cost, {learner: _junit(folder / "class" / learner / "verdicts.xml") for learner in task.made})


@dataclass(frozen=True)
class Nbgrader:
    """`nbgrader autograde`: it has no way to grade side by side (jupyter/nbgrader#174)."""

    name: str = "nbgrader autograde"

    def about(self, task: Task) -> str:
        return versions(self._python(task), ("nbgrader", "jupyter_client", "numpy"))

    def _python(self, task: Task) -> Path:
        return python_of("nbgrader", ("nbgrader", "numpy"), task.cache)

    def run(self, task: Task, folder: Path) -> Outcome:
        python, checks = self._python(task), task.exported.checks
        environment = clean(folder, python, task.exported.folder)
        _put(folder / "nbgrader_config.py", "c = get_config()\nc.CourseDirectory.course_id = 'class'\n")
        empty = dict.fromkeys(checks, "### BEGIN SOLUTION\npass\n### END SOLUTION")
        _put(folder / "source" / "work" / "work.ipynb", notebook(empty, checks))
        tool = [python, "-m", "nbgrader"]
        measured([*tool, "generate_assignment", "work", "--create", "--force"], folder, environment)
        for learner, answers in task.made.items():
            texts = {_stem(exercise): handed.text for exercise, handed in answers.items()}
            _put(folder / "submitted" / learner / "work" / "work.ipynb", notebook(texts, checks))
        cost = measured([*tool, "autograde", "work", "--create"], folder, environment)
        _put(folder / "scores.py", NBGRADER_SCORES)
        measured([python, "scores.py"], folder, environment)
        scores = json.loads((folder / "scores.json").read_text())
        verdicts = {
            learner: {s: all(scores[learner].get(f"{s}-{n}") == 1 for n in names) for s, names in checks.items()}
            for learner in scores
        }
        return Outcome(cost, verdicts)


NBGRADER_SCORES = """
import json
from nbgrader.api import Gradebook

found = {}
with Gradebook("sqlite:///gradebook.db", "class") as gradebook:
    for submission in gradebook.assignment_submissions("work"):
        of = found[submission.student.id] = {}
        for notebook in submission.notebooks:
            of.update({grade.name: grade.score for grade in notebook.grades})
open("scores.json", "w").write(json.dumps(found))
"""


@dataclass(frozen=True)
class OurNotebooks:
    """`nbgrader autograde` as `mdl_grade.notebook` configures it: its commands and gradebook, our grading processes."""

    jobs: int

    @property
    def name(self) -> str:
        return f"nbgrader with mdl-grade, {self.jobs} jobs"

    def about(self, task: Task) -> str:
        return versions(self._python(task), ("nbgrader", "numpy"))

    def _python(self, task: Task) -> Path:
        needed = [name for name in requires("mdl-grade") or () if "extra ==" not in name]
        return python_of("notebooks", ("nbgrader>=0.9.6", *needed), task.cache)

    def run(self, task: Task, folder: Path) -> Outcome:
        python, course = self._python(task), folder / "class"
        environment = clean(folder, python, GRADER)
        ours = [python, "-P", "-m", "mdl_grade", "notebook"]
        exercises = list(next(iter(task.made.values())))
        measured([*ours, "quickstart", course], folder, environment)
        measured([*ours, "make", *exercises, "--assignment", "work", "--course-dir", course], folder, environment)
        config = course / "nbgrader_config.py"
        _put(config, f"{config.read_text()}c.MdlGrade.jobs = {self.jobs}\n")
        tool = [python, "-m", "nbgrader"]
        measured([*tool, "generate_assignment", "work"], course, environment)
        (released,) = (course / "release" / "work").glob("*.ipynb")
        for learner, answers in task.made.items():
            work = json.loads(released.read_text("utf-8"))
            texts = {exercise.replace("/", "-"): handed.text for exercise, handed in answers.items()}
            for cell in work["cells"]:
                cell["source"] = texts.get(cell["metadata"]["nbgrader"]["grade_id"], cell["source"])
            _put(course / "submitted" / learner / "work" / released.name, json.dumps(work))
        cost = measured([*tool, "autograde", "work"], course, environment)
        _put(course / "scores.py", NBGRADER_SCORES)
        measured([python, "scores.py"], course, environment)
        scores = json.loads((course / "scores.json").read_text())
        released_points = {
            c["metadata"]["nbgrader"]["grade_id"]: c["metadata"]["nbgrader"].get("points") for c in work["cells"]
        }
        verdicts = {
            learner: {
                _stem(e): of[f"{e.replace('/', '-')}-grade"] == released_points[f"{e.replace('/', '-')}-grade"]
                for e in exercises
            }
            for learner, of in scores.items()
        }
        return Outcome(cost, verdicts)


@dataclass(frozen=True)
class Otter:
    """otter without a container, in one of the two ways that its documents give; both write `scores.json`."""

    name: str
    loop: str

    def about(self, task: Task) -> str:
        return versions(self._python(task), ("otter-grader", "numpy"))

    def _python(self, task: Task) -> Path:
        return python_of("otter", ("otter-grader", "ipykernel", "numpy"), task.cache)

    def run(self, task: Task, folder: Path) -> Outcome:
        python = self._python(task)
        environment = clean(folder, python, task.exported.folder)
        for stem, names in task.exported.checks.items():
            code = [f">>> import equal\n>>> equal.check({stem!r}, {name!r}, globals())\n" for name in names]
            cases = [{"code": text, "hidden": False, "locked": False, "points": 1} for text in code]
            suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
            test = {"name": stem, "points": len(names), "suites": [suite]}
            _put(folder / "tests" / f"{stem}.py", f"OK_FORMAT = True\n\ntest = {test!r}\n")
        measured(
            [python, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
            folder,
            environment,
        )
        for learner, answers in task.made.items():
            texts = {_stem(exercise): handed.text for exercise, handed in answers.items()}
            _put(folder / "class" / f"{learner}.ipynb", notebook(texts))
        _put(folder / "loop.py", self.loop)
        cost = measured([python, "loop.py"], folder, environment)
        scores = json.loads((folder / "scores.json").read_text())
        points = {stem: len(names) for stem, names in task.exported.checks.items()}
        verdicts = {
            learner: {stem: scores[learner].get(stem, 0) == points[stem] for stem in points} for learner in scores
        }
        return Outcome(cost, verdicts)


OTTER_API = """
import json, pathlib
from otter.api import grade_submission

found = {}
for each in sorted(pathlib.Path("class").glob("*.ipynb")):
    results = grade_submission(str(each), "autograder.zip", quiet=True)
    found[each.stem] = {name: result.score for name, result in results.results.items()}
open("scores.json", "w").write(json.dumps(found))
"""
"""`otter.api.grade_submission`: one process for the whole class, its imports done once."""

OTTER_RUN = """
import json, pathlib, subprocess, sys

found = {}
for each in sorted(pathlib.Path("class").glob("*.ipynb")):
    command = [sys.executable, "-m", "otter", "run", str(each), "-a", "autograder.zip", "-o", "out", "--no-logo"]
    pathlib.Path("out").mkdir(exist_ok=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    tests = json.loads(pathlib.Path("out/results.json").read_text())["tests"]
    found[each.stem] = {test["name"].partition(" ")[0]: test.get("score", 0) for test in tests}
open("scores.json", "w").write(json.dumps(found))
"""
"""`otter run`: its command, a process for each submission."""


@dataclass(frozen=True)
class Bare:
    """No grader: the same calls and comparisons in one warm process, without a wall. What the work itself costs."""

    name: str = "the calls alone, warm, no wall"

    def about(self, task: Task) -> str:
        return versions(Path(sys.executable), ("numpy",))

    def run(self, task: Task, folder: Path) -> Outcome:
        for learner, answers in task.made.items():
            for exercise, handed in answers.items():
                _put(folder / "class" / learner / f"{_stem(exercise)}.py", handed.text)
        _put(folder / "checks.json", json.dumps(task.exported.checks))
        _put(folder / "loop.py", BARE_LOOP)
        cost = measured([sys.executable, "loop.py"], folder, clean(folder, Path(sys.executable), task.exported.folder))
        return Outcome(cost, json.loads((folder / "verdicts.json").read_text()))


BARE_LOOP = """
import json, pathlib, warnings
import equal

warnings.simplefilter("ignore")
checks = json.loads(pathlib.Path("checks.json").read_text())
found = {}
for each in sorted(pathlib.Path("class").iterdir()):
    equal.forget()
    for stem, names in checks.items():
        namespace, passed = {}, 0
        exec(compile((each / f"{stem}.py").read_text(), stem, "exec"), namespace)
        for name in names:
            try:
                equal.check(stem, name, namespace)
                passed += 1
            except Exception:
                pass
        found.setdefault(each.name, {})[stem] = passed == len(names)
open("verdicts.json", "w").write(json.dumps(found))
"""

SIDES: dict[str, Callable[[], Side]] = {
    "1": lambda: Ours(1),
    "2": lambda: Ours(2),
    "core": lambda: Ours(1, one_core=True),
    "pytest": Pytest,
    "notebooks": lambda: OurNotebooks(2),
    "nbgrader": Nbgrader,
    "otter": lambda: Otter("otter, its API", OTTER_API),
    "otter-run": lambda: Otter("otter run, a process each", OTTER_RUN),
    "bare": Bare,
}


def graded(side: Side, task: Task) -> Outcome:
    """Let a side grade in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="class-speed-") as folder:
        return side.run(task, Path(folder))


def _junit(file: Path) -> dict[str, bool]:
    passed: dict[str, bool] = {}
    for case in ET.parse(file).getroot().iter("testcase"):  # noqa: S314 (pytest wrote it a moment ago)
        stem = case.get("name", "").partition("[")[2].partition("-")[0]
        passed[stem] = passed.get(stem, True) and not len(case)
    return passed


def _stem(exercise: str) -> str:
    return exercise.partition("/")[2]


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
