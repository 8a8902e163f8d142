"""The theme's switches in the contents get a name, which screen readers need."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

AFTER_THE_THEME = 900


def name_switches(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    generate = context.get("generate_toctree_html")
    if generate is not None:
        context["generate_toctree_html"] = lambda *args, **options: _named(generate(*args, **options))


def _named(contents: Any) -> str:
    return str(contents).replace("<summary>", '<summary aria-label="What is in it">')


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", name_switches, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
