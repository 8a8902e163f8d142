"""A ledger without names has none anywhere in its bytes, and the same marks; who is forgotten is gone from every page."""

import zlib

import pytest
from click.testing import CliRunner

from mdl_grade.batch.enrolled import EnrolledLearner, enrol, enrolled_in
from mdl_grade.batch.ledger import FILE, Ledger
from mdl_grade.batch.writer import Writer
from mdl_grade.cli import command
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.comments import comment
from mdl_grade.gradebook.decisions import new
from mdl_grade.gradebook.falls import begin
from mdl_grade.gradebook.marks import apply, by_learner
from mdl_grade.gradebook.overrides import in_force, record
from mdl_grade.gradebook.overview import overview

X, Y = "chapter10/x", "chapter10/y"
NAMES = ("Ada Lovelace", "Zoë O'Neil", "Robertson")


@pytest.fixture
def folder(make_class, work):
    """Return a class in which names are wherever they can be."""
    made = make_class(
        {
            "Ada Lovelace": work({X: "pfp", Y: "ppp"}),
            "Zoë O'Neil": work({X: "pff", Y: "nnn"}),
            "Robertson": work({X: "pff", Y: "ppf"}, None),
            "Rob": work({X: "ppf", Y: "ppp"}),
        }
    )
    record(made, "Ada Lovelace", X, 6, author="Zoë O'Neil", reason="Robertson said so")
    comment(made, new("Zoë O'Neil", "", author="Ada Lovelace", reason="r"), "Dear Robertson")
    run(made, "--rename", "Robertson", "Bob Robertson", *SIGNED)
    with Writer.open(made) as ledger:
        ledger.event("note", "Ada Lovelace and Robertson")
        ledger.execute("UPDATE runs SET command = 'mdl-grade batch chapter10 /home/Robertson/class'")
        begin(ledger)
        enrol(ledger, [EnrolledLearner(name) for name in (*NAMES, "Rob")])
    return made


SIGNED = ("--author", "Robertson", "--reason", "Zoë O'Neil")


def run(folder, *words, code=0):
    done = CliRunner().invoke(command, ["learners", str(folder), *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def everything(folder):
    """Return all bytes of a ledger's files, and what is packed in it."""
    content = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    with Ledger.open(folder) as ledger:
        blobs = [row[0] for row in ledger.rows("SELECT result FROM results UNION SELECT content FROM texts")]
    return content + b"".join(zlib.decompress(blob) for blob in blobs)


def points(folder):
    with Ledger.open(folder) as ledger:
        learners = by_learner(apply(Gradebook(ledger).marks(), overrides=in_force(ledger)))
        overview(Gradebook(ledger), learners)
        return {own.learner: own.final for own in learners}


def test_a_copy_without_names(folder, tmp_path):
    """No name, no text, no digest of the original is in it; marks and overrides are; the original is as it was."""
    before, marks = everything(folder), points(folder)
    with Ledger.open(folder) as ledger:
        digests = [row["digest"].encode() for row in ledger.rows("SELECT digest FROM results")]
    assert all(name.encode() in before for name in NAMES)
    assert "4 learners without names" in run(folder, "--anonymise", tmp_path / "out")
    after = everything(tmp_path / "out")
    for secret in (*(name.encode() for name in NAMES), b"# pfp", b"answer.py", b"/home", *digests):
        assert secret not in after
    assert sorted(points(tmp_path / "out").values()) == sorted(points(folder).values())
    assert set(points(tmp_path / "out")) == {"learner-1", "learner-2", "learner-3", "learner-4"}
    assert points(folder) == marks
    run(folder, "--anonymise", tmp_path / "out", code=1)


def test_numbers_tell_nothing(folder, tmp_path):
    """Neither numbers of learners nor of submissions nor the order of results follow the alphabet in each copy."""
    seen = set()
    for i in range(8):
        run(folder, "--anonymise", tmp_path / str(i))
        with Ledger.open(tmp_path / str(i)) as ledger:
            received = "SELECT group_concat(received IS NULL) FROM (SELECT received FROM submissions ORDER BY {})"
            seen |= {tuple(ledger.value(received.format(order)) for order in ("id", "learner"))}
    assert len(seen) > 2


def test_somebody_is_forgotten(folder):
    """Every trace is gone, under all names; others keep theirs, who are called alike, too."""
    before = points(folder)
    no = CliRunner().invoke(command, ["learners", str(folder), "--forget", "Rob"], input="n\n")
    assert "Nothing was deleted" in str(no.exception)
    assert points(folder) == before
    run(folder, "--forget", "Bob Robertson", "--yes")
    assert points(folder) == {name: mark for name, mark in before.items() if name != "Bob Robertson"}
    after = everything(folder)
    left = after.replace(b"Robertson said so", b"").replace(b"Dear Robertson", b"")
    assert b"Robertson" not in left
    assert b"# ppf" in after
    with Ledger.open(folder) as ledger:
        assert [one.name for one in enrolled_in(ledger)] == ["Ada Lovelace", "Zoë O'Neil", "Rob"]
    run(folder, "--forget", "Rob", "--yes")
    run(folder, "--forget", "Zoë O'Neil", "--yes")
    assert set(points(folder)) == {"Ada Lovelace"}
    assert b"# ppf" not in everything(folder)
    assert FILE in {path.name for path in folder.iterdir()}
