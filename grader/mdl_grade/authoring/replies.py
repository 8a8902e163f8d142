"""Whether an answer gives the reference's results: on every program that a suite asks for, computed in this process.

Checks see replies and nothing else. So an answer whose replies are the reference's, bit for bit, has its verdicts; and
one whose results are as close as two right answers may lie apart makes no difference that could be one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec
import numpy as np

from mdl_grade.authoring.tampering import BY_TENDENCY, Tampering
from mdl_grade.checks import CheckFailed, Inconclusive, assert_close
from mdl_grade.checks.canonical import Form
from mdl_grade.checks.tolerance import FLOAT64_RTOL
from mdl_grade.errors import GraderFault
from mdl_grade.sandbox import wire
from mdl_grade.suite.budget import FACTOR, LEAST, MOST, Budget, OverBudget, held
from mdl_grade.suite.judging import run_check
from mdl_grade.suite.recorder import Recording
from mdl_grade.suite.runner import Host, InProcess, Reply, values
from mdl_grade.suite.sameness import MAX_RTOL
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite


@dataclass(frozen=True)
class Asked:
    """The programs that a suite asks for under a seed, with the reference's replies.

    `compared` are those of checks that look at every value by itself, with the widest tolerance that a comparison
    declares for its results; `normal` are the forms that comparisons declare.
    """

    programs: Mapping[bytes, tuple[Recording, Reply]]
    compared: Mapping[bytes, float]
    normal: Form
    budget: Budget
    """What all of it may use of processor time: a loop that a reference leaves may have no end for others."""

    @classmethod
    def by(cls, suite: Suite, seed: int) -> Asked:
        """Run the checks on the reference, and return what they ask for."""
        key = Seed.practice(seed).of(suite.id, "")
        subject = Subject(suite, Tampering(InProcess(suite.namespace)), key)
        programs: dict[bytes, tuple[Recording, Reply]] = {}
        compared: dict[bytes, float] = {}
        began = time.process_time()
        for name, check in suite.checks.items():
            run_check(name, subject)
            asked = {e.recording.key: (e.recording, e.reply) for e in subject.student.exchanges}
            programs |= asked
            if check.kind not in ("shape", "hygiene", *BY_TENDENCY) and name not in suite.tolerant:
                declared = max(check.sameness.rtol or suite.exercise.rtol or 0.0, FLOAT64_RTOL)
                compared |= {program: max(declared, compared.get(program, 0.0)) for program in asked}
        seconds = max(LEAST.seconds, FACTOR * (time.process_time() - began))
        return cls(programs, compared, suite.normal_form, Budget(seconds, MOST.memory))

    def identical(self, host: Host) -> bool:
        """Tell whether an answer replies to everything as the reference does, bit for bit."""
        try:
            with held(self.budget):
                return all(_same_bits(host.execute(program), reply) for program, reply in self.programs.values())
        except (GraderFault, MemoryError, OverBudget):
            return False

    def alike(self, host: Host, tolerances: float = 1.0) -> bool:
        """Tell whether an answer's results are the reference's, to so many tolerances of two right answers."""
        try:
            with held(self.budget):
                return all(
                    self._alike(*self.programs[key], host, min(tolerances * rtol, MAX_RTOL))
                    for key, rtol in self.compared.items()
                )
        except (CheckFailed, GraderFault, OverBudget):
            return False

    def _alike(self, program: Recording, reply: Reply, host: Host, rtol: float) -> bool:
        mine = host.execute(program)
        if isinstance(reply.message, wire.Raised) or isinstance(mine.message, wire.Raised):
            return type(reply.message) is type(mine.message)
        got, want = (tuple(map(self.normal, values(program, each).values())) for each in (mine, reply))
        with np.errstate(all="ignore"), suppress(Inconclusive):
            assert_close(got, want, rtol=rtol)
        return True


def _same_bits(mine: Reply, reply: Reply) -> bool:
    return _bare(mine.message) == _bare(reply.message) and bytes(mine.data) == bytes(reply.data)


def _bare(message: wire.Finished | wire.Raised) -> wire.Finished | wire.Raised:
    """Return a message without what no verdict hangs on: which exchange it belongs to, and where an exception rose."""
    if isinstance(message, wire.Raised):
        return msgspec.structs.replace(message, nonce=0, line=0, source="")
    return msgspec.structs.replace(message, nonce=0)
