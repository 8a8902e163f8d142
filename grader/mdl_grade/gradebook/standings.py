"""What `changes` compares, read from a ledger or from a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from mdl_grade.batch.ledger import Ledger, damage_in, unpacked
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.changes import CheckPoints, SeedIdentity, Standing
from mdl_grade.gradebook.overrides import in_force
from mdl_grade.records.model import CheckResult, Isolation, Report, Seed, Status, Tool


class _Check(msgspec.Struct, frozen=True):
    id: str
    status: Status
    points: int
    max_points: int


class _Result(msgspec.Struct, frozen=True):
    points: int
    max_points: int
    checks: tuple[_Check, ...]
    file_digest: str
    suite_digest: str


_RESULTS = msgspec.json.Decoder(_Result)

FOUND = """
SELECT r.key, r.result, r.run, r.conditions FROM results r WHERE r.key IN (
  SELECT a.key FROM answers a JOIN submissions s ON s.id = a.submission WHERE NOT s.removed)
"""


def of_ledger(ledger: Ledger) -> dict[tuple[str, str], Standing]:
    """Return the standing of each learner in each exercise that has been graded."""
    with damage_in(ledger.path):
        seeds = {
            row["id"]: _identity(msgspec.json.decode(row["seed"], type=Seed))
            for row in ledger.rows("SELECT id, seed FROM runs")
        }
        conditions = {
            row["id"]: (
                msgspec.json.decode(row["tool"], type=Tool),
                msgspec.json.decode(row["isolation"], type=Isolation),
            )
            for row in ledger.rows("SELECT * FROM conditions")
        }
        found: dict[str, Standing] = {}
        for key, packed, run, condition in ledger.rows(FOUND):
            result, (tool, isolation) = _RESULTS.decode(unpacked(packed)), conditions[condition]
            found[key] = Standing(
                points=result.points,
                max_points=result.max_points,
                checks=_points(result.checks),
                file_digest=result.file_digest,
                suite_digest=result.suite_digest,
                seed=seeds[run],
                tool=tool,
                trust=isolation.trust,
            )
    overrides = in_force(ledger)
    standings: dict[tuple[str, str], Standing] = {}
    for mark in Gradebook(ledger).marks():
        place, standing = (mark.learner, mark.exercise), found[mark.key]
        override = overrides.get(place)
        standings[place] = standing if override is None else replace(standing, override=override.points)
    return standings


def of_report(report: Report, learner: str = "") -> dict[tuple[str, str], Standing]:
    """Return the standings in one report; the learner is called by its label if no name is given."""
    seed = seed_of_report(report)
    return {
        (learner or report.submission.label, result.id): Standing(
            points=result.points,
            max_points=result.max_points,
            checks=_points(result.checks),
            file_digest=result.file_digest,
            suite_digest=result.suite_digest,
            seed=seed,
            tool=report.tool,
            trust=report.isolation.trust,
        )
        for result in report.exercises
    }


def seed_of_report(report: Report) -> SeedIdentity:
    return _identity(report.seed)


def seed_of_run(ledger: Ledger, run: int) -> SeedIdentity:
    """Return what the ledger records of the seed of one of its runs."""
    with damage_in(ledger.path):
        return _read(ledger.value("SELECT seed FROM runs WHERE id = ?", run) or "")


def _points(checks: Iterable[_Check | CheckResult]) -> dict[str, CheckPoints]:
    return {check.id: CheckPoints(check.status, check.points, check.max_points) for check in checks}


def _identity(seed: Seed) -> SeedIdentity:
    return SeedIdentity(seed.mode, seed.fingerprint if seed.value is None else str(seed.value))


def _read(written: str) -> SeedIdentity:
    return _identity(msgspec.json.decode(written, type=Seed))
