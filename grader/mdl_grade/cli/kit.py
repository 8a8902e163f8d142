"""`kit wheelhouse`: an installation, to be carried to where there is no network."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click


@click.group("kit", short_help="Put together what is used elsewhere: all wheels of an installation.")
def kit_group() -> None:
    """Put together what is used elsewhere.

    Example: mdl-grade kit wheelhouse wheels
    """


@kit_group.command("wheelhouse")
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--python", "pythons", multiple=True, metavar="3.N", help="Python there (default: this one); several are fine."
)
@click.option("--machine", "machines", multiple=True, metavar="NAME", help="x86_64 or aarch64 (default: as here).")
@click.option(
    "--extra", "extras", multiple=True, type=click.Choice(["cluster", "nbgrader", "sign"]), help="With this extra."
)
@click.option(
    "--wheel",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="mdl-grade's own wheel (default: built from the checkout).",
)
def wheelhouse_command(
    folder: Path, pythons: tuple[str, ...], machines: tuple[str, ...], extras: tuple[str, ...], wheel: Path | None
) -> None:
    """Collect into OUT all that an installation needs: wheels, checksums, and the two commands to install them.

    Example: mdl-grade kit wheelhouse wheels --python 3.12
    """
    from mdl_grade.delivery.target import Target
    from mdl_grade.delivery.wheelhouse import collect
    from mdl_grade.delivery.wheels import own_wheel

    here = Target.here()
    targets = [Target.of(p, m) for p in pythons or (here.python,) for m in machines or (here.machine,)]
    with tempfile.TemporaryDirectory(prefix="mdl-grade-") as scratch:
        house = collect(own_wheel(Path(scratch), wheel), folder, targets, extras)
        count, size = len(house.wheels), sum(each.path.stat().st_size for each in house.wheels)
    click.echo(f"{folder}: {count} wheels, {size / 1e6:.0f} MB, for {'; '.join(map(str, targets))}.")
    click.echo(f"Take it there; {folder}/README.md has the two commands.")


commands = {"kit": kit_group}
