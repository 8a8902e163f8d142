"""Who is who: learners are renamed, made one and left out, and everything can be undone."""

import pytest
from click.testing import CliRunner

from mdl_grade.batch.enrolled import EnrolledLearner, enrol
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.cli import command
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.look import to_look_at
from mdl_grade.gradebook.marks import apply, by_learner
from mdl_grade.gradebook.overrides import in_force, lapsed, record
from mdl_grade.intake import Answer

X, Y = "chapter10/x", "chapter10/y"


@pytest.fixture
def folder(make_class, work):
    """Return a class: ada handed in twice, under two names; bob once."""
    return make_class(
        {
            "ada": work({X: "ppp", Y: "pff"}, None),
            "Ada L": work({X: "pff", Y: "ppf"}, None),
            "bob": work({X: "ppf", Y: "ppp"}, None),
        }
    )


def learners(folder, *words, code=0):
    done = CliRunner().invoke(command, ["learners", str(folder), *words, "--author", "me", "--reason", "seen"])
    assert done.exit_code == code, done.output
    return done.output


def marks(folder):
    with Ledger.open(folder) as ledger:
        return {
            (mark.learner, mark.exercise.partition("/")[2]): int(mark.final)
            for mark in apply(Gradebook(ledger).marks(), overrides=in_force(ledger))
        }


BEFORE = {
    ("ada", "x"): 7,
    ("ada", "y"): 1,
    ("Ada L", "x"): 1,
    ("Ada L", "y"): 3,
    ("bob", "x"): 3,
    ("bob", "y"): 7,
}


def test_a_learner_is_renamed(folder):
    """Marks and overrides go with the work; undone, all is as it was, what was said meanwhile included."""
    record(folder, "bob", X, 5, author="me", reason="seen")
    learners(folder, "--rename", "bob", "Robert")
    assert (marks(folder)["Robert", "x"], marks(folder)["Robert", "y"]) == (5, 7)
    assert "Robert: 1 submission; found under bob" in learners(folder)
    record(folder, "Robert", Y, 2, author="me", reason="seen")
    record(folder, "Robert", X, 4, author="me", reason="seen")
    learners(folder, "--undo", "Robert")
    assert marks(folder) == {**BEFORE, ("bob", "x"): 4, ("bob", "y"): 2}


def test_two_are_made_one(folder):
    """The later answer counts, whatever falls is told; undone, they are two again."""
    record(folder, "ada", X, 6, author="me", reason="seen")
    told = learners(folder, "--merge", "Ada L", "ada")
    assert f"A mark fell: ada, {X}: 6 of 7 points before, 1 of 7 now: another answer counts." in told
    assert marks(folder) == {("ada", "x"): 1, ("ada", "y"): 3, ("bob", "x"): 3, ("bob", "y"): 7}
    with Ledger.open(folder) as ledger:
        assert [one.why for one in lapsed(ledger)] == ["another answer was handed in since"]
    learners(folder, "--undo", "ada")
    assert marks(folder) == {**BEFORE, ("ada", "x"): 6}


def test_somebody_is_left_out(folder):
    """And comes back."""
    learners(folder, "--remove", "bob")
    assert {who for who, _ in marks(folder)} == {"ada", "Ada L"}
    assert "bob: 1 submission; left out" in learners(folder)
    learners(folder, "--undo", "bob")
    assert marks(folder) == BEFORE


def test_what_comes_later_is_theirs_too(folder):
    """A decision holds for what is handed in afterwards under the same name."""
    learners(folder, "--merge", "Ada L", "ada")
    learners(folder, "--remove", "bob")
    with Writer.open(folder) as ledger:
        ledger.begin_run("", {}, {"mode": "practice", "value": 0}, {})
        ledger.begin_intake()
        with ledger.transaction():
            for name in ("Ada L", "bob"):
                answers = {X: Answer("x = 1", "new", "x.py")}
                ledger.take(Taken(name, f"class/{name}", None, 1, False, answers), {X: "key"})
        ledger.end_intake(())
        assert {row[0] for row in ledger.rows("SELECT learner FROM submissions WHERE called = 'Ada L'")} == {"ada"}
        assert {row[0] for row in ledger.rows("SELECT removed FROM submissions WHERE called = 'bob'")} == {1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rename", "bob", "ada"), "Are they one?"),
        (("--merge", "bob", "eve"), "no other learner"),
        (("--merge", "bob", "bob"), "no other learner"),
        (("--remove", "eve"), "no learner called"),
        (("--undo", "bob"), "Nothing is decided"),
        (("--remove", "bob", "--undo", "bob"), "one thing at a time"),
    ],
)
def test_mistakes_are_said(folder, words, said):
    """And change nothing."""
    with pytest.raises(Exception, match=said):
        CliRunner().invoke(
            command,
            ["learners", str(folder), *words, "--author", "me", "--reason", "seen"],
            catch_exceptions=False,
            standalone_mode=False,
        )
    assert marks(folder) == BEFORE


def test_who_is_enrolled_and_left_out_is_listed(folder):
    """It is not said that there is a row where there is none."""
    with Writer.open(folder) as ledger:
        enrol(ledger, [EnrolledLearner("ada"), EnrolledLearner("bob"), EnrolledLearner("Ada L")])
    learners(folder, "--remove", "bob")
    with Ledger.open(folder) as ledger:
        book = Gradebook(ledger)
        told = [str(one) for one in to_look_at(book, by_learner(book.marks())) if one.learner == "bob"]
    assert told == ["bob: has no row: what was handed in is left out"]
