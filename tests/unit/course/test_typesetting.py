"""Formulas in prompts and explanations, as Markdown and as MathML."""

import re
from xml.etree import ElementTree

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.solution import Solution
from mdl_grade.course.typesetting import paragraphs, tex
from mdl_grade.report.formulas import mathml

COURSE = builtin_course()


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_every_formula_of_the_course_can_be_set(exercise):
    """Each display of a prompt or an explanation is well-formed MathML, in which no command of TeX is left over."""
    solution = Solution.read(COURSE.solution(exercise))
    for text in (solution.prompt.partition("\n")[2], solution.explanation):
        for display in re.findall(r"^ *\$\$\n(.*?)\n *\$\$$", paragraphs(text), re.DOTALL | re.MULTILINE):
            set_ = mathml(display, display=True)
            assert "\\" not in "".join(ElementTree.fromstring(set_).itertext()).replace("\\_", "")


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_no_formula_stays_as_it_is_for_want_of_a_sign(exercise):
    """What has no TeX, in lines that are no display, are the brackets of matrices that are written row by row."""
    solution = Solution.read(COURSE.solution(exercise))
    for text in (solution.prompt.partition("\n")[2], solution.explanation):
        rest = re.sub(r"^ *(\$\$|```).*?^ *(\$\$|```)$", "", paragraphs(text), flags=re.DOTALL | re.MULTILINE)
        unknown = {sign for line in re.findall(r"^ {4,}(.*)", rest, re.MULTILINE) for sign in tex(line)}
        assert {sign for sign in unknown if not sign.isascii()} <= set("⎡⎢⎣⎤⎥⎦"), "add it to _TEX"


def test_a_list_needs_no_empty_line_before_it():
    """A line that begins like an item begins one, behind a paragraph as well as behind what an item goes on with."""
    assert paragraphs("Two things:\n* one,\n* two.") == "Two things:\n\n* one,\n* two."
    assert paragraphs("* one\n\n  more of it.\n* two.") == "* one\n\n  more of it.\n\n* two."


def test_what_stands_in_an_item_of_a_list_stays_in_it():
    """A formula and a session have the margin of their item; one that follows the list has none."""
    text = "1. **One.** So\n\n       y = 2 x\n\n   >>> 1\n   1\n\nThen\n\n    y = x"
    assert paragraphs(text).split("\n\n") == [
        "1. **One.** So",
        "   $$\n   y = 2\\, x\n   $$",
        "   ```pycon\n   >>> 1\n   1\n   ```",
        "Then",
        "$$\ny = x\n$$",
    ]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x₍ₖ₋₁₎", "x_{(k-1)}"),
        ("xᵃ⁻¹", "x^{a-1}"),
        ("Xᵀ", r"X^{\top }"),
        ("x̄ ŷ", r"\bar{x} \hat{y}"),
        ("dx̂ ∓ ℓ(¼)", r"d\hat{x} \mp  \ell (\tfrac14 )"),
        ("p_b_a[i, j]", r"\mathrm{p\_b\_a}[i, j]"),
        ("eps_hat p_i", r"\mathrm{eps\_hat}\, p_i"),
        ("n_in α_ij Σ_s2", r"n_{\text{in}}\, \alpha _{ij}\, \sum _{s2}"),
        ("λ_(k+1)² Σ_(n, t)", r"\lambda _{k+1}^{2}\, \sum _{n, t}"),
        ("Σ_u′ f[u′]", r"\sum _{u'}\, f[u']"),
        ("e^−|z| + 1e-9", r"e^{-|z|} + 10^{-9}"),
        ("f″", "f''"),
        ("β^(t − 1)", r"\beta ^{t - 1}"),
        ("e^(z[k] − f(c))", "e^{z[k] - f(c)}"),
        ("10^−308", "10^{-308}"),
        ("X W", r"X\, W"),
    ],
)
def test_signs_of_unicode_have_their_tex(formula, expected):
    """Raised and lowered ones, accents, primes, and names of several words."""
    assert tex(formula) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is the *pivot*.", "It is the *pivot*."),
        ("the *chain rule* of 2 * 3 * 4", r"the *chain rule* of 2 \* 3 \* 4"),
        ("f(*x, *y) costs $1", r"f(\*x, \*y) costs \$1"),
    ],
)
def test_emphasis_stays_and_other_signs_are_no_markup(text, expected):
    """A word or two between asterisks are emphasised; products and unpacked arguments are not."""
    assert paragraphs(text) == expected
