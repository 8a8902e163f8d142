"""Progress for people, for logs, for programs."""

import io
import json

import pytest

from mdl_grade.batch.progress import Bar, Count, JsonLines, Lines, in_words, sentence


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def pass_through(progress, clock, total=100, pace=1.0):
    with progress:
        for done in range(1, total + 1):
            clock.now += pace
            progress.show(Count(done, 0, total, done * pace))


@pytest.mark.parametrize(("pace", "most"), [(0.01, 2), (1.0, 21), (100.0, 21)])
def test_logs_are_short(pace, most):
    """However long a batch takes, a log gets a line every few seconds and every five percent, and the last."""
    said, clock = [], Clock()
    pass_through(Lines(said.append, clock), clock, pace=pace)
    assert 1 <= len(said) <= most
    assert said[-1].startswith("100 of 100 answers graded")


def test_a_line_tells_rate_failures_and_time_left():
    """In words."""
    assert sentence(Count(50, 2, 1200, 10.0)) == (
        "50 of 1,200 answers graded, 5.0/s, 2 could not be graded, 4 min left"
    )
    assert sentence(Count(1200, 0, 1200, 240.0)) == "1,200 of 1,200 answers graded, 5.0/s"
    assert sentence(Count(0, 0, 7, 0.0)) == "0 of 7 answers graded, 0.0/s"


def test_programs_get_one_object_a_line():
    """With numbers that add up; nobody knows the time left at the beginning."""
    said, clock = [], Clock()
    progress = JsonLines(said.append, clock)
    progress.show(Count(0, 0, 4, 0.0))
    clock.now = 1.0
    progress.show(Count(2, 1, 4, 1.0))
    progress.note("A\nworker was lost.")
    first, second, note = map(json.loads, said)
    assert first["left"] is None
    assert second == {"kind": "progress", "done": 2, "failed": 1, "total": 4, "seconds": 1.0, "rate": 2.0, "left": 1.0}
    assert note == {"kind": "note", "text": "A\nworker was lost."}
    assert all("\n" not in line for line in said)


def test_a_bar_draws_itself():
    """And notes stand above it; what looks like markup is text."""
    stream = io.StringIO()
    clock = Clock()
    bar = Bar(stream)
    with bar:
        bar.note("[red]lost")
        bar.show(Count(3, 0, 4, 1.0))
    assert "[red]lost" in stream.getvalue()
    pass_through(Bar(io.StringIO()), clock)


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (89, "89 s"), (100, "2 min"), (7200, "2.0 h")])
def test_times_as_people_say_them(seconds, words):
    """Seconds, minutes, hours."""
    assert in_words(seconds) == words
