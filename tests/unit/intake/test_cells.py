"""Which cells of a notebook are an answer: its own, the learner's, and nobody else's."""

import json
from dataclasses import replace

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.intake import Answer, CellName, Problem, answers_in, arranged, decode_answer, open_tree, read_notebook

DENSE, MSE = "chapter10/dense_backward", "chapter10/mse_with_grad"


def notebook(*cells, **more):
    """Return a notebook of cells, each (name or "", kind, text)."""
    made = [
        {"cell_type": kind, "source": text, "metadata": {"nbgrader": {"grade_id": name}} if name else {}}
        for name, kind, text in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made, **more}).encode()


WORK = (
    ("chapter10-dense_backward-prompt", "markdown", "# Prompt"),
    ("", "code", "import numpy as np"),
    ("chapter10-dense_backward", "code", "dense = np.sum"),
    (
        "chapter10-dense_backward-grade",
        "code",
        'from mdl_grade.notebook import check\n\ncheck("chapter10/dense_backward")',
    ),
    ("", "code", "half = ("),
    ("", "code", 'from mdl_grade.notebook import check\n\ncheck("chapter10/dense_backward")'),
    ("chapter10-mse_with_grad", "code", "mse = 1"),
    ("", "code", "dense(3)"),
)


def both(*cells):
    return answers_in("w.ipynb", read_notebook("w.ipynb", notebook(*cells)), [DENSE, MSE])


def test_an_answer_is_its_cell_and_the_learners_own():
    """Never another exercise's cell, one that shows a grade, or one that is no Python; numbers are the notebook's."""
    answers = both(*WORK)
    assert answers[DENSE].text == (
        "# %% cell 2\nimport numpy as np\n\n# %% cell 3\ndense = np.sum\n\n# %% cell 5\n# half = (\n\n"
        "# %% cell 8\n# dense(3)\n"
    )
    assert "mse = 1" in answers[MSE].text
    assert "\ndense" not in answers[MSE].text


def test_copies_count_in_their_order_and_a_changed_kind_changes_nothing():
    """The last definition is what counts, as in the notebook itself; an answer in a text cell is one."""
    answers = both(("chapter10-dense_backward", "code", "dense = 1"), ("chapter10-dense_backward", "raw", "dense = 2"))
    assert answers[DENSE].text == "# %% cell 1\ndense = 1\n\n# %% cell 2\ndense = 2\n"


def test_what_is_not_there_is_missing():
    """No cell of that name, and nothing of the learner's own that defines anything."""
    answers = both(("chapter10-dense_backward", "code", "dense = 1"), ("", "code", "1 + 1"))
    assert answers[MSE].missing
    assert "chapter10/mse_with_grad" in answers[MSE].reason
    assert isinstance(both(("", "code", "def mse(): ..."))[MSE], Answer)


def test_a_magic_names_a_cell_too():
    """`%%grade` on top is the same as nbgrader's name."""
    answers = both(("", "code", "%%grade chapter10/dense_backward\ndense = 1"), ("", "code", "x = 1"))
    text = "# %% cell 1\n# %%grade chapter10/dense_backward\ndense = 1\n\n# %% cell 2\n# x = 1\n"
    assert answers[DENSE].text == text
    assert answers[MSE].missing


@pytest.mark.parametrize("exercise", builtin_course().exercises)
def test_names_are_read_as_they_are_written(exercise):
    """And nbgrader takes them for identifiers."""
    for name in (CellName(exercise), CellName(exercise, "values")):
        assert CellName.read(name.grade_id) == name
        assert len(name.grade_id) <= 128
    assert CellName.read("cell-1234-5678-90") is None
    assert CellName.read("test_squares") is None


def test_a_folder_with_a_notebook_of_several_answers_is_taken(tmp_path):
    """Whatever the notebook is called; a script beside it must say the same."""
    (tmp_path / "homework 3 (1).ipynb.json").write_bytes(notebook(*WORK))
    read = arranged(open_tree(tmp_path), [DENSE, MSE]).read
    answer = read(DENSE)
    assert answer == replace(both(*WORK)[DENSE], filename="homework 3 (1).ipynb.json")
    (tmp_path / "dense_backward.py").write_text("dense = 7\n")
    problem = arranged(open_tree(tmp_path), [DENSE, MSE]).read(DENSE)
    assert "take the other away" in problem.reason


NEARLY = {
    "a byte-order mark": b"\xef\xbb\xbf" + notebook(("", "code", "x = 1")),
    "UTF-16": notebook(("", "code", "x = 1")).decode().encode("utf-16"),
    "NaN in metadata": notebook(("", "code", "x = 1"), metadata={"score": float("nan")}),
    "half a character in an output": notebook(("", "code", "x = 1"), metadata={"text": "\ud800"}),
    "the format in quotes": notebook(("", "code", "x = 1"), nbformat="4"),
    "no metadata": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1"]}]}',
    "metadata of another kind": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1", "metadata": []}]}',
    "equal ids": notebook(("", "code", "x = 1"), id="a"),
    "megabytes of outputs": notebook(("", "code", "x = 1"), outputs=[{"text": "x" * (9 << 20)}]),
    "format 3": b'{"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]}',
}


@pytest.mark.parametrize("content", NEARLY.values(), ids=NEARLY)
def test_notebooks_are_taken_as_they_are(content):
    """What tools and browsers make of a notebook costs nobody anything."""
    for name in ("work.ipynb", "work (2).ipynb.json", "work.ipynb.txt"):
        assert decode_answer(name, content).text == "# %% cell 1\nx = 1\n"


SENTENCES = {
    "merge conflict": b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n]}',
    "web page": b"\n<!DOCTYPE html><html></html>",
    "is empty": b" \n",
    "half a character": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \\"\\ud800\\""}]}',
    "cell 2, which is for text": notebook(("", "markdown", "# Work"), ("", "raw", "def f(): ...")),
}


@pytest.mark.parametrize(("words", "content"), SENTENCES.items(), ids=SENTENCES)
def test_what_can_not_be_taken_is_told_apart(words, content):
    """Each kind of damage has a sentence of its own."""
    problem = decode_answer("work.ipynb", content)
    assert isinstance(problem, Problem)
    assert words in problem.reason


OWN = {
    "import numpy as np\nimport matplotlib.pyplot as plt": "import numpy as np\n# import matplotlib.pyplot as plt",
    "def helper(x):\n    out = x\n    return scale * out": "def helper(x):\n    out = x\n    return scale * out",
    "scale = 2.0; other = 3.0\nout = dense(1)": "scale = 2.0; other = 3.0\n# out = dense(1)",
    "table = {}\ntable['a'] = 1\ntable.update(b=2)\nprint(table)": "table = {}\ntable['a'] = 1\ntable.update(b=2)\n# print(table)",
    "fig, ax = plt.subplots()\nfor x in range(3):\n    ax.plot(x)": "# fig, ax = plt.subplots()\n# for x in range(3):\n#     ax.plot(x)",
    "try:\n    import fast as np2\nexcept ImportError:\n    np2 = None": "try:\n    import fast as np2\nexcept ImportError:\n    np2 = None",
    "if True:\n    deep = 1\nassert dense(1) == 2\nwhile True:\n    pass": "if True:\n    deep = 1\n# assert dense(1) == 2\n# while True:\n#     pass",
    "from math import *": "from math import *",
    "text = '''\nnot (python'''\n": "# text = '''\n# not (python'''\n",
    "def unused(a=plt.gca()): ...": "# def unused(a=plt.gca()): ...",
    "def dense(x): return helper(x)": "def dense(x): return helper(x)",
    "@np.vectorize\ndef gain(x): return x": "@np.vectorize\ndef gain(x): return x",
}


def test_of_the_learners_own_cells_only_what_the_answer_needs_runs():
    """Helpers, constants and what they need; no plots, no try-outs, nothing that merely has a local name of ours."""
    named = "def dense(x): return np.sum(helper(x)) + table['a'] + np2 + deep + gain(x)"
    cells = [("chapter10-dense_backward", "code", named), *(("", "code", text) for text in OWN)]
    text = both(*cells)[DENSE].text
    expected = [named, *OWN.values()]
    assert text == "\n\n".join(f"# %% cell {i}\n{one}" for i, one in enumerate(expected, 1)) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "[" * 150 + "]" * 150,
        "-" * 50_000 + "1",
        "x" + ".a" * 20_000,
        "f'" + "{" * 300,
        "a = " + "lambda: " * 2000 + "0",
        "\0",
    ],
)
def test_text_that_is_hard_to_parse_costs_its_author_alone(text):
    """Whatever a cell holds, there is an answer, and the next one is read."""
    answers = both(("chapter10-dense_backward", "code", "def dense(): ..."), ("", "code", text))
    assert "def dense" in getattr(answers[DENSE], "text", "def dense")
