"""Who gained and lost points on which check, and why."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.batch.ledger import Ledger
from mdl_grade.gradebook.changes import CheckPoints, Reason, SeedIdentity, Standing, compare
from mdl_grade.gradebook.overrides import record
from mdl_grade.gradebook.standings import of_ledger
from mdl_grade.records.model import SeedMode, Status, Tool, Trust

TOOL = Tool(name="mdl-grade", version="1", python="3.11", numpy="2.0")
PASSED, FAILED = CheckPoints(Status.PASSED, 2, 2), CheckPoints(Status.FAILED, 0, 2)
BASE = Standing(
    2, 4, {"a": PASSED, "b": FAILED}, "file", "suite", SeedIdentity(SeedMode.PRACTICE, "0"), TOOL, Trust.ENFORCED
)
HERE = ("ada", "chapter10/x")


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({"file_digest": "other"}, Reason.ANSWER),
        ({"suite_digest": "other"}, Reason.SUITE),
        ({"seed": SeedIdentity(SeedMode.PRACTICE, "1")}, Reason.SEED),
        ({"seed": SeedIdentity(SeedMode.OFFICIAL)}, Reason.SEED),
        ({"tool": Tool(name="mdl-grade", version="2", python="3.11", numpy="2.0")}, Reason.GRADER),
        ({"tool": Tool(name="mdl-grade", version="1", python="3.12", numpy="2.0")}, Reason.PYTHON),
        ({"tool": Tool(name="mdl-grade", version="1", python="3.11", numpy="2.1")}, Reason.NUMPY),
        ({"trust": Trust.PARTIAL}, Reason.ISOLATION),
        ({}, Reason.UNEXPLAINED),
    ],
)
def test_each_reason(differs, reason):
    """A check that passes now is a gain, and the one thing that differs is its reason."""
    after = replace(BASE, points=4, checks={"a": PASSED, "b": PASSED}, **differs)
    comparison = compare({HERE: BASE}, {HERE: after})
    (change,) = comparison.changes
    assert (change.before, change.after, change.gain, change.reasons) == (2, 4, 2, (reason,))
    assert [(check.check, check.gain) for check in change.checks] == [("b", 2)]
    assert (comparison.gained, comparison.lost, comparison.reasons()) == (1, 0, [(reason, 1)])


def test_an_override_is_a_reason():
    """Points are compared as they count: an override changes them, and no check."""
    (change,) = compare({HERE: BASE}, {HERE: replace(BASE, override=1)}).changes
    assert (change.gain, change.reasons, change.checks) == (-1, (Reason.OVERRIDE,), ())


def test_checks_that_come_and_go():
    """A check that only one suite has is shown, also where the sum stays the same."""
    after = replace(BASE, checks={"a": PASSED, "c": FAILED}, suite_digest="other")
    (change,) = compare({HERE: BASE}, {HERE: after}).changes
    assert {(check.check, check.before, check.after) for check in change.checks} == {
        ("b", FAILED, None),
        ("c", None, FAILED),
    }


def test_learners_who_come_and_go():
    """Who is in one grading alone is told, and why."""
    (old,) = compare({HERE: BASE}, {}).changes
    (new,) = compare({}, {HERE: BASE}).changes
    assert (old.gain, old.after, old.reasons) == (-2, None, (Reason.ONLY_OLD,))
    assert (new.gain, new.before, new.reasons) == (2, None, (Reason.ONLY_NEW,))


def test_circumstances_alone_are_no_change():
    """Another seed and suite that lead to the same marks are not reported."""
    after = replace(BASE, suite_digest="other", seed=SeedIdentity(SeedMode.PRACTICE, "5"))
    assert compare({HERE: BASE}, {HERE: after}).changes == ()


def test_an_unknown_secret_is_no_reason():
    """Old official reports do not tell their secrets apart; new ones and ledgers do, by fingerprint."""
    official = SeedIdentity(SeedMode.OFFICIAL)
    assert official.may_be(SeedIdentity(SeedMode.OFFICIAL, "abc"))
    assert not SeedIdentity(SeedMode.OFFICIAL, "abc").may_be(SeedIdentity(SeedMode.OFFICIAL, "abd"))


points = st.builds(CheckPoints, st.sampled_from([Status.PASSED, Status.FAILED]), st.integers(0, 3), st.just(3))
standings = st.builds(
    lambda checks: replace(
        BASE, checks=checks, points=sum(p.points for p in checks.values()), max_points=3 * len(checks)
    ),
    st.dictionaries(st.sampled_from("abcd"), points),
)
gradings = st.dictionaries(st.tuples(st.sampled_from(["ada", "bob"]), st.sampled_from(["x", "y"])), standings)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(gradings, gradings)
def test_forth_and_back(old, new):
    """Backwards every gain is a loss; gains add up to the difference of the sums; nothing differs from itself."""
    forth, back = compare(old, new), compare(new, old)
    assert {(c.learner, c.exercise): c.gain for c in forth.changes} == {
        (c.learner, c.exercise): -c.gain for c in back.changes
    }
    assert sum(c.gain for c in forth.changes) == sum(s.points for s in new.values()) - sum(
        s.points for s in old.values()
    )
    assert all(
        sum(check.gain for check in c.checks) == c.gain for c in forth.changes if None not in (c.before, c.after)
    )
    assert compare(old, old).changes == ()


def test_two_ledgers(make_class, work):
    """From two ledgers: the suite was changed, an answer was, and an override was made."""
    old = make_class({"ada": work({"chapter10/x": "pff"}), "bob": work({"chapter10/x": "ppp"})}, name="old")
    new = make_class({"ada": work({"chapter10/x": "ppf"}), "bob": work({"chapter10/x": "ppp"})}, name="new", suite="s2")
    record(new, "bob", "x", 3, author="Me", reason="r")
    with Ledger.open(old) as one, Ledger.open(new) as other:
        ada, bob = compare(of_ledger(one), of_ledger(other)).changes
    assert (ada.learner, ada.gain, ada.reasons) == ("ada", 2, (Reason.ANSWER, Reason.SUITE))
    assert (bob.learner, bob.gain, bob.reasons) == ("bob", -4, (Reason.SUITE, Reason.OVERRIDE))
