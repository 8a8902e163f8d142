"""The `mdl-grade` command. Commands are thin, and loaded when they are asked for."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mdl_grade import __version__
from mdl_grade.cli.interruption import interruptible
from mdl_grade.cli.screen import keep_output_clean, speak_to_all
from mdl_grade.errors import ExitCode, GraderError
from mdl_grade.start import demand_assertions

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "grade": ("mdl_grade.cli.grade", "Grade answers (`mdl-grade chapter10` is short for this)."),
    "init": ("mdl_grade.cli.workspace", "Make a workspace of stubs to fill in."),
    "list": ("mdl_grade.cli.workspace", "Show chapters and exercises."),
    "watch": ("mdl_grade.cli.watch", "Grade whenever a file is saved."),
    "next": ("mdl_grade.cli.workspace", "Name the file to go on with, or open it."),
    "hint": ("mdl_grade.cli.workspace", "Show a hint for an exercise."),
    "reset": ("mdl_grade.cli.workspace", "Put a stub back; what you wrote is kept beside it."),
    "explain": ("mdl_grade.cli.lessons", "Explain the mathematics behind an exercise."),
    "solution": ("mdl_grade.cli.lessons", "Show the reference, and other ways, once you have tried."),
    "demo": ("mdl_grade.cli.demonstration", "Grade a wrong answer that comes with the package."),
    "batch": ("mdl_grade.cli.batch", "Grade the submissions of a class."),
    "results": ("mdl_grade.cli.results", "Show what a batch found; derive CSV, JSON lines, pages, reports."),
    "decide": ("mdl_grade.cli.results", "Say which file is meant, or that something may stay as it is."),
    "learners": ("mdl_grade.cli.learners", "Show who is who; rename, merge and leave out learners."),
    "override": ("mdl_grade.cli.results", "Say what an answer is worth, beside the machine's mark."),
    "comment": ("mdl_grade.cli.comment", "Say something to a learner, with the feedback."),
    "diff": ("mdl_grade.cli.diff", "Compare two gradings: who gained and lost points, and why."),
    "replay": ("mdl_grade.cli.replay", "Run a check again, and show its inputs and both answers."),
    "similar": ("mdl_grade.cli.similar", "Show answers of a class that are alike; no mark depends on it."),
    "notebook": ("mdl_grade.cli.notebook", "Courses in notebooks, with nbgrader."),
    "report": ("mdl_grade.cli.reports", "Show, validate and sign score reports."),
    "serve": ("mdl_grade.cli.serve", "Grade for another program: a request a line, a reply a line."),
    "ci": ("mdl_grade.cli.ci", "Write workflows that grade pull requests into a repository."),
    "kit": ("mdl_grade.cli.kit", "Put together what is used elsewhere: all wheels of an installation."),
    "export": (
        "mdl_grade.cli.export",
        "Make an assignment for Gradescope, PrairieLearn, Autolab, Submitty, Coursera.",
    ),
    "release": ("mdl_grade.cli.release", "Make a learner's kit and an instructor's kit of a course."),
    "doctor": ("mdl_grade.cli.doctor", "Show what protects this machine from the code that is graded."),
    "dev": ("mdl_grade.cli.dev", "Write exercises, and prove that they judge rightly."),
}
"""Name -> module and one line of help. `--help` imports none of the modules."""


COMPLETION = "_MDL_GRADE_COMPLETE"
"""The variable by which a shell asks for words."""


class Commands(click.Group):
    """A group whose commands are imported when used; a first word that is no command is a target to grade."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).commands[cmd_name]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        return "grade", self.get_command(ctx, "grade"), args

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in COMMANDS and args[0] not in ("--help", "-h", "--version"):
            args = ["grade", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from mdl_grade.cli.completion import targets

        return [*super().shell_complete(ctx, incomplete), *targets(ctx, None, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="TARGET [PATH]",
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="mdl-grade")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Grade exercises on the mathematics of deep learning.

    \b
    mdl-grade init                     make a workspace of stubs
    mdl-grade chapter10                grade ./chapter10, or ./exercises/chapter10
    mdl-grade chapter10/dense_backward grade one exercise
    mdl-grade 10 PATH --report -       grade the answers in PATH, write JSON
    mdl-grade                          in a workspace: how far you are

    Exit codes: 0 everything passed, 1 something failed, 2 usage, 3 fault of the grader, 4 nothing attempted.
    """
    if ctx.invoked_subcommand is None:
        _show_where(ctx)


def _show_where(ctx: click.Context) -> None:
    """Say how far one is in a workspace; elsewhere, what there is to do."""
    from mdl_grade.cli.workspace import show_where
    from mdl_grade.course.course import builtin_course
    from mdl_grade.course.workspace import Workspace, demand_same_course

    course = builtin_course()
    demand_same_course(course, Path.cwd())
    workspace = Workspace.find(course, Path.cwd())
    if workspace is None:
        click.echo(ctx.get_help())
    else:
        show_where(workspace)


def _run() -> Any:
    if COMPLETION in os.environ:
        importlib.import_module("mdl_grade.cli.completion")  # so that PowerShell is known
    try:
        return command.main(prog_name="mdl-grade", standalone_mode=False)
    except click.exceptions.Abort as abort:  # what click makes of a KeyboardInterrupt
        raise (abort.__cause__ or KeyboardInterrupt()) from None


def main() -> None:
    """Run the command; say what went wrong in words, never in tracebacks."""
    keep_output_clean()
    speak_to_all()
    try:
        demand_assertions()
        with interruptible("the command was not finished."):
            code = _run()
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.FAILED
    except click.ClickException as error:
        error.show()
        code = ExitCode.USAGE
    except GraderError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except Exception as error:
        if os.environ.get("MDL_GRADE_DEBUG"):
            raise
        click.echo(f"The grader itself failed: {type(error).__name__}: {error}", err=True)
        click.echo("This is not about the answers. MDL_GRADE_DEBUG=1 shows the traceback.", err=True)
        code = ExitCode.GRADER_FAULT
    gc.freeze()  # to look through a large heap once more, before it goes anyway, takes a sixth of a second
    sys.exit(int(code or 0))
