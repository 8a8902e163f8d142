"""Where in a folder or archive the answers to exercises are, and the reading of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from mdl_grade.intake.answer import Answer, Problem, missing
from mdl_grade.intake.misnamed import chapter_of
from mdl_grade.intake.names import is_notebook, notebook_stem
from mdl_grade.intake.notices import Notice, NoticeKind
from mdl_grade.intake.reading import AnswerFolder
from mdl_grade.intake.searching import Sought, SubmissionSearch
from mdl_grade.intake.tree import Refused, Tree

ANSWER_SUFFIXES = (".py", ".ipynb")
MOST_TOLD = 10
"""Files of a submission that are told one by one."""


@dataclass(frozen=True)
class Submission:
    """One learner's work: what stands for each exercise, and what else was there and is not taken."""

    answers: Mapping[str, Answer | Problem]
    refused: tuple[Refused, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, eq=False)
class Arrangement:
    """How answers lie in a tree.

    Parameters
    ----------
    tree : Tree
        What holds a folder for each chapter, or the files themselves.
    by_chapter : bool
        Which of these.
    beside : callable, optional
        Where the files of another chapter are if `tree` is the folder of one. Default: in `tree` as well.
    place : PurePosixPath
        Where `tree` lies in what was handed in.
    wrapped : bool
        Whether files lie in a folder whose name does not say that they are answers.
    """

    tree: Tree
    by_chapter: bool
    chapter: str = ""
    beside: Callable[[str], Tree] | None = None
    place: PurePosixPath = field(default_factory=PurePosixPath)
    wrapped: bool = False
    _folders: dict[str, AnswerFolder] = field(default_factory=dict, repr=False)

    def read(self, exercise: str) -> Answer | Problem:
        """Read the answer to an exercise: a script or a notebook of its name."""
        chapter, _, stem = exercise.partition("/")
        top = self.tree.top()
        if top.problem is not None:
            return top.problem
        if self.by_chapter and chapter not in top.folders:
            reason = top.why_refused(chapter)
            return Problem(f"{chapter} {reason}.") if reason else missing(f"{stem}.py")
        if chapter not in self._folders:
            self._folders[chapter] = AnswerFolder(self._folder(chapter))
        return self._folders[chapter].read(exercise)

    def path(self, exercise: str, filename: str) -> str:
        """Return where in what was handed in a file lies that is the answer to an exercise."""
        return str(self.place / (exercise.partition("/")[0] if self.by_chapter else "") / filename)

    def inside(self, folder: str) -> Arrangement:
        """Return the same, seen from outside of a folder."""
        return replace(self, place=folder / self.place)

    def _folder(self, chapter: str) -> Tree:
        if self.by_chapter:
            return self.tree.within(chapter)
        if self.beside is not None and self.chapter and chapter != self.chapter:
            return self.beside(chapter)
        return self.tree


def arranged(
    tree: Tree, exercises: Sequence[str], *, wrapped: bool = True, any_notebook: bool = True
) -> Arrangement | None:
    """Find out how the answers lie in a tree; None if there is nothing for these exercises.

    Parameters
    ----------
    wrapped : bool
        Whether to look into a single folder that holds everything, as archives often have.
    any_notebook : bool
        Whether a notebook of any name may hold the answers.
    """
    top = tree.top()
    links = {refused.name for refused in top.refused}
    chapters = {exercise.partition("/")[0] for exercise in exercises}
    if chapters & {*top.folders, *links}:
        return Arrangement(tree, by_chapter=True)
    own = tree.label if tree.label in chapters else ""
    if (own and len(chapters) == 1) or _loose(exercises) & {*top.files, *links}:
        return Arrangement(tree, by_chapter=False, chapter=own)
    if "exercises" in top.folders:
        inner = arranged(tree.within("exercises"), exercises, wrapped=False, any_notebook=False)
        if inner is not None and inner.by_chapter:
            return inner.inside("exercises")
    if wrapped and len(top.folders) == 1:
        return _in_wrapper(tree.within(top.folders[0]), exercises, chapters, any_notebook=any_notebook)
    found = any_notebook and any(map(is_notebook, top.files))
    return Arrangement(tree, by_chapter=False) if found else None


def _in_wrapper(
    folder: Tree, exercises: Sequence[str], chapters: set[str], *, any_notebook: bool
) -> Arrangement | None:
    """Look into the one folder that holds everything; one that is called as another chapter is left to the search."""
    inner = arranged(folder, exercises, wrapped=False, any_notebook=any_notebook)
    if inner is None or (not inner.by_chapter and chapter_of(folder.label, chapters) == ""):
        return None
    return replace(inner.inside(folder.label), wrapped=not inner.by_chapter)


def _loose(exercises: Sequence[str]) -> set[str]:
    """Return the names that answers bear outside chapter folders, if they can't be mistaken for one another."""
    stems = [exercise.partition("/")[2] for exercise in exercises]
    return (
        {f"{stem}{suffix}" for stem in stems for suffix in ANSWER_SUFFIXES} if len(set(stems)) == len(stems) else set()
    )


def gather(tree: Tree | Problem, exercises: Sequence[str], wanted: Sought | None = None) -> Submission:
    """Read the answers of one learner, who may have handed in files, folders, or archives of them."""
    wanted = wanted or Sought(tuple(exercises))
    if isinstance(tree, Problem):
        return Submission(dict.fromkeys(exercises, tree))
    arrangement = arranged(tree, exercises)
    search = SubmissionSearch(tree, wanted)
    answers: dict[str, Answer | Problem] = {}
    notices: list[Notice] = []
    for exercise in exercises:
        stem = exercise.partition("/")[2]
        regular = arrangement.read(exercise) if arrangement is not None else missing(f"{stem}.py")
        loosely = _loosely(arrangement, exercise, regular)
        if loosely and (exercise, loosely[0].place) in wanted.excluded:
            regular, loosely = missing(f"{stem}.py"), ()
        answers[exercise], told = search.answer(exercise, regular)
        notices += (*loosely, *told) if answers[exercise] is regular else told
    problem = tree.top().problem or (search.problems[0] if search.problems else None)
    if _empty(answers) and len(exercises) == 1 and (only := search.only_script(exercises[0])) is not None:
        answers, notices = {exercises[0]: only[0]}, [*notices, only[1]]
    if _empty(answers) and problem is not None:
        answers = dict.fromkeys(exercises, problem)
    elif _empty(answers):
        unlike = (
            Notice(NoticeKind.UNCLEAR, path, "is called as no exercise that is wanted") for path in search.scripts
        )
        notices += list(unlike)[:MOST_TOLD]
    refused = tuple(Refused(_first_word(one.reason), f"could not be opened: {one.reason}") for one in search.problems)
    return Submission(answers, (*tree.refused, *refused), tuple(notices))


def _loosely(arrangement: Arrangement | None, exercise: str, regular: Answer | Problem) -> tuple[Notice, ...]:
    """Tell of an answer that is in a folder whose name does not say so, or in a notebook that a machine renamed."""
    if arrangement is None or not isinstance(regular, Answer):
        return ()
    name, stem = regular.filename, exercise.partition("/")[2]
    renamed = is_notebook(name) and notebook_stem(name) == stem and name != f"{stem}.ipynb"
    if not (arrangement.wrapped or renamed):
        return ()
    place = arrangement.path(exercise, name)
    return (Notice(NoticeKind.TAKEN, place, f"is taken as {exercise}.py", exercise),)


def _empty(answers: Mapping[str, Answer | Problem]) -> bool:
    return all(isinstance(answer, Problem) and answer.missing for answer in answers.values())


def _first_word(reason: str) -> str:
    return reason.split(" is ")[0]
