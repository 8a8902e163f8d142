"""PATH on the command line: what it is taken for, and where in it the answers are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.errors import UsageError
from mdl_grade.intake.answer import Answer, Problem
from mdl_grade.intake.files import read_answer
from mdl_grade.intake.folder import FolderTree
from mdl_grade.intake.opening import is_archive, open_tree
from mdl_grade.intake.submission import Arrangement, arranged
from mdl_grade.intake.tree import Refused


@dataclass(frozen=True)
class Found:
    """The wanted exercises, and what the grader took PATH for.

    `read` reads the answer to any exercise, those that were not asked for as well: they may be parts of one that was.
    """

    label: str
    taken_for: str
    exercises: tuple[str, ...]
    read: Callable[[str], Answer | Problem]
    refused: tuple[Refused, ...] = ()


def locate(exercises: Sequence[str], path: Path | None, *, here: Path) -> Found:
    """Find the answers to `exercises`.

    Parameters
    ----------
    exercises : sequence of str
        Ids.
    path : Path or None
        A file (for one exercise), a chapter's folder, a folder that holds chapter folders, or a zip or tar archive of
        either. None stands for `./<chapter>`, then `./exercises/<chapter>`.
    here : Path
        The current folder.

    Raises
    ------
    UsageError
        If nothing is there to grade.
    """
    if path is None:
        return _default(exercises, here)
    if not path.exists() and not path.is_symlink():
        raise UsageError(
            f"There is no {path}.",
            "Name a file, a chapter's folder, a folder that holds chapter folders, or an archive of one.",
        )
    archive = not path.is_dir()
    if archive and not is_archive(path):
        return _single(exercises, path)
    tree = open_tree(path)
    if isinstance(tree, Problem):
        raise UsageError(tree.reason, "Nothing in it was graded.")
    arrangement = arranged(tree, exercises)
    if arrangement is None:
        if problem := tree.top().problem:
            raise UsageError(problem.reason, "Nothing in it was graded.")
        raise _empty(exercises, path, tree.refused if archive else ())
    if not archive:
        arrangement = _with_chapters_beside(arrangement, path)
    what = f"an archive with {_taken_for(arrangement, exercises)}" if archive else _taken_for(arrangement, exercises)
    refused = tree.refused if archive else ()
    return Found(_label(path), what, tuple(exercises), arrangement.read, refused)


def _taken_for(arrangement: Arrangement, exercises: Sequence[str]) -> str:
    return "a folder of chapters" if arrangement.by_chapter else f"the folder of {exercises[0].partition('/')[0]}"


def _with_chapters_beside(arrangement: Arrangement, path: Path) -> Arrangement:
    if arrangement.by_chapter or arrangement.chapter != path.resolve().name:
        return arrangement
    parent = path.resolve().parent
    return Arrangement(
        arrangement.tree, by_chapter=False, chapter=arrangement.chapter, beside=lambda c: FolderTree(parent / c)
    )


def _empty(exercises: Sequence[str], path: Path, refused: Sequence[Refused]) -> UsageError:
    wanted = " or ".join(sorted({exercise.partition("/")[0] for exercise in exercises}))
    reasons = "".join(f"\n{one.name!r} {one.reason}." for one in refused[:5])
    return UsageError(
        f"{path} holds no answers for {wanted}.{reasons}",
        f"Expected {path}/{min(exercises)}.py. `mdl-grade init` makes a workspace of stubs.",
    )


def _single(exercises: Sequence[str], path: Path) -> Found:
    wanted = [e for e in exercises if e.partition("/")[2] == path.stem] if len(exercises) > 1 else list(exercises)
    if not wanted:
        raise UsageError(
            f"{path} is one file, and the target has several exercises, none of that name.",
            "Name the exercise: `mdl-grade chapter10/dense_backward FILE`.",
        )
    exercise = wanted[0]
    chapter = exercise.partition("/")[0]
    folder = path.resolve().parent
    own = chapter if folder.name == chapter else ""
    around = Arrangement(
        FolderTree(folder), by_chapter=False, chapter=own, beside=lambda c: FolderTree(folder.parent / c)
    )
    return Found(
        path.name,
        f"the answer to {exercise}",
        (exercise,),
        lambda wanted: read_answer(path) if wanted == exercise else around.read(wanted),
    )


def _default(exercises: Sequence[str], here: Path) -> Found:
    chapters = {exercise.partition("/")[0] for exercise in exercises}
    for folder, name in ((here, "."), (here / "exercises", "exercises")):
        if any((folder / chapter).is_dir() for chapter in chapters):
            shown = " ".join(f"./{chapter}" if name == "." else f"./{name}/{chapter}" for chapter in sorted(chapters))
            arrangement = Arrangement(FolderTree(folder), by_chapter=True)
            return Found(_label(folder), shown, tuple(exercises), arrangement.read)
    raise UsageError(
        f"There is no folder {min(chapters)} here, and none in ./exercises.",
        "Make a workspace with `mdl-grade init`, or name a path: `mdl-grade chapter10 PATH`.",
    )


def _label(path: Path) -> str:
    return path.resolve().name or "/"
