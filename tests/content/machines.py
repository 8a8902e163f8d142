"""Are verdicts the same on another machine: other kernels of OpenBLAS, other versions of NumPy and Python?

    python tests/content/machines.py write here.json
    OPENBLAS_CORETYPE=Haswell python tests/content/machines.py write haswell.json
    python tests/content/machines.py compare here.json haswell.json

`write` judges the reference, every variant and known bug, and some mutants of each exercise under one seed, and writes
how each check ended. `compare` prints what differs, and exits with 1 if an answer is right on one machine alone. That a
wrong answer fails a check in another way, or another check, can't be helped where its own numbers are all rounding: the
inverse of a singular matrix is huge on one machine, and an exception on the other.
"""

import argparse
import hashlib
import json
import platform
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from beside import statuses, verdicts_beside

from mdl_grade.course import builtin_course
from mdl_grade.diagnosis.naming import reference_mutants
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.suite import Suite


def answers(suite, mutants):
    """Yield a name and the text of each answer to be judged; of mutants some, chosen by digest."""
    yield "the reference", suite.solution.text
    for variant in suite.variants:
        yield f"variant: {variant.label}", variant.source(suite.solution.text)
    for bug in suite.ending_bugs:
        yield f"bug: {bug.label}", bug.source(suite.solution.text)
    found = sorted(reference_mutants(suite), key=lambda mutant: hashlib.sha256(mutant.key.encode()).digest())
    for mutant in found[:mutants]:
        yield f"mutant: {mutant.key}", mutant.source


def judged(seed, mutants, exercises=(), say=lambda text: None):
    """Return how every check of every answer ended, by exercise and answer."""
    course, found = builtin_course(), {}
    with Wall() as wall:
        for exercise in exercises or course.exercises:
            suite = Suite.load(course, exercise)
            if suite.solution.parts:
                continue
            for name, text in answers(suite, mutants):
                found[f"{exercise}: {name}"] = statuses(verdicts_beside(suite, text, seed, wall))
            say(exercise)
    return found


def machine():
    """Return what decides how numbers are rounded here."""
    configured = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{configured.get('name')} {configured.get('version')}",
        "kernel": kernel(),
    }


def kernel():
    """Return the kernel that OpenBLAS runs with; "unknown" where NumPy can't tell."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown"
    return next((pool.get("architecture", "unknown") for pool in threadpool_info()), "unknown")


def differences(one, other):
    """Yield what ended otherwise, of the answers that both judged."""
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            mine, theirs = one[name], other[name]
            checks = [check for check in {**mine, **theirs} if mine.get(check) != theirs.get(check)]
            yield f"{name}: " + ", ".join(f"{check} {mine.get(check)} / {theirs.get(check)}" for check in checks)


def is_right(checks):
    """Tell whether an answer passed all that it was tried with."""
    return all(status == Status.PASSED.value for status in checks.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write")
    write.add_argument("file", type=Path)
    write.add_argument("--seed", type=int, default=1)
    write.add_argument("--mutants", type=int, default=10, help="Of each exercise.")
    write.add_argument("exercises", nargs="*")
    compare = commands.add_parser("compare")
    compare.add_argument("files", type=Path, nargs=2)
    options = parser.parse_args()
    if options.command == "write":
        found = judged(options.seed, options.mutants, options.exercises, lambda text: print(text, file=sys.stderr))
        options.file.write_text(json.dumps({"machine": machine(), "verdicts": found}, indent=1))
        kinds = Counter(name.partition(": ")[2].partition(":")[0] for name in found)
        print(f"{machine()}: {dict(kinds)}")
        return 0
    one, other = (json.loads(path.read_text()) for path in options.files)
    found = list(differences(one["verdicts"], other["verdicts"]))
    both = one["verdicts"].keys() & other["verdicts"].keys()
    torn = [name for name in sorted(both) if is_right(one["verdicts"][name]) != is_right(other["verdicts"][name])]
    print(f"{one['machine']}\n{other['machine']}")
    print(f"{len(both)} answers judged by both: {len(torn)} are right on one alone, {len(found)} differ in some check")
    print("\n".join([*(f"right on one alone: {name}" for name in torn), *found]))
    return bool(torn)


if __name__ == "__main__":
    sys.exit(main())
