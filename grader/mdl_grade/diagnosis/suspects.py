"""Suspects: programs that may be the learner's, each with the words for its mistake.

A suspect is the reference with something changed: its text, the arguments that a function of it is called with, or
what it returns. Whether it is the learner's is a matter of replaying it, and nothing else.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import CodeType
from typing import Any, Literal

import numpy as np

from mdl_grade.diagnosis.fuel import LENT_LINES, LINES, OutOfFuel, limited, may_not_end, may_run_on
from mdl_grade.diagnosis.outcome import Outcome, outcome
from mdl_grade.sandbox import wire
from mdl_grade.suite.budget import LEAST, memory_kept
from mdl_grade.suite.runner import Exchange, InProcess, Reply

Namespace = dict[str, Any]
Source = Literal["known_bug", "convention", "cause", "mutant"]
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True, eq=False)
class Suspect:
    """A program, and the clauses that say what is wrong with it.

    Parameters
    ----------
    labels : tuple of str
        One clause for each mistake: "db is averaged over the batch".
    source : str
        Who knows the mistake.
    text : str
        The text of the program.
    wraps : mapping
        Functions of it that are wrapped: by name, what is made of them.
    rank : int
        The lower, the likelier.
    """

    labels: tuple[str, ...]
    source: Source
    text: str
    hint: str = ""
    wraps: Mapping[str, Wrap] = field(default_factory=dict)
    rank: int = 0
    parts: tuple[Suspect, ...] = ()
    """The suspects that it is put together from."""
    parts_apart: bool = False
    """Whether each of them shows in results of its own; mistakes in one result might be other ones, together."""
    likely: bool = False
    """Whether other mistakes might give the same numbers, though it is told as one."""

    @property
    def label(self) -> str:
        return self.labels[0]

    @property
    def may_run_on(self) -> bool:
        """Whether it may run on and on. Known bugs are known to end, be it after many more lines than the reference."""
        return self.source != "known_bug" and may_run_on(self.text)

    def namespace(self) -> Namespace:
        """Execute the program afresh: calls may leave something behind."""
        namespace: Namespace = {"__name__": "answer", "__file__": "suspect.py"}
        exec(_compiled(self.text), namespace)  # noqa: S102 (the course's own text)
        for name, wrap in self.wraps.items():
            namespace[name] = wrap(namespace[name])
        return namespace

    def replay(self, exchange: Exchange, lines: int = LINES) -> Outcome:
        """Return what the program makes of what was asked, if that takes no more than so many lines."""
        try:
            host = InProcess(self.namespace())
            with self._limits(exchange.recording.lent, lines):
                reply = host.execute(exchange.recording)
                return replace(outcome(exchange, reply), own_words=self._raises(reply))
        except (Exception, OutOfFuel) as error:  # at the top of the text, or in what unpacks its results
            return Outcome(exception=f"the program does not run: {error}")

    def _raises(self, reply: Reply) -> bool:
        """Tell whether a line of the program itself raised, which no file holds."""
        line = reply.message.line if isinstance(reply.message, wire.Raised) else None
        return line is not None and self.text.splitlines()[line - 1].lstrip().startswith("raise ")

    def call(
        self, function: str, args: Sequence[Any], kwargs: Mapping[str, Any], lines: int, lent: Collection[str] = ()
    ) -> Any:
        """Return what a function of the program returns, if that takes no more than so many lines.

        `lent` are the texts of the functions among its arguments.

        A single call by itself costs a fifth of its replay.

        Raises
        ------
        Exception, OutOfFuel
            Whatever the program raises.
        """
        with np.errstate(all="ignore"), self._limits(lent, lines):
            return self.namespace()[function](*args, **kwargs)

    @contextmanager
    def _limits(self, lent: Collection[str], lines: int) -> Iterator[None]:
        """Limit lines and memory: a mistake may be endless, or have arrays grow with every step.

        It may also give a function that it is lent what that does not end for.
        """
        fuel: AbstractContextManager[None] = nullcontext()
        if any(map(may_not_end, lent)) and not self.may_run_on:
            fuel = limited(LENT_LINES)
        elif may_run_on(self.text):
            fuel = limited(lines if self.may_run_on else LINES)
        with memory_kept(LEAST.memory), fuel:
            yield


@lru_cache(maxsize=4096)
def _compiled(text: str) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # a mistake may look odd: `0[i]`
        return compile(text, "suspect.py", "exec", dont_inherit=True)


def merged(reference: str, one: Suspect, other: Suspect) -> Suspect | None:
    """Return the program with the mistakes of both, in the order of the text; None if they are in each other's way."""
    if not one.wraps.keys().isdisjoint(other.wraps):
        return None
    spans = sorted([(*_span(reference, one.text), one), (*_span(reference, other.text), other)], key=lambda s: s[:2])
    (begin, end, first_text, first), (begin2, end2, second_text, second) = spans
    if end > begin2 or ((begin, end) == (begin2, end2) and first_text and second_text):
        return None
    text = reference[:begin] + first_text + reference[end:begin2] + second_text + reference[end2:]
    labels = tuple(dict.fromkeys((*first.labels, *second.labels)))
    hint = first.hint or second.hint
    return Suspect(
        labels, first.source, text, hint, {**first.wraps, **second.wraps}, max(first.rank, second.rank), (first, second)
    )


@lru_cache(maxsize=4096)
def _span(reference: str, text: str) -> tuple[int, int, str]:
    """Return the stretch of the reference that a text changes, and what stands there instead."""
    if text == reference:
        return 0, 0, ""
    shorter = min(len(reference), len(text))
    begin = next((i for i in range(shorter) if reference[i] != text[i]), shorter)
    rest = shorter - begin
    back = next((i for i in range(rest) if reference[-1 - i] != text[-1 - i]), rest)
    return begin, len(reference) - back, text[begin : len(text) - back]
