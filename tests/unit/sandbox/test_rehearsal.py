"""What a zygote rehearses is what its workers do, and shows in nothing but their speed."""

import gc
import linecache
import socket
import sys

import numpy as np
import pytest

from mdl_grade.sandbox import wire
from mdl_grade.sandbox.rehearsal import Prompter, rehearse
from mdl_grade.sandbox.worker import serve

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")


def known():
    return np.random.get_state()[1].tolist(), sorted(sys.modules), dict(linecache.cache)  # noqa: NPY002


def test_it_leaves_nothing_behind():
    """Workers that are forked after it know no more, and draw no other numbers, than those that were forked before."""
    before = known()
    rehearse(serve)
    gc.unfreeze()
    assert known() == before


def test_what_is_rehearsed_is_answered():
    """A rehearsal of nothing but exceptions would warm nothing."""
    replies = []

    class Heard(Prompter):
        def send(self, header, buffers=()):
            replies.append(wire.decode_reply(header))
            super().send(header, buffers)

    here, there = socket.socketpair()
    with here, there:
        serve(Heard(here, there))
    sys.modules.pop("answer")
    assert [type(reply) for reply in replies[:3]] == [wire.Loaded, wire.Finished, wire.Finished]
    assert {type(reply) for reply in replies} == {wire.Loaded, wire.Finished}
    assert {fact.kind for fact in replies[2].facts} <= {"mutated", "aliased"}
