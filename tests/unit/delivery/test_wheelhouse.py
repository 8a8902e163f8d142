"""A wheelhouse installs without a network, and nothing but what was put into it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mdl_grade.delivery.target import Target
from mdl_grade.delivery.wheelhouse import Wheelhouse, collect
from mdl_grade.delivery.wheels import Wheel, missing, own_wheel
from mdl_grade.errors import GraderFault, UsageError

MANYLINUX = "manylinux_2_17_x86_64"
OLD, NEW = Target.of("3.11", "x86_64"), Target.of("3.13", "x86_64")


@pytest.fixture
def own(tmp_path: Path, a_wheel: Callable[..., Path]) -> Wheel:
    needed = (
        'old; python_version < "3.12"',
        'new; python_version >= "3.13"',
        'windows; sys_platform == "win32"',
        "native>=1",
    )
    extra = 'cluster-needs; extra == "cluster"'
    return Wheel.at(a_wheel(tmp_path / "own", "mdl-grade", *needed, extra, version="0.1.0"))


@pytest.fixture
def stocked(index: Callable[..., Path]) -> None:
    for name in ("old", "new", "cluster-needs"):
        index(name)
    for python in ("cp311", "cp313"):
        index("native", tag=f"{python}-{python}-{MANYLINUX}")
    index("native", version="2.0", tag=f"cp313-cp313-{MANYLINUX}")
    index("native", version="3.0", tag="cp313-cp313-macosx_14_0_arm64")


@pytest.mark.usefixtures("stocked")
def test_each_target_gets_what_it_needs_whichever_python_collects(own: Wheel, tmp_path: Path) -> None:
    """Conditions hold as on the target; versions that differ say where they are for; every file has its hash."""
    house = collect(own, tmp_path / "house", [OLD, NEW])
    names = sorted(path.name for path in (house.folder / "wheels").iterdir())
    assert {"old-1.0-py3-none-any.whl", "new-1.0-py3-none-any.whl"} <= set(names)
    assert not [name for name in names if "windows" in name or "macosx" in name or "cluster" in name]
    lines = {line.partition(" ")[0]: line for line in house.requirements.splitlines()}
    assert 'python_version == "3.11" and' in lines["native==1.0"]
    assert 'python_version == "3.13" and' in lines["native==2.0"]
    assert ";" not in lines["mdl-grade==0.1.0"]
    assert own.sha256 in lines["mdl-grade==0.1.0"]
    for target in (OLD, NEW):
        house.demand(target)
    with pytest.raises(UsageError, match=r"has no native"):
        house.demand(Target.of("3.12", "x86_64"))
    with pytest.raises(UsageError, match=r"--machine aarch64"):
        Wheelhouse.at(house.folder).demand(Target.of("3.11", "aarch64"))


@pytest.mark.usefixtures("stocked")
def test_extras_are_collected_if_asked_for(own: Wheel, tmp_path: Path) -> None:
    """And without being asked for, an extra is missing."""
    house = collect(own, tmp_path / "house", [OLD], ["cluster"])
    assert missing(house.wheels, OLD, ["cluster"]) == []
    assert missing([wheel for wheel in house.wheels if "cluster" not in wheel.name], OLD, ["cluster"]) == [
        "cluster-needs"
    ]


@pytest.mark.usefixtures("stocked")
def test_sums_are_those_of_all_files(own: Wheel, tmp_path: Path) -> None:
    """`sha256sum --check` reads them, and finds what was changed."""
    house = collect(own, tmp_path / "house", [OLD])
    sums = dict(reversed(line.split("  ")) for line in (house.folder / "SHA256SUMS").read_text().splitlines())
    there = {path.relative_to(house.folder).as_posix() for path in house.folder.rglob("*") if path.is_file()}
    assert set(sums) == there - {"SHA256SUMS"}
    for name, told in sums.items():
        assert hashlib.sha256((house.folder / name).read_bytes()).hexdigest() == told


def test_what_pip_cannot_get_is_told(own: Wheel, index: Callable[..., Path], tmp_path: Path) -> None:
    """And no folder is left that looks like a wheelhouse."""
    index("old")
    with pytest.raises(GraderFault, match="pip download failed"):
        collect(own, tmp_path / "house", [OLD])
    assert not (tmp_path / "house").exists()


def test_nothing_is_overwritten(own: Wheel, tmp_path: Path) -> None:
    """A folder with something in it is refused before anything is downloaded."""
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "mine").write_text("")
    with pytest.raises(UsageError, match="is there already"):
        collect(own, tmp_path / "house", [OLD])


def test_only_wheels_of_ours_are_taken_for_ours(a_wheel: Callable[..., Path], tmp_path: Path) -> None:
    """Another package's wheel, and a file that is none, are refused."""
    with pytest.raises(UsageError, match="is a wheel of other"):
        own_wheel(tmp_path, a_wheel(tmp_path, "other"))
    (tmp_path / "mdl_grade-1-py3-none-any.whl").write_text("nothing")
    with pytest.raises(UsageError, match="is no wheel"):
        own_wheel(tmp_path, tmp_path / "mdl_grade-1-py3-none-any.whl")


def test_targets_are_those_that_there_are() -> None:
    """Others are refused before anything is downloaded."""
    for python, machine in (("3.10", "x86_64"), ("2.7", "x86_64"), ("3.11", "sparc"), ("3", "x86_64")):
        with pytest.raises(UsageError):
            Target.of(python, machine)


def test_the_two_commands_install_it_and_refuse_what_differs(
    index: Callable[..., Path], a_wheel: Callable[..., Path], tmp_path: Path
) -> None:
    """The README's lines, word for word, without a network; with one byte of a wheel changed, pip refuses."""
    here = Target.here()
    index("needed")
    own = Wheel.at(a_wheel(tmp_path / "own", "mdl-grade", "needed", version="0.1.0"))
    house = collect(own, tmp_path / "house", [here])
    read_me = (house.folder / "README.md").read_text()
    make, install = read_me.partition("```sh\n")[2].partition("```")[0].splitlines()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    make = make.replace("python3", sys.executable, 1)
    subprocess.run(["bash", "-ec", make], cwd=house.folder, env=clean, check=True)
    (wheel,) = (house.folder / "wheels").glob("needed*")
    content = wheel.read_bytes()
    wheel.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    refused = subprocess.run(
        ["bash", "-ec", install], cwd=house.folder, env=clean, capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0
    assert "HASHES" in refused.stderr
    wheel.write_bytes(content)
    subprocess.run(["bash", "-ec", install], cwd=house.folder, env=clean, check=True)
    subprocess.run([house.folder / "mdl" / "bin" / "python", "-c", "import mdl_grade, needed"], env=clean, check=True)
