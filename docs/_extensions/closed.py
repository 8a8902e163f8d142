"""No page loads anything from elsewhere: a warning for each that would, and so no site."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

LOADS = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio)\b[^>]*?\b(?:src|href)=["']?((?:https?:)?//[^"'> ]*)"""
)


def tell(app: Sphinx, failed: Exception | None) -> None:
    if failed or app.builder.format != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        for address in LOADS.findall(page.read_text("utf-8")):
            logging.getLogger(__name__).warning("%s would load %s", page.relative_to(app.outdir), address)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", tell)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
