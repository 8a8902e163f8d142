"""A class in one evening: every number is compared with what was built in, and no mark changes in silence."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unicodedata
from dataclasses import dataclass

import pytest

from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Writer
from mdl_grade.course import builtin_course
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import apply
from mdl_grade.gradebook.overrides import in_force

COURSE = builtin_course()
DENSE, PRIME = EXERCISES = ("chapter10/dense_backward", "chapter10/sigmoid_prime")
FULL = {DENSE: 8, PRIME: 9}
ODD = (
    "Zoë O'Neil",
    "王小明",
    "de la Cruz, María-José",
    "Łukasz Żak",
    "=1+1",
    "O’Brien",
    "Nguyễn Văn A",
    "Bo",
    "Bo",
    "x'y",
)
WORKSHEET = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
)  # fmt: skip


def answers(kind):
    """Return what a learner handed in of each exercise, by what it is worth."""
    right = {e: COURSE.solution(e).read_text() for e in EXERCISES}
    if kind == "right":
        return right
    if kind == "half":
        return {DENSE: right[DENSE]}
    if kind == "averaged":
        return {DENSE: right[DENSE].replace("dY.sum(axis=0)", "dY.mean(axis=0)"), PRIME: right[PRIME]}
    return {e: COURSE.stub(e).read_text() for e in EXERCISES}


KINDS = {
    "right": {DENSE: FULL[DENSE], PRIME: FULL[PRIME]},
    "half": {DENSE: FULL[DENSE], PRIME: 0},
    "averaged": {DENSE: 2, PRIME: FULL[PRIME]},
    "stubs": {DENSE: 0, PRIME: 0},
}


@dataclass
class Evening:
    """A class in Moodle's layout, and what each learner's answers are worth; who is "absent" handed in nothing."""

    folder: object
    worth: dict
    rows: list

    def hand_in(self, learner, files):
        for name, text in files.items():
            path = self.folder / f"{learner}_assignsubmission_file_" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def worksheet(self):
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([WORKSHEET, *self.rows])
        return "\ufeff" + written.getvalue()


def make_evening(folder, count):
    evening = Evening(folder, {}, [])
    kinds = [*KINDS, "absent"]
    for i in range(count):
        name, number, kind = ODD[i] if i < len(ODD) else f"Learner {i}", 1000 + i, kinds[i % 5]
        learner = f"{name}_{number}"
        evening.worth[learner] = dict(KINDS.get(kind, KINDS["stubs"]))
        day = "-" if kind == "absent" else f"Friday, 20 November 2026, {1 + i % 11}:0{i % 10} PM"
        status = "No submission" if kind == "absent" else "Submitted for grading"
        evening.rows.append(
            [f"Participant {number}", name, f"{number}@example.org", status, "", "17.00", "Yes", day, "-", ""]
        )
        if kind != "absent":
            evening.hand_in(learner, {f"{e}.py": text for e, text in answers(kind).items()})
    return evening


def marks(folder):
    """Return what counts, by learner and exercise."""
    with Ledger.open(folder) as ledger:
        found = {}
        for mark in apply(Gradebook(ledger).marks(), overrides=in_force(ledger)):
            found.setdefault(mark.learner, {})[mark.exercise] = mark.final
        return found


@pytest.fixture
def evening(tmp_path):
    made = make_evening(tmp_path / "class", 20)
    (tmp_path / "worksheet.csv").write_text(made.worksheet())
    return made


def test_who_is_enrolled(mdl_grade, tmp_path, evening):
    """Who handed in nothing has a row, which gives way to work under any name; who is not enrolled is asked about."""
    evening.hand_in("Stranger_77", {f"{e}.py": text for e, text in answers("right").items()})
    command = ("batch", *EXERCISES, evening.folder, "--out", "results", "--roster", "worksheet.csv")
    done = mdl_grade(*command)
    assert done.code == 0, done.err
    assert "Enrolled: 20. Handed in nothing: 4. Not enrolled: 1." in done.err
    stranger = {"Stranger_77": KINDS["right"]}
    assert marks(tmp_path / "results") == evening.worth | stranger
    look = mdl_grade("results", "results", "--look", COLUMNS="400").out
    assert "Not on the roster: 1" in look
    assert "Enrolled, and nothing was handed in: 4" in look
    absent = next(who for who in evening.worth if f"{who}: has a row of zeros" in look)
    signed = ("--author", "me", "--reason", "seen")
    assert mdl_grade("learners", "results", "--merge", "Stranger_77", absent, *signed).code == 0
    assert marks(tmp_path / "results") == evening.worth | {absent: KINDS["right"]}
    again = mdl_grade(*command)
    assert again.code == 0, again.err
    assert marks(tmp_path / "results") == evening.worth | {absent: KINDS["right"]}
    assert mdl_grade("learners", "results", "--undo", absent, *signed).code == 0
    assert marks(tmp_path / "results") == evening.worth | stranger
    assert mdl_grade(*command, "--keep", "whole").code == 0
    assert marks(tmp_path / "results") == evening.worth | stranger


POLICY = """\ufeffdeadline = 2026-11-20T18:00:00
timezone = "Europe/Berlin"
penalty = 10
[extensions]
"Zoë O'Neil" = "1 day"
[weights]
sigmoid_prime = 2
"""


def test_when_it_came_in(mdl_grade, tmp_path, evening):
    """Times are the platform's; whoever has none is named wherever the policy is applied, a table included."""
    late = {}
    for row in evening.rows:
        hour = 0 if row[7] == "-" else int(row[7].split(", ")[-1].split(":")[0]) + 12
        late[f"{row[1]}_{row[0].split()[1]}"] = hour >= 18 and row[1] != "Zoë O'Neil"
    (tmp_path / "policy.toml").write_text(POLICY)
    command = ("batch", *EXERCISES, evening.folder, "--out", "results")
    assert "have no time zone" in mdl_grade(*command, "--times", "worksheet.csv").err
    untimed = [
        who for who, worth in evening.worth.items() if (evening.folder / f"{who}_assignsubmission_file_").exists()
    ]
    assert mdl_grade(*command).code == 0
    done = mdl_grade("results", "results", "--policy", "policy.toml", "--csv", "before.csv")
    said = done.err
    stubs = [who for who in untimed if evening.worth[who] == KINDS["stubs"]]
    assert f"not known when the work of {len(untimed) - len(stubs)} learners came in" in said
    timed = mdl_grade(*command, "--times", "worksheet.csv", "--timezone", "Europe/Berlin")
    assert timed.code == 0, timed.err
    assert "Everything was graded before" in timed.err
    done = mdl_grade("results", "results", "--policy", "policy.toml", "--jsonl", "-")
    assert "not known when" not in done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert len(rows) == 2 * len(untimed)
    for row in rows:
        assert row["weight"] == ("2" if row["exercise"] == PRIME else "1")
        assert row["days_late"] == late[row["learner"]], row
        worth = evening.worth[row["learner"]][row["exercise"]]
        assert float(row["final"]) == pytest.approx(worth * (0.9 if row["days_late"] else 1))


def test_what_goes_back(mdl_grade, tmp_path, evening):
    """Moodle's own file with grades in it, and one row a learner; an unfinished batch says so, and exits with 1."""
    assert mdl_grade("batch", *EXERCISES, evening.folder, "--out", "results", "--roster", "worksheet.csv").code == 0
    first = next(who for who, worth in evening.worth.items() if worth == KINDS["half"])
    signed = ("--author", "me", "--reason", "seen")
    assert mdl_grade("override", "results", first, DENSE, "6.5", *signed).code == 0
    back = mdl_grade("results", "results", "--moodle", "worksheet.csv", "--gradebook", "book.csv")
    assert back.code == 0, back.err
    assert "20 grades are filled in." in back.err
    total = {who: sum(worth.values()) for who, worth in evening.worth.items()} | {first: 6.5}
    before = (tmp_path / "worksheet.csv").read_text()
    graded = (tmp_path / "worksheet-graded.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(graded.removeprefix("\ufeff"))))
    assert [float(row["Grade"]) for row in rows] == list(total.values())
    assert rows[0]["Feedback comments"] == "dense_backward: 8 of 8; sigmoid_prime: 9 of 9."
    for row in rows:
        row |= {"Grade": "", "Feedback comments": ""}
    assert [list(row.values()) for row in rows] == evening.rows
    assert before == (tmp_path / "worksheet.csv").read_text()
    book = {row["learner"]: row for row in csv.DictReader((tmp_path / "book.csv").read_text("utf-8-sig").splitlines())}
    assert {who.removeprefix("'"): float(row["total"]) for who, row in book.items()} == total
    assert book[first][DENSE] == "6.5"
    assert float(book[first]["percent"]) == pytest.approx(100 * 6.5 / 17, abs=0.005)
    with Writer.open(tmp_path / "results") as ledger, ledger.transaction():
        ledger.execute("DELETE FROM results WHERE exercise = ? AND status = 'failed'", DENSE)
    averaged = [who for who, worth in evening.worth.items() if worth == KINDS["averaged"]]
    for option in (("--csv", "marks.csv"), ("--gradebook", "book.csv"), ("--moodle", "worksheet.csv")):
        done = mdl_grade("results", "results", *option)
        assert done.code == 1, option
        assert f"{len(averaged)} answers of {len(averaged)} learners are still to be graded" in done.err
    assert f"{len(averaged)} not filled in, for there is something to be settled first" in done.err
    assert "16 grades are filled in" in done.err


def test_what_learners_read(mdl_grade, tmp_path, evening):
    """Each a page and a JSON file of their own work alone; under official seeds without values, by Moodle's names."""
    (tmp_path / "secret").write_text("a secret of more than 16 bytes")
    command = ("batch", *EXERCISES, evening.folder, "--out", "results", "--secret-file", "secret")
    assert mdl_grade(*command, "--roster", "worksheet.csv").code == 0
    who = next(who for who, worth in evening.worth.items() if worth == KINDS["averaged"])
    signed = ("--author", "Prof. L.", "--reason", "a typo")
    assert mdl_grade("override", "results", who, DENSE, "4.5", *signed).code == 0
    assert mdl_grade("comment", "results", who, "Nearly <there>.", "--author", "me", "--exercise", "10/x").code == 2
    said = ("Nearly <there>.", "--exercise", "dense_backward", "--author", "me")
    assert mdl_grade("comment", "results", who, *said).code == 0
    assert mdl_grade("comment", "results", who, "On the whole: fine.", "--author", "me").code == 0
    done = mdl_grade("results", "results", "--feedback", "feedback", "--html", "pages", "--moodle", "worksheet.csv")
    assert done.code == 0, done.err
    folders = {path.name: path for path in (tmp_path / "feedback").iterdir()}
    numbers = {name.split("_")[1] for name in folders}
    assert numbers == {learner.rpartition("_")[2] for learner in evening.worth}
    assert all(name.split("_", 4)[2:4] == ["assignsubmission", "file"] for name in folders)
    own = next(path for name, path in folders.items() if name.split("_")[1] == who.rpartition("_")[2])
    page = (own / "feedback.html").read_text()
    for text in (
        "Nearly &lt;there&gt;.",
        "On the whole: fine.",
        "4.5 of 8 points, by Prof. L.: a typo",
        "dY.mean(axis=0)",
    ):
        assert text in page
    told = json.loads((own / "feedback.json").read_text())
    assert (told["points"], told["maximum"]) == ("13.50", "17")
    assert told["report"]["view"] == "learner"
    names = {learner.rpartition("_")[0] for learner in evening.worth}
    for folder in folders.values():
        for file in folder.iterdir():
            content = file.read_text()
            assert "instructors" not in content
            assert "index.html" not in content
            assert "expected:" not in content
            assert sum(name in content for name in names if len(name) > 9) <= 1
    pages = [path.read_text() for path in (tmp_path / "pages").rglob("*.html")]
    assert len(pages) == 21
    assert all("For instructors" in content for content in pages)
    filled = (tmp_path / "worksheet-graded.csv").read_text()
    assert "On the whole: fine.<br>dense_backward: Nearly &lt;there&gt;." in filled
    assert mdl_grade("comment", "results", who, "--undo", "--exercise", "dense_backward", "--author", "me").code == 0
    assert mdl_grade("comment", "results", who, "--undo", "--exercise", "dense_backward", "--author", "me").code == 2
    assert mdl_grade("results", "results", "--feedback", "feedback").code == 0
    assert "Nearly" not in (own / "feedback.html").read_text()


def test_two_kinds_of_seeds(mdl_grade, tmp_path, evening):
    """To go on without the secret is asked about; each mark says what it was made under, and a mixture is told."""
    (tmp_path / "secret").write_text("a secret of more than 16 bytes")
    command = ("batch", DENSE, evening.folder, "--out", "results")
    assert mdl_grade(*command, "--secret-file", "secret").code == 0
    asked = mdl_grade(*command)
    assert asked.code == 2
    assert "made under official seeds" in asked.err
    assert "Not all marks" not in mdl_grade("results", "results").out
    who = next(iter(evening.worth))
    for other in evening.folder.iterdir():
        if not other.name.startswith(who):
            shutil.rmtree(other)
    assert mdl_grade(*command, "--seed", "0").code == 0
    text = " ".join(mdl_grade("results", "results").out.split())
    assert "Not all marks were made under the same seeds: 15 under official seeds" in text
    assert "1 under practice seed 0" in text
    table = csv.DictReader(io.StringIO(mdl_grade("results", "results", "--csv", "-").out.removeprefix("\ufeff")))
    assert {row["learner"]: row["made_under"].split(" ")[0] for row in table} == {
        learner: "practice" if learner == who else "official"
        for learner, worth in evening.worth.items()
        if (evening.rows[list(evening.worth).index(learner)][7] != "-")
    }


NEXT_DAY = "Saturday, 21 November 2026, 1:00 PM"


def fell(text):
    """Return (learner, exercise) of the marks that a batch or a merger told to have fallen."""
    return set(re.findall(r"(?m)^\W*(?:A mark fell: )?(.+), (chapter10/\w+): [\d.]+ of \d+ points before", text))


def lower(before, after):
    return {
        (who, exercise)
        for who, points in after.items()
        for exercise, mark in points.items()
        if mark < before.get(who, {}).get(exercise, 0)
    }


def run_until_killed(words, cwd):
    command = [sys.executable, "-P", "-m", "mdl_grade", *map(str, words), "--json-progress"]
    running = subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for line in running.stderr:
        if json.loads(line)["kind"] == "progress":
            break
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    running.stderr.close()


def test_an_evening(mdl_grade, tmp_path):
    """150 learners: graded, killed, gone on with, handed in again, overridden, appealed, and given back."""
    evening = make_evening(tmp_path / "class", 150)
    learners = list(evening.worth)
    for i, who in enumerate(learners):
        own = evening.folder / f"{who}_assignsubmission_file_"
        for path in own.rglob("*.py") if i % 3 == 0 else ():
            path.write_text(f"{path.read_text()}# {i}\n")
    (tmp_path / "worksheet.csv").write_text(evening.worksheet())
    (tmp_path / "policy.toml").write_text(POLICY.replace("[weights]\nsigmoid_prime = 2\n", ""))
    (tmp_path / "secret").write_text("a secret of more than 16 bytes")
    results = tmp_path / "results"
    signed = ("--author", "me", "--reason", "seen")
    told = ("--roster", "worksheet.csv", "--times", "worksheet.csv", "--timezone", "Europe/Berlin")
    command = ("batch", *EXERCISES, evening.folder, "--out", "results", "--secret-file", "secret", *told)

    run_until_killed(command, tmp_path)
    first = mdl_grade(*command)
    assert first.code == 0, first.err
    assert marks(results) == evening.worth
    assert fell(first.err) == set()

    # Two overrides, of which one will lapse.
    stays, lapses = learners[12], learners[17]
    assert evening.worth[stays] == evening.worth[lapses] == KINDS["averaged"]
    for who in (stays, lapses):
        assert mdl_grade("override", "results", who, DENSE, "4.5", *signed).code == 0
        evening.worth[who] = {DENSE: 4.5, PRIME: 9}
    assert marks(results) == evening.worth

    # Five hand in again: one file, all, misnamed, under another name, in another Unicode form; and one does worse.
    right, averaged = answers("right"), answers("averaged")
    one_file, misnamed, renamed, worse = learners[21], learners[23], learners[25], learners[30]
    zoe = learners[0]
    again = {one_file: {f"{PRIME}.py": right[PRIME]}, lapses: {f"{e}.py": right[e] for e in EXERCISES}}
    again |= {misnamed: {"dense_backward (1).py": right[DENSE]}, worse: {f"{e}.py": averaged[e] for e in EXERCISES}}
    again |= {zoe: {f"{e}.py": averaged[e] for e in EXERCISES}, renamed: {f"{DENSE}.py": averaged[DENSE]}}
    new_name = f"Anna Neu_{renamed.rpartition('_')[2]}"
    called = {zoe: unicodedata.normalize("NFD", zoe), renamed: new_name}
    for who, files in again.items():
        shutil.rmtree(evening.folder / f"{who}_assignsubmission_file_")
        evening.hand_in(called.get(who, who), files)
        row = evening.rows[learners.index(who)]
        row[7] = NEXT_DAY
        row[1] = called.get(who, who).rpartition("_")[0]
    (tmp_path / "worksheet.csv").write_text(evening.worksheet())
    before = marks(results)
    second = mdl_grade(*command)
    assert second.code == 0, second.err
    evening.worth[one_file] = {DENSE: 8, PRIME: 9}
    evening.worth[lapses] = KINDS["right"]
    evening.worth[misnamed] = {DENSE: 8, PRIME: 0}
    evening.worth[worse] = evening.worth[zoe] = KINDS["averaged"]
    after = marks(results)
    assert after == evening.worth | {new_name: {DENSE: 2, PRIME: 0}}
    assert fell(second.err) == lower(before, after) == {(worse, DENSE), (zoe, DENSE)}
    assert "lapsed" in second.err
    look = mdl_grade("results", "results", "--look", COLUMNS="400").out
    for line in (
        f"{lapses}, {DENSE}: 4.5 points by me",
        f"{misnamed}, {DENSE}: dense_backward (1).py is taken as {DENSE}.py",
        f"{renamed}: handed in, and is not on the roster; {new_name} has the same number: are they one?",
    ):
        assert line in look, line
    merged = mdl_grade("learners", "results", "--merge", renamed, new_name, *signed)
    assert merged.code == 0, merged.err
    after = {who: points for who, points in marks(results).items() if who != new_name}
    del evening.worth[renamed]
    assert after == evening.worth
    assert marks(results)[new_name] == {DENSE: 2, PRIME: 9}
    evening.worth[new_name] = {DENSE: 2, PRIME: 9}

    # An appeal, as a file without names.
    check = f"{DENSE}::values"
    appeal = ("replay", "results", check, "--learner", worse, "--secret-file", "secret", "--bundle", "bundle.json")
    done = mdl_grade(*appeal)
    assert done.code == 0, done.err + done.out
    assert mdl_grade("replay", "bundle.json").code == 0

    # Back to learners and to Moodle, under the late policy with an extension.
    back = mdl_grade(
        "results", "results", "--policy", "policy.toml", "--feedback", "feedback", "--moodle", "worksheet.csv"
    )
    assert back.code == 0, back.err
    assert "150 grades are filled in." in back.err
    assert "150 learners have feedback" in back.err
    assert "not known when" not in back.err
    resubmitted = {(who, e) for who, files in again.items() for e in EXERCISES if f"{e}.py" in files}
    resubmitted.add((misnamed, DENSE))
    rows = csv.DictReader(io.StringIO((tmp_path / "worksheet-graded.csv").read_text().removeprefix("\ufeff")))
    for i, row in enumerate(rows):
        who = new_name if learners[i] == renamed else learners[i]
        late = (
            {e for e in EXERCISES if (learners[i], e) in resubmitted or (1 + i % 11, i % 10) > (6, 0)}
            if who != zoe
            else set()
        )
        expected = sum(float(evening.worth[who][e]) * (0.9 if e in late else 1) for e in EXERCISES)
        assert float(row["Grade"]) == pytest.approx(expected), (who, row)

    # What is unchanged moves nothing: the same command again, and the same marks.
    before = marks(results)
    third = mdl_grade(*command)
    assert (third.code, fell(third.err)) == (0, set())
    assert marks(results) == before
