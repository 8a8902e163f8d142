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

    from mdl_grade.gradebook.decisions import InstructorDecision
    from mdl_grade.gradebook.identities import Identity
    from mdl_grade.report.page import Page

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("learners", short_help="Show who is who; rename, merge and leave out learners.")
@click.argument("results", type=FOLDER)
@click.option("--rename", "renamed", nargs=2, metavar="NAME NEW", help="Call a learner otherwise.")
@click.option("--merge", "merged", nargs=2, metavar="NAME OTHER", help="NAME's work is OTHER's, too.")
@click.option("--remove", "removed", metavar="NAME", help="Leave out what is nobody's work.")
@click.option("--groups", "groups_file", type=FILE, metavar="FILE", help="Who hands in together: CSV, learner,group.")
@click.option("--undo", "restored", metavar="NAME", help="Undo all that was decided about NAME.")
@click.option("--anonymise", type=FOLDER, metavar="OUT", help="Write a copy without names, to be shared.")
@click.option("--forget", "forgotten", metavar="NAME", help="Delete all there is of a learner, for good.")
@click.option("--yes", is_flag=True, help="Do not ask before something is deleted.")
@click.option("--author", default="", help="Who says so.")
@click.option("--reason", default="", help="Why.")
def learners_command(
    results: Path,
    renamed: tuple[str, str] | None,
    merged: tuple[str, str] | None,
    removed: str | None,
    groups_file: Path | None,
    restored: str | None,
    anonymise: Path | None,
    forgotten: str | None,
    yes: bool,
    author: str,
    reason: str,
) -> None:
    """List the learners in RESULTS, and the names that their work was found under; or say who is who.

    Decisions are kept with author and reason, hold for what is handed in later, too, and can be undone. Overrides go
    with the work that they were made for. Of a merged learner counts what would count of one who handed in twice; when
    the `mdl-grade batch` command is given again, assemblies are put together anew.

    Who hands in together is one learner here; what goes back (--moodle, --canvas, --gradebook, --feedback of `results`)
    goes to each. A copy without names has no texts, no words of learners' code, and other digests; times stay. What is
    forgotten can't be undone.

    Example: mdl-grade learners results --merge "Ada L" "Ada Lovelace" --author me --reason "one person"
    """
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook import identities
    from mdl_grade.gradebook.decisions import new

    asked = [one for one in (renamed, merged, removed, restored, groups_file, anonymise, forgotten) if one]
    if len(asked) > 1:
        raise UsageError("Say one thing at a time.", "--rename, --merge, --remove, --groups, --undo, --anonymise …")
    if anonymise is not None:
        _anonymise(results, anonymise)
        return
    if forgotten is not None:
        _forget(results, known_learner(results, forgotten), yes=yes)
        return
    if groups_file is not None:
        _group(results, groups_file, new("", "", author=author, reason=reason))
        return
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


def _anonymise(results: Path, out: Path) -> None:
    from mdl_grade.gradebook.personal import anonymise

    count = anonymise(results, out)
    click.echo(f"{out}: {count} learners without names. When work came in is still there.", err=True)


def _forget(results: Path, name: str, *, yes: bool) -> None:
    from mdl_grade.gradebook.personal import forget

    shown = inert(printable(name))
    if not yes and not click.confirm(f"Delete all there is of {shown}, for good?", err=True):
        raise UsageError("Nothing was deleted.", "--yes deletes without a question.")
    count = forget(results, name)
    click.echo(
        f"{shown} is forgotten: {count} submission{'s' * (count != 1)}. Delete what was handed in, or the next batch "
        "takes it in again; and tables, pages and feedback that were written before: derive them anew.",
        err=True,
    )


def _group(results: Path, file: Path, about: InstructorDecision) -> None:
    from mdl_grade.exchange.enrolment import read_groups
    from mdl_grade.gradebook.groups import group

    count = group(results, about, read_groups(file))
    click.echo(f"{count} learners are in groups now; `--undo GROUP` takes it back.", err=True)


def _render(page: Page, found: Sequence[Identity]) -> None:
    for one in found:
        under = "" if one.found_under == (one.learner,) else f"; found under {', '.join(one.found_under)}"
        out = "; left out" if one.removed else ""
        count = (
            f"{one.submissions} submission{'s' * (one.submissions != 1)}" if one.submissions else "handed in nothing"
        )
        members = f"; a group: {', '.join(one.members)}" if one.members else ""
        page.text(f"{one.learner}: {count}{under}{members}{out}")


commands = {"learners": learners_command}
