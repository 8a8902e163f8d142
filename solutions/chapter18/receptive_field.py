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
    ### BEGIN SOLUTION
    size, jump = 1, 1
    for k, s, d in layers:
        size += (k - 1) * d * jump
        jump *= s
    return size, jump
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Jumps multiply.** Neighbours of layer l look at neurons of layer l − 1 that are s apart, and these lie s times the
   jump of layer l − 1 apart in the image: j_l = s · j_(l−1), and j_0 = 1.

2. **Sizes add up.** A neuron of layer l looks at k neurons of layer l − 1, d apart. From the first to the last there
   are (k − 1) · d steps, each of j_(l−1) pixels. Each of them sees r_(l−1) pixels: from the first pixel of the first
   to the last pixel of the last it is

       r_l = r_(l−1) + (k − 1) · d · j_(l−1),    r_0 = 1.

   It is the jump *before* this layer that counts: the stride of a layer moves its own neurons apart, not its inputs.

With numbers, as in the example: r = 1 + 2 = 3 and j = 1; then r = 3 + 1 = 4 and j = 2; then r = 4 + 2 · 2 = 8.

3. **The same from the end.** A strip of r neurons of a layer depends on s · (r − 1) + (k − 1) · d + 1 of the layer
   before. Begin with r = 1 at the last layer, and go back to the image:

>>> r = 1
>>> for k, s, d in reversed([(3, 1, 1), (2, 2, 1), (3, 1, 1)]):
...     r = s * (r - 1) + (k - 1) * d + 1
>>> r
8

4. **By the gradient.** Send a gradient of 1 from one neuron back to the image, through kernels of positive numbers, and
   look where it is not 0: from the first such pixel to the last there are r. With gaps fewer pixels count than lie
   between them. A stride of 2 with kernels of 1, and then kernels of 2: pixels 0 and 2 are seen, and pixel 1 is not.

>>> receptive_field([(1, 2, 1), (2, 1, 1)])
(3, 2)

5. **Depth sees far.** Two layers of 3 see as much as one of 5, with 18 weights instead of 25. With dilations 1, 2, 4, 8
   the field doubles with each layer; a pooling doubles what all later layers add.

>>> receptive_field([(3, 1, 1)] * 2), receptive_field([(5, 1, 1)]), receptive_field([(3, 1, 2**i) for i in range(4)])
((5, 1), (5, 1), (31, 1))
"""
### END EXPLANATION
