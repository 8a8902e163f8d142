"""How long `mdl-grade watch` takes from a save to its first words, and what memory it holds after many saves.

    python benchmarks/watching.py --saves 20 --more 180

It is measured from outside: a terminal of its own, a file that is written, and the first bytes that come back.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

from mdl_grade.course import builtin_course

EXERCISES = ("chapter10/dense_backward", "chapter09/relu", "chapter11/adam_step")
PATIENCE = 30.0
"""Seconds after which a save that nothing is said of is an error."""
QUIET = 0.3
"""Seconds without output after which all has been said."""


class Watched:
    """`mdl-grade watch` in a terminal of its own, in a workspace."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-I", "-m", "mdl_grade"]
        subprocess.run([*command, "init", "--target", "all"], cwd=folder, check=True, capture_output=True)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execv(sys.executable, [*command, "watch"])  # noqa: S606
        self.rest()

    def first_words(self) -> float:
        """Return the time at which something is said."""
        if not select.select([self.terminal], [], [], PATIENCE)[0]:
            raise TimeoutError("nothing was said of a save")
        os.read(self.terminal, 1)
        return time.perf_counter()

    def rest(self) -> str:
        """Read until it is quiet."""
        said = b""
        while select.select([self.terminal], [], [], QUIET if said else PATIENCE)[0]:
            said += os.read(self.terminal, 65536)
        return said.decode()

    def saved(self, path: Path, text: str) -> float:
        """Save a file; return seconds to the first words."""
        path.write_text(text, encoding="utf-8")
        start = time.perf_counter()
        taken = self.first_words() - start
        self.rest()
        return taken

    def memory(self) -> float:
        """Return MiB that it and its processes hold, what they share counted once."""
        ids, held = [self.pid], 0.0
        for pid in ids:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            ids += map(int, children.split())
            held += int(re.search(r"Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[1]) / 1024
        return held

    def end(self) -> int:
        os.kill(self.pid, signal.SIGINT)
        with suppress(OSError):  # a terminal that nobody holds any more
            self.rest()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--saves", type=int, default=20, help="saves of each exercise that are timed")
    parser.add_argument("--more", type=int, default=180, help="saves after those, for memory")
    asked = parser.parse_args()
    course = builtin_course()
    with tempfile.TemporaryDirectory() as folder:
        watched = Watched(Path(folder))
        for exercise in EXERCISES:
            path = Path(folder) / f"{exercise}.py"
            right = course.solution(exercise).read_text("utf-8")
            texts = [right, right.replace("### BEGIN SOLUTION", "return None")]
            watched.saved(path, right)  # the first grading loads the suite
            times = [watched.saved(path, texts[i % 2] + f"# {i}\n") for i in range(asked.saves)]
            told = f"{median(times):.3f} s (median of {len(times)}; worst {max(times):.3f})"
            print(f"{exercise:<28} first words after {told}")
        early = watched.memory()
        for i in range(asked.more):
            watched.saved(path, texts[i % 2] + f"# more {i}\n")
        print(
            f"memory: {early:.1f} MiB after {len(EXERCISES) * (asked.saves + 1)} saves, "
            f"{watched.memory():.1f} MiB after {asked.more} more; it ended with {watched.end()}"
        )


if __name__ == "__main__":
    main()
