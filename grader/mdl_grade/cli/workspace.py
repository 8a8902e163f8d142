"""A learner's way: `init`, `list`, `next`, `hint`, `reset`, and where one is. NumPy is not imported."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.options import chosen_course, completed, course_here, course_option, course_words
from mdl_grade.cli.screen import show
from mdl_grade.course.catalog import CatalogEntry, read_catalog
from mdl_grade.course.workspace import Stage, Workspace, workspace_at
from mdl_grade.errors import CourseError, UsageError

if TYPE_CHECKING:
    from mdl_grade.course import Course
    from mdl_grade.report.page import Page

MARKS = {Stage.DONE: "✓", Stage.STARTED: "…", Stage.UNTOUCHED: "·"}
LINE = r"^(\S+\.py):(\d+): (.*)$"
"""What `--lines` prints, as Visual Studio Code's tasks read it."""
FOR_COLUMNS = 72
"""A page must be so wide for columns side by side."""
MINUTES_TOLD_IN_HOURS = 45
BAR = 20
"""Columns of the bar that shows how much of a chapter is done."""


@click.command("init", short_help="Make a workspace of stubs to fill in.")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--target", "targets", multiple=True, help="Only these chapters or exercises (default: all).")
@click.option("--update", is_flag=True, help="Also bring the prompts that have changed since; work stays as it is.")
@click.option("--notebooks", is_flag=True, help="Notebooks instead, one for each chapter.")
@click.option("--editor", type=click.Choice(["vscode"]), help="Also write a task that grades the file in view.")
@click.option(
    "--install-from", default="", metavar="SOURCE", help="A wheel or an address that notebooks install the grader from."
)
@course_option
def init_command(
    folder: Path,
    targets: tuple[str, ...],
    update: bool,
    notebooks: bool,
    editor: str | None,
    install_from: str,
    course_folder: Path | None,
) -> None:
    """Copy the stubs into FOLDER (default: here), one folder for each chapter. Files that exist are left alone.

    Example: mdl-grade init work --target chapter09
    """
    course = chosen_course(course_folder)
    exercises = course.select(targets or ("all",))
    if notebooks:
        _init_notebooks(course, folder, exercises, install_from)
        return
    if install_from:
        raise UsageError("--install-from is for notebooks.", "Add --notebooks.")
    workspace = Workspace(folder.resolve(), course)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        changed = list(workspace.update(exercises)) if update else []
        made, kept = workspace.fill(exercises)
    except FileNotFoundError as error:
        raise CourseError(f"The course has no stub {error.filename}.", "`mdl-grade dev sync` writes it.") from None
    except OSError as error:
        raise UsageError(f"{folder} can't be written to: {error.strerror}.", "Name another folder.") from None
    if editor is not None:
        click.echo(_write_task(folder, course_folder))
    for exercise, what in changed:
        click.echo(f"{exercise} {what}.")
    where = "here" if folder == Path() else f"to {folder}"
    click.echo(f"{made} stubs written {where}" + (f", {kept} files left as they were" if kept else "") + ".")
    inside = "" if folder == Path() else f"cd {folder}, "
    first = (workspace.next() if kept else None) or exercises[0]
    told = course_words(course_folder and course_folder.resolve())
    said = f"{inside}fill in {first}.py, then run: mdl-grade {first} {told}".rstrip()
    show(lambda page: page.text(said, first="Next: "))


def task(course_folder: Path | None) -> dict[str, object]:
    """Return Visual Studio Code's tasks: one that grades the file in view, by the course of the workspace."""
    course = [] if course_folder is None else ["--course", str(course_folder.resolve())]
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": "mdl-grade: grade this file",
                "type": "process",
                "command": "mdl-grade",
                "args": ["grade", "${relativeFileDirname}/${fileBasenameNoExtension}", "--lines", *course],
                "options": {"cwd": "${workspaceFolder}"},
                "group": {"kind": "test", "isDefault": True},
                "presentation": {"clear": True},
                "problemMatcher": {
                    "owner": "mdl-grade",
                    "fileLocation": ["relative", "${workspaceFolder}"],
                    "pattern": {"regexp": LINE, "file": 1, "line": 2, "message": 3},
                },
            }
        ],
    }


def _write_task(folder: Path, course_folder: Path | None) -> str:
    """Write Visual Studio Code's task, unless there are tasks; say which."""
    import json

    path = folder / ".vscode" / "tasks.json"
    if path.exists():
        return f"{path} is there already, and is left as it is."
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(task(course_folder), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}.", "Leave out --editor.") from None
    return f"{path}: `Run Test Task` grades the file in view."


def _init_notebooks(course: Course, folder: Path, exercises: Sequence[str], install_from: str) -> None:
    from mdl_grade.notebook.practice import write_practice

    for path, new in write_practice(course, folder, exercises, install_from):
        click.echo(f"{path}" if new else f"{path} is there already, and is left as it is.")
    click.echo("Next: open one, and run its cells from the top.")


@click.command("list", short_help="Show chapters and exercises.")
@click.argument("targets", nargs=-1, shell_complete=completed)
@course_option
def list_command(targets: tuple[str, ...], course_folder: Path | None) -> None:
    """Show the exercises of TARGETS (default: all), with points, tier and minutes; in a workspace, also your progress.

    Example: mdl-grade list chapter10
    """
    course = course_here(course_folder)
    catalog = read_catalog(course.catalog)
    workspace = Workspace.find(course, Path.cwd())
    by_id = {entry.id: entry for entry in catalog.exercises}
    entries = [by_id[exercise] for exercise in course.select(targets or ("all",)) if exercise in by_id]

    def view(page: Page) -> None:
        chapter = ""
        for entry in entries:
            if entry.id.partition("/")[0] != chapter:
                chapter = entry.id.partition("/")[0]
                page.text(f"{chapter}: {catalog.chapters.get(chapter, '')} ({_size(entries, chapter)})")
            _line(page, entry, workspace)

    show(view)


def _size(entries: Sequence[CatalogEntry], chapter: str) -> str:
    """Say how much a chapter is: in points, and in hours to the next half."""
    own = [entry for entry in entries if entry.id.startswith(f"{chapter}/")]
    minutes = sum(entry.minutes for entry in own)
    hours = round(minutes / 30) / 2
    told = f", about {hours:g} hour{'s' * (hours != 1)}" if minutes >= MINUTES_TOLD_IN_HOURS else ""
    return f"{sum(entry.points for entry in own)} points{told}"


def _line(page: Page, entry: CatalogEntry, workspace: Workspace | None) -> None:
    about = [f"tier {entry.tier}"] * (entry.tier > 1) + [f"{entry.minutes} min"] * (entry.minutes > 0)
    title = f"{entry.title} ({', '.join(about)})" if about else entry.title
    mark, points = " ", f"{entry.points}"
    if workspace is not None:
        tried = workspace.tried(entry.id)
        mark, points = MARKS[workspace.stage(entry.id)], f"{tried.points}/{entry.points}" if tried.texts else points
    if page.width < FOR_COLUMNS:
        page.text(f"{entry.id} {points}", first=f"{mark} ")
        page.text(title, indent=4)
        return
    page.text(title, first=f"{mark} {entry.id:<36} {points:>{3 if workspace is None else 6}}  ")


def show_where(workspace: Workspace, told: str = "") -> None:
    """Say how far one is, and how to go on; `told` is what commands must be told of the course."""
    catalog = workspace.catalog
    stages = {entry.id: workspace.stage(entry.id) for entry in catalog.exercises}
    done = [exercise for exercise, stage in stages.items() if stage is Stage.DONE]
    points = sum(workspace.tried(exercise).points for exercise in stages)
    most = sum(entry.points for entry in catalog.exercises)

    def view(page: Page) -> None:
        page.text(f"{len(done)} of {len(stages)} exercises are done: {points} of {most} points.")
        page.gap()
        for chapter, title in catalog.chapters.items():
            own = [stage for exercise, stage in stages.items() if exercise.startswith(f"{chapter}/")]
            finished = own.count(Stage.DONE)
            full = BAR * finished // len(own) if own else 0
            bar = f"[{'#' * full}{'-' * (BAR - full)}] " if page.width >= FOR_COLUMNS else ""
            page.text(title, first=f"  {chapter}  {bar}{finished:>2} of {len(own):>2}  ")
        page.gap()
        for exercise in (exercise for exercise, stage in stages.items() if stage is Stage.STARTED):
            tried = workspace.tried(exercise)
            graded = f"{tried.points} of {tried.max_points} points" if tried.texts else "not graded yet"
            page.text(f"{exercise} ({graded})", first="Started: ")

    show(view)
    _go_on(workspace, told)


def _go_on(workspace: Workspace, told: str) -> None:
    following = workspace.next()

    def view(page: Page) -> None:
        if following is None:
            page.text("Everything is done. `mdl-grade solution EXERCISE` shows other ways to the same answers.")
            return
        path = workspace.file(following)
        page.text(str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path), first="Next:    ")
        page.text(f"mdl-grade {following} {told}".rstrip(), first="Run:     ", wrap=False)
        page.text(f"mdl-grade hint {told}".rstrip(), first="Hint:    ", wrap=False)

    show(view)


@click.command("next", short_help="Name the file to go on with, or open it.")
@click.option("--open", "opens", is_flag=True, help="Open it in $VISUAL or $EDITOR.")
@course_option
def next_command(opens: bool, course_folder: Path | None) -> None:
    """Name the file to go on with: what you graded last, what you started, or what comes next.

    Example: mdl-grade next --open
    """
    workspace = workspace_at(course_here(course_folder), Path.cwd())
    following = workspace.next()
    if opens and following is not None:
        click.edit(filename=str(workspace.file(following)))
        return
    _go_on(workspace, course_words(course_folder))


@click.command("hint", short_help="Show a hint for an exercise.")
@click.argument("exercise", required=False, shell_complete=completed)
@click.argument("number", type=click.IntRange(min=1), required=False)
@course_option
def hint_command(exercise: str | None, number: int | None, course_folder: Path | None) -> None:
    """Show hint NUMBER of EXERCISE; later ones tell more.

    In a workspace, EXERCISE is by default the one that you are working on, and each call shows one hint more.

    Example: mdl-grade hint chapter10/dense_backward
    """
    course = course_here(course_folder)
    workspace = Workspace.find(course, Path.cwd())
    if exercise is None:
        exercise = (workspace or workspace_at(course, Path.cwd())).next()
        if exercise is None:
            click.echo("Everything is done: there is nothing to hint at.")
            return
    selected = course.select([exercise])
    entry = next(entry for entry in read_catalog(course.catalog).exercises if entry.id == selected[0])
    if not entry.hints:
        click.echo(f"{entry.id} has no hints: its docstring tells all.")
        return
    seen = workspace.tried(entry.id).hints if workspace else 0
    shown = min(number or seen + 1, len(entry.hints))
    hint = f"Hint {shown} of {len(entry.hints)} for {entry.id}: {entry.hints[shown - 1]}"
    show(lambda page: page.text(hint))
    if workspace is not None:
        workspace.hinted(entry.id, max(shown, seen))
    if shown < len(entry.hints):
        told = "" if workspace else f" {entry.id} {shown + 1}"
        click.echo(f"More: mdl-grade hint{told} {course_words(course_folder)}".rstrip())


@click.command("reset", short_help="Put a stub back; what you wrote is kept beside it.")
@click.argument("exercise", shell_complete=completed)
@course_option
def reset_command(exercise: str, course_folder: Path | None) -> None:
    """Put the stub of EXERCISE back, and keep what you wrote in a file beside it.

    Example: mdl-grade reset chapter10/dense_backward
    """
    course = course_here(course_folder)
    workspace = workspace_at(course, Path.cwd())
    names = course.select([exercise])
    if len(names) > 1:
        raise UsageError(f"{exercise} is more than one exercise.", "Name one: `mdl-grade reset chapter10/relu`.")
    kept = workspace.reset(names[0])
    what = f"what you wrote is in {os.path.relpath(kept)}" if kept else "there was nothing of yours in it"
    click.echo(f"{names[0]} is a stub again; {what}.")


commands = {
    "init": init_command,
    "list": list_command,
    "next": next_command,
    "hint": hint_command,
    "reset": reset_command,
}
