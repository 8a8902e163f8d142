"""The benchmark's class: what every answer is worth is known, and the exported checks agree with it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from mdl_grade.course import builtin_course

ROOT = Path(__file__).resolve().parents[3]
EXERCISES = ("chapter10/sigmoid_prime", "chapter10/nn221_forward")


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("class_speed")


def test_the_class_is_worth_what_it_says(benchmark: ModuleType, tmp_path: Path) -> None:
    """The exported checks call the answer as often as the suite, accept the right ones and reject the wrong ones."""
    exported = benchmark.export(builtin_course(), EXERCISES, tmp_path)
    assert exported.calls == {"sigmoid_prime": 54, "nn221_forward": 30}
    made = benchmark.classroom(builtin_course(), exported, EXERCISES, 20)
    handed = [answer for answers in made.values() for answer in answers.values()]
    assert len({answer.text for answer in handed}) == len(handed) == 40
    assert {answer.kind for answer in handed} == {"right", "wrong", "warning"}
    verdicts = {
        learner: {exercise.partition("/")[2]: answer.right for exercise, answer in answers.items()}
        for learner, answers in made.items()
    }
    assert benchmark.mistaken(verdicts, made) == {}
    assert benchmark.mistaken({}, made).keys() == {"right", "wrong", "warning"}
