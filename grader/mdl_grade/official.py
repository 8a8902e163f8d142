"""What official runs ask for: a secret, and a wall that holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdl_grade.errors import IsolationError, UsageError

if TYPE_CHECKING:
    from mdl_grade.records.model import Isolation

LEAST = 16


def read_secret(file: Path | None, seed: int | None) -> bytes | None:
    """Return the secret in a file; None without a file.

    Raises
    ------
    UsageError
        If the file can't be read or is too short, or a practice seed was given as well.
    """
    if file is None:
        return None
    if seed is not None:
        raise UsageError("--seed and --secret-file exclude each other.", "A seed is for practice, a secret for marks.")
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise UsageError(
            f"The secret {file} can't be read: {error.strerror}.", "Give a file that only you can read."
        ) from None
    if len(secret) < LEAST:
        raise UsageError(
            f"The secret in {file} is shorter than {LEAST} bytes.",
            "Make one: python -c 'import secrets; print(secrets.token_hex(32))'.",
        )
    return secret


def require_isolation(least: str, isolation: Isolation) -> None:
    """Refuse to grade behind a wall that is lower than asked for.

    Raises
    ------
    IsolationError
        It says what is missing, and how to get it.
    """
    from mdl_grade.records.model import Trust

    if isolation.trust.rank < Trust(least).rank:
        missing = " ".join(isolation.missing) or "`mdl-grade doctor` shows what is missing."
        raise IsolationError(
            f"Isolation on this machine is {isolation.trust.value}, and {least} is asked for. {missing}",
            f"To grade all the same: --isolation {isolation.trust.value}.",
        )
