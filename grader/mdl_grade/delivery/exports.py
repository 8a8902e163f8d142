"""Assignments for course platforms: what each is given, and what its instructor has to know.

Each export has an entry point that the platform documents. It grades behind the wall as anywhere else, and hands on
what `report.platforms` makes of the report; where the grader is at fault, it hands on nothing that could be taken for a
mark, as far as the platform lets it.
"""

from __future__ import annotations

import io
import json
import tarfile
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.answers import with_parts
from mdl_grade.course import Course, read_catalog
from mdl_grade.delivery.assignment import Assignment
from mdl_grade.delivery.installation import Installation
from mdl_grade.delivery.release import course_files
from mdl_grade.delivery.rendering import rendered
from mdl_grade.delivery.workflows import RUNS_ON
from mdl_grade.errors import UsageError
from mdl_grade.report.platforms import problems_of

SECONDS = 600
"""What PrairieLearn gives at most."""


@dataclass(frozen=True)
class Export:
    """One assignment for one platform: what its templates are filled with, and the files that go with it."""

    platform: str
    assignment: Assignment
    problems: tuple[tuple[str, int], ...]
    install: Installation
    carried: Mapping[str, bytes]
    """The secret and the course, where there are any."""

    def script(self, template: str, **values: object) -> bytes:
        return rendered(
            f"export/{template}",
            {
                "platform": self.platform,
                "targets": self.assignment.words,
                "title": self.assignment.words,
                "install": self.install.words,
                "secret": "secret" in self.carried,
                "course": any(name.startswith("course/") for name in self.carried),
                "most": sum(points for _, points in self.problems),
                "problems": self.problems,
                **values,
            },
        )

    @property
    def wheels(self) -> dict[str, bytes]:
        return {f"wheels/{name}": content for name, content in self.install.files.items()} or {
            "wheels/README.md": b"Nothing is needed here: pip is told an address, with its hash.\n"
        }

    @property
    def alone(self) -> str:
        """The file of the exercise, if it is only one; or ""."""
        names = self.assignment.exercises
        return f"{names[0].partition('/')[2]}.py" if len(names) == 1 else ""


def export(
    platform: str, course: Course, targets: tuple[str, ...], source: str, secret: bytes | None
) -> dict[str, bytes]:
    """Return the files of an export, by their paths in its folder.

    Parameters
    ----------
    platform : str
        One of `PLATFORMS`.
    source : str
        Where mdl-grade is installed from: see `Installation.of`.
    secret : bytes or None
        What inputs are drawn from; without one, those of practice.

    Raises
    ------
    UsageError
        If a target names nothing, or what is installed is incomplete.
    """
    assignment = Assignment.of(course, targets)
    points = {entry.id: entry.points for entry in read_catalog(course.catalog).exercises}
    names = problems_of(list(assignment.exercises))
    carried = {} if secret is None else {"secret": secret + b"\n"}
    if not course.builtin:
        own = course_files(course, with_parts(course, assignment.exercises))
        carried |= {f"course/{name}": content for name, content in own.items()}
    folder = {"gradescope": "$wheels"}.get(platform, "/opt/wheels")
    made = Export(
        platform,
        assignment,
        tuple((names[exercise], points[exercise]) for exercise in assignment.exercises),
        Installation.of(source, RUNS_ON, folder),
        carried,
    )
    return PLATFORMS[platform](made)


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an export into a folder that is not there, or empty; scripts may be started, the secret is its owner's.

    Raises
    ------
    UsageError
        If something is in the folder, or it can't be written to.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} is there already.", "Name a folder that is not, or an empty one.")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600 if path.name == "secret" else 0o644)
            path.write_bytes(content)
            if content.startswith(b"#!"):
                path.chmod(0o755)
    except OSError as error:
        raise UsageError(f"{error.filename} can't be written: {error.strerror}.", "Name another folder.") from None


def _gradescope(made: Export) -> dict[str, bytes]:
    files = {"setup.sh": made.script("setup.sh"), "run_autograder": made.script("run_autograder")}
    files |= {**made.wheels, **made.carried}
    return {
        "README.md": made.script("README.md", shown="Gradescope"),
        **{f"autograder/{name}": content for name, content in files.items()},
    }


def _prairielearn(made: Export) -> dict[str, bytes]:
    slug = made.assignment.slug
    folder = f"mdl-grade-{slug}"
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"mdl-grade/{made.assignment.words}")),
        "title": made.assignment.words,
        "topic": "Mathematics of deep learning",
        "tags": ["mdl-grade"],
        "type": "v3",
        "singleVariant": True,
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": folder,
            "entrypoint": ["bash", f"/grade/serverFilesCourse/{folder}/grade.sh"],
            "serverFilesCourse": [f"{folder}/"],
            "timeout": SECONDS,
            "enableNetworking": False,
        },
    }
    files = ",".join(f"{exercise.partition('/')[2]}.py" for exercise in made.assignment.exercises)
    server = {"grade.sh": made.script("prairielearn.sh", folder=folder), **made.carried}
    return {
        "README.md": made.script("README.md", shown="PrairieLearn", folder=folder, seconds=SECONDS),
        f"questions/{slug}/info.json": _json(info),
        f"questions/{slug}/question.html": made.script("question.html", files=files),
        **{f"serverFilesCourse/{folder}/{name}": content for name, content in server.items()},
        **_image(made),
    }


def _autolab(made: Export) -> dict[str, bytes]:
    handin = made.alone or "handin.zip"
    packed = {"grade.sh": made.script("autolab.sh", handin=handin), **made.carried}
    return {
        "README.md": made.script("README.md", shown="Autolab", handin=handin),
        "autograde-Makefile": made.script("makefile"),
        "autograde.tar": _tar({f"mdl-grade/{name}": content for name, content in packed.items()}),
        **_image(made),
    }


def _submitty(made: Export) -> dict[str, bytes]:
    most = sum(points for _, points in made.problems)
    config = {
        "autograding": {"submission_to_validation": ["**/*.py", "*.py"]},
        "testcases": [
            {
                "type": "FileCheck",
                "title": made.assignment.words,
                "actual_file": "*.py",
                "points": most,
                "validation": [
                    {
                        "method": "custom_validator",
                        "command": "python3 grader.py",
                        "actual_file": "*.py",
                        "description": "What mdl-grade found",
                    }
                ],
            }
        ],
    }
    answers = made.alone or made.assignment.chapters[0]
    code = {
        "grader.py": made.script("grader.py", answers=answers),
        "grade.sh": made.script("submitty.sh"),
        **made.carried,
    }
    return {
        "README.md": made.script("README.md", shown="Submitty"),
        "config/config.json": _json(config),
        **{f"config/custom_validation_code/{name}": content for name, content in code.items()},
        **_image(made),
    }


def _coursera(made: Export) -> dict[str, bytes]:
    grader = {"grade.sh": made.script("coursera.sh"), **made.carried}
    return {
        "README.md": made.script("README.md", shown="Coursera"),
        "Dockerfile": made.script("dockerfile"),
        **{f"grader/{name}": content for name, content in grader.items()},
        **made.wheels,
    }


PLATFORMS: Mapping[str, Callable[[Export], dict[str, bytes]]] = {
    "gradescope": _gradescope,
    "prairielearn": _prairielearn,
    "autolab": _autolab,
    "submitty": _submitty,
    "coursera": _coursera,
}


def _image(made: Export) -> dict[str, bytes]:
    files = {"Dockerfile": made.script("dockerfile"), **made.wheels}
    return {f"image/{name}": content for name, content in files.items()}


def _tar(files: Mapping[str, bytes]) -> bytes:
    """Return an archive that is the same for the same files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600 if name.endswith("/secret") else 0o644
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2).encode() + b"\n"
