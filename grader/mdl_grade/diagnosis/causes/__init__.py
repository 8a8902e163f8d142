"""Generic causes: what a wrong tensor is, seen from the right one."""

from __future__ import annotations

from mdl_grade.diagnosis.causes.cause import Cause, Observation, Strength, causes, conceivable, view_of

__all__ = ["Cause", "Observation", "Strength", "causes", "conceivable", "view_of"]
