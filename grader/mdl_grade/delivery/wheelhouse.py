"""A folder with all wheels of an installation, for rooms without a network: what is asked for, and nothing by name."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from mdl_grade.delivery.target import Target
from mdl_grade.delivery.wheels import OWN, Wheel, missing, run_pip
from mdl_grade.errors import GraderFault, UsageError

WHEELS, REQUIREMENTS, SUMS, READ_ME = "wheels", "requirements.txt", "SHA256SUMS", "README.md"
_TRIES = 5
INSTALL = f"pip install --no-index --find-links {WHEELS} --require-hashes --requirement {REQUIREMENTS}"

_README = """\
# mdl-grade, with all that it needs

For {targets}, with glibc 2.28 or newer. No network is needed, and nothing is taken by its name alone: every file has
its hash in `requirements.txt`, and pip refuses what differs.

```sh
python3 -m venv mdl
mdl/bin/{install}
```

Then `mdl/bin/mdl-grade doctor` tells what protects the machine. `sha256sum --check SHA256SUMS` tells whether all files
arrived as they were sent; whether these are the right ones, you know from whoever gave you `SHA256SUMS`.
"""


@dataclass(frozen=True)
class Wheelhouse:
    """A folder as `collect` writes it: wheels, their hashes, how to install them."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Wheelhouse:
        """Return the wheelhouse in a folder.

        Raises
        ------
        UsageError
            If it is none.
        """
        if not (folder / REQUIREMENTS).is_file() or not (folder / WHEELS).is_dir():
            raise UsageError(f"{folder} is no wheelhouse.", "`mdl-grade kit wheelhouse FOLDER` makes one.")
        return cls(folder)

    @property
    def wheels(self) -> list[Wheel]:
        return [Wheel.at(path) for path in sorted((self.folder / WHEELS).glob("*.whl"))]

    @property
    def own(self) -> Wheel:
        """mdl-grade's own wheel."""
        return next(wheel for wheel in self.wheels if wheel.name == OWN)

    @property
    def requirements(self) -> str:
        """What pip installs, with hashes."""
        return (self.folder / REQUIREMENTS).read_text("utf-8")

    def demand(self, target: Target) -> None:
        """Refuse a target that something is missing for.

        Raises
        ------
        UsageError
            It says what, and how to get it.
        """
        if gone := missing(self.wheels, target):
            raise UsageError(
                f"{self.folder} has no {', '.join(gone)} for {target}.",
                f"`mdl-grade kit wheelhouse FOLDER --python {target.python} --machine {target.machine}` collects it.",
            )


def collect(own: Wheel, folder: Path, targets: Sequence[Target], extras: Sequence[str] = ()) -> Wheelhouse:
    """Download what an installation needs into a new folder.

    Parameters
    ----------
    own : Wheel
        mdl-grade's.
    folder : Path
        Must not be there, or be empty.
    targets : sequence of Target
        What it must install on. Each is resolved by itself.
    extras : sequence of str
        Of mdl-grade's own: "cluster", "nbgrader".

    Raises
    ------
    UsageError
        If something is in the folder.
    GraderFault
        If pip can't get what is needed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already.", "Name a folder that is not, or an empty one.")
    found: dict[Target, list[Wheel]] = {}
    with tempfile.TemporaryDirectory(prefix="mdl-grade-wheels-") as scratch:
        for target in targets:
            found[target] = _downloaded(own, Path(scratch) / f"{target.python}-{target.machine}", target, extras)
        into = folder / WHEELS
        into.mkdir(parents=True)
        for wheel in (wheel for wheels in found.values() for wheel in wheels):
            shutil.copyfile(wheel.path, into / wheel.path.name)
    kept = {target: [Wheel(into / wheel.path.name) for wheel in wheels] for target, wheels in found.items()}
    _write(folder, kept)
    return Wheelhouse.at(folder)


def _downloaded(own: Wheel, folder: Path, target: Target, extras: Sequence[str]) -> list[Wheel]:
    """Download for one target.

    pip reads conditions such as `python_version < "3.12"` as of the Python that it runs on, so what is missing on the
    target is asked for until nothing is.
    """
    folder.mkdir(parents=True)
    asked = [f"{own.path}[{','.join(extras)}]" if extras else str(own.path)]
    for _ in range(_TRIES):
        run_pip("download", "--quiet", "--only-binary", ":all:", "--dest", str(folder), *target.words, *asked)
        wheels = [Wheel.at(path) for path in sorted(folder.glob("*.whl"))]
        asked = missing(wheels, target, extras)
        if not asked:
            return wheels
    raise GraderFault(f"pip did not get {', '.join(asked)} for {target}.", "Ask for another Python or machine.")


def _write(folder: Path, found: Mapping[Target, Sequence[Wheel]]) -> None:
    told = "; ".join(str(target) for target in found)
    (folder / REQUIREMENTS).write_text(_requirements(found), "utf-8")
    (folder / READ_ME).write_text(_README.format(targets=told, install=INSTALL), "utf-8")
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = (f"{Wheel(path).sha256}  {path.relative_to(folder).as_posix()}\n" for path in paths)
    (folder / SUMS).write_text("".join(sums), "utf-8")


def _requirements(found: Mapping[Target, Sequence[Wheel]]) -> str:
    """Return what pip installs: each version with the hashes of its files, and which targets it is for if not all."""
    files: dict[tuple[str, str], set[str]] = defaultdict(set)
    places: dict[tuple[str, str], set[Target]] = defaultdict(set)
    for target, wheels in found.items():
        for wheel in wheels:
            files[wheel.name, wheel.version].add(wheel.sha256)
            places[wheel.name, wheel.version].add(target)
    lines = []
    for name, version in sorted(files, key=lambda pair: (pair[0], Version(pair[1]))):
        where = "" if places[name, version] == set(found) else f" ; {_marker(places[name, version])}"
        hashes = " ".join(f"--hash=sha256:{digest}" for digest in sorted(files[name, version]))
        lines.append(f"{name}=={version}{where} {hashes}\n")
    return "".join(lines)


def _marker(targets: Iterable[Target]) -> str:
    each = (f'python_version == "{t.python}" and platform_machine == "{t.machine}"' for t in sorted(targets))
    return " or ".join(f"({one})" for one in each)
