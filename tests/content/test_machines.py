"""What `machines.py` compares: verdicts are those of another run, and a difference is told."""

from machines import differences, judged, machine

EXERCISES = ("chapter09/dense_forward", "chapter10/mse_with_grad")


def test_two_runs_end_alike():
    """The same machine, twice."""
    one, other = (judged(1, 3, EXERCISES) for _ in range(2))
    assert list(differences(one, other)) == []
    assert {"passed"} == set(one["chapter09/dense_forward: the reference"].values())
    assert any(name.startswith("chapter09/dense_forward: mutant: ") for name in one)


def test_what_ends_otherwise_is_told_with_both_ends():
    """By answer and check."""
    one, other = {"a: bug: b": {"values": "failed"}}, {"a: bug: b": {"values": "passed"}}
    assert list(differences(one, other)) == ["a: bug: b: values failed / passed"]
    assert machine()["numpy"]
