"""Proof obligations: what must hold of an exercise before anybody is judged by it, over fresh seeds.

The reference and every variant get full marks; every known bug loses points and is named; every check can fail; an
answer that does not use the Generator it is given is rejected; one in single precision loses a point at most; every
live mutant of the reference is rejected, or stands on the reviewed allow-list; guards that make a difference are
rejected; a reply that is wrong in one value never passes, nor breaks the grader; inputs change with the seed, and
verdicts do not; the untouched stub is `not_attempted`; docstring examples hold. If the reference itself does not pass,
nothing else is tried: one mistake, one finding.
"""

from __future__ import annotations

import ast
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import partial

from mdl_grade.authoring import assemblies, narrowness, randomness
from mdl_grade.authoring.fates import Fate
from mdl_grade.authoring.guarding import hold_guards
from mdl_grade.authoring.inputs import hold_sizes
from mdl_grade.authoring.judge import FAILED, Findings, Judge, hold_texts, shown, slip_in
from mdl_grade.authoring.killing import Kills, hold_mutants
from mdl_grade.authoring.side_by_side import side_by_side
from mdl_grade.authoring.steadiness import inputs_differ, inputs_stay, verdicts_agree
from mdl_grade.authoring.tampering import right_but_for_one
from mdl_grade.course.course import Course, builtin_course
from mdl_grade.course.solution import same_text
from mdl_grade.errors import CourseError
from mdl_grade.records.model import Status
from mdl_grade.report.wording import message
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.bugs import IN_PLACE, Change
from mdl_grade.suite.runner import Respondent
from mdl_grade.suite.seed import Seed, generator
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

MANY = 4
"""Seeds from which on a proof is a thorough one: everything is tried that others try a share of, chosen by digest."""
A_SHARE = 0.2
UNSET = (
    "np.empty in a right answer holds what was in memory before, and a mutant that leaves entries out passes by luck: "
    "take np.zeros"
)
NAMED_EVERY = 5
"""Known bugs are judged under every seed, and named under the first and every so many after."""
A_FEW, ALL_SEEDS = 3, 20
"""Under how many seeds mutants and guards are tried: under a few, or all of them if there are so many."""


def _in_silence(exercise: str, doing: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Extent:
    """How much is tried: seeds, mutants or none, and which share of the known bugs of an assembly's parts.

    `progress` is told the exercise and what is being done, for a person who waits.
    """

    seeds: tuple[int, ...]
    mutants: bool = True
    parts: float = 1.0
    progress: Callable[[str, str], None] = _in_silence


@dataclass(frozen=True)
class Proof:
    """What was shown of one exercise; it holds if `broken` is empty.

    `matrix[bug][check]` counts over the seeds how often the check failed for this bug.
    """

    exercise: str
    seeds: tuple[int, ...]
    variants: int
    bugs: int
    named: int
    matrix: dict[str, dict[str, int]]
    kills: Kills | None
    broken: tuple[str, ...]
    points: int = 0
    checks: tuple[str, ...] = ()
    guards: dict[str, Fate] = field(default_factory=dict)
    """What became of guards, by kind."""
    rounded: tuple[str, ...] = ()
    """What draws give out rounded, by draw."""


@dataclass(frozen=True)
class Made:
    """What became of wrong answers that are made of the reference, if they were tried."""

    kills: Kills | None = None
    guards: dict[str, Fate] = field(default_factory=dict)


def prove_all(course: Course, exercises: Sequence[str], scope: Extent, *, jobs: int = 1) -> Iterable[Proof]:
    """Prove exercises, `jobs` at a time, each in a process of its own; yield in order."""
    return side_by_side(jobs, partial(prove, course, scope=scope), exercises)


def prove(course: Course, exercise: str, scope: Extent) -> Proof:
    """Prove one exercise over practice seeds."""
    findings = Findings(len(scope.seeds))
    try:
        suite = Suite.load(course, exercise)
    except CourseError as error:
        findings.unless(False, str(error))
        return Proof(exercise, scope.seeds, 0, 0, 0, {}, None, findings.told)
    matrix: dict[str, Counter[str]] = {}
    named, made, rounded = 0, Made(), tuple[str, ...]()
    with Wall() as wall, redirect_stdout(io.StringIO()):  # what a suite prints is nobody's business
        try:
            matrix, named, made = _proved(course, Judge(suite, wall), scope, findings)
            rounded = _rounded(suite, findings)
        except CourseError as error:
            findings.unless(any(str(error) in told for told in findings.told), str(error))
    return Proof(
        exercise=suite.id,
        seeds=scope.seeds,
        variants=len(suite.variants),
        bugs=len(matrix),
        named=named,
        matrix={label: dict(counts) for label, counts in matrix.items()},
        kills=made.kills,
        broken=findings.told,
        points=suite.points,
        checks=tuple(suite.checks),
        guards=made.guards,
        rounded=rounded,
    )


def _proved(
    course: Course, judge: Judge, scope: Extent, findings: Findings
) -> tuple[dict[str, Counter[str]], int, Made]:
    """Hold an exercise to everything; return bugs × checks, how many bugs are named, and what became of the others."""
    suite = judge.suite
    doing = partial(scope.progress, suite.id)
    doing("the reference")
    if not _holds(judge, "the reference", suite.solution.whole, scope.seeds[:1], findings):
        return {}, 0, Made()
    for text in _the_same(suite):
        findings.unless(False, text)
    if findings.seen:
        return {}, 0, Made()
    first = [_first_verdicts(judge, bug, findings) for bug in suite.bugs]  # before other draws run them in this process
    if not all(first) or not _holds(judge, "the reference", suite.solution.whole, scope.seeds[1:], findings):
        return {}, 0, Made()
    _checks_stand_alone(suite, findings)
    inputs_differ(suite, findings)
    inputs_stay(judge, scope.seeds[0], findings)
    doing("right but for one reply")
    right_but_for_one(judge, scope.seeds[0], findings, share=_share(scope))
    if suite.solution.parts:
        matrix, named = assemblies.hold(course, judge, scope.seeds, scope.parts, doing, findings)
        if scope.parts >= 1:
            _checks_can_fail(suite, matrix, findings)
        return matrix, named, Made()
    _written_well(course, suite, findings)
    for number, variant in enumerate(suite.variants, 1):
        doing(f"variant {number} of {len(suite.variants)}")
        _holds(judge, f"the variant {variant.label}", variant.source(suite.solution.text), scope.seeds, findings)
    _stub_is_nothing(judge, findings)
    randomness.hold(judge, scope.seeds, findings)
    narrowness.hold(judge, scope.seeds[0], findings)
    hold_sizes(judge, scope.seeds[0], findings)
    matrix, named = _bugs(judge, scope, first, findings)
    _checks_can_fail(suite, matrix, findings)
    if not scope.mutants:
        return matrix, named, Made()
    doing("guards")
    seeds = scope.seeds if len(scope.seeds) >= ALL_SEEDS else scope.seeds[:A_FEW]
    guards = hold_guards(judge, seeds, findings, share=_share(scope)).kinds
    return matrix, named, Made(hold_mutants(judge, seeds, findings, doing), guards)


def _share(scope: Extent) -> float:
    return A_SHARE if len(scope.seeds) < MANY else 1.0


# --- obligations ------------------------------------------------------------------------------------------------------
def _holds(judge: Judge, name: str, source: str | Script, seeds: Sequence[int], findings: Findings) -> bool:
    """Hold a right answer to full marks under every seed."""
    right = True
    for seed in seeds:
        said = set[str]()
        for verdict in judge.verdicts(source, seed):
            if verdict.evidence is not None and verdict.status in (Status.ERROR, Status.GRADER_ERROR):
                again = message(verdict.evidence) in said
                said.add(message(verdict.evidence))
                if again:  # the same exception in one check after the other is one finding
                    continue
            passes = verdict.status in (Status.PASSED, Status.BLOCKED)  # what blocks it is told already
            text = f"{name} does not pass {verdict.check}"
            told = shown(verdict).replace("Your code", name[0].upper() + name[1:])
            right &= findings.unless(passes, text, seed=seed, detail=told)
    return right


def _written_well(course: Course, suite: Suite, findings: Findings) -> None:
    solution = suite.solution
    hold_texts(suite, findings)
    findings.unless(len(suite.bugs) >= 4, "fewer than four known bugs: think of more that learners write")
    findings.unless(len(suite.variants) >= 2, "fewer than two variants: write other right answers, with @variant")
    findings.unless(not same_text(solution.stub, solution.text), "the stub is the solution")
    known = {*course.exercises, *builtin_course().exercises}
    unknown = [e for e in suite.requires if e.startswith(tuple(course.chapters)) and e not in known]
    findings.unless(not unknown, f"requires what does not exist: {', '.join(unknown)}")
    texts = [solution.text, *(variant.source(solution.text) for variant in suite.variants)]
    findings.unless(not any("np.empty" in text for text in texts), UNSET)
    told = _returned(suite)
    findings.unless(not told, told)
    twice = [label for label, count in Counter(bug.label for bug in suite.bugs).items() if count > 1]
    findings.unless(not twice, f"two known bugs have the same label: {', '.join(twice)}")


def _the_same(suite: Suite) -> Iterator[str]:
    """Yield which known bugs and variants change nothing, or make the change that another one makes."""
    reference = suite.solution.text
    seen = {_program(reference): "the reference"}
    for change in (*suite.variants, *suite.bugs):
        program = _program(change.source(reference))
        if program in seen:
            yield f"{change.label!r} is {seen[program]}, word for word: change it, or take it out"
        elif program:
            seen[program] = repr(change.label)


def _program(text: str) -> str:
    """Return what is left of a text without layout, comments, docstrings and annotations; "" if it is no Python."""
    try:
        body = _Undressed().visit(ast.parse(text)).body
    except SyntaxError:
        return ""
    match body[-1]:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=defined)):  # as a definition takes its place
            body = [node for node in body[:-1] if getattr(node, "name", "") != name]
            for node in body:
                if getattr(node, "name", "") == defined:
                    node.name = name
    return "\n".join(map(ast.dump, body))


class _Undressed(ast.NodeTransformer):
    """Takes out what does nothing when it is run."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return node if node.value is None else ast.Assign([node.target], node.value)


def _returned(suite: Suite) -> str:
    """Return what EXERCISE says wrongly of how many values come back from its function; "" if nothing."""
    names = suite.exercise.returns
    for check in suite.checks.values():
        if check.compares and check.of in ("", suite.exercise.function) and len(names) > 1:
            draw = suite.draw_for(check, "inputs")
            assert draw is not None
            result = suite.reference.run(suite.scenario(check), suite.cases(draw, Seed.practice().of(suite.id, ""))[0])
            if not isinstance(result, tuple | list) or len(result) != len(names):
                count = len(result) if isinstance(result, tuple | list) else 1
                return f"EXERCISE says returns={names}, and what comes back is {count} value{'s' * (count != 1)}"
    return ""


def _checks_stand_alone(suite: Suite, findings: Findings) -> None:
    """Hold every public function to a check of its hygiene, or to a reason why there is none."""
    checks = [check for check in suite.checks.values() if check.kind == "hygiene"]
    general = any("inputs" not in check.draws for check in checks)
    covered = {str(check.of) or suite.exercise.function for check in checks}
    excused = suite.exercise.no_hygiene
    if general or suite.solution.parts or (excused and isinstance(excused, str)):
        return
    for name in set(excused) - set(suite.solution.names):
        findings.unless(False, f"no_hygiene= speaks of {name}, which the solution does not define")
    for name in (name for name in suite.solution.names if name not in excused):
        text = f"nothing asks for the hygiene of {name}: add hygiene_of(…), or no_hygiene=reason to EXERCISE"
        findings.unless(name in covered, text)


def _rounded(suite: Suite, findings: Findings) -> tuple[str, ...]:
    """Return what is rounded; what a draw was made to have must not get lost by it."""
    found = []
    for name, draw in suite.draws.items():
        rng = generator(Seed.practice().of(suite.id, ""), "draw", name)
        inputs = draw.rounded(rng, Respondent(suite.reference))
        found += [f"{name}: {', '.join(inputs)}"] if inputs else []
        for lost in (text for text in inputs if "(" in text):
            findings.unless(False, f"the draw {name} rounds {lost}: say exact=True in @cases")
    return tuple(found)


def _stub_is_nothing(judge: Judge, findings: Findings) -> None:
    stub = [verdict.status for verdict in judge.verdicts(judge.suite.solution.stub, 0)]
    findings.unless(Status.PASSED not in stub, "the stub passes a check")
    findings.unless(Status.NOT_ATTEMPTED in stub, "the stub does not come out as not attempted")


def _first_verdicts(judge: Judge, bug: Change, findings: Findings) -> Sequence[Verdict]:
    """Return the verdicts on a known bug at seed 0; none if it is no bug: a slip of its author's, or without an end."""
    try:
        verdicts = judge.verdicts(bug.source(judge.suite.solution.text), 0)
    except CourseError as error:
        findings.unless(False, str(error))
        return ()
    slip = next(filter(None, (slip_in(verdict.evidence) for verdict in verdicts)), "")
    late = any(verdict.status is Status.TIMEOUT for verdict in verdicts)
    fine = findings.unless(not slip, f"the known bug {bug.label!r} is broken itself", detail=slip)
    fine &= findings.unless(
        bug.times_out or not late, f"the known bug {bug.label!r} does not end: give it times_out=True, or make it end"
    )
    fine &= findings.unless(late or not bug.times_out, f"{bug.label!r} ends, though it says times_out=True")
    return verdicts if fine else ()


def _bugs(
    judge: Judge, scope: Extent, first: Sequence[Sequence[Verdict]], findings: Findings
) -> tuple[dict[str, Counter[str]], int]:
    """Hold every known bug to losing points and being named; return the bug × check matrix, and how many are named."""
    matrix: dict[str, Counter[str]] = {}
    named, bugs = 0, judge.suite.bugs
    for number, (bug, at_zero) in enumerate(zip(bugs, first, strict=True), 1):
        scope.progress(judge.suite.id, f"known bug {number} of {len(bugs)}")
        matrix[bug.label] = Counter()
        always = True
        by_seed: dict[int, Sequence[Verdict]] = {}
        for seed in scope.seeds[:1] if bug.times_out else scope.seeds:
            source = bug.source(judge.suite.solution.text)
            verdicts = by_seed[seed] = judge.verdicts(source, seed) if seed else at_zero
            matrix[bug.label].update(v.check for v in verdicts if v.status in FAILED)
            always &= _is_seen(judge, bug, verdicts, seed, findings)
            if seed in scope.seeds[::NAMED_EVERY]:
                always &= _is_named(judge, bug, verdicts, seed, findings)
        verdicts_agree(judge.suite, repr(bug.label), by_seed, findings)
        named += always
    return matrix, named


def _is_seen(judge: Judge, bug: Change, verdicts: Sequence[Verdict], seed: int, findings: Findings) -> bool:
    for verdict in verdicts:
        broken = verdict.status is Status.GRADER_ERROR
        text = f"the check {verdict.check} breaks on {bug.label!r}"
        findings.unless(not broken, text, seed=seed, detail=shown(verdict) if broken else "")
    lost = any(judge.suite.checks[v.check].points for v in verdicts if v.status is not Status.PASSED)
    unseen = "add a case where it matters, or a check, or a finer tolerance; what makes no difference is no bug"
    return findings.unless(lost, f"{bug.label!r} loses no points", seed=seed, detail=unseen)


def _is_named(judge: Judge, bug: Change, verdicts: Sequence[Verdict], seed: int, findings: Findings) -> bool:
    if all(verdict.status is Status.PASSED for verdict in verdicts):
        return False  # told already
    named = judge.names(bug.source(judge.suite.solution.text), verdicts, seed).values()
    other = [label for diagnosis in named for label in diagnosis.labels]
    instead = f"named instead: {', '.join(dict.fromkeys(other))}" if other else "nothing is named"
    told = bug.label in other or any(label.endswith(IN_PLACE) for label in other)  # which explains it as well
    return findings.unless(told, f"{bug.label!r} is not named", seed=seed, detail=instead)


def _checks_can_fail(suite: Suite, matrix: dict[str, Counter[str]], findings: Findings) -> None:
    for name, check in suite.checks.items():
        findings.unless(
            check.looks_back or any(counts[name] for counts in matrix.values()),
            f"no known bug fails the check {name}: add one that passes what it needs",
        )


def default_jobs() -> int:
    return max(1, os.cpu_count() or 1)
