"""nbgrader: the folder `submitted`, as `nbgrader collect` fills it.

`submitted/STUDENT/ASSIGNMENT/…`, with `timestamp.txt` beside the files, in which nbgrader wrote when they came in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from pathlib import PurePosixPath

from mdl_grade.errors import UsageError
from mdl_grade.exchange.layout import HandedIn, Reading
from mdl_grade.exchange.times import zone_called
from mdl_grade.intake import SUBMISSION, Refused, Tree

NAME = "nbgrader"
_STAMP = PurePosixPath("timestamp.txt")


def recognise(tree: Tree, exercises: Sequence[str], zone: tzinfo | None = None) -> Reading | None:
    """Recognise nbgrader by the folder's name, or by time stamps in students' folders; `zone` is theirs, if known.

    Raises
    ------
    UsageError
        If there are several assignments, none of them called as a chapter or exercise that is wanted.
    """
    if "submitted" in tree.top().folders:
        tree = tree.within("submitted")
    top = tree.top()
    stamped = any(
        _STAMP.name in tree.within(student).within(assignment).top().files
        for student in top.folders[:20]
        for assignment in tree.within(student).top().folders[:20]
    )
    if not stamped and (tree.label != "submitted" or not top.folders):
        return None
    refused = [
        *top.refused,
        *(Refused(name, "is a file, and nbgrader has a folder for each student") for name in top.files),
    ]
    assignments = {student: tree.within(student).top().folders for student in top.folders}
    wanted = _assignment({name for names in assignments.values() for name in names}, exercises)
    submissions = []
    for student, names in assignments.items():
        opener = _opener(tree, student, wanted)
        refused += [
            Refused(f"{student}/{name}", f"is another assignment than {wanted}")
            for name in names
            if wanted and name != wanted
        ]
        submissions.append(
            HandedIn(
                learner=student,
                where=f"{student}/{wanted}" if wanted else student,
                open=opener,
                received=_received(opener(), zone),
            )
        )
    return Reading(
        layout=NAME,
        words="nbgrader's folder of submitted assignments" + (f", of which {wanted}" if wanted else ""),
        score=0.9,
        submissions=tuple(submissions),
        refused=tuple(refused),
    )


def _assignment(names: set[str], exercises: Sequence[str]) -> str:
    """Return the assignment that is wanted; "" if a student's folder is to be searched as a whole."""
    chapters = {exercise.partition("/")[0] for exercise in exercises}
    stems = {exercise.partition("/")[2] for exercise in exercises}
    if len(chapters & names) > 1:
        return ""
    fitting = chapters & names or (stems & names if len(stems) == 1 else set()) or names
    if len(fitting) > 1:
        raise UsageError(
            f"nbgrader's folder has several assignments: {', '.join(sorted(fitting))}.",
            "Make a roster (a CSV with learner,path) of the one that is meant, or name it like the chapter.",
        )
    return min(fitting, default="")


def _opener(tree: Tree, student: str, assignment: str) -> Callable[[], Tree]:
    def opened() -> Tree:
        folder = tree.within(student, SUBMISSION)
        return folder.within(assignment) if assignment else folder

    return opened


def _received(folder: Tree, zone: tzinfo | None) -> datetime | None:
    content = folder.read(_STAMP, 1 << 10)
    return parse_stamp(content.decode("utf-8", "replace").strip(), zone) if isinstance(content, bytes) else None


def parse_stamp(text: str, own: tzinfo | None = None) -> datetime | None:
    """Read what nbgrader writes, as `2015-02-02 15:58:23.948203 America/Los_Angeles`, or with `CET` or `+03` instead.

    None without a zone, or with one that could be several, unless `own` tells whose clocks they are.
    """
    match = re.fullmatch(
        r"(?P<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(?P<zone>[\w/+:-]{1,64})?", text
    )
    if match is None:
        return None
    try:
        time = datetime.fromisoformat(match["time"])
    except ValueError:  # no such day
        return None
    zone = zone_called(match["zone"], time, own) if match["zone"] else own
    return None if zone is None else time.replace(tzinfo=zone)
