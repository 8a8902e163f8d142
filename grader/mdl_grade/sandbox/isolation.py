"""From what the self-test saw to how far results can be trusted, and what is missing for more."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping

from mdl_grade.report.model import Isolation, Trust
from mdl_grade.sandbox.control import Layer
from mdl_grade.sandbox.probes import ATTEMPTS, NOT_REQUIRED

MEANS = {
    "memory": "take more memory than it is given",
    "read_file": "read files of this machine",
    "write_file": "write files",
    "import_outside": "import code from anywhere",
    "see_file": "see that a file exists",
    "inet_socket": "reach the network",
    "unix_socket": "talk to local services",
    "fork": "start processes",
    "thread": "start threads",
    "execute": "run programs",
    "signal_process": "send signals to the grader",
    "read_process": "open the grader's memory",
    "copy_process_memory": "copy the grader's memory",
    "act_as_root": "act as root",
    "raise_limit": "raise its own limits",
}
BOUNDED = frozenset({"memory"})
"""What must be refused for `partial`: that a worker can't take the machine down."""


def judge(layers: Mapping[str, bool | int | str], seen: Mapping[str, bool], without: Collection[Layer]) -> Isolation:
    """Return what holds.

    Parameters
    ----------
    layers : mapping
        The layers as a worker says it switched them on.
    seen : mapping from the name of an attempt to bool
        Whether the attempt was refused. One that is not there counts as possible.
    without : collection of Layer
        Layers that were left out on purpose.
    """
    probes = {attempt.__name__: seen.get(attempt.__name__) is True for attempt in ATTEMPTS}
    possible = {name for name, refused in probes.items() if not refused} - NOT_REQUIRED
    if not possible:
        trust = Trust.ENFORCED
    elif BOUNDED & possible:
        trust = Trust.COOPERATIVE
    else:
        trust = Trust.PARTIAL
    missing: tuple[str, ...] = ()
    if possible:
        could = _listed([MEANS[name] for name in probes if name in possible])
        missing = (*_advice(layers, without), f"An answer could {could}.")
    return Isolation(trust=trust, layers=dict(layers), probes=probes, missing=missing)


def _advice(layers: Mapping[str, bool | int | str], without: Collection[Layer]) -> list[str]:
    if not layers:
        return ["The self-test did not finish, so nothing is known to hold."]
    if without:
        return [f"Left out on request: {', '.join(sorted(without))}."]
    if sys.platform != "linux":
        return ["Landlock and seccomp exist on Linux only: grade in a container or a virtual machine with Linux."]
    advice = []
    if not layers["landlock"]:
        advice.append("Landlock is missing: it needs Linux 5.13 or newer, `lsm=landlock`, and the package landlockpy.")
    if not layers["seccomp"]:
        advice.append("seccomp is missing: it needs x86-64 or aarch64 and the package seccompy.")
    return advice


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
