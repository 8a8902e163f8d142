"""The lock lets answers do their work and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from mdl_grade.records.model import Trust
from mdl_grade.sandbox import library, machine, wire
from mdl_grade.sandbox.confinement import ALLOWED, NARROWED, PACKAGE
from mdl_grade.sandbox.control import Layer
from mdl_grade.sandbox.machine import Machine
from mdl_grade.sandbox.wall import Wall, Worker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp exist on Linux only")


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall() as wall:
        if wall.isolation().trust is not Trust.ENFORCED:
            pytest.skip(" ".join(wall.isolation().missing))
        yield wall


@pytest.fixture
def worker(wall: Wall) -> Iterator[Worker]:
    worker = wall.worker()
    yield worker
    worker.close()


def run(worker: Worker, source: str) -> str:
    """Execute `source` in the worker; return the exception that ended it, or ""."""
    request = wire.encode(wire.Load(1, source, "answer.py", []))
    message = wire.decode_reply(worker.exchange(request, seconds=20, data_cap=0).header)
    ended = (
        [message] if isinstance(message, wire.Raised) else message.failed if isinstance(message, wire.Loaded) else []
    )
    return f"{ended[0].exception}: {ended[0].text}" if ended else ""


# --- what answers need ------------------------------------------------------------------------------------------------
NUMPY_AT_WORK = {
    "linalg": "A = np.eye(3); np.linalg.svd(A), np.linalg.eig(A), np.linalg.solve(A, A), np.linalg.lstsq(A, A)",
    "random": "g = np.random.default_rng(0); g.normal(size=3), g.permutation(5), np.random.default_rng().random()",
    "global random": "np.random.seed(0); np.random.randn(3), np.random.choice(5)",
    "einsum": "np.einsum('ij,jk,kl->il', *[np.eye(3)] * 3, optimize=True)",
    "fft": "np.fft.rfft(np.arange(8.0)), np.fft.fft2(np.eye(4))",
    "polynomial": "np.polynomial.Polynomial.fit([0, 1, 2], [0, 1, 4], 2), np.polynomial.chebyshev.chebval(0.5, [1, 2])",
    "unique": "np.unique(np.array([3, 1, 3])), np.unique([[1, 2], [1, 2]], axis=0)",
    "printing": "print(np.arange(10_000).reshape(100, 100), np.float32(1) / 3, repr(np.eye(2)))",
    "masked": "np.ma.masked_invalid([1.0, np.nan]).mean()",
    "strided": "np.lib.stride_tricks.sliding_window_view(np.arange(9), 3).sum()",
    "large product": "A = np.ones((600, 600)); assert (A @ A)[0, 0] == 600",
    "scimath": "np.emath.sqrt(-1), np.emath.log(-1.0)",
    "testing": "np.testing.assert_allclose([1.0], [1.0 + 1e-12])",
    "archives": "import io; f = io.BytesIO(); np.savez(f, a=np.eye(2)); f.seek(0); assert np.load(f)['a'][0, 0] == 1",
    "typing": "import numpy.typing as npt; npt.NDArray[np.float64]",
    "text": "import io; np.loadtxt(io.StringIO('1 2\\n3 4')), np.genfromtxt(io.StringIO('1,2'), delimiter=',')",
}


@pytest.mark.parametrize("name", NUMPY_AT_WORK)
def test_numpy_works(worker: Worker, name: str) -> None:
    """What NumPy loads lazily is there, although the worker can read no file."""
    assert run(worker, f"import numpy as np\n{NUMPY_AT_WORK[name]}") == ""


PYTHON_AT_WORK = {
    "warnings": "import warnings; warnings.warn('careful')",
    "tracebacks": "import traceback\ntry: 1 / 0\nexcept ArithmeticError: assert 'by zero' in traceback.format_exc()",
    "time": "import datetime; datetime.datetime.strptime('2024-02-29', '%Y-%m-%d'); datetime.datetime.now()",
    "codecs": "b'\\xe9'.decode('latin-1'), 'x'.encode('utf-16'), 'x'.encode('ascii')",
    "system": "import os, sys; os.urandom(8), sys.getsizeof(1), os.cpu_count()",
    "dataclasses": "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int = 0\nassert P(1) == P(1)",
    "random": "import random; random.seed(0); random.gauss(0, 1)",
}


@pytest.mark.parametrize("name", PYTHON_AT_WORK)
def test_python_works(worker: Worker, name: str) -> None:
    """The parts of Python that read files or ask the system do so in vain, or have what they need."""
    assert run(worker, PYTHON_AT_WORK[name]) == ""


@pytest.fixture(scope="module")
def shared(wall: Wall) -> Iterator[Worker]:
    worker = wall.worker()
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The modules of which a zygote holds the text: found in a process as clean as it is."""
    script = "from mdl_grade.sandbox import worker, probes, zygote, library; library.preload(); print(*library.FINDER.library)"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("module", [*library.STANDARD_LIBRARY, *library.NUMPY, *library.TEXTS])
def test_the_library_can_be_imported(shared: Worker, module: str) -> None:
    """Everything on the lists is there for answers."""
    assert run(shared, f"import warnings\nwarnings.simplefilter('ignore')\nimport {module}") == ""


def test_every_text_that_is_held_can_be_imported(worker: Worker, texts: list[str]) -> None:
    """Also parts of packages, and what they import themselves."""
    assert len(texts) > 60
    source = f"""
import importlib, warnings
warnings.simplefilter("ignore")
failed = {{}}
for name in {texts!r}:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed[name] = repr(error)
assert not failed, failed
"""
    assert run(worker, source) == ""


def test_tracebacks_show_lines_of_the_library(worker: Worker) -> None:
    """As if its modules had come from files."""
    source = """
import traceback, unittest
try:
    unittest.TestCase().assertEqual(1, 2)
except AssertionError:
    told = traceback.format_exc()
assert "raise self.failureException(msg)" in told, told
"""
    assert run(worker, source) == ""


@pytest.mark.parametrize("module", ["scipy", "torch.nn", "pandas", "mdl_grade.grading", "solutions"])
def test_other_packages_are_declined_kindly(worker: Worker, module: str) -> None:
    """The message says what there is instead, and is an ImportError that answers can catch."""
    top = module.partition(".")[0]
    error = run(worker, f"import {module}")
    if top == "mdl_grade":  # its sandbox is loaded; the rest can't be
        assert error.startswith("ModuleNotFoundError")
    else:
        assert error == (
            f"ModuleNotFoundError: {top} is not available to answers here: NumPy and the standard library are"
        )
    assert run(worker, f"try: import {module}\nexcept ImportError: pass") == ""


def test_a_misspelt_submodule_is_called_missing(worker: Worker) -> None:
    """NumPy is available, so the message is Python's own."""
    assert run(worker, "import numpy.linlag") == "ModuleNotFoundError: No module named 'numpy.linlag'"


# --- what answers must not get ----------------------------------------------------------------------------------------
def test_every_call_outside_the_table_is_refused(worker: Worker) -> None:
    """All system calls that the architecture has and the tables do not name fail with EPERM."""
    from seccompy import arch, syscalls

    table = {"x86_64": syscalls.X86_64_SYSCALLS, "aarch64": syscalls.AARCH64_SYSCALLS}[arch()]
    named = {*ALLOWED, *(rule.call for rule in NARROWED)}
    named |= {"uretprobe", "uprobe"}  # the kernel's own trampolines: past seccomp, and SIGILL for whoever calls them
    numbers = {name: number for name, number in table.items() if name not in named}
    assert len(numbers) > 250
    source = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
got = []
for name, number in {numbers!r}.items():
    if libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1:
        got.append(name)
assert not got, got
"""
    assert run(worker, source) == ""


REFUSED = {
    "open for reading": "open('/dev/null')",
    "a path alone": "import os; os.open('/etc/passwd', os.O_PATH)",
    "a file of the library": "import os; open(os.__file__)",
    "size": "import os; os.stat('/etc/passwd')",
    "existence": "import os; os.stat('/etc/passwd-that-is-not-there')",
    "a link": "import os; os.readlink('/proc/self/exe')",
    "access": "import os; assert os.access('/', os.F_OK)",
    "open for writing": "open('/dev/null', 'w')",
    "append": "open('/dev/null', 'a')",
    "create": "import os; os.open('/tmp/made', os.O_CREAT)",
    "temporary file": "import os; os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
    "terminal input": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
    "another's limits": "import os, resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "own limits": "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))",
    "signal": "import os; os.kill(os.getppid(), 0)",
    "signal to itself": "import os; os.kill(os.getpid(), 9)",
    "thread": "import threading; threading.Thread(target=print).start()",
    "process": "import subprocess; subprocess.run(['/bin/true'])",
    "list of processes": "import os; os.listdir('/proc')",
    "passwords": "open('/etc/passwd')",
    "this package": f"open({str(PACKAGE / 'grading.py')!r})",
    "its folder": f"import os; os.listdir({str(PACKAGE)!r})",
    "site-packages": f"import os; os.listdir({str(Path(find_spec('pytest').origin).parents[1])!r})",  # type: ignore[union-attr,arg-type]
    "name of a host": "import socket; socket.gethostbyname('localhost')",
    "control of its memory": "import ctypes; assert ctypes.CDLL(None).prctl(4, 1, 0, 0, 0) == 0; raise Exception",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_an_answer_must_not_do_fails(worker: Worker, name: str) -> None:
    """Each attempt raises an error of the system, and the worker goes on."""
    error = run(worker, REFUSED[name])
    expected = ("PermissionError", "OSError", "RuntimeError", "ValueError", "gaierror", "AssertionError")
    assert error.startswith(expected), error
    assert run(worker, "x = 1") == ""


def test_a_worker_sends_no_signal(worker: Worker) -> None:
    """Neither to others, also process 1 and the parent, nor to itself: an answer that could kill itself could make its
    failure look like the grader's.
    """
    from seccompy import syscall_nr

    source = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid(), os.getpid(), os.getpid() + 1):
    for number in (0, 6, 9, 15, 19):
        assert libc.syscall({syscall_nr("tgkill")}, pid, pid, number) == -1 and ctypes.get_errno() == 1
        assert libc.kill(pid, number) == -1 and ctypes.get_errno() == 1
"""
    assert run(worker, source) == ""


PATHS = {
    "there": "/etc/passwd",
    "not there": "/etc/no-such-file",
    "a folder": "/etc",
    "Python's own": os.__file__,
    "of the grader": str(PACKAGE / "grading.py"),
    "below what is not there": "/no/such/folder/file",
    "far too long": "/" + "x" * 5000,
}


def test_no_path_tells_anything(worker: Worker) -> None:
    """Whatever is asked of whatever path, the answer of the system is the same, and that of the import system, too."""
    source = f"""
import ctypes, importlib.machinery, os
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
told = set()
for path in {list(PATHS.values())!r}:
    name = path.encode()
    for call, *given in (
        (libc.open, name, os.O_RDONLY), (libc.open, name, os.O_PATH), (libc.access, name, 0),
        (libc.openat, -100, name, os.O_PATH | os.O_DIRECTORY), (libc.readlink, name, buffer, 4096),
        (libc.statx, -100, name, 0, 0xfff, buffer), (libc.chdir, name), (libc.statfs, name, buffer),
        (libc.getxattr, name, b"user.x", buffer, 8), (libc.inotify_add_watch, 0, name, 1), (libc.utimensat, -100, name, 0, 0),
    ):
        assert call(*given) == -1
        told.add((call.__name__, ctypes.get_errno()))
    assert importlib.machinery.PathFinder.find_spec("os", [path]) is None
assert {{error for _, error in told}} == {{1}}, told
"""
    assert run(worker, source) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down")
def test_root_becomes_nobody(worker: Worker) -> None:
    """All ids are dropped, and with them every group."""
    assert run(worker, "import os; assert {*os.getresuid(), *os.getresgid()} == {65534} and not os.getgroups()") == ""


# --- the verdict ------------------------------------------------------------------------------------------------------
def test_the_self_test_sees_everything_refused(wall: Wall) -> None:
    """Here, where all layers are."""
    isolation = wall.isolation()
    assert all(isolation.probes.values())
    assert isolation.missing == ()
    assert isolation.layers["landlock"]
    assert isolation.layers["seccomp"] is True


EXPECTED = {
    Layer.RLIMITS: (Trust.COOPERATIVE, {"memory"}),
    Layer.NO_NEW_PRIVS: (Trust.PARTIAL, {"read_file", "inet_socket", "write_file", "import_outside"}),
    Layer.SECCOMP: (Trust.PARTIAL, {"inet_socket", "unix_socket", "see_file"}),
}


@pytest.mark.parametrize("layer", EXPECTED)
def test_a_missing_layer_is_seen(wall: Wall, layer: Layer) -> None:
    """Trust falls, the probes show why, and `missing` says it in words."""
    trust, possible = EXPECTED[layer]
    with Wall(without=frozenset({layer})) as weaker:
        isolation = weaker.isolation()
    assert isolation.trust is trust
    assert possible <= {name for name, refused in isolation.probes.items() if not refused}
    assert layer.value in isolation.missing[0]
    assert "An answer could" in isolation.missing[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can stay root")
def test_a_worker_that_stays_root_is_seen(wall: Wall) -> None:
    """Even with all other layers."""
    with Wall(without=frozenset({Layer.UID})) as weaker:
        isolation = weaker.isolation()
    assert isolation.trust is Trust.PARTIAL
    assert not isolation.probes["act_as_root"]


@pytest.mark.parametrize("how", ["left out", "not in the kernel"])
def test_without_landlock_no_file_can_be_opened_either(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """seccomp sees to it alone, and answers have what they need."""
    if how == "not in the kernel":
        monkeypatch.setattr(machine, "THIS", Machine(landlock=0))
    with Wall(without=frozenset({Layer.LANDLOCK} if how == "left out" else ())) as older:
        isolation = older.isolation()
        worker = older.worker()
        for work in (*NUMPY_AT_WORK.values(), *PYTHON_AT_WORK.values()):
            assert run(worker, f"import numpy as np\n{work}") == ""
        assert run(worker, "open('/dev/null')").startswith("PermissionError")
        assert run(worker, "import xml.dom.minidom").startswith("ModuleNotFoundError")
    assert isolation.layers["landlock"] == 0
    assert isolation.trust is Trust.ENFORCED


def test_without_seccomp_landlock_still_opens_nothing() -> None:
    """Not even what everyone may read; that it exists can be seen."""
    with Wall(without=frozenset({Layer.SECCOMP})) as weaker:
        worker = weaker.worker()
        assert run(worker, "import os; os.stat('/etc/passwd')") == ""
        assert run(worker, "open('/etc/passwd')").startswith("PermissionError")


# --- an ordinary user -------------------------------------------------------------------------------------------------
SCRIPT = """
import os
from mdl_grade.sandbox.wall import Wall
with Wall() as wall:
    print(os.geteuid(), wall.isolation().trust.value, wall.worker().applied.layers["uid"])
"""


def test_an_ordinary_user_is_protected_as_well(as_user: Callable[..., str]) -> None:
    """No privileges are needed for any layer."""
    assert as_user(SCRIPT).split()[:3] == ["12345", "enforced", "12345"]
