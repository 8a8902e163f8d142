"""One hand-in, several learners: what goes back goes to each, and who handed in alone as well is asked about."""

import csv
import json

import pytest
from click.testing import CliRunner

from mdl_grade.cli import command

X = "chapter10/x"
SIGNED = ("--author", "me", "--reason", "the list of groups")


@pytest.fixture
def folder(make_class, work):
    return make_class({"Team 7_103": work({X: "ppf"}), "bob": work({X: "ppp"}), "eve": work({X: "nnn"}, None)})


def run(*words, code=0):
    done = CliRunner().invoke(command, list(map(str, words)))
    assert done.exit_code == code, done.output
    return done.output


def book(folder, tmp_path):
    run("results", folder, "--gradebook", tmp_path / "book.csv", "--feedback", tmp_path / "feedback")
    rows = csv.DictReader((tmp_path / "book.csv").read_text("utf-8-sig").splitlines())
    return {row["learner"]: (row["total"], row["open"]) for row in rows}


def test_a_group(folder, tmp_path):
    """Members have the group's mark and their own feedback; it can be undone."""
    table = tmp_path / "groups.csv"
    table.write_text("learner;group\nada;Team 7\neve;Team 7\nbob;Team 7\n")
    assert "3 learners are in groups" in run("learners", folder, "--groups", table, *SIGNED)
    assert "Team 7_103: 1 submission; a group: ada, eve, bob" in run("learners", folder)
    alone = "in the group Team 7_103, and handed in alone: leave one of them out"
    assert book(folder, tmp_path) == {"ada": ("3", ""), "eve": ("3", ""), "bob": ("3", alone)}
    told = json.loads((tmp_path / "feedback" / "ada" / "feedback.json").read_text())
    assert (told["learner"], told["points"]) == ("ada", "3.00")
    run("learners", folder, "--groups", table, *SIGNED)
    run("learners", folder, "--remove", "bob", *SIGNED)
    assert book(folder, tmp_path)["bob"] == ("3", "")
    run("learners", folder, "--undo", "bob", *SIGNED)
    run("learners", folder, "--undo", "Team 7_103", *SIGNED)
    assert book(folder, tmp_path) == {"bob": ("7", ""), "eve": ("0", ""), "Team 7_103": ("3", "")}


MISTAKES = {
    "no such group": ("learner,group\nada,Team 8\n", "No work of a group 'Team 8'"),
    "no columns": ("learner,team\nada,Team 7\n", "does not tell who hands in together"),
    "two groups": ("learner,group\nada,Team 7\nada,bob\n", "'ada' in two groups"),
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_said(folder, tmp_path, text, said):
    """And nothing of the table is kept."""
    (tmp_path / "groups.csv").write_text(text)
    done = CliRunner().invoke(command, ["learners", str(folder), "--groups", str(tmp_path / "groups.csv"), *SIGNED])
    assert said in str(done.exception) + done.output
    assert "a group:" not in run("learners", folder)
