"""Text that is safe to print."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.report.text import columns, inert, printable, spelled, wrapped

ANY = st.text(st.characters())
EVERYWHERE = settings(derandomize=True, deadline=None, max_examples=300)


@EVERYWHERE
@given(ANY)
def test_only_visible_characters_are_left(text: str) -> None:
    """No control, format, separator, surrogate, private or unassigned character survives, but newline and tab."""
    kept = printable(text)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in kept)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert printable(kept) == kept


@pytest.mark.parametrize(
    "code", [*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x200E, 0x2028, 0x202E, 0x2066, 0xFEFF]
)
def test_every_character_that_could_do_something_is_escaped(code: int) -> None:
    """C0, C1, bidirectional and zero-width characters are shown by their numbers."""
    character = chr(code)
    told = character if character in "\n\t" else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    assert printable(f"a{character}b") == f"a{told}b"


@pytest.mark.parametrize("text", ["∂L/∂W = Xᵀ dY", "Größe", "损失", "✓ 🎉", "e\u0301"])
def test_letters_and_signs_of_any_language_stay(text: str) -> None:
    """What can be seen is not touched."""
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "ascii_"),
    [
        ("∂L/∂W = Xᵀ dY", "dL/dW = X^T dY"),
        ("Σ dY ∘ (X W + b)", "sum  dY * (X W + b)"),
        ("‖x − y‖² ≤ ε", "||x - y||^2 <= eps"),
        ("A⁻¹ α → λ…", "A^-1 alpha -> lambda..."),
        ("Größe", "Gr\\xf6\\xdfe"),
    ],
)
def test_mathematics_is_spelled_in_ascii(text: str, ascii_: str) -> None:
    """Terminals without Unicode get words and signs that can be read."""
    assert spelled(text) == ascii_


@EVERYWHERE
@given(ANY)
def test_spelling_gives_ascii(text: str) -> None:
    """Whatever the text, ASCII comes out."""
    assert spelled(printable(text)).isascii()


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("::error::x", ":\\:error::x"),
        ("  ::error::x", "  :\\:error::x"),
        ("a\n\t::x", "a\n\t:\\:x"),
        (":::x", ":\\::x"),
        ("a ##[group]", "a ##\\[group]"),
        ("X[::2]", "X[::2]"),
    ],
)
def test_a_log_obeys_no_learner(text: str, broken: str) -> None:
    """Workflow commands are broken; slices are not."""
    assert inert(text) == broken


@EVERYWHERE
@given(st.text("ab \n\t损\u0301", max_size=200), st.integers(min_value=2, max_value=50))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    """No line is wider than asked for, and nothing but blanks is lost."""
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_are_not_broken_without_need() -> None:
    """Lines break at spaces; only a word that is wider than a line is cut."""
    assert wrapped("the gradient of the loss", 12) == ["the gradient", "of the loss"]
    assert wrapped("a antidisestablishmentarianism", 10) == ["a", "antidisest", "ablishment", "arianism"]
