"""chapter01/array_io_roundtrip against NumPy's own npz, in both directions."""

import io
import zipfile

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, scalar_dtypes

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

solution = Suite.load(builtin_course(), "chapter01/array_io_roundtrip").namespace
save_arrays, load_arrays = solution["save_arrays"], solution["load_arrays"]
NUMBERS = scalar_dtypes().filter(lambda dtype: dtype.kind in "biufc")
ARRAYS = st.dictionaries(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True),
    NUMBERS.flatmap(lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))),
    max_size=4,
)


def same(one, other):
    """Names, dtypes (byte order included), shapes, and every byte."""
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert array.dtype == other[name].dtype
        assert array.shape == other[name].shape
        assert array.tobytes() == other[name].tobytes()


@settings(derandomize=True, deadline=None)
@given(ARRAYS)
def test_numpy_reads_what_is_saved(drawn):
    """np.load finds what was given, and nothing in the archive is compressed."""
    data = save_arrays(drawn)
    same(dict(np.load(io.BytesIO(data))), drawn)
    assert all(file.compress_type == zipfile.ZIP_STORED for file in zipfile.ZipFile(io.BytesIO(data)).infolist())


@settings(derandomize=True, deadline=None)
@given(ARRAYS.map(lambda drawn: {f"a_{name}": array for name, array in drawn.items()}))
def test_reads_what_numpy_saves(drawn):
    """np.savez and np.savez_compressed, with names that are no keywords."""
    for save in (np.savez, np.savez_compressed):
        buffer = io.BytesIO()
        save(buffer, **drawn)
        same(load_arrays(buffer.getvalue()), drawn)


def test_keywords_are_names():
    """What np.savez refuses."""
    drawn = {name: np.arange(3.0) for name in ("file", "args", "kwds", "allow_pickle", "self")}
    same(load_arrays(save_arrays(drawn)), drawn)
