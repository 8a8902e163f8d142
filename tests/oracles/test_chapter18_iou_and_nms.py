"""chapter18/iou_and_nms against areas that are counted pixel by pixel, exact fractions, and the definition of nms."""

from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter18/iou_and_nms").namespace
iou, nms = ANSWER["iou"], ANSWER["nms"]


def boxes(rng, n):
    corner = rng.integers(0, 12, size=(n, 2))
    return np.hstack([corner, corner + rng.integers(0, 8, size=(n, 2))])


def painted(box):
    grid = np.zeros((20, 20), dtype=bool)
    grid[box[1] : box[3], box[0] : box[2]] = True
    return grid


@pytest.mark.parametrize("seed", range(3))
def test_overlaps_are_counted_pixels(seed):
    """With whole corners, areas are numbers of unit squares: of the boxes painted on a grid."""
    rng = np.random.default_rng(seed)
    a, b = boxes(rng, 12), boxes(rng, 9)
    got = iou(a.astype(float), b.astype(float))
    for i, j in np.ndindex(12, 9):
        one, other = painted(a[i]), painted(b[j])
        union = int(np.sum(one | other))
        assert got[i, j] == (float(Fraction(int(np.sum(one & other)), union)) if union else 0.0)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("thr", [0.0, 0.2, 0.5, 1.0])
def test_nms_is_the_only_set_that_is_stable(seed, thr):
    """Kept is exactly who no better box that is kept overlaps by more than thr; better is a higher score, then an index."""
    rng = np.random.default_rng(seed)
    B, scores = boxes(rng, 15).astype(float), rng.integers(0, 6, size=15) / 5
    kept = nms(B, scores, thr).tolist()
    rank = sorted(range(15), key=lambda i: (-scores[i], i))
    assert kept == [i for i in rank if i in kept]
    overlaps = iou(B, B)
    for place, i in enumerate(rank):
        suppressed = any(j in kept and overlaps[i, j] > thr for j in rank[:place])
        assert (i in kept) != suppressed


def test_no_boxes():
    """Without boxes, an empty array of integers."""
    kept = nms(np.zeros((0, 4)), np.zeros(0), 0.5)
    assert (kept.shape, kept.dtype.kind) == ((0,), "i")


def test_agrees_with_torchvision():
    """Where it is installed, torchvision.ops agrees, but for the order of equal scores."""
    ops = pytest.importorskip("torchvision.ops")
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    B, scores = boxes(rng, 20).astype(float) + rng.uniform(size=(20, 4)) * [0, 0, 1, 1], rng.permutation(20) / 20
    at = torch.from_numpy(B)
    np.testing.assert_allclose(iou(B, B), ops.box_iou(at, at).numpy(), rtol=1e-12)
    assert nms(B, scores, 0.3).tolist() == ops.nms(at, torch.from_numpy(scores), 0.3).tolist()
