"""What of its environment decides how a process rounds: the same on both sides of the wall.

A dot product has other last bits under another kernel or on more threads. What tells two answers apart by their
numbers, and a training that runs away, would take that for a difference between them.
"""

from __future__ import annotations

import os

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
KERNELS = (
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "NPY_DISABLE_CPU_FEATURES",
    "NPY_ENABLE_CPU_FEATURES",
    "MKL_CBWR",
    "MKL_ENABLE_INSTRUCTIONS",
    "BLIS_ARCH_TYPE",
)
"""Variables by which NumPy and its libraries of linear algebra are told which kernels to take."""


def arithmetic() -> dict[str, str]:
    """Return the variables that a process needs to calculate as this one does, on one thread."""
    return {**{name: os.environ[name] for name in KERNELS if name in os.environ}, **ONE_THREAD}
