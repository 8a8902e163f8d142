"""`export`: an assignment for a course platform."""

from __future__ import annotations

from pathlib import Path

import click

from mdl_grade.cli.options import chosen_course, course_option
from mdl_grade.cli.reports import PLATFORMS
from mdl_grade.official import read_secret

ZERO = ("autolab", "submitty")
"""Where a fault of the grader is a mark of 0."""


@click.command("export", short_help="Make an assignment for Gradescope, PrairieLearn, Autolab, Submitty, Coursera.")
@click.argument("platform", type=click.Choice(PLATFORMS))
@click.argument("targets", nargs=-1, required=True)
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="A new folder.")
@click.option(
    "--install-from",
    "source",
    required=True,
    metavar="SOURCE",
    help="A folder that `kit wheelhouse` made for Python 3.12, or https://…/mdl_grade-….whl#sha256=….",
)
@click.option(
    "--secret-file", type=click.Path(path_type=Path), metavar="F", help="Official marks: seeds from this secret."
)
@course_option
def export_command(
    platform: str,
    targets: tuple[str, ...],
    folder: Path,
    source: str,
    secret_file: Path | None,
    course_folder: Path | None,
) -> None:
    """Write TARGETS into FOLDER as an assignment for PLATFORM; its README.md says what to do with it there.

    Example: mdl-grade export gradescope chapter10 --out hw10 --install-from wheels --secret-file secret
    """
    from mdl_grade.delivery.exports import export, write

    secret = read_secret(secret_file, None)
    write(export(platform, chosen_course(course_folder), targets, source, secret), folder)
    click.echo(f"{folder}: read its README.md.")
    if platform in ZERO:
        click.echo("Where the grader is at fault, this platform gives 0: the README.md says how to find that.")


commands = {"export": export_command}
