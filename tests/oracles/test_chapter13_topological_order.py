"""chapter13/topological_order against the standard library's graphlib."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

topological_order = Suite.load(builtin_course(), "chapter13/topological_order").namespace["topological_order"]
GRAPHS = st.integers(1, 9).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, n - 1), max_size=3), min_size=n, max_size=n)
)


@settings(derandomize=True, deadline=None)
@given(GRAPHS)
def test_agrees_with_graphlib(graph: list[list[int]]) -> None:
    """On any graph, it raises where graphlib finds a cycle below `out`; otherwise it has the same nodes, in order."""
    reachable, todo = set(), [0]
    while todo:
        node = todo.pop()
        if node not in reachable:
            reachable.add(node)
            todo.extend(graph[node])
    sorter = TopologicalSorter({node: graph[node] for node in reachable})
    try:
        wanted = list(sorter.static_order())
    except CycleError:
        with pytest.raises(ValueError, match="made of itself"):
            topological_order(0, graph.__getitem__)
        return
    order = topological_order(0, graph.__getitem__)
    assert sorted(order) == sorted(wanted)
    assert all(order.index(p) < order.index(node) for node in order for p in graph[node])
    assert order[-1] == 0
