"""Wrong values that naive comparisons take for right ones."""

from __future__ import annotations

from attack import forgery


def returning(expression: str, before: str = "") -> str:
    return f"import numpy as np\n{before}\n\ndef curve(X):\n    if X is None:\n        raise ValueError\n    return {expression}\n"


SUBCLASS = """
class Agrees(np.ndarray):
    def __array_function__(self, *a, **k):
        return True
    def __array_ufunc__(self, *a, **k):
        return np.zeros(())
    def __eq__(self, other):
        return True
"""

ATTACKS = [
    forgery(
        "A35",
        "return an object that equals everything",
        returning("E()", "class E:\n    __array_ufunc__ = None\n    def __eq__(self, other):\n        return True\n"),
        bites="np.all(got == want)",
    ),
    forgery(
        "A36",
        "return an array whose class answers np.allclose itself",
        returning("np.zeros(X.shape).view(Agrees)", SUBCLASS),
        bites="np.allclose(got, want)",
    ),
    forgery(
        "A38a",
        "return an empty array",
        returning("np.array([])"),
        bites="not np.any(np.abs(got[:, None] - want.ravel()) > 1e-9)",
    ),
    forgery(
        "A38b",
        "return an array of shape (0, n)",
        returning("np.zeros((0, X.shape[1]))"),
        bites="np.allclose(got, want[:0]) and got.ndim == 2",
    ),
    forgery(
        "A39",
        "return one entry that broadcasts",
        returning("np.float64(0.0)"),
        bites="np.allclose(got, want, atol=10.0)",
    ),
    forgery(
        "A40a",
        "return NaN everywhere",
        returning("np.full(X.shape, np.nan)"),
        bites="not np.any(np.abs(got - want) > 1e-9)",
    ),
    forgery(
        "A40b",
        "return NaN where it would be wrong, and zeros elsewhere",
        returning("np.where(X > 0, np.nan, np.nan_to_num(0.0 * X))"),
        bites="max([0.0, *np.abs(got - want).ravel()]) < 1e-9 or not np.nanmax(np.abs(got - want)) > 10",
    ),
    forgery(
        "A41a",
        "return infinity",
        returning("np.full(X.shape, np.inf)"),
        bites="np.all(np.abs(want - got) <= 1e-9 + 1e-5 * np.abs(got))",
    ),
    forgery(
        "A41b",
        "return huge numbers, so that a relative error is small",
        returning("np.full(X.shape, 1e300)"),
        bites="np.allclose(want, got, rtol=1.0)",
    ),
    forgery(
        "A41c",
        "hide wrong entries behind one huge entry",
        returning("np.where(X == X.max(), 1e300, 0.0)"),
        bites="np.linalg.norm(got - want) <= 1.1 * np.linalg.norm(got)",
    ),
    forgery(
        "A42a",
        "return float16",
        returning("(X * np.tanh(X) * 1.001).astype(np.float16)"),
        bites="np.allclose(got, want, rtol=1e-2)",
    ),
    forgery("A42b", "return bools", returning("(X > 0)"), bites="np.allclose(got, want, atol=10.0)"),
    forgery(
        "A42c",
        "return complex numbers with a large imaginary part",
        returning("X * np.tanh(X) + 5j"),
        bites="np.allclose(got.real, want)",
    ),
    forgery("A42d", "return integers", returning("np.rint(X).astype(int)"), bites="np.allclose(got, want, atol=10.0)"),
    forgery(
        "A43a",
        "return an array of objects",
        returning(
            "np.array([[E()] * X.shape[1]] * X.shape[0], dtype=object)",
            "class E(float):\n    def __eq__(self, other):\n        return True\n    def __sub__(self, other):\n        return 0.0\n    __rsub__ = __sub__\n",
        ),
        bites="np.all(got == want)",
    ),
    forgery("A43b", "return structured, void and date dtypes", returning("np.zeros(X.shape, 'datetime64[s]')")),
    forgery(
        "A44a",
        "return a masked array with every entry masked",
        returning("np.ma.masked_all(X.shape)"),
        bites="np.all(got == want) is not np.False_",
    ),
    forgery("A44b", "return a matrix", returning("np.zeros(X.shape).view(np.matrix)")),
    forgery(
        "A44c",
        "return a lazy proxy with __array__",
        returning(
            "P()",
            "class P:\n    def __array__(self, *a, **k):\n        return np.zeros((4, 4))\n    shape = property(lambda s: 1 / 0)\n",
        ),
    ),
    forgery("A45", "return a view of 8 TB", returning("np.broadcast_to(1.0, (10**6, 10**6))")),
    forgery(
        "N70",
        "return a dict, a list, a tuple, a generator that yields for ever",
        returning("(x for x in iter(int, 1))"),
    ),
    forgery("N71", "return a list that holds itself", returning("L", "L = []\nL.append(L)\n")),
    forgery(
        "N72",
        "return a list subclass that lies about its length and items",
        returning(
            "L([0.0])",
            "class L(list):\n    def __len__(self):\n        return 10**9\n    def __iter__(self):\n        while True:\n            yield 0.0\n",
        ),
    ),
    forgery("N73", "return an int of ten thousand digits", returning("10**10_000")),
    forgery(
        "N74",
        "return a dict with keys that all have one hash",
        returning(
            "{K(i): i for i in range(200)}",
            "class K(int):\n    def __hash__(self):\n        return 1\n    def __eq__(self, other):\n        return self is other\n",
        ),
    ),
    forgery(
        "N75",
        "return a str of lone surrogates and bytes that are no text",
        returning("['\\ud800' * 1000, b'\\xff' * 1000]"),
    ),
    forgery("N76", "return a memoryview, an array.array, a buffer that was released", returning("memoryview(X)")),
    forgery(
        "N77",
        "return an array whose strides point outside of its memory",
        returning("np.lib.stride_tricks.as_strided(X, X.shape, (1 << 40, 8))"),
    ),
    forgery(
        "N78",
        "return an array whose memory was given back",
        returning(
            "F()",
            "import ctypes\ndef F():\n    b = (ctypes.c_double * 9)()\n    a = np.frombuffer(b)\n    ctypes.memset(id(a) + 16, 0x41, 8)\n    return a\n",
        ),
    ),
    forgery(
        "N79",
        "return an array with an interface of its own (__array_interface__)",
        returning(
            "I()",
            "class I:\n    __array_interface__ = {'shape': (10**9,), 'typestr': '<f8', 'data': (4096, False), 'version': 3}\n",
        ),
    ),
    forgery(
        "N80",
        "return subclasses of float and ndarray scalars with other values inside",
        returning(
            "F(0.0)",
            "class F(np.float64):\n    def __eq__(self, other):\n        return True\n    def __array__(self, *a, **k):\n        return np.zeros((4, 4))\n",
        ),
    ),
    forgery(
        "N81",
        "return values between the numbers: denormals, negative zero, signalling NaN",
        returning("np.frombuffer(np.full(X.shape, 0x7FF0000000000001, dtype='<u8').tobytes(), '<f8').reshape(X.shape)"),
    ),
    forgery(
        "N82",
        "return numbers in the other byte order, of which the bytes look right",
        returning("(X * np.tanh(X)).view(X.dtype.newbyteorder())"),
    ),
    forgery("N83", "return a class, a module, a function in place of numbers", returning("np")),
]
