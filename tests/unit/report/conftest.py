"""Sample reports, and golden files: MDL_UPDATE_GOLDEN=1 writes them anew, for review."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import (
    AnyEvidence,
    Blocked,
    Contrast,
    Curve,
    Fault,
    NotLoaded,
    Raised,
    Stopped,
    Unclean,
    WrongCurve,
    WrongShape,
    WrongValue,
)
from mdl_grade.records.model import (
    SCHEMA,
    CheckResult,
    Confidence,
    Course,
    Diagnosis,
    ExerciseResult,
    Isolation,
    Output,
    Report,
    Score,
    Seed,
    SeedMode,
    Status,
    Submission,
    Timing,
    Tool,
    Trust,
)
from mdl_grade.report.wording import message

GOLDEN = Path(__file__).with_name("golden")
LOSSES = tuple(float(f"{1.1 * 0.9**step + 0.02:.3g}") for step in range(40))
SLOWER = tuple(float(f"{1.1 * 0.96**step + 0.02:.3g}") for step in range(40))

SHAPES = "Each gradient has the shape of what it is the gradient of."
VALUES = "dX, dW and db are right: for a batch, for a square layer, for a single sample."
DIFFERENCES = "The gradients agree with finite differences of L = Σ dY ∘ (X W + b)."
HYGIENE = "It leaves its arguments alone, and the same call gives the same answer again."
TRAINS = "With this part of yours, the reference network learns the irises along the reference's loss curve."

CALL = (
    "dense_backward(dY=np.array([[0.5, -1.25], [2.0, 0.125]]), X=np.array([[1.0], [3.0]]), W=np.array([[-0.75, 4.0]]))"
)


def check(
    name: str,
    title: str,
    status: Status = Status.PASSED,
    evidence: AnyEvidence | None = None,
    *,
    points: int = 1,
    kind: str = "value",
    diagnosis: Diagnosis | None = None,
) -> CheckResult:
    return CheckResult(
        id=name,
        title=title,
        kind=kind,
        status=status,
        points=points if status is Status.PASSED else 0,
        max_points=points,
        message=message(evidence) if evidence is not None else "",
        evidence=evidence,
        diagnosis=diagnosis,
    )


def exercise(
    name: str,
    title: str,
    status: Status,
    *checks: CheckResult,
    output: Output | None = None,
    warnings: tuple[str, ...] = (),
) -> ExerciseResult:
    counted = [part for part in checks if part.status is not Status.GRADER_ERROR]
    return ExerciseResult(
        id=name,
        title=title,
        status=status,
        points=sum(part.points for part in counted),
        max_points=sum(part.max_points for part in counted),
        checks=checks,
        causes=causes_of(checks),
        file_digest="" if status is Status.NOT_ATTEMPTED else "5a" * 32,
        suite_digest="c0" * 32,
        output=output or Output(),
        warnings=warnings,
    )


def report(
    *exercises: ExerciseResult, seed: Seed | None = None, trust: Trust = Trust.ENFORCED, label: str = "exercises"
) -> Report:
    enforced = trust is Trust.ENFORCED
    return Report(
        schema=SCHEMA,
        tool=Tool(name="mdl-grade", version="0.1.0", python="3.13.1", numpy="2.4.0"),
        course=Course(name="mdl", targets=("chapter10",)),
        submission=Submission(label=label, files=sum(bool(exercise.file_digest) for exercise in exercises)),
        view="instructor",
        seed=seed or Seed(mode=SeedMode.PRACTICE, value=0),
        isolation=Isolation(
            trust=trust,
            layers={"seccomp": enforced, "landlock": 7 if enforced else False},
            probes={"write a file": enforced, "open a socket": True},
            missing=() if enforced else ("Landlock is missing: use Linux 5.13 or newer.",),
        ),
        score=Score(points=sum(e.points for e in exercises), max_points=sum(e.max_points for e in exercises)),
        exercises=exercises,
        timing=Timing(seconds=0.4321, exercises={e.id: 0.2 for e in exercises}),
    )


def fully_connected_layer() -> ExerciseResult:
    return exercise(
        "chapter10/fully_connected_layer",
        "A fully connected layer that collects its gradients",
        Status.PASSED,
        check("forward", "forward gives x W + b."),
        check("backward", "backward hands on dy Wᵀ, with the weights that forward used.", points=2, kind="gradient"),
    )


AVERAGED = Diagnosis(
    labels=("db is averaged over the batch",),
    confidence=Confidence.CERTAIN,
    source="known_bug",
    hint="The 1/N is already inside dY.",
)


def averaged_bias() -> ExerciseResult:
    """One bug, seen by three checks, and one check that waits."""
    wrong = WrongValue(
        case="N=7, D=5, K=3",
        call=CALL,
        what="db",
        index=(2,),
        got=0.125,
        expected=0.875,
        error=0.857,
        tolerance=1e-7,
        tolerance_from="float64",
        wrong=3,
        size=3,
        contrast=Contrast(off=("999",), got=((0.5, 0.25, 0.125),), expected=((3.5, 1.75, 0.875),)),
    )
    curve = Curve(axis="step", quantity="loss", x=tuple(map(float, range(40))), yours=SLOWER, reference=LOSSES)
    left = WrongCurve(case="150 irises", what="loss", step=1, error=0.0561, tolerance=1e-8, curve=curve)
    return exercise(
        "chapter10/dense_backward",
        "The gradients of a dense layer",
        Status.FAILED,
        check("shapes", SHAPES, kind="shape"),
        check(
            "values",
            VALUES,
            Status.FAILED,
            wrong,
            points=2,
            diagnosis=AVERAGED,
        ),
        check("finite_differences", DIFFERENCES, Status.FAILED, wrong, points=2, kind="gradient", diagnosis=AVERAGED),
        check("hygiene", HYGIENE, Status.BLOCKED, Blocked(needs="values"), kind="hygiene"),
        check("trains", TRAINS, Status.FAILED, left, kind="training", diagnosis=AVERAGED),
        output=Output(stdout="\n".join(f"row {i}: db = [0.125 0.125 0.125]" for i in range(12)) + "\n"),
        warnings=("RuntimeWarning: divide by zero encountered in divide (line 23)",),
    )


def not_started(name: str, title: str) -> ExerciseResult:
    return exercise(name, title, Status.NOT_ATTEMPTED, check("values", "It is right.", Status.NOT_ATTEMPTED, points=4))


def lost_file() -> ExerciseResult:
    gone = NotLoaded(reason="There is no file lost.py.")
    return exercise(
        "chapter10/lost",
        "A file that is not there",
        Status.NOT_ATTEMPTED,
        check("values", "It is right.", Status.NOT_ATTEMPTED, gone, points=2),
        check("clean", HYGIENE, Status.NOT_ATTEMPTED, gone),
    )


def broken_syntax() -> ExerciseResult:
    evidence = NotLoaded(
        reason="The file is not valid Python: '(' was never closed.", line=21, source="    return np.exp(x / (1 + x)"
    )
    return exercise(
        "chapter11/softmax",
        "Softmax without overflow",
        Status.ERROR,
        *(check(name, f"The check {name}.", Status.ERROR, evidence) for name in ("shapes", "values", "shift")),
    )


def crashes() -> ExerciseResult:
    raised = Raised(
        case="N=7, D=5, K=3",
        call=CALL,
        exception="ValueError",
        text="matmul: Input operand 1 has a mismatch in its core dimension 0",
        line=17,
        source="dW = X @ dY",
    )
    return exercise(
        "chapter11/cross_entropy",
        "Cross-entropy and its gradient",
        Status.ERROR,
        check("shapes", SHAPES, Status.ERROR, raised),
        check(
            "limits",
            "Large logits neither overflow nor give NaN.",
            Status.TIMEOUT,
            Stopped(how="timeout", detail="no answer within 2 s"),
        ),
        check("later", "The gradient of the mean loss is right.", Status.NOT_ATTEMPTED),
    )


def faulty() -> ExerciseResult:
    return exercise(
        "chapter12/momentum",
        "Gradient descent with momentum",
        Status.GRADER_ERROR,
        check("values", "The steps are right.", Status.GRADER_ERROR, Fault(text="ZeroDivisionError: division by zero")),
    )


BELOW_THE_DIAGONAL = WrongValue(
    case="N=2, H=8, W=8",
    what="Y",
    index=(0, 7, 0),
    got=0.5,
    expected=-1.5,
    error=0.8,
    tolerance=1e-7,
    tolerance_from="float64",
    wrong=56,
    size=128,
    contrast=Contrast(off=tuple("0" * (8 - i) + "2579999"[:i] for i in range(8)) * 2),
)
"""An image too large for a table: where it is off is drawn."""


def two_bugs() -> ExerciseResult:
    shape = WrongShape(case="N=7, D=5, K=3", call=CALL, what="db", got=(7, 3), expected=(3,))
    return exercise(
        "chapter10/two_bugs",
        "An answer that several bugs explain",
        Status.FAILED,
        check(
            "values",
            VALUES,
            Status.FAILED,
            shape,
            diagnosis=Diagnosis(
                labels=("db is not summed over the batch", "`sum` is missing"),
                confidence=Confidence.LIKELY,
                source="mutant",
            ),
        ),
        check("hygiene", HYGIENE, Status.FAILED, Unclean(fact="mutated", what="dY", case="N=7, D=5, K=3")),
        check("images", "Every image is right.", Status.FAILED, BELOW_THE_DIAGONAL, points=2),
    )


EVIL = (
    "\x1b[2J\x1b]0;owned\x07::error file=x::gone ##[add-mask]x"
    " \u202egnp.exe\u200b {0.__class__} %s \ud800 \x85 </details>"
)


def hostile() -> ExerciseResult:
    raised = Raised(exception="\x1b[31mError", text=EVIL, line=3, source=EVIL, case="N=7")
    return exercise(
        "chapter10/hostile",
        "An answer that talks to the terminal",
        Status.ERROR,
        check("values", VALUES, Status.ERROR, raised),
        output=Output(stdout=f"::set-output name=x::1\n  ::error::x\n{EVIL}\n\r\rfake", stderr="::stop-commands::x"),
        warnings=(EVIL,),
    )


SAMPLES: dict[str, Callable[[], Report]] = {
    "all_passed": lambda: report(fully_connected_layer()),
    "mixed": lambda: report(
        fully_connected_layer(),
        averaged_bias(),
        two_bugs(),
        not_started("chapter10/sigmoid_backward", "The sigmoid, backwards"),
        lost_file(),
        broken_syntax(),
        crashes(),
        trust=Trust.PARTIAL,
    ),
    "nothing_attempted": lambda: report(
        not_started("chapter10/dense_backward", "The gradients of a dense layer"), lost_file()
    ),
    "grader_error": lambda: report(fully_connected_layer(), faulty()),
    "official": lambda: report(
        averaged_bias(), two_bugs(), crashes(), seed=Seed(mode=SeedMode.OFFICIAL), label="dense_backward.py"
    ),
    "hostile": lambda: report(hostile(), trust=Trust.COOPERATIVE, label="\x1b[31m evil\n.py"),
}


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Report:
    """Each sample report in turn, as an instructor sees it."""
    return SAMPLES[request.param]()


@pytest.fixture(scope="session")
def samples() -> dict[str, Report]:
    return {name: make() for name, make in SAMPLES.items()}


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with a golden file."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("MDL_UPDATE_GOLDEN") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.read_text("utf-8") == text, f"{path} differs: look at it, then run with MDL_UPDATE_GOLDEN=1"

    return compare
