"""Families of suspects that a suite has by itself: its known bugs, other conventions, confusions, mutants."""

from __future__ import annotations

from functools import lru_cache

from mdl_grade.diagnosis.confusions import confused
from mdl_grade.diagnosis.conventions import conventional
from mdl_grade.diagnosis.mutation import drafts, without_docstrings
from mdl_grade.diagnosis.suspects import Suspect
from mdl_grade.diagnosis.terms import in_terms, vocabulary
from mdl_grade.suite.bugs import IN_PLACE
from mdl_grade.suite.suite import Suite


@lru_cache(maxsize=64)
def known_bugs(suite: Suite) -> tuple[Suspect, ...]:
    """Return the suite's known bugs.

    Where an argument is all that is seen to change, how it is changed can't be told: then that it is, is what is said.
    """
    made = [
        Suspect(
            (bug.label,), "known_bug", bug.source(suite.solution.text), bug.hint, rank=-bug.label.endswith(IN_PLACE)
        )
        for bug in suite.ending_bugs
    ]
    return tuple(sorted(made, key=lambda suspect: suspect.rank))


@lru_cache(maxsize=64)
def conventions(suite: Suite) -> tuple[Suspect, ...]:
    """Return the reference in the other conventions of the field."""
    return tuple(conventional(suite.solution.text))


@lru_cache(maxsize=64)
def confusions(suite: Suite) -> tuple[Suspect, ...]:
    """Return right answers with a usual confusion of NumPy or of loops in them."""
    texts = [suite.solution.text, *(variant.source(suite.solution.text) for variant in suite.variants)]
    return tuple(suspect for text in texts for suspect in confused(text))


@lru_cache(maxsize=64)
def plain_mutants(suite: Suite) -> tuple[Suspect, ...]:
    """Return the mutants of the reference that can be told in a learner's terms, the most plausible ones first."""
    return tuple(_told_mutants(suite, suite.solution.text))


@lru_cache(maxsize=64)
def mutants_of_variants(suite: Suite) -> tuple[Suspect, ...]:
    """Return the mutants of other right answers: what goes wrong in a loop is no mutant of a product of matrices."""
    texts = [variant.source(suite.solution.text) for variant in suite.variants]
    found = [mutant for text in texts for mutant in _told_mutants(suite, text)]
    return tuple(sorted(found, key=lambda mutant: mutant.rank))


def _told_mutants(suite: Suite, text: str) -> list[Suspect]:
    known, text = vocabulary(suite, text), without_docstrings(text)
    told = [(in_terms(draft, known), draft) for draft in drafts(text)]
    found = [Suspect((label,), "mutant", d.source, rank=int(d.operator.rank)) for label, d in told if label]
    return sorted(found, key=lambda suspect: suspect.rank)
