"""Checks, known bugs and variants of chapter17/pieces_by_depth."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    requires=("chapter17/relu_function_approx",),
    minutes=40,
    no_hygiene={"tent_network": "its argument is a number"},
    hints=(
        "The tent of a tent: the second layer's units are relu(t) and relu(t − 1/2), with t = 2 h[0] − 4 h[1].",
        "For linear_pieces keep a list of places, and what the units are at each: in between, everything is straight.",
        "Where h W + b changes its sign between two neighbours, it crosses 0 at z_left/(z_left − z_right) of the way.",
        "At the end: np.diff(y)/np.diff(x) are the slopes, and equal neighbours are one piece.",
    ),
)


def output(params, x):
    """Return what a network makes of numbers."""
    h = np.asarray(x, dtype=float)[:, None]
    for W, b in params[:-1]:
        h = np.maximum(h @ W + b, 0.0)
    return (h @ params[-1][0] + params[-1][1])[:, 0]


def switches(params, low, high):
    """Return all places where a unit switches, whether it shows or not."""
    x = np.array([low, high])
    for k in range(1, len(params)):
        found = [x]
        for unit in range(params[k - 1][0].shape[1]):
            W, b = params[k - 1]
            z = output([*params[: k - 1], (W[:, unit : unit + 1], b[unit : unit + 1])], x)
            i = np.flatnonzero(np.sign(z[:-1]) * np.sign(z[1:]) < 0)
            found.append(x[i] + (x[i + 1] - x[i]) * z[i] / (z[i] - z[i + 1]))
        x = np.unique(np.concatenate(found))
    return x


def clear(case):
    """Tell whether switches are apart, and kinks are kinks."""
    x = switches(case.params, case.low, case.high)
    if np.min(np.diff(x)) < 0.004 * (case.high - case.low):
        return False
    slopes = np.diff(output(case.params, x)) / np.diff(x)
    jumps, most = np.abs(np.diff(slopes)), np.max(np.abs(slopes))
    return bool(np.all((jumps < 1e-12 * most) | (jumps > 0.004 * most)))


def away(rng, *shape):
    return rng.choice((-1, 1), size=shape) * rng.uniform(0.5, 2.0, size=shape)


def one_layer(rng, M):
    """Return a hidden layer that switches at places that are apart; the last two units do so outside, one on each side."""
    inside = rng.permutation(np.linspace(-0.8, 1.8, M - 2) + rng.uniform(-0.1, 0.1, size=M - 2) * 2 / M)
    W = away(rng, 1, M)
    return W, -W[0] * np.concatenate([inside, [-2.5, 3.5]])


@cases("M", 6, 3, 8, 0, fit=clear)
def flat(rng, M):
    """One hidden layer; or none, and a straight line."""
    if M == 0:
        return {"params": [(away(rng, 1, 1), rng.normal(size=1))], "low": -1.0, "high": 2.0}
    return {"params": [one_layer(rng, M), (away(rng, M, 1), rng.normal(size=1))], "low": -1.0, "high": 2.0}


@cases("M level", (6, False), (5, False), (9, True), fit=clear)
def unseen(rng, M, level):
    """One hidden layer; of units that switch, the last layer sees nothing. All pieces fall; or the first is level.

    Where slopes that should be the same differ by rounding, that is little beside the largest slope, and not beside 0.
    """
    W, b = one_layer(rng, M)
    v = away(rng, M, 1)
    if level:
        turned = W[0, :-2] < 0
        W[0, :-2][turned] *= -1
        b[:-2][turned] *= -1
        v[np.argsort(-b[:-2] / W[0, :-2])[2:]] = 0.0
        v[-2:] = 0.0
    else:
        W[0, -2], b[-2] = 1.0, 2.5  # is on throughout
        v[int(rng.integers(M - 2))], v[-2] = 0.0, -40.0
    return {"params": [(W, b), (v, rng.normal(size=1))], "low": -1.0, "high": 2.0}


def folded(case):
    """Tell whether it is clear, and has more kinks than the first layer has units."""
    return clear(case) and len(switches(case.params, case.low, case.high)) > case.params[0][0].shape[1] + 3


@cases("widths idle", ((3, 3), 0), ((4, 2), 0), ((2, 3, 3), 0), ((3, 4, 2), 0), ((3, 2, 3), 2), fit=folded)
def deep(rng, widths, idle):
    """Two or three hidden layers, whose outputs are centred, so that they switch; all units of one are on throughout."""
    layers, x = [], np.linspace(-1.0, 2.0, 200)
    for n_in, n_out in zip((1, *widths), widths, strict=False):
        W = away(rng, n_in, n_out)
        h = x[:, None]
        for V, c in layers:
            h = np.maximum(h @ V + c, 0.0)
        share = rng.uniform(0.2, 0.8, size=n_out)
        middle = np.array([np.quantile(h @ W[:, k], share[k]) for k in range(n_out)])
        on = len(layers) + 1 == idle
        layers.append((W, 0.5 - np.min(h @ W, axis=0) if on else away(rng, n_out) / 8 - middle))
    layers.append((away(rng, widths[-1], 1), rng.normal(size=1)))
    return {"params": layers, "low": -1.0, "high": 2.0}


@cases("depth", 1, 2, 3, 5, fit=clear)
def tents(rng, depth):
    """Tents, composed, that stand on another interval, and are of another height: kinks are where they were drawn."""
    start, width, height = (float(f"{z:.2e}") for z in rng.uniform(0.5, 2.0, size=3))
    units, tent, on = np.ones((1, 2)), np.array([[2.0], [-4.0]]), 0.25
    # T(t) = 2 relu(t + 1/4) − 4 relu(t − 1/2) − 1/2: the first unit is on throughout, and does not touch 0.
    first = (units / width, np.array([on, -0.5]) - start / width)
    later = (tent @ units, np.array([-on, -0.5 - 2 * on]))
    params = [first, *(later for _ in range(depth - 1)), (height * tent, np.array([-2 * on * height]))]
    return {"params": params, "low": start + 1e-3 * width, "high": start + 0.999 * width}


@cases("M", 3, 2)
def dead(rng, M):
    """No unit of the second hidden layer is ever on: the network is constant."""
    second = away(rng, 4, M), rng.uniform(-200.0, -100.0, size=M)
    return {"params": [one_layer(rng, 4), second, (away(rng, M, 1), away(rng, 1))], "low": -1.0, "high": 2.0}


@cases("times size", (1e-60, 100.0), (1e60, 100.0), (1.0, 1e-20), hidden="times size")
def far(rng, times, size):
    """Places may be tiny or huge, and so may what goes into units."""
    W, b = one_layer(rng, 4)
    params = [(size * W / times, size * b), (away(rng, 4, 1), rng.normal(size=1))]
    return {"params": params, "low": -1.0 * times, "high": 2.0 * times, "times": times, "size": size}


def in_their_unit(m, case):
    kinks, slopes = m.linear_pieces(case.params, case.low, case.high)
    return kinks / case.times, slopes * (case.times / case.size)


@cases("depth", 1, 2, 3, 6, fixed="its argument is a small number")
def depths(rng, depth):
    return {"depth": depth}


def composed_tents(params, case):
    """Return what the network makes of places all over [0, 1]."""
    return output(params, np.linspace(0.0, 1.0, 5 * 2**case.depth + 1))


tent_shapes = shaped(
    "tent_network has depth hidden layers of two units, and a last layer of one.", depths, of="tent_network"
)
tent_values = agrees(
    "It computes the tent map, composed depth times.",
    depths,
    of="tent_network",
    worth=composed_tents,
    points=2,
    rtol=1e-6,
    needs=[tent_shapes],
)
shapes = shaped("linear_pieces finds as many kinks as there are, and one slope more.", flat, of="linear_pieces")
values = agrees(
    "With one hidden layer, kinks and slopes are right.", flat, of="linear_pieces", points=2, needs=[shapes]
)
hidden = agrees(
    "Where a unit switches and it does not show, there is no kink.", unseen, of="linear_pieces", needs=[values]
)
constant_line = agrees(
    "A network whose last hidden units are all off has one piece, of slope 0.", dead, of="linear_pieces", needs=[values]
)
deep_values = agrees(
    "With two and three hidden layers they are right, too.", deep, of="linear_pieces", points=2, needs=[values]
)
many = agrees("d tents have 2^d pieces.", tents, of="linear_pieces", points=2, needs=[values])
every_scale = agrees("Places may be tiny or huge.", far, of=in_their_unit, needs=[values])


@check(points=1, kind="property", needs=[values])
def line(student, deep):
    """Put together, the pieces are the network: from low to high it rises by Σ slope · length."""
    for case, (kinks, slopes) in student.linear_pieces.on(deep):
        lengths = np.diff([case.low, *kinks, case.high])
        low, high = output(case.params, [case.low, case.high])
        scale = float(np.sum(np.abs(slopes) * lengths))
        assert_law(
            "y(high) − y(low) = Σ slope · length",
            np.sum(slopes * lengths),
            high - low,
            scale=scale,
            what="y",
            where=case,
        )


hygiene = hygiene_of(deep, of="linear_pieces", needs=[deep_values])

SIGNS = "Z[:-1] * Z[1:] < 0"
CROSS, BENDS = (
    "x[i] + (x[i + 1] - x[i]) * left / (left - right)",
    "np.abs(np.diff(slopes)) > 1e-9 * np.max(np.abs(slopes))",
)
AFTER = "np.maximum(np.column_stack([np.interp(finer, x, z) for z in Z.T]), 0.0)"
UNITS, TENT, SHIFT = "np.ones((1, 2))", "np.array([[2.0], [-4.0]])", "np.array([0.0, -0.5])"
BETWEEN = "[(tent @ units, shift) for _ in range(depth - 1)]"
RESULT = "x[1:-1][bends], slopes[np.append(True, bends)]"
BUGS = [
    patch(
        "the tent has half its slope",
        {TENT: "np.array([[1.0], [-2.0]])"},
        hint="2 relu(x) − 4 relu(x − 1/2): it reaches 1.",
    ),
    patch(
        "the tent is flat after its top",
        {TENT: "np.array([[2.0], [-2.0]])"},
        hint="From 2 to −2 the slope changes by 4.",
    ),
    patch("the tent stands on its head", {TENT: "np.array([[-2.0], [4.0]])"}, hint="2 relu(x) − 4 relu(x − 1/2)."),
    patch("the second unit switches at −1/2", {SHIFT: "np.array([0.0, 0.5])"}, hint="relu(x − 1/2): the bias is −1/2."),
    patch("the second unit switches at 1", {SHIFT: "np.array([0.0, -1.0])"}, hint="The top is at 1/2."),
    patch(
        "one tent too many is composed",
        {"range(depth - 1)": "range(depth)"},
        hint="depth hidden layers: depth − 1 between the first and the last.",
    ),
    patch(
        "hidden layers are not given the tent of the layer before, but the sum of its units",
        {BETWEEN: "[(np.ones((2, 2)), shift) for _ in range(depth - 1)]"},
        hint="t = 2 h[0] − 4 h[1] goes into both units: ((2, 2), (−4, −4)).",
    ),
    patch(
        "the matrix between hidden layers is transposed",
        {BETWEEN: "[((tent @ units).T, shift) for _ in range(depth - 1)]"},
        hint="h W: the rows of W belong to what comes in. ((2, 2), (−4, −4)).",
    ),
    patch(
        "later layers have no bias",
        {BETWEEN: BETWEEN.replace("shift", "0 * shift")},
        hint="Every second unit has the bias −1/2.",
    ),
    patch(
        "kinks are at b/w instead of −b/w",
        {CROSS: "-(x[i] + (x[i + 1] - x[i]) * left / (left - right))"},
        hint="w x + b = 0.",
    ),
    patch(
        "crossings are put half-way between two places",
        {CROSS: "(x[i] + x[i + 1]) / 2"},
        hint="At the share z_left/(z_left − z_right).",
    ),
    patch(
        "crossings are counted from the right end",
        {CROSS: "x[i + 1] - (x[i + 1] - x[i]) * left / (left - right)"},
        hint="The share of z_left is counted from the left.",
    ),
    patch(
        "kinks are looked for on a grid of a hundred points",
        {
            "finer = np.union1d(x, crossings)": "step = (high - low) / 100\n        finer = np.union1d([low, high], low + step * np.round((crossings - low) / step))"
        },
        hint="Crossings can be calculated: the function is straight between two places.",
    ),
    patch(
        "only the first hidden layer makes kinks",
        {"finer = np.union1d(x, crossings)": "finer = np.union1d(x, crossings) if len(x) == 2 else x"},
        hint="Deeper units switch as well, at places of their own.",
    ),
    patch(
        "of each unit only the first crossing is found",
        {
            "left, right = Z[i, unit]": "i, unit = i[np.unique(unit, return_index=True)[1]], np.unique(unit)\n        left, right = Z[i, unit]"
        },
        hint="A deeper unit may cross 0 in many of the intervals.",
    ),
    patch(
        "only upward crossings are found",
        {SIGNS: "(Z[:-1] < 0) & (Z[1:] > 0)"},
        hint="A unit that goes off makes a kink as one that goes on.",
    ),
    patch(
        "places where it does not show count as kinks",
        {BENDS: "np.ones(len(slopes) - 1, dtype=bool)"},
        hint="Where the slopes left and right are the same, there is no kink.",
    ),
    patch(
        "the last layer has a ReLU, too",
        {"(H @ params[-1][0])[:, 0]": "np.maximum(H @ params[-1][0] + params[-1][1], 0.0)[:, 0]"},
        hint="The last layer is h W + b.",
    ),
    patch("hidden layers have no ReLU", {AFTER: AFTER[11:-6]}, hint="h ← relu(h W + b)."),
    patch("biases are left out", {"Z = H @ W + b  #": "Z = H @ W + 0 * b  #"}, hint="h W + b."),
    patch(
        "low and high count as kinks",
        {RESULT: "x[np.concatenate([[True], bends, [True]])], slopes[np.append(True, bends)]"},
        hint="Kinks lie strictly between.",
    ),
    patch(
        "differences of y are returned for slopes",
        {
            "np.diff((H @ params[-1][0])[:, 0]) / np.diff(x)": "np.diff((H @ params[-1][0])[:, 0]) / np.diff(x)\n    widths = np.diff(x)",
            RESULT: "x[1:-1][bends], (slopes * widths)[np.append(True, bends)]",
        },
        hint="A slope is a difference of y divided by that of x.",
    ),
    patch(
        "slopes have no signs",
        {RESULT: "x[1:-1][bends], np.abs(slopes[np.append(True, bends)])"},
        hint="A piece may fall.",
    ),
    patch(
        "the last slope is missing", {RESULT: "x[1:-1][bends], slopes[:-1][bends]"}, hint="One slope more than kinks."
    ),
    patch(
        "where all slopes are 0, every place counts as a kink",
        {BENDS: BENDS.replace(">", ">=")},
        hint="Equal slopes are one piece, those of 0 as well.",
    ),
    patch(
        "the last layer is taken off the caller's list",
        {
            "x, H = ": "last = params.pop()\n    x, H = ",
            "in params[:-1]:": "in params:",
            "params[-1][0])": "last[0])",
        },
        hint="params belongs to the caller: params[:-1] is a list of its own.",
    ),
    patch(
        "slopes below 1e-6 count as 0",
        {BENDS: f"{BENDS}\n    slopes = np.where(np.abs(slopes) < 1e-6, 0.0, slopes)"},
        hint="Places may be huge, and slopes tiny.",
    ),
]


VARYING = {
    "shapes": "A line that stays above 0 is not bent by a last ReLU.",
    "line": "What is missed may not show in the sum.",
}
APART = "Slopes are equal to rounding, or far apart."
EQUIVALENT = {
    "tent_network: tent @ units → tent * units": "A column times a row: entry by entry as well.",
    "linear_pieces: Z[:-1] * Z[1:] < 0 → Z[:-1] * Z[1:] <= 0": "Nothing is exactly 0 at a place.",
    "linear_pieces: Z[:-1] * Z[1:] → Z[:-1] / Z[1:]": "A quotient has the sign of the product.",
    "linear_pieces: np.max(np.abs(slopes)) → np.max(np.abs(slopes), axis=0)": "There is one axis.",
    "linear_pieces: np.max(np.abs(slopes)) → np.mean(np.abs(slopes))": APART,
    "linear_pieces: 1e-09 * np.max(np.abs(slopes)) → 1e-06 * np.max(np.abs(slopes))": APART,
    "linear_pieces: 1e-09 * np.max(np.abs(slopes)) → 1e-12 * np.max(np.abs(slopes))": APART,
    "linear_pieces: (H @ params[-1][0])[:, 0] → (H @ params[-1][0])[:, -1]": "There is one column.",
}


@variant(of="tent_network")
def other_weights(depth):
    """1 − |…|: the units are on from opposite sides of the middle."""
    W, b = np.array([[-3.0, 3.0]]), np.array([1.5, -1.5])
    out = np.array([[-2.0 / 3.0], [-2.0 / 3.0]])
    later = [(out @ W, W[0] + b) for _ in range(depth - 1)]
    return [(W, b), *later, (out, np.array([1.0]))]


@variant(of="tent_network")
def unit_by_unit(depth):
    params = [(np.array([[1.0, 1.0]]), np.array([-0.5, 0.0]))]
    for _ in range(depth - 1):
        params.append((np.array([[-4.0, -4.0], [2.0, 2.0]]), np.array([-0.5, 0.0])))
    params.append((np.array([[-4.0], [2.0]]), np.array([0.0])))
    return params


@variant(of="linear_pieces")
def walking(params, low, high):
    """From place to place: which unit switches next?"""
    kinks, slopes, x = [], [], low
    while True:
        probe = x + 1e-7 * (high - low)
        value, slope, ahead = np.array([probe]), np.array([1.0]), high
        for W, b in params[:-1]:
            value, slope = value @ W + b, slope @ W
            with np.errstate(divide="ignore", invalid="ignore"):
                crossing = probe - value / slope
            later = crossing[(slope != 0) & (crossing > probe)]
            ahead = min(ahead, later.min(initial=high))
            on = value > 0
            value, slope = value * on, slope * on
        s = (slope @ params[-1][0])[0]
        slopes.append(s)
        if ahead >= high:
            break
        kinks.append(ahead)
        x = ahead
    most = max(abs(s) for s in slopes)
    kept = [k for k in range(len(kinks)) if abs(slopes[k + 1] - slopes[k]) > 1e-9 * most]
    return np.array([kinks[k] for k in kept], dtype=float), np.array([slopes[0], *(slopes[k + 1] for k in kept)])


@variant(of="linear_pieces")
def by_patterns(params, low, high):
    """In the middle of each interval the pattern of units is known, and with it the line of each."""
    from itertools import pairwise

    def lines(x, layers):
        slope, constant = np.array([1.0]), np.array([0.0])
        for k, (W, b) in enumerate(layers):
            if k:
                on = slope * x + constant > 0
                slope, constant = slope * on, constant * on
            slope, constant = slope @ W, constant @ W + b
        return slope, constant

    ends = [low, high]
    for depth in range(1, len(params)):
        new = []
        for left, right in pairwise(ends):
            for a, c in zip(*lines((left + right) / 2, params[:depth]), strict=True):
                if a != 0 and left < -c / a < right:
                    new.append(-c / a)
        ends = sorted({*ends, *new})
    middles = [(left + right) / 2 for left, right in pairwise(ends)]
    slopes = [float(lines(x, params)[0][0]) for x in middles]
    most, kinks, told = max(map(abs, slopes)), [], [slopes[0]]
    for x, before, after in zip(ends[1:-1], slopes[:-1], slopes[1:], strict=True):
        if abs(after - before) > 1e-9 * most:
            kinks.append(x)
            told.append(after)
    return np.array(kinks, dtype=float), np.array(told)
