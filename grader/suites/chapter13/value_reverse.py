"""Checks, known bugs and variants of chapter13/value_reverse."""

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    no_hygiene="its arguments are numbers; the check `afresh` looks at what is kept",
    minutes=60,
    requires=("chapter13/dual_number",),
    hints=(
        "Each operation writes down what its result was made of, and the slope in each of these.",
        "Put all that y is made of in an order, each behind what it is made of. Then walk through it in reverse.",
        "On its turn a number adds to each of its parents: slope · its own grad.",
        "Which grads must be 0 before the walk begins?",
    ),
    seconds=5.0,
)


@cases("s t sign", (1.0, 1.0, 1.0), (-1.0, 1.0, -1.0), (1.0, -1.0, -1.0), exact="k")
def numbers(rng, s, t, sign):
    """k has digits that get lost where it is rounded to six: they show in x + k, or in x − k, whichever is nearer to 0.

    Neither is near to 0, nor is a c + k.
    """
    k = sign * (float(f"{rng.uniform(2.2, 2.5):.2e}") + 4e-7)
    return {"a": s * rng.uniform(0.4, 1.9), "c": t * rng.uniform(0.4, 1.9), "k": k}


@cases("repeat", 1, 2)
def positive(rng, repeat):
    return {"a": rng.uniform(0.4, 1.9), "c": rng.uniform(1.1, 1.9), "k": rng.uniform(1.2, 3.0)}


@cases("size", 1e-70, 1e70)
def far(rng, size):
    return {"a": size * rng.uniform(1.0, 2.0), "c": -size * rng.uniform(1.0, 2.0), "k": size * rng.uniform(1.0, 2.0)}


def told(y, **leaves):
    """Go back from y, and tell its data and what the leaves have heard."""
    y.backward()
    return {"y": y.data, **{f"∂y/∂{name}": leaf.grad for name, leaf in leaves.items()}}


def operations(**built):
    """Return a scenario that builds each y of leaves of its own."""

    def scenario(m, case):
        results = {}
        for name, build in built.items():
            x, w = m.Value(case.a), m.Value(case.c)
            for key, value in told(build(x, w, case.k), x=x, w=w).items():
                results[f"{name}: {key}"] = value
        return results

    return scenario


start = operations(x=lambda x, w, k: x)
simple = operations(sum=lambda x, w, k: x + w, difference=lambda x, w, k: x - w, minus=lambda x, w, k: -x)
products = operations(
    product=lambda x, w, k: x * w, quotient=lambda x, w, k: x / w, small_quotient=lambda x, w, k: x / (500 * w)
)
mixed = operations(
    x_plus_k=lambda x, w, k: x + k,
    k_plus_x=lambda x, w, k: k + x,
    x_minus_k=lambda x, w, k: x - k,
    k_minus_x=lambda x, w, k: k - x,
    x_times_k=lambda x, w, k: x * k,
    k_times_x=lambda x, w, k: k * x,
    x_over_k=lambda x, w, k: x / k,
    k_over_x=lambda x, w, k: k / x,
)
powers = operations(
    square=lambda x, w, k: x**2,
    cube=lambda x, w, k: x**3,
    inverse=lambda x, w, k: x**-1,
    none=lambda x, w, k: x**0,
    zero=lambda x, w, k: (x - x.data) ** 2 + (x - x.data) ** 1 + (x - x.data) ** 0,
)
functions = operations(
    exp=lambda x, w, k: x.exp(),
    tanh=lambda x, w, k: x.tanh(),
    level=lambda x, w, k: (0.2 * x + 5.5).tanh(),  # its slope needs many digits
    relu=lambda x, w, k: x.relu(),
    small=lambda x, w, k: (0.3 * x).relu(),
    at_0=lambda x, w, k: (x - x.data).relu() + w,
)
logarithm = operations(log=lambda x, w, k: x.log(), root=lambda x, w, k: x**0.5 * w**-1.5)
neuron = operations(
    neuron=lambda x, w, k: (x * w + k).tanh(),
    wave=lambda x, w, k: (x / (5 + w * 2)).exp(),
    deep=lambda x, w, k: -(2 - x * w).tanh().exp(),
)


def shared_twice(x, w, k):
    s = x * w
    return s * s + s / 3 - x


def diamond(x, w, k):
    s = x + k
    left, right = s.tanh(), s * w
    return left * right + s


def handed_on(x, w, k):
    s = x * w
    t = s + x
    return t * s + t


shared = operations(
    square=lambda x, w, k: x * x,
    double=lambda x, w, k: x + x,
    ratio=lambda x, w, k: (x + w) / x,
    s=shared_twice,
    diamond=diamond,
    handed_on=handed_on,
)


def rungs(x, w, k):
    y = x
    for _ in range(30):
        y = y + y
    return y * w


def long(x, w, k):
    y = x
    for _ in range(145):
        y = y * 0.98 + w
    return y


ladder, line = operations(ladder=rungs), operations(line=long)


def again(m, case):
    """Go back twice from one end, and once from another that was made of the same numbers."""
    x, w = m.Value(case.a), m.Value(case.c)
    s = x * w
    y, z = s * s + x, s + 2 * w
    first, second = told(y, x=x, w=w, s=s), told(y, x=x, w=w, s=s)
    return {"first": first, "second": second, "another end": told(z, x=x, w=w, s=s), "data": [x.data, w.data, s.data]}


def fresh(m, case):
    x = m.Value(case.a)
    return {"data": x.data, "grad": x.grad}


def results_changed(m, case):
    """Change the results of operations that leave a number as it is."""
    x = m.Value(case.a)
    for y in (x + 0, 0 + x, x - 0, x * 1, 1 * x, x / 1, x**1, x.relu()):
        y.data = 7.0
    return {"data": x.data}


new = agrees("A Value has its data, and 0 for grad.", numbers, of=fresh, needs=[])
ends = agrees("Sums and differences hand back 1 and −1; the end itself has 1.", numbers, of=simple, needs=[])
multiplies = agrees(
    "Products hand back the other factor, quotients their two slopes.", numbers, of=products, points=2, needs=[]
)
either = agrees("A number may stand on either side.", numbers, of=mixed, points=2, needs=[])
power = agrees(
    "Powers have the power rule, also for negative bases, for 0, and for the exponent 0.", numbers, of=powers, needs=[]
)
elementary = agrees("exp, tanh and relu have their slopes.", numbers, of=functions, needs=[])
logs = agrees("log and broken exponents have their slopes.", positive, of=logarithm, needs=[])
chain = agrees(
    "Chains of operations hand back the product of the slopes.", numbers, of=neuron, kind="gradient", needs=[]
)
adds = agrees(
    "What is used more than once adds up what it hears: x · x, x + x, diamonds.",
    numbers,
    of=shared,
    points=3,
    kind="gradient",
    needs=[],
)
once = agrees(
    "Each number is visited once: 30 doublings in a row take no time.", positive, of=ladder, kind="property", needs=[]
)
deep = agrees("A line of 290 operations is walked back.", positive, of=line, needs=[], separates=False)
afresh = agrees(
    "backward starts afresh: twice gives the same, and what another end has left does not count.",
    numbers,
    of=again,
    points=2,
    kind="state",
    needs=[],
)
makes_new = agrees(
    "Every operation makes a new Value: also x + 0, x ** 1, and relu of what is positive.",
    positive,
    of=results_changed,
    kind="state",
    needs=[],
)
every_scale = agrees(
    "It is right for tiny numbers and for huge ones.", far, of=products, separates=False, needs=[multiplies]
)

BUGS = [
    patch(
        "what is heard last overwrites the rest",
        {"parent.grad += slope * node.grad": "parent.grad = slope * node.grad"},
        hint="A number that is used twice hears twice: +=.",
    ),
    patch(
        "x + x and x · x count x once",
        {"for parent, slope in node._parents:": "for parent, slope in dict(node._parents).items():"},
        hint="x · x has two parents, though they are one number.",
    ),
    patch(
        "numbers are walked in the order in which they were met, not when all have spoken",
        {
            "order.append(node)\n        elif": "pass\n        elif",
            "done.add(node)\n": "done.add(node)\n            order.insert(0, node)\n",
        },
        hint="A number may hand on its grad when all that use it have spoken.",
    ),
    patch(
        "numbers are walked in the order of their distance from the end",
        {
            "order = _order(self)": "order = [self]\n        for node in order:\n            order += [p for p, _ in dict.fromkeys(node._parents) if p not in order]",
            "in reversed(order)": "in order",
        },
        hint="One way to a number may be shorter than another: it may hand on its grad when all that use it have spoken.",
    ),
    patch(
        "grads are not set to 0 at the beginning",
        {"            node.grad = 0.0\n": "            pass\n"},
        hint="What an earlier pass has left would be added to.",
    ),
    patch(
        "only inputs are set to 0 at the beginning",
        {"            node.grad = 0.0\n": "            node.grad = 0.0 if not node._parents else node.grad\n"},
        hint="Numbers in between keep theirs, and hand them on once more: all begin with 0.",
    ),
    patch(
        "the end does not begin with 1", {"self.grad = 1.0": "self.grad = self.data"}, hint="∂y/∂y is 1, whatever y is."
    ),
    patch(
        "2 − x gives x − 2",
        {"return _value(other) - self": "return self - other"},
        hint="__rsub__ is called with the number on the left.",
    ),
    patch(
        "2 / x gives x / 2",
        {"return _value(other) / self": "return self / other"},
        hint="__rtruediv__ is called with the number on the left.",
    ),
    patch(
        "a product hands each factor itself",
        {"(self, other.data), (other, self.data)": "(self, self.data), (other, other.data)"},
        hint="The derivative of a b with respect to a is b.",
    ),
    patch(
        "the second slope of a quotient has the wrong sign",
        {"-ratio / other.data": "ratio / other.data"},
        hint="(a/b)′ with respect to b is −a/b².",
    ),
    patch("a difference hands 1 to both", {"(other, -1.0)": "(other, 1.0)"}, hint="a − b falls with b."),
    patch(
        "the power rule keeps the exponent", {"self.data ** (other - 1)": "self.data**other"}, hint="(xⁿ)′ = n xⁿ⁻¹."
    ),
    patch(
        "the minus in front hands back 1",
        {"_made(-self.data, (self, -1.0))": "_made(-self.data, (self, 1.0))"},
        hint="(−x)′ = −1.",
    ),
    patch("exp hands back 1", {"(self, power)": "(self, 1.0)"}, hint="(eˣ)′ = eˣ."),
    patch("log hands back x", {"(self, 1.0 / self.data)": "(self, self.data)"}, hint="log′ x = 1/x."),
    patch("tanh′ is taken for 1 − tanh", {"1.0 - t * t": "1.0 - t"}, hint="tanh′ = 1 − tanh²."),
    patch("relu lets the slope through at 0", {"if self.data > 0": "if self.data >= 0"}, hint="Here relu′(0) = 0."),
    patch(
        "relu hands back x itself where it is positive",
        {"return _made(self.data, (self, 1.0)) if self.data > 0": "return self if self.data > 0"},
        hint="Whoever changes the result later would change x: make a new Value.",
    ),
    patch(
        "the exponent 1 hands back x itself",
        {"        slope = other *": "        if other == 1:\n            return self\n        slope = other *"},
        hint="Whoever changes the result later would change x: make a new Value.",
    ),
    patch(
        "relu keeps its slope below 0",
        {"_made(0.0, (self, 0.0))": "_made(0.0, (self, 1.0))"},
        hint="Below 0 relu is flat.",
    ),
    patch(
        "grad begins with 1",
        {"self.grad = 0.0\n        self._parents": "self.grad = 1.0\n        self._parents"},
        hint="Before any backward, grad is 0.",
    ),
    patch(
        "the walk goes from the inputs to the end",
        {"in reversed(order)": "in order"},
        hint="Begin with the end, which has 1.",
    ),
    patch(
        "grads are clipped at ±1000",
        {"parent.grad += slope * node.grad": "parent.grad = min(max(parent.grad + slope * node.grad, -1e3), 1e3)"},
        hint="A slope may be as large as it likes.",
    ),
    patch(
        "every path is walked",
        {
            "        for node in reversed(order):\n            for parent, slope in node._parents:\n                parent.grad += slope * node.grad": "        todo = [(self, 1.0)]\n        while todo:\n            node, heard = todo.pop()\n            for parent, slope in node._parents:\n                parent.grad += slope * heard\n                todo.append((parent, slope * heard))"
        },
        hint="Each number hands on its grad once, when all that use it have spoken.",
        times_out=True,
    ),
]


EQUIVALENT = {
    "Value.__truediv__: 1.0 / other.data → 1 / other.data": "the same number",
    "Value.log: 1.0 / self.data → 1 / self.data": "the same number",
    "Value.backward: order → order[:-1]": "the end is set to 1 anyway",
    "Value.__add__: _made(self.data + other.data, (self, 1.0), (other, 1.0)) → "
    "_made(self.data + other.data, (other, 1.0), (self, 1.0))": "the order of parents does not matter",
    "Value.__sub__: _made(self.data - other.data, (self, 1.0), (other, -1.0)) → "
    "_made(self.data - other.data, (other, -1.0), (self, 1.0))": "the order of parents does not matter",
    "Value.__mul__: _made(self.data * other.data, (self, other.data), (other, self.data)) → "
    "_made(self.data * other.data, (other, self.data), (self, other.data))": "the order of parents does not matter",
    "Value.__truediv__: _made(ratio, (self, 1.0 / other.data), (other, -ratio / other.data)) → "
    "_made(ratio, (other, -ratio / other.data), (self, 1.0 / other.data))": "the order of parents does not matter",
    "Value.__init__: self.grad = 0.0 → "
    "type(self).grad = 0.0": "it is read from the class until backward sets the own one",
}

VARIANTS = [
    patch(
        "backwards through the parents, without +=",
        {
            "for parent, slope in node._parents:": "heard = node.grad\n            for parent, slope in node._parents[::-1]:",
            "parent.grad += slope * node.grad": "parent.grad = heard * slope + parent.grad",
        },
    ),
    patch(
        "a quotient is a product with a power",
        {
            "other = _value(other)\n        ratio = self.data / other.data": "return self * _value(other) ** -1\n        ratio = self.data / other.data"
        },
    ),
]


@variant
class Value:
    def __init__(self, data, parents=(), rule=lambda g: ()):
        self.data, self.grad, self.parents, self.rule = float(data), 0.0, parents, rule

    def of(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.of(other)
        return type(self)(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        other = self.of(other)
        return type(self)(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-self.of(other))

    def __rsub__(self, other):
        return self.of(other) + (-self)

    def __truediv__(self, other):
        return self * self.of(other) ** -1

    def __rtruediv__(self, other):
        return self.of(other) * self**-1

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n != 0 else 0.0
        return type(self)(self.data**n, (self,), lambda g: (g * slope,))

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, (self,), lambda g: (g * e,))

    def log(self):
        return type(self)(math.log(self.data), (self,), lambda g: (g / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, (self,), lambda g: (g * (1 - t**2),))

    def relu(self):
        return type(self)(max(0.0, self.data), (self,), lambda g: (g if self.data > 0 else 0.0,))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order[::-1]:
            for parent, g in zip(node.parents, node.rule(node.grad), strict=True):
                parent.grad = parent.grad + g
