"""A class of sixty with six attackers (the script beside this file takes any number)."""

from __future__ import annotations

import sys

import poisoned
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wall is whole on Linux only")


def test_nobody_notices_the_attackers_in_a_class(arena_of):
    """Everybody has a report, honest ones byte for byte as alone; nothing is left behind. In one process and in two."""
    place, class_of = arena_of("user"), poisoned.submissions(60, 10)
    alone = poisoned.kinds_alone(place)
    for jobs in (1, 2):
        found = poisoned.grade_class(place, class_of, jobs, alone)
        assert (found.missing, found.different, found.damage, found.hostile_gains) == ((), (), (), ())
