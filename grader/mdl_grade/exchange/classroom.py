"""GitHub Classroom: the folder that `gh classroom clone student-repos` fills.

One repository for each learner, `assignment-user/…`. `.git` is seen in the list of names and never opened: a
repository's own settings can name programs for git to start.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from mdl_grade.errors import UsageError
from mdl_grade.exchange.layout import HandedIn, Reading, learner_folder
from mdl_grade.intake import Refused, Tree

NAME = "classroom"


def recognise(tree: Tree, exercises: Sequence[str], assignment: str | None = None) -> Reading | None:
    """Recognise clones by their `.git`: a learner is the folder's name without the assignment's.

    Parameters
    ----------
    assignment : str, optional
        The assignment's name, if it is known: who somebody is must not depend on who else is there.

    Raises
    ------
    UsageError
        If the assignment's name is not known, and there is one clone: nothing tells where the learner's begins.
    """
    top = tree.top()
    clones = [folder for folder in top.folders if ".git" in tree.within(folder).top().ignored]
    if len(clones) < max(1, len(top.folders) / 2):
        return None
    found = _assignment(tree.label, top.folders) if assignment is None else assignment
    prefix = f"{found}-" if found else ""
    refused = [Refused(name, "is a file, and each learner has a folder") for name in top.files]
    refused += [
        Refused(folder, f"is no clone of the assignment {found}: its name does not begin with {prefix}")
        for folder in top.folders
        if not folder.startswith(prefix)
    ]
    return Reading(
        layout=NAME,
        words="clones of repositories" + (f", of the assignment {found}" if found else ""),
        score=len(clones) / len(top.folders),
        submissions=tuple(
            HandedIn(learner=folder.removeprefix(prefix), where=folder, open=learner_folder(tree, folder))
            for folder in top.folders
            if folder.startswith(prefix)
        ),
        refused=(*top.refused, *refused),
        assignment=found,
    )


def _assignment(label: str, folders: Sequence[str]) -> str:
    """Find out the assignment's name: `gh` puts all clones into ASSIGNMENT-submissions; else it is what all share."""
    said = label.removesuffix("-submissions")
    if said != label and all(folder.startswith(f"{said}-") for folder in folders):
        return said
    if len(folders) == 1 and "-" in folders[0]:
        raise UsageError(
            f"In {folders[0]}, nothing tells where the assignment's name ends and the learner's begins.",
            "Say it: --assignment hw1 for hw1-ada; --assignment '' if the folder is called as the learner.",
        )
    shared = os.path.commonprefix(folders) if len(folders) > 1 else ""  # noqa: RUF071 - letters are meant
    return shared[: shared.rfind("-") + 1].removesuffix("-")
