"""The learner's view: one function that takes out what a learner should not be told.

Under a practice seed that is nothing: the inputs are public, and showing them teaches. Under an official seed inputs
and expected values stay hidden, and with them every text that the learner's code could have written them into.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import (
    BelowFloor,
    BeyondChance,
    Blocked,
    BrokenLaw,
    Curve,
    Fault,
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
from mdl_grade.records.model import CheckResult, ExerciseResult, Finding, Report, Seed, SeedMode
from mdl_grade.report.wording import message


class Rule(Enum):
    """What happens to a field under an official seed."""

    KEEP = "told as it is"
    HIDE = "left out: None"
    EMPTY = "emptied: no text, no points"
    INSIDE = "a record, or several: the rules of its own fields apply"
    KIND = "what a value is, told if it is in plain words of ours: other words may be the learner's"
    EXCEPTION = "the name of an exception, told if it is one of Python's or NumPy's: others may be the learner's"
    DERIVE = "made anew from what is told"
    NAME = "an identifier, told if it is a short one"


def _rules(**rules: str) -> dict[str, Rule]:
    return {field: Rule[rule] for rule, fields in rules.items() for field in fields.split()}


RULES: Mapping[type[msgspec.Struct], Mapping[str, Rule]] = {
    Report: _rules(
        KEEP="schema tool course submission view isolation score timing",
        INSIDE="seed exercises",
    ),
    Seed: _rules(KEEP="mode", HIDE="value"),
    ExerciseResult: _rules(
        KEEP="id title status points max_points file_digest suite_digest",
        INSIDE="checks causes",
        EMPTY="output warnings",
    ),
    CheckResult: _rules(
        KEEP="id title kind status points max_points diagnosis", INSIDE="evidence curve", EMPTY="message"
    ),
    Finding: _rules(KEEP="labels confidence hint checks points"),
    Curve: _rules(KEEP="axis quantity", EMPTY="x yours reference"),
    # Every kind of evidence has a `case` (which sizes: fixed by the suite) and a `call` (the inputs themselves).
    WrongType: _rules(KEEP="case what expected", KIND="got", EMPTY="call"),
    WrongShape: _rules(KEEP="case what got expected", EMPTY="call"),
    WrongDtype: _rules(KEEP="case what got expected", EMPTY="call"),
    NotFinite: _rules(KEEP="case what got index count size", EMPTY="call"),
    WrongValue: _rules(
        KEEP="case what index error tolerance tolerance_from wrong size", EMPTY="call", HIDE="got expected contrast"
    ),
    WrongGradient: _rules(KEEP="case what of error tolerance index", EMPTY="call", HIDE="got measured curve"),
    WrongOrder: _rules(KEEP="case what got expected", EMPTY="call", INSIDE="curve"),
    WrongDecay: _rules(KEEP="case what got expected", EMPTY="call", INSIDE="curve"),
    WrongRate: _rules(KEEP="case what error tolerance", EMPTY="call", HIDE="got expected", INSIDE="curve"),
    Unstable: _rules(KEEP="case what step growth", EMPTY="call", HIDE="lr", INSIDE="curve"),
    NoGrowth: _rules(KEEP="case what growth", EMPTY="call", HIDE="lr", INSIDE="curve"),
    BrokenLaw: _rules(KEEP="case what law error tolerance", EMPTY="call"),
    WrongCurve: _rules(KEEP="case what step error tolerance", EMPTY="call", INSIDE="curve"),
    BeyondChance: _rules(KEEP="case what quantity excess samples index", EMPTY="call", HIDE="got expected low high"),
    WrongDistribution: _rules(KEEP="case what rank error tolerance samples", EMPTY="call", INSIDE="curve"),
    BelowFloor: _rules(KEEP="case what got floor", EMPTY="call", HIDE="curve"),
    Raised: _rules(KEEP="case line", EXCEPTION="exception", EMPTY="call text source"),
    WrongException: _rules(KEEP="case expected", EXCEPTION="got", EMPTY="call"),
    # Before the first program has run, no input has met the learner's code: what is said about loading is theirs alone.
    WrongSignature: _rules(KEEP="case name got expected", EMPTY="call"),
    Missing: _rules(KEEP="case name found", EMPTY="call"),
    NotLoaded: _rules(KEEP="case reason line source", EMPTY="call"),
    Unclean: _rules(KEEP="case fact", NAME="what", EMPTY="call"),
    Stopped: _rules(KEEP="case how", EMPTY="call detail"),
    Blocked: _rules(KEEP="case needs", EMPTY="call"),
    Fault: _rules(KEEP="case", EMPTY="call text"),
    Remark: _rules(KEEP="case text", EMPTY="call"),
}
"""What an official report tells a learner, field by field. A record or field without a rule is an error, not a leak.

Authors answer for three texts: the `law` of `BrokenLaw`, the `text` of `Remark` and the hints must not hold inputs.
"""


def for_learner(report: Report) -> Report:
    """Return the report as its learner may read it.

    Statuses, points, titles, shapes, kinds, errors and the diagnosis stay; see `RULES` for what an official seed
    takes away. Messages are made anew from what is left.
    """
    if report.seed.mode is SeedMode.OFFICIAL:
        report = _redacted(report)
    return msgspec.structs.replace(report, view="learner")


def _redacted(record: Any) -> Any:
    rules = RULES[type(record)]
    told = {field: _told(rules[field], getattr(record, field)) for field in record.__struct_fields__}
    if isinstance(record, CheckResult) and told["evidence"] is not None:
        told["message"] = message(told["evidence"])
    if isinstance(record, ExerciseResult):
        told["causes"] = causes_of(told["checks"])
    return type(record)(**told)


def _told(rule: Rule, value: Any) -> Any:
    match rule:
        case Rule.KEEP | Rule.DERIVE:
            return value
        case Rule.HIDE:
            return None
        case Rule.EMPTY:
            return type(value)()
        case Rule.INSIDE:
            if isinstance(value, tuple):
                return tuple(_redacted(item) for item in value)
            return None if value is None else _redacted(value)
        case Rule.KIND:
            return value if _is_plain(value) else "something else"
        case Rule.EXCEPTION:
            return value if _is_known_exception(value) else "an exception of its own" if value else ""
        case Rule.NAME:
            return value if value.isidentifier() and len(value) <= MAX_NAME else ""


MAX_NAME = 30

_PLAIN = frozenset(
    """
    a an and array arrays bool bools bytes class complex dict dicts dtype empty float floats function generator int ints
    item items key keys list lists module None number numbers object of set shape str strs tuple tuples with
    """.split()
)


def _is_plain(text: str) -> bool:
    """Tell whether a description holds nothing but plain words, and numbers of at most three digits."""
    return all(word in _PLAIN or (len(word) <= 3 and word.isdecimal()) for word in re.findall(r"[^\s(),]+", text))


def _is_known_exception(name: str) -> bool:
    known = getattr(builtins, name, None)
    return name == "LinAlgError" or (isinstance(known, type) and issubclass(known, BaseException))
