"""A class of learners: what each makes of the notebook that was released, good and bad."""

import json
from pathlib import Path

DENSE, SIGMOID = "chapter10-dense_backward", "chapter10-sigmoid_prime"
TARGETS = ("chapter10/dense_backward", "chapter10/sigmoid_prime")
SHOT = "import pathlib\ntry:\n    pathlib.Path({place!r}).write_text('here')\nexcept Exception:\n    pass\n"
"""What leaves a mark behind if it is run outside of the wall."""


class Sheet:
    """A notebook that somebody works on."""

    def __init__(self, released, solved):
        self.content = json.loads(released)
        self.solved = {c["metadata"]["nbgrader"]["grade_id"]: c["source"] for c in json.loads(solved)["cells"]}

    @property
    def cells(self):
        return self.content["cells"]

    def cell(self, name):
        return next(c for c in self.cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)

    def solve(self, *names, old="", new=""):
        for name in names or (DENSE, SIGMOID):
            source = self.solved[name]
            assert old in source
            self.cell(name)["source"] = source.replace(old, new) if old else source

    def add(self, text, place=0, kind="code"):
        code = {"outputs": [], "execution_count": None} if kind == "code" else {}
        self.cells.insert(place, {"cell_type": kind, "id": "own", "metadata": {}, "source": text, **code})


def right(sheet, canary):
    sheet.solve()


def averaged(sheet, canary):
    sheet.solve()
    sheet.solve(DENSE, old="dY.sum(axis=0)", new="dY.mean(axis=0)")


def half(sheet, canary):
    sheet.solve(SIGMOID)


def empty(sheet, canary):
    pass


def syntax(sheet, canary):
    sheet.solve()
    sheet.solve(DENSE, old="dY.sum(axis=0)", new="dY.sum(axis=0")


def try_outs(sheet, canary):
    sheet.solve()
    sheet.add("dense_backward(1, 2)", place=3)
    sheet.add("half = (", place=3)


def copied_grade(sheet, canary):
    sheet.solve()
    sheet.cells.append(json.loads(json.dumps(sheet.cell(f"{DENSE}-grade"))))


def copied_answer(sheet, canary):
    sheet.cells.insert(0, json.loads(json.dumps(sheet.cell(DENSE))))
    sheet.solve(SIGMOID)
    sheet.cells[0]["source"] = sheet.solved[DENSE]  # the copy that is still to be written comes after it


def deleted(sheet, canary):
    sheet.solve()
    sheet.cells.remove(sheet.cell(f"{DENSE}-grade"))
    sheet.cells.remove(sheet.cell(SIGMOID))


def reordered(sheet, canary):
    sheet.solve()
    sheet.cells.reverse()


def retyped(sheet, canary):
    sheet.solve()
    cell = sheet.cell(DENSE)
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def nameless(sheet, canary):
    sheet.solve()
    for cell in sheet.cells:
        cell["metadata"] = {}


def forged(sheet, canary):
    """Claims more points and full marks, and takes grading away."""
    for name in (DENSE, SIGMOID):
        cell = sheet.cell(f"{name}-grade")
        cell["metadata"]["nbgrader"].update(points=1000, checksum="0" * 32, grade=False, solution=True, locked=False)
        cell["source"] = "8.0"
        cell["outputs"] = [
            {"output_type": "execute_result", "data": {"text/plain": "8.0"}, "metadata": {}, "execution_count": 1}
        ]
    sheet.cell(DENSE)["metadata"]["nbgrader"].update(grade=True, points=5, schema_version=1)


def hostile(sheet, canary):
    """Writes files wherever its code is run, and markup wherever its text is shown."""
    shot = SHOT.format(place=str(canary))
    sheet.solve()
    sheet.cell(DENSE)["source"] = shot + sheet.cell(DENSE)["source"]
    sheet.cell(f"{SIGMOID}-grade")["source"] = shot
    sheet.add(shot + "import mdl_grade.notebook\nmdl_grade.notebook.check = lambda *_: 9.0")
    sheet.add("<script>document.title = 'here'</script><img src=x onerror='document.title = 1'>", kind="markdown")
    sheet.add("<script>document.title = 'here'</script>", kind="raw")
    sheet.content["metadata"]["title"] = "<script>1</script>"


def endless(sheet, canary):
    sheet.solve()
    sheet.solve(SIGMOID, old="### BEGIN SOLUTION", new="while True: pass")


WORK = [
    right, averaged, half, empty, syntax, try_outs, copied_grade, copied_answer, deleted, reordered, retyped, nameless,
    forged, hostile, endless,
]  # fmt: skip
FILES = {
    "web_page": b"<!DOCTYPE html><html></html>",
    "merge_conflict": b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n]}',
}
"""What is no notebook."""


def class_of(released: Path, solved: Path, canaries: Path):
    """Return the bytes that each learner hands in."""
    work = dict(FILES)
    for learner in WORK:
        sheet = Sheet(released.read_text("utf-8"), solved.read_text("utf-8"))
        learner(sheet, canaries / learner.__name__)
        work[learner.__name__] = json.dumps(sheet.content).encode()
    work["late"] = work["appeal"] = work["averaged"]
    return work
