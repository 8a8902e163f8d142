"""Attacks that look, inside the worker, for what the answer should be. Each is handed in with a right answer."""

# ruff: noqa: NPY002, PTH109, PTH123
# (attackers take the shortest way)
from __future__ import annotations

from dataclasses import replace

from attack import in_module, reach


@reach("A11", bites="")  # the worker's frames are those of a loop without scores: there is nothing to find
def walk_the_frames(at):
    """walk up the stack and look for scores, suites and expected values in the callers' variables"""
    import sys

    words, frame, seen = (
        ("expected", "score", "suite", "points", "reference", "solution", "seed", "secret"),
        sys._getframe(1),
        [],
    )
    while frame is not None:
        seen += [
            name for name in (*frame.f_locals, *frame.f_code.co_varnames) if any(word in name.lower() for word in words)
        ]
        frame = frame.f_back
    return seen


@reach("A24", bites="")  # values that were never there can't be found
def search_the_heap(at):
    """search all objects for the suite's text, the solution's, or the grader's modules"""
    import gc
    import sys

    found = [name for name in sys.modules if name.startswith("mdl_grade") and not name.startswith("mdl_grade.sandbox")]
    found.remove("mdl_grade") if "mdl_grade" in found else None
    for thing in gc.get_objects():
        if isinstance(thing, dict) and any(
            type(k) is str and k in ("EXERCISE", "BUGS", "VARIANTS") for k in list(thing)
        ):
            found.append("a suite's namespace")
    return found


@reach("A25")
def inherited_descriptors(at):
    """use a descriptor that was left open"""
    import os

    open_ones = []
    for descriptor in range(4096):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        open_ones.append(descriptor)
    return [fd for fd in open_ones if fd > 3]


@reach("A26", bites="")  # the zygote never had it
def memory_of_the_zygote(at):
    """search the memory that was inherited from the zygote for the suite's first line"""
    import ctypes
    import gc

    line = bytes(reversed(b"esoohc yam yregrof a taht os ,ylimaf hcae fo kcehc enO"))
    texts = [o for o in gc.get_referents(*gc.get_objects()) if type(o) in (str, bytes) and len(o) < 1 << 20]
    return [
        ctypes.sizeof(ctypes.c_int)
        for o in texts
        if o is not line and (o.encode(errors="replace") if type(o) is str else o).find(line) >= 0
    ]


@reach("A80", bites="")  # the environment is made from nothing but what decides how numbers are rounded
def secrets_of_the_environment(at):
    """read secrets out of the environment"""
    import os

    known = {"PATH", "LANG", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "MKL_CBWR"}
    libraries = ("OPENBLAS_", "OMP_NUM_", "MKL_NUM_", "MKL_ENABLE_", "NPY_", "BLIS_")
    return {k: v for k, v in os.environ.items() if k not in known and not k.startswith(libraries)}


@reach("N40", bites="")  # the same: C sees what Python was given
def environment_in_c(at):
    """read the environment past os.environ, as C sees it"""
    import ctypes

    environ, found, i = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ"), [], 0
    while environ[i]:
        found.append(environ[i])
        i += 1
    return [word for word in found if b"CANARY" in word or b"SECRET" in word or b"TOKEN" in word]


@reach("A21d", bites="")  # argv is replaced; what is left in orig_argv holds folders and limits, no secrets
def secrets_on_the_command_line(at):
    """read secrets, seeds or the suite's place off the command line"""
    import sys

    text = " ".join([*sys.argv, *sys.orig_argv])
    return [word for word in (at["suites"], at["secret"], "seed", "secret") if word in text]


@reach("A28", bites="")  # the inputs are drawn on the other side of the wall
def predict_the_generator(at):
    """predict the hidden inputs: patch default_rng, and see whether it is ever asked"""
    import numpy as np

    asked = []
    honest = np.random.default_rng

    def listening(*arguments):
        asked.append(arguments)
        return honest(*arguments)

    np.random.default_rng = listening
    return asked


@reach("N41", bites="")  # no audit event tells of it
def audit_hook(at):
    """listen by an audit hook for what the worker opens and executes"""
    import sys

    heard = []
    sys.addaudithook(lambda event, arguments: heard.append(event) if "suite" in repr(arguments)[:2000] else None)
    return heard


@reach("N42", bites="")  # no frame of the worker has them
def trace_the_worker(at):
    """trace the worker's own functions for expected values (sys.settrace, f_trace)"""
    import sys

    heard = []

    def tracer(frame, event, argument):
        heard.extend(name for name in frame.f_locals if "expect" in name or name == "want" or "score" in name)
        return tracer

    sys.settrace(tracer)
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = tracer
        frame = frame.f_back
    return heard


@reach("N43")
def map_own_memory(at):
    """read /proc/self/maps, to search its own memory for what the grader left in it"""
    return [line for line in open("/proc/self/maps") if "[heap]" in line]


@reach("N44", bites="")  # a page that is written to becomes the writer's own
def shared_pages(at):
    """write over a text that lies in pages shared with the zygote, for the next worker to see"""
    import ctypes
    import sys

    before = sys.copyright[0]
    ctypes.memset(id(sys.copyright) + sys.getsizeof("") - 1, ord("X"), 1)
    return before == "X"


@reach("N45", bites="")  # every worker comes fresh from the zygote
def traces_of_others(at):
    """look for traces that an earlier answer has left: attributes, modules, environment, random state, limits"""
    import builtins
    import os
    import sys

    import numpy as np

    mark = np.random.RandomState(20_000).get_state()[1][5]
    found = [hasattr(builtins, "poison"), hasattr(np, "poison"), "POISON" in os.environ, "poison" in sys.modules]
    found += [np.random.get_state()[1][5] == mark, sys.getrecursionlimit() == 777, os.getcwd() != "/"]
    builtins.poison = np.poison = sys.modules["poison"] = sys
    os.environ["POISON"] = "1"
    np.random.seed(20_000)
    sys.setrecursionlimit(777)
    return any(found) and found


again = [replace(attack, id=f"{attack.id}b") for attack in (shared_pages, traces_of_others)]
"""Handed in once more, to find what the first has left."""
ATTACKS = [*in_module(globals()), *again]
