"""`mdl-grade report show`: one report in the forms for people; see test_ci_formats for services."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from mdl_grade.cli.grade import exit_code
from mdl_grade.cli.reports import report_group
from mdl_grade.errors import ExitCode
from mdl_grade.records.model import Report
from mdl_grade.report import html, markdown
from mdl_grade.report.encoding import encode


@pytest.fixture
def show(tmp_path: Path, samples: dict[str, Report]) -> Callable[..., bytes]:
    """Return what the command prints of a sample."""

    def run(name: str, *options: str) -> bytes:
        file = tmp_path / "report.json"
        file.write_bytes(encode(samples[name]))
        done = CliRunner().invoke(report_group, ["show", str(file), *options])
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    return run


def test_a_report_can_be_shown_in_each_form(
    show: Callable[..., bytes], sample: Report, samples: dict[str, Report]
) -> None:
    """The renderers' own text, as UTF-8, also of reports that hold what UTF-8 can't say."""
    (name,) = (name for name, report in samples.items() if report == sample)
    assert show(name, "--format", "json") == encode(sample)
    if name != "hostile":
        assert show(name, "--format", "html").decode() == html.render(sample)
        assert show(name, "--format", "markdown").decode() == markdown.render(sample)
    assert show(name, "--format", "html").decode().startswith("<!doctype html>")
    assert show(name) == show(name, "--format", "terminal")


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    """With the forms that there are."""
    done = CliRunner().invoke(report_group, ["show", str(tmp_path / "x"), "--format", "pdf"])
    assert done.exit_code == 2
    assert "markdown" in done.output


@pytest.mark.parametrize("fail_under", [None, 0.0, 50.0])
def test_no_gate_opens_by_a_fault_of_the_grader(fail_under: float | None, samples: dict[str, Report]) -> None:
    """However few points are asked for, what the grader failed on is not passed."""
    report = samples["grader_error"]
    assert exit_code(report, fail_under) is ExitCode.GRADER_FAULT
    passed = msgspec.structs.replace(samples["all_passed"].exercises[0], id="chapter10/another")
    both = msgspec.structs.replace(report, exercises=(passed, *report.exercises))
    assert exit_code(both, fail_under) is ExitCode.GRADER_FAULT
