"""The batch, with crews that lose work, hand it back, or refuse it: each answer is graded once, whatever happens."""

from concurrent.futures import Future
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.batch.dispatch import TRIES
from mdl_grade.batch.keys import make_setup
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.messages import Done, Lost, Unfit, decode_work, encode
from mdl_grade.batch.outcomes import graded_sheet
from mdl_grade.batch.progress import Lines
from mdl_grade.batch.run import Job, batch
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.course import builtin_course
from mdl_grade.errors import GraderFault, IsolationError
from mdl_grade.grading import tool
from mdl_grade.intake import Answer
from mdl_grade.records.model import ExerciseResult, Isolation, Status, Trust

COURSE = builtin_course()
EXERCISE = "chapter10/dense_backward"
SETUP = make_setup(COURSE, [EXERCISE], secret=None, practice=0, least=Trust.COOPERATIVE)
ISOLATION = Isolation(trust=Trust.ENFORCED, layers={}, probes={})


class Crew:
    """Says of each answer that it passed; `moods` say how much of each piece of work it does, or what else it says."""

    def __init__(self, moods=(), *, killers=(), size=2):
        self.moods, self.killers, self._size = list(moods), killers, size
        self.pieces, self.dropped, self.connected = [], [], True

    def submit(self, setup, work):
        sheets = decode_work(work).sheets
        self.pieces.append([sheet.text for sheet in sheets])
        future = Future()
        mood = self.moods.pop(0) if self.moods else len(sheets)
        if any(sheet.text in self.killers for sheet in sheets):
            mood = Lost("SIGKILL.")
        if isinstance(mood, Exception):
            future.set_exception(mood)
        else:
            future.set_result(encode(self._done(sheets[: max(1, mood)]) if isinstance(mood, int) else mood))
        return future

    def _done(self, sheets):
        result = ExerciseResult(id=EXERCISE, title="t", status=Status.PASSED, points=1, max_points=1, checks=())
        return Done(tuple(graded_sheet(sheet, result, 0.0) for sheet in sheets), ISOLATION, tool())

    def size(self):
        return self._size

    def drop(self, unfit):
        self.dropped.append(unfit.node)
        if len(self.dropped) > 1:
            raise IsolationError("none is left")

    def alive(self):
        return self.connected


def class_of(texts):
    return [
        Taken(f"learner{i}", f"class/{i}", None, 1, False, {EXERCISE: Answer(text, text, "dense_backward.py")})
        for i, text in enumerate(texts)
    ]


def run(folder, crew, texts, said=None):
    with Writer.open(folder) as ledger:
        job = Job("mdl-grade batch", COURSE, ("chapter10",), SETUP)
        progress = Lines((said if said is not None else []).append)
        return batch(ledger, job, class_of(texts), [], lambda: nullcontext(crew), progress)


def statuses(folder):
    with Ledger.open(folder) as ledger:
        found = {}
        for submission in ledger.submissions():
            (answer,) = ledger.answers(submission.id)
            row = ledger.result(answer.key)
            found[ledger.text(answer.text)] = row and row.result.status.value
        return found


@settings(deadline=None, derandomize=True, max_examples=25)
@given(
    st.lists(st.integers(0, 40).map(str), max_size=60),
    st.lists(st.one_of(st.integers(0, 5), st.just(Lost("SIGKILL.")), st.just(OSError("gone"))), max_size=12),
)
def test_every_answer_gets_one_result(tmp_path_factory, texts, moods):
    """However work is lost, cut short or fails on the way, as long as no answer is lost three times."""
    folder = tmp_path_factory.mktemp("results")
    losses = [mood for mood in moods if not isinstance(mood, int)]
    crew = Crew([mood for mood in moods if isinstance(mood, int)] + losses[: TRIES - 1])
    tally = run(folder, crew, texts)
    assert statuses(folder) == dict.fromkeys(texts, "passed")
    assert (tally.graded, tally.failed) == (len(set(texts)), 0)


def test_what_kills_its_worker_takes_nothing_with_it(tmp_path):
    """Two answers that end their process each time become faults of the grader; all others are graded."""
    texts = [f"x = {i}" for i in range(40)]
    said = []
    tally = run(tmp_path, Crew(killers=(texts[3], texts[30])), texts, said)
    found = statuses(tmp_path)
    assert {text for text, status in found.items() if status == "grader_error"} == {texts[3], texts[30]}
    assert set(found.values()) == {"passed", "grader_error"}
    assert (tally.graded, tally.failed) == (40, 2)
    assert sum("3 times" in line for line in said) == 2


def test_a_killer_is_tried_three_times(tmp_path):
    """Not more; and once more in the next run, for a fault of the grader is no mark."""
    crew = Crew(killers=("x",))
    run(tmp_path, crew, ["x"])
    assert crew.pieces == [["x"]] * TRIES
    run(tmp_path, Crew(), ["x"])
    assert statuses(tmp_path) == {"x": "passed"}


def test_graded_work_is_not_graded_again(tmp_path):
    """A second run hands out what is new, and nothing else."""
    run(tmp_path, Crew(), ["a", "b"])
    crew = Crew()
    tally = run(tmp_path, crew, ["a", "b", "c", "c"])
    assert (crew.pieces, tally.graded) == ([["c"]], 1)


def test_copies_are_graded_once(tmp_path):
    """All who handed in the same get the same result."""
    crew = Crew()
    run(tmp_path, crew, ["stub"] * 50 + ["own"])
    assert sorted(text for piece in crew.pieces for text in piece) == ["own", "stub"]


def test_pieces_get_smaller(tmp_path):
    """So that nobody waits at the end for one process with a long list."""
    crew = Crew(size=2)
    run(tmp_path, crew, [f"x = {i}" for i in range(300)])
    sizes = [len(piece) for piece in crew.pieces]
    assert max(sizes) <= 32
    assert sizes[-1] == 1
    assert sizes == sorted(sizes, reverse=True)


def test_unfit_workers_are_dropped(tmp_path):
    """Their work goes to others; when none is left, that is said."""
    crew = Crew([Unfit("weak", "mend it", "tls://a")])
    run(tmp_path, crew, ["a", "b"])
    assert crew.dropped == ["tls://a"]
    assert statuses(tmp_path) == {"a": "passed", "b": "passed"}
    with pytest.raises(IsolationError):
        run(tmp_path, Crew([Unfit("weak", "", "a"), Unfit("weak", "", "b")]), ["c", "d", "e"])


def test_a_lost_connection_ends_the_batch(tmp_path):
    """It is nobody's fault: nothing is written off, and the next run goes on."""
    crew = Crew([1, OSError("the scheduler is gone")], size=1)
    crew.connected = False
    with pytest.raises(GraderFault, match="connection"):
        run(tmp_path, crew, ["a", "b", "c"])
    with Ledger.open(tmp_path) as ledger:
        assert ledger.value("SELECT outcome FROM runs") == "failed"
        assert ledger.value("SELECT count(*) FROM results WHERE status = 'grader_error'") == 0
    run(tmp_path, Crew(), ["a", "b", "c"])
    assert set(statuses(tmp_path).values()) == {"passed"}


def test_an_interrupted_run_says_so(tmp_path):
    """What was done stays done, and the ledger knows how the run ended."""

    class Interrupted(Crew):
        def submit(self, setup, work):
            if self.pieces:
                raise KeyboardInterrupt
            return super().submit(setup, work)

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, Interrupted(), ["a", "b"])
    with Ledger.open(tmp_path) as ledger:
        assert ledger.value("SELECT outcome FROM runs") == "interrupted"
        assert ledger.value("SELECT finished FROM runs") is not None


def test_answers_that_are_no_text(tmp_path):
    """Half a character in a text is a problem of that answer, not the end of the batch."""
    run(tmp_path, Crew(), ["a", "x = '\ud800'"])
    with Ledger.open(tmp_path) as ledger:
        problems = [ledger.answers(s.id)[0].problem for s in ledger.submissions()]
    assert problems[0] is None
    assert "lone surrogate" in problems[1].reason
