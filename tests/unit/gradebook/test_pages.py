"""The class page: all that is in the ledger, nothing that runs or loads but what it was made with."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from mdl_grade.batch.ledger import Ledger
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import apply, by_learner
from mdl_grade.gradebook.overrides import in_force, record
from mdl_grade.gradebook.overview import bins, overview, page_name
from mdl_grade.gradebook.policy import NO_POLICY, parse_policy
from mdl_grade.gradebook.site import histogram, write_site

HOSTILE = (
    "<script>alert(1)</script>",
    'x" onload="alert(1)',
    "../../up",
    "\u202eada",
    "{{ 7 * 7 }}",
    "محمد بن موسى",
    "",
)
LATE = parse_policy('deadline = 2026-11-19T12:00:00\ntimezone = "UTC"\ngrace = "15 minutes"\npenalty = 10')


class Page(HTMLParser):
    """Tags, links and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.attributes, self.text = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += f"{data} "


@pytest.fixture
def site(make_class, work, tmp_path):
    """Write the site of a class; return the texts of its pages by path."""

    def make(learners, override=None, policy=NO_POLICY):
        folder = make_class(learners)
        if override:
            record(folder, *override, author="<b>Me</b>", reason="a & b")
        with Ledger.open(folder) as ledger:
            marks = apply(Gradebook(ledger).marks(), policy, in_force(ledger))
            write_site(Gradebook(ledger), by_learner(marks), tmp_path / "site", policy)
        return {p.relative_to(tmp_path / "site").as_posix(): p.read_text() for p in (tmp_path / "site").rglob("*.html")}

    return make


def test_hostile_names(site, work):
    """Names are text on a page, and never part of a path: no tag, attribute or link comes from them."""
    pages = site({name: work({"chapter10/x": "pfp"}) for name in HOSTILE})
    assert set(pages) == {"index.html", *(f"learners/{page_name(name)}.html" for name in HOSTILE)}
    for path, text in pages.items():
        page = Page(text)
        assert page.tags.count("script") == (path == "index.html")
        assert "onload" not in page.attributes
        assert "\u202e" not in text
    index = Page(pages["index.html"])
    assert "<script>alert(1)</script>" in index.text
    assert "{{ 7 * 7 }}" in index.text
    assert {link for link in index.links if link.startswith("learners/")} == set(pages) - {"index.html"}


def test_policy_allows_only_what_is_there(site, work):
    """Style and script are named by their digests; nothing else may load or run, and no style hides in attributes."""
    for text in site({"ada": work({"chapter10/x": "pfp"})}).values():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
        assert policy.startswith("default-src 'none'; ")
        for tag in ("style", "script"):
            for content in re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S):
                digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
                assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "style" not in Page(text).attributes
        assert not [link for link in Page(text).links if not link.startswith(("learners/", "../index.html"))]


def test_what_an_index_tells(site, work):
    """Marks, items, diagnoses, what was refused and what is missing stand on the index."""
    pages = site({"ada": work({"chapter10/x": "pfp"}), "bob": work({"chapter10/x": "ppp"}, None)}, policy=LATE)
    text = " ".join(Page(pages["index.html"]).text.split())
    assert "1 × a sign" in text
    assert "Check b of <chapter10/x>. 50 %" in text
    assert "class/evil It is <not> an archive." in text
    assert "Late policy: due 2026-11-19 12:00 (UTC); each day begun more than 0:15 h after it costs 10 %" in text
    assert "not known when the work of 1 learner came in, so the late policy leaves it alone: bob." in text
    assert "ada 4.5/7 5/7 64 % 1" in text


def test_what_a_learners_page_tells(site, work):
    """Each failed check with message and diagnosis; the override beside the machine's mark, with author and reason."""
    pages = site({"ada": work({"chapter10/x": "pfp", "chapter10/y": "nnn"})}, override=("ada", "x", 7))
    text = " ".join(Page(pages[f"learners/{page_name('ada')}.html"]).text.split())
    assert "chapter10/x 7/7 5/7 failed 7 by <b>Me</b>" in text
    assert "a & b" in text
    assert "failed , 0/2: Check b of <chapter10/x>. X is 1 & should be 2." in text
    assert "a sign" in text
    assert "Check a of" not in text


def test_page_names():
    """Names of files are different for different names, and safe on every system."""
    names = ["Ada", "ada", "a/b", "a\\b", "..", "con", "é" * 300, "", "ada ", "\ud800"]
    made = [page_name(name) for name in names]
    assert len({name.lower() for name in made}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{12,60}", name) for name in made)


def test_bins():
    """Every learner is in one bin; full marks, and more than full, are in the last."""
    counted = bins([0.0, 0.0999, 0.1, 0.3, 0.95, 1.0, 1.2])
    assert [b.learners for b in counted] == [2, 1, 0, 1, 0, 0, 0, 0, 0, 3]
    assert "0 to 10 percent: 2" in histogram(counted).told


def test_nobody(site):
    """A class without a mark still makes a page."""
    assert "Learners" in site({})["index.html"]


def test_pending_answers_are_told(make_class, work):
    """What is still to be graded is counted, not taken for a zero."""
    folder = make_class({"ada": work({"chapter10/x": "pfp", "chapter10/y": "ppp"})}, pending=1)
    with Ledger.open(folder) as ledger:
        book = Gradebook(ledger)
        learners = by_learner(book.marks())
        assert [(mark.exercise, mark.points) for mark in learners[0].marks] == [("chapter10/y", 7)]
        assert any("1 answers of 1 learners are still to be graded" in note for note in overview(book, learners).notes)


def test_what_is_asked_about_is_listed(site, work, make_class, tmp_path):
    """Lapsed overrides and answers that the grader failed on, on the index; the learner's page says it, too."""
    pages = site(
        {"<ada>": work({"chapter10/x": "pfp"}), "bob": work({"chapter10/x": "ppg"})}, override=("<ada>", "x", 7)
    )
    assert "have lapsed" not in pages["index.html"]
    pages = site({"<ada>": work({"chapter10/x": "ppf"}), "bob": work({"chapter10/x": "ppg"})})
    index = " ".join(Page(pages["index.html"]).text.split())
    assert "Overrides that have lapsed: 1" in index
    assert "<ada> , chapter10/x: 7 points by <b>Me</b>" in index
    assert "The grader failed on: 1 bob , chapter10/x" in index
    own = " ".join(Page(pages[f"learners/{page_name('<ada>')}.html"]).text.split())
    assert "An override has lapsed: chapter10/x, 7 points by <b>Me</b>" in own
    assert "chapter10/x 3/7 3/7 failed" in own
