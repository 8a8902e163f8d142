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
    ### BEGIN SOLUTION
    order: list[Node] = []
    done: set[Node] = set()
    begun: set[Node] = set()
    todo = [(out, False)]
    while todo:
        node, ready = todo.pop()
        if ready:
            done.add(node)
            order.append(node)
        elif node in begun and node not in done:
            raise ValueError(f"{node!r} is made of itself")
        elif node not in done:
            begun.add(node)
            todo.append((node, True))
            todo.extend((parent, False) for parent in dict.fromkeys(parents(node)) if parent not in done)
    return order
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Depth first.** To list a node, list its parents first (each in the same way), then the node itself. As a function
   that calls itself:

       def visit(node):
           if node in done: return
           for parent in parents(node): visit(parent)
           done.add(node); order.append(node)

   When a node is appended, all that it is made of stands in the list.

2. **Each node once.** `done` makes the difference between as many visits as there are nodes and as many as there are
   paths. A diamond has two paths to its lowest node; 50 diamonds in a row have 2⁵⁰.

3. **Cycles.** A node is in one of three states: not begun; begun, with its parents under way; done. If one meets a node
   that is begun and not done, one has come back to it from itself: a cycle. Meeting a node that is done is harmless:
   two nodes share a parent. Whoever has two states only takes each diamond for a cycle, or no cycle for one.

4. **Without recursion.** Python's stack of calls ends at about 1000. A list of one's own does not: put a node on it
   twice, first to begin it, and below its parents once more, to finish it.

5. **Kahn's way** goes from the other end: count for each node how many use it; begin with `out`; whenever the last user
   of a node has been listed, the node is free. That lists users before parents: reverse it. If nodes are left over that
   never became free, there is a cycle. Breadth-first search without counting is wrong as soon as there is a short cut:
   in out → a → b → c, with out → c as well, c is met at once, though it has to come first of all.

>>> graph = {"out": ["c", "a"], "a": ["b"], "b": ["c"], "c": []}
>>> topological_order("out", lambda node: graph[node])
['c', 'b', 'a', 'out']
>>> try:
...     topological_order(0, lambda node: [1 - node])
... except ValueError as error:
...     print(error)
0 is made of itself
"""
### END EXPLANATION
