"""What to do about exceptions that come from where an answer runs, and not from its mathematics."""

from __future__ import annotations

import re
import sys

NO_FILES = "Answers can open no files"
NOTEBOOK = "This line is a notebook's: hand in the notebook itself (.ipynb), or take the line out."
IMPORT_ERRORS = ("ModuleNotFoundError", "ImportError")
FILE_ERRORS = ("FileNotFoundError", "PermissionError", "IsADirectoryError", "NotADirectoryError")
SYNTAX_ERRORS = ("SyntaxError", "IndentationError", "TabError")
PACKAGES = frozenset(
    """
    IPython astropy autograd cupy cv2 dask gym gymnasium imageio ipywidgets jax keras lightgbm matplotlib networkx
    nltk numba pandas PIL plotly polars requests scipy seaborn skimage sklearn spacy statsmodels sympy tensorflow torch
    torchvision tqdm transformers xgboost
    """.split()
)
"""Packages that learners know; any other name that can't be imported is taken for a file of theirs."""
_MODULE = re.compile(r"(?:No module named )?'?([\w.]+)'?(?: is not available| can't be loaded|$|;)")


def advice(exception: str, text: str, source: str = "") -> str:
    """Return a sentence that says what is behind an exception, or "".

    Parameters
    ----------
    exception : str
        Name of its class.
    text : str
        What it says.
    source : str
        The line that raised it.
    """
    if exception in IMPORT_ERRORS:
        found = _MODULE.match(text)
        return _about_module(found[1]) if found else ""
    if exception in FILE_ERRORS:
        return f"{NO_FILES}: put the numbers that you need into your own."
    if exception == "EOFError":
        return "Nobody is there to answer input(): take it out."
    if (exception == "NameError" and "get_ipython" in text) or (
        exception in SYNTAX_ERRORS and source.lstrip().startswith(("%", "!", "?"))
    ):
        return NOTEBOOK
    return ""


def _about_module(name: str) -> str:
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        return (
            f"{NO_FILES}, and {name} would have to be read from one: NumPy and the common modules of Python are there."
        )
    if top in PACKAGES:
        return f"{top} is not there for answers: NumPy and the common modules of Python are."
    return f"Each file stands alone, and {name} is not there: put what you need of it into this file."
