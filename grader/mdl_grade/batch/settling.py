"""What counts now, of those whose work was seen in a run: put together anew, and under the keys of this run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from mdl_grade.batch.assemblies import Assemblies
from mdl_grade.batch.counting import AnswerAttempt, counting, wanted
from mdl_grade.batch.keys import Keys
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Writer
from mdl_grade.intake import Answer, Problem
from mdl_grade.script import Script


def settle(ledger: Writer, keys: Keys, assemblies: Assemblies) -> None:
    """Make a ledger ready to be planned.

    An assembly is put together from the parts that count, whichever submissions they came with: it stands in the
    learner's latest one. What is taken from earlier submissions gets the keys of this run; what was seen has them.
    """
    seen = ledger.seen()
    made = list(_assembled(ledger, assemblies, seen.learners, seen.submissions)) if assemblies.parts else []
    with ledger.transaction():
        for submission, exercise, answer in made:
            ledger.put(submission, exercise, answer, keys.key(exercise, answer))
    earlier = [
        one for one in wanted(ledger.attempts(), ledger.keep(), seen.learners) if one.submission not in seen.submissions
    ]
    with ledger.transaction():
        for one in earlier:
            if assemblies.graded(one.exercise):
                key = keys.key(one.exercise, _answer(ledger, one))
                ledger.give_key(one.submission, one.exercise, key)


def _assembled(
    ledger: Ledger, assemblies: Assemblies, learners: frozenset[str], seen: frozenset[int]
) -> Iterator[tuple[int, str, Answer | Problem]]:
    """Yield assemblies of parts that do not all come from the submission in which they stand."""
    for learner, own in groupby(ledger.attempts(parts=True), key=lambda one: one.learner):
        if learner not in learners:
            continue
        counted = {one.exercise: (one, several) for one, several in counting(own, ledger.keep())}
        for exercise, parts in assemblies.parts.items():
            latest = counted[exercise][1][-1].submission
            chosen = {part: counted[part][0] for part in parts if part in counted}
            together = all(one.submission == latest for one in chosen.values()) and latest in seen
            if not together and len(chosen) == len(parts):
                texts: Mapping[str, Answer | Problem] = {part: _answer(ledger, one) for part, one in chosen.items()}
                yield latest, exercise, assemblies.put_together(exercise, texts)


def _answer(ledger: Ledger, attempt: AnswerAttempt) -> Answer | Problem:
    row = next(row for row in ledger.answers(attempt.submission) if row.exercise == attempt.exercise)
    if row.problem is not None:
        return row.problem
    return Answer.of(Script.read(ledger.text(row.text)), row.filename, row.digest)
