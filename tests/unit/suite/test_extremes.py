"""Inputs far out: other scales, and both tails."""

import numpy as np

from mdl_grade.suite import cases, scaled, tails


@cases("N", 2, 3)
def batch(rng, N):
    return {"X": rng.uniform(1.0, 2.0, size=N), "V": rng.uniform(1.0, 2.0), "n": N}


def test_inputs_are_multiplied_by_powers_of_the_scale():
    """What is not named stays; a case says how large it is."""
    small, large = scaled(batch, scales=(-50, 50), X=1, V=2)(np.random.default_rng(0))
    assert 1e-50 <= small.X.min() <= small.X.max() <= 2e-50
    assert 1e100 <= large.V <= 2e100
    assert (small.n, large.n) == (2, 2)
    assert (str(small), str(large)) == ("N=2, times=1e-50", "N=2, times=1e+50")
    assert len(scaled(batch, rows=2, X=1)(np.random.default_rng(0))) == 4


def test_the_seed_decides():
    """Two seeds give two draws, the same one the same."""
    far = scaled(batch, X=1)
    one, same, other = (far(np.random.default_rng(seed))[0].X for seed in (1, 1, 2))
    assert one.tolist() == same.tolist() != other.tolist()


def test_tails_reach_from_the_middle_to_the_ends_on_both_sides():
    """Zero, the bend, where a sigmoid is within 1e-15 of its ends, and far beyond."""
    for seed in range(20):
        Z = tails(np.random.default_rng(seed))
        for side in (Z, -Z):
            for low, high in ((0.0, 1.0), (3.0, 10.0), (15.0, 26.0), (30.0, 100.0), (1e3, 1e300)):
                assert np.any((side >= low) & (side <= high)), (seed, low, high)
