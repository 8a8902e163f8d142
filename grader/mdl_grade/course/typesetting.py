"""Prompts and explanations as Markdown: what is a formula in their text becomes mathematics that can be typeset."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

_INDENT = "    "
_BLOCKS = re.compile(r"\n{2,}|(?<=:)\n(?= *>>> )")
"""Between two blocks is an empty line, or the end of a sentence that a session of Python goes with."""
_ITEM = re.compile(r"\* |\d+\. ")
_LIST = re.compile(r"\n(?=\* |\d+\. )")
_TEX = {
    "Σ": r"\sum ", "∂": r"\partial ", "∇": r"\nabla ", "√": r"\surd ", "∞": r"\infty ", "∈": r"\in ", "∘": r"\circ ",
    "×": r"\times ", "·": r"\cdot ", "−": "-", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ",
    "→": r"\to ", "←": r"\leftarrow ", "…": r"\dots ", "‖": r"\Vert ", "⌊": r"\lfloor ", "⌋": r"\rfloor ",
    "½": r"\tfrac12 ", "′": "'", "{": r"\{", "}": r"\}", "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ",
    "δ": r"\delta ", "ε": r"\varepsilon ", "η": r"\eta ", "θ": r"\theta ", "κ": r"\kappa ", "λ": r"\lambda ",
    "μ": r"\mu ", "π": r"\pi ", "ρ": r"\rho ", "σ": r"\sigma ", "τ": r"\tau ", "φ": r"\varphi ", "ω": r"\omega ",
    "Δ": r"\Delta ", "∩": r"\cap ", "∪": r"\cup ", "∅": r"\emptyset ", "±": r"\pm ", "∝": r"\propto ", "∏": r"\prod ",
    "∫": r"\int ", "⟨": r"\langle ", "⟩": r"\rangle ", "Φ": r"\Phi ", "Γ": r"\Gamma ", "χ": r"\chi ", "%": r"\%",
    "&": r"\&", "#": r"\#", "$": r"\$", "⊗": r"\otimes ", "⇔": r"\Leftrightarrow ", "⇒": r"\Rightarrow ",
    "⋯": r"\cdots ", "″": "''", "‴": "'''", "ℓ": r"\ell ", "∓": r"\mp ", "¼": r"\tfrac14 ", "¾": r"\tfrac34 ",
}  # fmt: skip
_FUNCTIONS = ("cos", "det", "exp", "log", "max", "min", "sin", "tanh")
_WORDS = "all|and|each|for|if|in|mean|nearest|number|of|otherwise|outcomes|over|rounded|samples|the|to|whole"
_INDICES = re.compile(r"(?!in$|mu$|pi$)[a-z]{2}|ijk")
"""Several indices below one sign, as in Σ_ij; other letters below a sign are a word, as in n_in."""
_RAISED = "".join(c for c in map(chr, range(0x80, 0x2100)) if unicodedata.decomposition(c).startswith("<super>"))
_LOWERED = "".join(c for c in map(chr, range(0x80, 0x2D00)) if unicodedata.decomposition(c).startswith("<sub>"))
_ACCENTS = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde", "\u0307": r"\dot"}
_MARKS = "".join(_ACCENTS)
_TOKEN = re.compile(
    r"(?P<name>\b[A-Za-z]\w*?_\w+_\w+|\b[A-Za-z]{2,}_[A-Za-z]{2,}\b)"
    r"|\^\((?P<power>(?:[^()]|\([^()]*\))*)\)"
    r"|(?P<index>_\{[^{}]*\}|_\([^()]*\)|(?<=Σ)_\w′|_[A-Za-z0-9]+|_\w"
    r"|\^\{[^{}]*\}|\^[−-]?\|[^|]+\||\^[−-]?\w+(?:\[[^\[\]]+\])?)"
    r"|(?P<ten>\b1e-?\d+\b)"
    rf"|(?P<text>(?: *\b(?:{_WORDS})\b *)+)"
    rf"|(?P<word>[A-Za-z]{{2,}}\d*(?![{_MARKS}]))|(?P<gap> {{2,}})"
    rf"|(?P<thin>(?<=[\w\])}}′″{_RAISED}]) (?=[^\W\d_]))"
    rf"|(?P<raised>[{_RAISED}]+)|(?P<lowered>[{_LOWERED}]+)|(?P<one>.[{_MARKS}]?)",
    re.DOTALL,
)


def markdown(prompt: str) -> str:
    """Return a prompt, whose first line is its title, as Markdown."""
    title, _, rest = prompt.partition("\n")
    return f"## {title.rstrip('.')}\n\n{paragraphs(rest)}"


def paragraphs(text: str) -> str:
    """Return the text of a prompt without its title, or an explanation, as Markdown.

    Indented lines of mathematics become displays, and sessions of Python blocks of code; both stay in the item of a
    list that they belong to. What is indented and no mathematics (code, tables, columns of text) stays as it is.
    """
    made, item = [], ""
    for block in _blocks(text.strip("\n")):
        marker = _ITEM.match(block)
        if marker or not block.startswith(item or _INDENT):
            item = " " * len(marker[0]) if marker else ""
        made.append(_block(block, item))
    return "\n\n".join(made)


def _blocks(text: str) -> Iterator[str]:
    """Yield what stands between empty lines; a list begins a block of its own, with or without an empty line."""
    for block in _BLOCKS.split(text):
        yield from [block] if _ITEM.match(block) else _LIST.split(block, maxsplit=1)


def _block(block: str, item: str) -> str:
    """Typeset what stands between two empty lines; `item` is the margin of the list's item that it may be in."""
    if _ITEM.match(block.removeprefix(_INDENT)):
        block = textwrap.dedent(block)
    lines = block.split("\n")
    if lines[0].lstrip().startswith(">>> "):
        margin = lines[0].partition(">")[0]
        return "\n".join((f"{margin}```pycon", *lines, f"{margin}```"))
    margin = item if all(line.startswith(item + _INDENT) for line in lines) else ""
    if not all(line.startswith(_INDENT + margin) for line in lines):
        return _prose(block)
    found = formula(block)
    return "\n".join(margin + line for line in ("$$", *found.split("\n"), "$$")) if found else block


def formula(block: str) -> str:
    """Return indented lines as TeX for a display; "" if they are no mathematics, or hold a sign that has no TeX."""
    lines = block.split("\n")
    if any(map(_is_text, lines)):
        return ""
    formulas = [tex(line.strip()) for line in lines]
    if len(formulas) > 1:
        rows = [row + r" \\" for row in formulas[:-1]]
        formulas = [r"\begin{array}{l}", *rows, formulas[-1], r"\end{array}"]
    return "\n".join(formulas) if all(map(str.isascii, formulas)) else ""


def _is_text(line: str) -> bool:
    """Tell whether a line is code, or words rather than a formula."""
    line = line.strip()
    if '"' in line or "__" in line or re.match(r"python |\w+ {3,}\w", line):
        return True
    words = re.findall(r"(?<![\w.])[^\W\d_]{4,}(?![\w(\[])", line)
    return len(words) > 6 or not re.search(r"[=+−·/()\[\]^Σ∂]", line)


def tex(formula: str) -> str:
    """Return a formula that is written in Unicode as TeX.

    Examples
    --------
    >>> tex("db[k] = Σ_n dY[n, k]")
    '\\\\mathrm{db}[k] = \\\\sum _n\\\\, \\\\mathrm{dY}[n, k]'
    """
    return "".join(_token(found) for found in _TOKEN.finditer(formula)).strip()


def _token(found: re.Match[str]) -> str:
    text = found[0]
    match found.lastgroup:
        case "name":
            return rf"\mathrm{{{text.replace('_', chr(92) + '_')}}}"
        case "index":
            inner = re.sub(r"^[{(](.*)[)}]$", r"\1", text[1:])
            level = inner if _INDICES.fullmatch(inner) else tex(inner)
            return f"{text[0]}{{{level}}}" if len(inner) > 1 else text
        case "power":
            return rf"^{{{tex(found['power'])}}}"
        case "ten":
            return f"10^{{{text[2:]}}}"
        case "thin":
            return r"\, "
        case "word":
            return rf"\{text} " if text in _FUNCTIONS else rf"\mathrm{{{text}}}"
        case "text":
            return rf"\text{{{text}}}"
        case "gap":
            return r"\quad "
        case "raised":
            return f"^{{{_level(text)}}}"
        case "lowered":
            return f"_{{{_level(text)}}}"
    plain = unicodedata.normalize("NFD", text)
    if len(plain) == 2 and plain[1] in _ACCENTS:
        return f"{_ACCENTS[plain[1]]}{{{_TEX.get(plain[0], plain[0])}}}"
    return _TEX.get(text, text)


def _level(text: str) -> str:
    """Return raised or lowered signs as they stand on the line."""
    return "".join(r"\top " if c == "ᵀ" else unicodedata.normalize("NFKC", c).replace("−", "-") for c in text)


def _prose(block: str) -> str:
    """Keep what Markdown would take for markup: single asterisks, dollars, and tags. A headline is a small one."""
    headline, _, rest = block.partition("\n")
    if re.match(r"-{3,}(\n|$)", rest):
        return "\n".join((f"**{headline}**  ", *_escaped(rest).split("\n")[1:]))
    if _ITEM.match(block):
        head, rest = block[:2], block[2:]
        return head + _escaped(rest).replace("\n\\* ", "\n* ")
    return _escaped(block)


def _escaped(text: str) -> str:
    """Escape what Markdown would take for markup; a word between asterisks is meant to be emphasised."""
    emphasis = r"(?<![\w*)\]])\*\w(?:[^*\n]*\w)?\*(?![\w*])"
    sign = r"(?<!\*)\*(?!\*)|\$|<(?=[A-Za-z/!?])"
    return re.sub(f"({emphasis})|{sign}", lambda found: found[1] or f"\\{found[0]}", text)
