"""chapter01/image_to_unit_float against exact fractions, all 256 bytes of it."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

solution = Suite.load(builtin_course(), "chapter01/image_to_unit_float").namespace
there, back = solution["image_to_unit_float"], solution["unit_float_to_image"]
BYTES = np.arange(256, dtype=np.uint8).reshape(16, 16)


def test_every_byte_is_the_nearest_number_to_its_fraction() -> None:
    """g / 255 is rounded correctly: no float64 is nearer."""
    for g, x in zip(range(256), there(BYTES).ravel(), strict=True):
        error = abs(Fraction(x) - Fraction(g, 255))
        assert all(error <= abs(Fraction(np.nextafter(x, way)) - Fraction(g, 255)) for way in (-1.0, 2.0))


def test_no_byte_changes() -> None:
    """There and back."""
    np.testing.assert_array_equal(back(there(BYTES)), BYTES, strict=True)


@settings(derandomize=True, deadline=None)
@given(st.floats(-10.0, 10.0))
def test_no_byte_is_nearer(x: float) -> None:
    """In exact arithmetic, up to the rounding of 255 x."""
    byte = int(back(np.array([[x]]))[0, 0])
    distances = [abs(Fraction(g, 255) - Fraction(x)) for g in range(256)]
    assert distances[byte] <= min(distances) + Fraction(1, 10**14)
