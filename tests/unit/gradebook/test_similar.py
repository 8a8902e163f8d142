"""Answers that are alike are found through disguise; independent ones are left in peace."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations, product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.cli import command
from mdl_grade.course import Solution, builtin_course
from mdl_grade.gradebook.similar.account import account, answers_in
from mdl_grade.gradebook.similar.fingerprints import GRAM, WINDOW, grams_of, winnowed
from mdl_grade.gradebook.similar.resemblance import Resemblance, SimilaritySettings, resemblance
from mdl_grade.gradebook.similar.terminal import render
from mdl_grade.gradebook.similar.tokens import MAX_CHARACTERS, tokens_of
from mdl_grade.intake import decode_answer
from mdl_grade.report.page import Page
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
LONG = "chapter10/backprop_mlp"
SHORT = "chapter10/sigmoid_prime"


# --- disguises
def renamed(text: str, rng: random.Random) -> str:
    tree = ast.parse(text)
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    stored |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg) and n.arg not in ("self", "cls")}
    names = {name: f"{rng.choice('abcdefgh')}{i}" for i, name in enumerate(sorted(stored))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
    return ast.unparse(tree)


def bodies(tree: ast.AST) -> Iterator[tuple[ast.AST, list[ast.stmt]]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield node, body


def reordered(text: str, rng: random.Random) -> str:
    tree = ast.parse(text)
    for node, body in bodies(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            places = [i for i, s in enumerate(body) if isinstance(s, ast.FunctionDef | ast.ClassDef)]
            for i, statement in zip(places, rng.sample([body[i] for i in places], len(places)), strict=True):
                body[i] = statement
    return ast.unparse(tree)


def undocumented(text: str, rng: random.Random) -> str:
    tree = ast.parse(text)
    for _, body in bodies(tree):
        if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body.pop(0)
    return ast.unparse(tree)


def commented(text: str, rng: random.Random) -> str:
    lines = ast.unparse(ast.parse(text)).splitlines()
    return "\n".join(f"{line}  # {rng.random()}\n" if '"' not in line else line for line in lines)


def padded(text: str, rng: random.Random) -> str:
    """Insert statements that do nothing, one in eight lines."""
    tree = ast.parse(text)
    for node, body in bodies(tree):
        for i in range(len(body) - 1, 0, -1):
            if not isinstance(node, ast.Module | ast.ClassDef) and rng.random() < 0.12:
                body.insert(i, ast.parse(rng.choice(["checked = True", "step = 1 + 1", "assert 1"])).body[0])
    return ast.unparse(tree)


def everything(text: str, rng: random.Random) -> str:
    for disguise in (undocumented, reordered, padded, renamed, commented):
        text = disguise(text, rng)
    return text


DISGUISES = (renamed, reordered, undocumented, commented, padded, everything)


def solution(exercise: str) -> Solution:
    return Solution.read(COURSE.solution(exercise))


def between(one: str, other: str, stub: str) -> Resemblance:
    return resemblance({"one": one, "other": other}, stub)


def alike(found: Resemblance) -> bool:
    return bool(found.groups or found.pairs)


@pytest.fixture(scope="module")
def right_answers() -> dict[str, tuple[str, list[str]]]:
    """Exercise -> stub, and independent right answers: of exercises that ask for one definition."""
    found = {}
    for exercise in COURSE.exercises:
        suite = Suite.load(COURSE, exercise)
        if len(suite.solution.names) == 1 and not suite.solution.parts:
            others = [v.source(suite.solution.text) for v in suite.variants if v.definition]
            found[exercise] = suite.solution.stub, [suite.solution.text, *others]
    return found


class TestOnTheCourse:
    def test_disguised_copies_are_found(self, right_answers: dict[str, tuple[str, list[str]]]) -> None:
        """Every copy of an answer that is long enough is found under every disguise, and under all of them together."""
        told = 0
        for exercise, (stub, texts) in right_answers.items():
            for i, text in enumerate(texts):
                for disguise in (DISGUISES[i % len(DISGUISES)], everything):
                    found = between(text, disguise(text, random.Random(i)), stub)
                    told += found.compared == 2
                    assert found.compared < 2 or alike(found), (exercise, i, disguise.__name__)
        assert told > 120

    def test_independent_answers_are_left_in_peace(self, right_answers: dict[str, tuple[str, list[str]]]) -> None:
        """No two of a suite's independent right answers are called alike."""
        told = 0
        for exercise, (stub, texts) in right_answers.items():
            for one, other in combinations(texts, 2):
                found = between(one, other, stub)
                told += found.compared == 2
                assert not alike(found), exercise
        assert told > 120

    def test_what_is_short_is_said_to_be(self) -> None:
        """A copy of a one-line answer is no evidence, and not shown as any."""
        text = solution(SHORT).text
        found = between(text, text, solution(SHORT).stub)
        assert (found.short, found.compared, alike(found)) == (2, 0, False)

    def test_stubs_are_no_answers(self) -> None:
        """What everybody was given makes nobody alike, however long it is."""
        stub = solution(LONG).stub
        assert between(stub, stub + "\n# later", stub).short == 2


class TestClass:
    def test_groups_and_pairs(self) -> None:
        """Equal answers form a group, told apart by whether they are the same file; close ones form a pair."""
        text, rng = solution(LONG).text, random.Random(0)
        answers = {"ada": text, "bob": text, "cy": padded(padded(text, rng), rng), "di": renamed(text, rng)}
        found = resemblance(answers, solution(LONG).stub)
        assert [(g.learners, g.verbatim) for g in found.groups] == [(("ada", "bob", "di"), False)]
        assert [(p.one, p.other) for p in found.pairs] == [(("ada", "bob", "di"), ("cy",))]
        answers["di"] = solution(LONG).stub
        assert resemblance(answers, solution(LONG).stub).groups[0].verbatim

    def test_what_the_class_has_in_common_is_discounted(self) -> None:
        """Thirty equal answers among sixty mean that the exercise leads there; two more that are equal are shown."""
        rng = random.Random(0)
        suite = Suite.load(COURSE, LONG)
        usual, rare = suite.solution.text, suite.variants[-1].source(suite.solution.text)
        others = {f"o{i}": usual.replace("### BEGIN SOLUTION", invented(rng)) for i in range(28)}
        answers = {f"u{i:02}": usual for i in range(30)} | others | {"x": rare, "y": renamed(rare, rng)}
        found = resemblance(answers, suite.solution.stub)
        assert found.common == 30
        assert [group.learners for group in found.groups] == [("x", "y")]

    def test_order_of_learners_is_irrelevant(self) -> None:
        """The result does not depend on the order in which answers arrive."""
        rng = random.Random(1)
        answers = {f"l{i}": everything(solution(LONG).text, rng) for i in range(12)}
        items = list(answers.items())
        rng.shuffle(items)
        stub = solution(LONG).stub
        assert resemblance(dict(items), stub) == resemblance(answers, stub)

    def test_no_pair_is_missed(self) -> None:
        """Looking up rare fingerprints finds the pairs that comparing everybody with everybody finds."""
        rng = random.Random(2)
        stub, texts = solution(LONG).stub, [solution(LONG).text]
        given = frozenset(grams_of(tokens_of(stub)))
        for _ in range(19):
            texts.append(padded(padded(rng.choice(texts), rng), rng))
        answers = {f"l{i:02}": text for i, text in enumerate(texts)}
        limits = SimilaritySettings(threshold=0.8, common=1.0)
        found = {
            (one, other)
            for pair in resemblance(answers, stub, limits).pairs
            for one, other in product(pair.one, pair.other)
        }
        prints = {who: winnowed(grams_of(tokens_of(text)), given) for who, text in answers.items()}
        expected = {
            (one, other)
            for one, other in combinations(answers, 2)
            if answers[one] != answers[other]
            and len(prints[one] & prints[other]) >= 0.8 * min(len(prints[one]), len(prints[other]))
        }
        assert 20 < len(expected) < 190
        assert found == expected

    def test_passages_are_where_they_are_said_to_be(self) -> None:
        """The lines of a passage hold the shared code in both answers, although one of them has moved it."""
        text = solution(LONG).text
        moved = "import os\n\n\n" + text
        [pair] = resemblance({"a": padded(text, random.Random(3)), "b": moved}, solution(LONG).stub).pairs
        for passage in pair.passages:
            lines = moved.splitlines()[passage.other.first - 1 : passage.other.last]
            assert len(tokens_of("\n".join(lines))) >= passage.tokens
        assert sum(passage.tokens for passage in pair.passages) > 100

    def test_more_pairs_than_anybody_reads(self) -> None:
        """The most alike pairs are kept, and the rest is counted."""
        rng = random.Random(4)
        answers = {f"l{i}": padded(solution(LONG).text, rng) for i in range(8)}
        everyone = resemblance(answers, solution(LONG).stub)
        few = resemblance(answers, solution(LONG).stub, SimilaritySettings(most=3))
        assert few.pairs == everyone.pairs[:3]
        assert few.omitted == len(everyone.pairs) - 3


def invented(rng: random.Random) -> str:
    """Return lines that nobody else has."""
    lines = (
        f"    if X.{rng.choice('abcdef')}{rng.random():.3} > {rng.random()}: return X[{rng.random()}]"
        for _ in range(12)
    )
    return "\n".join(lines)


class TestTokens:
    @given(st.text())
    @settings(derandomize=True, deadline=None)
    def test_any_text_is_read(self, text: str) -> None:
        """Whatever is handed in has tokens: nothing is parsed, so nothing can be malformed."""
        lines = text.count("\n") + 1
        assert all(1 <= token.first <= token.last <= lines for token in tokens_of(text))

    @pytest.mark.parametrize("part", ["(", '"', "'''", "\\", "a.", "0_", "1e", "f'{", "\ud800", ")", "def ("])
    def test_hostile_text_is_read(self, part: str) -> None:
        """Depth and unfinished strings are only characters; what stands beyond 32 Ki of them is not read."""
        assert len(tokens_of(part * 50_000)) <= MAX_CHARACTERS

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("x = f(a, b)  # sum", "x=f( a,\n  b,\n)"),
            ("y = 1.0", "y = 1."),
            ('y = d["w"]', "y = d['w']"),
            ("return (a, b)", "return a, b"),
            ("a = 1; b = 2", "a = 1\nb = 2"),
            ('def f(x):\n    """Say."""\n    return x', "def f(x):\n    return x"),
            ('raise ValueError("too small")', "raise ValueError('must not be so small')"),
        ],
    )
    def test_layout_is_irrelevant(self, one: str, other: str) -> None:
        """Two ways to write the same have the same tokens."""
        assert [(t.word, t.name) for t in tokens_of(one)] == [(t.word, t.name) for t in tokens_of(other)]

    @pytest.mark.parametrize(
        ("one", "other"),
        [("np.sum(x)", "np.mean(x)"), ("f(x, axis=0)", "f(x, keepdims=0)"), ("d['a']", "d['b']"), ("x + 1", "x + 2")],
    )
    def test_meaning_is_kept(self, one: str, other: str) -> None:
        """What nobody can rename without changing what is computed stays."""
        assert [t.word for t in tokens_of(one)] != [t.word for t in tokens_of(other)]

    def test_names_count_by_where_they_recur(self) -> None:
        """x * x is y * y, and is not x * y."""
        square, renamed_square, product_of_two = (grams_of(tokens_of(text), 3) for text in ("x * x", "y * y", "x * y"))
        assert square == renamed_square != product_of_two


@given(st.lists(st.integers(0, 30), max_size=60), st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
@settings(derandomize=True, deadline=None)
def test_the_guarantee(shared: list[int], before: list[int], after: list[int]) -> None:
    """Sequences that share a run of WINDOW k-grams share a fingerprint (Schleimer et al., theorem 1)."""
    one, other = winnowed(shared), winnowed([*before, *shared, *after])
    assert len(shared) < WINDOW or one & other


# --- the command
@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A ledger: Ada and Bob share two answers, a name is hostile, and Cy's first attempt does not count."""
    rng, folder = random.Random(5), tmp_path / "results"
    exercises = (LONG, "chapter10/nn221_gradients")
    texts = {exercise: solution(exercise).text for exercise in exercises}
    copies = {exercise: padded(renamed(text, rng), rng) for exercise, text in texts.items()}
    other = dict.fromkeys(exercises, "x = 1\n")
    classes = [
        ("ada", 1, texts),
        ("=bob\x1b[31m", 1, copies),
        ("cy", 1, texts),
        ("cy", 2, other),
        ("di", 1, {exercise: solution(exercise).stub for exercise in exercises}),
    ]
    with Writer.open(folder) as ledger:
        ledger.bind("course", ["chapter10"], exercises)
        ledger.begin_run("test", {}, {}, {})
        ledger.begin_intake()
        with ledger.transaction():
            for learner, attempt, answers in classes:
                read = {e: decode_answer(f"{e}.py", text.encode()) for e, text in answers.items()}
                taken = Taken(
                    learner,
                    learner,
                    datetime(2026, 1, 1, tzinfo=UTC),
                    attempt,
                    answers is texts and learner == "cy",
                    read,
                )
                ledger.take(taken, dict.fromkeys(exercises, learner))
        ledger.end_intake(())
    return folder


def test_only_what_counts_is_compared(results: Path) -> None:
    """Superseded attempts take no part."""
    with Ledger.open(results) as ledger:
        assert set(answers_in(ledger)[LONG]) == {"ada", "cy", "di", "=bob\x1b[31m"}
        assert answers_in(ledger)[LONG]["cy"] == "x = 1\n"
        assert list(answers_in(ledger, [LONG])) == [LONG]


def test_command(results: Path, tmp_path: Path) -> None:
    """The table names pairs and what they share in several exercises; foreign text stays harmless; JSON holds it all."""
    file = tmp_path / "similar.json"
    done = CliRunner().invoke(
        command, ["similar", str(results), "--show", "1", "--json", str(file)], catch_exceptions=False
    )
    assert done.exit_code == 0
    assert "no mark depends on it" in done.output
    assert "=bob\\x1b[31m  and  ada" in done.output
    assert "Alike in several exercises" in done.output
    assert "\x1b" not in done.output
    document = json.loads(file.read_bytes())
    [pair] = document["exercises"][LONG]["pairs"]
    assert {*pair["one"], *pair["other"]} == {"ada", "=bob\x1b[31m"}
    assert document["often"][0]["exercises"] == [LONG, "chapter10/nn221_gradients"]
    assert document["exercises"][LONG]["short"] == 2


@pytest.mark.parametrize("width", [20, 100])
def test_narrow_terminals(results: Path, width: int) -> None:
    """Side by side fits into the terminal, in ASCII as well."""
    with Ledger.open(results) as ledger:
        answers = answers_in(ledger)
    page = Page(width, color=False, unicode=False)
    render(page, account(COURSE, answers), answers, show=1)
    text = page.finished()
    assert text.isascii()
    rows = [line for line in text.splitlines() if " | " in line]
    assert rows
    assert max(map(len, rows)) <= width + 4 * GRAM
