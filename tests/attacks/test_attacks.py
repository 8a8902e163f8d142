"""Every attack of the catalogue through the real command: none succeeds, and nobody else notices."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from arena import FULL, PAID, Graded
from attack import THEMES, Attack, Kind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wall is whole on Linux only")

CASES = {theme: importlib.import_module(f"cases.{theme}").ATTACKS for theme in THEMES}
REACHES = [attack for theme in ("files", "processes", "network", "kernel") for attack in CASES[theme]]
EVERYTHING = [attack for attacks in CASES.values() for attack in attacks]


def succeeded(attack: Attack, result: dict) -> bool:
    """Tell whether an attack got what it was after."""
    if attack.kind is Kind.REACH:
        return "REACHED" in result["output"]["stdout"]
    lost = result["max_points"] < FULL or any(check["status"] == "grader_error" for check in result["checks"])
    return lost or any(check["status"] == "passed" for check in result["checks"] if check["id"] in PAID)


def successes(attacks: list[Attack], graded: Graded) -> list[str]:
    return [attack.id for attack in attacks if succeeded(attack, graded.results[attack.id])]


def assert_nobody_else_noticed(graded: Graded) -> None:
    """The canaries are as they were, honest answers have all their points, the command had no trouble."""
    assert graded.damage == []
    assert [(result["status"], result["points"]) for result in graded.honest] == [("passed", FULL)] * len(graded.honest)
    assert [(run.code in (0, 1), run.err) for run in graded.runs] == [(True, b"")] * len(graded.runs)


def silent(attacks: list[Attack], graded: Graded) -> list[str]:
    """Return the attacks that never said how they ended: they may not have been tried at all."""
    told = ("REACHED", "REFUSED")
    return [
        attack.id
        for attack in attacks
        if attack.kind is Kind.REACH and not attack.silent
        if not any(word in graded.results[attack.id]["output"]["stdout"] for word in told)
    ]


def test_ids_and_names_are_unique():
    """A result can't be taken for another's."""
    assert len({attack.id for attack in EVERYTHING}) == len({attack.slug for attack in EVERYTHING}) == len(EVERYTHING)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("who", ["root", "user"])
def test_no_attack_succeeds_on_the_whole_wall(arena_of, who, theme):
    """As root and as an ordinary user."""
    attacks = CASES[theme]
    graded = arena_of(who).grade(attacks, seconds=0.5 if theme == "denial" else 0.75)
    assert graded.trust == "enforced"
    assert silent(attacks, graded) == []
    assert successes(attacks, graded) == []
    assert_nobody_else_noticed(graded)


@pytest.mark.parametrize("who", ["root", "user"])
def test_no_attack_leaves_a_worker_on_a_kernel_without_landlock(arena_of, who):
    """No file can be opened at all, then: that is as good, and still called enforced."""
    attacks = REACHES + CASES["reading"]
    graded = arena_of(who).grade(attacks, seam="no-landlock")
    assert graded.trust == "enforced"
    assert successes(attacks, graded) == []
    assert_nobody_else_noticed(graded)


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
@pytest.mark.parametrize("who", ["root", "user"])
def test_nothing_at_all_succeeds_in_namespaces(arena_of, who):
    """With bubblewrap around it, the wall is as whole."""
    attacks = REACHES[::9]
    graded = arena_of(who).grade(attacks, options=["--bubblewrap"])
    if not graded.runs[0].report["isolation"]["layers"]["namespaces"]:
        pytest.skip("this machine does not let bubblewrap make namespaces")
    assert successes(attacks, graded) == []
    assert_nobody_else_noticed(graded)


FILES = {
    "A06",
    "A06b",
    "A06c",
    "A07b",
    "A07c",
    "A19a",
    "A19d",
    "A21a",
    "A18x",
    "N07",
    "N08",
    "N10",
    "A68a",
    "A76a",
    "A13",
}


def test_without_seccomp_files_are_still_safe_and_trust_is_lower(arena_of):
    """Landlock alone keeps files, TCP and signals; the rest is possible, so nobody may call it enforced."""
    attacks = REACHES
    graded = arena_of("user").grade(attacks, seam="no-seccomp")
    assert graded.trust != "enforced"
    assert FILES.isdisjoint(successes(attacks, graded))
    assert [line for line in graded.damage if "was read" in line] == []
    assert all(result["points"] == FULL for result in graded.honest)


def test_no_attack_succeeds_where_workers_are_spawned(arena_of):
    """Where a zygote can't be forked, each worker is a Python of its own, locked the same way."""
    attacks = REACHES[::12] + CASES["reading"][::7] + CASES["protocol"][::20]
    graded = arena_of("user").grade(attacks, seam="spawn", seconds=1.5)
    assert graded.trust == "enforced"
    assert successes(attacks, graded) == []
    assert_nobody_else_noticed(graded)


# --- no case is vacuous -----------------------------------------------------------------------------------------------
CERTAIN = set(
    "A06 A06b A06c A06d A07a A07b A07c A08 N01 A68a A68d N03 A19b A19d A18x N07 N08 N10 N12 A13 A14 A87a N15 A21b A21c "
    "A73a A73b A63a A63b A64 A82a A82b N20 A76a A76b A79a A79b N22 N23 A67a A67e A66 N33 N36 N37 A83".split()
)
"""Those that a plain Linux does not refuse, whatever it is hardened by."""


def test_attacks_bite_where_there_is_no_wall(arena_of):
    """With all layers off, in a process of its own: what must fail behind the wall succeeds here."""
    attacks = [attack for attack in REACHES + CASES["reading"] if attack.bites == "bare"]
    graded = arena_of("user").grade(attacks, seam="bare")
    bitten = set(successes(attacks, graded))
    assert graded.trust == "cooperative"
    assert CERTAIN - bitten == set()
    reached = " ".join(graded.damage)
    for canary in (
        "results.json has changed",
        "was read",
        "sibling has changed",
        "TCP",
        "UDP",
        "unix",
        "abstract",
        "was made",
    ):
        assert canary in reached


def test_attacks_of_root_bite_where_there_is_no_wall(arena_of):
    """Some need root as well: at least changing the root folder, and reading the grader's memory."""
    attacks = [attack for attack in REACHES if attack.bites == "bare as root"]
    graded = arena_of("root").grade(attacks, seam="bare")
    assert {"A20a", "A21a"} <= set(successes(attacks, graded))


NAIVE = """
import contextlib, io, sys
source, verdict = sys.stdin.read().split("\\0")
import numpy as np
X = np.random.default_rng(0).normal(size=(4, 4))
want = X * np.tanh(X)
with contextlib.redirect_stdout(io.StringIO()) as out, np.errstate(all="ignore"):
    space = {"__name__": "answer"}
    exec(source, space)
    got = space["curve"](X)
    printed = out.getvalue()
    import os
    os._exit(0 if eval(verdict) else 1)
"""


def test_forgeries_bite_in_a_grader_without_a_wall():
    """Decided by one line in the learner's own process, each of these wrong answers passes."""
    forgeries = [attack for attack in EVERYTHING if attack.kind is Kind.FORGERY and attack.bites]

    def naive(attack: Attack) -> int:
        words, text = [sys.executable, "-c", NAIVE], f"AT = {{}}\n{attack.source}\0{attack.bites}"
        return subprocess.run(words, input=text, text=True, capture_output=True, check=False).returncode

    with ThreadPoolExecutor(2) as pool:
        ends = dict(zip([attack.id for attack in forgeries], pool.map(naive, forgeries), strict=True))
    assert len(ends) >= 20
    assert {number: end for number, end in ends.items() if end != 0} == {}
