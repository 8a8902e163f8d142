"""`demo`: grade a wrong answer that comes with the package."""

from __future__ import annotations

from pathlib import Path

import click

DEMO = Path(__file__).with_name("demo") / "dense_backward.py"
EXERCISE = "chapter10/dense_backward"


@click.command("demo", short_help="Grade a wrong answer that comes with the package.")
def demo_command() -> None:
    """Show what a report looks like, on an answer with a bug that many learners write.

    Example: mdl-grade demo
    """
    import time

    from mdl_grade.cli.screen import show_report
    from mdl_grade.course.course import builtin_course
    from mdl_grade.intake import decode_answer
    from mdl_grade.sandbox.wall import practice_wall

    start = time.perf_counter()
    course = builtin_course()
    answer = decode_answer(DEMO.name, DEMO.read_bytes())
    click.echo("The answer:\n")
    code = DEMO.read_text("utf-8").partition("Array]:\n")[2]
    click.echo("\n".join(line.rstrip() for line in code.rstrip().splitlines()))
    click.echo("\nIts report:\n")
    with practice_wall() as wall:
        from mdl_grade.grading import grade_answers, make_report
        from mdl_grade.report.views import for_learner
        from mdl_grade.suite.seed import Seed

        seed = Seed.practice()
        graded = grade_answers(course, {EXERCISE: answer}, seed, wall)
    show_report(for_learner(make_report(course, (EXERCISE,), DEMO.name, seed, graded, time.perf_counter() - start)))


commands = {"demo": demo_command}
