"""Odd submissions, each with its outcome: what was handed in is taken and told, or told and left to a person."""

import io
import json
import tarfile
import zipfile

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.solution import same_text
from mdl_grade.intake import Answer, Sought, gather, open_tree

COURSE = builtin_course()
DENSE, MSE = "chapter10/dense_backward", "chapter10/mse_with_grad"
NAME = "dense_backward"
ONE, OTHER = b"def dense_backward(): return 1\n", b"def dense_backward(): return 2\n"
STUB = COURSE.stub(DENSE).read_bytes()


def is_stub(exercise, text):
    return exercise == DENSE and same_text(text, STUB.decode())


SOUGHT = Sought((DENSE, MSE), tuple(COURSE.exercises), is_stub)


def zipped(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(files):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def notebook(*cells):
    made = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def one(name, content=ONE):
    return {name: content}


SILENT, TOLD = ("taken", []), ("taken", ["taken"])
OPEN = ("unreadable", ["unclear"])
ODD = {
    # in its place
    "its place": (one(f"chapter10/{NAME}.py"), SILENT),
    "loose": (one(f"{NAME}.py"), SILENT),
    "a clone": (one(f"exercises/chapter10/{NAME}.py"), SILENT),
    "exercises beside others": ({**one(f"exercises/chapter10/{NAME}.py"), "docs/a.txt": b"", "src/b.txt": b""}, SILENT),
    "a folder around it": (one(f"hw10/chapter10/{NAME}.py"), SILENT),
    "its notebook": (one(f"chapter10/{NAME}.ipynb", notebook(ONE.decode())), SILENT),
    # renamed by machines
    "a number in parentheses": (one(f"{NAME} (1).py"), TOLD),
    "and no blank": (one(f"{NAME}(2).py"), TOLD),
    "a number": (one(f"{NAME}-1.py"), TOLD),
    "in brackets": (one(f"{NAME}[1].py"), TOLD),
    "a copy": (one(f"{NAME} - Copy.py"), TOLD),
    "the second copy": (one(f"{NAME} - Copy (2).py"), TOLD),
    "a German copy": (one(f"{NAME} - Kopie.py"), TOLD),
    "a copy on a Mac": (one(f"{NAME} copy.py"), TOLD),
    "a copy on Drive": (one(f"Copy of {NAME}.py"), TOLD),
    "an extension too many": (one(f"{NAME}.py.txt"), TOLD),
    "the same twice": (one(f"{NAME}.py.py"), TOLD),
    "no extension": (one(NAME), TOLD),
    "as text": (one(f"{NAME}.txt"), TOLD),
    "capitals at the end": (one(f"{NAME}.PY"), TOLD),
    "capitals": (one("Dense_Backward.py"), TOLD),
    "one word": (one("densebackward.py"), TOLD),
    "a blank": (one("dense backward.py"), TOLD),
    "a dash": (one("dense-backward.py"), TOLD),
    "a notebook as JSON": (one(f"{NAME}.ipynb.json", notebook(ONE.decode())), TOLD),
    "a notebook's copy": (one(f"{NAME}-Copy1.ipynb", notebook(ONE.decode())), TOLD),
    "copied inside its chapter": (one(f"chapter10/{NAME} (1).py"), TOLD),
    # renamed by people
    "final": (one(f"{NAME}_final.py"), TOLD),
    "version 2": (one(f"{NAME}_v2.py"), TOLD),
    "a second try": (one(f"{NAME}2.py"), TOLD),
    "a name behind": (one(f"{NAME}_ada.py"), TOLD),
    "a name before": (one(f"ada_{NAME}.py"), TOLD),
    "a number of homework": (one(f"hw10_{NAME}.py"), TOLD),
    # misplaced
    "two folders around it": (one(f"w1/w2/{NAME}.py"), TOLD),
    "two around its chapter": (one(f"w1/w2/chapter10/{NAME}.py"), TOLD),
    "loose in a folder": (one(f"my work/{NAME}.py"), TOLD),
    "chapter with a blank": (one(f"Chapter 10/{NAME}.py"), TOLD),
    "chapter in short": (one(f"ch10/{NAME}.py"), TOLD),
    "chapter in German": (one(f"Kapitel 10/{NAME}.py"), TOLD),
    "chapter with a name": (one(f"chapter10-ada/{NAME}.py"), TOLD),
    "chapter copied": (one(f"chapter10 (1)/{NAME}.py"), TOLD),
    "backslashes": (one(f"chapter10\\{NAME}.py"), TOLD),
    "in another chapter": (one(f"chapter09/{NAME}.py"), TOLD),
    "beside its chapter": ({**one(f"{NAME}.py"), "chapter10/notes.txt": b""}, TOLD),
    "beside the stub": ({**one(f"chapter10/{NAME}.py", STUB), **one(f"chapter10/{NAME} (1).py")}, TOLD),
    "loose, and the stub in its place": ({**one(f"chapter10/{NAME}.py", STUB), **one(f"{NAME}.py")}, TOLD),
    # packed
    "a zip archive inside": (one("hw/work.zip", zipped(one(f"chapter10/{NAME}.py"))), TOLD),
    "a tar archive inside": (one("work.tar.gz", tarred(one(f"chapter10/{NAME}.py"))), TOLD),
    "a zip archive with backslashes": (one("work.zip", zipped(one(f"chapter10\\{NAME}.py"))), TOLD),
    "a misnamed one in an archive": (one("work.zip", zipped(one(f"{NAME} (1).py"))), TOLD),
    "RAR": (one("work.rar", b"Rar!\x1a\x07\0" + b"0" * 600), ("unreadable", [])),
    "7-Zip": (one("work.7z", b"7z\xbc\xaf'\x1c" + b"0" * 600), ("unreadable", [])),
    "a damaged archive": (one("work.zip", zipped(one(f"{NAME}.py"))[:-30]), ("unreadable", [])),
    # a person must say
    "old": (one(f"{NAME}_old.py"), OPEN),
    "a test": (one(f"test_{NAME}.py"), OPEN),
    "a backup": (one(f"{NAME}.bak.py"), OPEN),
    "a draft": (one(f"draft {NAME}.py"), OPEN),
    "two copies that differ": (
        {**one(f"{NAME} (1).py"), **one(f"{NAME} (2).py", OTHER)},
        ("unreadable", ["unclear", "unclear"]),
    ),
    "two folders that differ": (
        {**one(f"a/{NAME}.py"), **one(f"b/{NAME}.py", OTHER)},
        ("unreadable", ["unclear", "unclear"]),
    ),
    "its place and a copy that differs": (
        {**one(f"chapter10/{NAME}.py"), **one(f"chapter10/{NAME} (1).py", OTHER)},
        ("taken", ["beside"]),
    ),
    "called as nothing": (one("homework.py"), ("missing", ["unclear"])),
    "a word processor's": (one(f"{NAME}.py.docx", b"PK"), ("unreadable", ["taken"])),
    # no choice
    "two copies that agree": ({**one(f"{NAME} (1).py"), **one(f"{NAME} (2).py")}, TOLD),
    "its place and a copy that agrees": ({**one(f"chapter10/{NAME}.py"), **one(f"chapter10/{NAME} (1).py")}, SILENT),
    "the solution in a clone": (
        {**one(f"exercises/chapter10/{NAME}.py", STUB), **one(f"solutions/chapter10/{NAME}.py")},
        ("stub", []),
    ),
    "the stub alone": (one(f"chapter10/{NAME}.py", STUB), ("stub", [])),
    "another exercise": (one("chapter10/sigmoid_prime.py"), ("missing", ["unclear"])),
    "a picture": (one(f"{NAME}.png"), ("missing", [])),
    "a file of the system": (one(f"__MACOSX/chapter10/{NAME}.py"), ("missing", [])),
}


def handed_in(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return open_tree(folder)


def outcome(answer):
    if isinstance(answer, Answer):
        return "stub" if answer.text.encode() == STUB else "taken"
    return "missing" if answer.missing else "unreadable"


@pytest.mark.parametrize("how", ODD)
def test_odd_submissions(tmp_path, how):
    """It is taken and, unless it lies in its place under its name, told; or a person is asked."""
    files, expected = ODD[how]
    read = gather(handed_in(tmp_path / "w", files), (DENSE, MSE), SOUGHT)
    answer = read.answers[DENSE]
    assert (outcome(answer), [notice.kind.value for notice in read.notices]) == expected
    if outcome(answer) == "taken":
        assert "return 1" in answer.text
    assert all(one.place and one.text for one in read.notices)


@pytest.mark.parametrize("folder", ["appendixB", "Appendix B", "appendix_b-ada", "Anhang B"])
def test_an_appendix_is_known_by_its_letter(tmp_path, folder):
    """Its folder may be called as people write it; what lies in another appendix's is none of its."""
    entropy = "appendixB/entropy"
    sought = Sought((entropy,), (*COURSE.exercises, "appendixA/model"), is_stub)
    files = {**one(f"{folder}/entropy.py"), **one("Appendix A/entropy.py", OTHER)}
    answer = gather(handed_in(tmp_path / "w", files), (entropy,), sought).answers[entropy]
    assert isinstance(answer, Answer)
    assert "return 1" in answer.text


@pytest.mark.parametrize("how", [how for how, (_, (_, told)) in ODD.items() if told])
def test_people_can_decide_otherwise(tmp_path, how):
    """Each file that is named can be said to be the answer, and, unless it lies in its place, not to be."""
    tree = handed_in(tmp_path / "w", ODD[how][0])
    read = gather(tree, (DENSE, MSE), SOUGHT)
    for notice in read.notices:
        chosen = gather(tree, (DENSE, MSE), Sought((DENSE, MSE), SOUGHT.catalogue, is_stub, {DENSE: notice.place}))
        assert chosen.notices == ()
        assert isinstance(chosen.answers[DENSE], Answer) or how == "a word processor's"
        if not notice.exercise:
            continue
        excluded = frozenset([(DENSE, notice.place)])
        without = gather(tree, (DENSE, MSE), Sought((DENSE, MSE), SOUGHT.catalogue, is_stub, {}, excluded))
        assert notice not in without.notices


def test_a_file_that_was_decided_on_and_is_gone(tmp_path):
    """Takes nothing away: what is there is searched as ever, and the decision is told to be void."""
    tree = handed_in(tmp_path / "w", one(f"chapter10/{NAME}.py"))
    read = gather(tree, (DENSE, MSE), Sought((DENSE, MSE), SOUGHT.catalogue, is_stub, {DENSE: "old.py"}))
    assert outcome(read.answers[DENSE]) == "taken"
    assert [(notice.place, notice.kind.value) for notice in read.notices] == [("old.py", "unclear")]
