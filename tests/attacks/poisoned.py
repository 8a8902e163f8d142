"""A class in which some hand in attacks: does everybody else get what they would have got alone?

    python tests/attacks/poisoned.py --count 500 --hostile 10 --jobs 1 2

One exercise, `count` submissions, every tenth of them an attack of the catalogue. The whole class is graded by
`mdl-grade batch`, and one submission of each honest kind alone. All must have a report, and the honest ones must have
theirs byte for byte; no process may be left over, and no file outside the output.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import itertools
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arena import HONEST, ORDINARY, Arena, arena, write
from attack import RIGHT, THEMES, WRONG, Attack
from canaries import own
from interpreter import interpreter_for

EXERCISE = HONEST[0]
HONEST_KINDS = (
    RIGHT,
    WRONG,
    RIGHT.replace("X * np.tanh(X)", "X + np.tanh(X)"),
    RIGHT.replace("X * np.tanh(X)", "np.mean(X * np.tanh(X))"),
    RIGHT.replace("X * np.tanh(X)", "1 / 0"),
    RIGHT.replace("    return", "    np.multiply(X, np.tanh(X), out=X)\n    return X\n    return"),
    RIGHT.replace("curve", "curv"),
    "def curve(X):\n    print('here')\n    raise NotImplementedError\n",
)


@dataclass(frozen=True)
class Finding:
    """What one run of the class showed: learners without a report, reports that differ, and other damage."""

    missing: tuple[str, ...]
    different: tuple[str, ...]
    damage: tuple[str, ...]
    hostile_gains: tuple[str, ...]
    seconds: float


def attacks() -> list[Attack]:
    """Return the attacks, themes mixed."""
    themes = [importlib.import_module(f"cases.{theme}").ATTACKS for theme in reversed(THEMES)]
    return [attack for row in itertools.zip_longest(*themes) for attack in row if attack]


def submissions(count: int, hostile: int) -> dict[str, tuple[str, Attack | int]]:
    """Return by learner the text, and the attack or the number of the honest kind."""
    pool, kinds, every = itertools.cycle(attacks()), itertools.cycle(range(len(HONEST_KINDS))), 100 // hostile
    found: dict[str, tuple[str, Attack | int]] = {}
    for i in range(count):
        name = f"learner{i:04d}"
        if i % every == every // 2:
            attack = next(pool)
            found[name] = f"{attack.source}\n# {name}\n", attack
        else:
            kind = next(kinds)
            found[name] = f"{HONEST_KINDS[kind]}\n# {name}\n", kind
    return found


def kinds_alone(place: Arena) -> list[Any]:
    """Return what each honest kind gets in a run of its own."""
    place.prepare({EXERCISE: RIGHT})
    alone = [graded_alone(place, text) for text in HONEST_KINDS]
    shutil.rmtree(place.handed_in)
    return alone


def grade_class(place: Arena, class_of: dict[str, tuple[str, Attack | int]], jobs: int, alone: list[Any]) -> Finding:
    before = f"AT = {place.targets()!r}\n"
    bodies = {
        name: (before + text if isinstance(who, Attack) else text).encode("utf-8", "surrogatepass")
        for name, (text, who) in class_of.items()
    }
    for name, body in bodies.items():
        path = place.handed_in / name / f"{EXERCISE}.py"
        write(path, "")
        path.write_bytes(body)
    own(place.folder, place.uid)
    out, reports = place.folder / f"out{jobs}", place.folder / f"reports{jobs}"
    words = ["batch", EXERCISE, place.handed_in, "--course", place.course, "--out", out, "--jobs", jobs]
    batch = place.run(words, patience=3600)
    shown = place.run(["results", out, "--reports", reports])
    told = {report["submission"]["label"]: report["exercises"][0] for report in map(read, reports.glob("*.json"))}
    different = []
    for name, (_, who) in class_of.items():
        if isinstance(who, int) and name in told:
            expected = {**alone[who], "file_digest": hashlib.sha256(bodies[name]).hexdigest()}
            if json.dumps(told[name]) != json.dumps(expected):
                different.append(f"{name} (kind {who})")
    gains = [
        f"{name} {who.id}"
        for name, (_, who) in class_of.items()
        if isinstance(who, Attack) and name in told and gained(who, told[name])
    ]
    trouble = [line for run in (batch, shown) for line in run.damage]
    trouble += [f"exit code {run.code}: {run.err.decode()[-500:]}" for run in (batch, shown) if run.code not in (0, 1)]
    missing = tuple(name for name in class_of if name not in told)
    return Finding(missing, tuple(different), tuple(trouble), tuple(gains), batch.seconds)


def gained(attack: Attack, exercise: dict[str, Any]) -> bool:
    from test_attacks import succeeded

    return succeeded(attack, exercise)


def graded_alone(place: Arena, text: str) -> Any:
    """Return the result of one submission that is graded in a run of its own."""
    write(place.handed_in / f"{EXERCISE}.py", text)
    own(place.handed_in, place.uid)
    words = [EXERCISE, place.handed_in, "--course", place.course, "--report", "-", "--view", "instructor"]
    return place.run(words).report["exercises"][0]


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--hostile", type=int, default=10, help="percent")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    uid = ORDINARY if os.getuid() == 0 else os.getuid()
    class_of = submissions(options.count, options.hostile)
    honest = sum(isinstance(who, int) for _, who in class_of.values())
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        interpreter = interpreter_for(uid, Path(folder))
        assert interpreter is not None, "no interpreter that an ordinary user can read"
        with arena(uid, interpreter) as place:
            alone = kinds_alone(place)
            findings = {jobs: grade_class(place, class_of, jobs, alone) for jobs in options.jobs}
        for jobs, found in findings.items():
            bad += bool(found.missing or found.different or found.damage or found.hostile_gains)
            print(
                f"{len(class_of)} submissions, {honest} honest, --jobs {jobs}: {found.seconds:.0f} s;"
                f" without a report {len(found.missing)}, honest ones that differ {len(found.different)},"
                f" attacks that gained {len(found.hostile_gains)}, damage {len(found.damage)}"
            )
            for line in (*found.missing, *found.different, *found.hostile_gains, *found.damage):
                print(f"  {line}")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
