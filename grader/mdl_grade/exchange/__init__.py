"""The work of classes as other tools lay it out: one module for each layout."""

from mdl_grade.exchange.cohort import LAYOUT_NAMES, Cohort, CohortEntry, open_class

__all__ = ["LAYOUT_NAMES", "Cohort", "CohortEntry", "open_class"]
