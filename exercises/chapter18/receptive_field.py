"""How much of the image a neuron sees.

A neuron of a deep layer sees the image through all layers before it: each of its inputs has seen a window of its own.
How wide is the strip of the image on which it depends, and how far apart are the strips of two neighbours?

Layers are given from the input on, each as (k, s, d): a convolution, or a pooling, with windows of k, stride s and
dilation d. So neuron i of a layer looks at the k neurons s·i, s·i + d, …, s·i + (k − 1)·d of the layer before. One
direction is enough: rows and columns are counted in the same way, and the frame shifts everything and changes no size.

* size: the number of pixels from the first to the last on which a neuron of the last layer depends, gaps included. With
  dilation, or where the stride is larger than the next kernel, some pixels in between may have no influence; they are
  counted all the same.
* jump: the number of pixels by which that strip moves, from one neuron of the last layer to the next.

Away from the border, that is: what lies outside the image is not counted as lost. Without any layer, a neuron is a
pixel: size 1, jump 1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Araujo, Norris, Sim, Computing Receptive
Fields of Convolutional Neural Networks (2019).
"""

from collections.abc import Sequence


def receptive_field(layers: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Return the size of the receptive field, and the jump.

    Parameters
    ----------
    layers : list of (k, s, d)
        Sizes of the windows, strides and dilations, at least 1 each, from the input on. May be empty.

    Returns
    -------
    size, jump : int

    Examples
    --------
    A convolution with kernels of 3, pooling in windows of 2 with stride 2, another convolution with kernels of 3:

    >>> receptive_field([(3, 1, 1), (2, 2, 1), (3, 1, 1)])
    (8, 2)
    """
    raise NotImplementedError
