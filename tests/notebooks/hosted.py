"""Programs run in forks of a process that has imported them already: importing nbgrader takes longer than its work."""

import multiprocessing
import os
import sys
import traceback

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["nbgrader.apps.nbgraderapp", "mdl_grade.notebook.plugin", "mdl_grade.cli"])


def _called(program, words, cwd, environment, log):
    with log.open("w") as file:
        for descriptor in (1, 2):
            os.dup2(file.fileno(), descriptor)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [program, *words]
    code = 0
    try:
        if program == "nbgrader":
            from nbgrader.apps.nbgraderapp import main
        else:
            from mdl_grade.cli import main
        main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    sys.exit(code)


def call(program, words, cwd, environment, log):
    """Run a program; return its exit code and what it wrote."""
    process = _CONTEXT.Process(target=_called, args=(program, words, cwd, environment, log))
    process.start()
    process.join(600)
    assert process.exitcode is not None, f"{program} does not end"
    return process.exitcode, log.read_text()
