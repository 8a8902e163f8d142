"""A check run again for an appeal: same verdict, both answers, and what is not as it was."""

import hashlib
import json
from dataclasses import replace

import msgspec
import pytest
from click.testing import CliRunner

from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.cli.grade import commands
from mdl_grade.cli.replay import replay_command
from mdl_grade.course import Course
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.changes import SeedIdentity
from mdl_grade.gradebook.replay import RecordedCheck, find_check, replay
from mdl_grade.grading import grade_answers, tool
from mdl_grade.intake import Answer
from mdl_grade.records import model
from mdl_grade.records.model import Isolation, SeedMode, Status, Trust
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.seed import Seed

SOLUTION = '''"""Twice, and the sum.

References
----------
None.
"""
import numpy as np


def twice(X):
    ### BEGIN SOLUTION
    return 2.0 * X, np.sum(X)
    ### END SOLUTION
'''

SUITE = """
from mdl_grade.suite import Exercise, agrees, cases, check

EXERCISE = Exercise(tier=1, returns=("Y", "s"), seconds=1.0)


@cases("N", (3,), (2,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}


@cases("N", (50, ))
def long(rng, N):
    return {"X": rng.normal(size=40 * N)}


values = agrees("Y is twice X, s its sum.", batch, points=2)
many = agrees("The same for many.", long, needs=[values])


@check(points=1)
def zero(student):
    '''Twice nothing is nothing.'''
    from mdl_grade.checks import assert_close
    import numpy as np
    assert_close(student.twice(np.zeros(2))[0], np.zeros(2), what="Y")
"""

RIGHT = "import numpy as np\ndef twice(X):\n    return 2.0 * X, np.sum(X)\n"
WRONG = "import numpy as np\ndef twice(X):\n    return 3.0 * X, np.sum(X)\n"
MANY = "import numpy as np\ndef twice(X):\n    return (2.0 + (len(X) > 9)) * X, np.sum(X)\n"
RAISES = "def twice(X):\n    return X[99]\n"
COOPERATIVE = Isolation(trust=Trust.COOPERATIVE, layers={}, probes={})
SECRET = b"0123456789abcdef"


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


@pytest.fixture
def course(tmp_path):
    course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
    for path, text in ((course.solution("c/twice"), SOLUTION), (course.suite("c/twice"), SUITE)):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return course


def handed_in(text):
    return Answer(text, hashlib.sha256(text.encode()).hexdigest(), "twice.py")


@pytest.fixture
def recorded(course, wall):
    """Grade an answer; return the record of one of its checks."""

    def grade(text, name, seed, identity):
        (result,) = grade_answers(course, {"c/twice": handed_in(text)}, seed, wall).results
        return RecordedCheck(*find_check((result,), name), identity, tool())

    return grade


PRACTICE = Seed.practice(3), SeedIdentity(SeedMode.PRACTICE, "3")
OFFICIAL = Seed.official(SECRET), SeedIdentity(SeedMode.OFFICIAL, model.Seed.official(SECRET).fingerprint)


@pytest.mark.parametrize(("seed", "identity"), [PRACTICE, OFFICIAL], ids=["practice", "official"])
def test_the_same_verdict_with_both_answers(course, wall, recorded, seed, identity):
    """The failing case is there as Python: what goes in, what the learner's code makes of it, and what is right."""
    record = recorded(WRONG, "values", seed, identity)
    done = replay(course, handed_in(WRONG), record, seed, wall)
    assert (done.same, done.same_words, done.status, done.warnings) == (True, True, Status.FAILED, ())
    (shown,) = done.shown
    assert shown.case == record.check.evidence.case
    assert shown.calls == ("twice",)
    scope = {}
    exec("import numpy as np\n" + "\n".join(shown.inputs) + f"\n{SOLUTION}\nY, s = twice(X)", scope)
    right = dict(scope)
    exec(shown.reference, scope)
    assert (scope["Y"] == right["Y"]).all()
    exec(shown.answers, scope)
    assert scope["Y"] == pytest.approx(3 * scope["X"])
    assert done.call.startswith("twice(X=np.array(")


def test_official_inputs_depend_on_the_secret(course, wall, recorded):
    """Another secret draws other inputs: the appeal needs the one that the mark was made with."""
    record = recorded(WRONG, "values", *OFFICIAL)
    one = replay(course, handed_in(WRONG), record, Seed.official(SECRET), wall)
    other = replay(course, handed_in(WRONG), record, Seed.official(b"fedcba9876543210"), wall)
    assert one.same_words
    assert one.shown[0].inputs != other.shown[0].inputs


def test_a_passed_check_is_shown_too(course, wall, recorded):
    """Where nothing differs, the cases are shown with both answers all the same."""
    done = replay(course, handed_in(RIGHT), recorded(RIGHT, "values", *PRACTICE), PRACTICE[0], wall)
    assert (done.same, done.status) == (True, Status.PASSED)
    assert [shown.case for shown in done.shown] == ["N=3", "N=2"]
    assert all(shown.answers == shown.reference and not shown.differs for shown in done.shown)


def test_large_arrays_are_shortened(course, wall, recorded):
    done = replay(course, handed_in(MANY), recorded(MANY, "many", *PRACTICE), PRACTICE[0], wall)
    assert (done.same, done.call) == (True, "")
    assert "..." in done.shown[0].inputs[0]
    assert len(done.shown[0].answers) < 2000


def test_programs_without_cases(course, wall, recorded):
    """A check that calls the answer itself is shown by what it got."""
    done = replay(course, handed_in(RAISES), recorded(RAISES, "zero", *PRACTICE), PRACTICE[0], wall)
    assert (done.same, done.status) == (True, Status.ERROR)
    assert done.shown[0].answers.startswith("raises IndexError")
    assert done.shown[0].answers.endswith("(line 2)")
    assert (
        done.shown[0].reference.startswith("np.array([0.0, 0.0])")
        or "Y = np.array([0.0, 0.0])" in done.shown[0].reference
    )


def test_blocked_and_broken(course, wall, recorded):
    """A check that waits for another has no numbers; nor has a file that does not load."""
    done = replay(course, handed_in(WRONG), recorded(WRONG, "many", *PRACTICE), PRACTICE[0], wall)
    assert (done.same, done.status, done.shown) == (True, Status.BLOCKED, ())
    broken = "def twice(X"
    done = replay(course, handed_in(broken), recorded(broken, "values", *PRACTICE), PRACTICE[0], wall)
    assert (done.same, done.status, done.shown) == (True, Status.ERROR, ())


def test_what_is_not_as_it_was(course, wall, recorded):
    """Other versions, another suite and another answer are told before anybody trusts the comparison."""
    record = recorded(WRONG, "values", *OFFICIAL)
    then = replace(
        record,
        tool=msgspec.structs.replace(record.tool, numpy="1.0", python="3.0", version="0"),
        result=msgspec.structs.replace(record.result, suite_digest="other"),
    )
    done = replay(course, handed_in(RIGHT), then, OFFICIAL[0], wall)
    assert not done.same
    told = " ".join(done.warnings)
    for words in ("Then NumPy 1.0", "the inputs may be others", "Then Python 3.0", "suite", "not the answer"):
        assert words in told


def test_nothing_to_replay(course, wall, recorded):
    """The stub was never run; a check that is gone can't be."""
    stub = SOLUTION.replace(SOLUTION[SOLUTION.index("    ### BEGIN") :], "    raise NotImplementedError\n")
    record = recorded(stub, "values", *PRACTICE)
    with pytest.raises(UsageError, match="stub"):
        replay(course, handed_in(stub), record, PRACTICE[0], wall)
    gone = replace(record, check=msgspec.structs.replace(record.check, id="gone"))
    with pytest.raises(UsageError, match="no check gone"):
        replay(course, handed_in(WRONG), gone, PRACTICE[0], wall)


@pytest.mark.parametrize("name", ["c/twice::values", "twice::values", "values"])
def test_names_of_checks(recorded, name):
    """A check is named in full, or by as much as is clear."""
    record = recorded(RIGHT, "values", *PRACTICE)
    assert find_check((record.result,), name)[1] == record.check


@pytest.mark.parametrize("name", ["value", "d/twice::values", "", "twice::"])
def test_names_of_no_check(recorded, name):
    with pytest.raises(UsageError) as error:
        find_check((recorded(RIGHT, "values", *PRACTICE).result,), name)
    assert "c/twice::values" in error.value.next_step


def test_a_name_of_several_checks(recorded):
    result = recorded(RIGHT, "values", *PRACTICE).result
    with pytest.raises(UsageError, match="2 checks"):
        find_check((result, msgspec.structs.replace(result, id="c/thrice")), "values")


# --- the command ----------------------------------------------------------------------------------------------------
def run(command, *words):
    done = CliRunner().invoke(command, list(map(str, words)))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def files(tmp_path):
    """Write an answer and two secrets; return their folder."""
    (tmp_path / "twice.py").write_text(WRONG)
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "other").write_bytes(b"fedcba9876543210")
    return tmp_path


def test_command_on_a_report(course, files):
    """From a report and the answer's file: exit 0 and both answers; another answer has another verdict, exit 1."""
    home = course.solutions.parent
    run(
        commands["grade"],
        "c/twice",
        files / "twice.py",
        "--course",
        home,
        "--view",
        "instructor",
        "--report",
        files / "r",
    )
    done = run(replay_command, files / "r", "values", "--answer", files / "twice.py", "--course", home)
    assert done.exit_code == 0
    for words in ("The verdict is the same: then failed, now failed.", "The learner's answer:", "To try it:"):
        assert words in done.stdout
    (files / "twice.py").write_text(RIGHT)
    done = run(replay_command, files / "r", "values", "--answer", files / "twice.py", "--course", home)
    assert done.exit_code == 1
    assert "! This is not the answer that was graded then" in done.stdout
    with pytest.raises(UsageError, match="does not hold the answer"):
        run(replay_command, files / "r", "values", "--course", home)


def test_command_on_a_ledger(course, files, recorded, make_ledger):
    """From a ledger: the stored answer is run, under the secret of the run and no other."""
    graded = handed_in(WRONG), recorded(WRONG, "values", *OFFICIAL).result
    seed = {"mode": "official", "fingerprint": model.Seed.official(SECRET).fingerprint}
    results = make_ledger({"ada": (None, [graded])}, seed=seed, tool=tool(), isolation=COOPERATIVE)
    words = [results, "twice::values", "--learner", "ada", "--course", course.solutions.parent]
    done = run(replay_command, *words, "--secret-file", files / "secret")
    assert (done.exit_code, "The verdict is the same: then failed, now failed." in done.stdout) == (0, True)
    for more, says in (
        ((), "official run"),
        (("--secret-file", files / "other"), "not that of the record"),
        (("--secret-file", files / "secret", "--learner", "bob"), "no learner called 'bob'"),
    ):
        with pytest.raises(UsageError, match=says):
            run(replay_command, *words, *more)
    with pytest.raises(UsageError, match="Whose answer"):
        run(replay_command, results, "values", "--secret-file", files / "secret")


def test_command_on_an_official_report(course, files, monkeypatch):
    """A report knows its secret again; one that was written without that says what can't be told."""
    monkeypatch.chdir(files)  # an official run does not start where the package lies
    home = course.solutions.parent
    about = ("c/twice", files / "twice.py", "--course", home, "--isolation", "cooperative")
    run(commands["grade"], *about, "--view", "instructor", "--report", files / "r", "--secret-file", files / "secret")
    words = files / "r", "values", "--answer", files / "twice.py", "--course", home
    assert run(replay_command, *words, "--secret-file", files / "secret").exit_code == 0
    with pytest.raises(UsageError, match="not that of the record"):
        run(replay_command, *words, "--secret-file", files / "other")
    report = json.loads((files / "r").read_bytes())
    del report["seed"]["fingerprint"]
    (files / "r").write_text(json.dumps(report))
    done = run(replay_command, *words, "--secret-file", files / "other")
    assert "! The record does not tell which secret it was made with" in " ".join(done.stdout.split())


def test_a_bundle_runs_again_without_names_and_without_the_secret(course, files, recorded, make_ledger):
    """One file holds all that it takes: the same verdict, on the same official inputs; it is refused if changed."""
    graded = handed_in(WRONG), recorded(WRONG, "values", *OFFICIAL).result
    seed = {"mode": "official", "fingerprint": model.Seed.official(SECRET).fingerprint}
    results = make_ledger({"Ada Lovelace": (None, [graded])}, seed=seed, tool=tool(), isolation=COOPERATIVE)
    words = results, "twice::values", "--learner", "Ada Lovelace", "--course", course.solutions.parent
    made = run(replay_command, *words, "--secret-file", files / "secret", "--bundle", files / "bundle.json")
    content = (files / "bundle.json").read_bytes()
    assert b"Ada" not in content
    assert SECRET not in content
    again = run(replay_command, files / "bundle.json", "--course", course.solutions.parent)
    assert (again.exit_code, again.stdout) == (0, made.stdout)
    (files / "bundle.json").write_bytes(content.replace(b'"check": "values"', b'"check": "none"'))
    with pytest.raises(UsageError, match="no bundle of a check"):
        run(replay_command, files / "bundle.json", "--course", course.solutions.parent)
    with pytest.raises(UsageError, match="Which check"):
        run(replay_command, results, "--course", course.solutions.parent)


def test_an_earlier_submission_is_replayed(course, recorded, make_ledger):
    """Also what does not count can be run again, by the number that `results --learner` shows."""
    graded = handed_in(WRONG), recorded(WRONG, "values", *PRACTICE).result
    results = make_ledger(
        {"ada": (None, [graded])}, seed={"mode": "practice", "value": 3}, tool=tool(), isolation=COOPERATIVE
    )
    later = {"c/twice": Answer("x = 1", "later", "twice.py")}
    with Writer.open(results) as ledger:
        ledger.begin_run("", {}, {"mode": "practice", "value": 3}, {})
        ledger.begin_intake()
        with ledger.transaction():
            ledger.take(Taken("ada", "class/ada", None, 1, False, later), {"c/twice": "later"})
        ledger.end_intake(())
    words = results, "c/twice::values", "--learner", "ada", "--course", course.solutions.parent
    with pytest.raises(UsageError):
        run(replay_command, *words)
    assert run(replay_command, *words, "--submission", 1).exit_code == 0
    with pytest.raises(UsageError, match="no submission 7"):
        run(replay_command, *words, "--submission", 7)
