"""What a learner reads: every sentence about evidence is made here, from the facts alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from mdl_grade.records.evidence import (
    AnyEvidence,
    BelowFloor,
    BeyondChance,
    Blocked,
    BrokenLaw,
    Fault,
    Magnitude,
    Missing,
    NoGrowth,
    NotFinite,
    NotLoaded,
    Raised,
    Remark,
    Stopped,
    Unclean,
    Unstable,
    WrongCurve,
    WrongDecay,
    WrongDistribution,
    WrongDtype,
    WrongException,
    WrongGradient,
    WrongOrder,
    WrongRate,
    WrongShape,
    WrongSignature,
    WrongType,
    WrongValue,
)
from mdl_grade.records.model import CheckResult, Confidence, Diagnosis, Finding
from mdl_grade.report import trends
from mdl_grade.report.advice import SYNTAX_ERRORS, advice
from mdl_grade.report.phrases import about, allowed, are, ended, entry, of, quoted, sentences, shown, subject

MOST_CASES = 3
"""Sizes that are told to be right."""


def message(evidence: AnyEvidence) -> str:
    """Say in one to three sentences what a check saw: plain text, no markup, in one paragraph.

    The case and the call are not part of it. What evidence does not hold is not told: after redaction, the same
    function says less.
    """
    match evidence:
        case WrongType():
            return _wrong_type(evidence)
        case WrongShape():
            return _wrong_shape(evidence)
        case WrongDtype():
            return _wrong_dtype(evidence)
        case NotFinite():
            return _not_finite(evidence)
        case WrongValue():
            return _wrong_value(evidence)
        case WrongGradient():
            return _wrong_gradient(evidence)
        case WrongOrder():
            return trends.wrong_order(evidence)
        case WrongDecay():
            return trends.wrong_decay(evidence)
        case WrongRate():
            return trends.wrong_rate(evidence)
        case Unstable():
            return trends.unstable(evidence)
        case NoGrowth():
            return trends.no_growth(evidence)
        case BrokenLaw():
            return trends.broken_law(evidence)
        case WrongCurve():
            return trends.wrong_curve(evidence)
        case BeyondChance():
            return trends.beyond_chance(evidence)
        case WrongDistribution():
            return trends.wrong_distribution(evidence)
        case BelowFloor():
            return trends.below_floor(evidence)
        case Raised():
            return _raised(evidence)
        case WrongException():
            return _wrong_exception(evidence)
        case WrongSignature():
            return _wrong_signature(evidence)
        case Missing():
            return _missing(evidence)
        case NotLoaded():
            return sentences(_not_loaded(evidence), _place(evidence))
        case Unclean():
            return _unclean(evidence)
        case Stopped():
            return _stopped(evidence)
        case Blocked():
            return f'Not run: it builds on the check "{evidence.needs}", which did not pass.'
        case Fault():
            details = f"For its developers: {quoted(evidence.text)}" if evidence.text else ""
            return sentences("The grader itself failed here: this is not your mistake and costs you nothing.", details)
        case Remark():
            return evidence.text
        case _:
            assert_never(evidence)


def diagnosis_sentence(diagnosis: Diagnosis) -> str:
    """Name the bug in one sentence, with the hint after it if there is one."""
    labels = diagnosis.labels
    if diagnosis.source == "where":
        named = f"In every case that was tried, {'; '.join(labels)}."
    elif diagnosis.confidence is Confidence.CERTAIN:
        named = f"This is what you get when {', and '.join(labels)}."
    else:
        named = f"Consistent with: {'; or '.join(labels)}."
    return sentences(named, diagnosis.hint)


def finding_sentence(finding: Finding, checks: Iterable[CheckResult]) -> str:
    """Say what is wrong, with the checks and the points that it costs, and the hint after it if there is one.

    A mutant is a change of the reference, and an answer may be written in another way: of that it is only said that the
    numbers are the same.
    """
    number, lost = len(finding.checks), finding.points
    cost = f"{number} check{'s' * (number != 1)}, {lost} point{'s' * (lost != 1)}"
    known = (check.diagnosis for check in checks if check.id in finding.checks and check.diagnosis)
    as_when = "it comes out as when " if any(diagnosis.source == "mutant" for diagnosis in known) else ""
    if finding.confidence is Confidence.CERTAIN:
        return sentences(f"{as_when}{', and '.join(finding.labels)}: {cost}.", finding.hint)
    return sentences(f"Likely: {as_when}{', or '.join(finding.labels)} ({cost}).", finding.hint)


# --- the form of a value --------------------------------------------------------------------------------------------
def _wrong_type(evidence: WrongType) -> str:
    got, expected = evidence.got or "of another kind", evidence.expected
    advice = ""
    if got == "None":
        advice = "A function that ends without return gives None."
    elif expected.startswith("an array") and got.startswith(("a list", "a tuple")):
        advice = "np.array makes an array of it."
    return sentences(f"{subject(evidence.what)} is {got}; it should be {expected}.", advice)


def _wrong_shape(evidence: WrongShape) -> str:
    got, expected = evidence.got, evidence.expected
    if got is None:
        return f"{subject(evidence.what)} has another shape than {expected}."
    told = f"{subject(evidence.what)} has shape {got}; it should be {expected}."
    return sentences(told, _compare_shapes(got, expected))


def _compare_shapes(got: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Say what sets two shapes apart, where one sentence can."""
    if len(got) == len(expected):
        return "The axes are in reverse order, as after a transposition." if got == expected[::-1] else ""
    if len(got) == len(expected) + 1:
        extra = _removed(got, expected)
        if extra and got[extra[0]] == 1:
            return "An axis of length 1 is left over."
        if extra:
            axis = f"Axis {extra[0]}" if len(extra) == 1 else "An axis"
            return f"{axis}, of length {got[extra[0]]}, is one too many."
    if len(got) + 1 == len(expected):
        lost = _removed(expected, got)
        if len(lost) == 1:
            return f"Axis {lost[0]}, of length {expected[lost[0]]}, is missing."
    return ""


def _removed(longer: tuple[int, ...], shorter: tuple[int, ...]) -> list[int]:
    """Return the axes whose removal turns one shape into the other."""
    return [axis for axis in range(len(longer)) if longer[:axis] + longer[axis + 1 :] == shorter]


def _wrong_dtype(evidence: WrongDtype) -> str:
    got, expected = evidence.got, evidence.expected
    advice = ""
    if expected.startswith("float") and got.startswith(("int", "uint")):
        advice = "An array of integers drops everything behind the decimal point: make it with a float dtype."
    elif expected.startswith("float") and got.startswith("complex"):
        advice = "Take the real part, or find out where the imaginary one comes in."
    elif got == "float16":
        advice = "float16 carries three digits, too few to be compared."
    return sentences(f"{subject(evidence.what)} has dtype {got}; it should be {expected}.", advice)


def _not_finite(evidence: NotFinite) -> str:
    told = f"{entry(evidence.what, evidence.index)} is {shown(evidence.got)} and should be a finite number"
    if evidence.size > 1:
        told += f"; {about(evidence.count, evidence.size)} {are(evidence.count)} not finite"
    if "nan" in str(evidence.got):
        if evidence.nan_is_asked_for:
            return f"{told}."
        advice = (
            "NaN mostly comes from 0/0, from inf - inf, from the log or root of a negative number, or from another NaN."
        )
    else:
        advice = (
            "Infinity mostly comes from a division by zero, the log of zero, the exp of a large number, or a product or"
            " power that is too large for its dtype."
        )
    return f"{told}. {advice}"


# --- numbers --------------------------------------------------------------------------------------------------------
def _wrong_value(evidence: WrongValue) -> str:
    place = entry(evidence.what, evidence.index)
    many = evidence.size > 1
    if evidence.got is None or evidence.error is None:
        place = f"the worst entry of {evidence.what}" if many and not evidence.index else place
        told = f"{subject(place)} {evidence.magnitude or Magnitude.OTHER}"
        return f"{told}; {about(evidence.wrong, evidence.size)} {are(evidence.wrong)} off." if many else f"{told}."
    error = allowed(evidence.error, evidence.tolerance, evidence.tolerance_from)
    wanted = "is not right" if evidence.expected is None else f"should be {shown(evidence.expected)}"
    told = f"{place} is {shown(evidence.got)} and {wanted}"
    off = f"{of(evidence.wrong, evidence.size)} {are(evidence.wrong)} off"
    return f"{told}; {off}{error}." if many else f"{told}{error}."


def _wrong_gradient(evidence: WrongGradient) -> str:
    error = allowed(evidence.error, evidence.tolerance)
    index = evidence.index or ()
    slope = f"∂L/∂{entry(evidence.of, index)}"
    if evidence.got is None or evidence.measured is None:
        return f"{entry(evidence.what, index)} is not {slope} as finite differences of L measure it{error}."
    got, measured = shown(evidence.got), shown(evidence.measured)
    if evidence.index is None:
        return (
            f"Along a random direction in {evidence.of}, {evidence.what} says that L changes at the rate {got};"
            f" finite differences of L measure {measured}{error}."
        )
    return f"{entry(evidence.what, index)} is {got}; finite differences of L measure {slope} = {measured}{error}."


# --- code -----------------------------------------------------------------------------------------------------------
def _raised(evidence: Raised) -> str:
    place = _place(evidence)
    if evidence.exception == "NotImplementedError":
        return sentences("This part is still to be written: it raises NotImplementedError.", place)
    advised = advice(evidence.exception, evidence.text, evidence.source)
    said = f": {quoted(evidence.text)}" if evidence.text.strip() and not advised else ""
    who = "Your code" if evidence.line is not None else "What uses your code"
    told = ended(f"{who} raises {evidence.exception or 'an exception of its own'}{said}")
    return sentences(told, advised, _worked(evidence.worked), place)


def _not_loaded(evidence: NotLoaded) -> str:
    exception, text = evidence.exception, evidence.text
    if not exception:
        return ended(quoted(evidence.reason))
    advised = advice(exception, text, evidence.source)
    if advised:
        return advised
    if exception in SYNTAX_ERRORS:
        return ended(f"The file is not valid Python: {quoted(text)}")
    if exception == "SystemExit":
        return "The file ends the program while it is imported (sys.exit or exit)."
    return ended(f"Importing the file raises {exception}{f': {quoted(text)}' if text.strip() else ''}")


def passed_over(evidence: Raised) -> str:
    """Say that a statement failed while a file was loaded, and that nothing depends on it."""
    advised = advice(evidence.exception, evidence.text, evidence.source)
    said = f": {quoted(evidence.text)}" if evidence.text.strip() and not advised else ""
    told = ended(f"A statement of your file was passed over, as it raises {evidence.exception}{said}")
    return sentences(told, advised, _place(evidence))


def _worked(cases: tuple[str, ...]) -> str:
    if not cases:
        return ""
    told = "; for ".join(cases[:MOST_CASES])
    more = f"; and for {len(cases) - MOST_CASES} more" if len(cases) > MOST_CASES else ""
    return f"It does not raise for {told}{more}."


def _place(evidence: Raised | NotLoaded) -> str:
    line, source = evidence.line, evidence.source
    if line is None:
        return ""
    place = f"line {line}" if evidence.cell is None else f"line {line} of cell {evidence.cell}"
    return f"It is {place}: {quoted(source)}" if source.strip() else f"Look at {place}."


def _wrong_exception(evidence: WrongException) -> str:
    if evidence.got:
        return f"Your code raises {evidence.got} here; it should raise {evidence.expected}."
    return f"Your code should raise {evidence.expected} here, and goes on as if nothing were wrong."


def _wrong_signature(evidence: WrongSignature) -> str:
    name = evidence.name
    told = f"{name} takes ({evidence.got}); it should take ({evidence.expected})."
    return f"{told} The grader calls it with exactly these."


def _missing(evidence: Missing) -> str:
    close = f"It has {evidence.found}: is that the one?" if evidence.found else "The name must be spelled just so."
    return f"Your file does not define {evidence.name}. {close}"


def _unclean(evidence: Unclean) -> str:
    what = evidence.what or "an argument"
    match evidence.fact:
        case "mutated":
            return f"Your code changes {what} in place. The caller still needs it: work on a copy, or make a new array."
        case "aliased":
            return (
                f"The result shares its memory with {what}: changing one later would change the other."
                " Hand back a new array, such as a copy."
            )
        case "unrepeatable":
            return (
                f"Calling {what} again with the same inputs gives another answer."
                " Look for something that is kept between calls, and for random numbers."
            )
        case "global_random":
            return (
                "Your code draws from NumPy's global random state (np.random.normal and the like), or seeds it."
                " Draw from a Generator, rng.normal: only then can a run be repeated."
            )
        case "layout":
            return (
                f"The answer of {what} depends on how its inputs lie in memory, not on their values alone."
                " Look for reshape or ravel with an order, for views, and for strides."
            )
    return f"Besides its result, your code does something that it should not: {evidence.fact} ({what})."


_SIGNALS = {
    "SIGSEGV": "Most often this is a recursion without end.",
    "SIGABRT": "Most often a compiled library met data that it could not go on with.",
    "SIGSYS": "It asked for what answers may not have: files, the network, other processes.",
}


def _stopped(evidence: Stopped) -> str:
    detail = f" ({quoted(evidence.detail)})" if evidence.detail.strip() else ""
    match evidence.how:
        case "timeout":
            told = f"Your code took too long and was stopped{detail}."
            return f"{told} Look for a loop that does not end, or one that does far more than it has to."
        case "memory":
            told = f"Your code asked for more memory than it may use{detail}."
            return f"{told} Look for an array with far too many entries, or a list that grows in a loop."
        case "exit":
            told = f"Your code ended all of Python{detail}, as sys.exit, quit and os._exit do."
            return f"{told} Leave that out: a function ends with return, or raises an exception."
        case "signal":
            return sentences(
                f"Python itself crashed while it ran your code{detail}.", _SIGNALS.get(evidence.detail, "")
            )
        case "output":
            return f"Your code printed far too much and was stopped{detail}. Take print out of your loops."
    told = f"The process that ran your code gave an answer that can't be read{detail}."
    return (
        f"{told} This comes from writing to open file descriptors or changing Python's own modules: leave both alone."
    )
