"""Wrong answers that want to pass: by patching, by lying objects, by timing. None takes the channel over (see protocol).

`bites` is a line that a grader in the learner's process might decide by, on `got` and `want`: each of these answers,
wrong as it is, makes it true.
"""

from __future__ import annotations

from attack import WRONG, forgery

ALLCLOSE = "np.allclose(got, want)"

ATTACKS = [
    # --- leaving early ------------------------------------------------------------------------------------------------
    forgery(
        "A03a", "raise KeyboardInterrupt out of the runner", WRONG + "\ndef curve(X):\n    raise KeyboardInterrupt\n"
    ),
    forgery("A03b", "raise SystemExit(0) while imported", "raise SystemExit(0)\n"),
    forgery("A03c", "raise GeneratorExit, which is no Exception", WRONG + "\ndef curve(X):\n    raise GeneratorExit\n"),
    forgery(
        "A03d",
        "end Python with code 0 in the middle of a call",
        WRONG + "\nimport os\ndef curve(X):\n    os._exit(0)\n",
    ),
    forgery(
        "N50",
        "raise an exception whose text, class and attributes lie or raise",
        """
        class Odd(type):
            @property
            def __name__(cls):
                raise SystemExit(0)
            def __instancecheck__(cls, other):
                return True

        class Passed(BaseException, metaclass=Odd):
            def __str__(self):
                raise SystemExit(0)
            __repr__ = __str__
            @property
            def __traceback__(self):
                raise SystemExit(0)
            def __getattribute__(self, name):
                raise SystemExit(0)

        def curve(X):
            raise Passed()
        """,
    ),
    forgery(
        "N51",
        "raise a group of ten thousand exceptions with causes in a circle",
        """
        def curve(X):
            one, two = ValueError("a"), ValueError("b")
            one.__cause__, two.__cause__ = two, one
            raise ExceptionGroup("all", [one] * 10_000) from two
        """,
    ),
    forgery(
        "N52",
        "raise an exception that is called CheckFailed, AssertionError and NotImplementedError at once",
        """
        class CheckFailed(AssertionError, NotImplementedError):
            pass

        def curve(X):
            raise CheckFailed("passed")
        """,
    ),
    # --- printing -----------------------------------------------------------------------------------------------------
    forgery(
        "A04",
        "print that all tests passed, at exit too",
        WRONG
        + """
import atexit

def boast(*_):
    print("ALL TESTS PASSED")
    print('{"score": 100, "status": "passed"}')

class Late:
    __del__ = boast

keep = [Late()]
atexit.register(boast)
boast()
""",
        bites="'ALL TESTS PASSED' in printed",
    ),
    forgery(
        "N53",
        "print a whole report in the grader's own format",
        WRONG
        + """
print('{"schema": "mdl-grade/report/v1", "score": {"points": 7, "max_points": 7}, "exercises": []}', flush=True)
""",
        bites="'mdl-grade/report/v1' in printed",
    ),
    # --- patching -----------------------------------------------------------------------------------------------------
    forgery(
        "A09a",
        "make np.allclose, np.testing and math.isclose say yes",
        WRONG
        + """
import math
np.allclose = np.array_equal = np.isclose = math.isclose = lambda *a, **k: True
try:
    import unittest
    unittest.TestCase.fail = lambda *a: None
    for name in dir(np.testing):
        if name.startswith("assert_"):
            setattr(np.testing, name, lambda *a, **k: None)
except ImportError:
    pass
""",
        bites=ALLCLOSE,
    ),
    forgery(
        "A09b",
        "make np.abs, np.max and np.isfinite small",
        WRONG
        + """
np.abs = np.max = np.amax = lambda a, *r, **k: 0.0
np.isfinite = lambda a: True
""",
        bites="np.max(np.abs(got - want)) < 1e-9",
    ),
    forgery(
        "A10",
        "put fakes into sys.modules, sys.meta_path, builtins and importlib",
        WRONG
        + """
import builtins, importlib, sys, types
fake = types.ModuleType("numpy")
fake.allclose = lambda *a: True
sys.modules["numpy.testing"] = sys.modules["mdl_grade.checks"] = fake
sys.meta_path.insert(0, type("F", (), {"find_spec": staticmethod(lambda *a: None)}))
builtins.abs = builtins.max = lambda *a: 0
importlib.import_module = lambda *a: fake
""",
        bites="max(abs(got - want)) == 0",
    ),
    forgery(
        "A10b",
        "replace the worker's own modules: interpreter, packer, encoder",
        WRONG
        + """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith(("mdl_grade.sandbox", "msgspec")):
        for attribute in list(vars(module)):
            if callable(getattr(module, attribute)) and not attribute.startswith("_"):
                try:
                    setattr(module, attribute, lambda *a, **k: True)
                except (AttributeError, TypeError):
                    pass
""",
    ),
    forgery(
        "N54",
        "poison the functions of NumPy that the worker's packer uses",
        WRONG
        + """
np.ndarray = type("ndarray", (), {})
np.generic = object
np.asarray = np.array = lambda *a, **k: None
np.may_share_memory = lambda *a: False
""",
    ),
    forgery(
        "N55",
        "replace the wanted value's type: a class that calls itself float in isinstance and type",
        """
        import numpy as np

        class Lies(type):
            def __instancecheck__(cls, other):
                return True
            def __subclasscheck__(cls, other):
                return True
            def __eq__(cls, other):
                return True
            __hash__ = type.__hash__

        class Answer(metaclass=Lies):
            __class__ = np.ndarray
            shape = property(lambda self: self)
            dtype = np.dtype(float)
            def __eq__(self, other):
                return True
            def __getattr__(self, name):
                return self
            def __array__(self, *a, **k):
                raise TypeError

        def curve(X):
            return Answer()
        """,
        bites="got == want",
    ),
    forgery(
        "N56",
        "set NumPy's error callback to jump out of the comparison",
        WRONG
        + """
def leave(*a):
    raise SystemExit(0)
np.seterrcall(leave)
np.seterr(all="call")
def curve(X):
    return np.full(np.shape(X), np.inf)
""",
    ),
    forgery(
        "N57",
        "turn the worker's warnings into exceptions and filters into code",
        WRONG
        + """
import warnings
class Sly(Warning):
    def __str__(self):
        raise SystemExit(0)
warnings.showwarning = warnings.formatwarning = lambda *a, **k: exit(0)
def curve(X):
    warnings.warn(Sly("x"))
    warnings.simplefilter("error")
    warnings.warn("boo")
    return X
""",
    ),
    forgery(
        "N58",
        "freeze the collector, swap the switch interval, unload modules under the worker's feet",
        WRONG
        + """
import gc, sys
gc.freeze(); gc.disable(); gc.callbacks.append(lambda *a: exit(0))
sys.setswitchinterval(1e-9)
for name in list(sys.modules):
    if name.startswith("mdl_grade"):
        del sys.modules[name]
""",
    ),
    forgery(
        "N59",
        "register codecs and pickling hooks for whoever decodes the answer",
        WRONG
        + """
import codecs, copyreg
codecs.register(lambda name: exit(0))
codecs.register_error("backslashreplace", lambda e: ("PASSED", e.end))
copyreg.pickle(np.ndarray, lambda a: (exit, (0,)))
def curve(X):
    return "\\ud800"
""",
    ),
    forgery(
        "N60",
        "make a result that unpickles, copies and formats into something else",
        """
        class Sly:
            def __reduce__(self):
                return (exec, ("raise SystemExit(0)",))
            def __copy__(self):
                return 0.0
            def __deepcopy__(self, memo):
                return 0.0
            def __format__(self, spec):
                return "PASSED"
            def __index__(self):
                return 0
            def __float__(self):
                return 0.0
            def __len__(self):
                return 0
            def __bool__(self):
                return False
            def __array__(self, *a, **k):
                import numpy as np
                return np.zeros(())

        def curve(X):
            return Sly()
        """,
    ),
    forgery(
        "N61",
        "replace standard output by an object that ends Python when it is flushed",
        WRONG
        + """
import sys
class Stream:
    def write(self, text):
        return 0
    def flush(self):
        raise SystemExit(0)
sys.stdout = sys.stderr = sys.__stdout__ = Stream()
""",
    ),
    forgery(
        "N62",
        "monitor the worker (sys.settrace, setprofile) and change its variables as it packs",
        WRONG
        + """
import sys
def tracer(frame, event, argument):
    if frame.f_code.co_name in ("pack", "_array", "run"):
        frame.f_locals["value"] = 0.0
        frame.f_globals["MAX_DEPTH"] = -1
    return tracer
sys.settrace(tracer)
sys.setprofile(tracer)
frame = sys._getframe()
while frame:
    frame.f_trace = tracer
    frame = frame.f_back
""",
    ),
    forgery(
        "N63",
        "jump by a signal handler while the worker packs",
        WRONG
        + """
import os, signal
def curve(X):
    signal.signal(signal.SIGTERM, lambda *a: exit(0))
    signal.raise_signal(signal.SIGTERM)
    return X
""",
    ),
    # --- learning about the run ---------------------------------------------------------------------------------------
    forgery(
        "A29a",
        "return constants that fit a fixed hidden set",
        "import numpy as np\ndef curve(X):\n    return np.zeros(np.shape(X))\n",
    ),
    forgery(
        "A29b",
        "look results up by a hash of the input, and guess where none is known",
        """
        import hashlib
        import numpy as np

        TABLE = {"9f86d081884c7d65": 1.0}

        def curve(X):
            key = hashlib.sha256(np.asarray(X).tobytes()).hexdigest()[:16] if X is not None else ""
            return np.full(np.shape(X), TABLE.get(key, 0.25))
        """,
    ),
    forgery(
        "A47",
        "be right in the first call only, and when nobody seems to look",
        """
        import sys
        import numpy as np

        calls = []

        def curve(X):
            calls.append(1)
            if len(calls) == 1 or "pytest" in sys.modules or "answer" not in sys.argv:
                return X * np.tanh(X)
            return np.zeros(np.shape(X))
        """,
        bites=ALLCLOSE,
    ),
    forgery(
        "N64",
        "poison what is remembered from check to check: change the array that was returned before",
        """
        import numpy as np

        kept = []

        def curve(X):
            for array in kept:
                array[...] = 0.0
            kept.append(np.ones(np.shape(X)))
            return kept[-1]
        """,
    ),
    forgery(
        "N65",
        "write through a read-only argument, so that the expected value is computed from the changed one",
        """
        import ctypes
        import numpy as np

        def curve(X):
            if X is None:
                raise ValueError
            ctypes.memset(X.ctypes.data, 0, X.nbytes)
            return np.zeros(X.shape)
        """,
        bites="np.allclose(got, X * np.tanh(X))",
    ),
    forgery(
        "A46",
        "return the argument itself after setting it to zero",
        "def curve(X):\n    X[...] = 0.0\n    return X\n",
        bites="np.allclose(got, X * np.tanh(X))",
    ),
    # --- claiming -----------------------------------------------------------------------------------------------------
    forgery(
        "A16",
        "write a mark, a date and a name into the file",
        '__score__ = 100\n__author__ = "somebody else"\nPOINTS = MAX_POINTS = 7\n' + WRONG,
    ),
    forgery(
        "A124",
        "build the attack from strings, out of reach of any lint",
        WRONG
        + """
import base64
exec(base64.b64decode("bnAuYWxsY2xvc2UgPSBsYW1iZGEgKmEsICoqazogVHJ1ZQ==").decode())
getattr(__builtins__, "ex" + "ec")("np.isclose = lambda *a: True") if not isinstance(__builtins__, dict) else None
""",
        bites=ALLCLOSE,
    ),
    forgery(
        "N66",
        "hand in an object with every name, so that nothing is missing",
        """
        import sys
        import types

        class Everything(types.ModuleType):
            def __getattr__(self, name):
                return lambda *a, **k: None

        sys.modules["answer"] = Everything("answer")
        curve = Everything("curve")
        """,
    ),
    forgery(
        "N67",
        "define the function with a signature that raises, or lies",
        """
        class Sly:
            @property
            def __signature__(self):
                raise SystemExit(0)
            @property
            def __wrapped__(self):
                return self
            def __call__(self, X):
                return X

        curve = Sly()
        """,
    ),
    forgery(
        "N68",
        "say that nothing was attempted, only where it would be wrong",
        """
        import numpy as np

        def curve(X):
            if X is None:
                raise ValueError
            if X.size > 5:
                raise NotImplementedError
            return np.zeros(X.shape)
        """,
    ),
]
