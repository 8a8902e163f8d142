"""`mdl-grade diff`: two gradings of a class, or two reports, compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.screen import read_report, show, write
from mdl_grade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from mdl_grade.gradebook.changes import GradingComparison, MarkChange, Standings
    from mdl_grade.report.page import Page

PLACE = click.Path(path_type=Path)


@click.command("diff", short_help="Compare two gradings: who gained and lost points, and why.")
@click.argument("old", type=PLACE)
@click.argument("new", type=PLACE)
@click.option("--json", "as_json", is_flag=True, help="Write the comparison as JSON.")
@click.pass_context
def diff_command(ctx: click.Context, old: Path, new: Path, as_json: bool) -> None:
    """Compare OLD with NEW: two folders that `mdl-grade batch` wrote, or two reports.

    Points are compared as they count, overrides included and without a late policy. Exit code 0: no mark differs;
    1: some do.

    Example: mdl-grade diff results-2025 results-2026
    """
    import msgspec

    from mdl_grade.gradebook.changes import compare

    comparison = compare(*_standings(old, new))
    if as_json:
        write("-", msgspec.json.format(msgspec.json.encode(comparison), indent=2) + b"\n")
    else:
        show(lambda page: _render(page, comparison))
    ctx.exit(int(ExitCode.FAILED if comparison.changes else ExitCode.PASSED))


def _standings(old: Path, new: Path) -> tuple[Standings, Standings]:
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook.standings import of_ledger, of_report

    if old.is_dir() != new.is_dir():
        raise UsageError(
            "One of the two is a folder, the other is not.", "Give two folders of results, or two reports."
        )
    if not old.is_dir():
        reports = read_report(old), read_report(new)
        label = reports[1].submission.label
        return of_report(reports[0], label), of_report(reports[1], label)
    with Ledger.open(old) as one, Ledger.open(new) as other:
        return of_ledger(one), of_ledger(other)


def _render(page: Page, comparison: GradingComparison) -> None:
    from mdl_grade.report.page import Style

    for change in comparison.changes:
        page.text(f"{change.learner}, {change.exercise}: {_points(change)}", style=Style.BOLD)
        page.text("; ".join(change.reasons), indent=4)
        for check in change.checks:
            before, after = (point.status.value if point else "no such check" for point in (check.before, check.after))
            page.text(f"{check.check}: {before}, now {after}", first=f"{check.gain:+}  ", indent=4)
    page.gap()
    count = len(comparison.changes)
    page.text(
        f"{comparison.compared} marks compared, {count} differ: {comparison.gained} higher, {comparison.lost} lower.",
        style=Style.BOLD,
    )
    for reason, times in comparison.reasons():
        page.text(f"{times} × {reason}", indent=2)


def _points(change: MarkChange) -> str:
    before, after = ("none" if points is None else str(points) for points in (change.before, change.after))
    return f"{before} to {after} points" if change.before != change.after else f"{after} points as before"


commands = {"diff": diff_command}
