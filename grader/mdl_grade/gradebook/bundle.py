"""A verdict that somebody holds for wrong, as one file without names: all that running it again takes.

Of an official run it holds the key of this exercise and this answer, from which the inputs are drawn; the secret can't
be found from it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from mdl_grade.errors import UsageError
from mdl_grade.gradebook.changes import SeedIdentity
from mdl_grade.gradebook.replay import RecordedCheck
from mdl_grade.intake import Answer
from mdl_grade.records.model import ExerciseResult, Isolation, Output, SeedMode, Tool
from mdl_grade.script import Script
from mdl_grade.suite.seed import Seed


class AppealBundle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One check of one answer: what was handed in, what was said of it, and what it was drawn from."""

    schema: Literal["mdl-grade/appeal/v1"] = "mdl-grade/appeal/v1"
    course: str
    check: str
    answer: str
    digest: str
    seed_mode: SeedMode
    seed: str
    key: str
    tool: Tool
    isolation: Isolation
    result: ExerciseResult

    @property
    def record(self) -> RecordedCheck:
        check = next(one for one in self.result.checks if one.id == self.check)
        return RecordedCheck(self.result, check, SeedIdentity(self.seed_mode, self.seed), self.tool)

    @property
    def handed_in(self) -> Answer:
        return Answer.of(Script.read(self.answer), f"{self.result.id.partition('/')[2]}.py", self.digest)

    @property
    def drawn_from(self) -> Seed:
        return _KeyedSeed(self.seed_mode, bytes.fromhex(self.key))


class _KeyedSeed(Seed):
    """The key of one exercise and one answer, in the place of what it was made from."""

    def of(self, exercise: str, digest: str) -> bytes:
        return self._key


def bundled(course: str, record: RecordedCheck, answer: Answer, isolation: Isolation, seed: Seed) -> bytes:
    """Return a bundle. It names nobody, unless the answer's own text does."""
    result = msgspec.structs.replace(
        record.result, checks=(record.check,), causes=(), output=Output(), warnings=(), file_digest=answer.digest
    )
    made = AppealBundle(
        course=course,
        check=record.check.id,
        answer=answer.script.written(),
        digest=answer.digest,
        seed_mode=record.seed.mode,
        seed=record.seed.value,
        key=seed.of(result.id, answer.digest).hex(),
        tool=record.tool,
        isolation=isolation,
        result=result,
    )
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def is_bundle(document: bytes) -> bool:
    return b'"mdl-grade/appeal/v1"' in document[:200]


def read_bundle(document: bytes) -> AppealBundle:
    """Read a bundle.

    Raises
    ------
    UsageError
        If it is none, or was changed so that it holds no such check.
    """
    try:
        made = msgspec.json.decode(document, type=AppealBundle)
        made.record, made.drawn_from  # noqa: B018 - do they hold what they say?
    except (msgspec.MsgspecError, ValueError, StopIteration) as error:
        raise UsageError(f"This is no bundle of a check: {error}.", "`replay … --bundle FILE` writes one.") from None
    return made
