"""`mdl-grade similar`: which answers of a class are alike, for a person to look into."""

from __future__ import annotations

from pathlib import Path

import click

from mdl_grade.cli import screen
from mdl_grade.cli.options import chosen_course, course_option
from mdl_grade.errors import ExitCode, UsageError

WIDEST = 160
"""Columns: answers stand side by side."""


@click.command("similar", short_help="Show answers of a class that are alike; no mark depends on it.")
@click.argument("results", type=click.Path(path_type=Path))
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.6,
    show_default=True,
    help="Alike: this share of the shorter answer is in the other.",
)
@click.option(
    "--common",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Leave out what a larger share of the class has: the exercise suggests it.",
)
@click.option(
    "--show", type=click.IntRange(min=0), default=0, metavar="N", help="Show N pairs of each exercise side by side."
)
@click.option("--json", "file", metavar="FILE", help="Write everything as JSON to FILE; - is standard output.")
@course_option
@click.pass_context
def similar_command(
    ctx: click.Context,
    results: Path,
    targets: tuple[str, ...],
    threshold: float,
    common: float,
    show: int,
    file: str | None,
    course_folder: Path | None,
) -> None:
    """Compare the answers that `mdl-grade batch` keeps in RESULTS, to all exercises or to TARGET.

    Names, comments, docstrings, layout and the order of definitions make no difference, and what the stub gives
    everybody does not count. Answers of less than about six lines of one's own are too short to tell.

    Example: mdl-grade similar results chapter10
    """
    import msgspec

    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook.similar.account import account, answers_in
    from mdl_grade.gradebook.similar.resemblance import SimilaritySettings
    from mdl_grade.gradebook.similar.terminal import render

    course = chosen_course(course_folder)
    with Ledger.open(results) as ledger:
        answers = answers_in(ledger, course.select(targets) if targets else ())
    if not answers:
        raise UsageError(f"The ledger in {results} holds no answers to that.", "`mdl-grade results` shows what it has.")
    found = account(course, answers, SimilaritySettings(threshold=threshold, common=common))
    if file is not None:
        screen.write(file, msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    if file != "-":
        screen.show(lambda page: render(page, found, answers, show=show), widest=WIDEST)
    ctx.exit(int(ExitCode.PASSED))


commands = {"similar": similar_command}
