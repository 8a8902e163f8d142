"""CSV and JSON lines: what is written gives the marks back."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mdl_grade.errors import UsageError
from mdl_grade.gradebook.marks import Mark, Override
from mdl_grade.gradebook.policy import Lateness
from mdl_grade.gradebook.tables import COLUMNS, from_csv, from_json_lines, to_csv, to_json_lines
from mdl_grade.records.model import Status

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
times = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
numbers = st.integers(0, 99)


@st.composite
def marks(draw):
    learner, exercise = draw(words), draw(words)
    made = st.builds(
        Override, numbers, st.just(learner), st.just(exercise), numbers, author=words, reason=words, time=times
    )
    return Mark(
        learner=learner,
        exercise=exercise,
        status=draw(st.sampled_from(Status)),
        points=draw(numbers),
        max_points=draw(numbers),
        full_points=draw(numbers),
        received=draw(st.none() | times),
        key=draw(words),
        override=draw(st.none() | made),
        lateness=Lateness(draw(numbers), draw(st.decimals(0, 100, places=2))),
        weight=draw(st.decimals(0, 9, places=3)),
    )


def named(name):
    return Mark(name, "chapter10/relu", Status.PASSED, 3, 4, 4)


HOSTILE = (
    "", "a,b", 'say "a"', "=1+1", "+1", "-1", "@sum(A1)", "\t=1", "\r=1", "'=1", "''=1", "'a", "a\nb", "a\r\nb", "null",
    "\\x0a", "محمد بن موسى", "\u202eada", "a\0b", " =1", "＝1", "\ufeffa", "1e5", "NaN",
)  # fmt: skip


@pytest.mark.parametrize(("write", "read"), [(to_csv, from_csv), (to_json_lines, from_json_lines)])
@settings(derandomize=True, deadline=None, max_examples=40)
@given(rows=st.lists(marks(), max_size=5))
@example(rows=[named(name) for name in HOSTILE])
def test_round_trip(write, read, rows):
    """Reading back gives equal marks, whatever the names are made of."""
    assert read(write(rows)) == rows


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_is_a_formula(name):
    """No spreadsheet sees a cell that begins with what it would compute, nor one of several lines."""
    text = to_csv([named(name)])
    (cells,) = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")) for cell in cells)
    assert len(text.splitlines()) == 2


def test_what_counts_is_in_the_row():
    """Beside the machine's points stand the override, the penalty, and what counts after both."""
    by = Override(1, "ada", "e", 6, "Me", "Read by hand", datetime(2026, 1, 1, tzinfo=UTC))
    mark = Mark("ada", "e", Status.FAILED, 3, 4, 7, override=by, lateness=Lateness(1, Decimal(25)))
    row = json.loads(to_json_lines([mark]))
    assert (row["points"], row["max_points"]) == (3, 4)
    assert (row["override_points"], row["penalty_percent"], row["final"], row["maximum"]) == (6, "25", "4.50", 7)


@pytest.mark.parametrize(
    "text",
    ["", "learner,points\r\nada,3\r\n", ",".join(COLUMNS) + "\r\nada\r\n", ",".join(COLUMNS) + "\r\n" + "," * 17],
)
def test_another_table_is_refused(text):
    with pytest.raises(UsageError):
        from_csv(text)


@pytest.mark.parametrize("document", [b"{}", b"[", b'{"learner": "ada"}'])
def test_other_lines_are_refused(document):
    with pytest.raises(UsageError):
        from_json_lines(document)
