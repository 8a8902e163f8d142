"""Signatures of reports, so that a mark can travel: Ed25519, over the bytes of the file.

A signature says who signed, and that nothing was changed since; what the report is worth (an official run or practice,
behind which wall) is in the report. It is one line of text: format, fingerprint of the key, signature in Base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mdl_grade.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "mdl-grade/signature/v1"
SUFFIX = ".sig"
_MEANING = b"mdl-grade/report\0"
"""Signed with the report, so that no signature of anything else is one of a report."""


def make_keys(path: Path) -> Path:
    """Write a private key, for its owner alone, and the public one beside it; return the path of that.

    Raises
    ------
    UsageError
        If one of the files is there, or can't be written.
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    beside = path.with_name(f"{path.name}.pub")
    try:
        for file, content, mode in ((path, pem, 0o600), (beside, public, 0o644)):
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
                stream.write(content)
    except OSError as error:
        raise UsageError(
            f"{error.filename} can't be written: {error.strerror}.", "A key is never replaced: name another file."
        ) from None
    return beside


def sign(report: bytes, key: Path) -> str:
    """Return the signature of a report, with a private key that `make_keys` wrote."""
    private = _private(key)
    return _line(private.public_key(), private.sign(_MEANING + report))


def holds(report: bytes, signature: bytes, key: Path) -> bool:
    """Tell whether a signature is that of these very bytes by the owner of a public key."""
    from cryptography.exceptions import InvalidSignature

    public = _public(key)
    try:
        told = base64.b64decode(signature.split(b" ")[-1], validate=False)
        if signature != _line(public, told).encode():
            return False  # said in another way, it may have been changed as well
        public.verify(told, _MEANING + report)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def fingerprint(key: Path) -> str:
    """Return what tells a public key from others, to be compared by eye."""
    return _fingerprint(_public(key))


def _line(public: Ed25519PublicKey, signature: bytes) -> str:
    return f"{FORMAT} {_fingerprint(public)} {base64.b64encode(signature).decode()}\n"


def _fingerprint(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:32]


def _private(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{path} is no private key for signing.", "`mdl-grade report keys FILE` makes one.")
    return key


def _public(path: Path) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_read(path))
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{path} is no public key.", "`mdl-grade report keys FILE` makes one: FILE.pub.")
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"The key {path} can't be read: {error.strerror}.", "Name another file.") from None


def demand_cryptography() -> None:
    """Say how signatures are installed, if they are not.

    Raises
    ------
    UsageError
        If the package is missing.
    """
    if importlib.util.find_spec("cryptography") is None:
        raise UsageError(
            "Signatures need the package cryptography, which is not installed.",
            "Install mdl-grade with the extra `sign`: pip install '.[sign]' in its checkout, or 'FILE.whl[sign]'.",
        )
