"""`ci github | gitlab`: workflows that grade pull requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from mdl_grade.course.course import builtin_course

F = TypeVar("F", bound=Callable[..., Any])


@click.group("ci", short_help="Write workflows that grade pull requests into a repository.")
def ci_group() -> None:
    """Write workflows that grade pull requests into a repository.

    Example: mdl-grade ci github
    """


def _options(command: F) -> F:
    for option in (
        click.option(
            "--into",
            "repository",
            type=click.Path(path_type=Path),
            default=Path(),
            metavar="DIR",
            help="The repository (default: here).",
        ),
        click.option("--folder", default="", metavar="DIR", help="Where in it the chapters' folders are."),
        click.option(
            "--install-from",
            "source",
            required=True,
            metavar="SOURCE",
            help="A folder that `kit wheelhouse` made for Python 3.12, or https://…/mdl_grade-….whl#sha256=….",
        ),
        click.option(
            "--assignment",
            "targets",
            required=True,
            multiple=True,
            metavar="TARGET",
            help="What is graded; several are fine.",
        ),
    ):
        command = option(command)
    return command


@ci_group.command("github")
@_options
def github_command(targets: tuple[str, ...], source: str, folder: str, repository: Path) -> None:
    """Write two workflows for GitHub: they collect, grade with a secret, and publish a check run and one comment.

    Example: mdl-grade ci github
    """
    from mdl_grade.delivery.workflows import github, write

    for path in write(github(builtin_course(), targets, source, folder), repository):
        click.echo(path)
    click.echo("Next: commit them to the default branch, and set the repository's secret MDL_GRADE_SECRET:")
    click.echo("  python3 -c 'import secrets; print(secrets.token_hex(32))' | gh secret set MDL_GRADE_SECRET")


@ci_group.command("gitlab")
@_options
def gitlab_command(targets: tuple[str, ...], source: str, folder: str, repository: Path) -> None:
    """Write a job for GitLab: it grades with a public seed, for practice.

    Example: mdl-grade ci gitlab
    """
    from mdl_grade.delivery.workflows import gitlab, write

    paths = write(gitlab(builtin_course(), targets, source, folder), repository)
    for path in paths:
        click.echo(path)
    click.echo(f"Next: in .gitlab-ci.yml, include: [{{local: {paths[0].relative_to(repository).as_posix()}}}]")


commands = {"ci": ci_group}
