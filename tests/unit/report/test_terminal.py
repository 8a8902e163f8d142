"""The report for people."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdl_grade
from mdl_grade.records.evidence import Raised
from mdl_grade.records.model import Confidence, Diagnosis, Output, Report, Score, Submission
from mdl_grade.report.page import Page
from mdl_grade.report.terminal import render
from mdl_grade.report.text import columns, printable
from mdl_grade.report.views import for_learner

AGAIN = "mdl-grade chapter10"
ANSI = re.compile(r"\x1b\[\d+m")


def shown(report: Report, **options: Any) -> str:
    defaults: dict[str, Any] = {"width": 100, "color": False, "unicode": True, "again": AGAIN}
    options = defaults | options
    page = Page(options.pop("width"), color=options.pop("color"), unicode=options.pop("unicode"))
    render(page, for_learner(report), **options)
    return page.finished()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("all_passed", {}),
        ("mixed", {}),
        ("mixed", {"verbose": True}),
        ("mixed", {"width": 40, "unicode": False}),
        ("mixed", {"width": 40, "unicode": False, "verbose": True}),
        ("nothing_attempted", {}),
        ("grader_error", {}),
        ("grader_error", {"verbose": True, "color": True}),
        ("official", {}),
        ("hostile", {}),
        ("hostile", {"unicode": False, "color": True}),
    ],
)
def test_the_page_looks_as_reviewed(
    name: str, options: dict[str, Any], samples: dict[str, Report], golden: Callable[[str, str], None]
) -> None:
    """Pages are those of the golden files."""
    words = "".join(f".{key}" if value is True else f".{key}-{value}" for key, value in sorted(options.items()))
    golden(f"{name}{words}.txt", shown(samples[name], **options))


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("width", [40, 60, 100])
def test_lines_fit(width: int, verbose: bool, sample: Report) -> None:
    """No line is wider than the terminal, down to 40 columns, with one more where a command was broken; imports
    and commands to be pasted are not broken."""
    for line in shown(sample, width=width, verbose=verbose).splitlines():
        assert line.startswith(("from ", "Hint:  mdl-grade", "Again: mdl-grade")) or columns(line) <= width + (
            ":\\:" in line
        )


def test_ascii_is_enough(sample: Report) -> None:
    """Without Unicode, nothing but ASCII is printed."""
    assert shown(sample, unicode=False, verbose=True).isascii()


def test_colour_carries_no_meaning(sample: Report) -> None:
    """Without its colours, a page is the same text."""
    colored = shown(sample, color=True)
    assert ANSI.search(colored)
    assert ANSI.sub("", colored) == shown(sample)


def test_statuses_differ_by_marks(samples: dict[str, Report]) -> None:
    """Passed, failed, not started and a fault of the grader have marks of their own."""
    text = shown(samples["mixed"]) + shown(samples["grader_error"])
    for mark in "✓✗·!":
        assert re.search(rf"(?m)^{mark} ", text)


def test_the_last_line_says_how_to_go_on(samples: dict[str, Report]) -> None:
    """The file to edit and the command to run stand at the end, where the eye is."""
    lines = shown(samples["mixed"]).splitlines()
    assert lines[-4] == "Next:  chapter10/dense_backward.py"
    assert lines[-1] == f"Again: {AGAIN}"
    (only,) = [e for e in samples["mixed"].exercises if e.id == "chapter11/softmax"]
    syntax = msgspec.structs.replace(samples["mixed"], exercises=(only,))
    assert "Next:  chapter11/softmax.py:21\n" in shown(syntax)


def test_one_file_is_named_as_it_is_called(samples: dict[str, Report]) -> None:
    """Where a single file was graded, its own name is told."""
    assert "Next:  dense_backward.py\n" in shown(samples["official"])


def test_one_failure_is_told_in_full(samples: dict[str, Report]) -> None:
    """A cause is said once, with the first check that fails by it in full; what ends the same way is only counted."""
    text = shown(samples["mixed"])
    first = text.split("two_bugs")[0]
    assert first.count("should be 0.875") == 1
    assert first.count("db is averaged over the batch: 3 checks, 5 points.") == first.count("averaged") == 1
    assert "\ndense_backward(dY=np.array(" in first
    assert "2 more checks end the same way." in text
    assert text.index("db is not summed") < text.index("Not explained by that:")


def test_a_call_is_never_broken_inside_a_string(samples: dict[str, Report]) -> None:
    """A call with a text in it stays on one line, so that it can be pasted."""
    call = "f('a long text with many blanks that would be broken if it were wrapped at forty columns')"
    report = with_raised(samples["hostile"], Raised(exception="ValueError", text="", call=call))
    assert f"\n{call}\n" in shown(report, width=40)


def test_blocked_checks_say_what_they_wait_for(samples: dict[str, Report]) -> None:
    """Below a single cause it is that one; below several, the title of the needed check is told, not its id."""
    assert "Waiting until that is right:" in shown(samples["mixed"])
    exercise = next(e for e in samples["mixed"].exercises if e.id == "chapter10/dense_backward")
    unexplained = [msgspec.structs.replace(check, diagnosis=None) for check in exercise.checks]
    several = msgspec.structs.replace(exercise, checks=tuple(unexplained))
    text = shown(msgspec.structs.replace(samples["mixed"], exercises=(several,)))
    assert 'Waiting for "dX, dW and db are right: for a batch, for a square layer, for a single sample.":' in text


@pytest.mark.parametrize(("name", "told"), [("mixed", "partial"), ("hostile", "cooperative"), ("all_passed", "")])
def test_weak_isolation_is_told(name: str, told: str, samples: dict[str, Report]) -> None:
    """A page says so if the code was not fully walled in, and is silent if it was."""
    text = shown(samples[name])
    assert (f"Isolation was {told}" in text) == bool(told)
    assert ("Isolation" in text) == bool(told)


def test_curves_are_drawn(samples: dict[str, Report]) -> None:
    """A curve is drawn beside the reference's where its check is shown in full, and left out without points."""
    text = shown(samples["mixed"], verbose=True)
    assert re.search(r"\n      loss over step\n( +[\d.]* [│┤].*\n){12} +└─{60}\n", text)
    assert "over step" not in shown(samples["official"], verbose=True)


def with_raised(report: Report, raised: Raised, **exercise: Any) -> Report:
    check = msgspec.structs.replace(report.exercises[0].checks[0], evidence=raised, message=raised.text)
    only = msgspec.structs.replace(report.exercises[0], checks=(check,), **exercise)
    return msgspec.structs.replace(report, exercises=(only,))


HOSTILE = st.text(st.sampled_from(" \n\t\r:#[]x\x1b\x07\x9b\u202e\u200b\ud800\u2028é损")) | st.sampled_from(
    ["::error::x", " ::x", "##[x]", "a\r::b", "\x1b]0;x\x07", "{0.__class__}", "%s%d", "x" * 70 + "::y"]
)


@settings(derandomize=True, deadline=None)
@given(text=HOSTILE, width=st.sampled_from([20, 40, 100]), unicode=st.booleans())
def test_no_text_harms_a_terminal_or_a_log(text: str, width: int, unicode: bool, samples: dict[str, Report]) -> None:
    """Whatever a learner's code says, and wherever: no control characters, no workflow commands."""
    raised = Raised(exception=text, text=text, line=1, source=text, case=text, call=text)
    report = with_raised(
        samples["hostile"], raised, output=Output(stdout=text, stderr=text), warnings=(text,), title=text
    )
    report = msgspec.structs.replace(report, submission=Submission(label=text, files=1))
    page = shown(report, width=width, color=False, unicode=unicode, verbose=True, again=text)
    assert printable(page) == page
    assert not re.search(r"(?m)^\s*::", page)
    assert "##[" not in page


def test_an_empty_report_is_a_page(samples: dict[str, Report]) -> None:
    """With no exercise left to show, the score and the command are still told."""
    report = msgspec.structs.replace(samples["all_passed"], exercises=(), score=Score(points=0, max_points=0))
    assert shown(report) == f"0 of 0 points, 0 of 0 exercises done (0.4 s).\nAgain: {AGAIN}\n"


def test_a_page_is_there_at_once() -> None:
    """Rendering loads none of the heavy libraries: a learner waits for it."""
    code = (
        "import sys, mdl_grade.report.terminal, mdl_grade.report.views, mdl_grade.report.encoding\n"
        "print(sorted({'numpy', 'jsonschema', 'rich', 'click'} & set(sys.modules)))"
    )
    path = {"PYTHONPATH": str(Path(mdl_grade.__file__).parents[1])}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)
    assert run.stdout == "[]\n"


def test_a_hint_may_hold_braces(samples: dict[str, Report]) -> None:
    """Text is never taken for a format."""
    report = samples["hostile"]
    diagnosis = Diagnosis(labels=("{x} is %s",), confidence=Confidence.CERTAIN, source="cause", hint="{0}")
    check = msgspec.structs.replace(report.exercises[0].checks[0], diagnosis=diagnosis)
    only = msgspec.structs.replace(report.exercises[0], checks=(check,))
    assert "{x} is %s: 1 check, 1 point. {0}" in shown(msgspec.structs.replace(report, exercises=(only,)))
