"""A key stands for all that decides a mark, and for nothing else."""

from dataclasses import replace
from itertools import combinations

import msgspec

from mdl_grade.batch.keys import Keys, make_setup, seed_identity, versions
from mdl_grade.course import builtin_course
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import Trust

COURSE = builtin_course()
EXERCISE = "chapter10/dense_backward"
ANSWER = Answer("x = 1", "digest", "dense_backward.py")
SECRET = b"a secret of 16 bytes and more"


def setup(**changes):
    made = make_setup(COURSE, [EXERCISE], secret=None, practice=0, least=Trust.ENFORCED)
    return msgspec.structs.replace(made, **changes)


def key(answer=ANSWER, **changes):
    return Keys(COURSE, setup(**changes)).key(EXERCISE, answer)


def changed_file(name):
    files = setup().files
    return {**files, name: files[name] + b"\n# another\n"}


DIFFERENT = {
    "the same": {},
    "the suite": {"files": changed_file(f"grader/suites/{EXERCISE}.py")},
    "the solution": {"files": changed_file(f"solutions/{EXERCISE}.py")},
    "the practice seed": {"practice": 1},
    "an official seed": {"secret": SECRET},
    "another secret": {"secret": SECRET + b"."},
    "the isolation that is asked for": {"least": Trust.COOPERATIVE},
    "numpy": {"versions": msgspec.structs.replace(versions(), numpy="1.0")},
    "python": {"versions": msgspec.structs.replace(versions(), python="3.0")},
    "the grader's number": {"versions": msgspec.structs.replace(versions(), tool="9")},
    "the grader's code": {"versions": msgspec.structs.replace(versions(), source="0")},
    "the text": {"answer": replace(ANSWER, text="x = 2")},
    "the bytes": {"answer": replace(ANSWER, digest="another")},
    "a problem": {"answer": Problem("x is a folder.")},
    "another problem": {"answer": Problem("x is a folder.", line=2)},
}


def test_what_decides_a_mark_makes_another_key():
    """Each of these differs from each other in something that decides marks, or seeds, or words."""
    keys = {name: key(**changes) for name, changes in DIFFERENT.items()}
    assert [(a, b) for a, b in combinations(keys, 2) if keys[a] == keys[b]] == []


def test_what_does_not_decide_makes_none():
    """The name that a file was handed in under, another exercise's suite, namespaces."""
    assert key(replace(ANSWER, filename="solution (1).py")) == key()
    assert key(bubblewrap=True) == key()
    both = make_setup(COURSE, [EXERCISE, "chapter10/mse_with_grad"], secret=None, practice=0, least=Trust.ENFORCED)
    assert Keys(COURSE, both).key(EXERCISE, ANSWER) == key()


def test_parts_decide_over_assemblies():
    """A program that is put together from other answers is judged by their solutions, too."""
    whole = "chapter09/digits_cnn"
    made = make_setup(COURSE, [whole], secret=None, practice=0, least=Trust.ENFORCED)
    parts = [name for name in made.files if name.startswith("solutions/") and whole not in name]
    assert parts
    edited = msgspec.structs.replace(made, files={**made.files, parts[0]: b"# another\n"})
    assert Keys(COURSE, made).key(whole, ANSWER) != Keys(COURSE, edited).key(whole, ANSWER)


def test_a_secret_is_told_apart_and_not_told():
    """Its fingerprint does not hold it."""
    identity = seed_identity(setup(secret=SECRET))
    assert identity == seed_identity(setup(secret=SECRET))
    assert SECRET.decode() not in str(identity)
    assert seed_identity(setup(practice=7)) == {"mode": "practice", "value": 7}


def test_calibrations_travel_with_their_suites():
    """All that stands beside a suite under its name is sent to workers."""
    made = make_setup(COURSE, ["chapter10/network_fit"], secret=None, practice=0, least=Trust.ENFORCED)
    assert "grader/suites/chapter10/network_fit.calibration.json" in made.files
