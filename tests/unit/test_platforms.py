"""Where a system lacks what Unix has, the package is still imported, and nobody's answers are taken for safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mdl_grade import cli
from mdl_grade.batch.writer import Writer
from mdl_grade.errors import IsolationError, UsageError
from mdl_grade.sandbox import machine
from mdl_grade.sandbox.wall import Wall, practice_wall

SOLUTIONS = Path(__file__).parents[2] / "solutions"
WITHOUT_UNIX = """
import importlib, os, pkgutil, select, selectors, signal, socket, sys
import mdl_grade

def modules():
    skipped = ("mdl_grade.notebook", "mdl_grade._content", "mdl_grade.__main__", "mdl_grade.batch.cluster")
    found = pkgutil.walk_packages(mdl_grade.__path__, "mdl_grade.")
    return [m.name for m in found if not m.name.startswith(skipped)]

names = modules()
for name in names:  # what they need of others is then here, and made for this system
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "mdl_grade"]:
    del sys.modules[name]
UNIX = {
    os: "fork geteuid getuid getppid setsid setuid setgid setgroups killpg pidfd_open wait4 waitid readv writev pread "
        "pwrite sysconf set_blocking sched_getaffinity uname O_NOFOLLOW O_NONBLOCK O_CLOEXEC O_NOCTTY O_DIRECTORY",
    signal: "SIGKILL SIGHUP SIGPROF SIGALRM SIGPIPE SIGXFSZ SIGSTOP setitimer ITIMER_PROF pthread_sigmask SIG_SETMASK "
            "pidfd_send_signal alarm pause",
    socket: "AF_UNIX send_fds recv_fds SCM_RIGHTS MSG_CMSG_CLOEXEC",
    select: "poll",
}
for module, attributes in UNIX.items():
    for attribute in attributes.split():
        vars(module).pop(attribute, None)
os.O_BINARY, os.O_NOINHERIT, signal.SIGBREAK = 0x8000, 0x80, 21
for name in ("fcntl", "resource", "termios", "tty", "pwd", "grp", "pty", "posix"):
    sys.modules[name] = None
sys.platform = "win32"
import mdl_grade
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_the_package_is_imported_without_what_only_unix_has():
    """Every module, with the modules and attributes gone that Windows has not."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_UNIX], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200


def test_strangers_are_refused_where_nothing_can_be_locked(monkeypatch):
    """Only who grades their own work is given a process without a wall there."""
    monkeypatch.setattr(machine, "THIS", machine.Machine(system="win32"))
    with pytest.raises(IsolationError, match="only one's own"):
        Wall()
    with practice_wall() as wall:
        assert wall.isolation().trust == "cooperative"


@pytest.mark.parametrize(
    "words",
    [
        ["batch", "10", "class", "--out", "results"],
        ["serve", "--stdio"],
        ["grade", "10/sigmoid_prime", str(SOLUTIONS), "--jobs", "2"],
    ],
)
def test_what_a_system_lacks_is_told_and_is_no_fault(monkeypatch, tmp_path, words):
    """Commands that need locks say so first, before they look at anything."""
    monkeypatch.setattr(machine, "THIS", machine.Machine(system="win32"))
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(cli.command, words).exception
    assert isinstance(told, IsolationError | UsageError)
    assert "on Windows" in str(told)
    assert not list(tmp_path.iterdir())
    with pytest.raises(IsolationError):
        Writer.open(tmp_path / "results")


def test_no_wall_is_done_without_unless_it_is_asked_for():
    """On Linux, neither the environment nor the absence of an option leads to a process without a wall."""
    with practice_wall() as wall:
        assert wall.isolation().layers["zygote"]


def command(*words, **environment):
    return subprocess.run(
        [sys.executable, "-I", "-m", "mdl_grade", *words],
        capture_output=True,
        check=False,
        env={**{k: v for k, v in os.environ.items() if k != "PYTHONUTF8"}, **environment},
    )


@pytest.mark.parametrize("words", [["--secret-file", "FILE"], ["--jobs", "2"]])
def test_official_runs_do_without_the_option(words, tmp_path):
    """`--cooperative` is refused with a secret, and with processes of a batch."""
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef" * 4)
    told = [word.replace("FILE", str(secret)) for word in words]
    done = command("10/sigmoid_prime", str(SOLUTIONS), "--cooperative", *told)
    assert (done.returncode, b"practising one's own work" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("system", "typed"),
    [("linux", "mdl-grade 9/relu 'C:\\My work' a-b.py"), ("win32", 'mdl-grade 9/relu "C:\\My work" a-b.py')],
)
def test_commands_are_shown_as_they_are_typed(monkeypatch, system, typed):
    """Neither cmd nor PowerShell knows what the other's single quotes and backslashes mean."""
    from mdl_grade.cli.options import as_typed

    monkeypatch.setattr("mdl_grade.cli.options.sys.platform", system)
    assert as_typed(["mdl-grade", "9/relu", r"C:\My work", "a-b.py"]) == typed


def test_every_character_is_shown_under_every_encoding():
    """A hint piped under cp1252 or ASCII is spelled, and never an error; a pipe gets UTF-8 unless it asked."""
    words = (
        "-c",
        "from mdl_grade.cli.screen import speak_to_all; speak_to_all(); print('\\u2202L/\\u2202W \\u2192 \\u00e9')",
    )
    for encoding, seen in {"cp1252": "dL/dW -> \u00e9".encode("cp1252"), "ascii": b"dL/dW -> \\xe9"}.items():
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        done = subprocess.run([sys.executable, *words], capture_output=True, check=True, env=environment)
        assert done.stdout.strip() == seen
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"} | {"LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-X", "utf8=0", *words], capture_output=True, check=True, env=environment)
    assert done.stdout.strip() == "\u2202L/\u2202W \u2192 \u00e9".encode()


def test_what_compiled_libraries_print_is_not_among_the_output():
    """LAPACK writes to descriptor 1 by itself: a report in a pipe does without."""
    words = "from mdl_grade.cli.screen import keep_output_clean; keep_output_clean(); import os; os.write(1, b'noise')"
    done = subprocess.run([sys.executable, "-c", f"{words}; print('mine')"], capture_output=True, check=True)
    assert (done.stdout.strip(), done.stderr) == (b"mine", b"noise")
