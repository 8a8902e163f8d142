"""`report show | validate | schema | keys | sign | verify`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.screen import read, read_report, show_report, write
from mdl_grade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from mdl_grade.records.model import Report
    from mdl_grade.report.annotations import FileLine

PLATFORMS = ("gradescope", "prairielearn", "autolab", "submitty", "coursera")


@click.group("report", short_help="Show, validate and sign score reports.")
def report_group() -> None:
    """Show, validate and sign score reports.

    Example: mdl-grade report show report.json
    """


@report_group.command("show")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(
        ["terminal", "markdown", "html", "json", "github", "github-check", "gitlab", "junit", *PLATFORMS]
    ),
    default="terminal",
    show_default=True,
    help="For a terminal; a comment on GitHub; a page of its own; as it is stored; annotations of a job on GitHub;"
    " a check run for its API; code quality for GitLab; JUnit XML; or what a course platform reads.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="What was graded: so annotations find the line of a function, and the file of a notebook.",
)
@click.option("--folder", default="", metavar="DIR", help="Where in the repository the chapters' folders are.")
@click.option("--verbose", is_flag=True, help="In a terminal: show every check, and what the code printed.")
def show_command(file: Path, form: str, answers: Path | None, folder: str, verbose: bool) -> None:
    """Print the report FILE (- for standard input).

    A page: `mdl-grade report show report.json --format html > report.html`.

    Example: mdl-grade report show report.json --format markdown
    """
    report = read_report(file)
    if form == "terminal":
        show_report(report, verbose=verbose)
    else:
        write("-", _rendered(report, form, _places(report, answers, folder)))


@report_group.command("validate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.pass_context
def validate_command(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check reports against the published schema; exit 1 if one of them breaks it.

    Example: mdl-grade report validate report.json
    """
    from mdl_grade.report.schema import validate

    wrong = 0
    for file in files:
        problems = validate(read(file))
        wrong += bool(problems)
        click.echo(f"{file}: {'valid' if not problems else f'{len(problems)} problems'}")
        for problem in problems:
            click.echo(f"  {problem}")
    ctx.exit(int(ExitCode.FAILED if wrong else ExitCode.PASSED))


@report_group.command("schema")
def schema_command() -> None:
    """Print the JSON Schema (draft 2020-12) of reports.

    Example: mdl-grade report schema > report.schema.json
    """
    from mdl_grade.report.schema import schema_text

    click.echo(schema_text(), nl=False)


@report_group.command("keys")
@click.argument("file", type=click.Path(path_type=Path))
def keys_command(file: Path) -> None:
    """Make a pair of keys: FILE, which signs and stays with you, and FILE.pub, which others verify with.

    Example: mdl-grade report keys course.key
    """
    from mdl_grade.report.signature import demand_cryptography, fingerprint, make_keys

    demand_cryptography()
    public = make_keys(file)
    click.echo(f"{file} signs: keep it. {public} verifies: hand it out. Its fingerprint is {fingerprint(public)}.")


@report_group.command("sign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The private key: see `report keys`.")
def sign_command(file: Path, key: Path) -> None:
    """Sign the report FILE: its signature is written to FILE.sig.

    Example: mdl-grade report sign report.json --key course.key
    """
    from mdl_grade.report.schema import validate
    from mdl_grade.report.signature import SUFFIX, demand_cryptography, sign

    demand_cryptography()
    document = read(file)
    if problems := validate(document):
        raise UsageError(f"{file} is no valid report: {problems[0]}", "Sign what `--report` wrote, as it stands.")
    beside = file.with_name(f"{file.name}{SUFFIX}")
    write(beside, sign(document, key).encode())
    click.echo(f"{beside} is the signature of this report:")
    _tell_what_is_signed(file)


@report_group.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The public key of whoever signed.")
@click.option(
    "--signature", type=click.Path(path_type=Path), metavar="FILE", help="The signature, if it is not FILE.sig."
)
@click.pass_context
def verify_command(ctx: click.Context, file: Path, key: Path, signature: Path | None) -> None:
    """Tell whether the report FILE is, byte for byte, what the owner of the key signed; exit 1 if not.

    Example: mdl-grade report verify report.json --key course.key.pub
    """
    from mdl_grade.report.signature import SUFFIX, demand_cryptography, fingerprint, holds

    demand_cryptography()
    document, told = read(file), read(signature or file.with_name(f"{file.name}{SUFFIX}"))
    if not holds(document, told, key):
        click.echo(f"NOT SIGNED: {file} is not what the owner of {key} signed.", err=True)
        ctx.exit(int(ExitCode.FAILED))
    click.echo(f"Signed with the key {fingerprint(key)}:")
    _tell_what_is_signed(file)


def _tell_what_is_signed(file: Path) -> None:
    """Say what a signature vouches for: it makes no official run of practice."""
    from mdl_grade.report.signs import circumstances, score
    from mdl_grade.report.text import inert, printable

    report = read_report(file)
    for line in (f"{report.submission.label}: {score(report)}.", *circumstances(report)):
        click.echo(inert(printable(line.replace("\n", " "))))


def _places(report: Report, answers: Path | None, folder: str) -> dict[str, FileLine]:
    """Return where in a repository the answers are: as found, or where scripts of their names would be."""
    from mdl_grade.intake import locate
    from mdl_grade.report.annotations import default_place, places_of

    exercises = [exercise.id for exercise in report.exercises]
    places = {exercise: default_place(exercise, folder) for exercise in exercises}
    if answers is not None and exercises:
        places |= places_of(report, locate(exercises, answers, here=Path.cwd()).read, folder)
    return places


def _rendered(report: Report, form: str, places: Mapping[str, FileLine]) -> bytes:
    from mdl_grade.report import github, gitlab, html, junit, markdown
    from mdl_grade.report.encoding import encode

    if form in PLATFORMS:
        from mdl_grade.report import platforms

        return platforms.render(report, form)
    match form:
        case "html":
            return html.render(report).encode()
        case "markdown":
            return markdown.render(report).encode()
        case "github":
            return github.commands(report, places).encode()
        case "github-check":
            return github.check_run(report, places)
        case "gitlab":
            return gitlab.code_quality(report, places)
        case "junit":
            return junit.render(report, places)
    return encode(report)


commands = {"report": report_group}
