"""`mdl-grade learners`: who is who in a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.naming import known_learner
from mdl_grade.cli.screen import show
from mdl_grade.errors import UsageError
from mdl_grade.report.text import inert, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mdl_grade.gradebook.identities import Identity
    from mdl_grade.report.page import Page

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("learners", short_help="Show who is who; rename, merge and leave out learners.")
@click.argument("results", type=FOLDER)
@click.option("--rename", "renamed", nargs=2, metavar="NAME NEW", help="Call a learner otherwise.")
@click.option("--merge", "merged", nargs=2, metavar="NAME OTHER", help="NAME's work is OTHER's, too.")
@click.option("--remove", "removed", metavar="NAME", help="Leave out what is nobody's work.")
@click.option("--undo", "restored", metavar="NAME", help="Undo all that was decided about NAME.")
@click.option("--author", default="", help="Who says so.")
@click.option("--reason", default="", help="Why.")
def learners_command(
    results: Path,
    renamed: tuple[str, str] | None,
    merged: tuple[str, str] | None,
    removed: str | None,
    restored: str | None,
    author: str,
    reason: str,
) -> None:
    """List the learners in RESULTS, and the names that their work was found under; or say who is who.

    Decisions are kept with author and reason, hold for what is handed in later, too, and can be undone. Overrides go
    with the work that they were made for. Of a merged learner counts what would count of one who handed in twice; when
    the `mdl-grade batch` command is given again, assemblies are put together anew.

    Example: mdl-grade learners results --merge "Ada L" "Ada Lovelace" --author me --reason "one person"
    """
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook import identities
    from mdl_grade.gradebook.decisions import new

    asked = [one for one in (renamed, merged, removed, restored) if one]
    if len(asked) > 1:
        raise UsageError("Say one thing at a time.", "--rename, --merge, --remove or --undo.")
    if not asked:
        with Ledger.open(results) as ledger:
            found = identities.identities(ledger)
        show(lambda page: _render(page, found))
        return
    name = known_learner(results, (renamed or merged or (removed or restored or "",))[0])
    about = new(name, "", author=author, reason=reason)
    if renamed:
        falls = identities.rename(results, about, renamed[1])
    elif merged:
        falls = identities.merge(results, about, known_learner(results, merged[1]))
    elif removed:
        falls = identities.remove(results, about)
    else:
        falls = identities.restore(results, about)
    click.echo(inert(printable(f"Decided about {name}; `--undo` takes it back.")), err=True)
    for fall in falls:
        click.echo(inert(printable(f"A mark fell: {fall}.")), err=True)


def _render(page: Page, found: Sequence[Identity]) -> None:
    for one in found:
        under = "" if one.found_under == (one.learner,) else f"; found under {', '.join(one.found_under)}"
        out = "; left out" if one.removed else ""
        count = f"{one.submissions} submission{'s' * (one.submissions != 1)}"
        page.text(f"{one.learner}: {count}{under}{out}")


commands = {"learners": learners_command}
