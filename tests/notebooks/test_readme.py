"""What the README says of notebooks."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

from mdl_grade.notebook.practice import INSTALL

README = Path(__file__).parents[2] / "README.md"


def blocks(kind):
    section = README.read_text("utf-8").partition("## In notebooks\n")[2].partition("\n## ")[0]
    return re.findall(rf"```{kind}\n(.*?)```", section, re.DOTALL)


def test_the_commands_work_as_they_stand(tmp_path):
    """From an empty folder to grades: a course of one exercise, and a learner who has not begun."""
    (commands,) = blocks("sh")
    assert len(commands.splitlines()) < 11
    environment = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), "/usr/bin", "/bin")),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        ["/bin/bash", "-ec", commands], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with (tmp_path / "maths" / "grades.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], float(row["score"]), float(row["max_score"])) == ("ada", 0.0, 8.0)
    assert "Not attempted." in (tmp_path / "maths" / "feedback" / "ada" / "chapter10" / "chapter10.html").read_text()
    assert "%%grade chapter10/dense_backward" in (tmp_path / "practice" / "chapter10.ipynb").read_text()


def test_the_first_cell_is_the_one_that_is_written():
    """With some wheel."""
    (cell,) = blocks("python")
    source = re.search('"(https://.*?)"', cell)[1]
    assert cell.strip() == INSTALL.format(source=source)
