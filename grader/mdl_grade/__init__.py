"""Exercises for the mathematics of deep learning, and their grader.

Read `mdl_grade.grading` first: one submission in, one report out.
"""

__version__ = "0.1.0"
