"""What became of wrong answers that a machine made, by kind: how many were tried, rejected and let pass, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

HARMLESS = "gives the reference's results to 1e-7 on every input"


@dataclass(frozen=True)
class Fate:
    """Of one kind of wrong answers: what is neither rejected nor allowed is a blind spot."""

    tried: int = 0
    rejected: int = 0
    allowed: int = 0

    def __add__(self, other: Fate) -> Fate:
        return Fate(self.tried + other.tried, self.rejected + other.rejected, self.allowed + other.allowed)


@dataclass
class Fates:
    """Counts fates by kind, and notes why single ones are allowed: by key, the reason."""

    kinds: dict[str, Fate] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def rejected(self, kind: str) -> None:
        self._add(kind, Fate(1, rejected=1))

    def allowed(self, kind: str, key: str = "", reason: str = "") -> None:
        self._add(kind, Fate(1, allowed=1))
        if key:
            self.reasons[key] = reason

    def missed(self, kind: str) -> None:
        self._add(kind, Fate(1))

    def _add(self, kind: str, fate: Fate) -> None:
        self.kinds[kind] = self.kinds.get(kind, Fate()) + fate


def summed(all_kinds: Iterable[Mapping[str, Fate]]) -> dict[str, Fate]:
    """Add up the fates of many exercises, by kind; the commonest kinds first."""
    total: dict[str, Fate] = {}
    for kinds in all_kinds:
        for kind, fate in kinds.items():
            total[kind] = total.get(kind, Fate()) + fate
    return dict(sorted(total.items(), key=lambda item: (-item[1].tried, item[0])))


def table(title: str, kinds: Mapping[str, Fate]) -> Iterator[str]:
    """Yield a table: a line for each kind, and their sum."""
    everything = sum(kinds.values(), Fate())
    yield f"{title:<34}{'tried':>10}{'rejected':>10}{'allowed':>10}{'missed':>10}"
    for name, fate in (*kinds.items(), ("together", everything)):
        missed = fate.tried - fate.rejected - fate.allowed
        yield f"{name:<34}{fate.tried:>10}{fate.rejected:>10}{fate.allowed:>10}{missed:>10}"
