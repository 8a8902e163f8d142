"""GitHub Classroom: the folder that `gh classroom clone student-repos` fills.

One repository for each learner, `assignment-user/…`. `.git` is seen in the list of names and never opened: a
repository's own settings can name programs for git to start.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from mdl_grade.exchange.layout import HandedIn, Reading, learner_folder
from mdl_grade.intake import Refused, Tree

NAME = "classroom"


def recognise(tree: Tree, exercises: Sequence[str]) -> Reading | None:
    """Recognise clones by their `.git`: a learner is the folder's name without the assignment's, which all share."""
    top = tree.top()
    clones = [folder for folder in top.folders if ".git" in tree.within(folder).top().ignored]
    if len(clones) < max(1, len(top.folders) / 2):
        return None
    shared = os.path.commonprefix(top.folders) if len(top.folders) > 1 else ""  # noqa: RUF071 - letters are meant
    prefix = shared[: shared.rfind("-") + 1]
    return Reading(
        layout=NAME,
        words="clones of repositories" + (f", of the assignment {prefix[:-1]}" if prefix else ""),
        score=len(clones) / len(top.folders),
        submissions=tuple(
            HandedIn(learner=folder.removeprefix(prefix), where=folder, open=learner_folder(tree, folder))
            for folder in top.folders
        ),
        refused=(*top.refused, *(Refused(name, "is a file, and each learner has a folder") for name in top.files)),
    )
