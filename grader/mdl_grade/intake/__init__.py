"""The one place that opens what comes from learners.

Files are data here: read with caps, never run, never imported, never extracted, and no tool such as git is started
in their folder. Folders and archives look the same from outside: both are a `Tree`.
"""

from mdl_grade.intake.answer import MAX_BYTES, Answer, Problem
from mdl_grade.intake.cells import CellName, answers_in
from mdl_grade.intake.files import decode_answer, read_answer
from mdl_grade.intake.limits import CLASS, SUBMISSION, IntakeLimits
from mdl_grade.intake.locating import Found, locate
from mdl_grade.intake.notebook import NotebookCell, read_notebook
from mdl_grade.intake.notices import Notice, NoticeKind
from mdl_grade.intake.opening import open_nested, open_tree
from mdl_grade.intake.searching import Sought, SubmissionSearch
from mdl_grade.intake.submission import Arrangement, Submission, arranged, gather
from mdl_grade.intake.tree import Refused, Survey, Top, Tree

__all__ = [
    "CLASS",
    "MAX_BYTES",
    "SUBMISSION",
    "Answer",
    "Arrangement",
    "CellName",
    "Found",
    "IntakeLimits",
    "NotebookCell",
    "Notice",
    "NoticeKind",
    "Problem",
    "Refused",
    "Sought",
    "Submission",
    "SubmissionSearch",
    "Survey",
    "Top",
    "Tree",
    "answers_in",
    "arranged",
    "decode_answer",
    "gather",
    "locate",
    "open_nested",
    "open_tree",
    "read_answer",
    "read_notebook",
]
