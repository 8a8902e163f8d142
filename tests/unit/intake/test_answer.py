"""One file: what is read, and what is refused with which words."""

import os

from mdl_grade.intake import Answer, Problem, read_answer


def test_an_answer_is_text_and_digest(tmp_path):
    """A byte order mark is no part of the text."""
    path = tmp_path / "a.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    answer = read_answer(path)
    assert isinstance(answer, Answer)
    assert answer.text == "x = 1\n"
    assert len(answer.digest) == 64


def test_strange_files_are_refused_with_a_reason(tmp_path):
    """Links, pipes, folders, other encodings, NULs and large files never get as far as the worker."""
    real = tmp_path / "real.py"
    real.write_text("x = 1")
    (tmp_path / "link.py").symlink_to(real)
    (tmp_path / "hard.py").hardlink_to(real)
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "latin.py").write_bytes(b"# one\n# caf\xe9\n")
    (tmp_path / "nul.py").write_bytes(b"x\n\0")
    for name in ("huge.py", "huge.ipynb"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(10 << 30)
    expected = {
        "link.py": "symbolic link",
        "hard.py": "hand in a copy",
        "folder.py": "is a folder",
        "pipe.py": "not an ordinary file",
        "latin.py": "not UTF-8",
        "nul.py": "NUL",
        "huge.py": "larger than 1 MiB: an answer is a few lines",
        "huge.ipynb": "larger than 32 MiB",
        "absent.py": "no file",
    }
    for name, reason in expected.items():
        problem = read_answer(tmp_path / name)
        assert isinstance(problem, Problem)
        assert reason in problem.reason
        assert problem.missing == (name == "absent.py")
    assert read_answer(tmp_path / "latin.py").line == 2


def test_a_copy_mends_a_hard_link(tmp_path):
    """The words of the refusal lead to a file that is taken."""
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "b.py").hardlink_to(tmp_path / "a.py")
    (tmp_path / "copy.py").write_bytes((tmp_path / "b.py").read_bytes())
    assert isinstance(read_answer(tmp_path / "b.py"), Problem)
    assert isinstance(read_answer(tmp_path / "copy.py"), Answer)
