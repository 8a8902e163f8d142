"""When two results are the same answer: equal, equal in their normal forms, or worth the same; and how nearly equal.

`agrees(…, canonical=…)` compares normal forms (see `checks.canonical`); separation of draws and naming of bugs use the
same. `agrees(…, worth=…)` compares what results are worth: a policy by its exact value, a counterexample by evaluating
it. Of such answers bugs are recognised only by giving the very same result, and nothing else is said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from mdl_grade.checks import CheckFailed, assert_close, assert_identical, assert_within
from mdl_grade.checks.canonical import Form
from mdl_grade.checks.closeness import By
from mdl_grade.checks.tolerance import FLOAT64_RTOL
from mdl_grade.errors import CourseError
from mdl_grade.records.evidence import Remark, WrongValue
from mdl_grade.suite.cases import Case

Canonical: TypeAlias = Form | Mapping[str, Form]
"""A normal form of the whole result, or of some of its parts by the names in `returns` (of a dict, by its keys)."""
Worth: TypeAlias = Callable[[Any, Case], Any]
MAX_RTOL = 0.5
"""Further apart than this part of the larger one, two numbers are clearly apart, whatever is let pass."""


class Sameness(Struct, frozen=True, eq=False, kw_only=True):
    """What of a result counts, and how near it must be; `agrees` says what each means."""

    canonical: Canonical | None = None
    worth: Worth | None = None
    rtol: float | None = None
    atol: float | None = None
    by: By = "tensor"
    scale: Callable[[Case], float] | None = None
    exactly: bool = False

    def __post_init__(self) -> None:
        if self.canonical is not None and self.worth is not None:
            raise CourseError("A check compares normal forms or worths, not both.", "Leave out canonical= or worth=.")
        relative = self.rtol is not None or self.by != "tensor" or self.scale is not None
        if self.exactly + (self.atol is not None) + relative > 1:
            text = "A check compares bit for bit, within atol=, or relative to a size (rtol=, by=, scale=)."
            raise CourseError(text, "Take one of the three.")

    def require(self, got: Any, want: Any, case: Case, *, names: Sequence[str], rtol: float | None) -> None:
        """Require what counts of two results to be near enough; `rtol` is the exercise's.

        Raises
        ------
        CheckFailed
            If it is not.
        """
        try:
            self._compare(got, want, case, names, self.rtol or rtol, 1.0)
        except CheckFailed as failed:
            if not isinstance(failed.evidence, WrongValue):
                raise
            what = self._with_its_form(failed.evidence.what)
            raise CheckFailed(msgspec.structs.replace(failed.evidence, what=what), failed.where) from None

    def _with_its_form(self, what: str) -> str:
        """Say of a result in which form it is shown: the numbers are others than those that came back."""
        canonical = self.canonical
        form = canonical.get(what.partition("[")[0]) if isinstance(canonical, Mapping) else canonical
        says = getattr(form, "__name__", "").replace("_", " ")
        return what if form is None else f"{what} ({'in a normal form' if '<' in says else says})"

    def apart(self, got: Any, want: Any, case: Case, *, rtol: float | None, margin: float) -> bool:
        """Tell whether two results differ by `margin` times what is let pass."""
        try:
            self._compare(got, want, case, (), min(margin * (self.rtol or rtol or FLOAT64_RTOL), MAX_RTOL), margin)
        except CheckFailed:
            return True
        return False

    def _compare(
        self, got: Any, want: Any, case: Case, names: Sequence[str], rtol: float | None, margin: float
    ) -> None:
        if self.exactly:
            assert_identical(got, want, names=names, where=case)
        elif self.atol is not None:
            assert_within(got, want, margin * self.atol, names=names, where=case)
        else:
            scale = float(self.scale(case)) if self.scale else None
            assert_close(got, want, names=names, rtol=rtol, by=self.by, scale=scale, where=case)

    @property
    def free(self) -> bool:
        """Whether a right result may have another form than the reference's."""
        return self.worth is not None

    @property
    def plain(self) -> bool:
        """Whether results are compared as they are."""
        return self.canonical is None and self.worth is None

    def names(self, returns: Sequence[str]) -> Sequence[str]:
        """Return what the parts of what counts are called."""
        name = getattr(self.worth, "__name__", "").replace("_", " ")
        return (name if name and "<" not in name else "the worth of the result",) if self.worth else returns

    def of(self, result: Any, case: Case, returns: Sequence[str]) -> Any:
        """Return what counts of the reference's result."""
        return self.worth(result, case) if self.worth else self.normal(result, returns)

    def of_answer(self, result: Any, case: Case, returns: Sequence[str]) -> Any:
        """Return what counts of an answer's result.

        Raises
        ------
        CheckFailed
            If that can't be said of it.
        """
        try:
            return self.of(result, case, returns)
        except Exception:
            text = "What came back can't be judged: it is not of the kind that was asked for."
            raise CheckFailed(Remark(text=text), case) from None

    def normal(self, result: Any, returns: Sequence[str]) -> Any:
        """Return the normal form of a result; of one that is judged by its worth, the result."""
        match self.canonical:
            case None:
                return result
            case Mapping() as forms:
                return _by_name(forms, result, returns)
            case form:
                return form(result)

    def named(self, result: Any, returns: Sequence[str]) -> Any:
        """Return a result in the form in which bugs are recognised: a wrong one may have no normal form."""
        try:
            return self.normal(result, returns)
        except Exception:
            return result


EQUAL = Sameness()


def _by_name(forms: Mapping[str, Form], result: Any, returns: Sequence[str]) -> Any:
    if isinstance(result, dict):
        names: Sequence[Any] = list(result)
    else:
        names = returns if len(returns) > 1 and isinstance(result, tuple | list) else returns[:1]
    if unknown := sorted(set(forms) - set(names)):
        raise CourseError(
            f"canonical= speaks of {unknown[0]!r}, which is none of {', '.join(names)}.", "See `returns`."
        )
    if isinstance(result, dict):
        return {key: forms[key](item) if key in forms else item for key, item in result.items()}
    if len(names) == 1:
        return forms[names[0]](result)
    return tuple(forms[name](item) if name in forms else item for name, item in zip(names, result, strict=True))
