"""Learners' text, before anybody looks at it: Markdown that holds no markup of a browser's, and starts nothing.

nbgrader renders what a learner wrote as HTML, with whatever stands in it, on the page of whoever grades. What is
changed here stays readable: a blank after `<` is no tag, and a formula that compares is the same formula.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_PROTOCOL = re.compile(r"(?i)(script|data)(\s*)(\\?:)")
_MACRO = re.compile(r"\\(?=(?:href|url|require|class|style|cssId|html\w*|includegraphics|unicode)\b)")
_PROGRAM = re.compile(r"(?i)([`~]{3,}\s*\{?\s*)(mermaid|html|svg)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES = ("image/png", "image/jpeg", "image/gif")
_PICTURE_NAME = re.compile(r"[\w-]{1,100}\.\w{1,5}", re.ASCII)


def inert(markdown: str) -> str:
    """Return Markdown in which no tag, entity, address of a script, or macro that links is left.

    Examples
    --------
    >>> inert("if a<b: <img onerror=x>")
    'if a< b: < img onerror=x>'
    >>> inert("[x](javascript:alert(1))")
    '[x](javascript :alert(1))'
    """
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", markdown.replace("\t", "    "))
    text = _TAG.sub("< ", text)
    text = _ENTITY.sub("& ", text)
    text = _PROTOCOL.sub(r"\1\2 \3", text)
    text = _MACRO.sub(r"\\ ", text)
    return _PROGRAM.sub(r"\1text \2", text)


def quoted(text: str) -> str:
    """Return any text as a block of Markdown that shows it as it is."""
    return inert("\n".join(f"    {line}" for line in text.split("\n")))


def pictures(attachments: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the attachments of a cell that are pictures, and nothing else."""
    kept = {}
    for name, bundle in attachments.items():
        if not (_PICTURE_NAME.fullmatch(name) and isinstance(bundle, dict)):
            continue
        shown = {kind: data for kind, data in bundle.items() if kind in _PICTURES and _is_base64(data)}
        if shown:
            kept[name] = shown
    return kept


def _is_base64(data: object) -> bool:
    if not isinstance(data, str):
        return False
    try:
        base64.b64decode(data.replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
