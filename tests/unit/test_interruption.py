"""An interrupted command says so and decides nothing, whatever became of the exception."""

import os
import signal

import pytest

from mdl_grade.cli import interruption
from mdl_grade.cli.interruption import interruptible

NUMBERS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def nothing_received(monkeypatch):
    monkeypatch.setattr(interruption, "_received", [])


def swallowed(number):
    try:
        os.kill(os.getpid(), number)
    except BaseException:
        return


def fails_after(number):
    swallowed(number)
    raise ImportError("numpy")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_that_was_swallowed_ends_the_command_all_the_same(number, capsys):
    """As by an extension that turns every exception into one of its own: what came after it does not count."""
    with pytest.raises(SystemExit) as ended, interruptible("nothing was written."):
        swallowed(number)
    assert ended.value.code == 128 + number
    assert capsys.readouterr().err == f"Ended by {signal.Signals(number).name}: nothing was written.\n"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_that_became_an_error_is_no_fault_of_the_grader(number, capsys):
    """A KeyboardInterrupt in the middle of an import may come out as an ImportError."""
    with pytest.raises(SystemExit) as ended, interruptible("nothing was written."):
        fails_after(number)
    assert ended.value.code == 128 + number
    assert "Ended by" in capsys.readouterr().err


def test_errors_without_a_signal_are_errors():
    """And handlers are as they were afterwards."""
    before = [signal.getsignal(number) for number in NUMBERS]
    with pytest.raises(ImportError), interruptible("nothing was written."):
        raise ImportError("numpy")
    assert [signal.getsignal(number) for number in NUMBERS] == before
