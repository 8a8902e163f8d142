"""Moodle: "Download all submissions" of an assignment, in folders or flat.

Names are made by Moodle: `Full Name_12345_assignsubmission_file_/work.py`, or without folders
`Full Name_12345_assignsubmission_file_work.py`; the number is the participant's, unique in the assignment. Groups
that hand in together bear the group's name. Text typed into the browser comes as HTML in `…_onlinetext_`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from mdl_grade.exchange.layout import HandedIn, Reading
from mdl_grade.intake import SUBMISSION, Problem, Refused, Tree
from mdl_grade.intake.indexed import picked

NAME = "moodle"
_NAME = re.compile(r"(?P<learner>.*_\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)


def recognise(tree: Tree, exercises: Sequence[str]) -> Reading | None:
    """Recognise Moodle by its names: a learner is `Full Name_12345`, so that namesakes stay apart."""
    top = tree.top()
    parts: dict[str, dict[str, str]] = {}
    refused = list(top.refused)
    matched = 0
    for name in (*top.folders, *top.files):
        match = _NAME.fullmatch(name)
        if match is None:
            refused.append(Refused(name, "does not have a name that Moodle gives"))
            continue
        matched += 1
        files = parts.setdefault(match["learner"], {})
        if match["kind"] == "file":
            files[name] = match["file"] or ""
        else:
            refused.append(Refused(name, "is text typed into Moodle: ask for the file"))
    if matched < max(1, (len(top.folders) + len(top.files)) / 2):
        return None
    return Reading(
        layout=NAME,
        words="Moodle's download of all submissions",
        score=matched / (len(top.folders) + len(top.files)),
        submissions=tuple(
            HandedIn(learner=learner, where=min(files, default=learner), open=_opener(tree, files))
            for learner, files in sorted(parts.items())
        ),
        refused=tuple(refused),
    )


def _opener(tree: Tree, files: Mapping[str, str]) -> Callable[[], Tree | Problem]:
    """Return what opens a learner's files; `files` maps Moodle's names to what is left of the learner's own."""
    if len(files) == 1:
        ((name, rest),) = files.items()
        if not rest and name in tree.top().folders:
            return lambda: tree.within(name, SUBMISSION)
    return lambda: picked(min(files, default=""), tree, _originals(tree, files))


def _originals(tree: Tree, files: Mapping[str, str]) -> dict[PurePosixPath, PurePosixPath]:
    originals: dict[PurePosixPath, PurePosixPath] = {}
    for name, rest in files.items():
        if name in tree.top().files:
            originals[PurePosixPath(rest or name)] = PurePosixPath(name)
        else:
            inner = tree.within(name, SUBMISSION).names()
            originals |= {PurePosixPath(rest) / path: PurePosixPath(name) / path for path in inner}
    return originals
