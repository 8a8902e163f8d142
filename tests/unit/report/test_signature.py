"""A signed report is the one that was signed, byte for byte, by who has the key."""

from __future__ import annotations

import base64
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.cli import reports
from mdl_grade.errors import UsageError
from mdl_grade.records.model import Report
from mdl_grade.report import signature
from mdl_grade.report.encoding import encode
from mdl_grade.report.signature import holds, make_keys, sign

pytest.importorskip("cryptography")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    path = tmp_path_factory.mktemp("keys") / "key"
    return path, make_keys(path)


@pytest.fixture(scope="module")
def document(samples: dict[str, Report]) -> bytes:
    return encode(samples["official"])


@settings(derandomize=True, deadline=None)
@given(data=st.data())
def test_no_byte_can_be_changed(data: st.DataObject, keys: tuple[Path, Path], document: bytes) -> None:
    """Of the report or of its signature: one byte exchanged, left out or put in, anywhere, and it is refused."""
    private, public = keys
    told = sign(document, private).encode()
    assert holds(document, told, public)
    which = data.draw(st.sampled_from(["report", "signature"]))
    whole = document if which == "report" else told
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    changed = data.draw(
        st.sampled_from(
            [
                whole[:place] + byte + whole[place + 1 :],
                whole[:place] + whole[place + 1 :],
                whole[:place] + byte + whole[place:],
            ]
        )
    )
    if changed != whole:
        pair = (changed, told) if which == "report" else (document, changed)
        assert not holds(*pair, public)


def test_every_byte_of_a_signature_counts(keys: tuple[Path, Path], document: bytes) -> None:
    """Each of them, flipped in each bit; so does its Base64, of which several texts decode to the same bytes."""
    private, public = keys
    told = sign(document, private).encode()
    for place in range(len(told)):
        for bit in range(8):
            changed = bytearray(told)
            changed[place] ^= 1 << bit
            assert not holds(document, bytes(changed), public)
    for more in (b"\n", b" ", b"="):
        assert not holds(document, told + more, public)
    assert len(base64.b64decode(told.split()[-1])) == 64


def test_another_key_and_another_meaning_are_refused(keys: tuple[Path, Path], document: bytes, tmp_path: Path) -> None:
    """What somebody else signed, and what was signed by the same key as something else than a report."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    private, public = keys
    other = make_keys(tmp_path / "other")
    assert not holds(document, sign(document, private).encode(), other)
    bare = load_pem_private_key(private.read_bytes(), None).sign(document)
    line = f"{signature.FORMAT} {signature.fingerprint(public)} {base64.b64encode(bare).decode()}\n"
    assert not holds(document, line.encode(), public)


def test_keys_are_private_and_never_replaced(keys: tuple[Path, Path]) -> None:
    """Nobody else reads the one that signs; one that is there stays."""
    private, public = keys
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    before = private.read_bytes()
    with pytest.raises(UsageError, match="never replaced"):
        make_keys(private)
    assert private.read_bytes() == before
    for wrong, use in ((public, lambda key: sign(b"", key)), (private, lambda key: holds(b"", b"", key))):
        with pytest.raises(UsageError, match="key"):
            use(wrong)


# --- the commands -----------------------------------------------------------------------------------------------------
@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(reports.report_group, [str(word) for word in words])


def test_a_mark_travels(run: Callable[..., Result], document: bytes, tmp_path: Path) -> None:
    """Keys are made, a report is signed and verified; with one digit changed, verifying fails, and says so."""
    key, file = tmp_path / "key", tmp_path / "report.json"
    file.write_bytes(document)
    assert run("keys", key).exit_code == 0
    assert run("sign", file, "--key", key).exit_code == 0
    verified = run("verify", file, "--key", f"{key}.pub")
    assert verified.exit_code == 0
    assert "official seed" in verified.output
    file.write_bytes(document.replace(b'"points": 1', b'"points": 2', 1))
    refused = run("verify", file, "--key", f"{key}.pub")
    assert refused.exit_code == 1
    assert "NOT SIGNED" in refused.output


def test_only_reports_are_signed(run: Callable[..., Result], tmp_path: Path) -> None:
    """Not what breaks the schema."""
    file = tmp_path / "report.json"
    file.write_bytes(b"{}")
    assert run("keys", tmp_path / "key").exit_code == 0
    done = run("sign", file, "--key", tmp_path / "key")
    assert isinstance(done.exception, UsageError)
    assert not (tmp_path / "report.json.sig").exists()
