"""Who is enrolled is read from every table that a spreadsheet or a platform writes, and from nothing else."""

import pytest

from mdl_grade.batch.enrolled import EnrolledLearner, attendance
from mdl_grade.errors import UsageError
from mdl_grade.exchange.enrolment import read_enrolment

PLAIN = "learner\nada\nbob\n"
TWO = "learner;name\nada;Ada L\nbob;Bob\n"
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments\n"
    'Participant 101,"Lovelace, Ada",a@x,,,8.00,Yes,-,-,\n'
    "Participant 102,Bob,b@x,,,8.00,Yes,-,-,\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 10 (77)\n"
    "    Points Possible,,,,,10\n"
    '"Lovelace, Ada",101,u1,al,One,\n'
    "Bob,102,u2,bo,One,\n"
)
BOTH = ["ada", "bob"]
NUMBERED = ["Lovelace, Ada_101", "Bob_102"]
ROSTERS = {
    "comma": (PLAIN, BOTH),
    "two columns by semicolon": (TWO, BOTH),
    "tab": (TWO.replace(";", "\t"), BOTH),
    "byte order mark": ("\ufeff" + PLAIN, BOTH),
    "UTF-16, as Excel calls Unicode": (TWO.replace(";", "\t").encode("utf-16"), BOTH),
    "Excel's sep=": ("sep=;\n" + TWO, BOTH),
    "Excel's sep= in quotes": ('"sep=;"\r\n' + TWO.replace("\n", "\r\n"), BOTH),
    "sep= and a mark": ("\ufeffsep=\t\n" + TWO.replace(";", "\t"), BOTH),
    "empty rows": ("\n\nlearner;name\n;\nada;Ada L\n;;;\n\nbob;Bob\n;\n", BOTH),
    "spaces": (" learner , name\n ada ,x\n  bob, y \n", BOTH),
    "capitals": ("LEARNER\nada\nbob\n", BOTH),
    "no newline at its end": ("learner\nada\nbob", BOTH),
    "carriage returns": (PLAIN.replace("\n", "\r\n"), BOTH),
    "commas and quotes in names": ('learner\n"Lovelace, ""Ada"""\nO\'Neil\n', ['Lovelace, "Ada"', "O'Neil"]),
    "a comma in a name, semicolons between": ("learner;name\nLovelace, Ada;x\nbob;y\n", ["Lovelace, Ada", "bob"]),
    "other letters": ("learner\nZoë\n王小明\n", ["Zoë", "王小明"]),
    "more columns": ("email,learner,group\na@x,ada,1\nb@x,bob,2\n", BOTH),
    "GitHub Classroom": ("identifier,github_username,github_id,name\nu1,ada,1,Ada\nu2,bob,2,Bob\n", BOTH),
    "nbgrader": ("id,last_name,first_name,email\nada,L,Ada,a@x\nbob,B,Bob,b@x\n", BOTH),
    "Moodle's worksheet": (MOODLE, NUMBERED),
    "Moodle's worksheet with a mark": ("\ufeff" + MOODLE, NUMBERED),
    "Canvas's gradebook": (CANVAS, ["lovelaceada_101", "bob_102"]),
    "Canvas's gradebook by semicolon": (
        CANVAS.replace('"Lovelace, Ada"', "Lovelace Ada").replace(",", ";"),
        ["lovelaceada_101", "bob_102"],
    ),
}


@pytest.mark.parametrize(("content", "names"), ROSTERS.values(), ids=ROSTERS)
def test_rosters(tmp_path, content, names):
    """Each with the names that it has."""
    path = tmp_path / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert [one.name for one in read_enrolment(path)] == names


NO_ROSTERS = {
    "no such column": ("who,what\na,b\n", "no column that tells who"),
    "nothing": ("", "no column that tells who"),
    "nobody": ("learner\n\n", "names nobody"),
    "somebody twice": ("learner\nada\nada\n", "names 'ada' twice"),
    "a column twice": ("learner,learner\na,b\n", "several columns called learner"),
    "too long a row": ("learner,name\na,b,c\n", "line 2 has more cells"),
    "an open quote": ('learner\n"ada\n', "can't be read"),
    "Latin-1": ("learner\nZoë\n".encode("latin-1"), "can't be read"),
}


@pytest.mark.parametrize(("content", "said"), NO_ROSTERS.values(), ids=NO_ROSTERS)
def test_what_is_no_roster_is_said(tmp_path, content, said):
    """Nobody is left out because of a guess."""
    path = tmp_path / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError, match=said):
        read_enrolment(path)


def test_who_is_there():
    """By the platform's number, by name in any Unicode form, by the name without a number; namesakes are asked about."""
    ada, zoe, bo, cy = (
        EnrolledLearner("Ada_101", "101"),
        EnrolledLearner("Zoe\u0308"),
        EnrolledLearner("Bo"),
        EnrolledLearner("u4", "", ("cy",)),
    )
    there = attendance([ada, zoe, bo, cy], ["Countess_101", "Zo\u00eb", "Bo_1", "Bo_2", "CY"])
    assert dict(there.present) == {ada: "Countess_101", zoe: "Zo\u00eb", bo: None, cy: "CY"}
    assert there.strangers == ("Bo_1", "Bo_2")
