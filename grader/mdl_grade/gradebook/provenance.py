"""What marks were made under: seeds, suites and versions. A term is long, and a ledger may hold several of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from mdl_grade.batch.counting import AnswerAttempt
from mdl_grade.batch.ledger import Ledger, damage_in
from mdl_grade.records.model import Seed, SeedMode, Tool


class Provenance:
    """What a ledger records of how its results were made, in words."""

    def __init__(self, ledger: Ledger) -> None:
        with damage_in(ledger.path):
            seeds = {
                row["id"]: msgspec.json.decode(row["seed"], type=Seed)
                for row in ledger.rows("SELECT id, seed FROM runs")
            }
            self.seeds = {run: seed_in_words(seed) for run, seed in seeds.items()}
            self.tools = {
                row["id"]: tool_in_words(msgspec.json.decode(row["tool"], type=Tool))
                for row in ledger.rows("SELECT id, tool FROM conditions")
            }
        self._told: dict[tuple[int, int, str], str] = {}
        self._count: Counter[tuple[str, int, int, str]] = Counter()

    def told(self, one: AnswerAttempt) -> str:
        """Return what one result was made under, and count it."""
        about = one.run or 0, one.conditions or 0, one.suite or ""
        self._count[one.exercise, *about] += 1
        if about not in self._told:
            run, conditions, suite = about
            judged = f"suite {suite[:12]}" if suite else ""
            parts = (self.seeds.get(run, ""), judged, self.tools.get(conditions, ""))
            self._told[about] = "; ".join(filter(None, parts))
        return self._told[about]

    def kinds(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Return how many of the results were made under which seeds, versions, and suites where there are several."""
        seeds, tools, suites = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
        for (exercise, run, conditions, suite), count in self._count.items():
            seeds[self.seeds.get(run, "")] += count
            tools[self.tools.get(conditions, "")] += count
            suites[exercise, suite] += count
        several = Counter(exercise for exercise, _ in suites)
        mixed = Counter({f"{e}, suite {suite[:12]}": n for (e, suite), n in suites.items() if several[e] > 1})
        return seeds, tools, mixed

    def mixtures(self) -> Iterator[str]:
        """Yield a sentence for each thing that is not the same for all results."""
        for what, kinds in zip(("seeds", "versions", "suites"), self.kinds(), strict=True):
            if len(kinds) > 1:
                told = "; ".join(f"{count} under {kind}" for kind, count in kinds.most_common())
                yield (
                    f"Not all marks were made under the same {what}: {told}. Nothing moves by itself: with --regrade, "
                    "the `mdl-grade batch` command makes all anew, and tells which marks fall."
                )


def seed_in_words(seed: Seed) -> str:
    if seed.mode is SeedMode.PRACTICE:
        return f"practice seed {seed.value}"
    return f"official seeds ({seed.fingerprint[:8]})" if seed.fingerprint else "official seeds"


def tool_in_words(tool: Tool) -> str:
    return f"{tool.name} {tool.version}, Python {tool.python}, NumPy {tool.numpy}"
