"""Wheels as data: what they are, what they need, and whether that is all there. The package's own one is made here."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from mdl_grade.delivery.target import Target
from mdl_grade.errors import GraderFault, UsageError

OWN = "mdl-grade"


@dataclass(frozen=True)
class Wheel:
    """A file with a package in it."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Wheel:
        """Return the wheel in a file.

        Raises
        ------
        UsageError
            If it is none.
        """
        wheel = cls(path)
        try:
            parse_wheel_filename(path.name)
            _ = wheel.requires
        except (InvalidWheelFilename, InvalidRequirement, OSError, KeyError, zipfile.BadZipFile) as error:
            raise UsageError(
                f"{path} is no wheel: {error}.", "Name a file such as mdl_grade-0.1.0-py3-none-any.whl."
            ) from None
        return wheel

    @property
    def name(self) -> str:
        return parse_wheel_filename(self.path.name)[0]

    @property
    def version(self) -> str:
        return str(parse_wheel_filename(self.path.name)[1])

    def fits(self, target: Target) -> bool:
        return bool(parse_wheel_filename(self.path.name)[3] & target.tags)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    @cached_property
    def requires(self) -> tuple[Requirement, ...]:
        with zipfile.ZipFile(self.path) as archive:
            name = next(
                (n for n in archive.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1), "METADATA"
            )
            told = BytesParser().parsebytes(archive.read(name))
        return tuple(Requirement(line) for line in told.get_all("Requires-Dist", []))

    def needs(self, target: Target, extras: Iterable[str]) -> Iterator[Requirement]:
        """Yield what it needs there, with these extras."""
        for requirement in self.requires:
            marker = requirement.marker
            if marker is None or any(marker.evaluate({**target.markers, "extra": extra}) for extra in ("", *extras)):
                yield requirement


def missing(wheels: Iterable[Wheel], target: Target, extras: Sequence[str] = ()) -> list[str]:
    """Return what is needed on a target and is not among the wheels, beginning with mdl-grade; [] if all is there."""
    there = {wheel.name: wheel for wheel in wheels if wheel.fits(target)}
    asked, seen, gone = [(Requirement(OWN), tuple(extras))], set(), []
    while asked:
        requirement, wanted = asked.pop()
        name = canonicalize_name(requirement.name)
        wheel = there.get(name)
        if wheel is None or not requirement.specifier.contains(wheel.version, prereleases=True):
            gone.append(f"{requirement.name}{requirement.specifier}")
        elif (name, wanted) not in seen:
            seen.add((name, wanted))
            asked += [(need, tuple(sorted(need.extras))) for need in wheel.needs(target, wanted)]
    return sorted(set(gone))


def own_wheel(into: Path, given: Path | None = None) -> Wheel:
    """Return mdl-grade's own wheel: the one that was given, or one that is built from the checkout.

    Raises
    ------
    UsageError
        If there is neither, or the file is no wheel of mdl-grade.
    """
    if given is not None:
        wheel = Wheel.at(given)
        if wheel.name != OWN:
            raise UsageError(f"{given} is a wheel of {wheel.name}.", f"Name one of {OWN}: --wheel FILE.")
        return wheel
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").is_file():
        raise UsageError(
            "mdl-grade was not installed from a checkout.", "Name the wheel that it was installed from: --wheel FILE."
        )
    into.mkdir(parents=True, exist_ok=True)
    alone = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    run_pip("wheel", "--quiet", "--no-deps", *alone, "--wheel-dir", str(into), str(root))
    (path,) = into.glob("mdl_grade-*.whl")
    return Wheel.at(path)


def run_pip(*words: str) -> None:
    """Run pip; what it says goes to standard error.

    Raises
    ------
    GraderFault
        If it fails.
    """
    command = [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", *words]
    if subprocess.run(command, stdout=sys.stderr.fileno(), check=False).returncode:
        raise GraderFault(
            f"pip {words[0]} failed: see above.", "Where there is no network, pip needs its mirror: PIP_INDEX_URL."
        )
