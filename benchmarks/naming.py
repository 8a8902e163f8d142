"""How well bugs are named that no suite knows: first, second, noise, pairs (of known bugs), known.

`python benchmarks/naming.py second chapter10 --seed=1`
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "content"))

from unseen.answers import bank, judgements, known, noise, pairs, said


def main() -> None:
    what, *only = sys.argv[1:]
    seed = next((int(word.removeprefix("--seed=")) for word in only if word.startswith("--seed=")), 0)
    only = [word for word in only if not word.startswith("--")]
    made = {"known": known, "noise": noise, "pairs": pairs}
    answers = made[what]() if what in made else bank(what)
    answers = {e: a for e, a in answers.items() if not only or any(word in e for word in only)}
    judged = {} if what in made else judgements(what)
    rows = []
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for exercise, found in zip(answers, pool.map(said, answers, answers.values(), repeat(seed)), strict=True):
            print(f"== {exercise}", flush=True)
            for one in found:
                rows.append(one)
                own = any(key in one.labels for key in one.key.split(" & ")) or (
                    set(one.labels) <= {clause.lstrip("~") for clause in judged.get((exercise, one.key), ())}
                )
                if not one.passed and (not own or (what in made and not one.labels)):
                    told = "; ".join(f"{d.confidence.value} {d.source}: {' | '.join(d.labels)}" for d in one.diagnoses)
                    print(
                        f"  {one.key}\n      → {told or 'nothing'}   [{one.judging:.2f} s, {one.naming:.2f} s]",
                        flush=True,
                    )
    wrong = [one for one in rows if not one.passed]
    print(f"{len(rows)} answers, {len(wrong)} rejected, something is said of {sum(bool(one.labels) for one in wrong)}")
    own = sum(any(key in one.labels for key in one.key.split(" & ")) for one in wrong)
    print(f"a known bug is named by its own name in {own}")
    judging, naming = sum(one.judging for one in wrong), sum(one.naming for one in wrong)
    print(f"processor time of this side: {judging:.1f} s to judge, {naming:.1f} s to name")


if __name__ == "__main__":
    main()
