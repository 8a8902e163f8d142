"""`mdl-grade notebook`: courses in notebooks, for nbgrader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from mdl_grade.cli.options import chosen_course, course_option
from mdl_grade.errors import ExitCode

if TYPE_CHECKING:
    from mdl_grade.notebook.booking import Booked

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group("notebook", short_help="Courses in notebooks, with nbgrader.")
def notebook_group() -> None:
    """Make notebooks that nbgrader releases, and have them graded behind the wall.

    \b
    mdl-grade notebook quickstart COURSE            a course folder, configured
    mdl-grade notebook make chapter10 --course-dir COURSE
    cd COURSE && nbgrader generate_assignment chapter10
    nbgrader autograde chapter10                    as ever; no learner's code runs in a kernel
    mdl-grade notebook doctor                       whether all is as it should be

    Example: mdl-grade notebook quickstart maths
    """


@notebook_group.command("make")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--course-dir", type=FOLDER, default=".", help="nbgrader's course folder (default: here).")
@click.option("--assignment", metavar="NAME", help="The assignment's name (default: the chapter's).")
@click.option("--cells", type=click.Choice(["exercise", "check"]), default="exercise", help="A graded cell for each.")
@course_option
def make_command(
    targets: tuple[str, ...], course_dir: Path, assignment: str | None, cells: str, course_folder: Path | None
) -> None:
    """Write source notebooks of TARGET (chapters, exercises), one for each chapter, for `nbgrader generate_assignment`.

    Run again, it brings prompts that have changed since.

    Example: mdl-grade notebook make chapter10
    """
    from mdl_grade.notebook.courses import refuse_forbidden, write_source
    from mdl_grade.notebook.pages import source_page

    course = chosen_course(course_folder)
    chapters: dict[str, list[str]] = {}
    for exercise in course.select(targets):
        chapters.setdefault(exercise.partition("/")[0], []).append(exercise)
    each = cast(Literal["exercise", "check"], cells)
    for chapter, exercises in chapters.items():
        page = source_page(course, chapter, exercises, each=each)
        refuse_forbidden(course_dir, assignment or chapter, page)
        written = write_source(course_dir, assignment or chapter, page)
        click.echo(f"{written.path} ({written.how})")
        for exercise, why in page.left_out:
            click.echo(f"Not in it: {exercise}, because {why}.")
    names = [assignment] if assignment else list(chapters)
    click.echo(f"Next, in {course_dir}: nbgrader generate_assignment {names[0]}")


@notebook_group.command("quickstart")
@click.argument("folder", type=FOLDER)
def quickstart_command(folder: Path) -> None:
    """Make a course folder for nbgrader, configured to grade with mdl-grade.

    Example: mdl-grade notebook quickstart maths
    """
    from mdl_grade.notebook.courses import quickstart

    click.echo(f"{quickstart(folder)} (new)")
    click.echo(f"Next: mdl-grade notebook make chapter10 --course-dir {folder}")


@notebook_group.command("doctor")
@click.argument("folder", type=FOLDER, default=".")
@click.pass_context
def doctor_command(ctx: click.Context, folder: Path) -> None:
    """Look at everything that the notebooks of the course in FOLDER (default: here) are graded with.

    Example: mdl-grade notebook doctor
    """
    from mdl_grade.notebook.examination import examine

    code = ExitCode.PASSED
    for sight in examine(folder):
        click.echo(f"{'ok' if sight.fine else 'NOT'}: {sight.told}".replace("\n", "\n    "))
        code = code if sight.fine else ExitCode.FAILED
    ctx.exit(int(code))


RESULTS = click.argument("results", type=FOLDER)
COURSE = click.option("--course-dir", type=FOLDER, default=".", help="nbgrader's course folder (default: here).")
ASSIGNMENT = click.option("--assignment", default="", metavar="NAME", help="The assignment (default: the chapter's).")


@notebook_group.command("push")
@RESULTS
@COURSE
@ASSIGNMENT
def push_command(results: Path, course_dir: Path, assignment: str) -> None:
    """Write the marks in RESULTS, which `mdl-grade batch` made, into the gradebook; overrides as marks by hand.

    Example: mdl-grade notebook push results --assignment chapter10
    """
    from mdl_grade.notebook.booking import to_gradebook
    from mdl_grade.notebook.gradebooks import CourseFolder

    folder = CourseFolder.open(course_dir)
    with folder.gradebook() as gradebook:
        _tell(to_gradebook(results, gradebook, assignment), "mark")


@notebook_group.command("pull")
@RESULTS
@COURSE
@ASSIGNMENT
@click.option("--author", default="nbgrader", help="Whose word it is (default: nbgrader).")
def pull_command(results: Path, course_dir: Path, assignment: str, author: str) -> None:
    """Write marks by hand and comments in the gradebook into RESULTS, as overrides.

    Example: mdl-grade notebook pull results --assignment chapter10 --author "Prof. L."
    """
    from mdl_grade.notebook.booking import to_ledger
    from mdl_grade.notebook.gradebooks import CourseFolder

    folder = CourseFolder.open(course_dir)
    with folder.gradebook() as gradebook:
        _tell(to_ledger(results, gradebook, assignment, author=author), "override")


def _tell(booked: Booked, what: str) -> None:
    click.echo(f"{booked.count} {what}{'s' * (booked.count != 1)} written.")
    for one in booked.left:
        click.echo(f"Not written: {one}.")


commands = {"notebook": notebook_group}
