"""What public functions say about themselves: those of the package, the words of suites, and the checks."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
from typing import Any

import pytest

import mdl_grade
from mdl_grade import checks, suite

SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References", "Examples")
PUBLIC = {name: getattr(module, name) for module in (mdl_grade, suite, checks) for name in module.__all__}
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if inspect.isfunction(thing)}
CHECKS = [name for name in checks.__all__ if name in FUNCTIONS]
CLASSES = [name for name in checks.__all__ if dataclasses.is_dataclass(getattr(checks, name))]
VERDICTS = [name for name in CHECKS if name.startswith(("assert_", "check_", "gradcheck"))]


def sections(thing: Any) -> dict[str, str]:
    """Return the sections of a docstring by their headings, in the order in which they stand."""
    parts = re.split(r"^(\w[\w ]*)\n-+\n", inspect.getdoc(thing) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(section: str) -> set[str]:
    """Return the names of the entries of a section: "dtype, where : object" is two of them."""
    heads = re.findall(r"^(\S[^:\n]*?)(?: :.*)?$", section, flags=re.MULTILINE)
    return {name.strip().lstrip("*") for head in heads for name in head.split(",")}


def raises(name: str) -> bool:
    """Tell whether a function says no, or raises something itself; not what it defines."""
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(FUNCTIONS[name]))).body
    own = [node for node in getattr(function, "body", []) if not isinstance(node, ast.FunctionDef)]
    return name in VERDICTS or any(isinstance(node, ast.Raise) for part in own for node in ast.walk(part))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes_gives_and_raises(name: str) -> None:
    """Every parameter, the result if there is one, and what is raised; sections stand in numpydoc's order."""
    signature, found = inspect.signature(FUNCTIONS[name]), sections(FUNCTIONS[name])
    result = signature.return_annotation not in (None, "None", "NoReturn")
    wanted = {"Parameters": bool(signature.parameters), "Returns": result, "Raises": raises(name)}
    assert [*found] == [section for section in SECTIONS if section in found]
    assert {section for section, needed in wanted.items() if needed} <= set(found)
    assert documented(found.get("Parameters", "")) == set(signature.parameters)
    assert all(text.strip() for text in found.values())


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_what_it_rests_on(name: str) -> None:
    """The formula or the error model, and the source."""
    assert {"Notes", "References"} <= set(sections(FUNCTIONS[name]))


@pytest.mark.parametrize("name", VERDICTS)
def test_every_check_says_what_it_sees_and_what_it_costs(name: str) -> None:
    """Before its sections, in so many words: what it sees, what it can't see, and its cost."""
    text = " ".join((inspect.getdoc(FUNCTIONS[name]) or "").split("Parameters\n---")[0].split())
    assert re.search(r"[Ii]t sees|can see", text), text
    assert re.search(r"can't see|not see|sees nothing", text), text
    assert re.search(r"\bcosts?\b|\d ms\b", text), text


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_the_checks_says_what_it_holds_and_rests_on(name: str) -> None:
    """Every field, and the law or the error model with its source."""
    kind = getattr(checks, name)
    found = sections(kind)
    assert documented(found["Parameters"]) == {field.name for field in dataclasses.fields(kind)}
    assert {"Notes", "References"} <= set(found)
    assert ("Raises" in found) == hasattr(kind, "__post_init__")


def test_a_docstring_without_its_sections_is_seen() -> None:
    """Headings and entries count, not words that stand anywhere."""

    def bare(got: int, want: int) -> int:
        """Parameters, Returns, Raises, Notes, References.

        Parameters
        ----------
        got : int
            And `want` is not here.
        """
        return got - want

    assert [*sections(bare)] == ["Parameters"]
    assert documented(sections(bare)["Parameters"]) == {"got"}
