"""The plain layout: a folder, an archive or, for one exercise, a file for each learner, called as the learner is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from mdl_grade.exchange.layout import HandedIn, Reading, learner_folder
from mdl_grade.intake import Problem, Refused, Tree, arranged, gather
from mdl_grade.intake.indexed import picked
from mdl_grade.intake.opening import named_as_archive
from mdl_grade.intake.submission import ANSWER_SUFFIXES

NAME = "learners"


def recognise(tree: Tree, exercises: Sequence[str]) -> Reading | None:
    """Recognise a class by finding answers in at least one learner's place, and none where one learner's would be."""
    top = tree.top()
    if arranged(tree, exercises, wrapped=False, any_notebook=False) is not None or not _answered(tree, exercises):
        return None
    stem = exercises[0].partition("/")[2] if len(exercises) == 1 else ""
    places: dict[str, list[str]] = {folder: [folder] for folder in top.folders}
    files: dict[str, list[str]] = {}
    refused = list(top.refused)
    for file in top.files:
        if (learner := named_as_archive(file)) is not None:
            places.setdefault(learner, []).append(file)
        elif stem and file.endswith(ANSWER_SUFFIXES):
            files.setdefault(file.rpartition(".")[0], []).append(file)
        else:
            refused.append(Refused(file, "is neither a folder nor an archive" + (", nor a script" if stem else "")))
    submissions = [
        HandedIn(learner=learner, where=where, open=learner_folder(tree, where))
        for learner, several in places.items()
        for where in several
    ]
    submissions += [
        HandedIn(learner=learner, where=names[0], open=_scripts(tree, stem, names)) for learner, names in files.items()
    ]
    return Reading(
        layout=NAME,
        words="a folder, archive or file for each learner",
        score=0.3,
        submissions=tuple(sorted(submissions, key=lambda one: (one.learner, one.where))),
        refused=tuple(refused),
    )


def _answered(tree: Tree, exercises: Sequence[str]) -> bool:
    top = tree.top()
    # In a single folder, what looks like a wrapper may as well be the one learner of a class inside another wrapper.
    wrapped = len(top.folders) > 1
    one = len(exercises) == 1
    return (
        any(named_as_archive(file) is not None or (one and file.endswith(ANSWER_SUFFIXES)) for file in top.files)
        or any(arranged(tree.within(folder), exercises, wrapped=wrapped) is not None for folder in top.folders)
        or any(_packed(tree.within(folder)) for folder in top.folders)
        or (wrapped and any(_somewhere(tree.within(folder), exercises) for folder in top.folders))
    )


def _somewhere(folder: Tree, exercises: Sequence[str]) -> bool:
    """Tell whether there is an answer anywhere in a learner's folder, under any name that means it."""
    found = gather(folder, exercises).answers.values()
    return any(not (isinstance(answer, Problem) and answer.missing) for answer in found)


def _packed(folder: Tree) -> bool:
    top = folder.top()
    return not top.folders and any(named_as_archive(file) is not None for file in top.files)


def _scripts(tree: Tree, stem: str, names: Sequence[str]) -> Callable[[], Tree | Problem]:
    """Return what opens a learner's script and notebook under the exercise's name."""
    files = {PurePosixPath(f"{stem}.{name.rpartition('.')[2]}"): PurePosixPath(name) for name in names}
    return lambda: picked(names[0], tree, files)
