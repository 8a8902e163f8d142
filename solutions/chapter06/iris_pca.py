"""The irises in a plane.

Here your answers draw a map of 150 irises. There is nothing to fill in: the program below is complete, and imports what
you wrote. Each flower is four numbers: length and width of its sepals, and of its petals. Four dimensions can't be
drawn. Two can, and your pca says which two to take, and what is lost.

* Your covariance_matrix says how the lengths vary, and its trace, how much they vary altogether. Your pca finds the
  directions that most of this lies along, and your power_iteration has to find the first of them, too.
* New flowers, which nothing was learnt from, get coordinates by your pseudoinverse: those that bring them nearest.
* From k coordinates, four lengths are put together again. What is missing then is the variance along the components
  that were left out. Nothing of rank k is nearer: your svd_low_rank has to find the same flowers.
* Your pairwise_distances tells how much shorter the ways between flowers are on the map. No way is longer.
* Your mahalanobis finds the oddest flowers. With all components, it is the length of the coordinates, each divided by
  the deviation along its component.

On all 150 irises, one component explains 92 % of the variance, two explain 98 %.

Once your answers are there, run it in your workspace, from the folder that holds chapter06:

    python -m chapter06.iris_pca

References
----------
Kneusel, Math for Deep Learning, chapter 6, principal component analysis. The irises: R. A. Fisher, The use of multiple
measurements in taxonomic problems (1936); UCI Machine Learning Repository.
"""

import numpy as np
from numpy.typing import NDArray

from chapter06.covariance_matrix import covariance_matrix
from chapter06.mahalanobis import mahalanobis
from chapter06.pairwise_distances import pairwise_distances
from chapter06.pca import pca
from chapter06.power_iteration import power_iteration
from chapter06.pseudoinverse import pseudoinverse
from chapter06.svd_low_rank import svd_low_rank

Array = NDArray[np.float64]
Model = tuple[Array, Array, Array]
STEPS = 100


def learn(X: Array, k: int) -> Model:
    """Return what is learnt from samples X (N, D): their mean (D,), k components (k, D), and the variances (k,).

    Examples
    --------
    Along (1, 1), four points vary most:

    >>> mean, components, variances = learn(np.array([[3.0, 3.0], [7.0, 7.0], [6.0, 4.0], [4.0, 6.0]]), 1)
    >>> mean.tolist(), np.abs(components).round(3).tolist(), variances.round(3).tolist()
    ([5.0, 5.0], [[0.707, 0.707]], [5.333])
    """
    _, components, variances = pca(X, k)
    return X.mean(axis=0), components, variances


def reduce(model: Model, X: Array) -> Array:
    """Return the coordinates (M, k) of samples X (M, D), which may be new.

    Examples
    --------
    >>> model = np.array([5.0, 5.0]), np.array([[0.6, 0.8]]), np.array([2.0])
    >>> reduce(model, np.array([[5.0, 5.0], [8.0, 9.0], [9.0, 2.0]])).round(9).tolist()
    [[0.0], [5.0], [0.0]]
    """
    mean, components, _ = model
    coordinates: Array = (X - mean) @ pseudoinverse(components)
    return coordinates


def restore(model: Model, coordinates: Array) -> Array:
    """Return samples (M, D), put together again from their coordinates (M, k).

    Examples
    --------
    >>> model = np.array([5.0, 5.0]), np.array([[0.6, 0.8]]), np.array([2.0])
    >>> restore(model, np.array([[0.0], [5.0]])).tolist()
    [[5.0, 5.0], [8.0, 9.0]]
    """
    mean, components, _ = model
    samples: Array = mean + coordinates @ components
    return samples


def lost(X: Array, X_again: Array) -> float:
    """Return how far samples lie from what is put together of them: Σ_n ‖x_n − x̂_n‖² / (N − 1), a variance."""
    return float(np.sum((X - X_again) ** 2) / (len(X) - 1))


def describe(X: Array, k: int) -> dict[str, Array | float]:
    """Return what k components say of samples X (N, D), and what they don't.

    Examples
    --------
    The variances are 5.333 along (1, 1) and 1.333 across:

    >>> found = describe(np.array([[3.0, 3.0], [7.0, 7.0], [6.0, 4.0], [4.0, 6.0]]), 1)
    >>> {name: round(float(found[name]), 3) for name in ("total", "explained", "lost")}
    {'total': 6.667, 'explained': 0.8, 'lost': 1.333}
    >>> np.abs(found["again"]).round(3).tolist()
    [[3.0, 3.0], [7.0, 7.0], [5.0, 5.0], [5.0, 5.0]]
    """
    scores, components, variances = pca(X, k)
    total = float(np.trace(covariance_matrix(X)))
    again = restore((X.mean(axis=0), components, variances), scores)
    return {
        "total": total,
        "scores": scores,
        "explained": float(np.sum(variances) / total),
        "again": again,
        "lost": lost(X, again),
    }


def first_direction(X: Array) -> tuple[float, Array]:
    """Return the largest variance along any direction, and this direction (D,), by power iteration.

    Examples
    --------
    >>> variance, direction = first_direction(np.array([[3.0, 3.0], [7.0, 7.0], [6.0, 4.0], [4.0, 6.0]]))
    >>> round(float(variance), 3), np.abs(direction).round(3).tolist()
    (5.333, [0.707, 0.707])
    """
    C = covariance_matrix(X)
    return power_iteration(C, C[:, np.argmax(np.diag(C))].copy(), STEPS)


def nearest_of_rank(X: Array, k: int) -> Array:
    """Return samples (N, D) whose deviations from the mean have rank k, as near to X as can be."""
    mean: Array = X.mean(axis=0)
    return mean + svd_low_rank(X - mean, k)


def ways(X: Array, coordinates: Array) -> tuple[Array, Array]:
    """Return the distances (N, N) of samples from each other, and those of their coordinates.

    Examples
    --------
    >>> far, on_the_map = ways(np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0], [3.0]]))
    >>> far.tolist(), on_the_map.tolist()
    ([[0.0, 5.0], [5.0, 0.0]], [[0.0, 3.0], [3.0, 0.0]])
    """
    return pairwise_distances(X, X), pairwise_distances(coordinates, coordinates)


def oddness(X: Array) -> Array:
    """Return how many deviations each sample lies from the mean: (N,)."""
    return mahalanobis(X, X.mean(axis=0), covariance_matrix(X))


if __name__ == "__main__":
    from mdl_grade.network.data import iris_in_cm

    irises = iris_in_cm()
    X, species = irises.X, irises.Y.argmax(axis=1)
    for k in range(1, 5):
        found = describe(X, k)
        print(f"{k} components: {100 * float(found['explained']):.1f} % explained, {float(found['lost']):.4f} cm² lost")

    print("\nThe map: species 0, 1 and 2, from left to right along the first component")
    model = learn(X, 2)
    across, up = reduce(model, X).T
    rows = [[" "] * 72 for _ in range(20)]
    for x, y, kind in zip(across, up, species, strict=True):
        column = int(71 * (x - across.min()) / (across.max() - across.min()))
        rows[int(19 * (up.max() - y) / (up.max() - up.min()))][column] = str(kind)
    print("\n".join("".join(row).rstrip() for row in rows))

    again = restore(model, reduce(model, X))
    worst = int(np.argmax(np.sum((X - again) ** 2, axis=1)))
    print(f"\nFarthest from the map is flower {worst}: {X[worst].tolist()} cm,")
    print(f"put together {again[worst].round(2).tolist()}")
    far, on_the_map = ways(X, across[:, None])
    print(f"Of the ways between flowers, {100 * on_the_map.sum() / far.sum():.0f} % are left with one component,")
    far, on_the_map = ways(X, reduce(model, X))
    print(f"{100 * on_the_map.sum() / far.sum():.0f} % with two.")
    odd = int(np.argmax(oddness(X)))
    print(f"The oddest flower is {odd}, {oddness(X)[odd]:.1f} deviations from the mean: {X[odd].tolist()} cm")


### BEGIN EXPLANATION
"""
1. **Coordinates and back.** With the components for rows of W (k, D), W Wᵀ = I, so that W⁺ = Wᵀ. The coordinates of
   x are W (x − m), and x̂ = m + Wᵀ W (x − m). WᵀW is a projection: what lies in the plane stays as it is, what is at
   right angles to it goes.

>>> W = np.array([[0.6, 0.8]])
>>> (W.T @ W).round(2).tolist(), bool(np.allclose(pseudoinverse(W), W.T))
([[0.36, 0.48], [0.48, 0.64]], True)

2. **What is lost.** Along each component that is left out, the samples have its variance, and x̂ has none. So
   Σ_n ‖x_n − x̂_n‖² / (N − 1) is the sum of the variances left out. The trace of C is the sum of all of them:
   lost = total · (1 − explained).

>>> X = np.array([[3.0, 3.0], [7.0, 7.0], [6.0, 4.0], [4.0, 6.0]])
>>> found = describe(X, 1)
>>> round(float(found["lost"]), 9) == round(float(found["total"]) * (1 - float(found["explained"])), 9)
True

3. **The same by rank.** The deviations that are put together again, (X − m) WᵀW, have rank k. By Eckart and Young, no
   matrix of rank k is nearer to X − m.

>>> bool(np.allclose(found["again"], nearest_of_rank(X, 1)))
True

4. **Shorter, never longer.** A projection takes x − y to something that is no longer. Two flowers that lie far from
   each other on the map do so in truth; two that are neighbours there need not be.

5. **Odd flowers.** C = WᵀΛW with all D components, so C⁻¹ = WᵀΛ⁻¹W, and (x − m)ᵀ C⁻¹ (x − m) = Σ_j t_j² / λ_j, with
   the coordinates t. What is far along a component that hardly varies is odd: such flowers lie beside the map, and
   can't be seen on it.

>>> scores, _, variances = pca(X, 2)
>>> oddness(X).round(6).tolist() == np.sqrt(np.sum(scores**2 / variances, axis=1)).round(6).tolist()
True
"""
### END EXPLANATION
