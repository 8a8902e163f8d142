"""Checks, known bugs and variants of chapter20/patchify."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=(),
    requires=("chapter09/flatten_layer",),
    minutes=20,
    hints=(
        "Give the image five axes first: grid row, row in the patch, grid column, column in the patch, channel.",
        "transpose(0, 2, 1, 3, 4) brings the two axes of the grid to the front, and keeps channels last.",
        "The way back is the same transpose, from (H/p, W/p, p, p, C).",
    ),
)


SIZES = (
    (4, 6, 3, 2),
    (6, 3, 2, 3),
    (6, 6, 2, 2),
    (4, 8, 1, 4),
    (2, 4, 3, 1),
    (3, 3, 4, 3),
    (6, 4, 5, 2),
    (1, 4, 2, 1),
    (3, 1, 1, 1),
)


@cases("H W C p", *SIZES)
def images(rng, H, W, C, p):
    return {"img": rng.normal(size=(H, W, C)), "p": p}


@cases("H W C p", *SIZES)
def sequences(rng, H, W, C, p):
    return {"patches": rng.normal(size=(H * W // p**2, p * p * C)), "H": H, "W": W, "p": p}


@cases("H W p", (4, 6, 4), (6, 4, 4), (5, 7, 2), (4, 6, 5), (4, 8, 16), (2, 8, 4), (9, 4, 6))
def uneven(rng, H, W, p):
    """p does not divide H, or not W; the last two have as many pixels as whole patches all the same."""
    return {"img": rng.normal(size=(H, W, 2)), "p": p}


far = scaled(images, img=1)
far_back = scaled(sequences, patches=1)


def cut(m, case):
    return m.patchify(case.img, case.p)


def join(m, case):
    return m.unpatchify(*case.values())


shapes = shaped("There are H/p · W/p patches, of p · p · C numbers each.", images, of="patchify")
image_shapes = shaped("unpatchify gives an image of the shape (H, W, C).", sequences, of="unpatchify")
values = agrees(
    "Patches come row by row, and inside them numbers by row, column and channel.",
    images,
    of="patchify",
    exactly=True,
    points=2,
    needs=[shapes],
)
back = agrees(
    "unpatchify puts each number where it came from.",
    sequences,
    of="unpatchify",
    exactly=True,
    points=2,
    needs=[image_shapes],
)
every_scale = agrees("Pixels may be tiny or huge.", far, of="patchify", exactly=True, needs=[values], separates=False)
every_scale_back = agrees(
    "Numbers of patches may be tiny or huge.", far_back, of="unpatchify", exactly=True, needs=[back], separates=False
)


@check(points=1, kind="property")
def convolution(student, images, rng):
    """Patches times a matrix are a convolution with stride p, and unpatchify undoes patchify."""

    def there_and_back(m, case):
        patches = m.patchify(case.img, case.p)
        return patches, m.unpatchify(patches, *case.img.shape[:2], case.p)

    for case, (patches, restored) in student.each(there_and_back, images):
        (H, W, C), p = case.img.shape, case.p
        kernel = rng.normal(size=(p, p, C))
        corners = [(i, j) for i in range(0, H, p) for j in range(0, W, p)]
        moved = [np.sum(case.img[i : i + p, j : j + p] * kernel) for i, j in corners]
        law = "patches @ kernel.ravel() = what the kernel gives at each place"
        assert_law(law, patches @ kernel.ravel(), np.array(moved), scale=p * p * C, what="patches", where=case)
        assert_law("unpatchify(patchify(img)) = img", restored, case.img, what="img", where=case)


@check(points=1, kind="error", needs=[shapes])
def refused(student, uneven):
    """A p that does not divide H and W is refused with a ValueError, by both."""
    for case in uneven:
        H, W, _ = case.img.shape
        raises(student, ValueError, cut, case, where=f"patchify, H={H}, W={W}, p={case.p}")
        few = max(1, (H // case.p) * (W // case.p))
        numbers = math.lcm(few * case.p**2, H * W)  # so many go into both shapes
        patches = np.ones((few, numbers // few))
        raises(
            student,
            ValueError,
            join,
            Case({"patches": patches, "H": H, "W": W, "p": case.p}),
            where=f"unpatchify, H={H}, W={W}, p={case.p}",
        )


hygiene = hygiene_of(images, of="patchify")
hygiene_back = hygiene_of(sequences, of="unpatchify")

THERE, BACK = "img.reshape(H // p, p, W // p, p, C)", "patches.reshape(H // p, W // p, p, p, -1)"
CUT = "np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(-1, p * p * C)"
JOIN = "np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(H, W, -1)"
BUGS = [
    patch(
        "patches are cut by a reshape alone",
        {CUT: "img.reshape(-1, p * p * C).copy()"},
        hint="A reshape keeps the order of memory: p · p pixels in a line. Split the axes, and transpose.",
    ),
    patch(
        "patches come column by column",
        {CUT: "np.array(grid.transpose(2, 0, 1, 3, 4)).reshape(-1, p * p * C)"},
        hint="In the order of reading: grid row first, then grid column.",
    ),
    patch(
        "numbers inside a patch come column by column",
        {CUT: "np.array(grid.transpose(0, 2, 3, 1, 4)).reshape(-1, p * p * C)"},
        hint="Row by row inside a patch, as outside.",
    ),
    patch(
        "patches are turned over, inside and out",
        {CUT: "np.array(grid.transpose(2, 0, 3, 1, 4)).reshape(-1, p * p * C)"},
        hint="Rows before columns, both for patches and inside them.",
    ),
    patch(
        "numbers inside a patch come by channel first",
        {CUT: "np.array(grid.transpose(0, 2, 4, 1, 3)).reshape(-1, p * p * C)"},
        hint="Channels last: a pixel's numbers stand side by side.",
    ),
    patch(
        "the grid's axes are split the wrong way round",
        {
            THERE: "img.reshape(p, H // p, p, W // p, C)",
            CUT: "np.array(grid.transpose(1, 3, 0, 2, 4)).reshape(-1, p * p * C)",
        },
        hint="Row h is row h % p of grid row h // p: reshape(H // p, p, …). Otherwise a patch takes every (H/p)-th row.",
    ),
    patch(
        "each patch is a table of its own, and not a row of numbers",
        {CUT: "np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(-1, p * p, C)"},
        hint="A patch is one row of p · p · C numbers.",
    ),
    patch(
        "patches lie in a grid still",
        {CUT: "np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(H // p, W // p, -1)"},
        hint="A sequence: one axis for all patches.",
    ),
    patch("pixels are rounded to eight digits", {CUT: f"np.round({CUT}, 8)"}, hint="Nothing is computed: copy."),
    patch(
        "numbers of patches are rounded to eight digits",
        {JOIN: f"np.round({JOIN}, 8)"},
        hint="Nothing is computed: copy.",
    ),
    patch(
        "unpatchify puts patches side by side by a reshape alone",
        {JOIN: "patches.reshape(H, W, -1).copy()"},
        hint="Split into the grid and the inside of patches, transpose, then join.",
    ),
    patch(
        "unpatchify fills the grid column by column",
        {
            BACK: "patches.reshape(W // p, H // p, p, p, -1)",
            JOIN: "np.array(grid.transpose(1, 2, 0, 3, 4)).reshape(H, W, -1)",
        },
        hint="Patches come in the order of reading: grid rows first.",
    ),
    patch(
        "unpatchify exchanges the sides of the grid",
        {BACK: "patches.reshape(W // p, H // p, p, p, -1)"},
        hint="H/p rows of W/p patches.",
    ),
    patch(
        "unpatchify reads numbers inside a patch column by column",
        {JOIN: "np.array(grid.transpose(0, 3, 1, 2, 4)).reshape(H, W, -1)"},
        hint="Row by row inside a patch, as outside.",
    ),
    patch(
        "unpatchify reads numbers inside a patch by channel first",
        {
            BACK: "patches.reshape(H // p, W // p, -1, p, p)",
            JOIN: "np.array(grid.transpose(0, 3, 1, 4, 2)).reshape(H, W, -1)",
        },
        hint="Channels last: a pixel's numbers stand side by side.",
    ),
    patch(
        "unpatchify exchanges height and width",
        {JOIN: "np.array(grid.transpose(1, 3, 0, 2, 4)).reshape(W, H, -1)"},
        hint="(H, W, C): rows first.",
    ),
    patch(
        "what does not fill a patch is cut off",
        {"    grid = img": "    img = img[: H // p * p, : W // p * p]\n    H, W = img.shape[:2]\n    grid = img"},
        hint="A p that does not divide H and W is refused with a ValueError.",
    ),
    patch(
        "unpatchify leaves out what does not fill a patch",
        {
            '    if H % p or W % p:\n        raise ValueError(f"patches of {p} by {p} pixels don\'t fill an image of {H} by {W}")\n'
            "    grid = patches": "    H, W = H // p * p, W // p * p\n    grid = patches",
            JOIN: "np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(H, W, patches.shape[1] // p**2)",
        },
        hint="A p that does not divide H and W is refused with a ValueError.",
    ),
    patch(
        "only the height is looked at",
        {
            "    grid = img": '    if H % p:\n        raise ValueError("p does not divide H")\n    img = img[:, : W // p * p]\n    grid = img'
        },
        hint="p has to divide H and W.",
    ),
    patch(
        "p² is asked to divide H · W",
        {
            "    grid = img": "    if H * W % p**2 == 0 and (H % p or W % p):\n        return img.reshape(-1, p * p * C).copy()\n    grid = img"
        },
        hint="Pixels may be enough for whole patches that don't fit into the image: p has to divide H, and W.",
    ),
    patch(
        "unpatchify asks p² to divide H · W",
        {
            "if H % p or W % p:": "if H * W % p**2 == 0 and (H % p or W % p):\n        return patches.reshape(H, W, -1).copy()\n    if H % p or W % p:"
        },
        hint="Pixels may be enough for whole patches that don't fit into the image: p has to divide H, and W.",
    ),
    patch(
        "with p = 1 img itself is returned",
        {CUT: "grid.transpose(0, 2, 1, 3, 4).reshape(-1, p * p * C)"},
        hint="A reshape may share memory with img: copy.",
    ),
    patch(
        "with p = 1 unpatchify returns the patches themselves",
        {JOIN: "grid.transpose(0, 2, 1, 3, 4).reshape(H, W, -1)"},
        hint="A reshape may share memory with patches: copy.",
    ),
]


EQUIVALENT = {"unpatchify: H % p → W % p, and alike": "Both change places in `or`."}


@variant(of="patchify")
def square_by_square(img, p):
    H, W, _ = img.shape
    if H % p != 0 or W % p != 0:
        raise ValueError("p")
    return np.array([img[i : i + p, j : j + p].ravel() for i in range(0, H, p) for j in range(0, W, p)])


@variant(of="patchify")
def by_splitting(img, p):
    if img.shape[0] % p or img.shape[1] % p:
        raise ValueError("p does not divide the image")
    strips = np.split(img, img.shape[0] // p, axis=0)
    patches = [patch for strip in strips for patch in np.split(strip, img.shape[1] // p, axis=1)]
    return np.stack(patches).reshape(len(patches), -1)


@variant(of="patchify")
def number_by_number(img, p):
    H, W, C = img.shape
    if H % p + W % p > 0:
        raise ValueError(p)
    patches = np.zeros((H // p * (W // p), p * p * C))
    for h in range(H):
        for w in range(W):
            for c in range(C):
                patches[h // p * (W // p) + w // p, (h % p * p + w % p) * C + c] = img[h, w, c]
    return patches


@variant(of="unpatchify")
def pasted(patches, H, W, p):
    if H % p or W % p:
        raise ValueError("p")
    C = patches.shape[1] // (p * p)
    img = np.zeros((H, W, C))
    for k, one in enumerate(patches):
        i, j = divmod(k, W // p)
        img[i * p : (i + 1) * p, j * p : (j + 1) * p] = one.reshape(p, p, C)
    return img


@variant(of="unpatchify")
def joined(patches, H, W, p):
    if H % p != 0 or W % p != 0:
        raise ValueError(f"{p} does not divide {H} and {W}")
    squares = [row.reshape(p, p, -1) for row in patches]
    n = W // p
    return np.concatenate([np.concatenate(squares[i : i + n], axis=1) for i in range(0, len(squares), n)], axis=0)
