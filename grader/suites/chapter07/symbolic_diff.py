"""Checks, known bugs and variants of chapter07/symbolic_diff."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    no_hygiene="nothing can be changed in nested tuples",
    returns=("derivative",),
    requires=("chapter07/derivative_rules",),
    minutes=30,
    hints=(
        'Begin with what is no tuple: numbers and "x". Then one operation after the other.',
        'For ("*", u, v) you need the derivatives of u and of v. The function that finds them is the one you are writing.',
        "Each function of u has a last factor: the derivative of u.",
        "An exponent that is a number has the power rule. If it holds x: u^v = e^(v log u), by chain and product rule.",
    ),
)

NEVER_ONE = {"length of formula": "a tuple is an operation and what it is done to"}

POINTS = (0.6, 1.1, 1.7)


def evaluate(formula, x):
    """Return the values of a formula at points; a formula is what the table of the prompt says, and nothing else."""
    if type(formula) is str and formula == "x":
        return x
    if type(formula) in (int, float) or isinstance(formula, np.floating | np.integer):
        return np.zeros(len(x)) + formula
    parts = formula[1:] if type(formula) is tuple and formula and type(formula[0]) is str else ()
    name = formula[0] if parts else ""
    if (name in ("sin", "cos", "exp", "log") and len(parts) == 1) or (
        name in ("+", "*", "/", "pow") and len(parts) == 2
    ):
        values = [evaluate(part, x) for part in parts]
        operations = {
            "+": np.add,
            "*": np.multiply,
            "/": np.divide,
            "pow": np.power,
            "sin": np.sin,
            "cos": np.cos,
            "exp": np.exp,
            "log": np.log,
        }
        return operations[name](*values)
    raise ValueError(f"{formula!r} is no formula of the table")


def constant_of(rng):
    """A constant of either sign that is neither 0 nor 1."""
    return float(np.round(rng.uniform(1.3, 3.0) * rng.choice((-1, 1)), 2))


def positive(rng):
    return float(np.round(rng.uniform(1.3, 3.0), 2))


def line(rng):
    """a x + b, positive and moderate at the points, with a slope that is not 1."""
    return ("+", ("*", float(np.round(rng.uniform(0.3, 0.8), 2)), "x"), float(np.round(rng.uniform(0.2, 0.6), 2)))


def falling(rng):
    return ("exp", ("*", -positive(rng), "x"))


def cup(rng):
    return ("+", ("pow", "x", 2), positive(rng))


def wavy(rng):
    return ("+", ("sin", "x"), positive(rng))


LEAVES = {"a number": constant_of, "a whole number": lambda rng: int(rng.integers(2, 9))}
SIMPLE = {
    "a sum": lambda rng: ("+", ("*", -positive(rng), "x"), ("pow", "x", 2)),
    "a product": lambda rng: ("*", ("+", "x", positive(rng)), ("pow", "x", 3)),
    "a constant and x": lambda rng: ("*", constant_of(rng), "x"),
}
QUOTIENTS = {
    "a quotient": lambda rng: ("/", ("+", ("pow", "x", 2), positive(rng)), ("+", "x", positive(rng))),
    "1/x": lambda rng: ("/", constant_of(rng), "x"),
    "x by a number": lambda rng: ("/", "x", constant_of(rng)),
}
POWERS = {
    "a cube": lambda rng: ("*", constant_of(rng), ("pow", "x", 3)),
    "a root": lambda rng: ("pow", line(rng), 0.5),
    "a negative power": lambda rng: ("pow", ("+", "x", positive(rng)), -2),
    "of something negative": lambda rng: ("pow", ("+", "x", -4 - positive(rng)), 3),
    "by a float of something negative": lambda rng: ("pow", ("+", "x", -4 - positive(rng)), 2.0),
    "to the first": lambda rng: ("pow", line(rng), 1),
}
FUNCTIONS = {"x": lambda rng: "x"} | {name: lambda rng, name=name: (name, "x") for name in ("sin", "cos", "exp", "log")}
CHAINS = {f"{name} of a line": lambda rng, name=name: (name, line(rng)) for name in ("sin", "cos", "exp", "log")} | {
    "sin of exp of cos": lambda rng: ("sin", ("exp", ("cos", ("*", positive(rng), "x")))),
    "a power of log": lambda rng: ("pow", ("+", ("log", line(rng)), positive(rng)), 4),
}
EXPONENTS = {
    "aˣ": lambda rng: ("pow", positive(rng), "x"),
    "x to the power a x": lambda rng: ("pow", "x", ("*", positive(rng), "x")),
    "u^v": lambda rng: ("pow", line(rng), ("sin", ("*", -positive(rng), "x"))),
}
NUMBERS_INSIDE = {
    "the exponential of a number": lambda rng: ("+", "x", ("exp", positive(rng))),
    "the sine of a number": lambda rng: ("+", "x", ("sin", positive(rng))),
    "a power of numbers": lambda rng: ("*", "x", ("pow", positive(rng), 3)),
    "to the power 0": lambda rng: ("*", line(rng), ("pow", line(rng), 0)),
}
BIG = {
    "of products": lambda rng: ("*", ("*", falling(rng), ("cos", line(rng))), ("+", cup(rng), ("log", line(rng)))),
    "of quotients": lambda rng: ("/", ("/", ("sin", line(rng)), cup(rng)), ("pow", wavy(rng), -1.5)),
    "of powers": lambda rng: ("pow", cup(rng), ("/", falling(rng), ("+", "x", positive(rng)))),
    "of everything": lambda rng: ("+", ("exp", ("/", line(rng), cup(rng))), ("*", ("pow", line(rng), "x"), wavy(rng))),
}


def drawn(table, rng, formula):
    return {"formula": table[formula](rng)}


@cases("formula", *LEAVES)
def leaves(rng, formula):
    return drawn(LEAVES, rng, formula)


@cases("formula", *SIMPLE)
def simple(rng, formula):
    return drawn(SIMPLE, rng, formula)


@cases("formula", *QUOTIENTS)
def quotients(rng, formula):
    return drawn(QUOTIENTS, rng, formula)


@cases("formula", *POWERS)
def powers(rng, formula):
    return drawn(POWERS, rng, formula)


@cases("formula", *FUNCTIONS, fixed="There is one x, one sine of x, and one logarithm.")
def functions(rng, formula):
    return drawn(FUNCTIONS, rng, formula)


@cases("formula", *CHAINS)
def chains(rng, formula):
    return drawn(CHAINS, rng, formula)


@cases("formula", *EXPONENTS)
def exponents(rng, formula):
    return drawn(EXPONENTS, rng, formula)


@cases("formula", *NUMBERS_INSIDE)
def numbers_inside(rng, formula):
    return drawn(NUMBERS_INSIDE, rng, formula)


@cases("formula", *BIG)
def big(rng, formula):
    return drawn(BIG, rng, formula)


@cases("formula size", ("x² + a x", 1e-100), ("x² + a x", 1e100), ("e^(a x)", 1e-100))
def sizes(rng, formula, size):
    """Constants of any size."""
    a = -size * rng.uniform(1.0, 2.0)
    if formula == "e^(a x)":
        return {"formula": ("exp", ("*", a, "x"))}
    return {"formula": ("*", a, ("+", ("pow", "x", 2), ("*", rng.uniform(1.0, 2.0), "x")))}


def at_points(m, case):
    """The values of the derivative: how it is written is free."""
    return apply(evaluate, m.symbolic_diff(case.formula), np.array(POINTS))


def twice(m, case):
    return apply(evaluate, m.symbolic_diff(m.symbolic_diff(case.formula)), np.array(POINTS))


constants = agrees("A number has the slope 0.", leaves, of=at_points)
sums_products = agrees("Sums and products follow their rules.", simple, of=at_points)
of_quotients = agrees("Quotients follow the quotient rule.", quotients, of=at_points)
of_powers = agrees(
    "Powers follow the power rule: whole and broken, negative ones, and powers of what is negative.",
    powers,
    of=at_points,
)
of_functions = agrees("x has the slope 1, and sin, cos, exp and log of x have theirs.", functions, of=at_points)
chain = agrees("Of a composed formula, the inner slope is a factor.", chains, of=at_points, points=2)
of_exponents = agrees("An exponent may hold x: aˣ, xˣ, and more.", exponents, of=at_points)
constant_parts = agrees(
    "Parts without x have the slope 0, functions of numbers and powers of them too.", numbers_inside, of=at_points
)
nested = agrees("Larger formulas are right, whatever stands in them.", big, of=at_points, points=2)
again = agrees("A derivative can be differentiated once more.", chains, of=twice, needs=[chain])
any_size = agrees("Constants may be of any size.", sizes, of=at_points)

PRODUCT = '("+", ("*", du, v), ("*", u, dv))'
QUOTIENT = '("/", ("+", ("*", du, v), ("*", -1, ("*", u, dv))), ("pow", v, 2))'
SIN, COS = '("*", ("cos", u), du)', '("*", ("*", -1, ("sin", u)), du)'
EXP, LOG, POWER = '("*", formula, du)', '("/", du, u)', '("*", ("*", v, ("pow", u, v - 1)), du)'
NUMBER = "isinstance(v, int | float)"
EXPONENT = '("*", formula, ("+", ("*", dv, ("log", u)), ("/", ("*", v, du), u)))'

SUM, FACTORS = "The order of terms does not matter.", "The order of factors does not matter."
UNUSED = "A function of one formula has no second one: its derivative is not used."
EQUIVALENT = {
    "symbolic_diff: return ('+', du, dv) → return ('+', dv, du)": SUM,
    "symbolic_diff: return ('+', ('*', du, v), ('*', u, dv)) → return ('+', ('*', u, dv), ('*', du, v))": SUM,
    "symbolic_diff: return ('*', ('cos', u), du) → return ('*', du, ('cos', u))": FACTORS,
    "symbolic_diff: return ('*', ('*', -1, ('sin', u)), du) → return ('*', du, ('*', -1, ('sin', u)))": FACTORS,
    "symbolic_diff: return ('*', formula, du) → return ('*', du, formula)": FACTORS,
    "symbolic_diff: return ('*', ('*', v, ('pow', u, v - 1)), du) → return ('*', du, ('*', v, ('pow', u, v - 1)))": FACTORS,
    "symbolic_diff: return ('*', formula, ('+', ('*', dv, ('log', u)), ('/', ('*', v, du), u))) → "
    "return ('*', ('+', ('*', dv, ('log', u)), ('/', ('*', v, du), u)), formula)": FACTORS,
    "symbolic_diff: (*formula, 0) → (*formula, 1)": UNUSED,
    "symbolic_diff: (*formula, 0) → (*formula, 2)": UNUSED,
}
BUGS = [
    patch(
        "the sine of a number has the slope of sin x",
        {SIN: f'{SIN} if isinstance(u, tuple) else ("cos", u)'},
        hint="sin 2 is a constant. The inner slope is a factor always: it is 1 for x, and 0 for a number.",
    ),
    patch(
        "a power of a number has the slope of a power of x",
        {POWER: f'{POWER} if isinstance(u, tuple) else ("*", v, ("pow", u, v - 1))'},
        hint="2³ is a constant. The inner slope is a factor always: it is 1 for x, and 0 for a number.",
    ),
    patch(
        "u⁰ has the slope 1",
        {f"if {NUMBER}:": f"if v == 0:\n        return 1\n    if {NUMBER}:"},
        hint="u⁰ is 1, a constant: its slope is 0.",
    ),
    patch("a constant has the slope 1", {'1 if formula == "x" else 0': "1"}, hint="A constant does not change: 0."),
    patch("a constant stays", {'1 if formula == "x" else 0': '1 if formula == "x" else formula'}, hint="It becomes 0."),
    patch("x stays x", {'1 if formula == "x" else 0': '"x" if formula == "x" else 0'}, hint="x has the slope 1."),
    patch("the second term of a sum is lost", {'("+", du, dv)': "du"}, hint="(u + v)′ = u′ + v′."),
    patch(
        "the slope of a product is the product of the slopes",
        {PRODUCT: '("*", du, dv)'},
        hint="(u v)′ = u′ v + u v′: two terms.",
    ),
    patch("the product rule has one term", {PRODUCT: '("*", u, dv)'}, hint="(u v)′ = u′ v + u v′: two terms."),
    patch(
        "the slope of a quotient is the quotient of the slopes",
        {QUOTIENT: '("/", du, dv) if dv else du'},
        hint="(u / v)′ = (u′ v − u v′) / v².",
    ),
    patch(
        "the quotient's numerator is turned round",
        {QUOTIENT: '("/", ("+", ("*", u, dv), ("*", -1, ("*", du, v))), ("pow", v, 2))'},
        hint="The minus belongs to v′: u′ v − u v′.",
    ),
    patch("the quotient rule has a plus", {'("*", -1, ("*", u, dv))': '("*", u, dv)'}, hint="u′ v − u v′."),
    patch("the quotient is not divided by v²", {'("pow", v, 2)': "v"}, hint="(u′ v − u v′) / v²."),
    patch(
        "inner slopes are missing everywhere",
        {SIN: '("cos", u)', COS: '("*", -1, ("sin", u))', EXP: "formula", LOG: '("/", 1, u)'},
        hint="(sin u)′ = cos u · u′: the chain rule.",
    ),
    patch("the inner slope is missing in the sine", {SIN: '("cos", u)'}, hint="(sin u)′ = cos u · u′."),
    patch("the inner slope is missing in the exponential", {EXP: "formula"}, hint="(e^u)′ = e^u · u′."),
    patch("the inner slope is missing in powers", {POWER: '("*", v, ("pow", u, v - 1))'}, hint="n u^{n−1} · u′."),
    patch("the outer slope is asked at the inner one", {SIN: '("*", ("cos", du), du)'}, hint="cos u, times u′."),
    patch(
        "the cosine has the slope of a sine with a plus", {COS: '("*", ("sin", u), du)'}, hint="(cos u)′ = −sin u · u′."
    ),
    patch("the sine has a minus", {SIN: '("*", ("*", -1, ("cos", u)), du)'}, hint="(sin u)′ = cos u · u′."),
    patch("the logarithm is its own derivative", {LOG: '("*", formula, du)'}, hint="(log u)′ = u′ / u."),
    patch("e^u is treated as a power", {EXP: '("*", ("*", u, ("exp", ("+", u, -1))), du)'}, hint="(e^u)′ = e^u · u′."),
    patch("the exponent is not lowered", {POWER: '("*", ("*", v, ("pow", u, v)), du)'}, hint="n u^{n−1}."),
    patch("the exponent is no factor", {POWER: '("*", ("pow", u, v - 1), du)'}, hint="n u^{n−1}: n is a factor."),
    patch(
        "a power with an exponent that holds x gets the power rule",
        {EXPONENT: '("*", ("*", v, ("pow", u, ("+", v, -1))), du)'},
        hint="(2^x)′ is 2^x log 2: write u^v = e^(v log u).",
    ),
    patch(
        "aˣ gets the power rule, by x for n",
        {EXPONENT: '("*", ("*", v, ("pow", u, ("+", v, -1))), dv)'},
        hint="(2^x)′ is 2^x log 2: write u^v = e^(v log u).",
    ),
    patch(
        "the base is taken for a constant",
        {EXPONENT: '("*", formula, ("*", dv, ("log", u)))'},
        hint="In x^x both move: v′ log u + v u′ / u.",
    ),
    patch("every base is e", {EXPONENT: '("*", formula, dv)'}, hint="(a^v)′ = a^v log a · v′."),
    patch(
        "all powers go through the logarithm",
        {NUMBER: "False"},
        hint="log u is no number for a negative u: a number for exponent has the power rule.",
    ),
    patch("only whole exponents are numbers", {NUMBER: "isinstance(v, int)"}, hint="0.5 is a number as well."),
]


@variant
def by_table(formula):
    """The derivative of the outer operation in each of its arguments, times that of the argument."""
    if formula == "x":
        return 1.0
    if not isinstance(formula, tuple):
        return 0.0
    name, *parts = formula
    u, v = parts[0], parts[-1]
    outer = {
        "+": (1, 1),
        "*": (v, u),
        "/": (("/", 1, v), ("*", ("/", u, ("pow", v, 2)), -1)),
        "sin": (("cos", u),),
        "cos": (("*", ("sin", u), -1),),
        "exp": (formula,),
        "log": (("pow", u, -1),),
        "pow": (("*", formula, ("/", v, u)), ("*", formula, ("log", u))),
    }[name]
    total = 0.0
    for slope, part in zip(outer, parts, strict=True):
        inner = symbolic_diff(part)
        if inner != 0.0:
            total = ("+", total, ("*", slope, inner))
    return total


@variant
def with_simplification(formula):
    def plus(a, b):
        return b if a == 0 else a if b == 0 else ("+", a, b)

    def times(a, b):
        if a == 0 or b == 0:
            return 0
        return b if a == 1 else a if b == 1 else ("*", a, b)

    def d(e):
        if isinstance(e, (int, float)):
            return 0
        if isinstance(e, str):
            return 1
        op, u = e[0], e[1]
        if op == "+":
            return plus(d(u), d(e[2]))
        if op == "*":
            return plus(times(u, d(e[2])), times(d(u), e[2]))
        if op == "/":
            return d(("*", u, ("pow", e[2], -1)))
        if op == "pow" and not isinstance(e[2], (int, float)):
            return times(e, d(("*", e[2], ("log", u))))
        if op == "pow":
            return times(times(e[2], ("pow", u, e[2] - 1)), d(u))
        outer = {"sin": ("cos", u), "cos": times(-1, ("sin", u)), "exp": e, "log": ("pow", u, -1)}
        return times(outer[op], d(u))

    return d(formula)
