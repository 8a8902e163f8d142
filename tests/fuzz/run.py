"""Look for what breaks a law of the protocol, with fresh seeds, until the time is over.

    python tests/fuzz/run.py --minutes 10 [--law decoding] [--findings FOLDER]

Exit code 1 if a law was broken: the smallest example is printed, and written to FOLDER with the seed that leads to it.
What was found is kept in FOLDER/examples and tried first the next time.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import secrets
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.errors import HypothesisWarning

MEMORY = 4 << 30
HANGS_AFTER = 120
ROUND = 400
"""Examples between two looks at the clock."""


def main() -> int:
    """Run the laws in turn; return how many were broken."""
    arguments = parsed()
    laws = loaded().LAWS
    names = [arguments.law] if arguments.law else list(laws)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", category=HypothesisWarning)  # examples may be large
    signal.signal(signal.SIGALRM, hangs)
    database = DirectoryBasedExampleDatabase(arguments.findings / "examples")
    tried, broken = dict.fromkeys(names, 0), set()
    end = time.process_time() + 60 * arguments.minutes
    while time.process_time() < end:
        for name in [name for name in names if name not in broken]:
            start = secrets.randbits(64)
            found = search(*laws[name][:2], start, database, tried, name)
            if found:
                broken.add(name)
                report(name, start, found, arguments.findings)
        if len(broken) == len(names):
            break
    print(
        f"{time.process_time() / 60:.1f} CPU minutes:",
        ", ".join(f"{name} {n}" for name, n in tried.items()),
        "examples",
    )
    print(f"laws broken: {', '.join(sorted(broken)) or 'none'}")
    return 1 if broken else 0


def parsed() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="of processor time")
    parser.add_argument("--law", choices=list(loaded().LAWS), help="only this one")
    parser.add_argument("--findings", type=Path, default=Path(".hypothesis/fuzz"), help="folder for what is found")
    return parser.parse_args()


def loaded() -> Any:
    """Import the laws, which live beside this file and in no package."""
    spec = importlib.util.spec_from_file_location("test_protocol", Path(__file__).with_name("test_protocol.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def search(law: Any, strategies: Any, start: int, database: Any, tried: dict[str, int], name: str) -> str:
    """Try `ROUND` examples of a law; return the traceback of the smallest that breaks it, or ""."""

    def counted(**arguments: Any) -> None:
        tried[name] += 1
        signal.alarm(HANGS_AFTER)
        try:
            law(**arguments)
        finally:
            signal.alarm(0)

    phases = (Phase.reuse, Phase.generate, Phase.shrink)
    checks = loaded().SLOW
    run = settings(max_examples=ROUND, deadline=None, database=database, phases=phases, suppress_health_check=checks)
    try:
        seed(start)(run(given(**strategies)(counted)))()
    except Exception:
        return traceback.format_exc()
    return ""


def hangs(number: int, frame: Any) -> None:
    """Turn a hang into a finding."""
    raise AssertionError(f"no end within {HANGS_AFTER} s")


def report(name: str, start: int, found: str, folder: Path) -> None:
    """Print a finding, and keep it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}-{start:016x}.txt").write_text(found, "utf-8", errors="backslashreplace")
    print(f"The law {name!r} is broken (seed {start}):\n{found}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
