"""`python -m mdl_grade`: the command, without the current folder on the import path."""

import sys

if sys.path and not sys.flags.safe_path:
    del sys.path[0]

from mdl_grade.cli import main

main()
