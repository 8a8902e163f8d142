"""Notebooks are read as data: the code of their cells, and nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.intake import Answer, Problem, decode_answer
from mdl_grade.intake.magics import as_python

OURS = settings(derandomize=True, deadline=None, max_examples=100)


def notebook(*cells, **more):
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "python3"}},
            "cells": [
                {"cell_type": kind, "source": source, "metadata": {}, "outputs": [{"text": "score: 100"}]}
                for kind, source in cells
            ],
            **more,
        }
    ).encode()


def decoded(content):
    return decode_answer("work.ipynb", content)


def test_code_cells_follow_each_other_under_their_numbers():
    """Text cells and outputs are left out; `source` may be text or a list of lines."""
    answer = decoded(notebook(("markdown", "# Title"), ("code", ["import numpy as np\n", "x = 1"]), ("code", "y = 2")))
    assert isinstance(answer, Answer)
    assert answer.text == "# %% cell 2\nimport numpy as np\nx = 1\n\n# %% cell 3\ny = 2\n"
    assert "score" not in answer.text


def test_running_a_notebook_does_not_change_its_digest():
    """Outputs and counters are not the answer."""
    one, other = decoded(notebook(("code", "x = 1"))), decoded(notebook(("code", "x = 1"), more="metadata"))
    assert one == other


def test_format_3_is_read_as_well():
    """Worksheets with `input` are what nbformat 3 had."""
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"], "outputs": []}]}]}
    assert decoded(json.dumps(old).encode()).text == "# %% cell 1\nx = 1\n"


BROKEN = {
    "no JSON": b"{",
    "a list": b"[]",
    "another format": b'{"nbformat": 5, "cells": []}',
    "no format": b'{"cells": []}',
    "cells of another type": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}',
    "deep": b'{"nbformat": 4, "metadata": ' + b"[" * 200_000,
    "half a surrogate": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800"}]}',
    "a NUL": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x\\u0000"}]}',
    "not UTF-8": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\xff"}]}',
    "too much text": notebook(("code", "x" * (1 << 20))),
    "too many cells": b'{"nbformat": 4, "cells": [' + b",".join([b'{"cell_type": "code"}'] * 20_000) + b"]}",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_notebook_is_a_problem(content):
    """Never an exception, never a guess."""
    problem = decoded(content)
    assert isinstance(problem, Problem)
    assert problem.reason.startswith("work.ipynb")


IPYTHON = [
    ("%matplotlib inline", "# %matplotlib inline"),
    ("!pip install numpy \\\n  scipy\nx = 1", "# !pip install numpy \\\n#   scipy\nx = 1"),
    ("np.sum?\n?np\nnp.sum??", "# np.sum?\n# ?np\n# np.sum??"),
    ("files = !ls 'a\nx = 1\n%time x", "# files = !ls 'a\nx = 1\n# %time x"),
    ("if x:\n    %time y", "if x:\n    pass  # %time y"),
    ("%%bash\nls\n", "# %%bash\n# ls\n# "),
    ("%%timeit\nx = 1", "# %%timeit\n# x = 1"),
    ("\n%%time\nx = 1\n%who", "\n# %%time\nx = 1\n# %who"),
]


@pytest.mark.parametrize(("cell", "python"), IPYTHON)
def test_what_is_ipythons_becomes_a_comment_in_its_place(cell, python):
    """Magics, shell lines and questions are not Python; the lines below them keep their numbers."""
    assert as_python(cell) == python


PYTHON = [
    "x = (a\n     % b)",
    "x = a \\\n  % b",
    's = """\n%not a magic\n!nor this?\n"""\ny = 1',
    "s = '''\n\\''' %\n'''",
    "s = 'it\\'s'; t = \"#\"; d = {'a': [1,\n% 2]}",
    "x = y  # why?\nassert a != b",
    "x %= 3",
    "f'{x!r}'",
]


@pytest.mark.parametrize("cell", PYTHON)
def test_python_is_left_alone(cell):
    """A remainder at the beginning of a line, or a percent sign in a text, is no magic."""
    assert as_python(cell) == cell


@OURS
@given(st.text(alphabet="ab =%!?\\'\"#()[]{}\n", max_size=60))
def test_every_line_keeps_its_place(cell):
    """Whatever stands in a cell: the same number of lines, each with its text."""
    lines, changed = cell.split("\n"), as_python(cell).split("\n")
    assert len(lines) == len(changed)
    assert all(new.endswith(old.lstrip()) for old, new in zip(lines, changed, strict=True))


@OURS
@given(st.binary(max_size=200) | st.builds(lambda a, b: notebook(("code", a), ("code", b)), st.text(), st.text()))
def test_any_bytes_give_an_answer_or_a_problem(content):
    """Nothing that is handed in raises."""
    assert isinstance(decoded(content), Answer | Problem)
