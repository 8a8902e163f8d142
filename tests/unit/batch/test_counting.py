"""Which of several answers counts: by exercise, the best, or the whole; assemblies of what counts; keys of today."""

import re
from concurrent.futures import Future
from contextlib import nullcontext, suppress

import pytest

from mdl_grade.batch.counting import Keep
from mdl_grade.batch.keys import make_setup
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.messages import Done, decode_work, encode
from mdl_grade.batch.outcomes import graded_sheet
from mdl_grade.batch.plan import ForeseenExercise, foresee
from mdl_grade.batch.progress import Lines
from mdl_grade.batch.run import Job, batch
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.course import Solution, builtin_course
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.falls import begin, tell
from mdl_grade.gradebook.falls import told as fallen
from mdl_grade.grading import tool
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import CheckResult, ExerciseResult, Isolation, Status, Trust
from mdl_grade.script import Script

COURSE = builtin_course()
DENSE, PRIME = "chapter10/dense_backward", "chapter10/sigmoid_prime"
WHOLE = "chapter09/digits_cnn"
PARTS = Solution.read(COURSE.solution(WHOLE)).parts
ISOLATION = Isolation(trust=Trust.ENFORCED, layers={}, probes={})


class Crew:
    """Gives as many points as the last number in a text says."""

    def __init__(self):
        self.graded = []

    def submit(self, setup, work):
        sheets = decode_work(work).sheets
        self.graded += [sheet.exercise for sheet in sheets]
        future = Future()
        future.set_result(encode(Done(tuple(map(self._graded, sheets)), ISOLATION, tool())))
        return future

    def _graded(self, sheet):
        points = int((re.findall(r"= (\d)", sheet.text) or [0])[-1])
        check = CheckResult(id="c", title="c", kind="value", status=Status.PASSED, points=points, max_points=9)
        result = ExerciseResult(
            id=sheet.exercise, title="t", status=Status.PASSED, points=points, max_points=9, checks=(check,)
        )
        return graded_sheet(sheet, result, 0.0)

    def size(self):
        return 1

    def drop(self, unfit):
        raise AssertionError(unfit)

    def alive(self):
        return True


class Class:
    """A class that hands in again and again; answers are texts, None (nothing there), or problems."""

    def __init__(self, folder, exercises=(DENSE, PRIME)):
        self.folder, self.exercises = folder, exercises

    def setup(self, seed):
        return make_setup(COURSE, self.exercises, secret=None, practice=seed, least=Trust.COOPERATIVE)

    def taken(self, answers, learner="ada"):
        def answer(exercise, text):
            if text is None:
                return Problem("There is none.", missing=True)
            return text if isinstance(text, Problem) else Answer(text, f"digest of {text}", "file.py")

        wanted = {exercise: answer(exercise, text) for exercise, text in answers.items()}
        return Taken(learner, f"class/{learner}", None, 1, False, wanted)

    def hands_in(self, *, keep=None, seed=0, learner="ada", **answers):
        return self.runs(self.taken(named(answers), learner), keep=keep, seed=seed)

    def runs(self, *taken, keep=None, seed=0):
        crew = Crew()
        with Writer.open(self.folder) as ledger:
            begin(ledger)
            job = Job("mdl-grade batch", COURSE, ("x",), self.setup(seed), keep=keep)
            batch(ledger, job, taken, [], lambda: nullcontext(crew), Lines([].append))
            self.falls = [(fall.exercise, int(fall.before), int(fall.now), fall.why) for fall in tell(ledger)]
            assert ledger.plan() == 0
            assert Gradebook(ledger).pending() == {}
        return crew.graded

    def marks(self):
        with Ledger.open(self.folder) as ledger:
            return {mark.exercise: (mark.points, mark.earlier) for mark in Gradebook(ledger).marks()}

    def program(self):
        """Return the texts of the parts that are in the assembly that counts."""
        with Ledger.open(self.folder) as ledger:
            ((one, _),) = [pair for pair in Gradebook(ledger).counting() if pair[0].exercise == WHOLE]
            (row,) = [row for row in ledger.answers(one.submission) if row.exercise == WHOLE]
            return row.problem or Script.read(ledger.text(row.text)).parts


def named(answers):
    return {DENSE if name == "dense" else PRIME if name == "prime" else name: text for name, text in answers.items()}


@pytest.fixture
def class_(tmp_path):
    return Class(tmp_path / "results")


def test_one_file_handed_in_again_takes_no_other_away(class_):
    """Each exercise counts from the latest submission that has it; what cannot be read takes nothing away either."""
    class_.hands_in(dense="x = 3", prime="y = 5")
    assert class_.hands_in(dense="x = 4", prime=None) == [DENSE]
    assert class_.marks() == {DENSE: (4, False), PRIME: (5, True)}
    assert class_.falls == []
    class_.hands_in(dense=None, prime=Problem("It is a folder."))
    assert class_.marks() == {DENSE: (4, True), PRIME: (5, True)}


def test_whoever_falls_is_told_once(class_):
    """With the points before and now, and why; and it can be read afterwards."""
    class_.hands_in(dense="x = 7", prime="y = 5")
    class_.hands_in(dense="x = 2", prime="y = 6")
    assert class_.falls == [(DENSE, 7, 2, "another answer counts")]
    with Ledger.open(class_.folder) as ledger:
        assert [str(fall) for fall in fallen(ledger)] == [
            f"ada, {DENSE}: 7 of 9 points before, 2 of 9 now: another answer counts"
        ]
    class_.hands_in(dense="x = 2", prime="y = 6")
    assert class_.falls == []


def test_a_fall_outlives_a_killed_run(class_):
    """What was taken in and not told is told by the next run that ends."""
    class_.hands_in(dense="x = 7", prime="y = 5")
    with Writer.open(class_.folder) as ledger:
        ledger.begin_run("", {}, {"mode": "practice", "value": 0}, {})
        ledger.begin_intake()
        with ledger.transaction():
            ledger.take(class_.taken({DENSE: "x = 1", PRIME: "y = 5"}), {DENSE: "a", PRIME: "b"})
        ledger.end_intake([])
    class_.hands_in(dense="x = 1", prime="y = 5")
    assert class_.falls == [(DENSE, 7, 1, "another answer counts")]


def test_the_best_counts_where_that_is_wanted(class_):
    """By exercise, the later of equals; and it stays so, until something else is said."""
    class_.hands_in(dense="x = 7", prime="y = 5", keep=Keep.BEST)
    class_.hands_in(dense="x = 2", prime="y = 6")
    assert class_.marks() == {DENSE: (7, True), PRIME: (6, False)}
    class_.hands_in(dense="x = 2", prime="y = 6", keep=Keep.LATEST)
    assert class_.marks() == {DENSE: (2, False), PRIME: (6, False)}
    assert class_.falls == [(DENSE, 7, 2, "another answer counts")]


def test_the_whole_of_the_latest(class_):
    """What is not in it counts no more, and that is told."""
    class_.hands_in(dense="x = 7", prime="y = 5", keep=Keep.WHOLE)
    class_.hands_in(dense="x = 7", prime=None)
    assert class_.marks() == {DENSE: (7, False), PRIME: (0, False)}
    assert class_.falls == [(PRIME, 5, 0, "another answer counts")]


@pytest.mark.parametrize("keep", Keep)
def test_another_seed_grades_all_that_counts_anew(class_, keep):
    """Also what is taken from earlier submissions; and nobody keeps a mark of the earlier seed."""
    class_.hands_in(dense="x = 3", prime="y = 5", keep=keep)
    class_.hands_in(dense="x = 4", prime=None, keep=keep)
    regraded = class_.hands_in(dense="x = 4", prime=None, seed=1, keep=keep)
    assert set(regraded) == {DENSE, PRIME}
    with Ledger.open(class_.folder) as ledger:
        newest = ledger.value("SELECT max(id) FROM runs")
        assert {mark.run for mark in Gradebook(ledger).marks()} == {newest}


def test_who_is_not_seen_keeps_their_marks(class_):
    """A run over some of a class says nothing about the others, under another seed either."""
    class_.hands_in(dense="x = 3", prime="y = 5", learner="bob")
    assert class_.hands_in(dense="x = 4", prime=None, seed=1) == [DENSE, PRIME]
    with Ledger.open(class_.folder) as ledger:
        assert {(m.learner, m.points, m.run) for m in Gradebook(ledger).marks() if m.learner == "bob"} == {
            ("bob", 3, 1),
            ("bob", 5, 1),
        }


class TestAssemblies:
    @pytest.fixture
    def class_(self, tmp_path):
        return Class(tmp_path / "results", (WHOLE,))

    def test_a_part_handed_in_again(self, class_):
        """The program is put together from what counts now, whichever submissions that came with."""
        first = {part: f"{part.partition('/')[2]} = 1" for part in PARTS}
        class_.runs(class_.taken({**first, WHOLE: None}))
        assert class_.program() == first
        again = {**dict.fromkeys(PARTS), PARTS[2]: "again = 2", WHOLE: None}
        assert class_.runs(class_.taken(again)) == [WHOLE]
        assert class_.program() == {**first, PARTS[2]: "again = 2"}
        assert class_.runs(class_.taken(again)) == []
        assert class_.runs(class_.taken(again), seed=3) == [WHOLE]

    def test_parts_that_come_one_by_one(self, class_):
        """It is there as soon as the last part is."""
        parts = {part: f"{part.partition('/')[2]} = 1" for part in PARTS}
        for part in PARTS:
            class_.runs(class_.taken({**dict.fromkeys(PARTS), part: parts[part], WHOLE: None}))
        assert class_.program() == parts

    def test_as_a_whole(self, class_):
        """Then parts of earlier submissions are none."""
        first = {part: f"{part.partition('/')[2]} = 1" for part in PARTS}
        class_.runs(class_.taken({**first, WHOLE: None}), keep=Keep.WHOLE)
        class_.runs(class_.taken({**dict.fromkeys(PARTS), PARTS[2]: "again = 2", WHOLE: None}))
        assert class_.program().missing

    def test_of_the_best_parts(self, tmp_path):
        """They are known only when they have been graded; then it is put together and graded in the same run."""
        class_ = Class(tmp_path / "results", (WHOLE, *PARTS))
        first = {part: f"{part.partition('/')[2]} = 5" for part in PARTS}
        class_.runs(class_.taken({**first, WHOLE: None}), keep=Keep.BEST)
        again = {part: f"{part.partition('/')[2]} = {3 + 4 * (part == PARTS[0])}" for part in PARTS}
        class_.runs(class_.taken({**again, WHOLE: None}))
        with Ledger.open(class_.folder) as ledger:
            (latest,) = ledger.submissions()
            (row,) = [row for row in ledger.answers(latest.id) if row.exercise == WHOLE]
            assert Script.read(ledger.text(row.text)).parts == {**first, PARTS[0]: again[PARTS[0]]}


class TestForeseen:
    def rows(self, class_, *taken, seed=0, keep=None):
        known = None
        with suppress(UsageError):
            known = Ledger.open(class_.folder)
        rows = list(foresee(COURSE, class_.setup(seed), taken, known, keep))
        if known is not None:
            known.close()
        return {row.exercise: row for row in rows if isinstance(row, ForeseenExercise)}

    def test_nothing_is_missing_that_counts_from_earlier(self, class_):
        """What is foreseen is what is done: the earlier answer counts, is graded, and is not graded again."""
        class_.hands_in(dense="x = 3", prime="y = 5")
        again = class_.taken({DENSE: "x = 4", PRIME: None})
        rows = self.rows(class_, again)
        assert (rows[PRIME].answers, rows[PRIME].known, rows[PRIME].different) == (1, 1, 0)
        assert (rows[DENSE].answers, rows[DENSE].known, rows[DENSE].different) == (1, 0, 1)
        whole = self.rows(class_, again, keep=Keep.WHOLE)
        assert (whole[PRIME].answers, whole[PRIME].missing) == (0, 1)
        assert {e: row.different for e, row in self.rows(class_, again, seed=1).items()} == {DENSE: 1, PRIME: 1}
        with Ledger.open(class_.folder) as ledger:
            assert ledger.value("SELECT count(*) FROM submissions") == 1

    def test_a_class_of_nothing(self, class_):
        """Is shown as it is, though a batch refuses it."""
        nothing = class_.taken({DENSE: None, PRIME: None})
        assert self.rows(class_, nothing)[DENSE].missing == 1
        with pytest.raises(UsageError, match="Nobody of 1 learners"):
            class_.runs(nothing)
