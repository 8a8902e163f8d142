"""Checks as pytest items, for authors: ``pytest grader/suites/chapter10 -k dense``. The reference is the answer.

Grading needs no pytest; both run a check by `mdl_grade.suite.judging.run_check`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mdl_grade.course.course import Course
    from mdl_grade.sandbox.wall import Wall
    from mdl_grade.suite.check import Check
    from mdl_grade.suite.suite import Suite

WALL = pytest.StashKey["Wall"]()
COURSES = pytest.StashKey["dict[Path, Course | None]"]()


class SuiteModule(pytest.File):
    """A suite file; its checks are the items."""

    @cached_property
    def suite(self) -> Suite:
        from mdl_grade.suite.suite import Suite

        course = _course(self.config, self.path)
        assert course is not None
        return Suite.load(course, f"{self.path.parent.name}/{self.path.stem}")

    def collect(self) -> Iterable[CheckItem]:
        for name, check in self.suite.checks.items():
            yield CheckItem.from_parent(self, name=name, check=check)


class CheckItem(pytest.Item):
    """One check. It binds its own arguments from a closed vocabulary: no fixtures, and nothing can be injected."""

    parent: SuiteModule

    def __init__(self, *, check: Check, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check

    @property
    def suite(self) -> Suite:
        return self.parent.suite

    def runtest(self) -> None:
        from mdl_grade.suite.judging import run_check, subject_for
        from mdl_grade.suite.seed import Seed

        key = Seed.practice().of(self.suite.id, "")
        subject = subject_for(self.suite, _wall(self.config), self.suite.solution.whole, key)
        try:
            subject.start()
            run_check(self.name, subject)
        finally:
            subject.close()

    def reportinfo(self) -> tuple[Path, int, str]:
        code = self.check.function.__code__
        return self.path, code.co_firstlineno - 1, f"{self.suite.id}::{self.name}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from mdl_grade.checks import CheckFailed
        from mdl_grade.report.wording import message

        if isinstance(excinfo.value, CheckFailed):
            return f"{self.check.title}\n{excinfo.value.where}: {message(excinfo.value.evidence)}"
        return super().repr_failure(excinfo, style)


def _wall(config: pytest.Config) -> Wall:
    """Return the session's wall, built when it is first needed."""
    from mdl_grade.sandbox.wall import Wall

    if WALL not in config.stash:
        config.stash[WALL] = Wall()
        config.add_cleanup(config.stash[WALL].close)
    return config.stash[WALL]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SuiteModule | None:
    """Take files that are suites of a course, and no others."""
    if file_path.suffix != ".py" or "suites" not in file_path.parts:
        return None
    return SuiteModule.from_parent(parent, path=file_path) if _course(parent.config, file_path) else None


def _course(config: pytest.Config, suite: Path) -> Course | None:
    """Return the course that a file is a suite of; the same object for all suites of a session."""
    from mdl_grade.course.course import course_of

    courses = config.stash.setdefault(COURSES, {})
    if suite.parents[1] not in courses:
        courses[suite.parents[1]] = course_of(suite)
    return courses[suite.parents[1]]


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Any:
    """Keep pytest's own collector from importing a suite, also when it is named on the command line."""
    if "suites" in module_path.parts and _course(parent.config, module_path):
        return Nothing.from_parent(parent, path=module_path, name=f"{module_path.name} (as a module)")
    return None


class Nothing(pytest.File):
    """What pytest's own collector makes of a suite: nothing."""

    def collect(self) -> Iterable[pytest.Item]:
        return ()
