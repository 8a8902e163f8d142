"""Checks, known bugs and variants of chapter09/conv_output_shape."""

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=12,
    no_hygiene="its arguments are numbers",
    returns=("Ho", "Wo"),
    requires=("chapter09/conv2d_valid",),
    hints=(
        "Both directions go by the same rule, each with its own sizes. Draw one row of pixels and count.",
        "P numbers that are d pixels apart span d (P − 1) + 1 pixels, from the first to the last.",
        "How far can the first pixel of the kernel move from where it starts? Each whole stride makes one more place.",
        "⌊(H + 2 pad − span) / stride⌋ + 1, and an error if the span is larger than H + 2 pad.",
    ),
)


def geometry(rng, stride, pad, dilation, rest):
    """Draw sizes for which `rest` pixels are left over, the number of places first."""
    Ho, Wo = int(rng.integers(4, 8)), int(rng.integers(8, 13))
    P, Q = (int(n) for n in rng.permutation((2, 3, 4, 5))[:2])
    H, W = (
        dilation * (kernel - 1) + 1 + stride * (places - 1) + rest - 2 * pad for kernel, places in ((P, Ho), (Q, Wo))
    )
    return {"H": H, "W": W, "P": P, "Q": Q, "stride": stride, "pad": pad, "dilation": dilation}


def fits(case):
    """An image has pixels."""
    return case.H >= 1 and case.W >= 1


@cases("stride pad dilation rest", (1, 0, 1, 0), (1, 0, 1, 0), fit=fits)
def plain(rng, stride, pad, dilation, rest):
    return geometry(rng, stride, pad, dilation, rest)


@cases("stride pad dilation rest", (1, 1, 1, 0), (1, 2, 1, 0), fit=fits)
def padded(rng, stride, pad, dilation, rest):
    return geometry(rng, stride, pad, dilation, rest)


@cases("stride pad dilation rest", (2, 0, 1, 0), (2, 0, 1, 1), (5, 0, 1, 1), (5, 0, 1, 4), fit=fits)
def strided(rng, stride, pad, dilation, rest):
    return geometry(rng, stride, pad, dilation, rest)


@cases("stride pad dilation rest", (1, 0, 2, 0), (1, 0, 3, 0), fit=fits)
def dilated(rng, stride, pad, dilation, rest):
    return geometry(rng, stride, pad, dilation, rest)


@cases("stride pad dilation rest", (2, 1, 3, 1), (3, 2, 2, 2), (4, 3, 2, 1), (3, 1, 2, 0), fit=fits)
def together(rng, stride, pad, dilation, rest):
    return geometry(rng, stride, pad, dilation, rest)


@cases("stride pad dilation", (1, 0, 1), (4, 0, 1), (3, 1, 2))
def just_fits(rng, stride, pad, dilation):
    """A kernel that fits exactly once."""
    P, Q = (int(n) for n in rng.permutation((4, 5, 6))[:2])
    H, W = (dilation * (n - 1) + 1 - 2 * pad for n in (P, Q))
    return {"H": H, "W": W, "P": P, "Q": Q, "stride": stride, "pad": pad, "dilation": dilation}


shapes = shaped("Two whole numbers come back: numbers of rows and columns.", together)
no_extras = agrees("Without padding, with stride and dilation 1, the kernel finds H − P + 1 places downwards.", plain)
padding = agrees("The padding counts on both sides.", padded, needs=[no_extras])
stride = agrees("The kernel moves by the stride, and what is left over at the end is lost.", strided, needs=[no_extras])
dilation = agrees("A dilated kernel spans d (P − 1) + 1 pixels.", dilated, needs=[no_extras])
everything = agrees("Padding, stride and dilation work together.", together, needs=[padding, stride, dilation])
once = agrees("A kernel that fills the padded image fits once.", just_fits, needs=[everything])


@check(points=1, kind="error", needs=[once])
def too_large(student, just_fits):
    """A kernel one pixel too high, or one too wide, raises ValueError, and so does one that is much larger."""
    for case in just_fits:
        for sizes in ({"H": case.H - 1}, {"W": case.W - 1}, {"H": 1}, {"W": 1}, {"H": 1, "W": 1}):
            smaller = case.replaced(**sizes)
            raises(student, ValueError, lambda m, at=smaller: m.conv_output_shape(*at.values()), where=case)


@check(points=1, kind="property")
def one_more(student, together):
    """As many more rows as the stride make room for exactly one more place, and as many more columns, too."""

    def grown(m, case):
        return [
            m.conv_output_shape(*case.values()),
            m.conv_output_shape(*case.replaced(H=case.H + case.stride).values()),
            m.conv_output_shape(*case.replaced(W=case.W + case.stride).values()),
        ]

    for case, ((Ho, Wo), taller, wider) in student.each(grown, together):
        assert_close(taller, (Ho + 1, Wo), names=EXERCISE.returns, where=case)
        assert_close(wider, (Ho, Wo + 1), names=EXERCISE.returns, where=case)


HO, WO = "(H + 2 * pad - dilation * (P - 1) - 1) // stride + 1", "(W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1"

BUGS = [
    patch(
        "the division is rounded up",
        {
            HO: "-(-(H + 2 * pad - dilation * (P - 1) - 1) // stride) + 1",
            WO: "-(-(W + 2 * pad - dilation * (Q - 1) - 1) // stride) + 1",
        },
        hint="A step that would lead over the edge is not taken: round down.",
    ),
    patch(
        "the division is rounded to the nearest whole number",
        {
            HO: "round((H + 2 * pad - dilation * (P - 1) - 1) / stride) + 1",
            WO: "round((W + 2 * pad - dilation * (Q - 1) - 1) / stride) + 1",
        },
        hint="A step that would lead over the edge is not taken: round down.",
    ),
    patch(
        "the padding is counted once",
        {"H + 2 * pad": "H + pad", "W + 2 * pad": "W + pad"},
        hint="There are zeros above and below, left and right.",
    ),
    patch(
        "the result is a float",
        {HO: HO.replace("//", "/"), WO: WO.replace("//", "/")},
        hint="Places are counted: use //.",
    ),
    patch(
        "the first place is not counted",
        {
            "(P - 1) - 1) // stride + 1": "(P - 1) - 1) // stride",
            "(Q - 1) - 1) // stride + 1": "(Q - 1) - 1) // stride",
            "Ho < 1 or Wo < 1": "Ho < 0 or Wo < 0",
        },
        hint="Between n places there are n − 1 steps: add 1.",
    ),
    patch(
        "the 1 is divided by the stride as well",
        {HO: "(H + 2 * pad - dilation * (P - 1)) // stride", WO: "(W + 2 * pad - dilation * (Q - 1)) // stride"},
        hint="The first place costs no step: add the 1 after the division.",
    ),
    patch(
        "the dilation is ignored",
        {"dilation * (P": "1 * (P", "dilation * (Q": "1 * (Q"},
        hint="Between neighbouring numbers of the kernel there are d − 1 pixels that it skips.",
    ),
    patch(
        "the dilated kernel is taken to span d · P pixels",
        {"dilation * (P - 1) - 1": "dilation * P", "dilation * (Q - 1) - 1": "dilation * Q"},
        hint="P numbers have P − 1 gaps: the span is d (P − 1) + 1.",
    ),
    patch(
        "the padding is added after the division by the stride",
        {
            "H + 2 * pad - dilation * (P - 1) - 1) // stride + 1": "H - dilation * (P - 1) - 1) // stride + 1 + 2 * pad",
            "W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1": "W - dilation * (Q - 1) - 1) // stride + 1 + 2 * pad",
        },
        hint="The kernel moves over the frame in steps of the stride, too: pad first, then divide.",
    ),
    patch(
        "the stride is ignored",
        {"(P - 1) - 1) // stride": "(P - 1) - 1)", "(Q - 1) - 1) // stride": "(Q - 1) - 1)"},
        hint="The kernel moves `stride` pixels at a time.",
    ),
    patch("rows and columns are exchanged", {"return Ho, Wo": "return Wo, Ho"}, hint="Rows come first: (Ho, Wo)."),
    patch(
        "the height of the kernel is used for both directions",
        {"(Q - 1)": "(P - 1)"},
        hint="The kernel is P high and Q wide.",
    ),
    patch(
        "a kernel that does not fit makes a size of 0 or less",
        {"Ho < 1 or Wo < 1": "False"},
        hint="No array has such a shape: say so with a ValueError.",
    ),
    patch(
        "only a kernel that fits in neither direction is an error",
        {"Ho < 1 or Wo < 1": "Ho < 1 and Wo < 1"},
        hint="One direction without a place is enough.",
    ),
    patch(
        "a kernel that is much larger makes a size below 0: only 0 is an error",
        {"Ho < 1 or Wo < 1": "Ho == 0 or Wo == 0"},
        hint="A kernel that is far too large makes −1 or less by the formula: ask for less than 1.",
    ),
    patch(
        "a kernel that is too large both ways is let through",
        {"Ho < 1 or Wo < 1": "Ho * Wo < 1"},
        hint="The product of two negative numbers is positive: look at each direction by itself.",
    ),
    patch(
        "a negative quotient is cut towards zero",
        {
            HO: "int((H + 2 * pad - dilation * (P - 1) - 1) / stride) + 1",
            WO: "int((W + 2 * pad - dilation * (Q - 1) - 1) / stride) + 1",
        },
        hint="int(−1 / 4) is 0 and −1 // 4 is −1: a kernel that is too large seems to fit once.",
    ),
    patch(
        "a kernel that fits exactly once is refused",
        {"Ho < 1 or Wo < 1": "Ho <= 1 or Wo <= 1"},
        hint="One place is enough.",
    ),
]

EQUIVALENT = {
    "conv_output_shape: Ho < 1 → Ho < 0.5": "Ho is a whole number",
    "conv_output_shape: Wo < 1 → Wo < 0.5": "Wo is a whole number",
}


@bug("the size of the image is divided by the stride, whatever the kernel", hint="The kernel must lie inside entirely.")
def like_same(H, W, P, Q, stride, pad, dilation):
    if H + 2 * pad < dilation * (P - 1) + 1 or W + 2 * pad < dilation * (Q - 1) + 1:
        raise ValueError("the kernel is too large")
    return -(-H // stride), -(-W // stride)


@variant
def counted(H, W, P, Q, stride, pad, dilation):
    rows = len(range(0, H + 2 * pad - dilation * (P - 1), stride))
    columns = len(range(0, W + 2 * pad - dilation * (Q - 1), stride))
    if not (rows and columns):
        raise ValueError("no place for the kernel")
    return [rows, columns]


@variant
def walked(H, W, P, Q, stride, pad, dilation):
    shape = []
    for pixels, numbers in ((H, P), (W, Q)):
        places, last = 0, dilation * (numbers - 1)
        while last < pixels + 2 * pad:
            places, last = places + 1, last + stride
        if places == 0:
            raise ValueError
        shape.append(places)
    return tuple(shape)


@variant
def by_floor(H, W, P, Q, stride, pad, dilation):
    from math import floor

    def places(pixels, numbers):
        gaps = (numbers - 1) * (dilation - 1)
        steps = floor((pixels + 2 * pad - numbers - gaps) / stride)
        if steps < 0:
            raise ValueError(f"{numbers} numbers do not fit on {pixels} pixels")
        return 1 + steps

    return places(H, P), places(W, Q)
