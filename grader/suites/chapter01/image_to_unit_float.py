"""Checks, known bugs and variants of chapter01/image_to_unit_float."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    hints=(
        "There: what does NumPy make of uint8 / 255, and what of uint8 // 255?",
        "Back: which numbers can become a byte? Bring x into range first: np.clip.",
        "astype(np.uint8) cuts off what follows the point, so that 254.99 becomes 254: np.round before.",
    ),
)


@cases("H W", (5, 7), (4, 4), (1, 5), (6, 1))
def image(rng, H, W):
    """Neither pure black nor pure white."""
    return {"img": rng.integers(1, 255, size=(H, W)).astype(np.uint8)}


@cases("H W low high", (3, 5, 0, 256), (4, 4, 0, 4), (3, 4, 250, 256))
def extreme(rng, H, W, low, high):
    """Black and white, dark images, light ones."""
    img = rng.integers(low, high, size=(H, W))
    img[0, :2] = low, high - 1
    return {"img": img.astype(np.uint8)}


@cases("H W tone", (3, 2, 0), (2, 3, 255), fixed="black is black, and white is white")
def one_tone(rng, H, W, tone):
    return {"img": np.full((H, W), tone, dtype=np.uint8)}


@cases("H W", (16, 16), fixed="there are only 256 bytes", exact=True)
def all_bytes(rng, H, W):
    return {"img": np.arange(256).reshape(H, W).astype(np.uint8)}


def off_the_middle(case):
    """No number that is asked about lies half-way between two bytes."""
    return bool(np.all(np.abs(255.0 * case.x % 1.0 - 0.5) > 0.01))


@cases("H W", (5, 7), (4, 4), (1, 5), (4, 1), (1, 1), fit=off_the_middle)
def unit(rng, H, W):
    return {"x": (rng.integers(1, 254, size=(H, W)) + rng.uniform(-0.45, 0.45, size=(H, W))) / 255.0}


def lost_by_decimals(case):
    """Rounded to three decimals or to four, some number is nearer to another byte."""
    bytes_ = np.round(255.0 * case.x)
    return all(np.any(np.round(255.0 * np.round(case.x, decimals)) != bytes_) for decimals in (3, 4))


@cases("H W", (3, 4), (2, 6), exact=True, fit=lost_by_decimals)
def near_the_middle(rng, H, W):
    """Nearly half-way between two bytes."""
    aside = rng.choice([-1.0, 1.0], size=(H, W)) * rng.uniform(0.47, 0.495, size=(H, W))
    return {"x": (rng.integers(1, 254, size=(H, W)) + aside) / 255.0}


def off_the_bytes(case):
    """No number is a byte, and none lies half-way: rounded to three digits, some would."""
    return off_the_middle(case) and bool(np.all(np.abs(255.0 * case.x % 1.0 - 0.5) < 0.49))


@cases("H W", (5, 7), (6, 8), fit=off_the_bytes)
def dark(rng, H, W):
    """Clearly nearer to one byte than to the next, and no byte itself."""
    aside = rng.choice([-1.0, 1.0], size=(H, W)) * rng.uniform(0.05, 0.45, size=(H, W))
    return {"x": (rng.integers(2, 120, size=(H, W)) + aside) / 255.0}


@cases("H W reach", (3, 5, 0.5), (4, 4, 3.0), (2, 3, 100.0), fit=off_the_middle)
def out_of_range(rng, H, W, reach):
    x = rng.uniform(0.02, 0.98, size=(H, W))
    x[0, 0], x[0, 1] = -reach * rng.uniform(0.5, 1.0), 1.0 + reach * rng.uniform(0.5, 1.0)
    x[1, 0], x[1, 1] = 0.0, 1.0
    return {"x": x}


shapes = shaped("On the way in an image becomes float64.", image, of="image_to_unit_float")
values = agrees("Every byte is divided by 255.", image, of="image_to_unit_float", points=2, rtol=1e-12)
ends = agrees("Dark images stay dark, and light ones light.", extreme, of="image_to_unit_float", needs=[values])
tones = agrees("All black is 0, and all white is 1.", one_tone, of="image_to_unit_float", needs=[ends])

back_shapes = shaped("On the way back it becomes uint8.", unit, of="unit_float_to_image")
back = agrees("Numbers become the nearest byte.", unit, of="unit_float_to_image", needs=[back_shapes])
close = agrees(
    "They do so even if they are nearly half-way to the next.",
    near_the_middle,
    of="unit_float_to_image",
    needs=[back],
)
clipped = agrees(
    "What is below 0 becomes black, what is above 1 white.", out_of_range, of="unit_float_to_image", needs=[back]
)


@check(points=1, kind="property", needs=[values, back])
def there_and_back(student, all_bytes):
    """No byte changes on the way there and back."""
    for case, img in student.each(lambda m, case: m.unit_float_to_image(m.image_to_unit_float(case.img)), all_bytes):
        assert_law("back(there(g)) = g", img, case.img, what="img", where=case)


@check(points=1, kind="property", needs=[back_shapes])
def equal_steps(student, dark):
    """What is lighter by 100 steps of 1/255 is lighter by 100 on the way back."""

    def lighter(m, case):
        return m.unit_float_to_image(case.x), m.unit_float_to_image(case.x + 100.0 / 255.0)

    for case, (img, lit) in student.each(lighter, dark):
        assert_law("back(x + 100/255) = back(x) + 100", lit.astype(int), img.astype(int) + 100, what="img", where=case)


clean = hygiene_of(image, of="image_to_unit_float")
clean_back = hygiene_of(unit, of="unit_float_to_image", needs=[back])

THERE, BACK, CLIP = "img / 255.0", "np.round(255.0 * np.clip(x, 0.0, 1.0)).astype(np.uint8)", "np.clip(x, 0.0, 1.0)"

BUGS = [
    patch("bytes are divided by 256", {"/ 255.0": "/ 256.0"}, hint="White is 255 and has to become 1."),
    patch(
        "numbers are rounded to four decimals first",
        {CLIP: "np.round(np.clip(x, 0.0, 1.0), 4)"},
        hint="Round once, when it has become a byte: two roundings may lead away from the nearest.",
    ),
    patch(
        "the image is divided by its largest byte",
        {"/ 255.0": "/ max(int(img.max()), 1)"},
        hint="The unit is 255 for every image: a dark one stays dark.",
    ),
    patch(
        "an image without contrast becomes NaN",
        {"/ 255.0": "/ 255.0 * (np.ptp(img) / np.ptp(img))"},
        hint="All pixels may be equal: nothing is to be divided by their range.",
    ),
    patch(
        "the image is stretched from its darkest to its lightest byte",
        {THERE: "(img - img.min()) / max(int(img.max()) - int(img.min()), 1)"},
        hint="No contrast is asked for: the unit is 255 for every image, and black is 0.",
    ),
    patch("the division is a whole one", {"/ 255.0": "// 255"}, hint="// throws away what follows the point: use /."),
    patch("nothing is divided", {THERE: "img.astype(float)"}, hint="The unit interval ends at 1: divide by 255."),
    patch(
        "white is 0 and black is 1", {THERE: "1.0 - img / 255.0"}, hint="0 is black, and stays 0: nothing is inverted."
    ),
    patch(
        "numbers are mapped to −1 … 1", {THERE: "img / 127.5 - 1.0"}, hint="Black is 0, not −1: divide by 255, no more."
    ),
    patch(
        "x has half precision",
        {THERE: "(img / 255.0).astype(np.float16)"},
        hint="float16 has three digits: float64 is asked for.",
    ),
    patch(
        "1 is added in bytes, so that 255 wraps around to 0",
        {THERE: "(img + np.uint8(1)) / 255.0 - 1 / 255.0"},
        hint="Arithmetic of uint8 wraps around at 256: make floats first.",
    ),
    patch(
        "img is changed in place",
        {THERE: "img / 255.0\n    img //= 255"},
        hint="The image belongs to the caller: work on what the division gives.",
    ),
    patch(
        "numbers are cut instead of rounded",
        {"np.round(255.0 * np.clip(x, 0.0, 1.0))": "(255.0 * np.clip(x, 0.0, 1.0))"},
        hint="astype cuts off what follows the point: np.round first.",
    ),
    patch("numbers are rounded up", {"np.round(": "np.ceil("}, hint="The nearest byte is asked for: np.round."),
    patch(
        "numbers are multiplied by 256",
        {"np.round(255.0 * np.clip(x, 0.0, 1.0))": "np.minimum(np.floor(256.0 * np.clip(x, 0.0, 1.0)), 255)"},
        hint="That makes 256 equal bins; here each byte g stands for the numbers nearest to g / 255.",
    ),
    patch(
        "nothing is brought into range, so that bytes wrap around",
        {BACK: "np.round(255.0 * x).astype(np.int64).astype(np.uint8)"},
        hint="A byte keeps the remainder by 256: clip first.",
    ),
    patch(
        "only what is above 1 is brought into range",
        {BACK: "np.round(255.0 * np.minimum(x, 1.0)).astype(np.int64).astype(np.uint8)"},
        hint="Below 0, too, bytes wrap around: −1 becomes 255.",
    ),
    patch(
        "only what is below 0 is brought into range",
        {BACK: "np.round(255.0 * np.maximum(x, 0.0)).astype(np.int64).astype(np.uint8)"},
        hint="Above 255, too, bytes wrap around: 256 becomes 0.",
    ),
    patch(
        "what is out of range becomes black",
        {CLIP: "np.where((x < 0.0) | (x > 1.0), 0.0, x)"},
        hint="Above 1 the nearest byte is 255.",
    ),
    patch(
        "the modulus is taken of what is negative", {CLIP: "np.clip(np.abs(x), 0.0, 1.0)"}, hint="Below 0 all is black."
    ),
    patch(
        "the image is divided by its maximum on the way back",
        {CLIP: "np.clip(x / max(x.max(), 1.0), 0.0, 1.0)"},
        hint="What is above 1 becomes white, and all else stays as it is.",
    ),
    patch(
        "x is stretched to the full range on the way back",
        {CLIP: "(x - x.min()) / max(x.max() - x.min(), 1e-300)"},
        hint="No contrast is asked for: clip, and leave all else as it is.",
    ),
    patch(
        "the way back does not multiply by 255", {"255.0 * np.clip": "1.0 * np.clip"}, hint="White is 255 as a byte."
    ),
    patch(
        "the way back ends in floats",
        {".astype(np.uint8)": ""},
        hint="An image is made of bytes: astype(np.uint8).",
    ),
    patch(
        "x is computed with seven digits, and only then float64",
        {"img / 255.0": "(img / np.float32(255.0)).astype(np.float64)"},
        hint="uint8 by float32 is float32; what is lost there does not come back: divide in float64.",
    ),
    patch(
        "numbers are rounded before they are multiplied",
        {"np.round(255.0 * np.clip(x, 0.0, 1.0))": "(255.0 * np.round(np.clip(x, 0.0, 1.0)))"},
        hint="Round bytes, not numbers between 0 and 1: all would be black or white.",
    ),
    patch(
        "the lightest byte is 254",
        {"np.round(255.0 * np.clip(x, 0.0, 1.0))": "np.minimum(np.round(255.0 * np.clip(x, 0.0, 1.0)), 254.0)"},
        hint="Bytes go up to 255; 256 is how many there are.",
    ),
]


@bug("x is cut to whole numbers before it is multiplied", of="unit_float_to_image", hint="Multiply by 255 first.")
def cut_first(x):
    return 255 * np.clip(x, 0, 1).astype(np.uint8)


@variant(of="image_to_unit_float")
def by_product(img):
    return np.multiply(img, 1 / 255.0, dtype=float)


@variant(of="image_to_unit_float")
def looked_up(img):
    return np.linspace(0.0, 1.0, 256)[img]


@variant(of="unit_float_to_image")
def nearest_by_half(x):
    return np.array([[min(255, max(0, int(255 * v + 0.5))) for v in row] for row in x.tolist()], dtype=np.uint8)


@variant(of="unit_float_to_image")
def rounded_then_clipped(x):
    return np.rint(x * 255).clip(0, 255).astype("uint8")
