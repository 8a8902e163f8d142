"""The search for answers that do not lie where they belong, or are called otherwise.

What can be read in one way is taken, and told; what can be read in several is told, and for a person to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from mdl_grade.intake.answer import Answer, Problem
from mdl_grade.intake.files import decode_answer, most_for
from mdl_grade.intake.misnamed import UNREADABLE_SUFFIXES, Likeness, chapter_of, meaning
from mdl_grade.intake.names import is_notebook
from mdl_grade.intake.notices import Notice, NoticeKind
from mdl_grade.intake.opening import named_as_archive, open_nested
from mdl_grade.intake.reading import AnswerFolder, code_of
from mdl_grade.intake.tree import Tree

MOST_PLACES = 400
"""Folders of a submission that are looked into."""
_OURS = frozenset(("solutions", "grader"))
"""What stands beside `exercises` in a clone of the course."""


@dataclass(frozen=True)
class Sought:
    """What a submission is searched for.

    Parameters
    ----------
    exercises : tuple of str
        Whose answers are wanted.
    catalogue : tuple of str
        All exercises of the course: a file may be called as one that is not wanted.
    untouched : callable
        Tells whether a text is the stub of an exercise.
    chosen : mapping
        What people decided: the file that is the answer to an exercise, by its path in the submission. Where it is not
        there any more, the search goes on without it.
    excluded : set of (str, str)
        What people decided, too: exercises, and files that are not meant for them.
    """

    exercises: tuple[str, ...]
    catalogue: tuple[str, ...] = ()
    untouched: Callable[[str, str], bool] = lambda exercise, text: False
    chosen: Mapping[str, str] = field(default_factory=dict)
    excluded: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.partition("/")[2] for e in (*self.exercises, *self.catalogue)))

    def called(self, stem: str) -> list[str]:
        """Return all exercises with this last part."""
        known = dict.fromkeys((*self.exercises, *self.catalogue))
        return [exercise for exercise in known if exercise.partition("/")[2] == stem]

    @cached_property
    def chapters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.partition("/")[0] for e in (*self.exercises, *self.catalogue)))


@dataclass(frozen=True)
class Candidate:
    """A file that may be the answer to an exercise."""

    path: str
    likeness: Likeness
    read: Callable[[], Answer | Problem]


@dataclass(frozen=True)
class _Place:
    path: PurePosixPath
    tree: Tree
    chapter: str | None


class SubmissionSearch:
    """All that lies in one submission, in folders and in archives inside, by what it may be meant for."""

    def __init__(self, tree: Tree, wanted: Sought) -> None:
        self._sought = wanted
        self.problems: list[Problem] = []
        self._places = tuple(self._walk(tree))

    def answer(self, exercise: str, regular: Answer | Problem) -> tuple[Answer | Problem, tuple[Notice, ...]]:
        """Return the answer to an exercise, and what there is to tell of it.

        Parameters
        ----------
        regular : Answer or Problem
            What stands in its place.
        """
        if exercise in self._sought.chosen:
            decided, told = self._decided(exercise, self._sought.chosen[exercise])
            if decided is not None:
                return decided, told
            answer, others = self._found(exercise, regular)
            return answer, (*told, *others)
        return self._found(exercise, regular)

    def _found(self, exercise: str, regular: Answer | Problem) -> tuple[Answer | Problem, tuple[Notice, ...]]:
        lives = isinstance(regular, Answer) and not self._sought.untouched(exercise, regular.text)
        if lives or (isinstance(regular, Problem) and not regular.missing):
            return regular, tuple(self._beside(exercise, regular))
        several = self._read(exercise)
        if not several:
            return regular, ()
        clearest = min(one.likeness for one, _ in several)
        group = [pair for pair in several if pair[0].likeness is clearest]
        readable = [pair for pair in group if isinstance(pair[1], Answer)]
        if clearest is Likeness.DOUBTFUL or len(readable) > 1:
            return self._unclear(exercise, [one.path for one, _ in (readable if len(readable) > 1 else group)])
        one, answer = (readable or group)[0]
        return answer, (Notice(NoticeKind.TAKEN, one.path, f"is taken as {exercise}.py", exercise),)

    def only_script(self, exercise: str) -> tuple[Answer | Problem, Notice] | None:
        """Return the one script or notebook of a submission that holds no other, unless it is called as an exercise."""
        files = [(p, f) for p in self._places for f in p.tree.top().files if f.endswith(".py") or is_notebook(f)]
        if len(files) != 1:
            return None
        place, name = files[0]
        path = str(place.path / name)
        if meaning(name, self._sought.stems) is not None or (exercise, path) in self._sought.excluded:
            return None
        return _reading(place.tree, name), Notice(NoticeKind.TAKEN, path, f"is taken as {exercise}.py", exercise)

    @property
    def scripts(self) -> tuple[str, ...]:
        """Paths of all scripts and notebooks."""
        return tuple(
            str(place.path / file)
            for place in self._places
            for file in place.tree.top().files
            if file.casefold().endswith(".py") or is_notebook(file)
        )

    def _walk(self, tree: Tree) -> Iterator[_Place]:
        waiting = [_Place(PurePosixPath(), tree, chapter_of(tree.label, self._sought.chapters) or None)]
        seen = 0
        while waiting and seen < MOST_PLACES:
            place = waiting.pop(0)
            seen += 1
            yield place
            top = place.tree.top()
            for folder in top.folders:
                if folder in _OURS and "exercises" in top.folders:
                    continue
                if len(place.path.parts) + 1 < place.tree.limits.depth:
                    waiting.append(self._inside(place, folder, place.tree.within(folder), folder))
            for file in top.files:
                if (name := named_as_archive(file)) is not None:
                    inner = open_nested(place.tree, file)
                    if isinstance(inner, Problem):
                        self.problems.append(inner)
                    else:
                        waiting.append(self._inside(place, file, inner, name))

    def _inside(self, place: _Place, name: str, tree: Tree, called: str) -> _Place:
        chapter = chapter_of(called, self._sought.chapters)
        return _Place(place.path / name, tree, place.chapter if chapter is None else chapter)

    @cached_property
    def _by_exercise(self) -> Mapping[str, tuple[Candidate, ...]]:
        found: dict[str, list[Candidate]] = {}
        for place in self._places:
            for file in place.tree.top().files:
                for exercise, candidate in self._meant(place, file):
                    found.setdefault(exercise, []).append(candidate)
        return {exercise: tuple(several) for exercise, several in found.items()}

    def _meant(self, place: _Place, file: str) -> Iterator[tuple[str, Candidate]]:
        *folders, name = file.split("\\")
        meant = meaning(name, self._sought.stems)
        if meant is None:
            return
        chapter = place.chapter
        for folder in folders:
            inner = chapter_of(folder, self._sought.chapters)
            chapter = chapter if inner is None else inner
        exercises = self._sought.called(meant.stem)
        likeness = meant.likeness
        if chapter is not None and f"{chapter}/{meant.stem}" in exercises:
            exercises = [f"{chapter}/{meant.stem}"]
        elif chapter is not None:  # that chapter has none of this name
            likeness = max(likeness, Likeness.EXTENDED)
        if len(exercises) == 1 and exercises[0] in self._sought.exercises:
            tree = place.tree
            yield exercises[0], Candidate(str(place.path / file), likeness, lambda: _reading(tree, file))

    def _read(self, exercise: str) -> list[tuple[Candidate, Answer | Problem]]:
        """Return the candidates that differ, but for stubs."""
        found: dict[object, tuple[Candidate, Answer | Problem]] = {}
        for one in sorted((*self._by_exercise.get(exercise, ()), *self._notebooks(exercise)), key=_clearest):
            answer = one.read()
            if isinstance(answer, Problem) and answer.missing:
                continue
            if isinstance(answer, Answer) and self._sought.untouched(exercise, answer.text):
                continue
            if (exercise, one.path) not in self._sought.excluded:
                found.setdefault(code_of(answer) if isinstance(answer, Answer) else one.path, (one, answer))
        return list(found.values())

    def _notebooks(self, exercise: str) -> Iterator[Candidate]:
        """Yield the folders in which notebooks hold several answers."""
        for place in self._places:
            fits = place.chapter in (None, exercise.partition("/")[0])
            if fits and any(is_notebook(file) for file in place.tree.top().files):
                answer = AnswerFolder(place.tree).read(exercise)
                if isinstance(answer, Answer) and is_notebook(answer.filename):
                    path = str(place.path / answer.filename)
                    yield Candidate(path, Likeness.SAME, lambda answer=answer: answer)  # type: ignore[misc]

    def _beside(self, exercise: str, regular: Answer | Problem) -> Iterator[Notice]:
        several = self._by_exercise.get(exercise, ())
        if len(several) < 2 or isinstance(regular, Problem):  # the one in its place is among them
            return
        for one in several:
            other = one.read()
            if isinstance(other, Problem) or code_of(other) == code_of(regular):
                continue
            if (exercise, one.path) not in self._sought.excluded and not self._sought.untouched(exercise, other.text):
                told = f"is there, too: the {exercise.partition('/')[2]}.py in its place counts"
                yield Notice(NoticeKind.BESIDE, one.path, told, exercise)

    def _unclear(self, exercise: str, paths: Sequence[str]) -> tuple[Problem, tuple[Notice, ...]]:
        stem = exercise.partition("/")[2]
        told = " and ".join(paths)
        reason = f"There is no {stem}.py, and {told} could be meant: a person must say which."
        if len(paths) == 1:
            reason = f"There is no {stem}.py; {told} may not be meant: a person must say so."
        notices = (Notice(NoticeKind.UNCLEAR, path, f"may be meant as {stem}.py", exercise) for path in paths)
        return Problem(reason), tuple(notices)

    def _decided(self, exercise: str, path: str) -> tuple[Answer | Problem | None, tuple[Notice, ...]]:
        stem = exercise.partition("/")[2]
        for place in self._places:
            for file in place.tree.top().files:
                if str(place.path / file) == path:
                    return _reading(place.tree, file), ()
        gone = f"is not there any more, and a person decided that it is {stem}.py"
        return None, (Notice(NoticeKind.UNCLEAR, path, gone, exercise),)


def _clearest(one: Candidate) -> tuple[int, str]:
    return one.likeness, one.path


def _reading(tree: Tree, name: str) -> Answer | Problem:
    if name.casefold().endswith(UNREADABLE_SUFFIXES):
        return Problem(f"{name} is a document of a word processor: save it as plain text.")
    content = tree.read(PurePosixPath(name), most_for(name))
    return content if isinstance(content, Problem) else decode_answer(name, content)
