"""Kinds of mistakes that learners make, as changes of a right answer."""

from __future__ import annotations

from mdl_grade.diagnosis.operators.axes import AXES
from mdl_grade.diagnosis.operators.flow import FLOW
from mdl_grade.diagnosis.operators.products import PRODUCTS
from mdl_grade.diagnosis.operators.values import VALUES

OPERATORS = (*PRODUCTS, *FLOW, *AXES, *VALUES)
