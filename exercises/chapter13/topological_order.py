"""An order in which everything can be computed.

A computation is a graph: each node is made of others, its parents, and those of others again, down to nodes that have
no parents. To compute a node, all that it is made of has to be there first. And on the way back, in reverse mode, a
node may pass on its gradient only when all that use it have spoken: that is the same order in reverse.

Given is a node, `out`, and a function `parents`, which returns a list of the nodes that a node is made of. Nodes are
whole numbers or texts. Return a list

* in which every node stands behind all its parents,
* with every node that `out` is made of, directly or not, once, and `out` itself,
* and with nothing else.

So `out` comes last. Where several orders are right, any of them is.

A parent may be listed twice (x · x has x and x). Two nodes may share a parent: that is no cycle. But if a node is made
of itself, directly or through others, nothing can be computed: raise ValueError.

Graphs may be thousands of nodes deep; Python gives up on functions that call themselves a thousand times. And there may
be more paths in a graph than could ever be walked: a ladder of 50 rungs, each with two ways up, has 2⁵⁰ of them. Each
node is visited once.

References
----------
Kahn, Topological sorting of large networks (1962). Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
4.4. Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms, 20.4.
"""

from collections.abc import Callable, Sequence

Node = int | str


def topological_order(out: Node, parents: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Return all that `out` is made of, each node behind its parents.

    Parameters
    ----------
    out : int or str
        A node.
    parents : callable
        Takes a node, returns a list of the nodes that it is made of.

    Returns
    -------
    order : list of nodes

    Raises
    ------
    ValueError
        If a node is made of itself.

    Examples
    --------
    y = x · s, where s = x + 1:

    >>> graph = {"y": ["x", "s"], "s": ["x", "1"], "x": [], "1": [], "z": ["y"]}
    >>> topological_order("s", lambda node: graph[node])[-1]
    's'
    >>> order = topological_order("y", lambda node: graph[node])
    >>> sorted(order), order.index("x") < order.index("s") < order.index("y")
    (['1', 's', 'x', 'y'], True)
    """
    raise NotImplementedError
