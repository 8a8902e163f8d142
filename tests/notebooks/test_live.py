"""The magic in a real kernel: what is shown, and what runs."""

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from mdl_grade.course import builtin_course

SOLUTION = builtin_course().solution("chapter10/dense_backward").read_text()
WRONG = SOLUTION.replace("dY.sum(axis=0)", "dY.mean(axis=0)")


def ran(*cells):
    """Run cells; return what each showed: text, HTML, or the error."""
    notebook = new_notebook(cells=[new_code_cell(text) for text in cells])
    NotebookClient(notebook, timeout=100, allow_errors=True).execute()
    nbformat.validate(notebook)
    shown = [
        [output.get("data") or output.get("text") or output.get("evalue") for output in cell.outputs]
        for cell in notebook.cells
    ]
    return shown[1:] if cells[0].startswith("%load") else shown


def test_a_graded_cell_runs_as_usual_and_shows_its_report():
    """`%%grade` grades what stands below it, `%grade` and `check` what was run last; nothing can run in what is shown."""
    magic, defined, _, graded, checked = ran(
        "%load_ext mdl_grade",
        f"%%grade chapter10/dense_backward\n{WRONG}",
        "dense_backward.__name__",
        SOLUTION,
        "%grade dense_backward",
        'from mdl_grade.notebook import check\ncheck("chapter10/dense_backward", "values")',
    )
    report = magic[-1]
    assert "db is averaged over the batch" in report["text/plain"]
    assert report["text/html"].startswith("<iframe sandbox srcdoc=")
    assert "<script" not in report["text/html"]
    assert defined == [{"text/plain": "'dense_backward'"}]
    assert "8 of 8 points" in graded[-1]["text/plain"]
    assert "8 of 8 points" in checked[-1]["text/plain"]


def test_what_can_not_be_graded_is_told_in_words():
    """No exercise of that name, nothing that was run, no such check."""
    unknown, unrun, nothing = ran(
        "%load_ext mdl_grade",
        "%grade nonsense",
        "%grade chapter10/dense_backward",
        'from mdl_grade.notebook import check\ncheck("chapter10/dense_backward", "nope")',
    )
    assert "There is no exercise or chapter called 'nonsense'" in unknown[0]
    assert "No cell that was run defines dense_backward" in unrun[0]
    assert "has no check 'nope'" in nothing[0]


def test_the_kernel_is_not_believed():
    """Whatever runs in it, the report is about the text of the cells."""
    cheat = "def dense_backward(dY, X, W):\n    raise NotImplementedError\nimport numpy as np\nnp.testing.assert_allclose = lambda *_: None"
    (shown,) = ran(cheat, 'from mdl_grade.notebook import check\ncheck("chapter10/dense_backward")')[1:]
    assert "0 of 8 points" in shown[-1]["text/plain"]
