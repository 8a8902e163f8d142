"""The checks as a small library: what they need, and the page that tells which to take."""

from __future__ import annotations

import subprocess
import sys

from mdl_grade import checks

NEEDED = {"mdl_grade", "mdl_grade.errors", "mdl_grade.records"}
VERDICTS = [name for name in checks.__all__ if name.startswith(("assert_", "check_", "gradcheck"))]


def test_checks_need_numpy_msgspec_and_records_alone() -> None:
    """In a process of its own, importing them loads nothing else of the package, and no other library."""
    program = "import sys; import mdl_grade.checks; print(*sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    loaded = told.stdout.split()
    ours = {name for name in loaded if name.split(".")[0] == "mdl_grade"}
    own = {name for name in ours if name.startswith(("mdl_grade.checks", "mdl_grade.records."))}
    assert ours - own <= NEEDED
    # typing_extensions is msgspec's, where it is installed; what begins with an underscore is how a package is installed.
    allowed = sys.stdlib_module_names | {"mdl_grade", "numpy", "msgspec", "typing_extensions", "sitecustomize"}
    assert not {name for name in loaded if name.split(".")[0] not in allowed and not name.startswith("_")}


def test_the_page_names_every_check() -> None:
    """Whoever looks for a check by kind of claim finds each of them on the page."""
    page = checks.__doc__ or ""
    for name in [*VERDICTS, "perturbation_tolerance"]:
        assert f"`{name}`" in page
