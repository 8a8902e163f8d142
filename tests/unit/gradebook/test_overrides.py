"""Overrides stand beside the machine's marks, and are never deleted."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner

from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Writer
from mdl_grade.cli import command
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import apply, by_learner
from mdl_grade.gradebook.overrides import history, in_force, lapsed, record
from mdl_grade.gradebook.overview import overview
from mdl_grade.gradebook.policy import Policy
from mdl_grade.gradebook.tables import from_csv, from_json_lines, to_csv, to_json_lines

X = "chapter10/x"

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def results(make_class, work):
    return make_class(
        {"ada": work({"chapter10/x": "pff"}), "=emmy": work({"chapter10/x": "ppg", "chapter10/y": "ppp"})}
    )


def marks(folder, policy=None):
    with Ledger.open(folder) as ledger:
        found = apply(Gradebook(ledger).marks(), *([policy] if policy else []), overrides=in_force(ledger))
    return {(mark.learner, mark.exercise): mark for mark in found}


def test_the_machines_mark_stays(results):
    """An override decides what counts; points and maximum of the machine stay as they were."""
    made = record(results, "ada", "x", 6, author="Me", reason="b is right", now=NOON)
    mark = marks(results)["ada", "chapter10/x"]
    assert (mark.points, mark.max_points, mark.final, mark.maximum) == (1, 7, 6, 7)
    assert (mark.override.author, mark.override.reason, mark.override.time) == ("Me", "b is right", NOON)
    assert made.id == mark.override.id


def test_withdrawn_and_not_deleted(results):
    """A later record withdraws an earlier one; both stay in the history."""
    for points, reason in ((6, "first"), (5, "second"), (None, "third")):
        record(results, "ada", "chapter10/x", points, author="Me", reason=reason)
    with Ledger.open(results) as ledger:
        entries = history(ledger)
    assert [(e.points, e.reason, e.withdrawn_by) for e in entries] == [
        (6, "first", 2),
        (5, "second", 3),
        (None, "third", None),
    ]
    assert marks(results)["ada", "chapter10/x"].override is None


def test_lateness_applies_to_an_override(results):
    """An override speaks of the work, not of when it came in."""
    record(results, "ada", "x", 6, author="Me", reason="r")
    late = Policy(deadline=datetime(2026, 11, 19, 13, tzinfo=UTC), penalty=Decimal(25))
    assert marks(results, late)["ada", "chapter10/x"].final == Decimal("4.5")


def test_an_override_is_measured_by_the_whole_exercise(results):
    """Where the grader failed on a check, the machine's maximum leaves it out, and a person's does not."""
    mark = marks(results)["=emmy", "chapter10/x"]
    assert (mark.points, mark.max_points) == (3, 3)
    record(results, "=emmy", "x", 7, author="Me", reason="r")
    mark = marks(results)["=emmy", "chapter10/x"]
    assert (mark.final, mark.maximum) == (7, 7)


@pytest.mark.parametrize(
    ("learner", "exercise", "points", "author", "reason"),
    [
        ("bob", "x", 1, "Me", "r"),
        ("ada", "y", 1, "Me", "r"),
        ("ada", "x", 8, "Me", "r"),
        ("ada", "x", -1, "Me", "r"),
        ("ada", "x", 1, " ", "r"),
        ("ada", "x", 1, "Me", ""),
        ("ada", "x", None, "Me", "nothing is in force"),
    ],
)
def test_what_can_not_be(results, learner, exercise, points, author, reason):
    with pytest.raises(UsageError) as error:
        record(results, learner, exercise, points, author=author, reason=reason)
    assert error.value.next_step
    with Ledger.open(results) as ledger:
        assert history(ledger) == []


def test_totals_are_weighted(results):
    """The weights of a policy multiply points and maximum."""
    heavy = Policy(weights={"chapter10/y": Decimal("0.5")})
    with Ledger.open(results) as ledger:
        emmy, ada = by_learner(apply(Gradebook(ledger).marks(), heavy))
    assert (emmy.final, emmy.maximum, emmy.points, emmy.max_points) == (Decimal("6.5"), Decimal("10.5"), 10, 10)
    assert ada.share == 1 / 7


def why(folder):
    with Ledger.open(folder) as ledger:
        return [(one.entry.learner, one.entry.points, one.why) for one in lapsed(ledger)]


def test_an_override_lapses_with_another_answer(results, make_class, work):
    """What somebody said of one answer is not said of the next: it is listed, and counts no more."""
    record(results, "ada", "x", 6, author="Me", reason="b is right")
    assert why(results) == []
    make_class({"ada": work({"chapter10/x": "ppp"})})
    mark = marks(results)["ada", "chapter10/x"]
    assert (mark.override, mark.final, mark.maximum) == (None, 7, 7)
    assert why(results) == [("ada", 6, "another answer was handed in since")]
    with Ledger.open(results) as ledger:
        book = Gradebook(ledger)
        told = overview(book, by_learner(book.marks()))
    assert [one.entry.reason for one in told.lapsed] == ["b is right"]
    assert any(note.startswith("Overrides that have lapsed") for note in told.notes)


def test_a_lapsed_override_is_said_again_or_withdrawn(results, make_class, work):
    """Either ends the question."""
    for points in (5, None):
        record(results, "ada", "x", 6, author="Me", reason="r")
        make_class({"ada": work({"chapter10/x": "ppf" if points else "fff"})})
        assert why(results)
        record(results, "ada", "x", points, author="Me", reason="seen")
        assert why(results) == []
        override = marks(results)["ada", "chapter10/x"].override
        assert (override and override.points) == points


def test_an_override_lapses_with_the_maximum(results):
    """8 points of 8 are not 8 of 6."""
    record(results, "ada", "x", 7, author="Me", reason="r")
    with Writer.open(results) as writer, writer.transaction():
        writer.execute("UPDATE checks SET max_points = 2 WHERE place = 2")
    assert why(results) == [("ada", 7, "the exercise gave 7 points then, and gives 5 now")]
    assert marks(results)["ada", "chapter10/x"].override is None


def test_an_override_waits_for_a_result(results, make_class, work):
    """An answer that is still to be graded has not changed."""
    record(results, "ada", "x", 6, author="Me", reason="r")
    with Writer.open(results) as writer, writer.transaction():
        writer.execute("DELETE FROM results")
    assert why(results) == []


def test_nobody_gains_by_a_fault_of_the_grader(results):
    """What could not be judged stays in every maximum, and who is concerned is listed."""
    with Ledger.open(results) as ledger:
        book = Gradebook(ledger)
        learners = by_learner(book.marks())
        told = overview(book, learners)
    emmy = learners[0]
    assert (emmy.final, emmy.maximum, emmy.share) == (10, 14, 10 / 14)
    assert [(one.learner, one.exercise) for one in told.unjudged] == [("=emmy", "chapter10/x")]
    assert told.exercises[0].mean == (1 / 7 + 3 / 7) / 2


def test_half_points(make_class, work):
    """An override may give half a point, checks never do; it counts to the half, and nothing finer is taken."""
    folder = make_class({"ada": work({"chapter10/x": "pff"})})
    done = CliRunner().invoke(
        command, ["override", str(folder), "ada", "x", "2.5", "--author", "me", "--reason", "nearly"]
    )
    assert done.exit_code == 0, done.output
    assert "2.5 points" in done.output
    with Ledger.open(folder) as ledger:
        (mark,) = apply(Gradebook(ledger).marks(), overrides=in_force(ledger))
    assert (mark.final, mark.maximum) == (Decimal("2.5"), 7)
    assert from_csv(to_csv([mark])) == from_json_lines(to_json_lines([mark])) == [mark]
    with pytest.raises(UsageError, match="neither whole nor half"):
        record(folder, "ada", "x", Decimal("2.25"), author="me", reason="nearly")


@pytest.mark.parametrize("change", ["+0.5", "-0.5"])
def test_points_are_not_a_change(results, change):
    """Half a point more is said as what the answer is worth then: a sign is refused, and nothing is written."""
    words = ["override", str(results), "ada", "x", "--author", "me", "--reason", "seen", "--", change]
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 2
    assert "has a sign" in done.stderr
    with Ledger.open(results) as ledger:
        assert not history(ledger)


def test_what_counts_after_an_override_is_said(results):
    """Beside what the machine gave, so that a slip is seen at once; and when it is taken back."""

    signed = "--author", "me", "--reason", "r"

    def said(*words):
        done = CliRunner().invoke(command, ["override", str(results), "ada", *words, *signed])
        return done.stderr.strip()

    assert said("x", "1.5").endswith("1.5 points. 1.5 of 7 points count; the machine gave 1.")
    assert said("x", "--withdraw").endswith("counts again. 1 of 7 points count; the machine gave 1.")
    assert said("x::b", "2").endswith("2 points. 3 of 7 points count; the machine gave 1.")


def test_who_may_be_meant_is_said(results):
    """A part of a name, or a name misspelt, leads to the whole one; and the list of all to `learners`."""
    for word in ("emm", "=emy"):
        with pytest.raises(UsageError, match="no learner called") as error:
            record(results, word, "x", 1, author="me", reason="seen")
        assert error.value.next_step == "Did you mean '=emmy'? `mdl-grade learners RESULTS` lists all."


def test_points_for_checks(make_class, work):
    """Each changes what its check gives, to the half point; they add up, lapse with the answer, and are withdrawn alone."""
    folder = make_class({"ada": work({X: "pff"}), "bob": work({X: "pff"})})
    signed = {"author": "me", "reason": "seen"}

    def points():
        with Ledger.open(folder) as ledger:
            marks = apply(Gradebook(ledger).marks(), overrides=in_force(ledger))
            return {mark.learner: mark.final for mark in marks}

    record(folder, "ada", "x::b", Decimal("1.5"), **signed)
    assert points() == {"ada": Decimal("2.5"), "bob": 1}
    record(folder, "ada", "x::a", Decimal("0.5"), **signed)
    record(folder, "ada", "x::b", 1, **signed)
    assert points() == {"ada": Decimal("1.5"), "bob": 1}
    with Ledger.open(folder) as ledger:
        assert in_force(ledger)["ada", X].reason == "a: seen; b: seen"
    record(folder, "ada", "x::b", None, **signed)
    assert points()["ada"] == Decimal("0.5")
    for name, number, said in (("x::z", 1, "no check 'z'"), ("x::b", 3, "gives 0 to 2"), ("x::b", None, "No override")):
        with pytest.raises(UsageError, match=said):
            record(folder, "ada", name, number, **signed)
    record(folder, "ada", X, 6, **signed)
    assert points()["ada"] == 6
    with pytest.raises(UsageError, match="override of all of"):
        record(folder, "ada", "x::b", 1, **signed)
    record(folder, "ada", X, None, **signed)
    assert points()["ada"] == 1
