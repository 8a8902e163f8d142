"""Where in a folder or archive the answers to exercises are, and the reading of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mdl_grade.intake.answer import Answer, Problem, missing
from mdl_grade.intake.names import is_notebook
from mdl_grade.intake.opening import named_as_archive, open_nested
from mdl_grade.intake.reading import AnswerFolder
from mdl_grade.intake.tree import Refused, Tree

ANSWER_SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True)
class Submission:
    """One learner's work: what stands for each exercise, and what else was there and is not taken."""

    answers: Mapping[str, Answer | Problem]
    refused: tuple[Refused, ...] = ()


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
    """

    tree: Tree
    by_chapter: bool
    chapter: str = ""
    beside: Callable[[str], Tree] | None = None
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
    if wrapped and len(top.folders) == 1:
        return arranged(tree.within(top.folders[0]), exercises, wrapped=False, any_notebook=any_notebook)
    found = any_notebook and any(map(is_notebook, top.files))
    return Arrangement(tree, by_chapter=False) if found else None


def _loose(exercises: Sequence[str]) -> set[str]:
    """Return the names that answers bear outside chapter folders, if they can't be mistaken for one another."""
    stems = [exercise.partition("/")[2] for exercise in exercises]
    return (
        {f"{stem}{suffix}" for stem in stems for suffix in ANSWER_SUFFIXES} if len(set(stems)) == len(stems) else set()
    )


def gather(tree: Tree | Problem, exercises: Sequence[str]) -> Submission:
    """Read the answers of one learner, who may have handed in files, folders, or one archive of them."""
    if isinstance(tree, Problem):
        return _nothing(exercises, tree)
    arrangement, refused = arranged(tree, exercises), tree.refused
    archives = [file for file in tree.top().files if named_as_archive(file) is not None]
    if arrangement is not None:
        beside = tuple(Refused(file, "is not opened: there are answers beside it") for file in archives)
        return Submission({e: arrangement.read(e) for e in exercises}, (*refused, *beside))
    if len(archives) > 1:
        return _nothing(exercises, Problem(f"{' and '.join(archives)} are both archives, and one can count."), refused)
    if archives:
        inner = open_nested(tree, archives[0])
        if isinstance(inner, Problem):
            return _nothing(exercises, inner, refused)
        arrangement, refused = arranged(inner, exercises), (*refused, *inner.refused)
        if arrangement is not None:
            return Submission({e: arrangement.read(e) for e in exercises}, refused)
    problem = tree.top().problem
    if problem is not None:
        return _nothing(exercises, problem, refused)
    return Submission({e: missing(f"{e.partition('/')[2]}.py") for e in exercises}, refused)


def _nothing(exercises: Sequence[str], problem: Problem, refused: tuple[Refused, ...] = ()) -> Submission:
    return Submission(dict.fromkeys(exercises, problem), refused)
