"""A suite, loaded: metadata, checks, draws, known bugs, variants, and the reference that it judges by."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import ModuleType

from msgspec import Struct, structs

from mdl_grade.checks.canonical import Form
from mdl_grade.course.course import Course
from mdl_grade.course.loader import load
from mdl_grade.course.solution import Solution
from mdl_grade.errors import CourseError
from mdl_grade.sandbox.worker import called_with
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.budget import Budget
from mdl_grade.suite.bugs import Change, generated_bugs
from mdl_grade.suite.cases import Case, Draw, freeze
from mdl_grade.suite.check import Check, scenario_of
from mdl_grade.suite.example import NAME, Example, example_check, examples_of
from mdl_grade.suite.excerpt import Excerpt, Remembered
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.fitness import draw_fit_cases
from mdl_grade.suite.floor import calibration_file
from mdl_grade.suite.precision import PRECISION, precision_check
from mdl_grade.suite.recorder import Scenario
from mdl_grade.suite.recordings import call
from mdl_grade.suite.rules import broken_rules
from mdl_grade.suite.runner import InProcess, Reference, Respondent
from mdl_grade.suite.sameness import Sameness
from mdl_grade.suite.seed import Seed, generator


class Suite(Struct, frozen=True, dict=True):
    """One exercise's suite and solution."""

    id: str
    path: Path
    solution: Solution
    module: ModuleType

    @classmethod
    def load(cls, course: Course, exercise: str) -> Suite:
        """Load a suite by its path.

        Raises
        ------
        CourseError
            If the suite breaks a rule (see `rules`): the first one, with its line.
        """
        path = course.suite(exercise)
        suite = cls(exercise, path, Solution.read(course.solution(exercise)), load(path, "suite"))
        for line, rule, remedy in broken_rules(suite):
            raise CourseError(f"{path}{f', line {line}' if line else ''}: {rule}", remedy)
        return suite

    def of_part(self, exercise: str) -> Suite | None:
        """Return the suite of an exercise that this assembly is made of; None if it has none."""
        path = self.path.parents[1] / f"{exercise}.py"
        if not path.is_file():
            return None
        return Suite(exercise, path, self.solution.part(exercise), load(path, "suite"))

    @cached_property
    def exercise(self) -> Exercise:
        exercise = getattr(self.module, "EXERCISE", None)
        if not isinstance(exercise, Exercise):
            raise CourseError(f"{self.path}: there is no EXERCISE.", "Add EXERCISE = Exercise(tier=…).")
        functions = [n.name for n in self.solution.tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
        alone = len(functions) == len(self.solution.names) == 1
        return replace(exercise, function=functions[0] if alone else "")

    @cached_property
    def checks(self) -> dict[str, Check]:
        """Checks by id (the name in the module), in the order of declaration; the prompt's example comes first, and
        last the check that everything is float64.
        """
        found = {name: value for name, value in vars(self.module).items() if isinstance(value, Check)}
        declared = dict(sorted(found.items(), key=lambda item: item[1].line))
        anything = bool(declared) or self.excerpt is not None
        shown = example_check(self._examples) if anything else None
        precision = precision_check(self.solution) if anything else None
        first, last = {NAME: shown} if shown else {}, {PRECISION: precision} if precision else {}
        return {**first, **declared, **last}

    @cached_property
    def excerpt(self) -> Excerpt | None:
        """In a learner's kit, what is known of the suite that this one stands for."""
        return Excerpt.beside(self.path)

    @property
    def _examples(self) -> tuple[Example, ...]:
        return tuple(examples_of(self.solution)) if self.excerpt is None else self.excerpt.shown()

    @cached_property
    def draws(self) -> dict[str, Draw]:
        return {name: value for name, value in vars(self.module).items() if isinstance(value, Draw)}

    @cached_property
    def bugs(self) -> tuple[Change, ...]:
        """The known bugs: the author's, and those that any function can have."""
        return (*getattr(self.module, "BUGS", ()), *self._marked("bug"), *self._generated_bugs())

    @property
    def ending_bugs(self) -> tuple[Change, ...]:
        """The known bugs that can be run beside the reference: those that end."""
        return tuple(bug for bug in self.bugs if not bug.times_out)

    def _generated_bugs(self) -> Iterator[Change]:
        told: set[str] = set()
        made: set[Change] = set()
        for check in self.checks.values():
            draw = check.draws.get("inputs")
            if check.kind != "hygiene" or draw is None:
                continue
            name = str(check.of) or self.exercise.function
            case = draw(generator(Seed.practice().of(self.id, ""), "draw", draw.name), Respondent(self.reference))[0]
            result = self.reference.run(call(name), case)
            for bug in generated_bugs(name, self.signatures[name], case, self.exercise.returns, result):
                if bug in made:  # for another check of the same function
                    continue
                made.add(bug)
                yield structs.replace(bug, label=f"in {name}, {bug.label}") if bug.label in told else bug
                told.add(bug.label)

    @cached_property
    def variants(self) -> tuple[Change, ...]:
        return (*getattr(self.module, "VARIANTS", ()), *self._marked("variant"))

    @property
    def equivalent(self) -> dict[str, str]:
        """The reviewed allow-list: key of a mutant that no check can reject -> the reason."""
        return dict(getattr(self.module, "EQUIVALENT", {}))

    @property
    def tolerant(self) -> dict[str, str]:
        """Checks that accept one wrong value of right form among their values, and the reason."""
        return dict(getattr(self.module, "TOLERANT", {}))

    @property
    def varying(self) -> dict[str, str]:
        """Checks that a known bug may fail under some seeds and pass under others, and the reason."""
        return dict(getattr(self.module, "VARYING", {}))

    @property
    def never_one(self) -> dict[str, str]:
        """Sizes of inputs that the prompt does not let be 1, "axis 0 of X" or "length of layers", and the reason."""
        return dict(getattr(self.module, "NEVER_ONE", {}))

    @cached_property
    def normal_form(self) -> Form:
        """The normal form that comparisons declare for what the exercise returns: of the whole, or of its parts."""
        declared = [check.sameness.canonical for check in self.checks.values()]
        whole = next((form for form in declared if callable(form)), None)
        forms = {name: form for each in declared if isinstance(each, Mapping) for name, form in each.items()}
        if whole is None and not forms:
            return lambda result: result
        sameness = Sameness(canonical=whole or forms)
        return lambda result: sameness.named(result, self.exercise.returns)

    @property
    def requires(self) -> tuple[str, ...]:
        """Ids of the exercises to do before this one: the parts of an assembly, and what the suite says."""
        return tuple(dict.fromkeys((*self.solution.parts, *self.exercise.requires)))

    @property
    def points(self) -> int:
        return sum(check.points for check in self.checks.values())

    @cached_property
    def digest(self) -> str:
        """Digest of everything that decides a mark here: suite, its calibration, and solution."""
        calibration = calibration_file(self.path)
        floors = calibration.read_bytes() if calibration.exists() else b""
        public = b"" if self.excerpt is None else self.excerpt.encode()
        parts = (self.path.read_bytes() + public, self.solution.whole.written().encode(), floors)
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    @cached_property
    def namespace(self) -> dict[str, object]:
        return execute(self.solution.whole, str(self.solution.path))

    @cached_property
    def reference(self) -> Reference:
        host = InProcess(self.namespace) if self.excerpt is None else Remembered(self.excerpt)
        return Reference(self.exercise, host, self.solution.names)

    @cached_property
    def budgets(self) -> dict[str, Budget]:
        """What checks may use up that were seen to need more than the least."""
        return {}

    @cached_property
    def endless(self) -> set[str]:
        """Checks that were seen not to end on the reference: from then on, no check of the suite is given more time."""
        return set()

    @cached_property
    def signatures(self) -> dict[str, tuple[str, ...]]:
        """Parameters of each name that an answer must define."""
        return {name: tuple(called_with(self.namespace[name])) for name in self.solution.names}

    def name_of(self, check: Check) -> str:
        return next(name for name, value in self.checks.items() if value is check)

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """What each check needs, by id: the checks that it names, or what is implied.

        Implied for hygiene: the checks that compare with the reference on the same cases. Implied for all others: the
        checks of shapes that stand before.
        """
        before: dict[str, Check] = {}
        needs: dict[str, tuple[str, ...]] = {}
        for name, check in self.checks.items():
            draw = check.draws.get("inputs")
            if check.needs is not None:
                needs[name] = tuple(self.name_of(needed) for needed in check.needs)
            elif check.kind == "hygiene":
                needs[name] = tuple(n for n, c in before.items() if c.compares and c.draws.get("inputs") is draw)
            else:
                needs[name] = tuple(n for n, c in before.items() if c.kind == "shape")
            before[name] = check
        return needs

    def scenario(self, check: Check) -> Scenario:
        """Return what a check that compares with the reference runs on each case."""
        return scenario_of(check.of, self.exercise)

    def draw_for(self, check: Check, parameter: str) -> str | None:
        """Return the name of the draw that a parameter of a check is bound to."""
        bound = check.draws.get(parameter, self.draws.get(parameter))
        return next((name for name, draw in self.draws.items() if draw is bound), None)

    def beside(self, name: str) -> tuple[str, ...]:
        """Return the other draws on whose cases the function of a check of hygiene is compared."""
        check = self.checks[name]
        if not check.looks_beside:
            return ()
        function, own = check.of or self.exercise.function, check.draws["inputs"]
        compared = [c for c in self.checks.values() if c.compares and (c.of or self.exercise.function) == function]
        drawn = [c.draws["inputs"] for c in compared if c.draws["inputs"] is not own]
        return tuple(draw for draw, cases in self.draws.items() if any(cases is one for one in drawn))

    def comparing(self, name: str) -> list[Check]:
        """Return the checks that compare with the reference on the cases of a draw."""
        draw = self.draws[name]
        return [check for check in self.checks.values() if check.compares and check.draws.get("inputs") is draw]

    def cases(self, name: str, key: bytes) -> list[Case]:
        """Draw the cases `name` under a seed's key, until they are fit; read-only, the same for all checks."""
        return _drawn(self, name, key)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def _marked(self, kind: str) -> list[Change]:
        found = (getattr(value, f"__mdl_{kind}__", None) for value in vars(self.module).values())
        return [change for change in found if isinstance(change, Change)]


@lru_cache(maxsize=512)
def _drawn(suite: Suite, name: str, key: bytes) -> list[Case]:
    drawn = draw_fit_cases(suite, name, key)
    for case in drawn:
        freeze(case)
    return drawn
