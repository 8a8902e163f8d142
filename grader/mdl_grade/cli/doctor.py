"""`doctor`: what protects this machine, as seen and not as configured."""

from __future__ import annotations

import click

from mdl_grade.errors import ExitCode


@click.command("doctor", short_help="Show what protects this machine from the code that is graded.")
@click.pass_context
def doctor_command(ctx: click.Context) -> None:
    """Start a worker, let it try what is forbidden, and show what was refused."""
    from mdl_grade.grading import tool
    from mdl_grade.report.model import Trust
    from mdl_grade.sandbox.isolation import MEANS
    from mdl_grade.sandbox.probes import NOT_REQUIRED
    from mdl_grade.sandbox.wall import Wall

    with Wall() as wall:
        isolation = wall.isolation()
    versions = tool()
    click.echo(f"{versions.name} {versions.version}, Python {versions.python}, NumPy {versions.numpy}")
    click.echo(f"isolation: {isolation.trust.value}")
    click.echo("layers:")
    for name, value in isolation.layers.items():
        click.echo(f"  {name:<24} {value}")
    click.echo("what a worker tried:")
    for name, refused in isolation.probes.items():
        click.echo(f"  {MEANS[name]:<36} {_verdict(refused, required=name not in NOT_REQUIRED)}")
    for missing in isolation.missing:
        click.echo(missing)
    if isolation.trust is Trust.ENFORCED:
        click.echo("Answers from strangers can be graded here.")
    ctx.exit(int(ExitCode.PASSED if isolation.trust is Trust.ENFORCED else ExitCode.FAILED))


def _verdict(refused: bool, *, required: bool) -> str:
    if refused:
        return "refused"
    return "POSSIBLE" if required else "possible: existence and size, never content"


commands = {"doctor": doctor_command}
