"""Checks, known bugs and variants of chapter19/positional_encoding."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("PE",),
    minutes=15,
    hints=(
        "Which exponents do columns 0 to 5 have for D = 6? Two columns share each: k // 2 for k = 0, 1, … tells which.",
        "np.arange(T)[:, None] against a row of D frequencies gives all angles at once.",
        "Even columns take the sine of their angle, odd ones the cosine.",
    ),
    no_hygiene="its arguments are numbers",
)


@cases("low high D", (3, 6, 4), (7, 12, 6), (6, 9, 8), (3, 5, 10))
def even(rng, low, high, D):
    return {"T": int(rng.integers(low, high + 1)), "D": D}


@cases("low high D", (4, 6, 5), (7, 10, 7))
def odd(rng, low, high, D):
    return {"T": int(rng.integers(low, high + 1)), "D": D}


@cases("T D", (1, 6), (5, 1), (5, 2), (1, 1), fixed="the smallest sizes there are")
def least(rng, T, D):
    return {"T": T, "D": D}


@cases("D", 4, 6)
def long(rng, D):
    return {"T": int(rng.integers(600, 900)), "D": D}


shapes = shaped("PE is (T, D).", even)
pairs = agrees("Sine and cosine of one angle stand beside each other, from step 0 on.", even, points=2)
single = agrees("If D is odd, the last column is a sine.", odd)
small = agrees("One step, and one or two columns, are enough.", least, separates=False, needs=[pairs, single])
far = agrees("Hundreds of steps are right as well.", long, needs=[pairs])


@check(points=2, kind="property")
def rotation(student, even):
    """From one step to the next each pair turns by the same angle, and keeps its length 1."""
    for case, PE in student.positional_encoding.on(even):
        i = np.arange(case.D // 2)
        angle = 10000.0 ** (-2 * i / case.D)
        s, c = PE[:, 0::2], PE[:, 1::2]
        assert_law("sin² + cos² = 1", s**2 + c**2, np.ones(s.shape), what="PE", where=case)
        turned = s[:-1] * np.cos(angle) + c[:-1] * np.sin(angle)
        assert_law("PE[t + 1, 2i] = PE[t, 2i] turned by 10000^(−2i/D)", s[1:], turned, what="PE", where=case)


EQUIVALENT = {
    "positional_encoding: np.arange(D) % 2 → np.arange(D) % -2": "Even numbers leave 0 by either; nothing else is asked.",
}
POWER, STEPS, PAIR = "10000.0 ** (2 * pair / D)", "np.arange(T)[:, None]", "pair = np.arange(D) // 2"
CHOICE = "np.where(np.arange(D) % 2 == 0, np.sin(angle), np.cos(angle))"
BUGS = [
    patch(
        "every column has an exponent of its own, k/D",
        {POWER: "10000.0 ** (np.arange(D) / D)"},
        hint="Columns 2i and 2i + 1 share the exponent 2i/D.",
    ),
    patch(
        "exponents grow twice as fast, 2k/D for column k",
        {POWER: "10000.0 ** (2 * np.arange(D) / D)"},
        hint="Columns 2i and 2i + 1 share the exponent 2i/D.",
    ),
    patch("exponents are i/D, without the 2", {POWER: "10000.0 ** (pair / D)"}, hint="The exponent of pair i is 2i/D."),
    patch(
        "exponents reach 1 at the last pair",
        {POWER: "10000.0 ** (2 * pair / max(D - 2, 1))"},
        hint="The exponent of pair i is 2i/D.",
    ),
    patch(
        "all sines stand in front, all cosines behind",
        {
            PAIR: "pair = np.arange(D) % ((D + 1) // 2)",
            CHOICE: "np.where(np.arange(D) < (D + 1) // 2, np.sin(angle), np.cos(angle))",
        },
        hint="They take turns: column 2i is the sine, 2i + 1 the cosine.",
    ),
    patch(
        "sines and cosines have changed places",
        {CHOICE: CHOICE.replace("== 0", "== 1")},
        hint="Even columns are sines: the first row is 0, 1, 0, 1, …",
    ),
    patch(
        "steps are counted from 1",
        {STEPS: "np.arange(1, T + 1)[:, None]"},
        hint="t = 0, 1, …, T − 1: the first row is 0, 1, 0, 1, …",
    ),
    patch(
        "steps are divided by T",
        {STEPS: "(np.arange(T) / T)[:, None]"},
        hint="t itself: a step has the same vector in every sequence.",
    ),
    patch(
        "angles are multiplied by the powers, not divided",
        {f"/ {POWER}": f"* {POWER}"},
        hint="Each hand is slower than the one before.",
    ),
    patch("the base is 1000", {"10000.0": "1000.0"}, hint="The base is 10000."),
    patch(
        "powers of e are taken, without log 10000", {POWER: "np.exp(2 * pair / D)"}, hint="10000^a = e^(a log 10000)."
    ),
    patch(
        "the logarithm of the base is that to base 10",
        {POWER: "np.exp(2 * pair / D * np.log10(10000.0))"},
        hint="10000^a = e^(a log 10000), with the natural logarithm.",
    ),
    patch(
        "angles are taken for degrees",
        {"/ 10000.0": "* np.pi / 180.0 / 10000.0"},
        hint="In radians, as np.sin takes them.",
    ),
    patch(
        "angles are multiplied by 2π",
        {"/ 10000.0": "* 2 * np.pi / 10000.0"},
        hint="The first hand turns by one radian a step.",
    ),
    patch("only sines are taken", {CHOICE: "np.sin(angle)"}, hint="Odd columns are cosines."),
    patch(
        "the cosine of each pair has the next exponent",
        {PAIR: "pair = (np.arange(D) + 1) // 2"},
        hint="Sine and cosine of a pair have the same angle.",
    ),
    patch(
        "an odd last column is a cosine",
        {"% 2 == 0,": "% 2 == (np.arange(D) == D - 1) * (D % 2),"},
        hint="Column D − 1 is even if D is odd: a sine.",
    ),
    patch(
        "an odd last column is left at 0",
        {CHOICE: f"{CHOICE} * (np.arange(D) < max(D // 2 * 2, 1))"},
        hint="Column D − 1 is even if D is odd: a sine.",
    ),
    patch(
        "for an odd D exponents are 2i/(D + 1)",
        {POWER: "10000.0 ** (2 * pair / (D + D % 2))"},
        hint="The exponent of pair i is 2i/D, whatever D is.",
    ),
    patch(
        "angles are rounded to three digits",
        {"pair / D)": "pair / D)\n    angle = np.round(angle, 3)"},
        hint="Nothing is rounded.",
    ),
    patch("PE is (D, T)", {"return PE": "return PE.T"}, hint="A row for each step."),
    patch(
        "steps begin again after 256",
        {STEPS: "(np.arange(T) % 256)[:, None]"},
        hint="Every step has an angle of its own, however many there are.",
    ),
    patch(
        "one row, of zeros and ones, stands for a single step and a single column",
        {CHOICE: f"({CHOICE} if D > 1 else np.zeros((T, 1)))"},
        hint="For D = 1 there is one sine: sin t.",
    ),
]


@variant
def filled_column_by_column(T, D):
    PE = np.zeros((T, D))
    t = np.arange(T, dtype=float)
    rates = np.exp(np.arange(0, D, 2) * (-np.log(10000.0) / D))
    PE[:, 0::2] = np.sin(np.outer(t, rates))
    PE[:, 1::2] = np.cos(np.outer(t, rates[: D // 2]))
    return PE


@variant
def complex_exponential(T, D):
    i = np.arange((D + 1) // 2)
    Z = np.exp(1j * np.arange(T)[:, None] / np.power(1e4, 2.0 * i / D))
    return np.stack([Z.imag, Z.real], axis=2).reshape(T, -1)[:, :D]


@variant
def entry_by_entry(T, D):
    PE = np.zeros((T, D))
    for t in range(T):
        for k in range(D):
            angle = t / 10000 ** ((k - k % 2) / D)
            PE[t, k] = np.cos(angle) if k % 2 else np.sin(angle)
    return PE


@variant
def a_sine_that_is_ahead(T, D):
    k = np.arange(D)
    return np.sin(np.arange(T)[:, None] * 10000.0 ** (-(k - k % 2) / D) + k % 2 * np.pi / 2)
