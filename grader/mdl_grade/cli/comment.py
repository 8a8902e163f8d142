"""`mdl-grade comment`: what people say to a learner, beside what the machine says."""

from __future__ import annotations

from pathlib import Path

import click

from mdl_grade.cli.naming import known_learner
from mdl_grade.errors import UsageError
from mdl_grade.report.text import inert, printable


@click.command("comment", short_help="Say something to a learner, with the feedback.")
@click.argument("results", type=click.Path(path_type=Path, file_okay=False))
@click.argument("learner")
@click.argument("text", default="")
@click.option("--exercise", default="", metavar="ID", help="It is about this exercise (default: about the whole).")
@click.option("--undo", is_flag=True, help="Take back all comments on this.")
@click.option("--author", required=True, help="Who says so.")
def comment_command(results: Path, learner: str, text: str, exercise: str, undo: bool, author: str) -> None:
    """Say TEXT to LEARNER: it stands on the page that `mdl-grade results RESULTS --feedback FOLDER` writes.

    It goes into the feedback column of Moodle's worksheet, too. No mark depends on it. It is kept with its author, and
    can be taken back.

    Example: mdl-grade comment results ada "A fine proof." --exercise dense_backward --author me
    """
    from mdl_grade.gradebook import decisions
    from mdl_grade.gradebook.comments import comment, take_back

    if undo == bool(text):
        raise UsageError("Say one thing: TEXT, or --undo.", "`--help` tells what they do.")
    learner = known_learner(results, learner)
    about = decisions.new(learner, decisions.exercise_of(results, learner, exercise), author=author, reason="comment")
    said = f"{take_back(results, about)} taken back." if undo else str(comment(results, about, text))
    click.echo(inert(printable(said)), err=True)


commands = {"comment": comment_command}
