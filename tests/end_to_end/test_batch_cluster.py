"""A class on a cluster: the ledger of one machine, over TLS, with a worker killed half-way."""

import datetime
import ipaddress
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mdl_grade.batch.ledger import Ledger

pytest.importorskip("distributed")
x509 = pytest.importorskip("cryptography.x509")

ROOT = Path(__file__).parents[2]
EXERCISES = ("chapter10/dense_backward", "chapter10/sigmoid_prime")
LOCAL_CLUSTER = """
import sys
from distributed import LocalCluster
from distributed.security import Security
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, security=Security()) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def class_(tmp_path_factory):
    """A generated class of 16."""
    folder = tmp_path_factory.mktemp("cluster") / "class"
    script = ROOT / "benchmarks" / "generated_class.py"
    subprocess.run([sys.executable, script, folder, "--count", "16", "--seed", "3"], check=True)
    return folder


def said(folder):
    with Ledger.open(folder) as ledger:
        query = (
            "SELECT learner, a.exercise, key, status, isolation, tool, result FROM submissions s JOIN answers a "
            "ON submission = s.id JOIN results USING(key) JOIN conditions c ON conditions = c.id ORDER BY 1, 2"
        )
        return [tuple(row) for row in ledger.rows(query)]


@pytest.fixture(scope="module")
def local(class_):
    """What one machine says of the class."""
    command = ["batch", *EXERCISES, class_, "--out", class_.parent / "local", "--jobs", "2"]
    subprocess.run([sys.executable, "-P", "-m", "mdl_grade", *command], check=True, stderr=subprocess.DEVNULL)
    return said(class_.parent / "local")


def grade(class_, out, *words, **options):
    command = [sys.executable, "-P", "-m", "mdl_grade", "batch", *EXERCISES, class_, "--out", out, *words]
    return subprocess.Popen([*command, "--json-progress"], stderr=subprocess.PIPE, text=True, **options)


def test_a_local_cluster(class_, local, tmp_path):
    """Two Dask workers of a LocalCluster give the ledger of local processes."""
    cluster = subprocess.Popen(
        [sys.executable, "-c", LOCAL_CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    try:
        address = cluster.stdout.readline().strip()
        running = grade(class_, tmp_path / "results", "--scheduler", address)
        _, err = running.communicate(timeout=120)
        assert running.returncode == 0, err
        assert said(tmp_path / "results") == local
    finally:
        cluster.communicate(timeout=30)


class Deployment:
    """A scheduler and workers, started one by one, over TLS."""

    def __init__(self, folder):
        self.folder, self.processes, self.workers = folder, [], []
        certificates(folder)
        self.address = self._scheduler()
        for i in range(2):
            self.workers.append(self._start("worker", self.address, "--no-nanny", "--nthreads", "1", "--name", f"w{i}"))

    def _scheduler(self):
        file = self.folder / "scheduler.json"
        self._start(
            "scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)
        )
        for _ in range(600):
            if file.exists() and (text := file.read_text()):
                return json.loads(text)["address"]
            time.sleep(0.05)
        raise AssertionError((self.folder / "scheduler.log").read_text())

    def _start(self, kind, *words):
        tls = [
            word for name in ("ca-file", "cert", "key") for word in (f"--tls-{name}", f"{name.partition('-')[0]}.pem")
        ]
        with (self.folder / f"{kind}.log").open("a") as log:
            command = [sys.executable, "-m", "dask", kind, *words, *tls, "--no-dashboard"]
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def deployment(tmp_path):
    deployment = Deployment(tmp_path)
    yield deployment
    deployment.close()


def test_over_tls_with_a_worker_killed(class_, local, deployment, tmp_path):
    """Scheduler and workers are processes of their own; one is killed half-way, and nothing is lost or different."""
    tls = ["--tls-ca", "ca.pem", "--tls-cert", "cert.pem", "--tls-key", "key.pem"]
    running = grade(class_, tmp_path / "results", "--scheduler", deployment.address, *tls, cwd=tmp_path)
    lines = []
    for line in running.stderr:
        lines.append(json.loads(line))
        if lines[-1]["kind"] == "progress" and lines[-1]["done"] > 0:
            os.kill(deployment.workers[0].pid, signal.SIGKILL)
            break
    _, err = running.communicate(timeout=180)
    assert running.returncode == 0, err + (tmp_path / "worker.log").read_text()
    assert lines[-1]["done"] < lines[-1]["total"]
    assert said(tmp_path / "results") == local


def test_certificates_are_asked_for(class_, tmp_path):
    """Without one there is no connection, and no answer leaves this machine."""
    running = grade(class_, tmp_path / "results", "--scheduler", "tls://127.0.0.1:9", cwd=tmp_path)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 2, err
    assert "asks for a certificate" in err


def certificates(folder):
    """Write a certificate authority's certificate, and one that it signed, with its key."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def name(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def certificate(subject, key, signer, *, ca):
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("ca"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(hours=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
            )
            .sign(signer, hashes.SHA256())
        )

    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(certificate("ca", ca_key, ca_key, ca=True).public_bytes(pem))
    (folder / "cert.pem").write_bytes(certificate("node", key, ca_key, ca=False).public_bytes(pem))
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
