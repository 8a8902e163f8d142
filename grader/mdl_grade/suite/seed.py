"""Seeds: where the draws of an exercise come from."""

from __future__ import annotations

import hashlib
import hmac

import numpy as np

from mdl_grade.records import model
from mdl_grade.records.model import SeedMode


class Seed:
    """Practice: a public number. Official: HMAC of a secret, the exercise and the digest of the answer's file.

    Under an official seed inputs are new for everybody, and a regrade is exact.
    """

    def __init__(self, mode: SeedMode, key: bytes, value: int | None = None) -> None:
        self.mode, self._key, self.value = mode, key, value

    @classmethod
    def practice(cls, value: int = 0) -> Seed:
        return cls(SeedMode.PRACTICE, f"practice {value}".encode(), value)

    @classmethod
    def official(cls, secret: bytes) -> Seed:
        return cls(SeedMode.OFFICIAL, secret)

    @property
    def record(self) -> model.Seed:
        """What a report tells of it."""
        if self.mode is SeedMode.OFFICIAL:
            return model.Seed.official(self._key)
        return model.Seed(mode=self.mode, value=self.value)

    def of(self, exercise: str, digest: str) -> bytes:
        """Return the key of one exercise: the same for everybody in practice."""
        about = exercise if self.mode is SeedMode.PRACTICE else f"{exercise}\0{digest}\0numpy {np.__version__}"
        return hmac.digest(self._key, about.encode(), hashlib.sha256)


def generator(key: bytes, *about: str) -> np.random.Generator:
    """Return the Generator for one purpose under a key."""
    digest = hmac.digest(key, "\0".join(about).encode(), hashlib.sha256)
    return np.random.default_rng(int.from_bytes(digest, "big"))
