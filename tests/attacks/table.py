"""Attacks tried and succeeded, by what the wall lacks and by who runs it: ``python tests/attacks/table.py``.

A second table, with ``--each``, says of every attack how it ended on the whole wall and without one. As root this runs
attacks without a wall: they are tame, but let it be a machine of no value.
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from arena import ORDINARY, Graded, arena
from attack import THEMES, Attack, Kind
from interpreter import Interpreter, interpreter_for, own_interpreter

CONFIGURATIONS = (
    ("whole wall", ""),
    ("no Landlock (old kernel)", "no-landlock"),
    ("no seccomp", "no-seccomp"),
    ("no fork", "spawn"),
    ("neither Landlock nor seccomp", "no-landlock,no-seccomp"),
    ("a process of its own, no more", "bare"),
)
HARMLESS_ALONE = (Kind.REACH,)
"""What may be run where memory and processes are not bounded."""


def ended(attack: Attack, result: dict[str, Any]) -> str:
    """Say in a few words how an attack ended."""
    text = result["output"]["stdout"]
    if attack.kind is Kind.REACH and "REFUSED" in text:
        told = re.search(r"REFUSED (\w+)", text)
        return f"refused: {told[1] if told else '?'}"
    if attack.kind is Kind.REACH and "REACHED" in text:
        return "reached"
    kinds = sorted({(check["evidence"] or {}).get("type", check["status"]) for check in result["checks"]} - {"passed"})
    return f"{result['points']} of {result['max_points']} points: {', '.join(kinds)}"


def main() -> int:
    from test_attacks import succeeded

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--who", nargs="+", default=["root", "user"] if os.getuid() == 0 else ["user"])
    options = parser.parse_args()
    attacks = [attack for theme in THEMES for attack in importlib.import_module(f"cases.{theme}").ATTACKS]
    rows: dict[tuple[str, str], tuple[list[Attack], Graded]] = {}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        ordinary = ORDINARY if os.getuid() == 0 else os.getuid()
        people: dict[str, tuple[int, Interpreter | None]] = {
            "root": (0, own_interpreter()),
            "user": (ordinary, interpreter_for(ordinary, Path(folder))),
        }
        print(f"{'wall':32}{'as':6}{'trust':13}{'tried':>6}{'succeeded':>11}")
        for name, seam in CONFIGURATIONS:
            for who in options.who:
                uid, interpreter = people[who]
                assert interpreter is not None
                some = [a for a in attacks if not seam or seam in ("no-landlock",) or a.kind in HARMLESS_ALONE]
                some = some[::4] if seam == "spawn" else some
                with arena(uid, interpreter) as place:
                    graded = place.grade(some, seam=seam)
                won = [a.id for a in some if succeeded(a, graded.results[a.id])]
                rows[name, who] = some, graded
                told = f": {' '.join(won)}" if 0 < len(won) <= 6 else ""
                print(f"{name:32}{who:6}{graded.trust:13}{len(some):6}{len(won):11}{told}", flush=True)
    if options.each:
        print(f"\n{'id':6}{'tries':82}{'whole wall':44}no wall")
        whole, bare = (rows[name, options.who[-1]] for name in (CONFIGURATIONS[0][0], CONFIGURATIONS[-1][0]))
        for attack in attacks:
            without = ended(attack, bare[1].results[attack.id]) if attack.id in bare[1].results else "(not run)"
            print(f"{attack.id:6}{attack.tries[:80]:82}{ended(attack, whole[1].results[attack.id])[:42]:44}{without}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
