"""Pull requests from strangers: the workflows' own lines, run against a repository that a hostile one was opened in."""

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import mdl_grade
from mdl_grade.cli.ci import ci_group
from mdl_grade.course import Course
from mdl_grade.course.course import builtin_course
from mdl_grade.delivery.workflows import ACTIONS, github, gitlab
from mdl_grade.errors import UsageError
from mdl_grade.report.schema import validate

_SPEC = importlib.util.spec_from_file_location("hosted_service", Path(__file__).with_name("hosted.py"))
hosted = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = hosted
_SPEC.loader.exec_module(hosted)

ADDRESS = f"https://example.org/wheels/mdl_grade-0.1.0-py3-none-any.whl#sha256={'a' * 64}"
SECRET = "the very secret of this course, in 44 letters"
TARGET = "chapter10/dense_backward"
SCRIPT = Path(sys.executable).with_name("mdl-grade")
WRONG = Path(mdl_grade.__file__).parent / "cli" / "demo" / "dense_backward.py"

needs_tools = pytest.mark.skipif(
    not SCRIPT.exists() or not all(map(shutil.which, ("git", "jq", "tar"))), reason="needs git, jq, tar, and the script"
)


@pytest.fixture
def cry(tmp_path):
    """Return Python that leaves a trace wherever it runs unlocked, and the file that tells."""
    trace = tmp_path / "cried"
    return f"import os\nos.write(2, b'FOREIGN ' + b'CODE')\nopen({str(trace)!r}, 'a').write(__file__)\n", trace


def hostile(folder, cry):
    """Fill a checkout with all that Python, pytest, git and tar might take by mistake, in its root and in a chapter."""
    names = "numpy pytest conftest sitecustomize usercustomize click msgspec typing venv pip packaging mdl_grade/__init__ mdl_grade/__main__"
    for place in (folder, folder / "chapter10"):
        for name in names.split():
            file = place / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(cry)
        (place / "pytest.ini").write_text("[pytest]\naddopts = -p conftest\n")
        (place / "pyproject.toml").write_text(
            "[tool.pytest.ini_options]\naddopts = '-p conftest'\n[project]\nname = 'mdl-grade'\n"
        )
        (place / "setup.py").write_text(cry)
        (place / "evil.pth").write_text(f"import os; exec({cry!r})\n")
        (place / "solutions" / "chapter10").mkdir(parents=True)
        (place / "solutions" / "chapter10" / "dense_backward.py").write_text("def dense_backward(*a): return a\n")
        (place / "--checkpoint=1").write_text("")
        (place / "--checkpoint-action=exec=sh cry.sh").write_text("")
        (place / "cry.sh").write_text("echo FOREIGN CODE >&2")
        (place / "link").symlink_to("/etc/passwd")
        (place / ".mdl-grade.json").write_text('{"course": "mdl"}')
    loud = "print('::error::FORGED')\nprint('##[error]FORGED')\nimport os\nprint(dict(os.environ))\n"
    (folder / "chapter10" / "dense_backward.py").write_text(WRONG.read_text() + loud)
    return folder


def packed(name):
    """Return a tar with an empty file in it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return stream.getvalue()


def git(folder, *words):
    name = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def service(tmp_path, cry):
    """A repository with our workflows, a branch of a stranger's, and what would run the jobs."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    (work / "README.md").write_text("A course.\n")
    done = CliRunner().invoke(
        ci_group, ["github", "--assignment", TARGET, "--install-from", ADDRESS, "--into", str(work)]
    )
    assert done.exit_code == 0, done.output
    git(work, "add", "-A")
    git(work, "commit", "-qm", "course")
    git(work, "checkout", "-qb", "stranger")
    hostile(work, cry[0])
    git(work, "add", "-A", "-f")
    git(work, "commit", "-qm", "answer")
    bare = tmp_path / "course.git"
    git(tmp_path, "clone", "-q", "--bare", str(work), str(bare))
    context = {
        "secrets.MDL_GRADE_SECRET": SECRET,
        "github.token": "a-token",
        "github.repository": "course/repo",
        "github.server_url": "https://github.com",
        "github.run_id": 7,
        "github.event.workflow_run.id": 6,
        "github.event.workflow_run.head_sha": "5a" * 20,
        "github.event.workflow_run.head_branch": "a;touch x;`b`",
        "github.event.workflow_run.head_repository.owner.login": "stranger",
        "steps.grade.outputs.code": "",
        "needs.grade.outputs.code": "",
    }
    return hosted.Service(tmp_path / "service", bare, context)


@pytest.fixture
def workflows():
    return [
        text.decode() for name, text in github(builtin_course(), [TARGET], ADDRESS).items() if name.endswith(".yml")
    ]


def collect(service, workflows):
    return service.run(workflows[0], "collect", ref="stranger")


def grade(service, workflows):
    outputs, succeeded = service.run(workflows[1], "grade", ref="main")
    service.context["needs.grade.outputs.code"] = outputs.get("code", "")
    return outputs, succeeded


@needs_tools
def test_a_hostile_pull_request_is_graded_like_any_other(service, workflows, cry, tmp_path):
    """No code of it runs outside of the wall, no log holds the secret, the mark is the answer's, and it is published."""
    assert collect(service, workflows)[1]
    outputs, succeeded = grade(service, workflows)
    assert (outputs["code"], succeeded) == ("1", True)
    service.answers.write_text(
        json.dumps(
            {
                "GET repos/course/repo/pulls": [
                    {"number": 3, "head": {"sha": "other"}},
                    {"number": 4, "head": {"sha": "5a" * 20}},
                ]
            }
        )
    )
    assert service.run(workflows[1], "publish", ref="main")[1]

    assert not cry[1].exists()
    assert "FOREIGN CODE" not in service.log
    kept = service.root / "artifacts"
    told = (
        service.log + service.summary + "".join(p.read_text("utf-8", "replace") for p in kept.rglob("*") if p.is_file())
    )
    assert SECRET not in told + json.dumps(service.asked)
    assert not list(service.root.rglob("secret"))
    assert not [line for line in service.log.splitlines() if re.match(r"\s*::|.*##\[", line)]

    report = (kept / "report" / "report.json").read_bytes()
    assert validate(report) == []
    honest = tmp_path / "honest"
    (honest / "chapter10").mkdir(parents=True)
    (honest / "chapter10" / "dense_backward.py").write_text(WRONG.read_text())
    native = mdl_grade.grade(honest, TARGET)
    score = json.loads(report)["score"]
    assert (score["points"], score["max_points"]) == (native.score.points, native.score.max_points)

    check, pulls, comments, comment = service.asked
    assert {request["token"] for request in service.asked} == {"a-token"}
    assert (check["method"], check["path"]) == ("POST", "repos/course/repo/check-runs")
    assert set(check["body"]) == {"name", "head_sha", "status", "conclusion", "output"}
    assert (check["body"]["head_sha"], check["body"]["conclusion"]) == ("5a" * 20, "failure")
    (annotation, *_) = check["body"]["output"]["annotations"]
    assert annotation["path"] == "chapter10/dense_backward.py"
    line = WRONG.read_text().splitlines()[annotation["start_line"] - 1]
    assert line.startswith("def dense_backward")
    assert pulls["fields"] == ["state=open", "head=stranger:a;touch x;`b`"]
    assert comments["path"] == "repos/course/repo/issues/4/comments"
    assert (comment["method"], comment["path"]) == ("POST", "repos/course/repo/issues/4/comments")
    assert comment["body"]["body"].startswith(f"<!-- mdl-grade {TARGET} -->\n### handed")
    assert service.summary in comment["body"]["body"]


@needs_tools
def test_the_comment_is_updated_and_nobody_elses_is_taken_for_it(service, workflows):
    """Ours is the one by the service that begins with our mark; another of that service, or a forged one, is left alone."""
    kept = service.root / "artifacts" / "report"
    kept.mkdir(parents=True)
    (kept / "comment.md").write_text("### new\n`$(touch x)`")
    (kept / "check.json").write_text(
        json.dumps(
            {
                "conclusion": "success",
                "head_sha": "forged",
                "name": "forged",
                "output": {"title": "t", "summary": "s", "annotations": []},
            }
        )
    )
    mark = f"<!-- mdl-grade {TARGET} -->"
    comments = [
        {"id": 1, "user": {"login": "stranger"}, "body": f"{mark}\nforged"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": f"> {mark}"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": f"{mark}\nold"},
    ]
    pull = [{"number": 4, "head": {"sha": "5a" * 20}}]
    service.answers.write_text(
        json.dumps({"GET repos/course/repo/pulls": pull, "GET repos/course/repo/issues/4/comments": comments})
    )
    assert service.run(workflows[1], "publish", ref="main")[1]
    check, _, _, comment = service.asked
    assert (check["body"]["head_sha"], check["body"]["name"]) == ("5a" * 20, f"mdl-grade {TARGET}")
    assert (comment["method"], comment["path"]) == ("PATCH", "repos/course/repo/issues/comments/3")
    assert comment["body"]["body"] == f"{mark}\n### new\n`$(touch x)`"


@needs_tools
@pytest.mark.parametrize(
    ("content", "code", "conclusion"), [(packed("other.txt"), "2", "failure"), (None, "", "neutral")]
)
def test_what_can_not_be_graded_is_told(service, workflows, content, code, conclusion):
    """An archive that is none fails the check; where the course's secret is missing, nobody is to blame."""
    kept = service.root / "artifacts" / "handed-in"
    kept.mkdir(parents=True)
    (kept / "handed-in.tar").write_bytes(content or b"")
    if content is None:
        service.context["secrets.MDL_GRADE_SECRET"] = ""
    outputs, succeeded = grade(service, workflows)
    assert (outputs.get("code", ""), succeeded) == (code, False)
    assert service.run(workflows[1], "publish", ref="main")[1]
    (check,) = service.asked
    assert check["body"]["conclusion"] == conclusion
    assert check["body"]["output"]["title"] == "It could not be graded"


# --- what the files say -----------------------------------------------------------------------------------------------
def test_no_job_has_more_than_it_needs(workflows):
    """One has the secret and writes nothing, one writes and has no secret, and what a stranger sends is checked out in neither."""
    jobs = {name: job for text in workflows for name, job in yaml.safe_load(text)["jobs"].items()}
    assert set(jobs) == {"collect", "grade", "publish"}
    assert [name for name, job in jobs.items() if "secrets." in json.dumps(job)] == ["grade"]
    assert [name for name, job in jobs.items() if "write" in job["permissions"].values()] == ["publish"]
    for text in workflows:
        assert yaml.safe_load(text)["permissions"] == {}
        used = set(re.findall(r"uses: (.*)", text))
        assert used <= set(ACTIONS.values())
        assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", each) for each in used)
    assert "checkout" not in json.dumps([jobs["grade"], jobs["publish"]])
    shipped = json.dumps(jobs["collect"])
    assert "secrets" not in shipped
    assert "mdl-grade" not in shipped


def test_zizmor_finds_nothing(tmp_path, workflows):
    """But for the trigger that runs with secrets, which is argued in its line."""
    tool = Path(sys.executable).with_name("zizmor")
    if not tool.exists():
        pytest.skip("zizmor is not installed here")
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for i, text in enumerate(workflows):
        (folder / f"{i}.yml").write_text(text)
    done = subprocess.run(
        [tool, "--offline", "--no-config", "--persona", "pedantic", "--format", "json", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout or "null") == [], done.stdout + done.stderr
    assert "".join(workflows).count("zizmor: ignore") == 1


def test_names_and_folders_are_held_against_patterns():
    """What is written into a file is a target of the course, a plain folder, an address with a hash: nothing else."""
    course = builtin_course()
    for targets, source, folder in (
        (["$(x)"], ADDRESS, ""),
        ([TARGET], ADDRESS, '"; x'),
        ([TARGET], ADDRESS, "../x"),
        ([TARGET], "https://example.org/mdl_grade-1.whl", ""),
        ([TARGET], ADDRESS.replace("wheels", "'; x '"), ""),
        ([TARGET], "mdl-grade==0.1.0", ""),
    ):
        for make in (github, gitlab):
            with pytest.raises(UsageError):
                make(course, targets, source, folder)


def test_several_assignments_have_files_of_their_own():
    """A chapter is told by its name, however it was asked for; many exercises have a short name, and another for others."""
    course = builtin_course()
    assert isinstance(course, Course)
    names = [
        sorted(github(course, targets, ADDRESS))[0]
        for targets in (["10"], [TARGET], ["all"], ["9", "10", "1/one_hot", "2", "3", "4", "11"])
    ]
    assert names[0] == ".github/workflows/grade-chapter10.yml"
    assert names[1] == ".github/workflows/grade-chapter10-dense_backward.yml"
    assert len(set(names)) == 4
    assert max(map(len, names)) < 120


# --- GitLab -------------------------------------------------------------------------------------------------------------
@needs_tools
def test_gitlabs_job_writes_both_artifacts_and_has_no_secret(tmp_path, cry):
    """Its lines, in a hostile checkout: no code of it runs, the exit code is the grade's, JUnit and code quality are there."""
    (text,) = (
        content.decode()
        for name, content in gitlab(builtin_course(), [TARGET], ADDRESS).items()
        if name.endswith(".yml")
    )
    (job,) = yaml.safe_load(text).values()
    assert "SECRET" not in text
    assert "variables" not in job
    checkout = hostile(tmp_path / "checkout", cry[0])
    there = tmp_path / "mdl" / "bin"
    there.mkdir(parents=True)
    (there / "mdl-grade").symlink_to(SCRIPT)
    (script,) = job["script"]
    lines = [line for line in script.splitlines() if "venv" not in line and "pip" not in line]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CI": "true", "CI_PROJECT_DIR": str(checkout)}
    script = "\n".join(lines).replace("/tmp/mdl", str(tmp_path / "mdl")).replace("cd /tmp", f"cd {tmp_path}")
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "FOREIGN" not in done.stdout + done.stderr
    assert not cry[1].exists()
    assert "<testsuite" in (checkout / job["artifacts"]["reports"]["junit"]).read_text()
    (entry, *_) = json.loads((checkout / job["artifacts"]["reports"]["codequality"]).read_text())
    assert entry["location"]["path"] == "chapter10/dense_backward.py"


# --- ways to start ------------------------------------------------------------------------------------------------------
PYTHON = sys.executable
WAYS = {
    "script": (f"{SCRIPT} {TARGET} .", "", "graded"),
    "default path": (f"{SCRIPT} {TARGET}", "", "graded"),
    "in the chapter": (f"cd chapter10 && {SCRIPT} {TARGET} dense_backward.py", "", "graded"),
    "from outside": (f"here=$PWD; cd $HOME && {SCRIPT} {TARGET} $here", "", "graded"),
    "isolated": (f"{PYTHON} -I -m mdl_grade {TARGET} .", "", "graded"),
    "isolated, PYTHONPATH": (f"{PYTHON} -I -m mdl_grade {TARGET} .", "PYTHONPATH=.", "graded"),
    "safe path": (f"{PYTHON} -P -m mdl_grade {TARGET} .", "", "graded"),
    "safe path by variable": (f"{PYTHON} -m mdl_grade {TARGET} .", "PYTHONSAFEPATH=1", "graded"),
    "startup": (f"{SCRIPT} {TARGET} .", "PYTHONSTARTUP=numpy.py", "graded"),
    "inspect home": (f"HOME=$PWD {SCRIPT} {TARGET} .", "", "graded"),
    "PYTHONPATH of a folder within": (f"{SCRIPT} {TARGET} .", "PYTHONPATH=solutions", "refused"),
    "PYTHONPATH elsewhere": (f"{SCRIPT} {TARGET} .", "PYTHONPATH=/nowhere", "refused"),
    "without assertions": (f"{SCRIPT} {TARGET} .", "PYTHONOPTIMIZE=1", "refused"),
    "PYTHONPATH of the root": (f"{SCRIPT} {TARGET} .", "PYTHONPATH=.", "lost"),
    "PYTHONPATH of the chapter": (f"{SCRIPT} {TARGET} .", "PYTHONPATH=chapter10", "lost"),
    "as a module": (f"{PYTHON} -m mdl_grade {TARGET} .", "", "lost"),
}
"""Command, environment, and how it must end.

Graded: by no foreign code. Refused: by us. Lost: the package of the checkout is started, and ours never runs.
"""


@needs_tools
@pytest.mark.parametrize("way", WAYS)
def test_started_in_a_hostile_checkout_under_ci(way, tmp_path, cry):
    """Documented starts grade, and run nothing of it; starts that SECURITY calls lost give no grade, whatever ran before."""
    command, environment, end = WAYS[way]
    checkout = hostile(tmp_path / "checkout", cry[0])
    report = tmp_path / "report.json"
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CI": "true",
        **dict(filter(None, [environment.partition("=")[::2] if environment else None])),
    }
    done = subprocess.run(
        ["bash", "-ec", f"{command} --report {report}"],
        cwd=checkout,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    if end == "graded":
        assert done.returncode == 1, done.stderr
        assert not cry[1].exists()
        assert "FOREIGN CODE" not in done.stderr
        assert json.loads(report.read_text())["score"]["points"] == 2
    else:
        assert not report.exists()
        assert (done.returncode == 2) == (end == "refused")
        assert cry[1].exists() == (end == "lost")
