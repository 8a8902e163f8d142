"""Completion in shells: what click has, exercises as targets, and PowerShell, which click has not."""

from __future__ import annotations

import os

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $position)
    $env:%(complete_var)s = "powershell_complete"
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $word
    & %(prog_name)s | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
    Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD
}
"""


@add_completion_class
class PowerShellComplete(ShellComplete):
    """Words for PowerShell, one a line."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        words = click.shell_completion.split_arg_string(os.environ["COMP_WORDS"])[1:]
        incomplete = os.environ["COMP_CWORD"]
        return words[:-1] if incomplete and words and words[-1] == incomplete else words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        return str(item.value)


def targets(ctx: click.Context, parameter: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """Return chapters and exercises of the built-in course that begin so; else, exercises by their shorter names.

    Those are `dense_backward`, `10/dense_backward`, `chapter9/relu` and `A/entropy`, which commands understand, too.
    """
    from mdl_grade.course.chapters import place, short_ids
    from mdl_grade.course.course import builtin_course

    exercises = builtin_course().exercises
    names = sorted({*exercises, *(exercise.partition("/")[0] for exercise in exercises)}, key=place)
    found = [name for name in names if name.startswith(incomplete)]
    shorter = (name for exercise in exercises for name in short_ids(exercise))
    found = found or sorted({name for name in shorter if name.startswith(incomplete)})
    return [CompletionItem(name) for name in found]
