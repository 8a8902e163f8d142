"""What can be graded: courses, targets, solutions and stubs."""

from mdl_grade.course.catalog import CatalogEntry, read_catalog
from mdl_grade.course.course import Course, builtin_course, course_at
from mdl_grade.course.solution import Solution

__all__ = [
    "CatalogEntry",
    "Course",
    "Solution",
    "builtin_course",
    "course_at",
    "read_catalog",
]
