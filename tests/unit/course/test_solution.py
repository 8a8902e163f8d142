"""What the text of a solution says by itself."""

from pathlib import Path

import pytest

from mdl_grade.course.solution import Solution


@pytest.mark.parametrize(("code", "deals"), [("np.nan", True), ("np.isnan(x)", True), ("x / np.sqrt(x)", False)])
def test_it_is_known_where_nan_is_a_value_like_any_other(code, deals):
    """Who returns NaN, or asks where it stands, has it for no accident."""
    solution = Solution(Path("f.py"), f'"""On NaN."""\nimport numpy as np\n\n\ndef f(x):\n    return {code}\n')
    assert solution.deals_with_nan is deals
