"""When two results are the same answer: equal, equal in their normal forms, or worth the same.

`agrees(…, canonical=…)` compares normal forms (see `checks.canonical`); separation of draws and naming of bugs use the
same. `agrees(…, worth=…)` compares what results are worth: a policy by its exact value, a counterexample by evaluating
it. Of such answers bugs are recognised only by giving the very same result, and nothing else is said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mdl_grade.checks import CheckFailed
from mdl_grade.checks.canonical import Form
from mdl_grade.errors import CourseError
from mdl_grade.records.evidence import Remark
from mdl_grade.suite.cases import Case

Canonical: TypeAlias = Form | Mapping[str, Form]
"""A normal form of the whole result, or of some of its parts by the names in `returns` (of a dict, by its keys)."""
Worth: TypeAlias = Callable[[Any, Case], Any]


@dataclass(frozen=True, eq=False)
class Sameness:
    """What of a result counts. At most one of the two is there."""

    canonical: Canonical | None = None
    worth: Worth | None = None

    def __post_init__(self) -> None:
        if self.canonical is not None and self.worth is not None:
            raise CourseError("A check compares normal forms or worths, not both.", "Leave out canonical= or worth=.")

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
