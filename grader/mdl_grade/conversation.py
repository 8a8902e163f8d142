"""Grading for other programs: a request a line, a reply a line, for as long as they come.

JSON both ways. The first line is a greeting. Each request gets one reply, in order, with the `id` of the request; one
that can't be read or graded gets an `error`, and the next is served as if nothing had been.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

import msgspec

import mdl_grade
from mdl_grade.answers import read_answers
from mdl_grade.course import Course
from mdl_grade.errors import CourseError, GraderError, UsageError
from mdl_grade.grading import Suites, grade_answers, make_report
from mdl_grade.intake import Answer, Found, Problem, decode_answer, locate
from mdl_grade.intake.answer import missing
from mdl_grade.records.model import Report
from mdl_grade.report.encoding import encode
from mdl_grade.report.views import for_learner
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.seed import Seed

PROTOCOL = "mdl-grade/serve/v1"
LONGEST = 16 << 20
"""Bytes of a request; a longer one is refused, and passed over."""


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked for: answers in files under `path`, or the `texts` of files themselves, by exercise.

    `targets` may be left out where there are texts. A `seed` is one for practice.
    """

    id: int | str | None = None
    targets: tuple[str, ...] = ()
    path: str = ""
    texts: dict[str, str] = {}
    seed: int | None = None
    view: Literal["learner", "instructor"] = "learner"


class _Named(msgspec.Struct):
    id: int | str | None = None


class Grader:
    """Grades requests, one at a time; suites stay loaded.

    Parameters
    ----------
    secret : bytes, optional
        Official: the seed of each answer comes from it, and requests have none.
    """

    def __init__(self, course: Course, wall: Wall, secret: bytes | None = None) -> None:
        self._course, self._wall, self._secret = course, wall, secret
        self._suites: Suites = {}

    def report(self, request: Request) -> Report:
        """Return the report on what a request holds, in the view that it asks for.

        Raises
        ------
        GraderError
            If there is nothing that can be graded.
        """
        start = time.perf_counter()
        seed = self._seed(request)
        targets, found = self._found(request)
        answers = read_answers(self._course, found.exercises, found.read)
        graded = grade_answers(self._course, answers, seed, self._wall, self._suites)
        report = make_report(self._course, targets, found.label, seed, graded, time.perf_counter() - start)
        return report if request.view == "instructor" else for_learner(report)

    def _seed(self, request: Request) -> Seed:
        if self._secret is None:
            if request.seed is not None and request.seed < 0:
                raise UsageError("A seed is 0 or more.", "Leave it out, or name another.")
            return Seed.practice(request.seed or 0)
        if request.seed is not None:
            raise UsageError("Official seeds come from the secret.", "Leave `seed` out.")
        return Seed.official(self._secret)

    def _found(self, request: Request) -> tuple[tuple[str, ...], Found]:
        if bool(request.path) == bool(request.texts):
            raise UsageError("A request has a `path` or `texts`: one of them.", "Name a path, or give texts of files.")
        targets = request.targets or tuple(request.texts)
        exercises = self._course.select(targets)
        if request.path:
            return targets, locate(exercises, Path(request.path), here=Path.cwd())
        texts = {self._one(name): text for name, text in request.texts.items()}

        def read(exercise: str) -> Answer | Problem:
            name = f"{exercise.rpartition('/')[2]}.py"
            text = texts.get(exercise)
            return missing(name) if text is None else decode_answer(name, text.encode("utf-8", "backslashreplace"))

        return targets, Found("texts", "texts", exercises, read)

    def _one(self, name: str) -> str:
        exercise, *more = self._course.select([name])
        if more:
            raise UsageError(f"{name!r} is several exercises, and a text answers one.", "Name the exercise.")
        return exercise


def converse(incoming: IO[bytes], outgoing: IO[bytes], report: Callable[[Request], Report], *, isolation: str) -> None:
    """Serve requests until there are no more, or nobody reads the replies.

    Parameters
    ----------
    report : callable
        Grades a request: `Grader.report`.
    isolation : str
        Told in the greeting.
    """
    greeting = {"protocol": PROTOCOL, "version": mdl_grade.__version__, "isolation": isolation}
    with suppress(BrokenPipeError):
        _send(outgoing, msgspec.json.encode(greeting))
        for line in _lines(incoming):
            _send(outgoing, _reply(line, report))


def _send(outgoing: IO[bytes], line: bytes) -> None:
    outgoing.write(line + b"\n")
    outgoing.flush()


def _lines(incoming: IO[bytes]) -> Iterator[bytes | None]:
    """Yield lines that are not blank; None for one that is too long."""
    while line := incoming.readline(LONGEST + 1):
        if len(line) <= LONGEST:
            if line.strip():
                yield line
            continue
        while line and not line.endswith(b"\n"):
            line = incoming.readline(LONGEST)
        yield None


def _reply(line: bytes | None, report: Callable[[Request], Report]) -> bytes:
    if line is None:
        return _error(None, "usage", f"The request is longer than {LONGEST >> 20} MiB.")
    name = None
    try:
        name = _id(line)
        told = msgspec.json.format(encode(report(msgspec.json.decode(line, type=Request))), indent=-1)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _error(name, "usage", f"This is no request: {error}.")
    except UsageError as error:
        return _error(name, "usage", str(error))
    except CourseError as error:
        return _error(name, "course", str(error))
    except GraderError as error:
        return _error(name, "grader", str(error))
    except Exception as error:
        return _error(name, "grader", f"The grader itself failed: {type(error).__name__}: {error}")
    return b'{"id":' + msgspec.json.encode(name) + b',"report":' + told + b"}"


def _id(line: bytes) -> Any:
    """Return the id of a request, whatever else it holds."""
    try:
        return msgspec.json.decode(line, type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _error(name: Any, kind: Literal["usage", "course", "grader"], message: str) -> bytes:
    told = message.encode("utf-8", "backslashreplace").decode()
    return msgspec.json.encode({"id": name, "error": {"kind": kind, "message": told}})
