"""Reports for pull requests: annotations, check runs, code quality, JUnit. What an answer printed can do nothing there."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.cli.reports import report_group
from mdl_grade.intake import locate
from mdl_grade.records.evidence import NotLoaded, Raised
from mdl_grade.records.model import Output, Report, Submission
from mdl_grade.report import github, gitlab, junit
from mdl_grade.report.annotations import FileLine, Level, annotated, places_of
from mdl_grade.report.encoding import encode

PIECES = [
    "::error file=x::gone", "::set-output name=x::1", "##[add-mask]x", "##vso[task.complete]", "\n::stop-commands::x\n", "%0A::error::x",
    "</system-out>", "]]>", "<!--", "<script>", "<img src=x onerror=y>", "</details>", "`", "```", "&lt;", "@everyone", "![](https://x/y.png)",
    "\x1b[2J", "\x00", "\x85", "\u2028", "\u202e", "\ud800", "\ufffe", "\r", "\n", "\n\n", '"', "'", ":", ",", "%", "x", " ",
]  # fmt: skip
texts = st.text(st.characters(), max_size=20) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
EVERYWHERE = settings(derandomize=True, deadline=None)


@pytest.fixture(scope="module")
def evil(samples: dict[str, Report]) -> Report:
    return samples["hostile"]


def filled(report: Report, text: str) -> Report:
    """Put a text wherever a report has one that is not ours, and twice the same check."""
    raised = Raised(exception=text, text=text, line=1, source=text, case=text, call="call")
    check = msgspec.structs.replace(report.exercises[0].checks[0], title=text, message=f"x {text}", evidence=raised)
    only = msgspec.structs.replace(
        report.exercises[0],
        title=text,
        checks=(check, msgspec.structs.replace(check, id="second")),
        output=Output(stdout=f"o{text}", stderr=f"e{text}"),
        warnings=(f"w{text}",),
    )
    return msgspec.structs.replace(report, exercises=(only,), submission=Submission(label=f"s{text}", files=1))


def seen(text: str, allowed: str = "\n\t") -> bool:
    return all(c in allowed or unicodedata.category(c)[0] != "C" for c in text) and not set(text) & set("\u2028\u2029")


def obeyed(log: str) -> list[str]:
    """Return the lines that a service obeys, as its runner looks for them."""
    return [line for line in log.splitlines() if re.match(r"\s*::", line) or "##[" in line]


# --- no text does anything ------------------------------------------------------------------------------------------
@EVERYWHERE
@given(text=texts)
def test_in_a_log_only_our_own_commands_are_obeyed(text: str, evil: Report) -> None:
    """One error for each thing that is wrong and one notice, in the very lines that harmless words give."""
    plain, hostile = (github.commands(filled(evil, words)) for words in ("words", text))
    assert hostile.count("\n") == plain.count("\n") == len(hostile.splitlines())
    assert [line.partition(" ")[0] for line in hostile.splitlines()][:-1] == ["::error"]
    assert hostile.splitlines()[-1] == plain.splitlines()[-1]
    assert seen(hostile)


@EVERYWHERE
@given(text=texts)
def test_junit_is_xml_that_reads_as_the_text(text: str, evil: Report) -> None:
    """A parser finds the same elements; no text is markup, no name stands twice, and no line of a log is a command."""
    plain, hostile = (junit.render(filled(evil, words)) for words in ("words", text))
    tree = ET.fromstring(hostile)
    assert [element.tag for element in tree.iter() if not element.tag.startswith("system")] == [
        element.tag for element in ET.fromstring(plain).iter() if not element.tag.startswith("system")
    ]
    cases = [(case.get("classname"), case.get("name")) for case in tree.iter("testcase")]
    assert len(set(cases)) == len(cases) == 2
    assert all(seen(element.text or "") for element in tree.iter())
    assert not obeyed(hostile.decode())


@EVERYWHERE
@given(text=texts)
def test_json_for_services_holds_visible_text(text: str, evil: Report) -> None:
    """In GitHub's check run and GitLab's code quality: nothing invisible, and what is shown as Markdown is escaped."""
    report = filled(evil, text)
    check = msgspec.json.decode(github.check_run(report))
    (entry,) = msgspec.json.decode(gitlab.code_quality(report))
    for annotation in check["output"]["annotations"]:
        assert seen(annotation["message"])
        assert seen(annotation["title"], "")
    assert seen(entry["description"], "")
    assert "<script" not in check["output"]["summary"].replace("```", "")[:200]
    assert not obeyed(github.check_run(report).decode())
    assert not obeyed(gitlab.code_quality(report).decode())


# --- what is told ---------------------------------------------------------------------------------------------------
def test_each_thing_that_is_wrong_is_told_once(samples: dict[str, Report]) -> None:
    """What costs most comes first; faults of the grader come last and cost nothing; what is right has no annotation."""
    told = annotated(samples["mixed"])
    assert [one.points for one in told] == sorted((one.points for one in told), reverse=True)
    averaged = [one for one in told if one.exercise == "chapter10/dense_backward"]
    assert [(one.title, len(one.checks)) for one in averaged] == [("dense_backward: 5 points lost", 3)]
    assert "db is averaged over the batch" in averaged[0].message
    assert not [one for one in told if one.exercise == "chapter10/fully_connected_layer"]
    assert len({one.fingerprint for one in told}) == len(told)
    assert [one.level for one in annotated(samples["grader_error"])] == [Level.FAULT]
    assert annotated(samples["all_passed"]) == annotated(samples["nothing_attempted"]) == ()


def test_lines_are_those_of_the_files(tmp_path: Path, samples: dict[str, Report]) -> None:
    """The line that raised; else that of the first function; a notebook is named, and lines of its cells are none of its own."""
    folder = tmp_path / "chapter10"
    folder.mkdir()
    (folder / "dense_backward.py").write_text('"""Prompt."""\n\nimport numpy as np\n\n\ndef dense_backward(dY): ...\n')
    (folder / "two_bugs.ipynb").write_bytes(
        msgspec.json.encode(
            {
                "nbformat": 4,
                "nbformat_minor": 5,
                "metadata": {},
                "cells": [{"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": []}],
            }
        )
    )
    report = samples["mixed"]
    exercises = [exercise.id for exercise in report.exercises if exercise.id.startswith("chapter10")]
    places = places_of(report, locate(exercises, tmp_path, here=tmp_path).read, "work/")
    assert places["chapter10/dense_backward"] == FileLine("work/chapter10/dense_backward.py", 6)
    assert places["chapter10/two_bugs"] == FileLine("work/chapter10/two_bugs.ipynb", 1)
    lines = {one.exercise: one.place for one in annotated(report, places)}
    assert lines["chapter11/softmax"] == FileLine("chapter11/softmax.py", 21)
    assert lines["chapter11/cross_entropy"].line in (1, 17)
    assert lines["chapter10/dense_backward"].line == 6


@pytest.mark.parametrize(
    "evidence", [Raised(exception="E", text="", line=3, cell=2), NotLoaded(reason="r", line=3, cell=2)]
)
def test_a_cells_line_is_no_line_of_the_file(evidence: Raised | NotLoaded, samples: dict[str, Report]) -> None:
    """Rather the first line than a wrong one."""
    exercise = samples["hostile"].exercises[0]
    check = msgspec.structs.replace(exercise.checks[0], evidence=evidence)
    report = msgspec.structs.replace(
        samples["hostile"], exercises=(msgspec.structs.replace(exercise, checks=(check,)),)
    )
    assert {one.place.line for one in annotated(report)} == {1}


@pytest.mark.parametrize(
    ("name", "conclusion"),
    [
        ("all_passed", "success"),
        ("mixed", "failure"),
        ("nothing_attempted", "neutral"),
        ("grader_error", "neutral"),
        ("official", "failure"),
    ],
)
def test_a_check_run_concludes_as_the_report(name: str, conclusion: str, samples: dict[str, Report]) -> None:
    """No fault of the grader and no untouched stub is a failure; nothing is a success but that all is passed."""
    body = msgspec.json.decode(github.check_run(samples[name]))
    assert body["conclusion"] == conclusion
    assert "head_sha" not in body
    assert len(body["output"]["summary"]) < 65_536


def test_services_are_sent_no_more_than_they_take(samples: dict[str, Report]) -> None:
    """Ten commands, fifty annotations, whatever fails."""
    (failing,) = (e for e in samples["mixed"].exercises if e.id.endswith("dense_backward"))
    many = tuple(msgspec.structs.replace(failing, id=f"chapter10/e{i}") for i in range(200))
    report = msgspec.structs.replace(samples["mixed"], exercises=many)
    assert github.commands(report).count("::error ") == 10
    assert len(msgspec.json.decode(github.check_run(report))["output"]["annotations"]) == 50
    assert len({entry["fingerprint"] for entry in msgspec.json.decode(gitlab.code_quality(report))}) == 200


def test_junit_counts_as_the_report_does(sample: Report) -> None:
    """Checks that failed are failures, what raised or never ended is an error, the rest that is not passed is skipped."""
    tree = ET.fromstring(junit.render(sample))
    statuses = [check.status.value for exercise in sample.exercises for check in exercise.checks]
    ends = {
        "failures": ["failed"],
        "errors": ["error", "timeout"],
        "skipped": ["blocked", "not_attempted", "grader_error"],
    }
    for name, words in ends.items():
        told = sum(status in words for status in statuses)
        assert int(tree.get(name, "")) == sum(int(suite.get(name, "")) for suite in tree.iter("testsuite")) == told
    assert int(tree.get("tests", "")) == len(list(tree.iter("testcase"))) == len(statuses)
    points = [int(held.get("value", "")) for held in tree.iter("property") if held.get("name") == "points"]
    assert sum(points) == sample.score.points


@pytest.mark.parametrize("form", ["github", "github-check", "gitlab", "junit"])
def test_each_form_can_be_asked_for(form: str, tmp_path: Path, samples: dict[str, Report]) -> None:
    """By the command, with the folder that the chapters are in."""
    file = tmp_path / "report.json"
    file.write_bytes(encode(samples["mixed"]))
    done = CliRunner().invoke(report_group, ["show", str(file), "--format", form, "--folder", "work"])
    assert done.exit_code == 0, done.output
    assert "work/chapter10/dense_backward.py" in done.output
