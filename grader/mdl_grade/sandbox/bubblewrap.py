"""bubblewrap around the zygote: a world of its own, in which there is a Python, NumPy, and nothing else.

No network, no home, no temporary folder, no process of the machine; the library is read-only. It is on top of the
lock and takes the place of no layer. What it adds is that nothing outside can even be seen to exist.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from mdl_grade.errors import IsolationError
from mdl_grade.sandbox.confinement import PACKAGE

SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
DEVICES = ("/dev/null", "/dev/urandom", "/dev/zero")
EXTRAS = ("/etc/ld.so.cache", "/usr/share/zoneinfo")
TRIAL_SECONDS = 20.0

INSTALL = "Install it (`apt-get install bubblewrap`, `dnf install bubblewrap`), or leave out --bubblewrap."
ALLOW = (
    "User namespaces may be forbidden here: `sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu) or "
    "`sysctl kernel.unprivileged_userns_clone=1` (Debian) allows them. Or leave out --bubblewrap."
)


def wrapped(command: Sequence[str], packages: Sequence[str]) -> list[str]:
    """Return the command line that runs `command` with nothing around it but what it and `packages` need.

    Raises
    ------
    IsolationError
        If there is no bubblewrap.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise IsolationError("bubblewrap is asked for, and there is no `bwrap` on this machine.", INSTALL)
    return [program, *_apart(), *_files(command[0], packages), "--remount-ro", "/", "--chdir", "/", "--", *command]


def check(python: str, packages: Sequence[str]) -> None:
    """Try it.

    Raises
    ------
    IsolationError
        If bubblewrap is not there, or does not work: says why, and what would help.
    """
    command = wrapped([python, "-S", "-E", "-c", ""], packages)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IsolationError(f"bubblewrap does not work here: {error}.", ALLOW) from None
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        raise IsolationError(f"bubblewrap does not work here: {why}.", ALLOW)


def interpreter() -> str:
    """Return the program that Python is, and not a link to it from an environment that will not be there."""
    return os.path.realpath(sys.executable)


def _apart() -> list[str]:
    kinds = ["--unshare-ipc", "--unshare-net", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() != 0:
        return ["--unshare-user", *kinds]
    # Root needs no user namespace, and must not have one: it could not become nobody in there.
    kept = [word for name in ("SETUID", "SETGID", "KILL") for word in ("--cap-add", f"CAP_{name}")]
    return [*kinds, "--cap-drop", "ALL", *kept]


def _files(python: str, packages: Sequence[str]) -> list[str]:
    libraries = [*SYSTEM, str(Path(sys.base_exec_prefix) / "lib"), str(Path(os.__file__).parent)]
    libraries += filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep))
    words = _bound(libraries)
    if any(PACKAGE.is_relative_to(os.path.realpath(library)) for library in libraries):
        words += ["--tmpfs", str(PACKAGE.parent)]  # what is installed there is put back one by one
    worker_side = [str(PACKAGE / "__init__.py"), str(PACKAGE / "sandbox")]
    words += _bound([python, *worker_side, *_origins(packages), *EXTRAS])
    words += [word for device in DEVICES for word in ("--dev-bind-try", device, device)]
    return [*words, "--proc", "/proc"]


def _origins(packages: Sequence[str]) -> list[str]:
    found = []
    for package in packages:
        spec = find_spec(package)
        if spec is None or spec.origin is None or PACKAGE.is_relative_to(Path(spec.origin).parent):
            continue
        if not spec.submodule_search_locations:
            found.append(spec.origin)
            continue
        folder = Path(spec.origin).parent
        found += [str(folder), str(folder.with_name(f"{package}.libs"))]
    return found


def _bound(paths: Sequence[str]) -> list[str]:
    return [word for path in dict.fromkeys(paths) for word in ("--ro-bind-try", path, path)]
