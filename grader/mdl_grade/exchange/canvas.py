"""Canvas: "Download Submissions" of an assignment, one flat folder.

Names are made by Canvas: `lastnamefirst_LATE_1234_5678_work-1.py`: the learner (letters and digits of the name), `LATE`
if so, the numbers of the learner and of the file, and the learner's own name for it, to which Canvas adds `-1`, `-2` …
if it was handed in again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from mdl_grade.exchange.layout import HandedIn, Reading
from mdl_grade.intake import Refused, Tree
from mdl_grade.intake.indexed import picked
from mdl_grade.intake.submission import ANSWER_SUFFIXES

NAME = "canvas"
_NAME = re.compile(
    r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?:\d+_(?P<file>.+)|(?P<typed>(?:text|link)\.html?))", re.DOTALL
)


def recognise(tree: Tree, exercises: Sequence[str]) -> Reading | None:
    """Recognise Canvas by its names: a learner is `lastnamefirst_1234`, so that namesakes stay apart."""
    top = tree.top()
    wanted = {f"{e.partition('/')[2]}{suffix}" for e in exercises for suffix in ANSWER_SUFFIXES}
    files: dict[str, dict[str, tuple[int, str]]] = {}
    late: set[str] = set()
    refused = [*top.refused, *(Refused(name, "is a folder, and Canvas makes none") for name in top.folders)]
    matched = 0
    for name in top.files:
        match = _NAME.fullmatch(name)
        if match is None:
            refused.append(Refused(name, "does not have a name that Canvas gives"))
            continue
        matched += 1
        learner = f"{match['name']}_{match['id']}"
        own = files.setdefault(learner, {})
        late |= {learner} if match["late"] else set()
        if match["typed"]:
            refused.append(Refused(name, "is text or a link typed into Canvas: ask for the file"))
            continue
        original, again = _original(match["file"], wanted)
        if original in own:
            earlier, older = min((again, name), own[original]), max((again, name), own[original])
            own[original] = older
            refused.append(Refused(earlier[1], f"was handed in again as {older[1]}"))
        else:
            own[original] = (again, name)
    if matched < max(1, (len(top.folders) + len(top.files)) / 2):
        return None
    return Reading(
        layout=NAME,
        words="Canvas's download of submissions",
        score=matched / (len(top.folders) + len(top.files)),
        submissions=tuple(_handed_in(tree, learner, own, learner in late) for learner, own in sorted(files.items())),
        refused=tuple(refused),
    )


def _original(file: str, wanted: set[str]) -> tuple[str, int]:
    """Return the learner's own name of a file, and how often it had been handed in before."""
    match = re.fullmatch(r"(?P<stem>.+)-(?P<again>\d{1,4})(?P<suffix>\.[^.]+)", file, re.DOTALL)
    if match is None or file in wanted:
        return file, 0
    return match["stem"] + match["suffix"], int(match["again"])


def _handed_in(tree: Tree, learner: str, own: dict[str, tuple[int, str]], late: bool) -> HandedIn:
    names = {PurePosixPath(original): PurePosixPath(name) for original, (_, name) in own.items()}
    return HandedIn(
        learner=learner,
        where=min((name for _, name in own.values()), default=learner),
        open=lambda: picked(learner, tree, names),
        late=late,
    )
