"""One pytest session that grades any number of answers.

Public pytest API alone: `pytest.main`, a plugin object, `pytest_runtestloop`, `pytest_runtest_protocol`. Collection
happens once; an answer costs its checks. Nothing in the surroundings (environment, working directory, files beside
the suites, other plugins) takes part: each guard below has a test that removes it and sees the hazard bite.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from mdl_grade.errors import CourseError, GraderError, GraderFault
from mdl_grade.records.model import Status
from mdl_grade.suite import plugin
from mdl_grade.suite.judging import Verdict, blocked, charged, verdict_of
from mdl_grade.suite.precedents import Precedents
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite

GRADING_INI = Path(__file__).with_name("grading.ini")

UNNEEDED = (
    "cacheprovider capture debugging doctest faulthandler junitxml legacypath logging pastebin recwarn setuponly "
    "setupplan skipping stepwise subtests terminal terminalprogress threadexception tmpdir unittest "
    "unraisableexception warnings monkeypatch"
).split()

Judge: TypeAlias = Callable[[Suite, Subject], list[Verdict]]
Drive: TypeAlias = Callable[["Session"], None]


@contextmanager
def no_pytest_environment() -> Iterator[None]:
    """Hide `PYTEST_*`: ADDOPTS and PLUGINS are read even with `-c` and `--disable-plugin-autoload`."""
    taken = {
        name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_") or name == "PY_COLORS"
    }
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = written
        os.environ.update(taken)


class Session:
    """A plugin object: takes over the test loop and hands itself to `drive`, which may give it `precedents`."""

    precedents: Precedents | None = None

    def __init__(self, drive: Drive) -> None:
        self._drive = drive
        self._items: dict[str, list[plugin.CheckItem]] = {}
        self._failure: BaseException | None = None
        self.errors: list[str] = []
        self.raised: BaseException | None = None

    @property
    def suites(self) -> dict[str, Suite]:
        return {exercise: items[0].suite for exercise, items in self._items.items()}

    def judge(self, suite: Suite, subject: Subject, only: Collection[str] | None = None) -> list[Verdict]:
        """Run all checks of a suite on one started answer; or `only` some, among them all that they need."""
        verdicts: dict[str, Verdict] = {}
        for item in self._items[suite.id]:
            if only is not None and item.name not in only:
                continue
            needs = [suite.name_of(needed) for needed in item.check.needs]
            missing = [name for name in needs if verdicts[name].status is not Status.PASSED]
            if missing and verdicts[missing[0]].status is Status.NOT_ATTEMPTED:
                verdicts[item.name] = Verdict(item.name, Status.NOT_ATTEMPTED)
            elif missing and all(verdicts[name].status is Status.GRADER_ERROR for name in missing):
                verdicts[item.name] = Verdict(item.name, Status.GRADER_ERROR, verdicts[missing[0]].evidence)
            elif missing:
                verdicts[item.name] = blocked(item.name, suite.checks[missing[0]].title)
            else:
                verdicts[item.name] = self._precedent(item, subject) or self._verdict(item, subject)
        return list(verdicts.values())

    def _precedent(self, item: plugin.CheckItem, subject: Subject) -> Verdict | None:
        return self.precedents.verdict(item.name, subject) if self.precedents else None

    def _verdict(self, item: plugin.CheckItem, subject: Subject) -> Verdict:
        failure = self._run(item, subject)
        if isinstance(failure, GraderError | MemoryError):  # not the answer's: once more, on a new worker
            failure = self._run(item, subject)
        verdict = verdict_of(item.name, failure, subject)
        ours = isinstance(failure, GraderError | MemoryError)
        if verdict.status is Status.GRADER_ERROR and not ours and self._holds_for_reference(item, subject):
            return charged(verdict, failure)
        return self.precedents.remember(verdict, subject) if self.precedents else verdict

    def _holds_for_reference(self, item: plugin.CheckItem, subject: Subject) -> bool:
        control = plugin.control_subject(item.config, item.suite)
        control.key = subject.key
        try:
            control.start()
            return self._run(item, control) is None
        finally:
            control.close()

    def _run(self, item: plugin.CheckItem, subject: Subject) -> BaseException | None:
        self._failure = None
        item.config.stash[plugin.SUBJECT] = subject
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return self._failure

    # --- pytest's hooks
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            if isinstance(item, plugin.CheckItem):
                self._items.setdefault(item.suite.id, []).append(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[Any]:
        report = yield
        if call.excinfo is not None and self._failure is None:
            self._failure = call.excinfo.value
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool:
        if not self.errors:
            try:
                self._drive(self)
            except BaseException as error:  # pytest would print INTERNALERROR and swallow it, Ctrl-C too
                self.raised = error
        return True


def arguments(suites: Sequence[Path]) -> list[str]:
    """Return pytest's command line: nothing is looked up in the surroundings."""
    blocked_plugins = [word for name in UNNEEDED for word in ("-p", f"no:{name}")]
    guards = ["-c", str(GRADING_INI), "--rootdir", str(GRADING_INI.parent), "--noconftest", "--disable-plugin-autoload"]
    return [*guards, "--assert=plain", "-p", "mdl_grade.suite.plugin", *blocked_plugins, *map(str, suites)]


def run_session(suites: Sequence[Path], wall: Any, drive: Drive) -> None:
    """Collect `suites` once and call `drive(session)`; what it raises is raised here.

    Raises
    ------
    CourseError
        If a suite does not load.
    GraderFault
        If pytest ends in a way that it should not.
    """
    session = Session(drive)
    suite_prints = io.StringIO()
    with no_pytest_environment(), redirect_stdout(suite_prints):
        code = pytest.main(arguments(suites), plugins=[_Stash(wall), session])
    if session.raised is not None:
        raise session.raised
    if session.errors:
        raise CourseError("A suite does not load:\n" + "\n".join(session.errors), "`mdl-grade dev check` shows more.")
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise GraderFault(f"pytest ended with {code!r}.", "This is a fault of the grader.")


class _Stash:
    """Hands the wall to the session's config."""

    def __init__(self, wall: Any) -> None:
        self._wall = wall

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.WALL] = self._wall
