"""`serve --stdio`: grading for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from mdl_grade.cli.options import chosen_course, course_option
from mdl_grade.official import read_secret, require_isolation
from mdl_grade.start import demand_own_code


@click.command("serve", short_help="Grade for another program: a request a line, a reply a line.")
@click.option("--stdio", is_flag=True, required=True, help="Requests on standard input, replies on standard output.")
@click.option(
    "--secret-file", type=click.Path(path_type=Path), metavar="F", help="Official runs: seeds from this secret."
)
@click.option(
    "--isolation",
    type=click.Choice(["enforced", "partial", "cooperative"]),
    help="Least isolation to accept (default: what there is; under --secret-file: enforced).",
)
@click.option("--bubblewrap/--no-bubblewrap", help="Put workers into namespaces of their own.")
@course_option
def serve_command(
    stdio: bool, secret_file: Path | None, isolation: str | None, bubblewrap: bool, course_folder: Path | None
) -> None:
    """Grade for another program, until its requests end.

    A request is a line of JSON: {"id": 1, "targets": ["chapter09/relu"], "path": "answers"}, or, in place of the path,
    "texts": {"chapter09/relu": "def relu…"}. Its reply is a line with the same id, and a "report" or an "error".

    Example: mdl-grade serve --stdio
    """
    from mdl_grade.sandbox.wall import demand_locks

    demand_locks()
    course = chosen_course(course_folder)
    secret = read_secret(secret_file, None)
    demand_own_code([Path.cwd()], official=secret is not None)
    from mdl_grade.batch.pipes import Pipes
    from mdl_grade.sandbox.wall import Wall

    pipes = Pipes.of_standard_streams()
    with Wall(bubblewrap=bubblewrap) as wall:
        from mdl_grade.conversation import Grader, converse  # the wall's zygote imports NumPy while this process does

        found = wall.isolation()
        least = isolation or ("enforced" if secret is not None else "cooperative")
        if least != "cooperative":
            require_isolation(least, found)
        grader = Grader(course, wall, secret)
        converse(pipes.incoming, pipes.outgoing, grader.report, isolation=found.trust.value)


commands = {"serve": serve_command}
