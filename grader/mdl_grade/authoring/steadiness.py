"""What a seed may change and what not: inputs differ from seed to seed, verdicts do not.

An input that is the same under every seed can be looked up, unless it is declared `fixed`, with the reason. A known bug
that fails a check under some seeds and passes it under others is judged by luck; where a check can't help that, the
suite says so in `VARYING`: check -> the reason. Under one seed nothing varies, whenever it is.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from unittest import mock

from msgspec import structs

from mdl_grade.authoring.judge import FAILED, Findings, Judge
from mdl_grade.course.loader import load
from mdl_grade.records.model import Status
from mdl_grade.suite.cases import Case
from mdl_grade.suite.recorder import record
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

SECONDS_OF_DAY = 86400
DAYS_LATER = 40
ENOUGH = 4
"""Seeds under which small whole numbers don't happen to be the same."""


def inputs_differ(suite: Suite, findings: Findings) -> None:
    """Hold every case to other inputs under other seeds, unless its draw is `fixed`."""
    keys = [Seed.practice(seed).of(suite.id, "") for seed in range(1, ENOUGH + 1)]
    for name, draw in suite.draws.items():
        if draw.fixed:
            continue
        for same in zip(*(suite.cases(name, key) for key in keys), strict=True):
            text = f"the draw {name} gives the same inputs under every seed ({same[0]}): draw them, or say fixed=reason"
            findings.unless(len({_content(case) for case in same}) > 1, text)


def inputs_stay(judge: Judge, seed: int, findings: Findings) -> None:
    """Hold every check to asking the same under a seed, whenever it is: a regrade must be exact."""
    now, later = (_asked(judge, seed, days) for days in (0, DAYS_LATER))
    for check, programs in now.items():
        text = f"{check} asks something else under the same seed when it is run again: draw all of it from rng"
        findings.unless(later.get(check) == programs, f"{text}, and give what carries a time a fixed one")


def _asked(judge: Judge, seed: int, days: float) -> dict[str, list[bytes]]:
    """Return what each check asks the reference so many days from now, with nothing kept from before."""
    suite = structs.replace(judge.suite, module=load(judge.suite.path, "suite"))
    clock = time.time

    def then() -> float:
        return clock() + days * SECONDS_OF_DAY

    with mock.patch("time.time", then):
        verdicts = Judge(suite, judge.wall).verdicts(suite.solution.whole, seed)
    return {verdict.check: [exchange.recording.key for exchange in verdict.exchanges] for verdict in verdicts}


def _content(case: Case) -> bytes:
    """Return bytes that are equal for equal inputs, functions and Generators among them."""
    return record(lambda m: m.f(*case.values())).key


def verdicts_agree(suite: Suite, answer: str, by_seed: Mapping[int, Sequence[Verdict]], findings: Findings) -> None:
    """Hold an answer to failing the same checks under every seed."""
    fails: dict[str, list[int]] = {}
    waits: set[str] = set()
    for seed, verdicts in by_seed.items():
        for verdict in verdicts:
            if verdict.status in FAILED:
                fails.setdefault(verdict.check, []).append(seed)
            elif verdict.status is Status.BLOCKED:
                waits.add(verdict.check)
    for check, seeds in fails.items():
        excused = check in suite.varying or check in waits  # what it waits for is told
        text = f"{answer} fails {check} under some seeds only"
        passes = [seed for seed in by_seed if seed not in seeds]
        remedy = "Make its cases show it always, or never, or say in VARYING = {check: reason} why it varies"
        told = f"under {few(seeds)}, and not under {few(passes)}. {remedy}"
        findings.unless(excused or len(seeds) == len(by_seed), text, detail=told)


def few(seeds: Sequence[int]) -> str:
    """Name seeds, the first three of many."""
    return ", ".join(map(str, seeds[:3])) + (", …" if len(seeds) > 3 else "")
