"""The site: `sphinx-build -W docs FOLDER`. Nothing is fetched, neither when it is built nor when it is read."""

from __future__ import annotations

import sys
from pathlib import Path

import mdl_grade

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "mdl-grade"
author = "The mdl-grade developers"
copyright = author  # noqa: A001  (Sphinx's name)
version = release = mdl_grade.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx_design",
    # ours, in _extensions
    "closed",
    "docstrings",
    "gallery",
    "mathml",
    "navigation",
    "sections",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
html_math_renderer = "mathml"

default_role = "py:obj"  # in docstrings, names that have a place here lead there
smartquotes = False
autodoc_typehints = "none"  # numpydoc's sections say what arguments are
numpydoc_class_members_toctree = False
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = project
html_theme_options = {
    "collapse_navigation": True,
    "header_links_before_dropdown": 6,
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
