"""Resemblance for people, in a terminal; shared passages side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from mdl_grade.gradebook.similar.account import Account, Answers
from mdl_grade.gradebook.similar.resemblance import AlikePair, Group, LineRange, Resemblance
from mdl_grade.report.page import NARROWEST_COLUMN, Page, Style
from mdl_grade.report.text import columns, printable

NAMED = 6
"""So many learners of a group are named; JSON has them all."""
MOST_ROWS = 20
MOST_LINES = 30

MEANING = (
    "For a person to look into; no mark depends on it. Alike may mean copied, worked out together, taken from the same "
    "page, or that the exercise leaves only one way."
)


def render(page: Page, account: Account, answers: Answers, *, show: int = 0) -> None:
    """Write the account on a page, with the passages of the `show` most alike pairs of each exercise."""
    page.text(MEANING, style=Style.DIM)
    for exercise, found in account.exercises.items():
        page.gap()
        page.text(exercise, style=Style.BOLD)
        page.text(_counts(found, account.settings.common), indent=2, style=Style.DIM)
        for group in found.groups[:MOST_ROWS]:
            page.text(_group(group), indent=2)
        for pair in found.pairs[:MOST_ROWS]:
            page.text(f"{_names(pair.one)}  and  {_names(pair.other)}", indent=2, first=f"{pair.share:4.0%}  ")
        beyond = len(found.groups[MOST_ROWS:]) + len(found.pairs[MOST_ROWS:]) + found.omitted
        if beyond:
            page.text(f"… and {beyond} more groups and pairs: --json has up to 1000 pairs.", indent=2)
        for pair in found.pairs[:show]:
            _side_by_side(page, pair, answers[exercise])
    if account.often:
        page.gap()
        page.text("Alike in several exercises", style=Style.BOLD)
        for often in account.often[:MOST_ROWS]:
            page.text(
                ", ".join(often.exercises), indent=2, first=f"{printable(often.one)}  and  {printable(often.other)}: "
            )
    if account.left_out:
        page.gap()
        page.text(f"Left out: {', '.join(account.left_out)} (put together from other answers, or not in this course).")


def _counts(found: Resemblance, common: float) -> str:
    parts = [f"{found.compared} compared"]
    if found.short:
        parts.append(f"{found.short} too short to tell")
    if found.common:
        parts.append(f"{found.common} with little beside what more than {common:.0%} of the class have")
    if found.compared and not found.groups and not found.pairs:
        parts.append("none alike")
    return f"Answers: {', '.join(parts)}."


def _group(group: Group) -> str:
    how = "the same file" if group.verbatim else "the same but for names, comments and layout"
    return f"{_names(group.learners)}: {how}."


def _names(learners: Sequence[str]) -> str:
    more = len(learners) - NAMED
    return ", ".join(learners[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _side_by_side(page: Page, pair: AlikePair, texts: Mapping[str, str]) -> None:
    one, other = (texts[names[0]].split("\n") for names in (pair.one, pair.other))
    room = max((page.width - 5) // 2, NARROWEST_COLUMN)
    for passage in pair.passages:
        page.gap()
        title = f"{pair.one[0]}, {_span(passage.one)}", f"{pair.other[0]}, {_span(passage.other)}"
        _row(page, *title, room, Style.BOLD)
        rows = list(zip_longest(_cut(one, passage.one), _cut(other, passage.other), fillvalue=""))
        for left, right in rows[:MOST_LINES]:
            _row(page, left, right, room, Style.PLAIN)
        if len(rows) > MOST_LINES:
            page.text(f"… {len(rows) - MOST_LINES} lines more", indent=2)


def _span(lines: LineRange) -> str:
    return f"line {lines.first}" if lines.first == lines.last else f"lines {lines.first} to {lines.last}"


def _cut(text: Sequence[str], lines: LineRange) -> Sequence[str]:
    return text[lines.first - 1 : lines.last]


def _row(page: Page, left: str, right: str, room: int, style: Style) -> None:
    left, right = (_fitted(side, room) for side in (left, right))
    page.text(f"{left}{' ' * (room - columns(left))} | {right}", indent=2, style=style, wrap=False)


def _fitted(line: str, room: int) -> str:
    line = printable(line.rstrip().expandtabs(4))[:room]
    while columns(line) > room:
        line = line[:-1]
    return line
