"""A crew on many machines: a Dask cluster that is already running (the extra `cluster`).

What is sent is the trusted grader's work, bytes both ways, never a learner's function: whoever can reach the scheduler
can run code on the workers, so beyond this machine every connection is TLS with certificates of your own::

    dask scheduler --protocol tls --tls-ca-file ca.pem --tls-cert node.pem --tls-key node.key
    dask worker tls://HOST:8786 --nthreads 1 --nworkers 8 --tls-ca-file ca.pem --tls-cert node.pem --tls-key node.key
    mdl-grade batch chapter10 CLASS --out RESULTS --scheduler tls://HOST:8786 \
        --tls-ca ca.pem --tls-cert me.pem --tls-key me.key

Suites and secret travel with the work. On another machine they are in the memory of the Dask worker and of the grading
process that it starts; learners' code runs behind the wall of that process, as it does on one machine. What a Dask
worker had when it died is done again elsewhere. One with weaker isolation than is asked for, or with other versions, is
retired from the cluster with a word about why.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from mdl_grade.batch.crew import Crew
from mdl_grade.batch.messages import Lost, Unfit, decode_reply, encode
from mdl_grade.batch.processes import dismiss, grade
from mdl_grade.errors import GraderFault, IsolationError, UsageError

SECONDS_BETWEEN_COUNTS = 1.0
"""The number of Dask workers is not asked for more often."""
SECONDS_TO_CONNECT = 15


@dataclass(frozen=True)
class Certificates:
    """Files in PEM; those that are None are taken from Dask's own configuration."""

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class DaskCrew:
    """A grading process for each thread of each worker of a Dask scheduler."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._size, self._asked = 0, -SECONDS_BETWEEN_COUNTS

    def submit(self, setup: bytes, work: bytes) -> Future[bytes]:
        submitted: Future[bytes] = self._executor.submit(grade_there, setup, work)
        return submitted

    def size(self) -> int:
        if time.monotonic() - self._asked >= SECONDS_BETWEEN_COUNTS and self.alive():
            self._asked = time.monotonic()
            self._size = sum(self._client.nthreads().values())
        return self._size

    def drop(self, unfit: Unfit) -> None:
        self._client.retire_workers([unfit.node], close_workers=True)
        if not self._client.nthreads():
            raise IsolationError(f"No Dask worker is fit to grade. {unfit.what}", unfit.next_step)

    def alive(self) -> bool:
        return bool(self._client.status == "running")

    def close(self) -> None:
        """Drop what is not done, and end the grading processes on its machines."""
        with suppress(Exception):  # the work is recorded; the scheduler may be gone
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._client.run(dismiss, on_error="ignore")
        with suppress(Exception):
            self._client.close(timeout=5)


def grade_there(setup: bytes, work: bytes) -> bytes:
    """Grade on a Dask worker. It never raises: Dask would write the arguments, a secret among them, to its log."""
    try:
        reply = grade(setup, work)
        decoded = decode_reply(reply)
        if isinstance(decoded, Unfit):
            from distributed import get_worker

            return encode(msgspec.structs.replace(decoded, node=get_worker().address))
    except Exception as error:
        return encode(Lost(type(error).__name__))
    return reply


@contextmanager
def cluster(address: str, certificates: Certificates) -> Iterator[Crew]:
    """Grade on the workers of the Dask scheduler at `address`.

    Raises
    ------
    UsageError
        If the extra is not installed, the address would go unencrypted over a network, or nobody answers.
    """
    require_safe(address)
    try:
        import dask
        from distributed import Client
        from distributed.security import Security
    except ImportError:
        raise UsageError(
            "Dask is not installed.",
            "Install mdl-grade with it: pip install '.[cluster]' in its checkout, or 'FILE.whl[cluster]'.",
        ) from None
    files = {
        "tls_ca_file": certificates.ca,
        "tls_client_cert": certificates.certificate,
        "tls_client_key": certificates.key,
    }
    given = {name: str(path) for name, path in files.items() if path is not None}
    if address.startswith("tls:") and not (given or dask.config.get("distributed.comm.tls.client.cert")):
        raise UsageError(
            f"{address} asks for a certificate, and there is none.",
            "Give --tls-ca, --tls-cert and --tls-key, or name them in Dask's configuration.",
        )
    security = Security(  # type: ignore[no-untyped-call]
        require_encryption=address.startswith("tls:"), **given
    )
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, security=security, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="mdl-grade"
        )
    except (OSError, TypeError, ValueError) as error:  # TypeError: no certificate is configured
        raise UsageError(
            f"The scheduler {address} can't be reached: {error}.", "Is it running, and are the certificates right?"
        ) from None
    crew = DaskCrew(client)
    try:
        _require_workers(client, address)
        yield crew
    finally:
        crew.close()


def _require_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    except TimeoutError:
        raise GraderFault(
            f"The scheduler {address} has no workers.", f"Start some: dask worker {address} --nthreads 1 …"
        ) from None


def require_safe(address: str) -> None:
    """Raise UsageError unless an address is encrypted, or never leaves this machine."""
    parts = urlsplit(address)
    if parts.scheme not in ("tls", "tcp") or not parts.hostname or parts.port is None:
        raise UsageError(f"{address!r} is not the address of a scheduler.", "Write tls://HOST:PORT.")
    if parts.scheme == "tcp" and not _is_loopback(parts.hostname):
        raise UsageError(
            f"{address} is not encrypted: answers, suites and the secret would cross the network in the clear.",
            "Start scheduler and workers with --protocol tls and certificates, and write tls://HOST:PORT.",
        )


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
