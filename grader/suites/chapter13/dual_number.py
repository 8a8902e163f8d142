"""Checks, known bugs and variants of chapter13/dual_number."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    no_hygiene="its arguments are numbers; the check `unchanged` looks at objects",
    minutes=45,
    hints=(
        "Multiply (a + b ε)(c + d ε) out, and drop ε².",
        "Turn a number into a Dual with slope 0 first: then each operator has one case.",
        "2 − x is x.__rsub__(2): the number stands on the left.",
        "For number exponents take n xⁿ⁻¹, with exponent 0 apart; for Dual exponents, u^w = e^(w log u).",
    ),
)


# --- inputs: two numbers with slopes, and a plain one -------------------------------------------------------------------
@cases("s t", (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0))
def numbers(rng, s, t):
    return drawn(rng, s, t)


def drawn(rng, s, t):
    a, c = s * rng.uniform(0.4, 1.9), t * rng.uniform(0.4, 1.9)
    b, d = rng.uniform(0.3, 2.0, size=2) * rng.choice([-1.0, 1.0], size=2)
    return {"a": a, "b": b, "c": c, "d": d, "k": -s * rng.uniform(1.2, 3.0)}


@cases("sign", 1.0, -1.0)
def one(rng, sign):
    return drawn(rng, sign, 1.0)


@cases("repeat", 1, 2)
def positive(rng, repeat):
    return drawn(rng, 1.0, 1.0)


@cases("size", 1e-120, 1e120)
def far(rng, size):
    case = drawn(rng, 1.0, -1.0)
    return {name: size * value for name, value in case.items()}


def told(**results):
    """Name value and slope of each result."""
    return {
        f"{name} {part}": getattr(y, of)
        for name, y in results.items()
        for part, of in (("value", "val"), ("slope", "eps"))
    }


def pair(m, case):
    return m.Dual(case.a, case.b), m.Dual(case.c, case.d)


def made(m, case):
    return told(Dual=m.Dual(case.a, case.b), number=m.Dual(case.a))


def sums(m, case):
    x, y = pair(m, case)
    return told(sum=x + y, difference=x - y, minus=-x)


def products(m, case):
    x, y = pair(m, case)
    return told(product=x * y, square=x * x, quotient=x / y)


def with_numbers(m, case):
    x, _ = pair(m, case)
    return told(
        x_plus_k=x + case.k,
        k_plus_x=case.k + x,
        x_minus_k=x - case.k,
        k_minus_x=case.k - x,
        x_times_k=x * case.k,
        k_times_x=case.k * x,
        x_over_k=x / case.k,
        x_over_many=x / (200 * case.k),
        k_over_x=case.k / x,
        int_minus_x=2 - x,
    )


def whole_powers(m, case):
    x, _ = pair(m, case)
    zero = m.Dual(0.0, case.b)
    return told(
        square=x**2,
        cube=x**3,
        inverse=x**-1,
        first=x**1,
        none=x**0,
        zero_none=zero**0,
        zero_first=zero**1,
        zero_square=zero**2,
    )


def other_powers(m, case):
    x, y = pair(m, case)
    return told(root=x**0.5, inverse_root=x**-1.5, exponential=3**x, small_base=0.25**y, both=x**y, own=x**x)


def functions(m, case):
    """tanh also where it has almost levelled off: its slope needs many digits there."""
    x, _ = pair(m, case)
    return told(
        sin=x.sin(),
        exp=x.exp(),
        tanh=x.tanh(),
        tanh_level=m.Dual(5.4 * case.a / abs(case.a) + 0.4 * case.a, case.b).tanh(),
        relu=x.relu(),
        relu_small=(0.3 * x).relu(),
        relu_at_0=m.Dual(0.0, case.b).relu(),
    )


def logarithms(m, case):
    x, y = pair(m, case)
    return told(log=x.log(), chain=(x * y).log())


def chains(m, case):
    x, y = pair(m, case)
    return told(
        neuron=(0.5 * case.k * x + y - 0.5).tanh(),
        wave=(x * x / (1 + y * y)).sin().exp(),
        poly=((2 * x - 3) * x + 1) / (4 - y),
        numpy=np.sin(x) * np.exp(y) - np.tanh(x * y),
    )


def rational(m, case):
    x, y = pair(m, case)
    return told(sum=x + y, product=x * y, quotient=x / y)


def f_rational(x):
    return (x * x + 1) / (3 - x)


def f_mixed(x):
    return x * x.sin() + 2 ** (x / 2)


def f_power(x):
    return x**3 - x**2 / 4


def f_constant(x):
    return 4.5


def f_identity(x):
    return x


@cases("f times", (f_rational, 1.0), (f_mixed, 0.5), (f_power, 1.0), (f_identity, 0.5))
def slopes(rng, f, times):
    """Slopes, and where they are taken, are above 1 in two cases, and not in the others."""
    return {"f": f, "x": times * rng.uniform(1.2, 1.9)}


@cases("f", f_constant)
def flat(rng, f):
    return {"f": f, "x": rng.uniform(0.3, 1.9)}


has_both = agrees("A Dual has its value and its slope; the slope is 0 if none is given.", numbers, of=made, needs=[])
adds = agrees("Sums and differences have the sum and the difference of the slopes.", numbers, of=sums, needs=[has_both])
multiplies = agrees(
    "Products and quotients obey the product rule and the quotient rule.",
    numbers,
    of=products,
    points=2,
    needs=[has_both],
)
either_side = agrees("A number may stand on either side.", one, of=with_numbers, points=2, needs=[adds, multiplies])
whole = agrees(
    "Whole exponents have the power rule, also for negative bases, for 0, and for the exponent 0.",
    one,
    of=whole_powers,
    needs=[has_both],
)
others = agrees(
    "Other exponents, Dual exponents and Dual bases are right.", positive, of=other_powers, needs=[has_both]
)
elementary = agrees("sin, exp, tanh and relu have value and slope.", one, of=functions, needs=[has_both])
logs = agrees("log has value and slope.", positive, of=logarithms, needs=[multiplies])
chained = agrees(
    "Chains of operations give the slope of the whole.",
    numbers,
    of=chains,
    points=2,
    kind="gradient",
    needs=[has_both],
)
derived = agrees("derivative gives f′(x).", slopes, of="derivative", kind="gradient", needs=[either_side, whole])
constant_f = agrees(
    "A function that returns a plain number has the derivative 0.", flat, of="derivative", needs=[derived]
)
every_scale = agrees(
    "It is right for tiny numbers and for huge ones.", far, of=rational, separates=False, needs=[multiplies]
)


@check(points=1, kind="state", needs=[multiplies])
def unchanged(student, numbers):
    """No operation changes the Duals that it is made of."""

    def used(m, case):
        x, y = pair(m, case)
        told(sum=x + y, product=x * y, quotient=x / y, difference=x - y, minus=-x, square=x**2, exp=x.exp())
        return told(x=x, y=y)

    for case, after in student.each(used, numbers):
        want = {"x value": case.a, "x slope": case.b, "y value": case.c, "y slope": case.d}
        assert_close(after, want, where=case)


@check(points=1, kind="state", needs=[multiplies])
def makes_new(student, numbers):
    """Every operation makes a new Dual: also x + 0, x ** 1, and relu of what is positive."""

    def changed(m, case):
        x = m.Dual(abs(case.a), case.b)
        for y in (x + 0, 0 + x, x - 0, x * 1, 1 * x, x / 1, x**1, x.relu()):
            y.val, y.eps = 7.0, 8.0
        return told(x=x)

    for case, after in student.each(changed, numbers):
        assert_close(after, {"x value": abs(case.a), "x slope": case.b}, where=case)


MUL = "self.val * other.eps + self.eps * other.val"
BUGS = [
    patch(
        "the product rule lacks a term",
        {MUL: "self.val * other.eps"},
        hint="Multiply (a + b ε)(c + d ε) out: a d + b c.",
    ),
    patch(
        "the slope of a product is the product of the slopes",
        {MUL: "self.eps * other.eps"},
        hint="That is the term with ε², which vanishes.",
    ),
    patch(
        "the quotient rule has a plus",
        {"(self.eps - ratio * other.eps)": "(self.eps + ratio * other.eps)"},
        hint="(b c − a d)/c².",
    ),
    patch(
        "the slope of a quotient is the quotient of the slopes",
        {"(self.eps - ratio * other.eps) / other.val": "self.eps / (other.eps or 1.0)"},
        hint="(b c − a d)/c².",
    ),
    patch(
        "2 − x gives x − 2",
        {"return _dual(other) - self": "return self - other"},
        hint="__rsub__ is called with the number on the left: other − self.",
    ),
    patch(
        "2 / x gives x / 2",
        {"return _dual(other) / self": "return self / other"},
        hint="__rtruediv__ is called with the number on the left: other / self.",
    ),
    patch(
        "2 / x has the slope of 1 / x",
        {"return _dual(other) / self": "return Dual(other / self.val, -self.eps / self.val**2)"},
        hint="(k/x)′ = −k/x².",
    ),
    patch(
        "x / 2 keeps the slope of x",
        {
            "        ratio = self.val / other.val": "        if other.eps == 0.0:\n            return Dual(self.val / other.val, self.eps)\n        ratio = self.val / other.val"
        },
        hint="A number divides value and slope.",
    ),
    patch(
        "a number that is added moves the slope",
        {
            "return number if isinstance(number, Dual) else Dual(number)": "return number if isinstance(number, Dual) else Dual(number, 1.0)"
        },
        hint="A number does not depend on x: its slope is 0.",
    ),
    patch("the power rule keeps the exponent", {"self.val ** (other - 1)": "self.val**other"}, hint="(xⁿ)′ = n xⁿ⁻¹."),
    patch(
        "the power rule forgets the inner slope",
        {"other * self.val ** (other - 1) * self.eps": "other * self.val ** (other - 1)"},
        hint="The chain rule: times the slope of the base.",
    ),
    patch(
        "all powers go through the logarithm, which negative bases don't have",
        {
            "if isinstance(other, Dual):\n            return (other * self.log()).exp()": "if True:\n            return (_dual(other) * self.log()).exp()"
        },
        hint="(−2)³ is −8: number exponents have the power rule.",
    ),
    patch(
        "the exponent 0 divides by zero at 0",
        {"        if other == 0:\n            return Dual(1.0)\n": ""},
        hint="x⁰ is 1, with slope 0; n xⁿ⁻¹ is 0 · 0⁻¹ there.",
    ),
    patch(
        "a Dual exponent is treated like a number",
        {"return (other * self.log()).exp()": "other = other.val"},
        hint="x^x changes through its exponent, too: e^(w log u).",
    ),
    patch(
        "2 ** x has the slope of e ** x",
        {"return (self * math.log(other)).exp()": "return Dual(other**self.val, other**self.val * self.eps)"},
        hint="2^x = e^(x log 2): times log 2.",
    ),
    patch(
        "2 ** x has the slope of a power of x",
        {
            "return (self * math.log(other)).exp()": (
                "return Dual(other**self.val, self.val * other ** (self.val - 1) * self.eps)"
            )
        },
        hint="The base is the number here, and the exponent moves: 2^x = e^(x log 2).",
    ),
    patch(
        "the slope of sin has the wrong sign",
        {"math.cos(self.val) * self.eps": "-math.cos(self.val) * self.eps"},
        hint="sin′ = cos.",
    ),
    patch(
        "sin forgets the inner slope",
        {"math.cos(self.val) * self.eps": "math.cos(self.val)"},
        hint="The chain rule: times the slope of what is inside.",
    ),
    patch(
        "exp forgets the inner slope",
        {"power * self.eps": "power"},
        hint="The chain rule: times the slope of what is inside.",
    ),
    patch("tanh′ is taken for 1 − tanh", {"(1.0 - t * t)": "(1.0 - t)"}, hint="tanh′ = 1 − tanh²."),
    patch(
        "log′ is taken for the logarithm's own inverse",
        {"self.eps / self.val)": "self.eps / math.log(self.val))"},
        hint="log′ x = 1/x.",
    ),
    patch("relu lets the slope through at 0", {"if self.val > 0": "if self.val >= 0"}, hint="Here relu′(0) = 0."),
    patch(
        "relu hands back x itself where it is positive",
        {"return Dual(self.val, self.eps) if self.val > 0": "return self if self.val > 0"},
        hint="Whoever changes the result later would change x: make a new Dual.",
    ),
    patch(
        "the exponent 1 hands back x itself",
        {
            "if other == 0:\n            return Dual(1.0)\n": "if other == 0:\n            return Dual(1.0)\n        if other == 1:\n            return self\n"
        },
        hint="Whoever changes the result later would change x: make a new Dual.",
    ),
    patch("relu keeps its slope below 0", {"else Dual(0.0)": "else Dual(0.0, self.eps)"}, hint="Below 0 relu is flat."),
    patch(
        "the minus in front leaves the slope",
        {"Dual(-self.val, -self.eps)": "Dual(-self.val, self.eps)"},
        hint="(−f)′ = −f′.",
    ),
    patch(
        "a Dual's slope is 1 if none is given", {"eps: float = 0.0": "eps: float = 1.0"}, hint="A number has slope 0."
    ),
    patch(
        "a product changes its left factor",
        {
            f"return Dual(self.val * other.val, {MUL})": f"old = Dual(self.val, self.eps); self.val, self.eps = self.val * other.val, {MUL}; return self if old.val == 0 else Dual(self.val, self.eps)"
        },
        hint="Make a new Dual: x is needed again.",
    ),
    patch(
        "derivative returns the value",
        {"(f(Dual(x, 1.0))).eps": "(f(Dual(x, 1.0))).val"},
        hint="The slope is asked for.",
    ),
    patch("derivative starts with slope 0", {"Dual(x, 1.0)": "Dual(x)"}, hint="dx/dx = 1."),
    patch("derivative starts with slope x", {"Dual(x, 1.0)": "Dual(x, x)"}, hint="dx/dx = 1."),
    patch(
        "derivative fails for a function that returns a number",
        {"return _dual(f(Dual(x, 1.0))).eps": "return f(Dual(x, 1.0)).eps"},
        hint="A number has slope 0.",
    ),
    patch(
        "slopes are clipped at ±1000",
        {"self.eps = float(eps)": "self.eps = min(max(float(eps), -1e3), 1e3)"},
        hint="A slope may be as large as it likes.",
    ),
]


@variant(of="Dual")
class Pairs:
    def __init__(self, val, eps=0.0):
        self.val, self.eps = float(val), float(eps)

    @staticmethod
    def parts(other):
        return (other.val, other.eps) if isinstance(other, Pairs) else (float(other), 0.0)

    def chain(self, value, slope):
        return Pairs(value, slope * self.eps)

    def __add__(self, other):
        c, d = self.parts(other)
        return Pairs(self.val + c, self.eps + d)

    def __mul__(self, other):
        c, d = self.parts(other)
        return Pairs(self.val * c, self.eps * c + d * self.val)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -1 * other

    def __rsub__(self, other):
        return -self + other

    def inverse(self):
        return self.chain(1 / self.val, -1 / self.val / self.val)

    def __truediv__(self, other):
        return self * (other.inverse() if isinstance(other, Pairs) else 1 / other)

    def __rtruediv__(self, other):
        return self.inverse() * other

    def __pow__(self, other):
        c, d = self.parts(other)
        slope = c * self.val ** (c - 1) * self.eps if c and self.eps else 0.0
        return Pairs(self.val**c, slope + (math.log(self.val) * self.val**c * d if d else 0.0))

    def __rpow__(self, other):
        return self.chain(other**self.val, other**self.val * math.log(other))

    def sin(self):
        return self.chain(math.sin(self.val), math.cos(self.val))

    def exp(self):
        return self.chain(math.exp(self.val), math.exp(self.val))

    def log(self):
        return self.chain(math.log(self.val), 1 / self.val)

    def tanh(self):
        return self.chain(math.tanh(self.val), 1 / math.cosh(self.val) ** 2)

    def relu(self):
        return self.chain(max(self.val, 0.0), float(self.val > 0))


@variant(of="derivative")
def seeded_otherwise(f, x):
    y = f(Dual(x, 2.0))
    return y.eps / 2 if hasattr(y, "eps") else 0.0


@variant(of="derivative")
def with_default(f, x):
    return float(getattr(f(Dual(x, 1)), "eps", 0))
