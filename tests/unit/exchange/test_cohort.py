"""A class's work is read alike from whatever a learning platform makes of it."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdl_grade.errors import UsageError
from mdl_grade.exchange import LAYOUT_NAMES, open_class
from mdl_grade.exchange.nbgrader import parse_stamp
from mdl_grade.intake import Answer, Problem

OURS = settings(
    derandomize=True, deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EXERCISES = ("chapter10/dense_backward", "chapter10/mse_with_grad")
ONE = EXERCISES[:1]
NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "bob = 1"}]}).encode()


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    return content.getvalue()


def tarred(files):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, one in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(one)
            archive.addfile(member, io.BytesIO(one))
    return gzip.compress(content.getvalue(), 1)


@pytest.fixture(params=["folder", "zip", "tar.gz"])
def lay_out(request, tmp_path):
    """Write a class's files, by name, as a folder or an archive; return where."""

    def lay_out(files, name="class"):
        if request.param != "folder":
            path = tmp_path / f"{name}.{request.param}"
            path.write_bytes(zipped(files) if request.param == "zip" else tarred(files))
            return path
        return write(tmp_path / name, files)

    return lay_out


def write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def marks(path, exercises=EXERCISES, **options):
    """Return what everybody handed in: the text, or None if nothing, or the reason."""
    with open_class(path, exercises, **options) as cohort:
        return {
            entry.learner: [
                a.text if isinstance(a, Answer) else None if a.missing else a.reason
                for a in cohort.answers(entry).values()
            ]
            for entry in cohort.entries
        }


def refused(path, exercises=EXERCISES, **options):
    with open_class(path, exercises, **options) as cohort:
        return {one.name: one.reason for one in cohort.refused}


ADA = {"dense_backward.py": b"ada = 1", "mse_with_grad.py": b"ada = 2"}
BOB = {"dense_backward.py": b"bob = 1"}
CLASS = {"ada": ["ada = 1", "ada = 2"], "bob": ["bob = 1", None]}


def under(prefix, files):
    return {f"{prefix}{name}": content for name, content in files.items()}


# --- the plain layout
@pytest.mark.parametrize("wrapper", ["", "submissions/"])
@pytest.mark.parametrize("inner", ["", "chapter10/", "hw1/", "hw1/chapter10/"])
def test_a_folder_for_each_learner(lay_out, wrapper, inner):
    """With or without chapter folders, and wherever archives put their wrapping folder."""
    files = under(f"{wrapper}ada/{inner}", ADA) | under(f"{wrapper}bob/{inner}", BOB)
    assert marks(lay_out(files)) == CLASS


def test_an_archive_for_each_learner(lay_out):
    """Side by side with folders; what is neither is told."""
    files = {"ada.zip": zipped(under("work/", ADA)), **under("bob/", BOB), "grades.csv": b"", "cy.tgz": b"damaged"}
    path = lay_out(files)
    reason = "cy.tgz is neither a folder nor a zip or tar archive."
    assert marks(path) == CLASS | {"cy": [reason, reason]}
    assert refused(path) == {"grades.csv": "is neither a folder nor an archive"}


def test_a_file_for_each_learner(lay_out):
    """For one exercise: scripts and notebooks called as the learner is."""
    path = lay_out({"ada.py": b"ada = 1", "bob.ipynb": NOTEBOOK, "notes.txt": b""})
    assert marks(path, ONE) == {"ada": ["ada = 1"], "bob": ["# %% cell 1\nbob = 1\n"]}
    assert list(refused(path, ONE)) == ["notes.txt"]
    with pytest.raises(UsageError, match="does not look like"):
        marks(path, EXERCISES)


def test_two_submissions_of_one_learner_without_an_order_are_not_guessed_about(lay_out):
    """The learner stays in the list, with the reason in the place of marks."""
    path = lay_out({"ada.zip": zipped(ADA), **under("ada/", ADA), **under("bob/", BOB)})
    reason = "ada and ada.zip are of one learner, and one can count: take the others away, or make a roster."
    assert marks(path) == CLASS | {"ada": [reason, reason]}


def test_one_learners_work_is_not_taken_for_a_class(lay_out):
    """A workspace has chapters where a class has learners."""
    for name, files in {"chapters": under("chapter10/", ADA), "loose": ADA}.items():
        with pytest.raises(UsageError, match="One learner's work"):
            marks(lay_out(files, name))


def test_a_class_without_any_answer_is_a_mistake_and_not_a_class_of_zeros(lay_out):
    """The wrong folder, or the wrong target."""
    with pytest.raises(UsageError, match="does not look like a class's work on chapter10/dense_backward"):
        marks(lay_out({"ada/notes.txt": b"", "bob/notes.txt": b""}))


NAMES = st.text(st.characters(exclude_characters="/\0\\", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda name: not name.startswith((".", " ")) and name[1:2] != ":" and not name.endswith((".pth", ".pyc", "~", " "))
)


@OURS
@given(names=st.sets(NAMES, min_size=2, max_size=4))
def test_names_of_learners_are_kept_as_they_are(tmp_path_factory, names):
    """Commas, quotes, line ends, right-to-left text: data."""
    names |= {'Lovelace, "Ada"\n=1+1', "\u202eעדה"}
    folder = tmp_path_factory.mktemp("names")
    for i, name in enumerate(sorted(names)):
        write(folder / "class" / name, {"dense_backward.py": str(i).encode()})
    (folder / "class.zip").write_bytes(
        zipped({f"{name}/dense_backward.py": str(i).encode() for i, name in enumerate(sorted(names))})
    )
    with (folder / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["learner", "path"], *([name, f"class/{name}"] for name in sorted(names))])
    expected = {name: [str(i)] for i, name in enumerate(sorted(names))}
    for path in (folder / "class", folder / "class.zip", folder / "roster.csv"):
        assert marks(path, ONE) == expected


# --- learning platforms
def test_moodle_in_folders(lay_out):
    """Namesakes stay apart by the participant's number; typed text is told."""
    files = (
        under("Ada Lovelace_101_assignsubmission_file_/", ADA)
        | under("Ada Lovelace_102_assignsubmission_file_/hw/chapter10/", BOB)
        | {"Team 7_103_assignsubmission_file_/hw.zip": zipped(ADA)}
        | {"Bo_104_assignsubmission_onlinetext_/onlinetext.html": b"<p>x</p>"}
        | {"Bo_104_assignsubmission_file_/dense_backward.py": b"bo = 1"}
        | {"Cy_105_assignsubmission_onlinetext_/onlinetext.html": b"<p>x</p>"}
    )
    path = lay_out(files)
    assert marks(path) == {
        "Ada Lovelace_101": CLASS["ada"],
        "Ada Lovelace_102": CLASS["bob"],
        "Team 7_103": CLASS["ada"],
        "Bo_104": ["bo = 1", None],
        "Cy_105": [None, None],
    }
    assert set(refused(path)) == {"Bo_104_assignsubmission_onlinetext_", "Cy_105_assignsubmission_onlinetext_"}
    with open_class(path, EXERCISES) as cohort:
        assert cohort.layout == "Moodle's download of all submissions"


def test_moodle_flat(lay_out):
    """Without folders the file's name follows the prefix; folders inside a submission stay folders."""
    files = under("Ada Lovelace_101_assignsubmission_file_", ADA) | {
        "Bob_102_assignsubmission_file_dense_backward.py": b"bob = 1",
        "Cy_103_assignsubmission_file_chapter10/mse_with_grad.py": b"cy = 2",
        "Di_104_assignsubmission_file_work.zip": zipped(ADA),
    }
    assert marks(lay_out(files)) == {
        "Ada Lovelace_101": CLASS["ada"],
        "Bob_102": CLASS["bob"],
        "Cy_103": [None, "cy = 2"],
        "Di_104": CLASS["ada"],
    }


def test_canvas(lay_out):
    """A flat folder; what was handed in again counts, what was before is told."""
    files = {
        "lovelaceada_101_9001_dense_backward.py": b"ada = 0",
        "lovelaceada_101_9003_dense_backward-10.py": b"ada = 1",
        "lovelaceada_101_9002_dense_backward-9.py": b"ada = -1",
        "lovelaceada_101_9004_mse_with_grad.py": b"ada = 2",
        "bob_LATE_102_9005_dense_backward-1.py": b"bob = 1",
        "bob_103_9006_work.zip": zipped(ADA),
        "cy_104_text.html": b"<p>",
    }
    path = lay_out(files)
    assert marks(path) == {
        "lovelaceada_101": CLASS["ada"],
        "bob_102": CLASS["bob"],
        "bob_103": CLASS["ada"],
        "cy_104": [None, None],
    }
    with open_class(path, EXERCISES) as cohort:
        assert [entry.learner for entry in cohort.entries if entry.late] == ["bob_102"]
    told = refused(path)
    assert set(told) == {
        "lovelaceada_101_9001_dense_backward.py",
        "lovelaceada_101_9002_dense_backward-9.py",
        "cy_104_text.html",
    }
    assert told["lovelaceada_101_9001_dense_backward.py"].endswith("_9002_dense_backward-9.py") or told[
        "lovelaceada_101_9001_dense_backward.py"
    ].endswith("_9003_dense_backward-10.py")


def test_nbgrader(lay_out):
    """`submitted/STUDENT/ASSIGNMENT`, with the time from nbgrader's stamp."""
    files = (
        under("submitted/ada/ps1/", ADA | {"timestamp.txt": b"2026-03-01 12:00:00.5 Europe/Zurich"})
        | under("submitted/bob/ps1/", BOB | {"timestamp.txt": b"2026-03-01 12:00:00 UTC"})
        | {"submitted/cy/ps1/dense_backward.ipynb": NOTEBOOK, "submitted/readme.txt": b""}
    )
    path = lay_out(files)
    assert marks(path) == CLASS | {"cy": ["# %% cell 1\nbob = 1\n", None]}
    with open_class(path, EXERCISES) as cohort:
        ada, bob, cy = (entry.received for entry in cohort.entries)
    assert ada == datetime(2026, 3, 1, 12, 0, 0, 500_000, ZoneInfo("Europe/Zurich"))
    assert bob == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert cy is None
    assert list(refused(path)) == ["readme.txt"]


def test_nbgraders_assignment_is_the_chapter_or_the_only_one(lay_out):
    """Several assignments: the one called as the chapter; else it must be said which."""
    stamp = {"timestamp.txt": b"2026-03-01 12:00:00 UTC"}
    files = under("submitted/ada/chapter10/", ADA | stamp) | under("submitted/ada/chapter09/", BOB | stamp)
    path = lay_out(files)
    assert marks(path) == {"ada": CLASS["ada"]}
    assert refused(path) == {"ada/chapter09": "is another assignment than chapter10"}
    both = lay_out(under("submitted/ada/ps1/", ADA | stamp) | under("submitted/ada/ps2/", BOB | stamp), "two")
    with pytest.raises(UsageError, match="several assignments: ps1, ps2"):
        marks(both)


def test_github_classroom(lay_out):
    """Clones side by side; their repositories are seen and not touched."""
    git = {
        ".git/config": b"[core]\n\tfsmonitor = touch /tmp/mdl-grade-was-here\n",
        ".git/HEAD": b"ref: refs/heads/main",
    }
    files = under("hw1-submissions/hw1-ada/", ADA | git) | under("hw1-submissions/hw1-bob/chapter10/", BOB)
    files |= under("hw1-submissions/hw1-bob/", git) | {"hw1-submissions/readme.md": b""}
    path = lay_out(files)
    with open_class(path, EXERCISES) as cohort:
        assert cohort.layout == "clones of repositories, of the assignment hw1"
    assert marks(path) == CLASS


def test_names_of_clones_do_not_depend_on_who_is_there(lay_out):
    """The assignment is said, or read off `gh`'s folder, or shared by all; of a single clone it is asked."""
    git = {".git/HEAD": b"ref: refs/heads/main"}
    alike = under("hw1-anna-b/", ADA | git) | under("hw1-anna-c/", BOB | git)
    path = lay_out(alike)
    assert set(marks(path, assignment="hw1")) == {"anna-b", "anna-c"}
    assert set(marks(path)) == {"b", "c"}
    assert set(marks(path, assignment="")) == {"hw1-anna-b", "hw1-anna-c"}
    one = lay_out(under("hw1-anna-b/", ADA | git), "one")
    with pytest.raises(UsageError, match="nothing tells where the assignment's name ends"):
        marks(one)
    with open_class(one, EXERCISES, assignment="hw1") as cohort:
        assert ([entry.learner for entry in cohort.entries], cohort.assignment) == (["anna-b"], "hw1")
    mixed = lay_out(alike | under("hw2-dora/", ADA | git), "mixed")
    assert refused(mixed, assignment="hw1") == {
        "hw2-dora": "is no clone of the assignment hw1: its name does not begin with hw1-"
    }
    cloned = lay_out(under("hw1-submissions/", alike), "cloned")
    assert set(marks(cloned)) == {"anna-b", "anna-c"}


def test_what_could_be_two_layouts_is_asked_about(lay_out):
    """Time stamps say nbgrader, repositories say clones: --layout decides."""
    each = {"dense_backward.py": b"x", "ps1/timestamp.txt": b"", "ps1/dense_backward.py": b"y", ".git/HEAD": b""}
    path = lay_out(under("hw-ada/", each) | under("hw-bob/", each))
    with pytest.raises(UsageError, match="several ways: classroom, nbgrader"):
        marks(path)
    assert marks(path, layout="classroom") == {"ada": ["x", None], "bob": ["x", None]}
    assert marks(path, layout="nbgrader") == {"hw-ada": ["y", None], "hw-bob": ["y", None]}
    with pytest.raises(UsageError, match="layout canvas"):
        marks(path, layout="canvas")
    with pytest.raises(UsageError, match="no layout called"):
        marks(path, layout="blackboard")


# --- rosters
def test_a_roster_says_who_handed_in_what(tmp_path):
    """Folders, archives and files, with times; the latest counts, and what is missing is told."""
    write(tmp_path / "in", under("1/", BOB) | under("2/", ADA) | {"a.zip": zipped(ADA), "one.py": b"z"})
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "Learner, path ,RECEIVED\n"
        "ada,in/2,2026-03-01T12:00:00+01:00\n"
        "ada,in/1,2026-03-01T11:30:00+00:00\n"
        "ada,in/a.zip,2026-03-01T13:00:00Z\n"
        "bob,in/2,\nbob,in/1,2026-03-01T12:00:00Z\n"
        "cy,in/nowhere,\n",
        encoding="utf-8-sig",
    )
    assert marks(roster) == CLASS | {"cy": [None, None]}
    assert refused(roster) == {"in/nowhere": "is not there: it is in row 7, for cy"}
    with open_class(roster, EXERCISES) as cohort:
        assert [(e.learner, e.where, e.attempt) for e in cohort.entries] == [
            ("ada", "in/a.zip", 3), ("bob", "in/1", 2), ("cy", "in/nowhere", 1),
        ]  # fmt: skip
        assert [(e.learner, e.where) for e in cohort.superseded] == [("ada", "in/2"), ("ada", "in/1"), ("bob", "in/2")]
        assert cohort.entries[0].received == datetime(2026, 3, 1, 13, tzinfo=UTC)
        superseded = cohort.answers(cohort.superseded[0])
        assert superseded[EXERCISES[1]].text == "ada = 2"
    roster.write_text("learner,path\nada,in/one.py\n")
    assert marks(roster, ONE) == {"ada": ["z"]}


BAD_ROSTERS = {
    "no columns": ("who,what\na,b\n", "nor a roster"),
    "no header at all": ("", "nor a roster"),
    "a row without a learner": ("learner,path\n,b\n", "Row 2"),
    "a time without a zone": ("learner,path,received\na,b,2026-03-01T12:00:00\n", "no time with a zone"),
    "no time": ("learner,path,received\na,b,yesterday\n", "no time with a zone"),
    "an open quote": ('learner,path\n"ada,b\n', "can't be read"),
}


@pytest.mark.parametrize(("text", "reason"), BAD_ROSTERS.values(), ids=BAD_ROSTERS)
def test_a_roster_that_can_not_be_understood_is_refused(tmp_path, text, reason):
    """Nobody's marks depend on a guess."""
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(UsageError, match=reason):
        marks(tmp_path / "roster.csv")


STAMPS = {
    "2015-02-02 15:58:23.948203 America/Los_Angeles": datetime(2015, 2, 2, 23, 58, 23, 948203, UTC),
    "2026-03-01 12:00:00 UTC": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "2026-03-01T12:00:00+01:00": datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=1))),
    "2026-03-01 12:00:00": None,
    "2026-02-31 12:00:00 UTC": None,
    "2026-03-01 12:00:00 ../../etc/passwd": None,
    "2026-03-01 12:00:00 Nowhere/Land": None,
    "": None,
}


@pytest.mark.parametrize(("text", "time"), STAMPS.items())
def test_stamps_have_a_zone_or_are_no_times(text, time):
    """A time without a zone could be wrong by a day."""
    assert parse_stamp(text) == time


# --- classes as attackers would have them
def test_one_learner_can_not_spoil_the_class(lay_out):
    """Bombs, damaged archives and links cost their owner alone."""
    files = {f"l{i}.zip": zipped(ADA) for i in range(5)}
    bomb = zipped({"dense_backward.py": bytes(1 << 20), "mse_with_grad.py": b"x"})
    files |= {"bomb.zip": bomb, "cut.zip": zipped(ADA)[:-9], "outside.zip": zipped({"../../l0.zip": b""})}
    result = marks(lay_out(files))
    assert [result[f"l{i}"] for i in range(5)] == [CLASS["ada"]] * 5
    assert "no text shrinks so far" in result["bomb"][0]
    assert "damaged" in result["cut"][0]
    assert result["outside"] == [None, None]


def test_identity_comes_from_names_and_never_from_contents(lay_out):
    """A file that claims to be somebody else's is still its owner's."""
    claim = b"# learner: ada\n__author__ = 'ada'\n"
    path = lay_out(under("ada/", ADA) | {"bob/dense_backward.py": claim, "bob/roster.csv": b"learner,path\nada,."})
    assert marks(path) == CLASS | {"bob": [claim.decode(), None]}


def test_answers_are_read_when_they_are_asked_for(tmp_path):
    """Opening a class reads no answer, so its size does not matter."""
    folder = write(tmp_path / "class", under("ada/", ADA) | under("bob/", BOB))
    with open_class(folder, EXERCISES) as cohort:
        (folder / "ada" / "dense_backward.py").write_bytes(b"changed")
        assert cohort.answers(cohort.entries[0])[EXERCISES[0]].text == "changed"
        (folder / "ada" / "dense_backward.py").unlink()
        assert isinstance(cohort.answers(cohort.entries[0])[EXERCISES[0]], Problem)


def test_all_layouts_have_names_to_choose_them_by():
    """What --layout offers."""
    assert set(LAYOUT_NAMES) == {"learners", "moodle", "canvas", "nbgrader", "classroom", "roster"}
