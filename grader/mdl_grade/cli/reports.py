"""`report show | validate | schema`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mdl_grade.errors import ExitCode, UsageError


@click.group("report", short_help="Show and validate score reports.")
def report_group() -> None:
    """Show and validate score reports."""


@report_group.command("show")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--verbose", is_flag=True, help="Show every check, and what the code printed.")
def show_command(file: Path, verbose: bool) -> None:
    """Print the report FILE (- for standard input) for people."""
    from mdl_grade.cli.grade import show
    from mdl_grade.report.encoding import decode

    show(decode(_read(file)), verbose=verbose)


@report_group.command("validate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.pass_context
def validate_command(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check reports against the published schema; exit 1 if one of them breaks it."""
    from mdl_grade.report.schema import validate

    wrong = 0
    for file in files:
        problems = validate(_read(file))
        wrong += bool(problems)
        click.echo(f"{file}: {'valid' if not problems else f'{len(problems)} problems'}")
        for problem in problems:
            click.echo(f"  {problem}")
    ctx.exit(int(ExitCode.FAILED if wrong else ExitCode.PASSED))


@report_group.command("schema")
def schema_command() -> None:
    """Print the JSON Schema (draft 2020-12) of reports."""
    from mdl_grade.report.schema import schema_text

    click.echo(schema_text(), nl=False)


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The report {file} can't be read: {error.strerror}.", "Name a file that `--report` wrote."
        ) from None


commands = {"report": report_group}
