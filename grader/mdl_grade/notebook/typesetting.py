"""A prompt as Markdown: what is a formula in its text becomes mathematics that a notebook typesets."""

from __future__ import annotations

import re
import unicodedata

_INDENT = "    "
_TEX = {
    "Σ": r"\sum ", "∂": r"\partial ", "∇": r"\nabla ", "√": r"\surd ", "∞": r"\infty ", "∈": r"\in ", "∘": r"\circ ",
    "×": r"\times ", "·": r"\cdot ", "−": "-", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ",
    "→": r"\to ", "←": r"\leftarrow ", "…": r"\dots ", "‖": r"\Vert ", "⌊": r"\lfloor ", "⌋": r"\rfloor ",
    "½": r"\tfrac12 ", "′": "'", "{": r"\{", "}": r"\}", "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ",
    "δ": r"\delta ", "ε": r"\varepsilon ", "η": r"\eta ", "θ": r"\theta ", "κ": r"\kappa ", "λ": r"\lambda ",
    "μ": r"\mu ", "π": r"\pi ", "ρ": r"\rho ", "σ": r"\sigma ", "τ": r"\tau ", "φ": r"\varphi ", "ω": r"\omega ",
    "Δ": r"\Delta ", "∩": r"\cap ", "∪": r"\cup ", "∅": r"\emptyset ", "±": r"\pm ", "∝": r"\propto ", "∏": r"\prod ",
    "∫": r"\int ", "⟨": r"\langle ", "⟩": r"\rangle ", "Φ": r"\Phi ", "Γ": r"\Gamma ", "χ": r"\chi ", "%": r"\%",
    "&": r"\&", "#": r"\#", "$": r"\$",
}  # fmt: skip
_WORDS = "all|and|each|for|if|in|mean|nearest|number|of|otherwise|outcomes|over|rounded|samples|the|to|whole"
_TOKEN = re.compile(
    r"(?P<index>_\{[^{}]*\}|_\w|\^\{[^{}]*\}|\^\w+(?:\[[^\[\]]+\])?)"
    rf"|(?P<text>(?: *\b(?:{_WORDS})\b *)+)"
    r"|(?P<word>[A-Za-z]{2,}\d*)|(?P<gap> {2,})|(?P<raised>[⁰¹²³⁴-⁹ᵀᵃᶻˣⁿ⁻⁺]+)|(?P<lowered>[₀-₉]+)|(?P<one>.)",
    re.DOTALL,
)
_RAISED = {"ᵀ": r"\top", "ᵃ": "a", "ᶻ": "z", "ˣ": "x", "ⁿ": "n", "⁻": "-", "⁺": "+"}


def markdown(prompt: str) -> str:
    """Return a prompt, whose first line is its title, as Markdown.

    Indented lines of mathematics become displays. What is indented and no mathematics (code, tables, columns of text)
    stays as it is.
    """
    title, _, rest = prompt.partition("\n")
    blocks = re.split(r"\n{2,}", rest.strip("\n"))
    return "\n\n".join((f"## {title.rstrip('.')}", *map(_block, blocks)))


def _block(block: str) -> str:
    lines = block.split("\n")
    if not all(line.startswith(_INDENT) for line in lines):
        return _prose(block)
    formulas = [tex(line.strip()) for line in lines]
    if any(map(_is_text, lines)) or not all(map(str.isascii, formulas)):
        return block
    if len(formulas) == 1:
        return f"$$\n{formulas[0]}\n$$"
    rows = " \\\\\n".join(formulas)
    return f"$$\n\\begin{{array}}{{l}}\n{rows}\n\\end{{array}}\n$$"


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
    '\\\\mathrm{db}[k] = \\\\sum _n \\\\mathrm{dY}[n, k]'
    """
    return "".join(_token(found) for found in _TOKEN.finditer(formula)).strip()


def _token(found: re.Match[str]) -> str:
    text = found[0]
    match found.lastgroup:
        case "index":
            inner = text[1:].removeprefix("{").removesuffix("}")
            return f"{text[0]}{{{tex(inner)}}}" if len(inner) > 1 else text
        case "word":
            return rf"\{text} " if text in ("max", "min", "exp", "log") else rf"\mathrm{{{text}}}"
        case "text":
            return rf"\text{{{text}}}"
        case "gap":
            return r"\quad "
        case "raised":
            return f"^{{{''.join(_RAISED.get(c) or unicodedata.normalize('NFKC', c) for c in text)}}}"
        case "lowered":
            return f"_{{{unicodedata.normalize('NFKC', text)}}}"
    plain = unicodedata.normalize("NFD", text)
    if len(plain) == 2 and plain[1] == "\u0302":
        return rf"\hat{{{plain[0]}}}"
    return _TEX.get(text, text)


def _prose(block: str) -> str:
    """Keep what Markdown would take for markup: single asterisks, dollars, and tags. A headline is a small one."""
    headline, _, rest = block.partition("\n")
    if re.match(r"-{3,}(\n|$)", rest):
        return "\n".join((f"**{headline}**  ", *_escaped(rest).split("\n")[1:]))
    if re.match(r"(\* |\d+\. )", block):
        head, rest = block[:2], block[2:]
        return head + _escaped(rest).replace("\n\\* ", "\n* ")
    return _escaped(block)


def _escaped(text: str) -> str:
    return re.sub(r"(?<!\*)\*(?!\*)|\$|<(?=[A-Za-z/!?])", lambda found: f"\\{found[0]}", text)
