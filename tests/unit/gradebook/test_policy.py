"""The late policy: a declared rule, and what it takes off."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.errors import UsageError
from mdl_grade.gradebook.policy import NO_POLICY, Delay, Lateness, Policy, parse_policy, worth

BERLIN = ZoneInfo("Europe/Berlin")
RULE = """
deadline = 2026-11-20T23:59:00
timezone = "Europe/Berlin"
grace = "15 minutes"
penalty = 10
cap = 50

[extensions]
ada = "3 days"
emmy = 2026-12-01T12:00:00

[weights]
"chapter10/dense_backward" = 2.5
"""

law = settings(derandomize=True, deadline=None, max_examples=60)
zones = st.sampled_from([UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"), ZoneInfo("Asia/Kolkata")])
moments = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
delays = st.builds(Delay, st.integers(0, 9), st.integers(0, 3000).map(lambda minutes: timedelta(minutes=minutes)))
percents = st.integers(0, 100).map(Decimal)
policies = st.builds(
    Policy,
    deadline=st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1)),
    zone=zones,
    grace=delays,
    penalty=percents,
    cap=percents,
    extensions=st.fixed_dictionaries({"ada": delays | moments}),
)


def berlin(*when):
    return datetime(*when, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("learner", "received", "days", "percent"),
    [
        ("bob", berlin(2026, 11, 20, 23, 59), 0, 0),
        ("bob", berlin(2026, 11, 21, 0, 14), 0, 0),
        ("bob", berlin(2026, 11, 21, 0, 14, 1), 1, 10),
        ("bob", berlin(2026, 11, 22, 0, 14), 1, 10),
        ("bob", berlin(2026, 11, 22, 0, 15), 2, 20),
        ("bob", berlin(2027, 11, 22), 366, 50),
        ("ada", berlin(2026, 11, 24, 0, 14), 0, 0),
        ("ada", berlin(2026, 11, 24, 0, 15), 1, 10),
        ("emmy", berlin(2026, 12, 1, 12, 15), 0, 0),
        ("emmy", berlin(2026, 12, 1, 12, 16), 1, 10),
        ("bob", None, 0, 0),
    ],
)
def test_rule_read_from_toml(learner, received, days, percent):
    """Grace forgives, a day begun costs its percentage, the cap holds, extensions move the deadline."""
    assert parse_policy(RULE).lateness(learner, received) == Lateness(days, Decimal(percent))


def test_weights():
    assert parse_policy(RULE).weight("chapter10/dense_backward") == Decimal("2.5")
    assert parse_policy(RULE).weight("chapter10/relu") == 1


@law
@given(policies, st.sampled_from(["ada", "bob"]), moments, moments, st.integers(0, 20))
def test_later_never_scores_more(policy, learner, one, other, points):
    """Of two moments the later one is never worth more; and nothing is ever worth less than the cap leaves."""
    early, late = (policy.lateness(learner, moment) for moment in sorted((one, other)))
    assert early.days <= late.days
    assert worth(points, late) <= worth(points, early) <= points
    assert worth(points, late) >= points * (100 - policy.cap) / 100 - Decimal("0.005")


@law
@given(policies, st.integers(0, 10**7))
def test_in_grace_nothing_is_taken_off(policy, seconds):
    """Until deadline and grace are over, however the clocks change, nothing is taken off."""
    local = policy.deadline + timedelta(days=policy.grace.days)
    over = local.replace(tzinfo=policy.zone).astimezone(UTC) + policy.grace.rest
    assert policy.lateness("bob", over - timedelta(seconds=seconds)) == Lateness()


@law
@given(policies, moments, delays)
def test_an_extension_never_harms(policy, moment, delay):
    """Whoever has a delay on top of the deadline is never later than who has none."""
    extended = Policy(**{**vars(policy), "extensions": {"ada": delay}})
    assert extended.lateness("ada", moment).days <= extended.lateness("bob", moment).days


@law
@given(policies, moments)
def test_days_are_the_fewest_that_reach_the_moment(policy, moment):
    """Counting day by day on the calendar comes to the same number as the rule's short cut."""
    days = policy.lateness("bob", moment).days
    due = policy.deadline + timedelta(days=policy.grace.days)

    def limit(day):
        local = (due + timedelta(days=day)).replace(tzinfo=policy.zone)
        return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)) + policy.grace.rest

    assert moment <= limit(days)
    assert days == 0 or moment > limit(days - 1)


@pytest.mark.parametrize(("deadline", "hours"), [((2026, 10, 24, 23, 59), 25), ((2026, 3, 28, 23, 59), 23)])
def test_a_day_is_a_day_of_the_calendar(deadline, hours):
    """On the night when the clocks change, the day after the deadline has 25 or 23 hours."""
    policy = Policy(deadline=datetime(*deadline), zone=BERLIN, penalty=Decimal(10))
    end = berlin(*deadline) + timedelta(hours=hours)
    assert policy.lateness("bob", end).days == 1
    assert policy.lateness("bob", end + timedelta(seconds=1)).days == 2


@pytest.mark.parametrize(
    ("deadline", "utc"), [((2026, 10, 25, 2, 30), (2026, 10, 25, 1, 30)), ((2026, 3, 29, 2, 30), (2026, 3, 29, 1, 30))]
)
def test_hours_that_are_repeated_or_skipped(deadline, utc):
    """A deadline that the clocks show twice, or never, is taken at its later meaning."""
    policy = Policy(deadline=datetime(*deadline), zone=BERLIN, penalty=Decimal(10))
    last = datetime(*utc, tzinfo=UTC)
    assert policy.lateness("bob", last).days == 0
    assert policy.lateness("bob", last + timedelta(seconds=1)).days == 1


def test_offset_in_the_deadline():
    """A deadline with an offset needs no time zone; its days have 24 hours."""
    policy = parse_policy("deadline = 2026-11-20T23:59:00+01:00\npenalty = 1")
    assert policy.lateness("bob", berlin(2026, 11, 20, 23, 59)).days == 0
    assert policy.lateness("bob", berlin(2026, 11, 22, 0, 0)).days == 2


@law
@given(moments)
def test_without_a_deadline_nothing_is_late(moment):
    assert NO_POLICY.lateness("bob", moment) == Lateness()
    assert parse_policy("").lateness("bob", moment) == Lateness()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("deadline = ", "can't be read"),
        ("dedline = 2026-01-01T00:00:00Z", "dedline"),
        ("deadline = 2026-01-01", "deadline"),
        ("deadline = 2026-01-01T00:00:00", "without a time zone"),
        ('deadline = 2026-01-01T00:00:00\ntimezone = "Berlin"', "'Berlin'"),
        ('timezone = "../etc/passwd"', "passwd"),
        ("penalty = 101", "penalty is 101"),
        ("penalty = nan", "penalty is NaN"),
        ("cap = -1", "cap is -1"),
        ('grace = "soon"', "grace is 'soon'"),
        ('[extensions]\nada = "3"', "the extension of ada is '3'"),
        ("[extensions]\nada = 3", "ada"),
        ("[weights]\nx = -1", "weight"),
    ],
)
def test_what_makes_no_sense_is_said(text, says):
    with pytest.raises(UsageError) as error:
        parse_policy(text)
    assert says in str(error.value)
    assert error.value.next_step


def test_names_that_nobody_has():
    """Misspelt learners and exercises are told, for a silent extension would be lost."""
    assert parse_policy(RULE).unknown(["ada"], ["chapter10/relu"]) == ("emmy", "chapter10/dense_backward")


def test_names_in_a_rule_are_those_of_the_class():
    """Exercises by their last part, learners without the platform's number or in another Unicode form; nobody twice."""
    rule = parse_policy(
        '[extensions]\n"Zoe\u0308 B" = "1 day"\nEve = "1 day"\n[weights]\nrelu = 2\n"10/x" = 3\nsgd = 4\n"B/y" = 5\n'
    )
    named = rule.named(["Zo\u00eb B_17", "Bo_3"], ["chapter09/relu", "chapter10/x", "chapter11/x", "appendixB/y"])
    assert set(named.extensions) == {"Zo\u00eb B_17", "Eve"}
    assert dict(named.weights) == {"chapter09/relu": 2, "chapter10/x": 3, "appendixB/y": 5, "sgd": 4}
    assert named.unknown(["Zo\u00eb B_17"], ["chapter09/relu", "chapter10/x", "appendixB/y"]) == ("Eve", "sgd")
    with pytest.raises(UsageError, match="speaks of 'chapter09/relu' twice"):
        parse_policy('[weights]\nrelu = 2\n"chapter09/relu" = 3\n').named([], ["chapter09/relu"])
