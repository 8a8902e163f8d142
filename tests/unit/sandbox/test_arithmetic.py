"""Both sides of a wall round alike, whatever kernels of linear algebra the surroundings ask for."""

import os
import subprocess
import sys

import pytest

BOTH = """
import sys
import numpy as np
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Wall

BODY = '''
import hashlib
import numpy as np
X = np.cos(np.arange(3000.0)).reshape(60, 50)
Y = X.T @ X[:, :7]
text = hashlib.sha256((X[0] @ X[1]).tobytes() + Y.tobytes()).hexdigest()
'''

here = {}
exec(BODY, here)
with Wall(cooperative=sys.argv[1] == "cooperative") as wall:
    request = wire.encode(wire.Load(1, BODY + "raise Exception(text)", "answer.py", []))
    there = wire.decode_reply(wall.worker().exchange(request, seconds=20.0, data_cap=1 << 20).header)
assert there.text == here["text"], "the same products are rounded differently"
"""


@pytest.mark.parametrize("kernels", ["Nehalem", "Haswell"])
@pytest.mark.parametrize("wall", ["enforced", "cooperative"])
def test_products_are_the_same_to_the_last_bit(kernels, wall):
    """A worker takes the kernels that the grader takes, with a wall and without one."""
    surroundings = {**os.environ, "OPENBLAS_CORETYPE": kernels, "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", BOTH, wall], env=surroundings, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
