"""The house: what a name means in one place it means everywhere, and no room has a circle of imports in it."""

import ast
import tomllib
from collections import defaultdict
from pathlib import Path

import mdl_grade

PACKAGE = Path(mdl_grade.__file__).parent
ROOMS = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}

TWICE = {
    "Course": "a report's own word about a course, always written model.Course",
    "Seed": "a report's own word about a seed, always written model.Seed",
    "Submission": "a report's own word about a submission, always written model.Submission",
    "Raised": "what came over the wire, always written wire.Raised, and the evidence made of it",
    "Channel": "a worker's own module imports nothing of the package",
    "Frame": "a worker's own module imports nothing of the package",
}
"""Names of two classes each, and why. Whoever makes a third has to find another name."""


def classes():
    found = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path.relative_to(PACKAGE).as_posix())
    return found


def test_no_class_name_is_used_twice():
    """But for those in the list above, each of which is needed."""
    twice = {name: places for name, places in classes().items() if len(places) > 1}
    assert {name: places for name, places in twice.items() if name not in TWICE} == {}
    assert [name for name in TWICE if name not in twice] == []
    assert [name for name in TWICE if len(twice[name]) > 2] == []


def test_every_room_is_free_of_circles():
    """import-linter looks into each folder of the package; here it is seen that it was told of all of them."""
    with (PACKAGE.parents[1] / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (acyclic,) = (contract for contract in contracts if contract["type"] == "acyclic_siblings")
    assert acyclic["ancestors"] == ["mdl_grade"]
    assert "skip_descendants" not in acyclic
    (layers,) = (contract for contract in contracts if contract["type"] == "layers")
    told = {name.removeprefix("mdl_grade.") for line in layers["layers"] for name in line.split(" | ")}
    assert told >= ROOMS
