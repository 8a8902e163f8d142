"""Late policy: a small declared rule, and pure functions that apply it when marks are derived. Grading never sees it.

The rule is a TOML file, every key of it optional::

    deadline = 2026-11-20T23:59:00
    timezone = "Europe/Berlin"     # for a deadline without an offset, and for what a day is
    grace = "15 minutes"           # forgiven to everybody
    penalty = 10                   # percent of the points earned, for each day begun after the grace
    cap = 50                       # percent that are taken off at most

    [extensions]
    ada = "3 days"                 # on top of the deadline
    emmy = 2026-12-01T12:00:00     # a deadline of her own

    [weights]
    dense_backward = 2             # or "chapter10/dense_backward"; 1 for exercises that are not named

A penalty is a share of what was *earned*, so no work ever scores below zero. Days are days of the clock on the wall: a
deadline at 23:59 is followed by one at 23:59 also on the night when the clocks change. A deadline at an hour that the
clocks skip or repeat is taken at its later meaning.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from mdl_grade.batch.enrolled import EnrolledLearner, attendance
from mdl_grade.course.chapters import short_ids
from mdl_grade.errors import UsageError

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Delay:
    """How long after something: whole days of the calendar, and hours and minutes on top."""

    days: int = 0
    rest: timedelta = timedelta()

    def __str__(self) -> str:
        return str(timedelta(days=self.days) + self.rest).removesuffix(":00") + " h" * (not self.days)


@dataclass(frozen=True)
class Lateness:
    """How many days late an answer came in, and the percentage that this costs."""

    days: int = 0
    percent: Decimal = Decimal(0)


IN_TIME = Lateness()
UNWEIGHTED = Decimal(1)


@dataclass(frozen=True)
class Policy:
    """The rule of the module's docstring, read.

    Parameters
    ----------
    deadline : datetime or None
        Without a time zone: on the clocks of `zone`. None: nothing is ever late.
    zone : tzinfo
        Where a day begins and ends.
    grace : Delay
    penalty, cap : Decimal
        Percent of the points earned: for each day begun, and at most.
    extensions : mapping
        Learner -> delay, or deadline of their own.
    weights : mapping
        Exercise -> factor on its points and on their maximum.
    """

    deadline: datetime | None = None
    zone: tzinfo = UTC
    grace: Delay = Delay()
    penalty: Decimal = Decimal(0)
    cap: Decimal = HUNDRED
    extensions: Mapping[str, Delay | datetime] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)

    def lateness(self, learner: str, received: datetime | None) -> Lateness:
        """Return how late a learner's work is. Work whose time is not known is never late."""
        if self.deadline is None or received is None:
            return IN_TIME
        days = 0
        while received > self._limit(learner, days):
            days = max(days + 1, (received - self._limit(learner, 0)).days - 1)
        return Lateness(days, min(self.penalty * days, self.cap)) if days else IN_TIME

    def weight(self, exercise: str) -> Decimal:
        return self.weights.get(exercise, UNWEIGHTED)

    def told(self) -> str:
        """Return the rule in a sentence; "" if it takes nothing off."""
        if self.deadline is None or not self.penalty:
            return ""
        grace = f" more than {self.grace} after it" if self.grace != Delay() else ""
        zone = f" ({self.zone})" if self.deadline.tzinfo is None else self.deadline.strftime(" %Z")
        return (
            f"Late policy: due {self.deadline:%Y-%m-%d %H:%M}{zone}; each day begun{grace} costs {self.penalty} % "
            f"of the points earned, {self.cap} % at most; "
            f"{len(self.extensions)} extension{'s' * (len(self.extensions) != 1)}."
        )

    def named(self, learners: Iterable[str], exercises: Iterable[str]) -> Policy:
        """Return the rule under the names that a class has.

        Learners may be written in another Unicode form, or without the number of the learning platform; exercises by
        their last part, or as `10/dense_backward`.

        Raises
        ------
        UsageError
            If two names in the rule mean the same.
        """
        there = attendance(map(EnrolledLearner, self.extensions), learners)
        known = {one.name: learner or one.name for one, learner in there.present.items()}
        ids = tuple(exercises)
        weights = {written: _exercise(written, ids) for written in self.weights}
        for names in (known, weights):
            if twice := sorted(name for name in names.values() if list(names.values()).count(name) > 1):
                raise UsageError(f"The late policy speaks of {twice[0]!r} twice.", "Leave one of them out.")
        return replace(
            self,
            extensions={known[name]: extension for name, extension in self.extensions.items()},
            weights={weights[name]: weight for name, weight in self.weights.items()},
        )

    def unknown(self, learners: Iterable[str], exercises: Iterable[str]) -> tuple[str, ...]:
        """Return the names in the rule that nobody has: most often they are misspelt."""
        return (*sorted(set(self.extensions) - set(learners)), *sorted(set(self.weights) - set(exercises)))

    def _limit(self, learner: str, days: int) -> datetime:
        """Return the last moment of day number `days` after a learner's deadline; of day 0, of being in time."""
        assert self.deadline is not None
        extension = self.extensions.get(learner, Delay())
        own, more = (extension, Delay()) if isinstance(extension, datetime) else (self.deadline, extension)
        shift = timedelta(days=more.days + self.grace.days + days)
        return _moment(own, self.zone, shift) + more.rest + self.grace.rest


NO_POLICY = Policy()


def _exercise(written: str, ids: Iterable[str]) -> str:
    found = [one for one in ids if written in (one, *short_ids(one))]
    return found[0] if len(found) == 1 else written


@lru_cache(maxsize=4096)
def worth(points: int | Decimal, lateness: Lateness) -> Decimal:
    """Return what is left of points: points · (1 − percent/100), to the cent, halves in favour of the learner."""
    return (points * (HUNDRED - lateness.percent) / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def _moment(when: datetime, zone: tzinfo, shift: timedelta) -> datetime:
    """Return `when` on the clocks of `zone`, moved by days of the calendar, in UTC."""
    local = (when if when.tzinfo is None else when.astimezone(zone)).replace(tzinfo=None) + shift
    return max(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


# --- reading --------------------------------------------------------------------------------------------------------
class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """The TOML file as it stands."""

    deadline: datetime | None = None
    timezone: str = ""
    grace: str = ""
    penalty: Decimal | int = 0
    cap: Decimal | int = 100
    extensions: dict[str, object] = {}
    weights: dict[str, Decimal | int] = {}


def parse_policy(text: str) -> Policy:
    """Read a policy.

    Raises
    ------
    UsageError
        If it is not TOML, has a key that is not in the module's docstring, or a value that makes no sense.
    """
    try:
        written = msgspec.convert(tomllib.loads(text, parse_float=Decimal), _Written)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"The late policy can't be read: {error}.", NEXT_STEP) from None
    penalty, cap = _percent("penalty", written.penalty), _percent("cap", written.cap)
    if any(not weight.is_finite() or weight < 0 for weight in map(Decimal, written.weights.values())):
        raise UsageError("A weight in the late policy is negative.", "A weight of 0 leaves an exercise out.")
    return Policy(
        deadline=written.deadline,
        zone=_zone(written),
        grace=_delay("grace", written.grace or "0 minutes"),
        penalty=penalty,
        cap=cap,
        extensions={learner: _extension(learner, value) for learner, value in written.extensions.items()},
        weights={exercise: Decimal(weight) for exercise, weight in written.weights.items()},
    )


NEXT_STEP = (
    'A policy has deadline = 2026-11-20T23:59:00, timezone = "Europe/Berlin", grace = "15 minutes", penalty = 10 and '
    "cap = 50 (percent), and tables [extensions] and [weights]; all are optional."
)


def _zone(written: _Written) -> tzinfo:
    times = [written.deadline, *(e for e in written.extensions.values() if isinstance(e, datetime))]
    if written.timezone:
        try:
            return ZoneInfo(written.timezone)
        except (OSError, ValueError, KeyError):  # what ZoneInfo raises: a folder, ../, no such zone
            raise UsageError(
                f"There is no time zone called {written.timezone!r}.",
                "Take a name of the IANA list: Europe/Berlin.",
            ) from None
    if any(time is not None and time.tzinfo is None for time in times):
        raise UsageError(
            "The late policy gives a time without a time zone.",
            'Add timezone = "Europe/Berlin" (a name of the IANA list), or an offset: 2026-11-20T23:59:00+01:00.',
        )
    offset = written.deadline.tzinfo if written.deadline is not None else None
    return offset or UTC


_UNITS = {"minute": timedelta(minutes=1), "min": timedelta(minutes=1), "hour": timedelta(hours=1), "day": None}


def _extension(learner: str, value: object) -> Delay | datetime:
    return value if isinstance(value, datetime) else _delay(f"the extension of {learner}", value)


def _delay(what: str, text: object) -> Delay:
    match = re.fullmatch(r"\s*(\d{1,4})\s*(min|minute|hour|day)s?\s*", text) if isinstance(text, str) else None
    if match is None:
        raise UsageError(f"In the late policy, {what} is {text!r}.", 'Write "15 minutes", "6 hours" or "3 days".')
    number, unit = int(match[1]), _UNITS[match[2]]
    return Delay(days=number) if unit is None else Delay(rest=number * unit)


def _percent(what: str, value: Decimal | int) -> Decimal:
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= HUNDRED:
        raise UsageError(f"In the late policy, {what} is {value}.", "It is a percentage from 0 to 100.")
    return number
