"""Platforms' own tables, filled in: as their importers read them, and byte for byte the same otherwise."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.errors import UsageError
from mdl_grade.exchange.filling import Left, fill_canvas, fill_moodle
from mdl_grade.gradebook.returned import ReturnedMark


def mark(points, maximum=10, **about):
    return ReturnedMark(Decimal(points), Decimal(maximum), **about)


def moodle_reads(content):
    """Read a worksheet as Moodle's importer does: UTF-8, commas, exact headers, ids behind "Participant "."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    identifier, grade, _ = (rows[0].index(name) for name in ("Identifier", "Grade", "Last modified (grade)"))
    feedback = rows[0].index("Feedback comments")
    return {row[identifier][len("Participant ") :]: (row[grade], row[feedback]) for row in rows[1:] if row}


def canvas_reads(content, title):
    """Read a gradebook as Canvas's importer does: the last comma or dot of a number is its decimal point."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    column = rows[0].index(title)
    read = {}
    for row in rows[1:]:
        if row[1].isdigit():
            whole, dot, rest = row[column].replace(",", ".").rpartition(".")
            read[row[1]] = whole.replace(".", "") + dot + rest
    return read


HEADER = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments"
)
WORKSHEET = (
    f"\ufeff{HEADER}\n"
    'Participant 101,"Lovelace, ""Ada""",a@x,"Submitted, late",,10.00,Yes,"Friday, 20 November 2026, 1:00 PM",-,\n'
    'Participant 102,Zoë,z@x,Submitted,9.00,10.00,Yes,-,-,"Well\ndone"\r\n'
    "Participant 103,Bob,b@x,No submission,,10.00,No,-,-,\n"
    "Participant 104,Cy,c@x,Submitted,,10.00,Yes,-,-,\n"
    '"Participant 105",Di,d@x,Submitted,"",10.00,Yes,-,-,'
).encode()
MARKS = {
    'Lovelace, "Ada"_101': mark("7.25", feedback="x: 7.25 of 10 <3, late"),
    "Zoë_102": mark(8, feedback="x: 8 of 10."),
    "Bob_103": mark(0),
    "Robert": mark(10),
    "Di_105": mark(3, open="1 still to be graded"),
    "Eve_106": mark(4),
}


def test_moodles_worksheet():
    """Grades by number, whatever learners are called now; everybody who is left out is named."""
    filled = fill_moodle(WORKSHEET, MARKS, {"Cy_104": "Robert"})
    assert moodle_reads(filled.content) == {
        "101": ("7.25", "x: 7.25 of 10 &lt;3, late"),
        "102": ("8.00", "Well\ndone"),
        "103": ("", ""),
        "104": ("10.00", ""),
        "105": ("", ""),
    }
    assert filled.grades == 3
    assert filled.left == {
        Left.KEPT: ("Zoë_102",),
        Left.LOWER: ("Zoë",),
        Left.LOCKED: ("Bob_103",),
        Left.OPEN: ("Di_105 (1 still to be graded)",),
        Left.MISSING: ("Eve_106",),
    }
    plain = (
        filled.content.replace(b",7.25,", b",,").replace(b",8.00,", b",9.00,").replace(b",10.00,10.00,", b",,10.00,")
    )
    assert plain.replace(b'"x: 7.25 of 10 &lt;3, late"', b"") == WORKSHEET
    assert fill_moodle(filled.content, MARKS, {"Cy_104": "Robert"}).content == filled.content


def test_another_maximum_and_another_decimal_mark():
    """A grade is the same share of Moodle's maximum, written with Moodle's decimal mark; that it is scaled is said."""
    text = f'{HEADER}\nParticipant 1,Ada,,,,"100,00",Yes,-,-,\n'
    filled = fill_moodle(text.encode(), {"Ada_1": mark("2.5", 3)}, {})
    assert filled.content.decode() == text.replace(',,,,"100', ',,,"83,33","100')
    assert filled.scaled == "3 points here are 100 there"


EXPORT = (
    b"Student,ID,SIS User ID,SIS Login ID,Section,Homework 9 (76),Homework 10 (77),Homework Current Score (78),Total (9)\r\n"
    b"    Points Possible,,,,,10,10,(read only),(read only)\r\n"
    b'"Lovelace, Ada",101,,al,"One, and Two",5,,1,1\r\n'
    b"Bob,102,,bo,One,,EX,1,1\r\n"
    b"Cy,103,,cy,One,,,1,1\r\n"
    b'"Student, Test",,,x,One,,,,\r\n'
)


def test_canvas():
    """One assignment, which must be said if there are several; what is excused stays excused."""
    marks = {"lovelaceada_101": mark("1234.5", 1234.5), "bob_102": mark(1), "eve_9": mark(1)}
    filled = fill_canvas(EXPORT, marks, {}, "homework 10")
    assert canvas_reads(filled.content, "Homework 10 (77)") == {"101": "10.00", "102": "EX", "103": ""}
    assert filled.content == EXPORT.replace(b"5,,1,1", b"5,10.00,1,1")
    assert filled.left == {Left.LOCKED: ("bob_102",), Left.UNKNOWN: ("Cy",), Left.MISSING: ("eve_9",)}
    for title, said in {"": "2 assignments fit", "Current": "0 assignments fit", "Homework 9 x": "Say which"}.items():
        with pytest.raises(UsageError, match=said):
            fill_canvas(EXPORT, marks, {}, title)


def test_what_is_no_such_table_is_refused():
    """In words, with what to do."""
    with pytest.raises(UsageError, match="not Moodle's grading worksheet"):
        fill_moodle(EXPORT, {}, {})
    with pytest.raises(UsageError, match="not the gradebook that Canvas"):
        fill_canvas(WORKSHEET, {}, {})
    with pytest.raises(UsageError, match="is not UTF-8"):
        fill_moodle(WORKSHEET.decode().encode("utf-16"), {}, {})


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=6)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(CELL, CELL, st.booleans()), max_size=5), end=st.sampled_from(["\n", "\r\n"]))
def test_all_other_bytes_stay(rows, end):
    """Whatever cells hold, and however they are quoted: taking the grades out again gives the table as it was."""
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if rows and rows[0][2] else csv.QUOTE_MINIMAL
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerow(["Identifier", "Full name", "Grade", "Last modified (grade)", "Feedback comments"])
    writer.writerows([f"Participant {i}", name, "", more, ""] for i, (name, more, _) in enumerate(rows))
    before = text.getvalue().encode()
    marks = {f"x_{i}": mark(i, feedback='a "b", c') for i in range(len(rows))}
    filled = fill_moodle(before, marks, {})
    assert filled.grades == len(rows)
    assert moodle_reads(filled.content) == {str(i): (f"{i}.00", 'a "b", c') for i in range(len(rows))}
    empty = {name: ReturnedMark(m.points, m.maximum, open="x") for name, m in marks.items()}
    assert fill_moodle(before, empty, {}).content == before
