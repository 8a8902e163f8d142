"""A class understood in a minute: where points are lost, who needs help, the commonest bugs, how the hours went."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from mdl_grade.cli import results
from mdl_grade.gradebook.glance import periods
from mdl_grade.gradebook.look import Look, LookKind
from mdl_grade.gradebook.marks import Mark, by_learner
from mdl_grade.gradebook.terminal import look_in_words
from mdl_grade.records.model import Status

X, Y = "chapter10/x", "chapter10/y"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def folder(make_class, work):
    """Return a class: in x, check c waits wherever b fails; emmy handed in nothing."""
    return make_class(
        {
            "ada": work({X: "ppp", Y: "ppp"}),
            "bob": work({X: "pfb", Y: "ppp"}),
            "cy": work({X: "pfb", Y: "fff"}, NOON + timedelta(hours=3)),
            "dora": work({X: "ppf", Y: "ppp"}),
            "emmy": work({X: "nnn", Y: "nnn"}, None),
        }
    )


def told(folder, *words):
    done = CliRunner().invoke(results.results_command, [str(folder), *words], catch_exceptions=False)
    return " ".join(done.stdout.split())


def test_four_questions(folder):
    """Each has its answer in what `results` shows without any option."""
    text = told(folder)
    lost = "37 points are lost. 14 of them (38 %) were not attempted, 7 of these in chapter10/x alone."
    assert f"Where points are lost {lost} Shares are of the other 23, where an answer fails or a check waits." in text
    assert "share failing waiting check 52 % 1 2 chapter10/x: Check c" in text
    assert "Who needs help: less than half of the points 7 % cy: 7 of 7 lost in chapter10/y: a sign" in text
    assert "Attempted nothing: 1: emmy" in text
    assert "4 × chapter10/x: a sign" not in text
    assert "3 × chapter10/x: a sign" in text
    assert "When the latest work came in (clocks of UTC)" in text
    assert "4 43 % 1 23 chapter10/x" in text
    assert "3 76 % Fri 20 Nov 12:00 1 7 % Fri 20 Nov 15:00" in text


def test_help_is_about_what_was_attempted(make_class, work):
    """Who left most of it out is told so, and where the rest goes wrong; half of the points is not less than half."""
    text = told(make_class({"fay": work({X: "ffp", Y: "nnn"}), "gus": work({X: "ppp", Y: "nnn"})}))
    assert "29 % fay (1 not attempted): 3 of 7 lost in chapter10/x: a sign" in text
    assert "gus" not in text


def test_points_that_nobody_tried_to_get_are_lost_too(make_class, work):
    """Where nothing fails and nothing waits, there is nothing to take shares of."""
    text = told(make_class({"ada": work({X: "ppp", Y: "nnn"})}))
    assert "7 points are lost. 7 of them (100 %) were not attempted, 7 of these in chapter10/y alone." in text
    assert "Shares" not in text


def test_of_one_exercise_it_is_not_said_where(make_class, work):
    """There is one place alone."""
    assert "14 points are lost. 7 of them (50 %) were not attempted. Shares" in told(
        make_class({"ada": work({X: "fff"}), "bob": work({X: "nnn"})})
    )


def test_one_question_is_counted_once():
    """Which of two files is meant is one thing to decide, with two commands to choose from."""
    kinds = (LookKind.UNCLEAR, LookKind.UNCLEAR, LookKind.TAKEN)
    items = [Look(kind, "ada", X, f"{i}.py may be meant") for i, kind in enumerate(kinds)]
    assert look_in_words(items) == "1 thing needs a look, 1 more is told."
    assert look_in_words(items[:2]) == "1 thing needs a look."


def test_means_say_of_whom_they_are(folder):
    """Who handed in nothing is told apart, and in the mean of all."""
    text = told(folder)
    assert "learners 5, attempted something 4, mean of these 4 59 %, mean of all 47 %" in text


def test_the_hardest_check_is_not_one_that_did_not_run(folder):
    """Failing and waiting are counted apart: of x, c failed one of the two that it ran on."""
    text = told(folder, "--hardest")
    assert "50 % 4 chapter10/x: Check b of <chapter10/x>. [b]" in text
    assert "50 % 2 2 chapter10/x: Check c of <chapter10/x>. [c]" in text


@pytest.mark.parametrize(
    ("step", "count", "labels"),
    [
        (timedelta(minutes=40), 3, ["Fri 20 Nov 13:00", "Fri 20 Nov 14:00"]),
        (timedelta(hours=20), 3, ["Fri 20 Nov", "Sat 21 Nov", "Sun 22 Nov"]),
        (timedelta(days=20), 3, ["week of 16 Nov 2026", "week of 07 Dec 2026", "week of 28 Dec 2026"]),
    ],
)
def test_periods(step, count, labels):
    """Hours, days or weeks, on the clocks of the course; who has no time is in none."""
    marks = [Mark(f"l{i}", X, Status.PASSED, 1, 1, 1, NOON + i * step) for i in range(count)]
    made = periods(by_learner([*marks, Mark("x", X, Status.PASSED, 1, 1, 1)]), ZoneInfo("Europe/Berlin"))
    assert [one.label for one in made] == labels
    assert sum(one.learners for one in made) == count
