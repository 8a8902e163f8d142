"""From what the self-test saw to how far results can be trusted, and what is missing for more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from mdl_grade.records.model import Isolation, Trust
from mdl_grade.sandbox.confinement import Obstacle
from mdl_grade.sandbox.control import Layer
from mdl_grade.sandbox.machine import Machine
from mdl_grade.sandbox.probes import ATTEMPTS, Attempt, ProbeObservation, ProbeOutcome

BOUNDED = frozenset({"memory"})
"""What must be refused for `partial`: that a worker can't take the machine down."""

HOW_TO_GET = {
    Obstacle.LANDLOCK_KERNEL: "Landlock is missing: this kernel has none. It needs Linux 5.13 or newer.",
    Obstacle.LANDLOCK_DISABLED: (
        "Landlock is missing: this kernel was started without it. Add landlock to the list in its option `lsm=`."
    ),
    Obstacle.LANDLOCK_REFUSED: (
        "Landlock is missing: its system calls are refused here, as old container runtimes do. Update the runtime."
    ),
    Obstacle.LANDLOCK_PACKAGE: "Landlock is missing: install the package landlockpy.",
    Obstacle.SECCOMP_KERNEL: (
        "seccomp is missing: it needs Linux with CONFIG_SECCOMP_FILTER on x86-64 or aarch64, and a container runtime "
        "that lets it through."
    ),
    Obstacle.SECCOMP_PACKAGE: "seccomp is missing: install the package seccompy.",
}
NOT_LINUX = (
    "Landlock and seccomp exist on Linux only: grade in a container or a virtual machine with Linux (on Windows: WSL2)."
)
STAYS_ROOT = "Workers stay root here, as in a container without the right to change users: start mdl-grade as a user."


def judge(
    layers: Mapping[str, bool | int | str],
    seen: Mapping[str, ProbeObservation],
    without: Collection[Layer] = (),
    obstacles: Collection[Obstacle] = (),
    machine: Machine = Machine(),  # noqa: B008 (frozen)
) -> Isolation:
    """Return what holds.

    Parameters
    ----------
    layers : mapping
        The layers as a worker says it switched them on.
    seen : mapping from the name of an attempt to ProbeObservation
        One that is not there, or is unclear, counts as possible.
    without : collection of Layer
        Layers that were left out on purpose.
    obstacles : collection of Obstacle
        Why a layer could not be had.
    machine : Machine
        What was tried for.
    """
    observed = {
        attempt.name: seen.get(attempt.name, ProbeObservation(ProbeOutcome.UNCLEAR, "not tried"))
        for attempt in ATTEMPTS
    }
    open_ = [a for a in ATTEMPTS if observed[a.name].outcome is not ProbeOutcome.REFUSED]
    if not open_:
        trust = Trust.ENFORCED
    elif BOUNDED & {attempt.name for attempt in open_}:
        trust = Trust.COOPERATIVE
    else:
        trust = Trust.PARTIAL
    missing: tuple[str, ...] = ()
    if open_:
        missing = (*_advice(layers, without, obstacles, machine), *_in_words(open_, observed))
    refused = {name: observation.outcome is ProbeOutcome.REFUSED for name, observation in observed.items()}
    return Isolation(trust=trust, layers=_told(layers), probes=refused, missing=missing)


def _told(layers: Mapping[str, bool | int | str]) -> dict[str, bool | int | str]:
    """Tell that a worker is not root, and not who it is: that differs from one to the next who grade the same."""
    uid = layers.get("uid")
    other = {name: value for name, value in layers.items() if name != "uid"}
    return {**other, "not_root": uid != 0} if uid is not None else other


def not_tested(why: str) -> Isolation:
    """Return what is known when the self-test could not be made: nothing."""
    nothing = dict.fromkeys((attempt.name for attempt in ATTEMPTS), False)
    missing = (f"The self-test did not finish, so nothing is known to hold: {why}.",)
    return Isolation(trust=Trust.COOPERATIVE, layers={}, probes=nothing, missing=missing)


def _advice(
    layers: Mapping[str, bool | int | str],
    without: Collection[Layer],
    obstacles: Collection[Obstacle],
    machine: Machine,
) -> list[str]:
    if without:
        return [f"Left out on request: {', '.join(sorted(without))}."]
    if not machine.linux:
        return [NOT_LINUX]
    stays_root = [STAYS_ROOT] if layers.get("uid") == 0 else []
    return [text for obstacle, text in HOW_TO_GET.items() if obstacle in obstacles] + stays_root


def _in_words(attempts: Sequence[Attempt], observed: Mapping[str, ProbeObservation]) -> list[str]:
    """Say what could be done, and what nobody knows."""
    possible = [a.means for a in attempts if observed[a.name].outcome is ProbeOutcome.POSSIBLE]
    words = [f"An answer could {_listed(possible)}."] if possible else []
    for why in dict.fromkeys(o.detail for o in observed.values() if o.outcome is ProbeOutcome.UNCLEAR):
        unclear = [a.means for a in attempts if observed[a.name] == ProbeObservation(ProbeOutcome.UNCLEAR, why)]
        if unclear:
            words.append(f"Whether an answer could {_listed(unclear, 'or')} could not be seen: {why}.")
    return words


def _listed(items: Sequence[str], word: str = "and") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
