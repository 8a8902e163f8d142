"""What suites are written with: everything in one import.

>>> from mdl_grade.suite import Exercise, agrees, bug, cases, check, hygiene_of, patch, shaped, variant
"""

from mdl_grade import checks
from mdl_grade.checks import *  # noqa: F403 (all that is public there)
from mdl_grade.suite.bugs import bug, patch, variant
from mdl_grade.suite.cases import Case, cases
from mdl_grade.suite.check import agrees, check, fail, raises, shaped
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.extremes import all_but_one, scaled, tails
from mdl_grade.suite.floor import floor
from mdl_grade.suite.forbidden import does_without
from mdl_grade.suite.generators import generator_with
from mdl_grade.suite.hygiene import hygiene_of
from mdl_grade.suite.probabilities import probabilities
from mdl_grade.suite.recorder import apply, calls, code, constant, counted, is_instance, length
from mdl_grade.suite.runner import runner
from mdl_grade.suite.transplant import optimises, transplant

__all__ = [
    *checks.__all__,
    "Case",
    "Exercise",
    "agrees",
    "all_but_one",
    "apply",
    "bug",
    "calls",
    "cases",
    "check",
    "code",
    "constant",
    "counted",
    "does_without",
    "fail",
    "floor",
    "generator_with",
    "hygiene_of",
    "is_instance",
    "length",
    "optimises",
    "patch",
    "probabilities",
    "raises",
    "runner",
    "scaled",
    "shaped",
    "tails",
    "transplant",
    "variant",
]
