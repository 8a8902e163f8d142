"""A class, graded by mdl-grade and by its peers on equal checks. `python benchmarks/class_speed.py --help`.

Every side makes the same calls on the same files and compares with the same values (see `peers.export`); the sides run
in turn. What each answer is worth is known by construction, and wrong verdicts are counted: they make a figure
worthless. Peers are installed by this script, each in an environment of its own. Never a test: the machine is noisy.

Ours does more than the others for the same calls: it isolates, checks laws and finite differences, and names the bug.
It also does less: what was decided of an answer is taken over for one that says the same to the last bit, as many do.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from peers.classroom import Classroom, classroom
from peers.environments import default_cache
from peers.export import export
from peers.sides import SIDES, Outcome, Side, Task, Verdicts, graded

from mdl_grade.course import builtin_course

EXERCISES = tuple(f"chapter10/{name}" for name in "dense_backward mse_with_grad sigmoid_prime nn221_forward".split())


def main() -> None:
    """Make the class, let each side grade it, print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100, help="submissions (default 100)")
    parser.add_argument("--rounds", type=int, default=1, help="times that each side runs; medians are shown")
    parser.add_argument("--sides", default="1,2,core", help="of mdl-grade: numbers of workers; core: one, on one core")
    peers = "bare,notebooks,pytest,nbgrader,otter,otter-run"
    parser.add_argument("--peers", default=peers, help=f"any of {peers} (default all)")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="where the peers are installed")
    options = parser.parse_args()
    sides = [SIDES[name]() for name in f"{options.sides},{options.peers}".split(",") if name]
    with tempfile.TemporaryDirectory(prefix="class-speed-") as folder:
        exported = export(builtin_course(), EXERCISES, Path(folder))
        made = classroom(builtin_course(), exported, EXERCISES, options.count)
        task = Task(made, exported, options.cache)
        checks = sum(map(len, exported.checks.values()))
        print(f"{options.count} submissions of {len(EXERCISES)} exercises: {checks} checks and", end=" ")
        print(f"{sum(exported.calls.values())} calls for a right submission")
        for side in sides:
            print(f"  {side.name}: {side.about(task)}", flush=True)
        rounds = [{side.name: shown(side, graded(side, task)) for side in sides} for _ in range(options.rounds)]
    table(sides, rounds, made)


def shown(side: Side, outcome: Outcome) -> Outcome:
    cost = outcome.cost
    print(f"  {side.name}: {cost.seconds:.1f} s, CPU {cost.cpu:.1f} s", file=sys.stderr, flush=True)
    return outcome


def table(sides: list[Side], rounds: list[dict[str, Outcome]], made: Classroom) -> None:
    """Print medians over the rounds; ratios are to the first side."""
    seconds = {s.name: statistics.median(r[s.name].cost.seconds for r in rounds) for s in sides}
    cpu = {s.name: statistics.median(r[s.name].cost.cpu for r in rounds) for s in sides}
    first = sides[0].name
    print(
        f"\n{'':<32}{'s':>8}{'a second':>10}{'ratio':>8}{'CPU s':>8}{'ratio':>8}{'peak MiB':>10}{'wrong':>7}  of which"
    )
    for name in seconds:
        wrong = mistaken(rounds[-1][name].verdicts, made)
        peak = max(r[name].cost.peak for r in rounds)
        print(
            f"{name:<32}{seconds[name]:>8.1f}{len(made) / seconds[name]:>10.2f}{seconds[name] / seconds[first]:>8.2f}"
            f"{cpu[name]:>8.1f}{cpu[name] / cpu[first]:>8.2f}{peak:>10.0f}{sum(wrong.values()):>7}  "
            + ", ".join(f"{n} {kind}" for kind, n in wrong.items())
        )


def mistaken(verdicts: Verdicts, made: Classroom) -> dict[str, int]:
    """Count the answers whose verdict is not what they are worth, by kind; a missing verdict counts."""
    wrong: dict[str, int] = {}
    for learner, answers in made.items():
        for exercise, handed in answers.items():
            verdict = verdicts.get(learner, {}).get(exercise.partition("/")[2])
            if verdict is not handed.right:
                wrong[handed.kind] = wrong.get(handed.kind, 0) + 1
    return wrong


if __name__ == "__main__":
    main()
