"""The gallery: a page for each exercise and each chapter, written from the course itself into `docs/exercises`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from mdl_grade.course import builtin_course
from mdl_grade.course.catalog import Catalog, CatalogEntry, read_catalog
from mdl_grade.course.chapters import mark
from mdl_grade.course.course import Course
from mdl_grade.course.solution import Solution
from mdl_grade.course.typesetting import paragraphs


def write(app: Sphinx) -> None:
    """Write all pages, before Sphinx looks which there are."""
    folder = Path(app.srcdir) / "exercises"
    shutil.rmtree(folder, ignore_errors=True)
    course = builtin_course()
    catalog = read_catalog(course.catalog)
    pages = {"index": index(catalog)}
    for chapter in catalog.chapters:
        pages[f"{chapter}/index"] = chapter_page(course, catalog, chapter)
    for entry in catalog.exercises:
        pages[entry.id] = exercise_page(course, catalog, entry)
    for name, lines in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def index(catalog: Catalog) -> Iterator[str]:
    yield from ("# Exercises", "")
    yield f"{len(catalog.exercises)} exercises in {len(catalog.chapters)} chapters, "
    yield f"{sum(entry.points for entry in catalog.exercises)} points."
    yield "Those of tier 1 are the core of their chapter,"
    yield "those of tier 2 belong to a finished one, the others are optional."
    yield from ("", "```{toctree}", ":maxdepth: 2", "")
    yield from (f"{chapter}/index" for chapter in catalog.chapters)
    yield "```"


def chapter_page(course: Course, catalog: Catalog, chapter: str) -> Iterator[str]:
    """Yield a chapter's introduction, with its list of exercises as a table."""
    heading, _, text = course.introduction(chapter).read_text("utf-8").partition("\n")
    names = [entry for entry in catalog.exercises if entry.id.startswith(f"{chapter}/")]
    yield f"# {mark(chapter)}. {heading.removeprefix('#').strip()}"
    yield re.sub(r"\n[^\n]*\n\n(?:\d+\. `\w+`.*\n?)+", "\n", text)
    yield from ("", "| exercise | what it is about | tier | minutes | points |", "|---|---|--:|--:|--:|")
    for entry in names:
        stem = entry.id.partition("/")[2]
        told = cell(entry.title), entry.tier, entry.minutes or "?", entry.points
        yield f"| [`{stem}`]({stem}.md) | {' | '.join(map(str, told))} |"
    yield from ("", "```{toctree}", ":hidden:", "")
    yield from (entry.id.partition("/")[2] for entry in names)
    yield "```"


def exercise_page(course: Course, catalog: Catalog, entry: CatalogEntry) -> Iterator[str]:
    """Yield the prompt, what is to be written, and the explanation, folded."""
    solution = Solution.read(course.solution(entry.id))
    following = [other for other in catalog.exercises if entry.id in other.requires]
    titles = {other.id: other.title for other in catalog.exercises}
    yield from (f"# {solution.title}", "")
    time = f", about {entry.minutes} minutes" if entry.minutes else ""
    yield f"`{entry.id}`, tier {entry.tier}, {entry.points} points{time}."
    for told, others in (("After", entry.requires), ("Before", [other.id for other in following])):
        if others:
            yield f"{told}: {', '.join(f'[{titles[name]}](/exercises/{name}.md)' for name in others)}."
    yield from ("", paragraphs(solution.prompt.partition("\n")[2]), "")
    yield from ("## What is to be written" if solution.to_write else "## The program", "")
    yield from ("```python", without_prompt(solution.stub), "```", "")
    if solution.explanation:
        yield from ("## The mathematics behind it", "")
        yield from (":::{dropdown} What `mdl-grade explain` tells: better read after a try", "")
        yield from (paragraphs(solution.explanation), "", ":::")


def without_prompt(stub: str) -> str:
    """Return a stub without the module's docstring, which stands above it."""
    return re.sub(r'\A""".*?"""\n+', "", stub, count=1, flags=re.DOTALL).rstrip("\n")


def cell(text: str) -> str:
    return text.replace("|", r"\|").replace("*", r"\*")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
