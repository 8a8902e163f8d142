"""A course in a wheel: how one is handed on, installed by nobody, and unpacked once."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from mdl_grade.errors import CourseError

FORMAT_FILE = "course.toml"
MAX_FILES, MAX_BYTES = 10_000, 256 << 20


def unpacked(wheel: Path) -> Path:
    """Return the folder in which the course of a wheel stands, unpacked for this user.

    Raises
    ------
    CourseError
        If the file is no wheel, or does not hold one course.
    """
    content = _read(wheel)
    home = _home()
    folder = home / hashlib.sha256(content).hexdigest()
    if not folder.is_dir():
        scratch = Path(tempfile.mkdtemp(dir=home))
        try:
            _unpack(wheel, scratch)
            scratch.rename(folder)
        except OSError:
            if not folder.is_dir():  # or another process was faster
                raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return next(folder.glob(f"**/{FORMAT_FILE}")).parent


def _read(wheel: Path) -> bytes:
    try:
        return wheel.read_bytes()
    except OSError as error:
        raise CourseError(f"{wheel} can't be read: {error.strerror}.") from None


def _home() -> Path:
    """Return where courses are unpacked: a folder of this user's alone."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    home = cache / "mdl-grade" / "courses"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
    except OSError as error:
        text = f"A course can't be unpacked in {home}: {error.strerror}."
        raise CourseError(text, "Set XDG_CACHE_HOME to a folder of yours.") from None
    return home


def _unpack(wheel: Path, folder: Path) -> None:
    """Unpack the one course of a wheel, and nothing outside of it."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = archive.infolist()
            names = [PurePosixPath(each.filename) for each in members]
            roots = {name.parent for name in names if name.name == FORMAT_FILE}
            if len(roots) != 1:
                what = "holds no course" if not roots else f"holds {len(roots)} courses"
                raise CourseError(f"{wheel} {what}: one folder of it has a {FORMAT_FILE}.", "See `dev new-course`.")
            if len(members) > MAX_FILES or sum(each.file_size for each in members) > MAX_BYTES:
                raise CourseError(
                    f"{wheel} is too large for a course: at most {MAX_FILES} files, {MAX_BYTES >> 20} MB."
                )
            inside = [each for each, name in zip(members, names, strict=True) if roots & set(name.parents)]
            archive.extractall(folder, inside)
    except zipfile.BadZipFile as error:
        raise CourseError(
            f"{wheel} is no wheel: {error}.", "`python -m build` makes one in a course's folder."
        ) from None
