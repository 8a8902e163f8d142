"""Every command that README, CONTRIBUTING and the site show is run as it stands, or is named here with what runs it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mdl_grade.cli import command

ROOT = Path(__file__).parents[2]
SITE = sorted(path for path in (ROOT / "docs").rglob("*.md") if "exercises" not in path.parts)
SHOWN = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "tests/pages/README.md")), *SITE]
ADDRESS = f"https://example.org/wheels/mdl_grade-0.1.0-py3-none-any.whl#sha256={'a' * 64}"
DENSE = "chapter10/dense_backward"
ANSWER = ROOT / "solutions" / f"{DENSE}.py"

WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments\nParticipant 1,LEARNER,l@x,Submitted,,10.00,Yes,-,-,\n"
    "Participant 2,another,a@x,Submitted,,10.00,Yes,-,-,\n"
)

ELSEWHERE = {
    "python3 -m venv .venv": ".ci/run",
    '.venv/bin/pip install --quiet --editable ".[test]"': ".ci/run",
    '.venv/bin/pip install --quiet --editable ".[docs]"': ".ci/run",
    "mdl-grade watch": "tests/end_to_end/test_workspace.py",
    "mdl-grade init practice": "tests/notebooks/test_readme.py",
    "mdl-grade notebook": "tests/notebooks/test_readme.py",
    "nbgrader": "tests/notebooks/test_readme.py",
    "mkdir -p submitted": "tests/notebooks/test_readme.py",
    "mdl-grade kit wheelhouse": "tests/unit/delivery/test_wheelhouse.py",
    "mdl-grade dev new ": "tests/end_to_end/test_contributing.py",
    "mdl-grade dev check": "tests/end_to_end/test_contributing.py",
    "mdl-grade dev sync": "tests/end_to_end/test_contributing.py",
    "pytest grader/suites": "tests/end_to_end/test_contributing.py",
    "python benchmarks/": "tests/unit/test_benchmarks.py",
    "(echo learner,received": "tests/end_to_end/test_intake.py",
    "tests/pages/look.sh": "by hand, as the page that shows it says: it needs a browser",
}
"""How commands begin that are run by another test, and by which."""

PLACES = {
    "EXERCISE POINTS": f"{DENSE} 1",
    "CHECK": f"{DENSE}::values",
    "--learner NAME": "--learner LEARNER",
    "--csv F": "--csv table.csv",
    "--install-from wheels": f"--install-from '{ADDRESS}'",
    "release chapter10 --course": "release chapter01 --course",
}
"""What stands in place of words that a reader fills in, where no file can have their name."""

BEFORE = {
    "mdl-grade diff OLD NEW": "cp -r RESULTS OLD; cp -r RESULTS NEW",
    "mdl-grade release": f"mdl-grade dev new-course COURSE --install-from '{ADDRESS}'",
    "mdl-grade chapter01 ANSWERS": "cp -r COURSE/solutions ANSWERS",
    f"mdl-grade {DENSE}": f"cp '{ANSWER}' {DENSE}.py",
}
ENDS = {"mdl-grade chapter10": 4, "mdl-grade chapter10 PATH": 1}
"""Exit codes other than 0: of a chapter of stubs, and of one where one answer is there."""


def blocks():
    """Yield file, heading and commands of each block that is for a shell."""
    for path in SHOWN:
        heading = ""
        for found in re.finditer(r"^#+ ([^\n]+)$|^```sh\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            heading = found[1] or heading
            if found[2]:
                yield pytest.param(found[2].splitlines(), id=f"{path.stem}: {heading}")


def elsewhere(line):
    return next((place for words, place in ELSEWHERE.items() if line.startswith(words)), "")


@pytest.fixture
def place(tmp_path):
    """Lay files and folders that are called as what a reader fills in."""
    here = tmp_path / "here"
    for name in ("PATH", "SUBMISSIONS/LEARNER", "SUBMISSIONS/another"):
        (here / name / "chapter10").mkdir(parents=True)
        (here / name / "chapter10" / ANSWER.name).write_bytes(ANSWER.read_bytes())
    wrong = here / "SUBMISSIONS" / "LEARNER" / "chapter10" / ANSWER.name
    wrong.write_text(wrong.read_text("utf-8").replace("dY.sum(axis=0)", "dY.mean(axis=0)"), "utf-8")
    (here / "F").write_text("a secret of thirty-two characters, or more\n")
    (here / "WORKSHEET").write_text(WORKSHEET)
    subprocess.run(["git", "init", "--quiet", here / "REPOSITORY"], check=True)
    return here


@pytest.mark.parametrize("lines", [*blocks()])
def test_a_block_of_commands_runs(lines, place):
    """One line after the other, in one folder; each ends as it should."""
    script, expected = [], []
    for line in lines:
        if elsewhere(line):
            continue
        for words, instead in PLACES.items():
            line = line.replace(words, instead)
        said = line.partition("  #")[0].rstrip()
        script += [BEFORE.get(next((words for words in BEFORE if line.startswith(words)), ""), ":")]
        script += [line, 'echo "$?" >> "$CODES"']
        expected.append((said, ENDS.get(said.partition(" --")[0], 0)))
    codes = place.with_name("codes")
    environment = {**os.environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}
    done = subprocess.run(
        ["/bin/bash", "-c", "\n".join(script)],
        cwd=place,
        env={**environment, "CODES": str(codes)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    ends = map(int, codes.read_text().split()) if expected else ()
    assert [*zip((said for said, _ in expected), ends, strict=True)] == expected, done.stdout + done.stderr


def test_what_is_run_elsewhere_is():
    """The files that are named are there; no entry is left over."""
    lines = [line for block in blocks() for line in block.values[0]]
    for words, place in ELSEWHERE.items():
        assert any(line.startswith(words) for line in lines), words
        assert place.startswith("by hand") or (ROOT / place).is_file()


def commands_in_text():
    for path in SHOWN:
        for found in re.findall(r"(?<!`)`(mdl-grade [^`]+)`(?!`)", path.read_text("utf-8")):
            yield pytest.param(shlex.split(found.replace("\n", " ")), id=f"{path.stem}: {found}")


@pytest.mark.parametrize("words", [*commands_in_text()])
def test_a_command_in_a_sentence_exists_with_its_options(words):
    """Its name and each of its options are known; `mdl-grade chapter10` grades."""
    found, rest = command, words[1:]
    context = click.Context(command)
    while isinstance(found, click.Group) and rest and found.get_command(context, rest[0]) is not None:
        found, rest = found.get_command(context, rest[0]), rest[1:]
    if found is command:
        found = command.get_command(context, "grade")
    known = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= {*known, "--help"}
