"""When work came in is read as platforms write it, or refused: nobody is late because of a guess."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mdl_grade.errors import UsageError
from mdl_grade.exchange.nbgrader import parse_stamp
from mdl_grade.exchange.times import parse_time, read_times, times_of

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 6, 10, 14, 14)
TIMES = {
    "Wednesday, 10 June 2026, 2:14 PM": AT,
    "Wednesday, 10 June 2026, 2:14\u202fPM": AT,
    "Wednesday, 10 June 2026, 14:14": AT,
    "Wednesday, June 10, 2026, 2:14 PM": AT,
    "10 June 2026, 2:14 PM": AT,
    "10/06/26, 14:14": None,
    "25/06/26, 14:14:00": AT.replace(day=25),
    "6/25/2026, 2:14 PM": AT.replace(day=25),
    "06/06/26, 14:14": AT.replace(day=6),
    "Wednesday, 10 June 2026, 12:14 AM": AT.replace(hour=0),
    "Wednesday, 10 June 2026, 12:14 PM": AT.replace(hour=12),
    "Wednesday, 10 June 2026, 14:14 PM": None,
    "Mittwoch, 10. Juni 2026, 14:14": None,
    "31 June 2026, 2:14 PM": None,
    "2026-06-10T14:14:00Z": AT.replace(tzinfo=UTC),
    "2026-06-10 14:14": AT,
    "yesterday": None,
}


@pytest.mark.parametrize(("text", "time"), TIMES.items())
def test_times(text, time):
    """What has one meaning has that, and everything else none."""
    assert parse_time(text) == time


STAMPS = {
    "2026-06-10 14:14:00.5 CEST": "12:14:00.500000+00:00",
    "2026-06-10 14:14:00 +02": "12:14:00+00:00",
    "2026-06-10 14:14:00 UTC+02:00": "12:14:00+00:00",
    "2026-06-10 14:14:00 Europe/Berlin": "12:14:00+00:00",
    "2026-06-10 14:14:00 -0930": "23:44:00+00:00",
    "2026-06-10 14:14:00 EDT": "18:14:00+00:00",
    "2026-06-10 14:14:00 +99:99": None,
    "2026-06-10 14:14:00 CST": None,
    "2026-06-10 14:14:00 IST": None,
    "2026-06-10 14:14:00": None,
}


@pytest.mark.parametrize(("text", "utc"), STAMPS.items())
def test_stamps_of_nbgrader(text, utc):
    """In every zone that they come in; abbreviations of several zones are none."""
    found = parse_stamp(text)
    assert (found and found.astimezone(UTC).timetz().isoformat()) == utc


def test_clocks_that_were_told():
    """The course's own zone reads its own abbreviation, and stamps without any."""
    assert parse_stamp("2026-06-10 14:14:00 IST", ZoneInfo("Asia/Kolkata")).astimezone(UTC).hour == 8
    assert parse_stamp("2026-06-10 14:14:00", BERLIN).astimezone(UTC).hour == 12
    assert parse_stamp("2026-06-10 14:14:00 CST", BERLIN) is None


WORKSHEET = (
    "Identifier,Full name,Status,Grade,Last modified (submission),Last modified (grade)\n"
    'Participant 101,Ada,Submitted,,"Wednesday, 10 June 2026, 2:14 PM",-\n'
    "Participant 102,Bob,No submission,,-,-\n"
    'Participant 103,Cy,Submitted,,"Wednesday, 10 June 2026, 3:00 PM",-\n'
)
LOG = (
    "Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address\n"
    '"25/06/26, 10:00",Ada,-,x,Assignment,Course module viewed,,web,\n'
    '"10/06/26, 14:14",Ada,-,x,Assignment,A submission has been submitted.,,web,\n'
    '"10/06/26, 13:00",Ada,-,x,File submissions,Submission created.,,web,\n'
    '"11/06/26, 13:00",Cy,-,x,File submissions,Submission updated.,,web,\n'
)
OWN = "learner;received\nAda_101;2026-06-10T14:14:00+02:00\nCy_103;\n"


def read(tmp_path, text, zone=BERLIN):
    (tmp_path / "times.csv").write_text(text)
    return read_times(tmp_path / "times.csv", zone)


def test_tables(tmp_path):
    """Moodle's worksheet and one's own table; learners are found by number or name."""
    found, missed = times_of(read(tmp_path, WORKSHEET), ["Ada_101", "Bob_102"])
    assert found == {"Ada_101": datetime(2026, 6, 10, 12, 14, tzinfo=UTC)}
    assert [one.name for one in missed] == ["Cy_103"]
    assert times_of(read(tmp_path, OWN, None), ["Ada_101"])[0] == found


def test_moodles_log(tmp_path):
    """The last event with which work came in; whether days come first is told by the other dates, or not at all."""
    with pytest.raises(UsageError, match="no time that is understood"):
        read(tmp_path, LOG)
    told = LOG + '"25/06/26, 09:00",Di,-,x,File submissions,Submission created.,,web,\n'
    found, _ = times_of(read(tmp_path, told), ["Ada_101", "Cy_103", "Di_104"])
    assert found["Ada_101"] == datetime(2026, 6, 10, 12, 14, tzinfo=UTC)
    assert found["Cy_103"] == datetime(2026, 6, 11, 11, tzinfo=UTC)


MISTAKES = {
    "no zone": (WORKSHEET, None, "have no time zone"),
    "no columns": ("learner,path\na,b\n", BERLIN, "no columns that tell"),
    "another language": (WORKSHEET.replace("10 June", "10. Juni"), BERLIN, "Row 2 .* no time that is understood"),
}


@pytest.mark.parametrize(("text", "zone", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_said(tmp_path, text, zone, said):
    """With the row."""
    with pytest.raises(UsageError, match=said):
        read(tmp_path, text, zone)
