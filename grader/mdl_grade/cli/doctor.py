"""`doctor`: what protects this machine, as seen and not as configured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mdl_grade.cli.options import cooperative_option
from mdl_grade.cli.screen import show
from mdl_grade.errors import ExitCode

if TYPE_CHECKING:
    from mdl_grade.records.model import Isolation


@click.command("doctor", short_help="Show what protects this machine from the code that is graded.")
@click.option("--bubblewrap", is_flag=True, help="With workers in namespaces of their own, as `grade --bubblewrap`.")
@cooperative_option
@click.pass_context
def doctor_command(ctx: click.Context, bubblewrap: bool, cooperative: bool) -> None:
    """Start a worker, let it try what is forbidden, and show what was refused.

    Example: mdl-grade doctor
    """
    from mdl_grade.grading import tool
    from mdl_grade.records.model import Trust
    from mdl_grade.sandbox.wall import practice_wall

    with practice_wall(bubblewrap=bubblewrap, cooperative=cooperative) as wall:
        isolation = wall.isolation()
    versions = tool()
    click.echo(f"{versions.name} {versions.version}, Python {versions.python}, NumPy {versions.numpy}")
    if "process" in isolation.layers:
        said = f"isolation: {isolation.trust.value}, and no wall. {' '.join(isolation.missing)}"
        show(lambda page: page.text(said))
        ctx.exit(int(ExitCode.FAILED))
    _show(isolation)
    if not bubblewrap:
        show(lambda page: page.text(_bubblewrap()))
    if isolation.trust is Trust.ENFORCED:
        click.echo("Answers from strangers can be graded here.")
    ctx.exit(int(ExitCode.PASSED if isolation.trust is Trust.ENFORCED else ExitCode.FAILED))


def _show(isolation: Isolation) -> None:
    from mdl_grade.sandbox.probes import ATTEMPTS

    click.echo(f"isolation: {isolation.trust.value}")
    click.echo("layers:")
    for name, value in isolation.layers.items():
        click.echo(f"  {name:<24} {value}")
    click.echo("what a worker tried:")
    for attempt in ATTEMPTS:
        click.echo(f"  {attempt.means:<36} {'refused' if isolation.probes[attempt.name] else 'NOT REFUSED'}")
    if isolation.missing:
        show(lambda page: page.text("\n".join(isolation.missing)))


def _bubblewrap() -> str:
    from mdl_grade.errors import IsolationError
    from mdl_grade.sandbox import bubblewrap

    try:
        bubblewrap.check(bubblewrap.interpreter(), ())
    except IsolationError as error:
        return f"With bubblewrap, workers would also be in namespaces of their own; but: {error.what}"
    return "bubblewrap works here: --bubblewrap puts workers into namespaces of their own as well."


commands = {"doctor": doctor_command}
