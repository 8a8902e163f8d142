"""Which Python on which machine an installation is for: what fits it, by its tags and markers."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from packaging.tags import Tag, compatible_tags, cpython_tags

from mdl_grade.errors import UsageError

MACHINES = ("x86_64", "aarch64")
GLIBC = 28
"""Of the machines: 2.28 or newer, as in Debian 10 and Ubuntu 20.04."""
_VERSION = re.compile(r"3\.\d{1,2}")


@dataclass(frozen=True, order=True)
class Target:
    """CPython `python` ("3.12") on Linux on a `machine`."""

    python: str
    machine: str

    @classmethod
    def of(cls, python: str, machine: str) -> Target:
        """Return a target that there is.

        Raises
        ------
        UsageError
            If it is none that mdl-grade runs on.
        """
        if not _VERSION.fullmatch(python) or int(python.partition(".")[2]) < 11:
            raise UsageError(f"Python {python!r} is none that mdl-grade runs on.", "Ask for 3.11 or newer.")
        if machine not in MACHINES:
            raise UsageError(f"There are no wheels for {machine!r}.", f"Ask for {' or '.join(MACHINES)}.")
        return cls(python, machine)

    @classmethod
    def here(cls) -> Target:
        """Return the Python that runs this, on this machine."""
        return cls.of(f"{sys.version_info.major}.{sys.version_info.minor}", platform.machine())

    def __str__(self) -> str:
        return f"Python {self.python} on Linux, {self.machine}"

    @cached_property
    def platforms(self) -> tuple[str, ...]:
        """What pip calls the machine, best first."""
        named = [f"manylinux_2_{minor}_{self.machine}" for minor in range(GLIBC, 4, -1)]
        return (*named, f"manylinux2014_{self.machine}", f"linux_{self.machine}")

    @cached_property
    def tags(self) -> frozenset[Tag]:
        """What wheels that fit say of themselves."""
        major, minor = (int(part) for part in self.python.split("."))
        interpreter = f"cp{major}{minor}"
        own = cpython_tags((major, minor), abis=[interpreter], platforms=self.platforms)
        pure = compatible_tags((major, minor), interpreter=interpreter, platforms=self.platforms)
        return frozenset((*own, *pure))

    @property
    def markers(self) -> Mapping[str, str]:
        """What requirements are conditional on."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
        }

    @property
    def words(self) -> tuple[str, ...]:
        """What pip is told to fetch wheels for this target, whatever it runs on itself."""
        abi = f"cp{self.python.replace('.', '')}"
        wanted = ["--implementation", "cp", "--python-version", self.python]
        wanted += [word for name in (abi, "abi3", "none") for word in ("--abi", name)]
        return tuple(wanted + [word for name in self.platforms for word in ("--platform", name)])
