"""What `mdl-grade dev words` says is what a suite may use."""

from click.testing import CliRunner

from mdl_grade import suite
from mdl_grade.cli.dev import dev_group


def shown(*names):
    return CliRunner().invoke(dev_group, ["words", *names])


def test_every_word_and_table_has_a_line_and_what_is_known_of_it():
    """What the list shows can be asked for, and says what it does."""
    listed = shown().output
    names = [name for name in suite.__all__ if callable(getattr(suite, name))]
    for name in [*names, "BUGS", "VARIANTS", "EQUIVALENT", "TOLERANT", "VARYING"]:
        assert f"\n{name}" in f"\n{listed}", name
        told = shown(name)
        assert told.exit_code == 0, name
        assert len(told.output.splitlines()) >= 3, name


def test_a_misspelt_word_is_told_with_its_neighbour():
    """So is a table: a guess is corrected."""
    assert "Did you mean EQUIVALENT?" in str(shown("EQUIVALNT").exception)
    assert "Did you mean assert_close?" in str(shown("asert_close").exception)
