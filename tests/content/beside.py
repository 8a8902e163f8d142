"""Verdicts on texts that are run in this process, beside the reference: for many answers that a machine made.

No wall: what is judged is made of the course's own text. Checks are held to their budgets all the same, so that what
does not end is ended.
"""

from mdl_grade.authoring.tampering import Tampering
from mdl_grade.errors import GraderFault
from mdl_grade.records.model import Status
from mdl_grade.suite.judging import in_turn
from mdl_grade.suite.runner import InProcess, execute_source
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject


def verdicts_beside(suite, text, seed, wall=None):
    """Return the verdicts on a text; None if it does not load. `wall` is for what is tried on the reference again."""
    try:
        namespace = execute_source(text, f"{suite.id}.py")
    except (GraderFault, RecursionError):
        return None
    subject = Subject(suite, Tampering(InProcess(namespace, text)), Seed.practice(seed).of(suite.id, ""))
    return tuple(in_turn(subject, list(suite.checks), wall))


def passed(verdicts):
    """Tell whether everything is passed."""
    return verdicts is not None and all(verdict.status is Status.PASSED for verdict in verdicts)


def statuses(verdicts):
    """Return how each check ended, by name."""
    return {"file": "does not load"} if verdicts is None else {v.check: v.status.value for v in verdicts}
