"""Checks, known bugs and variants of chapter20/augment_flip_crop."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("augmented",),
    requires=("chapter01/select_submatrix",),
    minutes=15,
    hints=(
        "Draw first, both lines as they stand in the prompt: flip, then i and j.",
        "img[:, ::-1] is mirrored left to right.",
        "np.pad takes a pair for each axis: ((pad, pad), (pad, pad), (0, 0)).",
        "padded[i : i + H, j : j + W], and a copy of it.",
    ),
)


def generator(rng, flip, i, j, pad):
    """Draw a Generator that gives just this, and whose number is not near 1/2."""
    while True:
        seed = int(rng.integers(2**31))
        trial = np.random.default_rng(seed)
        number, place = trial.random(), tuple(trial.integers(0, 2 * pad + 1, size=2))
        if abs(number - 0.5) > 0.05 and (number < 0.5, *place) == (flip, i, j):
            return np.random.default_rng(seed)


def settled(rng, pad):
    """Return a seed of a Generator of which three images are mirrored, or not, by numbers that are not near 1/2."""
    while True:
        seed = int(rng.integers(2**31))
        trial = np.random.default_rng(seed)
        if all(abs(trial.random() - 0.5) > 0.05 and len(trial.integers(0, 2 * pad + 1, size=2)) for _ in range(3)):
            return seed


def image(rng, *shape):
    return rng.choice((-1, 1), size=shape) * rng.uniform(0.5, 2.0, size=shape)


@cases(
    "shape pad flip i j",
    ((4, 6, 3), 2, True, 0, 3),
    ((4, 6, 3), 2, False, 4, 1),
    ((5, 5, 2), 1, True, 2, 0),
    ((3, 7, 1), 1, False, 0, 2),
    ((7, 3, 3), 3, True, 1, 6),
    ((1, 4, 2), 1, True, 1, 2),
    ((4, 1, 2), 1, True, 0, 1),
    ((1, 1, 1), 0, False, 0, 0),
)
def images(rng, shape, pad, flip, i, j):
    return {"img": image(rng, *shape), "pad": pad, "rng": generator(rng, flip, i, j, pad)}


@cases("flip i j", *itertools.product((False, True), range(3), range(3)))
def outcomes(rng, flip, i, j):
    """Every outcome that there is for pad = 1."""
    return {"img": image(rng, 3, 4, 2), "pad": 1, "rng": generator(rng, flip, i, j, 1)}


@cases("flip shape", (False, (3, 4, 2)), (True, (3, 4, 2)), (False, (4, 4, 3)), (True, (4, 4, 3)))
def unframed(rng, flip, shape):
    return {"img": image(rng, *shape), "pad": 0, "rng": generator(rng, flip, 0, 0, 0)}


@cases("shape pad i j", ((2, 3, 1), 4, 8, 5), ((3, 2, 1), 5, 5, 0), ((1, 2, 2), 3, 6, 6))
def gone(rng, shape, pad, i, j):
    """Moved out of sight, in one direction or in both."""
    return {"img": image(rng, *shape), "pad": pad, "rng": generator(rng, True, i, j, pad)}


@cases("number", 0.499, 0.501)
def doubtful(rng, number):
    """What decides on the mirror is near 1/2."""
    return {"img": image(rng, 3, 4, 2), "pad": 2, "rng": generator_with([number, *rng.random(8)])}


far = scaled(images, img=1)

shapes = shaped("The image keeps its shape.", images)
values = agrees(
    "It is mirrored, framed with zeros, and cut at the place that was drawn.", images, exactly=True, points=2
)
every = agrees("All 18 outcomes for pad = 1 are right.", outcomes, exactly=True, points=2)
still = agrees("With pad = 0 it is mirrored, or stays as it is.", unframed, exactly=True)
halves = agrees("It is mirrored if the number is below 1/2, however near.", doubtful, exactly=True)
out_of_sight = agrees("It may be moved out of sight: then there are zeros only.", gone, exactly=True)
every_scale = agrees("Pixels may be tiny or huge.", far, exactly=True, needs=[values], separates=False)


@check(points=1, kind="property")
def alike(student, images):
    """Channels are treated alike, and an image that is its own mirror image stays as it is where there is no frame."""

    def three(m, case):
        def augmented(img, pad):
            return m.augment_flip_crop(img, pad, case.rng)

        symmetric = case.img + case.img[:, ::-1]
        turned = augmented(case.img[:, :, ::-1], case.pad)
        return augmented(case.img, case.pad), turned, augmented(symmetric, 0), symmetric

    for case, (usual, turned, same, symmetric) in student.each(three, images):
        law = "channels in reverse come out in reverse"
        assert_law(law, turned, usual[:, :, ::-1], what="augmented", where=case)
        assert_law("what is symmetric stays", same, symmetric, what="augmented", where=case)


@check(points=1, kind="random", needs=[values])
def anew(student, rng):
    """The next image from the same rng is another: flip, i and j are drawn once a call, and nothing else."""

    def thrice(m, img, pad, seed):
        g = constant(m, np.random.default_rng(seed))
        return [m.augment_flip_crop(img, pad, g) for _ in range(3)], g.random()

    img = image(rng, 5, 4, 2)
    for pad in (2, 0):
        seed = settled(rng, pad)
        found, after = student.run(thrice, img, pad, seed)
        fresh, where = np.random.default_rng(seed), f"5 × 4 × 2, pad={pad}, three times"
        for k, augmented in enumerate(found):
            flip, (i, j) = fresh.random() < 0.5, fresh.integers(0, 2 * pad + 1, size=2)
            framed = np.pad(img[:, ::-1] if flip else img, ((pad, pad), (pad, pad), (0, 0)))
            assert_close(augmented, framed[i : i + 5, j : j + 4], names=(f"image {k + 1}",), where=where)
        if after != fresh.random():
            fail("After three images the Generator is not where it should be: something else was drawn.", where)


hygiene = hygiene_of(images, seeded=True)
own = hygiene_of(unframed, seeded=True)

FLIP, PLACE = "rng.random() < 1 / 2", "rng.integers(2 * pad + 1, size=2)"
MIRROR, PADDED = "img[:, ::-1] if mirror else img", "np.pad(mirrored, ((pad, pad), (pad, pad), (0, 0)))"
CUT = "padded[i : i + H, j : j + W].copy()"
VARYING = {"out_of_sight": "Other numbers may move it out of sight as well."}
BUGS = [
    patch(
        "it is turned upside down", {"img[:, ::-1]": "img[::-1]"}, hint="Left to right is along axis 1: img[:, ::-1]."
    ),
    patch(
        "its colours are exchanged instead of its sides",
        {"img[:, ::-1]": "img[..., ::-1]"},
        hint="The last axis is that of the channels: img[:, ::-1].",
    ),
    patch(
        "it is turned upside down and mirrored", {"img[:, ::-1]": "img[::-1, ::-1]"}, hint="Only axis 1: img[:, ::-1]."
    ),
    patch("it is never mirrored", {MIRROR: "img"}, hint="Mirror it if flip."),
    patch("it is always mirrored", {MIRROR: "img[:, ::-1]"}, hint="Mirror it only if flip."),
    patch("it is mirrored if the number is above 1/2", {FLIP: "rng.random() > 0.5"}, hint="flip = rng.random() < 0.5."),
    patch(
        "flip is drawn after the place",
        {f"mirror = {FLIP}\n    i, j = {PLACE}": f"i, j = {PLACE}\n    mirror = {FLIP}"},
        hint="First flip, then i and j: it is settled.",
    ),
    patch(
        "the last place is never drawn",
        {PLACE: "rng.integers(0, max(2 * pad, 1), size=2)"},
        hint="integers excludes its upper end: 2 * pad + 1.",
    ),
    patch(
        "it moves at most half as far",
        {PLACE: "rng.integers(0, pad + 1, size=2)"},
        hint="In a frame of pad at each side there are 2 pad + 1 places.",
    ),
    patch(
        "it is cut in the middle, always",
        {"return padded[": "i = j = pad\n    return padded["},
        hint="Cut at row i and column j.",
    ),
    patch(
        "rows and columns of the place are exchanged",
        {f"i, j = {PLACE}": f"j, i = {PLACE}"},
        hint="i is the row, j the column.",
    ),
    patch(
        "one number is the row and the column of the place",
        {f"i, j = {PLACE}": "i = j = rng.integers(0, 2 * pad + 1)"},
        hint="Two numbers: size=2.",
    ),
    patch(
        "it is cut first, and mirrored then",
        {
            f"mirrored = {MIRROR}": "mirrored = img",
            CUT: "padded[i : i + H, j : j + W][:, :: -1 if mirror else 1].copy()",
        },
        hint="Mirrored, framed, cut, in this order: otherwise it moves the other way.",
    ),
    patch(
        "it moves in the other direction",
        {CUT: "padded[2 * pad - i : 2 * pad - i + H, 2 * pad - j : 2 * pad - j + W].copy()"},
        hint="Cut from row i and column j of the frame.",
    ),
    patch(
        "the frame repeats the pixels at the edge",
        {"(0, 0)))": '(0, 0)), mode="edge")'},
        hint="The frame is made of zeros: np.pad without a mode.",
    ),
    patch("what is moved out comes in on the other side", {"(0, 0)))": '(0, 0)), mode="wrap")'}, hint="Zeros come in."),
    patch(
        "channels are padded, too",
        {PADDED: "np.pad(mirrored, pad)[:, :, : img.shape[2]]"},
        hint="np.pad with one number pads all axes: a pair for each axis.",
    ),
    patch("the framed image is not cut", {CUT: "padded[i:, j:].copy()"}, hint="H rows and W columns of it."),
    patch(
        "with pad = 0 the image itself is returned",
        {PADDED: f"{PADDED} if pad else mirrored", CUT: CUT[:-7]},
        hint="A slice is memory of img itself: copy it.",
    ),
    patch(
        "it is mirrored in 51 of 100 cases",
        {FLIP: "rng.random() < 0.51"},
        hint="flip = rng.random() < 0.5.",
    ),
    patch(
        "the frame is no wider than the image",
        {PADDED: "np.pad(mirrored, ((pad, min(pad, H)), (pad, min(pad, W)), (0, 0)))"},
        hint="pad rows or columns at each of the four sides.",
    ),
    patch("something more is drawn", {"H, W, _": "rng.random()\n    H, W, _"}, hint="flip, i and j, and nothing else."),
    patch(
        "pixels are rounded to eight digits",
        {CUT: f"np.round({CUT[:-7]}, 8)"},
        hint="Pixels may be tiny: they are copied, not computed.",
    ),
    patch(
        "each image is treated in the same way",
        {"mirror = rng": "rng = np.random.default_rng(0)\n    mirror = rng"},
        hint="Draw from the rng that is handed over.",
    ),
    patch(
        "NumPy's global random state is used",
        {
            f"mirror = {FLIP}\n    i, j = {PLACE}": "np.random.seed(rng.integers(2**31))\n    mirror = np.random.random() < 0.5\n"
            "    i, j = np.random.randint(0, 2 * pad + 1, size=2)"
        },
        hint="Leave np.random alone: draw from rng.",
    ),
    patch(
        "img is mirrored in place",
        {f"mirrored = {MIRROR}": "if mirror:\n        img[:] = img[:, ::-1].copy()\n    mirrored = img"},
        hint="img belongs to the caller.",
    ),
    patch("pixels are clipped to ±1", {CUT: f"np.clip({CUT[:-7]}, -1.0, 1.0)"}, hint="Pixels stay as they are."),
]


EQUIVALENT = {
    "augment_flip_crop: rng.random() < 1 / 2 → rng.random() <= 1 / 2": "A number is 1/2 once in 2⁵³ times.",
    "augment_flip_crop: 2 * pad → 2.02 * pad": "integers rounds its end down: the same up to a pad of 49.",
    "augment_flip_crop: 2 * pad + 1 → 2 * pad + 1.01": "integers rounds its end down.",
    "augment_flip_crop: padded[i:i + H, j:j + W].copy() → padded[i:i + H, j:j + W]": "np.pad has made a new array.",
}


@variant
def pasted(img, pad, rng):
    flip = rng.random() < 0.5
    i, j = (int(k) for k in rng.integers(0, 2 * pad + 1, size=2))
    H, W, C = img.shape
    frame = np.zeros((H + 2 * pad, W + 2 * pad, C))
    frame[pad : pad + H, pad : pad + W] = np.fliplr(img) if flip else img
    return np.array(frame[i : i + H, j : j + W])


@variant
def taken(img, pad, rng):
    columns = np.arange(img.shape[1])
    if rng.random() < 0.5:
        columns = columns[::-1]
    i, j = rng.integers(0, 2 * pad + 1, size=2)
    framed = np.pad(img[:, columns, :], [(pad, pad), (pad, pad), (0, 0)], mode="constant")
    return framed.take(range(i, i + img.shape[0]), axis=0).take(range(j, j + img.shape[1]), axis=1)


@variant
def pixel_by_pixel(img, pad, rng):
    flip = rng.random() < 0.5
    i, j = rng.integers(0, 2 * pad + 1, size=2)
    H, W, C = img.shape
    result = np.zeros((H, W, C))
    for row in range(H):
        for column in range(W):
            r, c = row + i - pad, column + j - pad
            if 0 <= r < H and 0 <= c < W:
                result[row, column] = img[r, W - 1 - c if flip else c]
    return result
