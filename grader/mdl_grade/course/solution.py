"""A solution file: prompt, signature and answer in one; the stub is the same text without the answer."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from mdl_grade.course.assembly import parts_of
from mdl_grade.errors import CourseError
from mdl_grade.script import Script

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_EXPLANATION = re.compile(
    r"""\n*^### BEGIN EXPLANATION[ \t]*\n\"\"\"(?P<text>.*?)\"\"\"\n### END EXPLANATION[ \t]*\n?""",
    re.MULTILINE | re.DOTALL,
)
_REGION = re.compile(rf"^(?P<indent>[ \t]*){BEGIN}[ \t]*\n.*?^[ \t]*{END}[ \t]*$", re.MULTILINE | re.DOTALL)


class Solution(Struct, frozen=True, dict=True):
    """The text of `solutions/<chapter>/<name>.py`, apart from its explanation.

    The explanation says why the answer is right: the derivation in steps, and an example with numbers. It stands last
    in the file, as a string between `### BEGIN EXPLANATION` and `### END EXPLANATION`, and takes no part in grading.
    """

    path: Path
    text: str
    explanation: str = ""

    @classmethod
    def read(cls, path: Path) -> Solution:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CourseError(f"The solution {path} can't be read: {error}", "It must be a UTF-8 file.") from None
        found = _EXPLANATION.search(text)
        if found is None:
            return cls(path, text)
        return cls(path, _EXPLANATION.sub("\n", text), textwrap.dedent(found["text"]).strip() + "\n")

    @cached_property
    def tree(self) -> ast.Module:
        try:
            return ast.parse(self.text)
        except SyntaxError as error:
            raise CourseError(f"The solution {self.path} is not Python: line {error.lineno}, {error.msg}.") from None

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Ids of the exercises whose answers this one is put together from (see `assembly`); mostly none."""
        return parts_of(self.text, self._solutions)

    @cached_property
    def whole(self) -> Script:
        """What runs: for an assembly, with the reference's parts."""
        return Script(self.text, {part: self.part(part).text for part in self.parts})

    def part(self, exercise: str) -> Solution:
        return Solution.read(self._solutions / f"{exercise}.py")

    @property
    def _solutions(self) -> Path:
        return self.path.parents[1]

    @property
    def prompt(self) -> str:
        """The module's docstring."""
        prompt = ast.get_docstring(self.tree)
        if not prompt:
            raise CourseError(f"The solution {self.path} has no docstring.", "It is the prompt: write it first.")
        return prompt

    @property
    def title(self) -> str:
        """First line of the prompt, without its full stop."""
        return self.prompt.splitlines()[0].rstrip(".")

    @property
    def names(self) -> tuple[str, ...]:
        """Public functions and classes: what an answer must define."""
        kinds = (ast.FunctionDef, ast.ClassDef)
        return tuple(n.name for n in self.tree.body if isinstance(n, kinds) and not n.name.startswith("_"))

    @cached_property
    def deals_with_nan(self) -> bool:
        """Whether NaN is a value like any other here: the answer returns it, or asks where it stands."""
        used = (node.attr for node in ast.walk(self.tree) if isinstance(node, ast.Attribute))
        return any(name.startswith("nan") or name == "isnan" for name in used)

    @cached_property
    def to_write(self) -> tuple[str, ...]:
        """Functions, and methods as "Momentum.step", that a stub leaves to be written; none of an assembly."""
        return () if self.parts else tuple(_unwritten(ast.parse(self.stub).body))

    @cached_property
    def stub(self) -> str:
        """The text with every answer replaced by `raise NotImplementedError`; of an assembly, all of it.

        Raises
        ------
        CourseError
            If a marker has no partner, or nothing is marked.
        """
        if self.parts and BEGIN not in self.text:
            return self.text
        stub, count = _REGION.subn(lambda m: f"{m['indent']}raise NotImplementedError", self.text)
        if count != self.text.count(BEGIN) or count == 0 or BEGIN in stub or END in stub:
            raise CourseError(
                f"The solution {self.path} does not mark its answer.",
                f"Put it between {BEGIN} and {END}, each on its own line.",
            )
        if any(isinstance(node, ast.Raise) for node in ast.parse(stub).body):
            raise CourseError(
                f"The solution {self.path} marks what is in no function: the stub would raise when it is loaded.",
                f"{BEGIN} stands inside of functions; what several of them use is given, or written in each.",
            )
        return stub


def _unwritten(body: Iterable[ast.stmt], prefix: str = "") -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef():
                yield from _unwritten(node.body, f"{node.name}.")
            case ast.FunctionDef(body=[*_, ast.Raise(exc=ast.Name(id="NotImplementedError"))]):
                yield f"{prefix}{node.name}"


def same_text(one: str, other: str) -> bool:
    """Tell whether two files are equal up to line ends and trailing blanks."""

    def lines(text: str) -> list[str]:
        return [line.rstrip() for line in text.rstrip().splitlines()]

    return lines(one) == lines(other)
