"""Output shape of a convolution.

Before a network is built one has to know what comes out of each of its layers. An image of H × W pixels gets a frame of
`pad` zeros on all four sides; a kernel of P × Q numbers is laid on it at the top left, and moved by `stride` pixels at
a time, to the right and downwards, as long as it lies entirely inside. Each place where it comes to lie makes one
output.

With dilation d the kernel is spread out: neighbouring numbers of the kernel meet pixels that are d apart. Dilation 1 is
the usual kernel without gaps.

Pixels at the right and at the bottom that are left over, because one more step of the stride would go too far, are lost
without a word. `stride`, `pad` and `dilation` are the same for both directions; H and W, or P and Q, need not be.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 6.
"""


def conv_output_shape(H: int, W: int, P: int, Q: int, stride: int, pad: int, dilation: int) -> tuple[int, int]:
    """Return how many places the kernel finds, downwards and to the right.

    Parameters
    ----------
    H, W : int
        Height and width of the image, at least 1.
    P, Q : int
        Height and width of the kernel, at least 1.
    stride : int
        Pixels from one place to the next, at least 1.
    pad : int
        Zeros on each side, at least 0.
    dilation : int
        Pixels from one number of the kernel to the next, at least 1.

    Returns
    -------
    Ho, Wo : int

    Raises
    ------
    ValueError
        If the kernel does not fit even once.

    Examples
    --------
    Of the rows 0 … 4 the kernel may begin at 0 and 2; of the columns 0 … 7 at 0, 2 and 4, and column 7 is lost:

    >>> conv_output_shape(5, 8, 3, 3, stride=2, pad=0, dilation=1)
    (2, 3)

    With dilation 2, three numbers of a kernel span five pixels: here they fit once.

    >>> conv_output_shape(5, 5, 3, 3, stride=1, pad=0, dilation=2)
    (1, 1)
    """
    raise NotImplementedError
