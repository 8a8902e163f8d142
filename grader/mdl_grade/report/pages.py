"""Pages of HTML, of reports and of classes: templates, one style sheet each, and a policy that allows nothing else.

No page is put together in any other way. What a template is given is escaped, and what can't be seen in it is made
visible, unless it is markup that a template made; so nothing can be forgotten.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from mdl_grade.report.text import printable

JOINERS = "\u200c\u200d"
"""Format characters that names in Persian or Hindi are spelt with."""


class Pages:
    """The templates of a room of the package, on top of those that all pages share.

    Parameters
    ----------
    package : str
        The room: its folder `templates` holds the templates.
    style : str
        Its style sheet, a file beside them.
    script : str, optional
        A script for the page that asks for one: a file beside them.
    filters : mapping
        What the templates call, by name.
    """

    def __init__(
        self, package: str, *, style: str, script: str = "", filters: Mapping[str, Callable[..., Any]] | None = None
    ) -> None:
        self.environment = Environment(
            autoescape=True,
            loader=ChoiceLoader([FunctionLoader(_reader(package)), FunctionLoader(_reader(__package__))]),
            undefined=StrictUndefined,
            finalize=_visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        own = _reader(package)
        texts = {"style": own(style) or "", "script": (own(script) or "") if script else ""}
        self.environment.globals.update({name: Markup(text) for name, text in texts.items()})  # noqa: S704 (ours)
        self.environment.globals["policy"] = lambda scripted: _policy(texts["style"], texts["script"] * scripted)
        self.environment.filters.update(named=named, **(filters or {}))

    def render(self, template: str, **values: object) -> str:
        """Return a page, or a piece of one."""
        return self.environment.get_template(template).render(values)

    def piece(self, template: str, **values: object) -> Markup:
        """Return a piece of a page, to be put into another template."""
        return Markup(self.render(template, **values))  # noqa: S704 (a template has escaped what is in it)


def named(text: str) -> Markup:
    """Show a person's name: letters that need to be joined stay joined, other controls are made visible."""
    return escape("".join(c if c in JOINERS else printable(c) for c in text))


def _visible(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _reader(package: str | None) -> Callable[[str], str | None]:
    folder = files(package or "").joinpath("templates")

    def read(name: str) -> str | None:
        file = folder.joinpath(name)
        return file.read_text("utf-8") if file.is_file() else None

    return read


def _policy(style: str, script: str) -> str:
    """Return a content security policy that allows one style sheet and at most one script."""
    allowed = [f"style-src {_source(style)}", *([f"script-src {_source(script)}"] if script else [])]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
