"""The class as pages to look at: an index, and a page for each learner. They load nothing from anywhere."""

from mdl_grade.gradebook.pages.site import write_site

__all__ = ["write_site"]
