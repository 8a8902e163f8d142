"""Checks, known bugs and variants of chapter01/array_io_roundtrip."""

import io
import math
import zipfile

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    minutes=20,
    requires=("chapter01/image_to_unit_float",),
    no_hygiene="an archive may carry the time at which it was written",
    hints=(
        "np.savez and np.load do nearly all of it; both take io.BytesIO() for a file. What do they need for which name?",
        "buffer.getvalue() is everything that was written. To read bytes, put them into a buffer: io.BytesIO(data).",
        "Names that are keywords of np.savez get lost. Make the archive with zipfile.ZipFile(buffer, 'w'), and write what "
        "np.save makes of each array into it, as NAME.npy, with archive.writestr.",
        "np.load(…, allow_pickle=False) gives something like a dict: fetch archive[name] for each name in archive.files.",
    ),
)


def drawn(rng, kind):
    """Draw arrays that have something in common that may get lost."""
    match kind:
        case "floats":
            return {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "mean": rng.normal(size=(2, 1, 3))}
        case "types":
            return {
                "images": rng.integers(256, size=(2, 3, 3)).astype(np.uint8),
                "small": rng.normal(size=5).astype(np.float32),
                "large": rng.integers(2**62, 2**63 - 1, size=3),
                "mask": rng.random(6) < 0.5,
                "waves": rng.normal(size=3) + 1j * rng.normal(size=3),
            }
        case "shapes":
            return {"number": np.array(rng.normal()), "none": np.zeros((0, 3)), "row": rng.normal(size=(1, 4))}
        case "orders":
            A = rng.normal(size=(4, 6))
            return {"columns": np.asfortranarray(A), "turned": A[:3].T, "every_other": A[:, ::2]}
        case "one":
            return {"weights_1": rng.normal(size=(2, 2))}
    return {name: rng.normal(size=n) for n, name in enumerate(("file", "args", "kwds", "allow_pickle", "arr_0"), 2)}


def archive_of(arrays):
    """Return an npz, made without this exercise's functions."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as part:
                np.lib.format.write_array(part, np.asanyarray(array))
    return buffer.getvalue()


def with_a_spoilt_pickle(pickled):
    """Return an npz whose one array says that it holds objects, and then goes on with these bytes."""
    buffer, part = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(part, {"descr": "|O", "fortran_order": False, "shape": (2,)})
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("objects.npy"), part.getvalue() + pickled)
    return buffer.getvalue()


@cases("kind", "floats", "one", exact=True)
def arrays(rng, kind):
    return {"arrays": drawn(rng, kind)}


@cases("kind", "types", exact=True)
def types(rng, kind):
    return {"arrays": drawn(rng, kind)}


@cases("kind", "shapes", "orders", exact=True)
def forms(rng, kind):
    return {"arrays": drawn(rng, kind)}


@cases("kind", "names", exact=True)
def names(rng, kind):
    return {"arrays": drawn(rng, kind)}


@cases("kind", "floats", "one", "names", exact=True)
def archives(rng, kind):
    return {"data": archive_of(drawn(rng, kind))}


@cases("kind", "types", "shapes", "orders", exact=True)
def all_kinds(rng, kind):
    return {"data": archive_of(drawn(rng, kind))}


def described(arrays):
    """Tell the dtypes in words: arrays of other dtypes may have equal values."""
    return {str(name): (array, str(array.dtype)) for name, array in dict(arrays).items()}


def loaded(m, case):
    return apply(described, m.load_arrays(case.data))


LARGEST = 100_000
"""Bytes that are read of one file: what is in an archive is a stranger's, and may be larger than it looks."""


def the_archive(data):
    """Return what stands in an archive, whatever was written first, and at which time."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for file in archive.infolist()[:100]:
            with archive.open(file) as opened:
                content = opened.read(LARGEST)
            packed = "not compressed" if file.compress_type == zipfile.ZIP_STORED else "compressed"
            found[file.filename] = (*_array_in(content), packed)
    return found


def _array_in(content):
    """Return the array in an npy file, and its dtype in words; nothing larger than the file is made of it."""
    part = io.BytesIO(content)
    try:
        np.lib.format.read_magic(part)
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(part)
    except ValueError:
        return np.zeros(0), "no npy file"
    numbers = part.read()
    if dtype.hasobject or math.prod(shape) * dtype.itemsize != len(numbers):
        return np.zeros(0), "no array of numbers"
    return np.frombuffer(numbers, dtype).reshape(shape, order="F" if by_columns else "C"), str(dtype)


reads = agrees("load_arrays reads all the arrays of an archive, by their names.", archives, of=loaded, points=2)
reads_all = agrees(
    "It reads them with their dtypes and shapes, whatever these are.", all_kinds, of=loaded, needs=[reads]
)
writes = agrees(
    "save_arrays writes an uncompressed npz archive: one file NAME.npy for each array.",
    arrays,
    of="save_arrays",
    canonical=the_archive,
    points=2,
)
keeps_types = agrees(
    "Integers, bools, bytes, float32 and complex numbers are written as what they are.",
    types,
    of="save_arrays",
    canonical=the_archive,
    needs=[writes],
)
keeps_forms = agrees(
    "Arrays without axes, without entries, and of every order in memory keep their shape.",
    forms,
    of="save_arrays",
    canonical=the_archive,
    needs=[writes],
)
any_name = agrees(
    "An array may have any name, also one of NumPy's keywords.",
    names,
    of="save_arrays",
    canonical=the_archive,
    needs=[writes],
)


@check(points=1, kind="property", needs=[reads, writes])
def round_trip(student, arrays, types, forms):
    """What is saved and loaded again is the same, to the last bit."""

    def there_and_back(m, case):
        return m.load_arrays(m.save_arrays(case.arrays))

    for case, back in student.each(there_and_back, [*arrays, *types, *forms]):
        assert_identical(back, case.arrays, where=case)


@check(points=1, kind="state", needs=[reads])
def writable(student, archives):
    """What is loaded may be written to, and loading again gives the same as before."""

    def written(m, case):
        data = constant(m, case.data)
        first = apply(lambda arrays: next(iter(arrays.values())), m.load_arrays(data))
        first += 1.0
        again = apply(lambda arrays: next(iter(arrays.values())), m.load_arrays(data))
        return first, again

    for case, (first, again) in student.each(written, archives):
        assert_law("load(data) = load(data), whatever was written to the first", first - 1.0, again, where=case)


@check(points=1, kind="error", needs=[reads])
def no_pickles(student, rng):
    """An array of Python objects raises ValueError, before its pickle is read."""
    for objects in ([None, int(rng.integers(100))], [[], "text"]):
        array = np.zeros(len(objects), dtype=object)
        array[:] = objects
        data = archive_of({"a": np.zeros(2), "objects": array})
        raises(student, ValueError, lambda m, data=data: m.load_arrays(data), where="an archive with an object array")
    for length in (0, 1, int(rng.integers(10, 30))):
        data = with_a_spoilt_pickle(rng.bytes(length))
        where = "an archive with an object array whose pickle can't be read"
        raises(student, ValueError, lambda m, data=data: m.load_arrays(data), where=where)


@check(points=1, kind="hygiene", needs=[writes])
def left_alone(student, arrays):
    """Saving changes nothing in the arrays, nor in the dict."""

    def saved(m, case):
        given = constant(m, case.arrays)
        data = m.save_arrays(given)
        return apply(lambda given, data: dict(given), given, data)

    for case, given in student.each(saved, arrays):
        assert_identical(given, case.arrays, where=case)


SAVE = "np.save(part, array, allow_pickle=False)"
FETCH = "{name: archive[name] for name in archive.files}"
WHOLE = """    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.save(part, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), part.getvalue())
    return buffer.getvalue()"""

BUGS = [
    patch(
        "names are handed to np.savez as keywords",
        {WHOLE: "    buffer = io.BytesIO()\n    np.savez(buffer, **arrays)\n    return buffer.getvalue()"},
        hint="An array called file or allow_pickle meets a parameter of that name: write the zip archive yourself.",
    ),
    patch(
        "names get lost",
        {WHOLE: "    buffer = io.BytesIO()\n    np.savez(buffer, *arrays.values())\n    return buffer.getvalue()"},
        hint="np.savez calls them arr_0, arr_1, … unless they have names.",
    ),
    patch(
        "the archive is compressed",
        {"part.getvalue())": "part.getvalue(), zipfile.ZIP_DEFLATED)"},
        hint="zipfile.ZIP_STORED, or nothing: np.savez, not np.savez_compressed.",
    ),
    patch(
        "only the first array is written",
        {"arrays.items()": "list(arrays.items())[:1]"},
        hint="Every array has a file of its own in the archive.",
    ),
    patch(
        "files in the archive have no ending",
        {'f"{name}.npy"': "name"},
        hint="The array W is the file W.npy.",
    ),
    patch(
        "everything is written as float64",
        {SAVE: "np.save(part, np.asarray(np.real(array), dtype=float), allow_pickle=False)"},
        hint="The dtype belongs to the array: leave it.",
    ),
    patch(
        "everything is written as float32 to save space",
        {SAVE: "np.save(part, array.astype(np.float32) if array.dtype == float else array, allow_pickle=False)"},
        hint="Half of the digits are lost: values survive exactly.",
    ),
    patch(
        "numbers are rounded",
        {SAVE: "np.save(part, array.round(6) if array.dtype.kind in 'fc' else array, allow_pickle=False)"},
        hint="Values survive exactly: no digit may be lost.",
    ),
    patch(
        "single numbers get an axis",
        {SAVE: "np.save(part, np.ascontiguousarray(np.atleast_1d(array)), allow_pickle=False)"},
        hint="A single number has shape (), and keeps it. (np.ascontiguousarray, too, adds an axis.)",
    ),
    patch(
        "arrays are written flat",
        {SAVE: "np.save(part, array.ravel(), allow_pickle=False)"},
        hint="The shape belongs to the array.",
    ),
    patch(
        "arrays are written as they lie in memory, and read row by row",
        {SAVE: "np.save(part, array.ravel(order='K').reshape(array.shape), allow_pickle=False)"},
        hint="Arrays by columns, and transposed ones, lie in another order: np.save minds it.",
    ),
    patch(
        "arrays without entries are left out",
        {"            part = io": "            if not array.size:\n                continue\n            part = io"},
        hint="No entries are something, too: a shape and a dtype.",
    ),
    patch(
        "the dict is emptied while it is saved",
        {"arrays.items()": "[arrays.popitem() for _ in list(arrays)][::-1]"},
        hint="The dict belongs to the caller: don't take anything out of it.",
    ),
    patch(
        "pickles are read",
        {"io.BytesIO(data), allow_pickle=False": "io.BytesIO(data), allow_pickle=True"},
        hint="A pickle runs code of its author's while it is read: allow_pickle=False.",
    ),
    patch(
        "an array is looked at when its pickle has been read",
        {
            "    with np.load(io.BytesIO(data), allow_pickle=False) as archive:\n        return ": (
                "    with np.load(io.BytesIO(data), allow_pickle=True) as archive:\n"
                "        if any(archive[name].dtype == object for name in archive.files):\n"
                '            raise ValueError("objects")\n'
                "        return "
            )
        },
        hint="What its author has put into the pickle has run by then: allow_pickle=False.",
    ),
    patch(
        "only the first array is read",
        {"archive.files": "archive.files[:1]"},
        hint="All names in archive.files.",
    ),
    patch(
        "arrays are numbered instead of named",
        {FETCH: '{f"arr_{i}": archive[name] for i, name in enumerate(archive.files)}'},
        hint="The keys are the names that the arrays were saved with.",
    ),
    patch(
        "names keep the ending of the files",
        {FETCH: '{f"{name}.npy": archive[name] for name in archive.files}'},
        hint="The file W.npy is the array W.",
    ),
    patch(
        "everything is read as float64",
        {FETCH: "{name: np.asarray(np.real(archive[name]), dtype=float) for name in archive.files}"},
        hint="The dtype belongs to the array: leave it.",
    ),
    patch(
        "axes of length 1 are dropped on reading",
        {FETCH: "{name: archive[name].squeeze() for name in archive.files}"},
        hint="The shape belongs to the array.",
    ),
    patch(
        "what is loaded can't be written to",
        {
            FETCH: (
                "{name: np.frombuffer(array.tobytes(), array.dtype).reshape(array.shape) "
                "for name, array in archive.items()}"
            )
        },
        hint="np.frombuffer is a window on bytes, which can't change: copy it.",
    ),
    patch(
        "arrays are remembered, so that loading again gives the same ones",
        {
            "    with np.load(io.BytesIO(data), allow_pickle=False) as archive:\n        return ": (
                "    if data not in _SEEN:\n"
                "        archive = np.load(io.BytesIO(data), allow_pickle=False)\n"
                "        _SEEN[data] = {name: archive[name] for name in archive.files}\n"
                "    return _SEEN[data]\n\n\n_SEEN = {}\n\n\ndef _unused(archive):\n    return "
            ),
        },
        hint="What is written to the first would show in the second: read anew.",
    ),
    patch(
        "arrays are kept in memory, and the bytes say nothing",
        {
            WHOLE: "    _KEPT[b'PK'] = arrays\n    return b'PK'\n\n\n_KEPT = {}",
            "    with np.load": "    if data in _KEPT:\n        return dict(_KEPT[data])\n    with np.load",
        },
        hint="The bytes alone have to be enough, in another program, on another day.",
    ),
    patch(
        "letters of .npy are stripped off the names themselves",
        {"{name: archive[name]": '{name.strip(".npy"): archive[name]'},
        hint="strip takes letters, in any order: of mean.npy it leaves mea. removesuffix takes an ending.",
    ),
]


@bug("numbers are written as text", of="save_arrays", hint="Text loses dtype, shape and digits: np.save writes bytes.")
def as_text(arrays):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            archive.writestr(f"{name}.npy", " ".join(map(str, array.ravel())))
    return buffer.getvalue()


@variant(of="save_arrays")
def savez_by_renaming(arrays):
    """np.savez with names that are no keywords; then the archive is written again with the right ones."""
    first, second = io.BytesIO(), io.BytesIO()
    np.savez(first, *arrays.values())
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, mode="w") as target:
        for i, name in enumerate(arrays):
            target.writestr(name + ".npy", source.read(f"arr_{i}.npy"))
    return second.getvalue()


@variant(of="save_arrays")
def written_into_the_archive(arrays):
    from io import BytesIO
    from zipfile import ZIP_STORED, ZipFile

    with BytesIO() as buffer:
        with ZipFile(buffer, mode="w", compression=ZIP_STORED) as archive:
            for name in sorted(arrays):
                with archive.open(name + ".npy", mode="w") as part:
                    np.lib.format.write_array(part, np.asarray(arrays[name]), allow_pickle=False)
        return buffer.getvalue()


@variant(of="load_arrays")
def from_the_zip(data):
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for filename in archive.namelist():
            with archive.open(filename) as part:
                found[filename[: -len(".npy")]] = np.load(io.BytesIO(part.read()))
    return found


@variant(of="load_arrays")
def as_a_dict(data):
    return dict(np.load(io.BytesIO(data)))
