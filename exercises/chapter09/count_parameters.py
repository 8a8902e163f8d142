"""How many parameters has a network?

The answer tells what a network costs to store and how much it can learn. It follows from the way data flow through the
layers, since what comes out of one layer decides how many weights the next one has.

A sample has the shape (D,), or (C, H, W) if it is an image with C channels. The layers come in order, as dicts:

    {"kind": "dense", "outputs": K}                  one weight for each pair of input and output; (D,) becomes (K,)
    {"kind": "conv", "filters": F, "kernel": (P, Q)} each filter reaches over all C channels, P high and Q wide;
                                                     (C, H, W) becomes (F, H − P + 1, W − Q + 1)
    {"kind": "pool", "size": s}                      windows of s × s side by side, what does not fill a window is
                                                     dropped; C stays
    {"kind": "relu"}                                 the shape stays
    {"kind": "flatten"}                              (C, H, W) becomes one long (D,)

Every output of a dense layer and every filter of a convolution has one bias, unless the dict also says "bias": False.
A filter has the same weights wherever it stands, so the size of the image has no part in their number.

References
----------
Kneusel, Math for Deep Learning, chapters 9 and 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
5.1 and 6.3.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any


def count_parameters(shape: tuple[int, ...], layers: Sequence[Mapping[str, Any]]) -> int:
    """Return the number of weights and biases of a network.

    Parameters
    ----------
    shape : (D,) or (C, H, W)
        Of one sample.
    layers : list of dict
        The first layer first.

    Returns
    -------
    count : int

    Raises
    ------
    ValueError
        If a layer is of a kind that is not in the list above.

    Examples
    --------
    Three inputs, two outputs: six weights and two biases. A filter on two channels, 3 high and 1 wide: six and one.

    >>> count_parameters((3,), [{"kind": "dense", "outputs": 2}])
    8
    >>> count_parameters((2, 5, 5), [{"kind": "conv", "filters": 1, "kernel": (3, 1)}])
    7

    A network for digits of 14 × 14 pixels:

    >>> count_parameters((196,), [{"kind": "dense", "outputs": K} for K in (100, 50, 10)])
    25260
    """
    raise NotImplementedError
