"""What suites are written with.

>>> from mdl_grade.suite import Exercise, agrees, battery, bug, cases, check, patch, raises, variant
"""

from mdl_grade.suite.bugs import bug, patch, variant
from mdl_grade.suite.cases import Case, cases
from mdl_grade.suite.check import agrees, battery, check, raises, shaped
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.recorder import apply, calls, code, constant, counted, is_instance, length
from mdl_grade.suite.runner import runner
from mdl_grade.suite.transplant import optimises, transplant

__all__ = [
    "Case",
    "Exercise",
    "agrees",
    "apply",
    "battery",
    "bug",
    "calls",
    "cases",
    "check",
    "code",
    "constant",
    "counted",
    "is_instance",
    "length",
    "optimises",
    "patch",
    "raises",
    "runner",
    "shaped",
    "transplant",
    "variant",
]
