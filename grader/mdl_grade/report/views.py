"""The learner's view: one function that takes out what a learner should not be told.

Under a practice seed that is nothing: the inputs are public, and showing them teaches. Under an official seed inputs
and expected values stay hidden, and with them every text that the learner's code could have written them into.
"""

from __future__ import annotations

import builtins
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import (
    BelowFloor,
    BeyondChance,
    Blocked,
    BrokenLaw,
    Curve,
    Fault,
    Magnitude,
    Missing,
    NoGrowth,
    NotFinite,
    NotLoaded,
    Raised,
    Remark,
    Stopped,
    Unclean,
    Unstable,
    WrongCurve,
    WrongDecay,
    WrongDistribution,
    WrongDtype,
    WrongException,
    WrongGradient,
    WrongOrder,
    WrongRate,
    WrongShape,
    WrongSignature,
    WrongType,
    WrongValue,
)
from mdl_grade.records.model import CheckResult, Diagnosis, ExerciseResult, Report, Seed, SeedMode, Timing
from mdl_grade.records.numbers import Number
from mdl_grade.report.phrases import EXACT_BELOW
from mdl_grade.report.wording import message


class Rule(Struct, frozen=True):
    """What a learner is told of a field under an official seed, and how many bits about inputs that can carry."""

    told: Callable[[Any], Any]
    bits: float = 0.0


def _rules(**rules: str) -> dict[str, Rule]:
    return {field: NAMED[rule] for rule, fields in rules.items() for field in fields.split()}


# --- what is told of one value --------------------------------------------------------------------------------------
LONGEST_LINE_NUMBER = 1 << 20
"""A file of 1 MiB has no more lines."""
LONGEST_NAME = 30
MOST_LABELS = 3
MOST_DIGITS = 2
"""Digits in what a generic cause is called, such as a column or a factor."""
MOST_AXES = 4
MOST_INDEX_BITS = 11
MOST_STEPS = 1 << 16

_KINDS = re.compile(
    r"""(?x) None | a\ (bool|float|complex\ number|str|function|class|generator|module) | an\ int | bytes
    | an\ empty\ (tuple|list|dict) | a\ (tuple|list)\ of\ \d{1,3}\ (item|array|number|bool|str|tuple|list|dict)s?
    | an\ array\ of\ shape\ \(((\d{1,2},\ ){1,3}\d{1,2}|\d{1,2},)?\)"""
)
_FOREIGN = "something else"
_DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()
)


def _itself(value: Any) -> Any:
    return value


def _nothing(value: Any) -> None:
    return None


def _emptied(value: Any) -> Any:
    return type(value)()


def _kind(text: str) -> str:
    if _KINDS.fullmatch(text):
        return text
    vague = ("a dict", "an array", "a tuple", "a list")
    return next((noun for noun in vague if text == noun or text.startswith((f"{noun} of ", f"{noun} with"))), _FOREIGN)


def _shape(shape: tuple[int, ...] | None) -> tuple[int, ...] | None:
    plain = shape is not None and len(shape) <= MOST_AXES and all(0 <= size < 128 for size in shape)
    return shape if plain else None


def _index(index: tuple[int, ...] | None) -> tuple[int, ...] | None:
    if index is None:
        return None
    bits = sum(place.bit_length() for place in index)
    return index if len(index) <= MOST_AXES and bits <= MOST_INDEX_BITS and all(i >= 0 for i in index) else ()


def _count(count: int) -> int:
    return count if 0 <= count < EXACT_BELOW else int(float(f"{min(count, 10**9):.0e}"))


def _step(step: int) -> int:
    return step if 0 <= step < MOST_STEPS else MOST_STEPS


def _decade(error: Number) -> Number:
    """Round to a power of ten: "about 0.001"."""
    if isinstance(error, str):
        known = error in ("inf", "-inf", "nan") or error in _ABOUT
        return error if known else "nan"
    return _ABOUT[0] if error == 0 else f"about {_power_of_ten(abs(error)):g}"


def _rough(number: Number) -> Number:
    """Round to a power of ten that is still a number."""
    if isinstance(number, str):
        return number if number in ("inf", "-inf", "nan") else "nan"
    return math.copysign(_power_of_ten(abs(number)), number) if number else 0.0


def _power_of_ten(size: float) -> float:
    return float(f"1e{min(max(round(math.log10(size)), -20), 20)}")


_ABOUT = ("about 0", *(f"about {float(f'1e{exponent}'):g}" for exponent in range(-20, 21)))


def _order(order: Number) -> Number:
    """Round to halves."""
    if isinstance(order, str):
        return order if order in ("inf", "-inf", "nan") else "nan"
    return round(2 * min(max(order, -20.0), 20.0)) / 2


def _score(score: Number) -> Number:
    """Round to two digits, as a share is told."""
    if isinstance(score, str):
        return score if score in ("inf", "-inf", "nan") else "nan"
    return float(f"{min(max(score, -1e9), 1e9):.1e}") if abs(score) >= 1e-9 else 0.0


def _line(line: int | None) -> int | None:
    return line if line is not None and 0 < line <= LONGEST_LINE_NUMBER else None


def _dtype(name: str) -> str:
    return name if name in _DTYPES else "of another kind"


def _name(name: str) -> str:
    return name if name.isidentifier() and len(name) <= LONGEST_NAME else ""


def _exception(name: str) -> str:
    return name if _is_known_exception(name) else "an exception of its own" if name else ""


def _diagnosis(found: Diagnosis | None) -> Diagnosis | None:
    """Tell known bugs, parts, one mutant or one cause: what they are called is one of a few thousand things."""
    if found is None or len(found.labels) > MOST_LABELS:
        return None
    if found.source in ("known_bug", "part"):
        return found
    digits = sum(map(str.isdecimal, "".join(found.labels)))
    return found if len(found.labels) == 1 and (found.source == "mutant" or digits <= MOST_DIGITS) else None


NAMED: Mapping[str, Rule] = {
    "FIXED": Rule(_itself),  # the suite's, the course's or the run's own, whatever the answer does
    "LOADING": Rule(_itself),  # said of the file before any input met its code
    "HIDE": Rule(_nothing),
    "EMPTY": Rule(_emptied),
    "INSIDE": Rule(lambda value: _inside(value)),
    "MADE": Rule(_itself),  # made anew from what is told
    "CHOICE": Rule(_itself, 6),  # one of at most 64 things of the suite: cases, tensors, checks
    "NAME": Rule(_name, 6),  # a name of the suite's
    "STATUS": Rule(_itself, 3),
    "DIAGNOSIS": Rule(_diagnosis, 13),
    "KIND": Rule(_kind, 31),
    "SHAPE": Rule(_shape, 31),
    "DTYPE": Rule(_dtype, 4),
    "INDEX": Rule(_index, 18),
    "COUNT": Rule(_count, 8),
    "STEP": Rule(_step, 17),
    "DECADE": Rule(_decade, 6),
    "ROUGH": Rule(_rough, 7),
    "ORDER": Rule(_order, 7),
    "SCORE": Rule(_score, 13),
    "MAGNITUDE": Rule(_itself, 5),
    "SPECIAL": Rule(_itself, 2),  # nan, inf, -inf
    "LINE": Rule(_line, 20),
    "CELL": Rule(_itself),  # counted with the line: both are one place in the file
    "EXCEPTION": Rule(_exception, 8),
    "SECONDS": Rule(lambda timing: _whole_seconds(timing)),
}

RULES: Mapping[type[msgspec.Struct], Mapping[str, Rule]] = {
    Report: _rules(
        FIXED="schema tool course submission view isolation",
        MADE="score",
        INSIDE="seed exercises",
        SECONDS="timing",
    ),
    Seed: _rules(FIXED="mode", HIDE="value", EMPTY="fingerprint"),
    ExerciseResult: _rules(
        FIXED="id title max_points file_digest suite_digest",
        LOADING="written unwritten",
        MADE="status points causes",
        INSIDE="checks",
        EMPTY="output warnings",
    ),
    CheckResult: _rules(
        FIXED="id title kind max_points",
        STATUS="status",
        MADE="points message",
        DIAGNOSIS="diagnosis",
        INSIDE="evidence curve",
    ),
    Curve: _rules(FIXED="axis quantity", EMPTY="x yours reference"),
    # Every kind of evidence has a `case` (which sizes: fixed by the suite) and a `call` (the inputs themselves).
    WrongType: _rules(CHOICE="case what", FIXED="expected", KIND="got", EMPTY="call"),
    WrongShape: _rules(CHOICE="case what", SHAPE="got", FIXED="expected", EMPTY="call"),
    WrongDtype: _rules(CHOICE="case what", DTYPE="got", FIXED="expected", EMPTY="call"),
    NotFinite: _rules(
        CHOICE="case what", SPECIAL="got", INDEX="index", COUNT="count", FIXED="size nan_is_asked_for", EMPTY="call"
    ),
    WrongValue: _rules(
        CHOICE="case what",
        INDEX="index",
        MAGNITUDE="magnitude",
        COUNT="wrong",
        FIXED="tolerance tolerance_from size",
        EMPTY="call",
        HIDE="got expected error contrast",
    ),
    WrongGradient: _rules(
        CHOICE="case what", FIXED="of tolerance", DECADE="error", INDEX="index", EMPTY="call", HIDE="got measured curve"
    ),
    WrongOrder: _rules(CHOICE="case what", ORDER="got", FIXED="expected", EMPTY="call", INSIDE="curve"),
    WrongDecay: _rules(CHOICE="case what", ORDER="got", FIXED="expected", EMPTY="call", INSIDE="curve"),
    WrongRate: _rules(
        CHOICE="case what", DECADE="error", FIXED="tolerance", EMPTY="call", HIDE="got expected", INSIDE="curve"
    ),
    Unstable: _rules(CHOICE="case what", STEP="step", ROUGH="growth", EMPTY="call", HIDE="lr", INSIDE="curve"),
    NoGrowth: _rules(CHOICE="case what", ROUGH="growth", EMPTY="call", HIDE="lr", INSIDE="curve"),
    BrokenLaw: _rules(CHOICE="case what", DECADE="error", FIXED="law tolerance", EMPTY="call"),
    WrongCurve: _rules(
        CHOICE="case what", STEP="step", DECADE="error", FIXED="tolerance", EMPTY="call", INSIDE="curve"
    ),
    BeyondChance: _rules(
        CHOICE="case what",
        DECADE="excess",
        INDEX="index",
        FIXED="quantity samples",
        EMPTY="call",
        HIDE="got expected low high",
    ),
    WrongDistribution: _rules(
        CHOICE="case what", STEP="rank", DECADE="error", FIXED="tolerance samples", EMPTY="call", INSIDE="curve"
    ),
    BelowFloor: _rules(CHOICE="case what", SCORE="got", FIXED="floor", EMPTY="call", HIDE="curve"),
    Raised: _rules(CHOICE="case", LINE="line", CELL="cell", EXCEPTION="exception", EMPTY="call text source worked"),
    WrongException: _rules(CHOICE="case", FIXED="expected", EXCEPTION="got", EMPTY="call"),
    WrongSignature: _rules(CHOICE="case", LOADING="name got expected", EMPTY="call"),
    Missing: _rules(CHOICE="case", LOADING="name found", EMPTY="call"),
    NotLoaded: _rules(CHOICE="case", LOADING="reason exception text line source cell", EMPTY="call"),
    Unclean: _rules(CHOICE="case fact", NAME="what", EMPTY="call"),
    Stopped: _rules(CHOICE="case how", EMPTY="call detail"),
    Blocked: _rules(CHOICE="case needs", EMPTY="call"),
    Fault: _rules(CHOICE="case", EMPTY="call text"),
    Remark: _rules(CHOICE="case text", EMPTY="call"),
}
"""What an official report tells a learner, field by field. A record or field without a rule is an error, not a leak.

What code does with the inputs that it is called with can show in all that is decided by what it returns. So every
field has a range, and an entry of a check carries at most 64 bits, whatever the answer does.

Authors answer for three texts: the `law` of `BrokenLaw`, the `text` of `Remark` and the hints must not hold inputs.
"""
KINDS_OF_EVIDENCE = 5
"""Bits that say which kind of evidence a check has."""


def bits_of(evidence: type[msgspec.Struct]) -> float:
    """Return how many bits about inputs the entry of a check with such evidence can carry to its learner."""
    return KINDS_OF_EVIDENCE + sum(rule.bits for kind in (CheckResult, evidence) for rule in RULES[kind].values())


def for_learner(report: Report) -> Report:
    """Return the report as its learner may read it.

    Statuses, points, titles, shapes, kinds, errors and the diagnosis stay; see `RULES` for what an official seed
    takes away. Messages are made anew from what is left.
    """
    if report.seed.mode is SeedMode.OFFICIAL:
        report = _redacted(report)
    return msgspec.structs.replace(report, view="learner")


def without_foreign_text(result: ExerciseResult) -> ExerciseResult:
    """Return a result without inputs, values, and all that the learner's code could have written."""
    redacted: ExerciseResult = _redacted(result)
    return redacted


def _redacted(record: Any) -> Any:
    rules = RULES[type(record)]
    told = {field: rules[field].told(getattr(record, field)) for field in record.__struct_fields__}
    if isinstance(record, WrongValue) and record.magnitude is None:
        told["magnitude"] = _magnitude(record.got, record.expected)
    if isinstance(record, CheckResult):
        told["message"] = message(told["evidence"]) if told["evidence"] is not None else ""
    if isinstance(record, ExerciseResult):
        told["causes"] = causes_of(told["checks"])
    return type(record)(**told)


def _inside(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_redacted(item) for item in value)
    return None if value is None else _redacted(value)


def _magnitude(got: Number | None, expected: Number | None) -> Magnitude:
    """Say in words how far off a number is."""
    if isinstance(got, str | None) or isinstance(expected, str | None):
        return Magnitude.OTHER
    if got == 0 or expected == 0:
        return Magnitude.NOT_ZERO if got else Magnitude.ZERO
    if got * expected < 0:
        return Magnitude.SIGN
    decades = math.log10(abs(got)) - math.log10(abs(expected))
    if abs(decades) > math.log10(1.5):
        step = sum(abs(decades) > limit for limit in (0.7, 1.7, 2.7))
        return (_TOO_LARGE if decades > 0 else _TOO_SMALL)[step]
    off = abs(got / expected - 1)
    place = -math.floor(math.log10(off)) if off > 0 else len(_DIGITS)
    return _DIGITS[min(max(place, 1), len(_DIGITS)) - 1]


_TOO_LARGE = (
    Magnitude.TOO_LARGE,
    Magnitude.TENS_TOO_LARGE,
    Magnitude.HUNDREDS_TOO_LARGE,
    Magnitude.THOUSANDS_TOO_LARGE,
)
_TOO_SMALL = (
    Magnitude.TOO_SMALL,
    Magnitude.TENS_TOO_SMALL,
    Magnitude.HUNDREDS_TOO_SMALL,
    Magnitude.THOUSANDS_TOO_SMALL,
)
_DIGITS = (
    Magnitude.FIRST,
    Magnitude.SECOND,
    Magnitude.THIRD,
    Magnitude.FOURTH,
    Magnitude.FIFTH,
    Magnitude.SIXTH,
    Magnitude.SEVENTH,
    Magnitude.LATER,
)


def _whole_seconds(timing: Timing) -> Timing:
    """Round up: how long code takes could tell what it was called with."""
    seconds = {name: float(math.ceil(value)) for name, value in timing.exercises.items()}
    return Timing(seconds=float(math.ceil(timing.seconds)), exercises=seconds)


def _is_known_exception(name: str) -> bool:
    known = getattr(builtins, name, None)
    return name == "LinAlgError" or (isinstance(known, type) and issubclass(known, BaseException))
