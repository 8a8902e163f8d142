"""A service that runs workflows, as far as ours need one: expressions, artifacts, checkouts, shell lines."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

GH = """#!{python} -I
import json, os, sys
words = sys.argv[2:]
told = {{"method": "GET", "fields": [], "token": os.environ.get("GH_TOKEN")}}
while words:
    word = words.pop(0)
    if word == "--method": told["method"] = words.pop(0)
    elif word == "--raw-field": told["fields"].append(words.pop(0))
    elif word == "--input": told["body"] = json.load(open(words.pop(0)))
    elif word in ("--silent", "--paginate"): pass
    else: told["path"] = word
with open({log!r}, "a") as log: print(json.dumps(told), file=log)
answers = json.load(open({answers!r}))
print(json.dumps(answers.get(told["method"] + " " + told["path"], [])))
"""


@dataclass
class Service:
    """Runs the jobs of workflows against a bare repository; remembers artifacts, logs and requests."""

    root: Path
    repository: Path
    context: dict
    artifacts: dict = field(default_factory=dict)
    log: str = ""
    summary: str = ""

    def __post_init__(self):
        tools = self.root / "tools"
        tools.mkdir(parents=True)
        self.requests, self.answers = self.root / "requests.jsonl", self.root / "answers.json"
        self.answers.write_text("{}")
        gh = tools / "gh"
        gh.write_text(GH.format(python=sys.executable, log=str(self.requests), answers=str(self.answers)))
        gh.chmod(0o755)

    @property
    def asked(self):
        """Requests to the API, in order."""
        return [json.loads(line) for line in self.requests.read_text().splitlines()] if self.requests.exists() else []

    def run(self, workflow, job, *, ref):
        """Run a job; return its outputs, and whether it succeeded. `ref` is what its checkout is of."""
        told = yaml.safe_load(workflow)["jobs"][job]
        place = self.root / job
        shutil.rmtree(place, ignore_errors=True)
        for folder in ("workspace", "temp", "home"):
            (place / folder).mkdir(parents=True)
        self.context["runner.temp"] = str(place / "temp")
        outputs, succeeded = {}, True
        for step in told["steps"]:
            done = self._uses(step, place, ref) if "uses" in step else self._shell(step, place, outputs)
            if not done and not step.get("continue-on-error"):
                succeeded = False
                break
        return outputs, succeeded

    def _value(self, text):
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: str(self.context[found[1]]), text)

    def _uses(self, step, place, ref):
        action, options = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/checkout":
            assert options["persist-credentials"] is False
            words = ["git", "-c", "advice.detachedHead=false", "clone", "-q", "--branch", ref, self.repository, "."]
            subprocess.run(words, cwd=place / "workspace", check=True)
            return True
        path = Path(self._value(options["path"]))
        kept = self.root / "artifacts" / options["name"]
        if action == "actions/upload-artifact":
            shutil.rmtree(kept, ignore_errors=True)
            if path.is_dir():
                shutil.copytree(path, kept)
            elif path.exists():
                kept.mkdir(parents=True)
                shutil.copy(path, kept)
            return path.exists() or options.get("if-no-files-found") == "ignore"
        assert action == "actions/download-artifact"
        if kept.exists():
            shutil.copytree(kept, path, dirs_exist_ok=True)
        return kept.exists()

    def _shell(self, step, place, outputs):
        if step.get("name") == "install":  # tried by itself, with the wheels: see tests/unit/delivery
            (place / "temp" / "mdl" / "bin").mkdir(parents=True)
            (place / "temp" / "mdl" / "bin" / "mdl-grade").symlink_to(Path(sys.executable).with_name("mdl-grade"))
            return True
        assert "${{" not in step["run"], "an expression in a shell line is code of whoever names a branch"
        script, told, summary = place / "step.sh", place / "output", place / "summary"
        summary.write_text("")
        script.write_text(step["run"])
        told.write_text("")
        environment = {
            "PATH": f"{self.root / 'tools'}:{os.environ['PATH']}",
            "HOME": str(place / "home"),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(place / "temp"),
            "GITHUB_OUTPUT": str(told),
            "GITHUB_STEP_SUMMARY": str(summary),
            **{name: self._value(value) for name, value in step.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=place / "workspace",
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += done.stdout
        self.summary += summary.read_text()
        outputs.update(line.partition("=")[::2] for line in told.read_text().splitlines())
        for name, value in outputs.items():
            self.context[f"steps.{step.get('id')}.outputs.{name}"] = value
        return done.returncode == 0
