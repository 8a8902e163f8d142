"""The checks as a small library: what they need, and what they say about themselves."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from mdl_grade import checks

NEEDED = {"mdl_grade", "mdl_grade.errors", "mdl_grade.records"}
PUBLIC = [name for name in checks.__all__ if inspect.isfunction(getattr(checks, name))]
CLASSES = [name for name in checks.__all__ if dataclasses.is_dataclass(getattr(checks, name))]
VERDICTS = [name for name in PUBLIC if name.startswith(("assert_", "check_", "gradcheck"))]
SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References")


def test_checks_need_numpy_msgspec_and_records_alone() -> None:
    """In a process of its own, importing them loads nothing else of the package, and no other library."""
    program = "import sys; import mdl_grade.checks; print(*sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    loaded = told.stdout.split()
    ours = {name for name in loaded if name.split(".")[0] == "mdl_grade"}
    own = {name for name in ours if name.startswith(("mdl_grade.checks", "mdl_grade.records."))}
    assert ours - own <= NEEDED
    # typing_extensions is msgspec's, where it is installed; what begins with an underscore is how a package is installed.
    allowed = sys.stdlib_module_names | {"mdl_grade", "numpy", "msgspec", "typing_extensions", "sitecustomize"}
    assert not {name for name in loaded if name.split(".")[0] not in allowed and not name.startswith("_")}


# --- what docstrings say ----------------------------------------------------------------------------------------------
def sections(thing: Any) -> dict[str, str]:
    """Return the sections of a docstring by their headings, in the order in which they stand."""
    parts = re.split(r"^(\w[\w ]*)\n-+\n", inspect.getdoc(thing) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(section: str) -> set[str]:
    """Return the names of the entries of a section: "dtype, where : object" is two of them."""
    heads = re.findall(r"^(\S[^:\n]*?)(?: :.*)?$", section, flags=re.MULTILINE)
    return {name.strip() for head in heads for name in head.split(",")}


def raises(function: Callable[..., object]) -> bool:
    """Tell whether a function says no, or its own text raises something."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return function.__name__ in VERDICTS or any(isinstance(node, ast.Raise) for node in ast.walk(tree))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_function_says_what_it_takes_and_gives_and_rests_on(name: str) -> None:
    """Every parameter, the result, what is raised, the formula or the error model, and the source: in this order."""
    function = getattr(checks, name)
    signature, found = inspect.signature(function, eval_str=True), sections(function)
    wanted = {
        "Parameters": bool(signature.parameters),
        "Returns": signature.return_annotation is not None,
        "Raises": raises(function),
        "Notes": True,
        "References": True,
    }
    assert [*found] == [section for section in SECTIONS if section in found]
    assert {section for section, needed in wanted.items() if needed} <= set(found)
    assert documented(found.get("Parameters", "")) == set(signature.parameters)
    assert all(text.strip() for text in found.values())


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_says_what_it_holds_and_rests_on(name: str) -> None:
    """Every field, and the law or the error model with its source."""
    kind = getattr(checks, name)
    found = sections(kind)
    assert documented(found["Parameters"]) == {field.name for field in dataclasses.fields(kind)}
    assert {"Notes", "References"} <= set(found)
    assert ("Raises" in found) == hasattr(kind, "__post_init__")


@pytest.mark.parametrize("name", VERDICTS)
def test_every_check_says_what_it_sees_and_what_it_costs(name: str) -> None:
    """Before its sections, in so many words: what it sees, what it can't see, and its cost."""
    text = " ".join((inspect.getdoc(getattr(checks, name)) or "").split("Parameters\n---")[0].split())
    assert re.search(r"[Ii]t sees|can see", text), text
    assert re.search(r"can't see|not see|sees nothing", text), text
    assert re.search(r"\bcosts?\b|\d ms\b", text), text


def test_a_docstring_without_its_sections_is_seen() -> None:
    """The test above reads headings and entries, not words that stand anywhere."""

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


def test_the_page_names_every_check() -> None:
    """Whoever looks for a check by kind of claim finds each of them on the page."""
    page = checks.__doc__ or ""
    for name in [*VERDICTS, "perturbation_tolerance"]:
        assert f"`{name}`" in page
