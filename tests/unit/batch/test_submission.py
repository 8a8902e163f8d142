"""One submission side by side: each exercise has one result, in order, whatever happens to the processes."""

from concurrent.futures import Future
from contextlib import contextmanager

from mdl_grade.batch import submission
from mdl_grade.batch.keys import make_setup
from mdl_grade.batch.messages import Done, Lost, decode_work, encode
from mdl_grade.batch.outcomes import graded_sheet
from mdl_grade.course import builtin_course
from mdl_grade.grading import tool
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import ExerciseResult, Isolation, Status, Trust

COURSE = builtin_course()
EXERCISES = ("chapter10/sigmoid_prime", "chapter10/dense_backward", "chapter10/mse_with_grad")
SETUP = make_setup(COURSE, EXERCISES, secret=None, practice=0, least=Trust.COOPERATIVE)
ANSWERS = {
    EXERCISES[0]: Answer("x = 1\n", "a", "sigmoid_prime.py"),
    EXERCISES[1]: Problem("There is no file dense_backward.py.", missing=True),
    EXERCISES[2]: Answer("x = 2\n", "c", "mse_with_grad.py"),
}


class Crew:
    """Passes every answer behind another wall each time; loses the first pieces of work, and always some answers."""

    def __init__(self, losses, killers=()):
        self.losses, self.killers, self.seen = losses, killers, []

    def submit(self, setup, work):
        (sheet,) = decode_work(work).sheets
        future = Future()
        self.seen.append(sheet.exercise)
        if len(self.seen) <= self.losses or sheet.exercise in self.killers:
            future.set_result(encode(Lost("A grading process ended with SIGKILL.")))
            return future
        result = ExerciseResult(id=sheet.exercise, title="t", status=Status.PASSED, points=1, max_points=1, checks=())
        trust = (Trust.ENFORCED, Trust.PARTIAL)[len(self.seen) % 2]
        wall = Isolation(trust=trust, layers={}, probes={})
        future.set_result(encode(Done((graded_sheet(sheet, result, 0.5),), wall, tool())))
        return future

    def size(self):
        return 2

    def alive(self):
        return True


def graded(monkeypatch, crew):
    @contextmanager
    def local(jobs):
        yield crew

    monkeypatch.setattr(submission, "local", local)
    return submission.grade_side_by_side(COURSE, ANSWERS, SETUP, 2)


def test_results_are_in_order_behind_the_weakest_wall(monkeypatch):
    """Whoever was done first; a file that is not there is an answer as any, to be judged."""
    done = graded(monkeypatch, Crew(losses=2))
    assert [result.id for result in done.results] == list(EXERCISES)
    assert {result.status for result in done.results} == {Status.PASSED}
    assert (done.isolation.trust, done.seconds) == (Trust.PARTIAL, dict.fromkeys(EXERCISES, 0.5))


def test_what_ends_its_process_is_the_graders_fault(monkeypatch):
    """Three times, and it is written off; the others have their results."""
    crew = Crew(losses=0, killers=(EXERCISES[2],))
    done = graded(monkeypatch, crew)
    assert [result.status.value for result in done.results] == ["passed", "passed", "grader_error"]
    assert crew.seen.count(EXERCISES[2]) == 3
    assert done.results[2].file_digest == "c"
