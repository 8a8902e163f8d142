"""How a service installs mdl-grade: from wheels with hashes, and never by a name that anybody could take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mdl_grade.delivery.target import Target
from mdl_grade.delivery.wheelhouse import REQUIREMENTS, Wheelhouse
from mdl_grade.errors import UsageError

_ADDRESS = re.compile(r"https://[A-Za-z0-9._~/%+-]+/mdl_grade-[A-Za-z0-9._+-]+\.whl#sha256=[0-9a-f]{64}")


@dataclass(frozen=True)
class Installation:
    """What pip is told, and the files that have to be there for it.

    Parameters
    ----------
    words : str
        What comes after `pip install`, for a shell.
    files : mapping
        Names in the folder that the words name, to contents.
    """

    words: str
    files: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str, target: Target, folder: str) -> Installation:
        """Return how to install from a wheelhouse, or from the address of a wheel.

        Parameters
        ----------
        source : str
            The folder of a wheelhouse, or https://…/mdl_grade-….whl#sha256=….
        target : Target
            What it is installed on.
        folder : str
            Where the files will be, as the service's shell names it.

        Raises
        ------
        UsageError
            If it is neither, or something is missing in the wheelhouse.
        """
        if "://" in source:
            if not _ADDRESS.fullmatch(source):
                raise UsageError(
                    f"{source!r} is no address of a wheel with its hash.",
                    "Write https://HOST/PATH/mdl_grade-VERSION-py3-none-any.whl#sha256=HASH.",
                )
            return cls(f"--only-binary :all: 'mdl-grade @ {source}'")
        house = Wheelhouse.at(Path(source))
        house.demand(target)
        own = house.own.path
        files = {own.name: own.read_bytes(), REQUIREMENTS: house.requirements.encode()}
        return cls(
            f"--only-binary :all: --require-hashes --find-links {folder} --requirement {folder}/{REQUIREMENTS}", files
        )
