"""Answers that keep others from being graded: by time, memory, noise, or by breaking whatever reads them."""

from __future__ import annotations

from attack import RIGHT, denial

LATE = RIGHT + "\n\nhonest = curve\n"

PAGES = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
nothing = (None, ctypes.c_void_p(-1).value)
for i in range(1, 60000):
"""
ADDRESSED = """
    page = libc.mmap(0x100000000000 + (i << 30), 4096, 3, 0x100022, -1, 0)
    if page not in nothing:
        ctypes.string_at(page, 1)
"""
LEFT_OVER = """
    page = libc.mmap(None, 1 << 28, 3, 0x22, -1, 0)
    if page not in nothing:
        ctypes.string_at(page, 1)
        libc.munmap(page + 4096, (1 << 28) - 4096)
"""
HOLD = "import time\ntime.sleep(60)\n"

ATTACKS = [
    denial("A60a", "loop for ever while imported", "while True:\n    pass\n"),
    denial("A60b", "loop for ever in a call", "def curve(X):\n    while True:\n        pass\n"),
    denial("A62", "sleep, without using a processor", "import time\ntime.sleep(3600)\n"),
    denial("N130", "wait for ever for input", "import sys, select\nselect.select([], [], [])\n"),
    denial(
        "N131",
        "stop itself by SIGSTOP, so that it neither runs nor ends",
        "import os, signal, time\ntry:\n    os.kill(os.getpid(), signal.SIGSTOP)\nexcept OSError:\n    time.sleep(60)\n",
    ),
    denial(
        "N132",
        "ignore every signal and catch every exception in a loop",
        "import signal\nfor n in signal.valid_signals():\n    try:\n        signal.signal(n, signal.SIG_IGN)\n    except OSError:\n        pass\nwhile True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n",
    ),
    denial(
        "N133",
        "match a regular expression that backtracks for ever, out of reach of any exception",
        "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')\n",
    ),
    denial("N134", "raise 9 to the power of 9 to the power of 9", "9 ** 9 ** 9\n"),
    denial(
        "N135",
        "never come back from a destructor at the end",
        RIGHT
        + "\nclass Late:\n    def __del__(self):\n        while True:\n            pass\nlate = Late()\ndef curve(X):\n    global late\n    late = None\n",
    ),
    denial(
        "N136",
        "never come back from a generator's close, a weak reference's callback, a profile hook",
        RIGHT + "\nimport sys\ndef profile(*a):\n    while True:\n        pass\nsys.setprofile(profile)\n",
    ),
    denial(
        "A66b",
        "take memory in small pieces until there is none",
        "held = []\nwhile True:\n    held.append(bytearray(1 << 24))\n",
    ),
    denial(
        "N150",
        "answer with a column and a row in turn: what compares them would make terabytes of both",
        RIGHT
        + "\nturn = [0]\ndef curve(X):\n    turn[0] += 1\n    return np.zeros((1 << 17, 1) if turn[0] % 2 else (1, 1 << 17))\n",
    ),
    denial(
        "N151",
        "answer with a million numbers for each that was asked for",
        RIGHT + "\ndef curve(X):\n    return np.zeros((1 << 17, 1, 1)) + np.zeros(8)\n",
    ),
    denial("N152", "touch a page in every gigabyte: each needs a page table of its own", PAGES + ADDRESSED + HOLD),
    denial("N153", "the same, with pages left over from what is given back", PAGES + LEFT_OVER + HOLD),
    denial("N137", "take memory by a text that is multiplied", "text = 'x' * (1 << 29)\ntext = text * 1000\n"),
    denial("A69a", "print without end", "while True:\n    print('x' * 65536)\n"),
    denial(
        "A69b",
        "print without a line's end, to standard error",
        "import os\nwhile True:\n    os.write(2, b'x' * 65536)\n",
    ),
    denial("A71a", "recurse without end", "import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    return f()\nf()\n"),
    denial(
        "A71b",
        "overflow the stack in C",
        "class A: pass\nx = []\nfor _ in range(10**6):\n    x = [x]\nimport sys\nsys.setrecursionlimit(10**9)\nrepr(x)\n",
    ),
    denial("A71c", "read address zero", "import ctypes\nctypes.string_at(0)\n"),
    denial("A71d", "abort", "import os\nos.abort()\n"),
    denial(
        "A74a",
        "make the parser crash: two megabytes of additions are refused, one is parsed",
        "x = " + "1+" * 400_000 + "1\n",
    ),
    denial("A74b", "nest brackets", "x = " + "(" * 5000 + ")" * 5000 + "\n"),
    denial("A74c", "write an int of half a million digits", "x = " + "9" * 500_000 + "\n"),
    denial("A74d", "chain attributes until the compiler's stack overflows", "x = a" + ".a" * 200_000 + "\n"),
    denial(
        "A74e",
        "have the compiler fold a constant that fills memory",
        "x = " + "(" * 90 + "'a' * 4096" + ") * 4096" * 90 + "\n",
    ),
    denial(
        "N138",
        "have the compiler work for long: deep functions in functions",
        "".join(" " * i + f"def f{i}():\n" for i in range(90)) + " " * 90 + "pass\n",
    ),
    denial(
        "N139", "have an f-string nest and a decorator chain explode", "@print\n" * 20_000 + "def curve(X):\n    pass\n"
    ),
    denial("N140", "end with each code that the grader's own processes have", "import os\nos._exit(120)\n"),
    denial(
        "N141",
        "end as if it could not have been locked, after a part of an answer",
        "import os\nos.write(3, b'\\x10\\0\\0\\0')\nos._exit(120)\n",
    ),
    denial("N142", "end as if out of memory", "import os\ndef curve(X):\n    os._exit(122)\n"),
    denial(
        "N143",
        "end by SIGKILL, as if somebody else had done it",
        "import os\nimport signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
    ),
    denial(
        "N144",
        "end by a signal that stands for the grader's own limits (SIGXCPU)",
        "import os\nimport signal\nsignal.raise_signal(signal.SIGXCPU)\n",
    ),
    denial(
        "N145",
        "raise warnings without end, each another",
        "import warnings\ndef curve(X):\n    for i in range(10**9):\n        warnings.warn(str(i))\n",
    ),
    denial(
        "N146",
        "define a hundred thousand names",
        "globals().update({f'n{i}': i for i in range(100_000)})\nfor i in range(10):\n    globals()['x' * 10**6 + str(i)] = i\n",
    ),
    denial(
        "N147",
        "keep the name of a class of a million characters in its exception",
        "E = type('E' * 10**6, (Exception,), {})\ndef curve(X):\n    raise E('x' * 10**7)\n",
    ),
    denial(
        "N148",
        "have the exception's text never end",
        "class E(Exception):\n    def __str__(self):\n        while True:\n            pass\ndef curve(X):\n    raise E\n",
    ),
]
