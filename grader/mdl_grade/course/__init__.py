"""What can be graded: courses, targets, stubs, and the files that learners hand in."""

from mdl_grade.course.catalog import CatalogEntry, read_catalog
from mdl_grade.course.course import Course, builtin_course, course_at
from mdl_grade.course.solution import Solution
from mdl_grade.course.submission import Answer, Found, Problem, locate, read_answer

__all__ = [
    "Answer",
    "CatalogEntry",
    "Course",
    "Found",
    "Problem",
    "Solution",
    "builtin_course",
    "course_at",
    "locate",
    "read_answer",
    "read_catalog",
]
