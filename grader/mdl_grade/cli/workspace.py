"""`init`, `list`, `hint`: a learner's way in. Reads the catalogue alone: NumPy is not imported."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from mdl_grade.cli.options import chosen_course, course_option, course_words
from mdl_grade.course.catalog import read_catalog
from mdl_grade.errors import CourseError, UsageError


@click.command("init", short_help="Make a workspace of stubs to fill in.")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--target", "targets", multiple=True, help="Only these chapters or exercises (default: all).")
@course_option
def init_command(folder: Path, targets: tuple[str, ...], course_folder: Path | None) -> None:
    """Copy the stubs into FOLDER (default: here), one folder for each chapter. Files that exist are left alone."""
    course = chosen_course(course_folder)
    exercises = course.select(targets or ("all",))
    made, kept = 0, 0
    try:
        for exercise in exercises:
            target = folder / f"{exercise}.py"
            target.parent.mkdir(parents=True, exist_ok=True)
            page = course.stubs / target.parent.name / "README.md"
            if page.is_file() and not (target.parent / page.name).exists():
                shutil.copyfile(page, target.parent / page.name)
            if target.exists():
                kept += 1
                continue
            shutil.copyfile(course.stub(exercise), target)
            made += 1
    except FileNotFoundError as error:
        raise CourseError(f"The course has no stub {error.filename}.", "`mdl-grade dev sync` writes it.") from None
    except OSError as error:
        raise UsageError(f"{folder} can't be written to: {error.strerror}.", "Name another folder.") from None
    first = exercises[0]
    where = "here" if folder == Path() else f"to {folder}"
    click.echo(f"{made} stubs written {where}" + (f", {kept} files left as they were" if kept else "") + ".")
    inside = "" if folder == Path() else f"cd {folder}, "
    course_told = course_words(course_folder and course_folder.resolve())
    click.echo(f"Next: {inside}fill in {first}.py, then run: mdl-grade {first} {course_told}".rstrip())


@click.command("list", short_help="Show chapters and exercises.")
@click.argument("targets", nargs=-1)
@course_option
def list_command(targets: tuple[str, ...], course_folder: Path | None) -> None:
    """Show the exercises of TARGETS (default: all), with points and tier."""
    course = chosen_course(course_folder)
    catalog = read_catalog(course.catalog)
    by_id = {entry.id: entry for entry in catalog.exercises}
    entries = [by_id[exercise] for exercise in course.select(targets or ("all",)) if exercise in by_id]
    chapter = ""
    for entry in entries:
        if entry.id.partition("/")[0] != chapter:
            chapter = entry.id.partition("/")[0]
            total = sum(e.points for e in entries if e.id.startswith(f"{chapter}/"))
            click.echo(f"{chapter}: {catalog.chapters.get(chapter, '')} ({total} points)")
        click.echo(
            f"  {entry.id:<36} {entry.points:>3}  {entry.title}" + ("" if entry.tier == 1 else f" (tier {entry.tier})")
        )


@click.command("hint", short_help="Show a hint for an exercise.")
@click.argument("exercise")
@click.argument("number", type=click.IntRange(min=1), default=1)
@course_option
def hint_command(exercise: str, number: int, course_folder: Path | None) -> None:
    """Show hint NUMBER (default: the first) of EXERCISE; later ones tell more."""
    course = chosen_course(course_folder)
    selected = course.select([exercise])
    entry = next(entry for entry in read_catalog(course.catalog).exercises if entry.id == selected[0])
    if not entry.hints:
        click.echo(f"{entry.id} has no hints: its docstring tells all.")
        return
    shown = min(number, len(entry.hints))
    click.echo(f"Hint {shown} of {len(entry.hints)}: {entry.hints[shown - 1]}")
    if shown < len(entry.hints):
        click.echo(f"More: mdl-grade hint {entry.id} {shown + 1}")


commands = {"init": init_command, "list": list_command, "hint": hint_command}
