"""Files made from the templates beside: scripts, workflows, pages."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined


def rendered(template: str, values: Mapping[str, object]) -> bytes:
    """Return a template with values in it, each of which is one of ours or was held against a pattern."""
    environment = Environment(  # noqa: S701 (no HTML)
        loader=FunctionLoader(lambda name: (files(__package__) / "templates" / f"{name}.jinja").read_text("utf-8")),
        undefined=StrictUndefined,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<##",
        comment_end_string="##>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(values).encode()
