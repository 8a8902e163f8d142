"""Ways to hand in the same files."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest


def _folder(path, files):
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def _zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return path


def _tar(files):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return plain.getvalue()


def _written(path, content):
    path.write_bytes(content)
    return path


KINDS = {
    "folder": _folder,
    "zip": _zip,
    "tar": lambda path, files: _written(path, _tar(files)),
    "tar.gz": lambda path, files: _written(path, gzip.compress(_tar(files), mtime=0)),
    "tar.bz2": lambda path, files: _written(path, bz2.compress(_tar(files))),
    "tar.xz": lambda path, files: _written(path, lzma.compress(_tar(files))),
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def hand_in(tmp_path):
    """Put files, by name, into a folder or archive of some kind, and return its path."""
    made = iter(range(1_000_000))

    def hand_in(kind, files, name=None):
        path = tmp_path / (name or f"work{next(made)}.{kind}".removesuffix(".folder"))
        if kind == "folder":
            path.mkdir()
        return KINDS[kind](path, files)

    return hand_in
