"""`release`: a course in two kits."""

from __future__ import annotations

from pathlib import Path

import click

from mdl_grade.cli.options import chosen_course, course_option


@click.command("release", short_help="Make a learner's kit and an instructor's kit of a course.")
@click.argument("targets", nargs=-1)
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="A new folder.")
@course_option
def release_command(targets: tuple[str, ...], folder: Path, course_folder: Path | None) -> None:
    """Make two kits of TARGETS (default: all) in FOLDER: each is a folder for `--course`.

    The learner's kit grades examples, shapes and clean habits, and has no line of a solution in it that is not in a
    stub. The instructor's kit has all.

    Example: mdl-grade release chapter10 --out kits
    """
    from mdl_grade.delivery.release import release, write

    kits = release(chosen_course(course_folder), targets or ("all",))
    write(kits, folder)
    for kit, files in kits.items():
        size = sum(map(len, files.values()))
        click.echo(f"{folder / kit}: {len(files)} files, {size / 1e6:.1f} MB; its README.md says how to use it.")


commands = {"release": release_command}
