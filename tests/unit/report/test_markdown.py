"""The report as a comment on GitHub."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mdl_grade.records.evidence import Raised
from mdl_grade.records.model import Output, Report, Score, Submission
from mdl_grade.report.markdown import render
from mdl_grade.report.views import for_learner

LIMIT = 65_536
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def test_the_comment_looks_as_reviewed(
    sample: Report, golden: Callable[[str, str], None], request: pytest.FixtureRequest
) -> None:
    """Comments are those of the golden files."""
    golden(f"markdown/{request.node.callspec.id}.md", render(for_learner(sample)))


@pytest.mark.parametrize("count", [1, 30, 300, 3000])
def test_a_comment_is_short_enough(count: int, samples: dict[str, Report]) -> None:
    """However many exercises fail, and however much they print: every one that fits has its line, the rest are counted."""
    (failing,) = (e for e in samples["mixed"].exercises if e.id.endswith("dense_backward"))
    noisy = msgspec.structs.replace(failing, output=Output(stdout="x" * 65536, stderr="`" * 5000 + "é" * 9000))
    many = tuple(msgspec.structs.replace(noisy, id=f"chapter10/e{i}") for i in range(count))
    report = msgspec.structs.replace(samples["mixed"], exercises=many, score=Score(points=count, max_points=7 * count))
    comment = render(report)
    assert len(comment) <= LIMIT
    lines = comment.count("- ✗ **1/7** chapter10/e")
    assert lines == count or f"and {count - lines} more" in comment
    assert lines >= min(count, 500)
    assert comment.count("<details>") == comment.count("</details>")
    assert "db is averaged over the batch" in comment or count == 3000


texts = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["</summary></details>", "```\n\n@all", "\n\n# x", "![](https://x/y.png)", "| a |\n|---|", "[x](y)", "<!--", "&#64;all", "x" * 100_000]
)  # fmt: skip


@settings(derandomize=True, deadline=None)
@given(text=texts)
def test_no_text_becomes_markup(text: str, samples: dict[str, Report]) -> None:
    """Wherever foreign text stands, a parser finds the same blocks, and no link, image or code in a line."""
    plain, hostile = (PARSER.parse(render(filled(samples["hostile"], words))) for words in ("words", text))
    if text.strip():
        assert [token.type for token in hostile] == [token.type for token in plain]
    inside = [child for token in hostile for child in token.children or ()]
    assert {child.type for child in inside} <= {
        "text",
        "text_special",
        "html_inline",
        "strong_open",
        "strong_close",
        "softbreak",
    }
    assert {child.content for child in inside if child.type == "html_inline"} <= {
        "<span>",
        "</span>",
        "<sub>",
        "</sub>",
        "<br>",
    }


def filled(report: Report, text: str) -> Report:
    """Put a text wherever a report has one that is not ours."""
    raised = Raised(exception=text, text=text, line=1, source=text, case=text, call="call")
    check = msgspec.structs.replace(report.exercises[0].checks[0], title=text, message=f"x {text}", evidence=raised)
    only = msgspec.structs.replace(
        report.exercises[0],
        title=text,
        checks=(check,),
        output=Output(stdout=f"o{text}", stderr=f"e{text}"),
        warnings=(f"w{text}",),
    )
    return msgspec.structs.replace(report, exercises=(only,), submission=Submission(label=f"s{text}", files=1))
