"""The site is true: its examples are run, and so are its commands; what it includes is there."""

import doctest
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md") if "exercises" not in path.parts)


@pytest.fixture
def sections(monkeypatch):
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "_extensions"))
    import sections

    yield sections
    sys.modules.pop("sections")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_its_examples_are_run(page):
    """Every session of Python on a page gives what stands below it, one after the other."""
    text = page.read_text("utf-8").replace("\n```", "\n\n")
    told = []
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0), out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)
    assert text.count("\n>>> ") == runner.tries


def test_its_pages_are_all_in_the_contents():
    """No page is forgotten: this alone Sphinx says too, but only when the site is built."""
    told = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert all(page.stem in ("index", "conf") or page.stem in told for page in PAGES)
