"""An answer beside the reference, entry by entry."""

from __future__ import annotations

import numpy as np
import pytest

from mdl_grade.checks import CheckFailed, assert_close
from mdl_grade.records.evidence import Contrast, WrongValue


def contrasted(got: object, want: object) -> Contrast | None:
    with pytest.raises(CheckFailed) as failure:
        assert_close(got, want, names=("Y",))
    assert isinstance(failure.value.evidence, WrongValue)
    return failure.value.evidence.contrast


def test_few_entries_are_told_one_by_one() -> None:
    """Rows and columns are the tensor's; a digit tells how far each entry is off."""
    found = contrasted(np.array([[1.0, 2.0], [3.0, 4.5]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert found == Contrast(off=("00", "08"), got=((1.0, 2.0), (3.0, 4.5)), expected=((1.0, 2.0), (3.0, 4.0)))


def test_a_map_of_many_entries_is_small() -> None:
    """A block has the digit of its worst entry, and numbers are left out."""
    want = np.ones((3, 5, 100, 100))
    got = want.copy()
    got[2, 4, 99, 99] = 3.0
    found = contrasted(got, want)
    assert found is not None
    assert (len(found.off), max(map(len, found.off)), found.got) == (16, 34, ())
    assert "".join(found.off).strip("0") == "8"
    assert found.off[-1].endswith("8")


@pytest.mark.parametrize(
    ("got", "want"),
    [(2.0, 1.0), ("a", "b"), (np.float64(2.0), 1.0), (np.zeros(1), np.ones(1))],
)
def test_a_single_entry_needs_no_table(got: object, want: object) -> None:
    """The message says it all."""
    assert contrasted(got, want) is None


def test_all_kinds_of_entries_can_be_told() -> None:
    """Infinities, complex numbers, integers and bools, without a warning; huge and tiny ones, too."""
    assert contrasted(np.array([np.inf, 1.0]), np.array([np.inf, 2.0]))
    found = contrasted(np.array([1 + 2j, 0j]), np.array([1 + 1j, 0j]))
    assert found is not None
    assert found.got == (("1+2j", "0+0j"),)
    found = contrasted(np.array([True, False]), np.array([True, True]))
    assert found is not None
    assert (found.got, found.off) == ((("True", "False"),), ("09",))
    assert contrasted(np.array([1, 2]), np.array([1, 3]))
    assert contrasted(np.array([1e308, -1e308]), np.array([-1e308, 1e308]))
    assert contrasted(np.array([1e-310, 0.0]), np.array([0.0, 1e-310]))
