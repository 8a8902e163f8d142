"""PATH: what it may be, and that the same answers are found whichever it is."""

import json
from pathlib import Path

import pytest

from mdl_grade.errors import UsageError
from mdl_grade.intake import Answer, Problem, gather, locate, open_tree

EXERCISES = ("chapter10/dense_backward", "chapter10/mse_with_grad")
FILES = {"dense_backward.py": b"dense = 1\n", "mse_with_grad.py": b"mse = 1\n"}
CHAPTER = {f"chapter10/{name}": content for name, content in FILES.items()}
NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "dense = 1"}]}).encode()


def read(path, exercises=EXERCISES):
    found = locate(exercises, path, here=Path("/"))
    return {exercise: found.read(exercise) for exercise in found.exercises}


def texts(path, exercises=EXERCISES):
    return {exercise: answer.text for exercise, answer in read(path, exercises).items()}


EXPECTED = {"chapter10/dense_backward": "dense = 1\n", "chapter10/mse_with_grad": "mse = 1\n"}


@pytest.mark.parametrize("prefix", ["", "chapter10/", "hw1/", "hw1/chapter10/"])
def test_an_archive_gives_what_its_folder_gives(kind, hand_in, prefix):
    """Chapter folders, loose files, either in one wrapping folder: all are found."""
    assert texts(hand_in(kind, {f"{prefix}{name}": content for name, content in FILES.items()})) == EXPECTED


def test_path_may_be_one_file(hand_in):
    """One file answers one exercise; its name chooses among several."""
    folder = hand_in("folder", {**CHAPTER, "anything.py": b"x = 1\n"})
    assert texts(folder / "anything.py", EXERCISES[:1]) == {EXERCISES[0]: "x = 1\n"}
    assert texts(folder / "chapter10" / "dense_backward.py") == {EXERCISES[0]: "dense = 1\n"}
    with pytest.raises(UsageError, match="one file"):
        read(folder / "anything.py")


def test_without_path_the_workspace_comes_before_exercises(tmp_path):
    """`./chapter10` first, then `./exercises/chapter10`, and it says which."""
    (tmp_path / "exercises" / "chapter10").mkdir(parents=True)
    assert locate(EXERCISES, None, here=tmp_path).taken_for == "./exercises/chapter10"
    (tmp_path / "chapter10").mkdir()
    assert locate(EXERCISES, None, here=tmp_path).taken_for == "./chapter10"


def test_nothing_to_grade_says_how_to_begin(tmp_path, hand_in):
    """With neither, the way to a workspace is told; an archive's refusals are told with it."""
    with pytest.raises(UsageError, match="mdl-grade init"):
        locate(EXERCISES, None, here=tmp_path)
    with pytest.raises(UsageError, match="There is no"):
        read(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="holds no answers"):
        read(tmp_path)
    with pytest.raises(UsageError, match="would lead out"):
        read(hand_in("zip", {"../dense_backward.py": b""}))
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(UsageError, match="damaged"):
        read(tmp_path / "broken.zip")


def test_parts_are_found_beside_what_was_asked_for(hand_in):
    """An exercise that is put together from answers of other chapters finds them where a workspace has them."""
    folder = hand_in("folder", {**CHAPTER, "chapter09/relu.py": b"relu = 1\n"})
    for path in (folder, folder / "chapter10"):
        assert locate(EXERCISES, path, here=folder).read("chapter09/relu").text == "relu = 1\n"
    one = locate(EXERCISES[:1], folder / "chapter10" / "dense_backward.py", here=folder)
    assert one.read("chapter09/relu").text == "relu = 1\n"
    assert one.read("chapter10/mse_with_grad").text == "mse = 1\n"
    loose = hand_in("zip", {**FILES, "relu.py": b"relu = 1\n"})
    assert locate(EXERCISES, loose, here=folder).read("chapter09/relu").text == "relu = 1\n"
    assert locate(EXERCISES, loose, here=folder).read("chapter09/softmax").missing


def test_a_notebook_stands_for_a_script(kind, hand_in):
    """Its code cells are the answer; with a script of the same name that differs, neither is."""
    path = hand_in(kind, {"chapter10/dense_backward.ipynb": NOTEBOOK})
    assert texts(path, EXERCISES[:1]) == {EXERCISES[0]: "# %% cell 1\ndense = 1\n"}
    both = hand_in(kind, {**CHAPTER, "chapter10/dense_backward.ipynb": NOTEBOOK})
    assert texts(both, EXERCISES[:1]) == {EXERCISES[0]: "dense = 1\n"}
    both = hand_in(kind, {**CHAPTER, "chapter10/dense_backward.ipynb": NOTEBOOK.replace(b'1"', b'2"')})
    problem = read(both)[EXERCISES[0]]
    assert isinstance(problem, Problem)
    assert "dense_backward.py and dense_backward.ipynb" in problem.reason
    assert not problem.missing


def test_what_belongs_to_tools_has_no_effect(kind, hand_in):
    """Configuration, caches and repositories are neither answers nor reasons to complain."""
    clutter = """chapter10/conftest.py pyproject.toml conftest.py chapter10/evil.pth .git/config .git/hooks/post-checkout
    chapter10/__pycache__/dense_backward.cpython-311.pyc chapter10/.ipynb_checkpoints/dense_backward-checkpoint.ipynb
    .DS_Store __MACOSX/chapter10/._dense_backward.py chapter10/.dense_backward.py.swp sitecustomize.py""".split()
    path = hand_in(kind, {**CHAPTER, **dict.fromkeys(clutter, b"raise SystemExit")})
    assert texts(path) == EXPECTED
    tree = open_tree(path)
    assert [str(name) for name in tree.names()] == sorted(CHAPTER)
    assert tree.refused == ()


def test_a_missing_file_names_the_one_that_may_be_meant(hand_in):
    """`dense_backward (1).py` is not graded behind anybody's back, and not passed over in silence."""
    path = hand_in("zip", {"chapter10/dense_backward (1).py": b"", "chapter10/mse_with_grad.py": b""})
    problem = read(path)[EXERCISES[0]]
    assert problem.missing
    assert "dense_backward (1).py is there" in problem.reason


def test_links_in_a_workspace_are_told(tmp_path):
    """A link to a chapter, or to a file, is a problem with a reason, not a missing answer."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "dense_backward.py").write_text("x")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "chapter10").symlink_to(tmp_path / "real")
    for problem in read(tmp_path / "work").values():
        assert "symbolic link" in problem.reason
        assert not problem.missing


def test_a_learners_folder_may_hold_one_archive(hand_in):
    """As learning platforms deliver it; beside loose answers, or beside another archive, it is not guessed about."""
    archive = hand_in("zip", {f"hw1/{name}": content for name, content in CHAPTER.items()}).read_bytes()

    def gathered(**files):
        names = {name.replace("_zip", ".zip"): content for name, content in files.items()}
        return gather(open_tree(hand_in("folder", names)), EXERCISES)

    assert [answer.text for answer in gathered(hw_zip=archive).answers.values()] == ["dense = 1\n", "mse = 1\n"]
    other = hand_in(
        "zip", {f"hw1/{name}": content + b"#\nx = 2" for name, content in CHAPTER.items()}, "o"
    ).read_bytes()
    for problem in gathered(hw_zip=archive, other_zip=other).answers.values():
        assert "hw.zip/hw1/chapter10/" in problem.reason
        assert "other.zip/hw1/chapter10/" in problem.reason
    mixed = gather(open_tree(hand_in("folder", {**FILES, "hw.zip": archive})), EXERCISES)
    assert isinstance(mixed.answers[EXERCISES[0]], Answer)
    assert mixed.refused == ()
    for problem in gathered(hw_zip=archive[:-30]).answers.values():
        assert "damaged" in problem.reason
    assert all(problem.missing for problem in gathered(readme=b"").answers.values())
