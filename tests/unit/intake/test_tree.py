"""Folders and archives are one: the same view, the same caps, the same refusals."""

import contextlib
import gc
import io
import os
import stat
import tarfile
import warnings
import weakref
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdl_grade.intake import CLASS, SUBMISSION, Problem, Tree, open_nested, open_tree
from mdl_grade.intake.names import fault_of, is_clutter, near
from mdl_grade.intake.tar_headers import members
from mdl_grade.intake.window import Window

OURS = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FILES = {
    "chapter10/dense_backward.py": b"def dense_backward(): ...\n",
    "chapter10/deep/er/notes.txt": b"\xff\xfe not text",
    "README.md": b"",
}


def reasons(tree):
    return {refused.name: refused.reason for refused in tree.refused}


def opened(path, **limits):
    tree = open_tree(path, replace(SUBMISSION, **limits))
    assert isinstance(tree, Tree), tree
    return tree


def test_every_kind_gives_the_same_view(kind, hand_in):
    """Names, contents, folders: whoever reads a tree can't tell what it is made of."""
    tree = opened(hand_in(kind, FILES))
    assert [str(name) for name in tree.names()] == sorted(FILES)
    assert {str(name): tree.read(name) for name in tree.names()} == FILES
    assert tree.refused == ()
    assert (tree.top().folders, tree.top().files) == (("chapter10",), ("README.md",))
    assert tree.within("chapter10").read(PurePosixPath("dense_backward.py")) == FILES["chapter10/dense_backward.py"]
    missing = tree.read(PurePosixPath("chapter10/other.py"))
    assert isinstance(missing, Problem)
    assert missing.missing
    assert tree.read(PurePosixPath("chapter11/other.py")).missing
    assert tree.within("chapter11").read(PurePosixPath("other.py")).missing
    assert "is a folder" in tree.read(PurePosixPath("chapter10")).reason
    assert "larger" in tree.read(PurePosixPath("chapter10/dense_backward.py"), most=5).reason


def test_content_and_not_extension_tells_what_it_is(kind, hand_in, tmp_path):
    """An archive under any name is opened; text under an archive's name is not."""
    if kind != "folder":
        assert len(opened(hand_in(kind, FILES, name="work.py")).names()) == 3
    (tmp_path / "fake.zip").write_text("print('hello')")
    assert "neither a folder nor a zip or tar archive" in open_tree(tmp_path / "fake.zip").reason
    (tmp_path / "work.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(100))
    assert "RAR" in open_tree(tmp_path / "work.rar").reason


PART = st.sampled_from(
    ["chapter10", "Chapter10", "dense_backward.py", "Dense_backward.py", "e\u0301.py", "\xe9.py", "x"]
)
PATHS = st.lists(PART, min_size=1, max_size=3).map("/".join)


@OURS
@given(files=st.dictionaries(PATHS, st.binary(max_size=50), max_size=6))
def test_archive_and_folder_give_the_same_answers(hand_in, files):
    """Whatever is packed reads as it did before it was packed, twins of names included."""
    files = {name: c for name, c in files.items() if not any(other.startswith(f"{name}/") for other in files)}
    trees = [opened(hand_in(kind, files)) for kind in ("folder", "zip", "tar.gz")]
    assert len({tree.names() for tree in trees}) == 1
    for name in files:
        assert len({repr(tree.read(PurePosixPath(name))) for tree in trees}) == 1


HOSTILE = st.lists(
    st.sampled_from(["..", ".", "", "/", "C:", "\\", "a", "b.py", "\0", "\n", "\u202e", "x" * 300, ".git", "é"]),
    max_size=6,
).flatmap(lambda parts: st.sampled_from(["/", ""]).map(lambda joint: joint.join(parts)))


@OURS
@given(names=st.lists(HOSTILE, max_size=5, unique=True))
def test_no_name_leads_outside_and_none_is_dropped_without_a_word(tmp_path, names):
    """A member is taken under a plain relative path, refused with a reason, or known clutter."""
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            member = zipfile.ZipInfo("placeholder")
            member.filename = name
            archive.writestr(member, b"x")
            archive.NameToInfo.clear()
            archive.filelist[-1].orig_filename = name
    tree = open_tree(path)
    assert isinstance(tree, Tree)
    for name in tree.names():
        assert not name.is_absolute()
        assert ".." not in name.parts
        assert fault_of(str(name), SUBMISSION) is None
    for name in (name.replace("\\", "/") for name in names):
        taken = PurePosixPath(name) in tree.names()
        path = PurePosixPath(name)
        told = any(one.name == name or PurePosixPath(one.name) in (path, *path.parents) for one in tree.refused)
        assert taken or told or any(map(is_clutter, path.parts)) or name.endswith("/"), name


@settings(OURS, max_examples=200)
@given(data=st.data(), kind=st.sampled_from(["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"]))
def test_damaged_archives_are_told_and_never_crash(hand_in, data, kind):
    """Cut short or flipped anywhere: a problem, or members; never an exception, never more than was packed."""
    path = hand_in(kind, FILES)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, 1 << 14)) % len(content) :]
    else:
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, 1 << 14)) % len(content)] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    tree = open_tree(path)
    if isinstance(tree, Tree):
        for name in tree.survey().names:
            assert isinstance(tree.read(name), bytes | Problem)
        tree.close()
    path.unlink()


def test_cut_archives_are_not_taken_for_smaller_ones(hand_in):
    """Half an upload is told, not graded as if the rest had not been handed in."""
    for kind in ("zip", "tar", "tar.gz", "tar.bz2", "tar.xz"):
        path = hand_in(kind, FILES)
        whole = path.read_bytes()
        for cut in (1024, len(whole) // 2, len(whole) - 30):
            if cut < len(whole) and not (kind == "tar" and cut > 4096):
                path.write_bytes(whole[:cut])
                assert "damaged" in open_tree(path).reason


# --- folders
def test_nothing_in_a_folder_is_followed(tmp_path):
    """Links to files and folders, pipes, devices: told by name, and reading through them is refused."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.py").write_text("secret")
    work = tmp_path / "work"
    (work / "real").mkdir(parents=True)
    (work / "file.py").symlink_to(secret / "x.py")
    (work / "folder").symlink_to(secret)
    (work / "real" / "up").symlink_to("..")
    os.mkfifo(work / "pipe.py")
    (work / "hard.py").hardlink_to(secret / "x.py")
    tree = opened(work)
    assert reasons(tree) == {
        "file.py": "is a symbolic link: hand in the file itself",
        "folder": "is a symbolic link: hand in the file itself",
        "pipe.py": "is not an ordinary file (a pipe, socket or device)",
        "real/up": "is a symbolic link: hand in the file itself",
    }
    for name in ("file.py", "folder/x.py", "real/up/hard.py", "pipe.py", "hard.py"):
        problem = tree.read(PurePosixPath(name))
        assert isinstance(problem, Problem)
        assert not problem.missing
    assert isinstance(tree.within("folder").read(PurePosixPath("x.py")), Problem)
    assert isinstance(tree.within("..").read(PurePosixPath("secret/x.py")), bytes | Problem)


def test_a_link_put_in_place_after_listing_is_not_followed(tmp_path):
    """What was listed is opened under the same guards again: there is no time between looking and reading."""
    (tmp_path / "secret.py").write_text("secret")
    work = tmp_path / "work"
    (work / "chapter10").mkdir(parents=True)
    (work / "chapter10" / "a.py").write_text("mine")
    tree = opened(work).within("chapter10")
    assert tree.top().files == ("a.py",)
    (work / "chapter10" / "a.py").unlink()
    (work / "chapter10" / "a.py").symlink_to(tmp_path / "secret.py")
    assert "symbolic link" in tree.read(PurePosixPath("a.py")).reason
    (work / "chapter10").rename(work / "gone")
    (work / "chapter10").symlink_to(tmp_path)
    assert isinstance(tree.content("secret.py", 100), Problem)


def test_the_folder_that_was_named_may_be_a_link(tmp_path):
    """Whoever runs the command chose it."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.py").write_text("x")
    (tmp_path / "shortcut").symlink_to(tmp_path / "work")
    assert opened(tmp_path / "shortcut").read(PurePosixPath("a.py")) == b"x"


def test_crowds_and_depths_are_capped(kind, hand_in):
    """Too many files, or too deep: told, and what is wanted is not looked for among them."""
    crowd = {f"{i}.py": b"" for i in range(30)}
    path = hand_in(kind, crowd)
    tree = open_tree(path, replace(SUBMISSION, entries=20))
    problem = tree if isinstance(tree, Problem) else tree.read(PurePosixPath("1.py"))
    assert "more than 20 files" in problem.reason
    assert not problem.missing
    deep = hand_in(kind, {f"{'d/' * 20}x.py": b"", "x.py": b"1"})
    tree = opened(deep)
    assert tree.names() == (PurePosixPath("x.py"),)
    assert "deep" in tree.refused[0].reason


# --- archives made to do harm
def edited(path, edit, **members):
    """Write a zip archive whose list of members says what `edit` makes of it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.py", content)
        edit(archive)
    return path


def test_bombs_do_not_go_off(tmp_path):
    """Small files that unpack to large ones are refused while they grow, whatever their headers claim."""
    bomb = edited(tmp_path / "bomb.zip", lambda _: None, a=bytes(1 << 20), b=b"x = 1\n")
    tree = opened(bomb)
    assert "no text shrinks so far" in tree.read(PurePosixPath("a.py"), most=1 << 30).reason
    assert tree.read(PurePosixPath("b.py")) == b"x = 1\n"

    def understate(archive):
        archive.filelist[0].file_size = 10

    lying = opened(edited(tmp_path / "lying.zip", understate, a=b"x" * (1 << 19)))
    assert "damaged" in lying.read(PurePosixPath("a.py")).reason

    def overstate(archive):
        archive.filelist[0].file_size = 1 << 45

    assert "would grow" in open_tree(edited(tmp_path / "big.zip", overstate, a=b"x")).reason

    def misplace(archive):
        archive.filelist[0].compress_size = 1 << 45

    assert "damaged" in open_tree(edited(tmp_path / "lost.zip", misplace, a=b"x")).reason


def test_files_that_overlap_are_refused(tmp_path):
    """Many members made of the same packed bytes multiply without any nesting: Fifield, "A better zip bomb" (2019)."""

    def share(archive):
        twin = zipfile.ZipInfo("b.py")
        for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
            setattr(twin, name, getattr(archive.filelist[0], name))
        archive.filelist.append(twin)

    assert "overlap" in open_tree(edited(tmp_path / "shared.zip", share, a=b"x" * 1000)).reason


def test_what_stands_before_the_first_file_is_not_overlooked(tmp_path, hand_in):
    """Two archives in one file: some programs open the first, some the second."""
    first, second = (hand_in("zip", {"a.py": content}).read_bytes() for content in (b"1", b"2"))
    (tmp_path / "both.zip").write_bytes(first + second)
    assert "hidden before" in open_tree(tmp_path / "both.zip").reason
    one, other = (hand_in("tar", {"a.py": content}).read_bytes() for content in (b"1", b"2"))
    (tmp_path / "both.tar").write_bytes(one + other)
    assert "damaged" in open_tree(tmp_path / "both.tar").reason


def test_an_archive_of_archives_is_opened_once(hand_in):
    """A class's download holds learners' archives; a learner's archive holds answers."""
    inner = hand_in("zip", {"a.py": b"1"})
    middle = hand_in("tar.gz", {"inner.zip": inner.read_bytes()})
    outer = opened(hand_in("zip", {"middle.tgz": middle.read_bytes()}))
    opened_middle = open_nested(outer, "middle.tgz")
    assert isinstance(opened_middle, Tree)
    assert "inside an archive inside an archive" in open_nested(opened_middle, "inner.zip").reason


def test_packed_tars_are_capped_while_they_grow(tmp_path):
    """A stream has no list of members to judge by: unpacking stops at the cap."""
    for mode in ("w:gz", "w:bz2", "w:xz"):
        path = tmp_path / f"bomb.{mode[2:]}"
        with tarfile.open(path, mode) as archive:
            member = tarfile.TarInfo("a.py")
            member.size = 20 << 20
            archive.addfile(member, _Zeros())
        assert path.stat().st_size < 1 << 18
        assert "would grow" in open_tree(path).reason


class _Zeros:
    def read(self, size):
        return bytes(size)


STRANGE_ZIP = {
    "link": (lambda m: setattr(m, "external_attr", (stat.S_IFLNK | 0o777) << 16), "symbolic link"),
    "pipe": (lambda m: setattr(m, "external_attr", (stat.S_IFIFO | 0o777) << 16), "pipe"),
    "locked": (lambda m: setattr(m, "flag_bits", m.flag_bits | 1), "encrypted"),
    "lzma": (lambda m: setattr(m, "compress_type", zipfile.ZIP_LZMA), "unusual"),
}


@pytest.mark.parametrize(("edit", "reason"), STRANGE_ZIP.values(), ids=STRANGE_ZIP)
def test_strange_members_of_a_zip_are_refused_and_the_rest_is_taken(tmp_path, edit, reason):
    """One odd member does not cost the others."""
    tree = opened(edited(tmp_path / "odd.zip", lambda a: edit(a.filelist[0]), a=b"odd", b=b"good"))
    assert reason in reasons(tree)["a.py"]
    problem = tree.read(PurePosixPath("a.py"))
    assert reason in problem.reason
    assert not problem.missing
    assert tree.read(PurePosixPath("b.py")) == b"good"


STRANGE_TAR = {
    "link": (tarfile.SYMTYPE, "symbolic link"),
    "hard link": (tarfile.LNKTYPE, "hard link"),
    "pipe": (tarfile.FIFOTYPE, "not an ordinary file"),
    "device": (tarfile.CHRTYPE, "not an ordinary file"),
    "holes": (tarfile.GNUTYPE_SPARSE, "not an ordinary file"),
}


@pytest.mark.parametrize(("type_", "reason"), STRANGE_TAR.values(), ids=STRANGE_TAR)
def test_strange_members_of_a_tar_are_refused_and_the_rest_is_taken(tmp_path, type_, reason):
    """Links inside an archive point outside as easily as inside."""
    with tarfile.open(tmp_path / "odd.tar", "w") as archive:
        odd = tarfile.TarInfo("a.py")
        odd.type, odd.linkname = type_, "/etc/passwd"
        archive.addfile(odd)
        archive.addfile(tarfile.TarInfo("b.py"))
    tree = opened(tmp_path / "odd.tar")
    assert reason in reasons(tree)["a.py"]
    assert tree.read(PurePosixPath("b.py")) == b""


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicates_count_for_neither(tmp_path):
    """A person who unpacks sees the last, a grader the first: nobody should have to know."""
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        for content in (b"1", b"2", b"3"):
            archive.writestr("a.py", content)
        archive.writestr("b", b"a file")
        archive.writestr("b/c.py", b"in a folder of that name")
    tree = opened(tmp_path / "twice.zip")
    assert set(reasons(tree)) == {"a.py", "b"}
    assert tree.names() == ()


def test_headers_that_claim_too_much_are_not_believed(tmp_path):
    """Lengths in headers are claims: neither gigabytes are read for them, nor is anything read backwards."""
    member = tarfile.TarInfo("x" * 300)
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    for size, name in (((8 << 30) - 512, "huge"), (-512, "negative")):
        field = size.to_bytes(12, "big", signed=True)
        header[124:136] = bytes([field[0] | 0x80]) + field[1:]
        header[148:156] = b" " * 8
        header[148:156] = f"{sum(header[:512]):06o}\0 ".encode()
        path = tmp_path / f"{name}.tar"
        path.write_bytes(bytes(header) + bytes(10240))
        assert isinstance(open_tree(path), Problem)


# --- names
FAULTS = {
    "/etc/x.py": "absolute", "C:/x.py": "absolute", "./c:x.py": "absolute", "a/../../x.py": "lead out",
    "a\0.py": "NUL", "a\ud800.py": "not UTF-8", "a\n.py": "control", "a\u202e.py": "bidirectional", "x" * 256: "too long",
    "a/" * 600 + "x": "too long", "a/" * 9 + "x": "deep", "": "no name", ".": "no name",
}  # fmt: skip


@pytest.mark.parametrize(("name", "reason"), FAULTS.items(), ids=map(ascii, FAULTS))
def test_names_at_fault_are_refused_with_the_reason(name, reason):
    """Wherever a name could mean another place, or look like another name."""
    assert reason in fault_of(name, SUBMISSION)
    if reason not in ("control", "bidirectional"):
        assert reason in (fault_of(name, CLASS) or "deep")


def test_learners_are_called_what_they_are_called():
    """A class's folders may bear names that no script would: they are data, and escaped wherever they are shown."""
    for name in ("Ann\nLee", "\u200fעדה", 'O\'Neil, "Bob"', "=cmd", "-rf", "Émilie", "名前"):
        assert fault_of(f"{name}/x.py", CLASS) is None


def test_names_that_differ_by_case_or_normalisation_alone_count_for_neither(kind, hand_in):
    """On some machines there is one file, on others two."""
    files = {"c/A.py": b"1", "c/a.py": b"2", "c/e\u0301.py": b"3", "c/\xe9.py": b"4", "c/b.py": b"5"}
    tree = opened(hand_in(kind, files))
    for name in list(files)[:4]:
        assert "one file on some machines" in tree.read(PurePosixPath(name)).reason
    assert tree.read(PurePosixPath("c/b.py")) == b"5"


def test_names_that_are_nearly_right_are_found():
    """What browsers and editors make of a name is recognised, to be told, not to be graded."""
    files = ("notes.py", "Dense-Backward (1).py")
    assert near("dense_backward", files) == "Dense-Backward (1).py"
    assert near("dense_backward", ("dense_backward.py.txt",)) == "dense_backward.py.txt"
    assert near("gd_1d", ("gd_nd.py", "gd.py")) is None


def test_the_checkout_is_read_without_following_anything():
    """The course's own solutions pass through intake as anybody's work does."""
    solutions = Path(__file__).parents[3] / "solutions"
    tree = opened(solutions)
    assert tree.refused == ()
    assert isinstance(tree.read(PurePosixPath("chapter10/dense_backward.py")), bytes)


# --- tar headers
TAR_NAMES = st.lists(
    st.text("abé_- .", min_size=1, max_size=90).filter(lambda part: part.strip(" .")), min_size=1, max_size=3
).map("/".join)


@OURS
@given(
    names=st.sets(TAR_NAMES, max_size=5),
    mode=st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
)
def test_tar_headers_are_read_as_the_standard_library_writes_them(names, mode):
    """Long names, prefixes, extended headers, folders and links: in all three formats."""
    content = io.BytesIO()
    written = []
    with tarfile.open(fileobj=content, mode="w", format=mode, encoding="utf-8") as archive:
        for i, name in enumerate(sorted(names)):
            member = tarfile.TarInfo(name)
            member.size = 600 * i if i % 3 == 0 else 0
            member.pax_headers = {"comment": "é" * 300}
            member.type = [tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE][i % 3]
            with contextlib.suppress(ValueError):  # what ustar has no room for
                archive.addfile(member, io.BytesIO(b"x" * member.size))
                written.append(member)
    content.seek(0)
    with tarfile.open(fileobj=content) as archive:
        expected = [(one.name, one.offset_data) for one in archive]
    assert [(one.name.rstrip("/"), one.start) for one in members(Window(content), 1000)] == expected
    assert len(expected) == len(written)


def extended(records, type_=b"x"):
    """Return a tar archive with one extended header before an empty file."""
    header = tarfile.TarInfo("extended")
    header.type, header.size = type_, len(records)
    blocks = header.tobuf(tarfile.USTAR_FORMAT) + records + bytes(-len(records) % 512)
    return blocks + tarfile.TarInfo("a.py").tobuf() + bytes(1024)


PAX = {
    "lengths that lie": b"30 path=b.py\n",
    "no length": b"path=b.py\n",
    "a length below the record": b"2 path=b.py\n",
    "no value": b"8 path\n",
    "digits without end": b"1" * 9000,
    "a size below zero": b"11 size=-5\n",
    "a size beyond the archive": b"19 size=1234567890\n",
    "too long": b"100007 path=" + b"x" * 99994 + b"\n",
}


@pytest.mark.parametrize("records", PAX.values(), ids=PAX)
def test_extended_headers_that_make_no_sense_are_damage(tmp_path, records):
    """They are what makes other readers slow, or go in circles."""
    (tmp_path / "work.tar").write_bytes(extended(records))
    assert "damaged" in open_tree(tmp_path / "work.tar").reason


def test_an_extended_header_is_the_next_members_alone(tmp_path):
    """A name from pax counts for one member; a global header, as `git archive` writes it, for none."""
    (tmp_path / "work.tar").write_bytes(extended(b"13 path=b.py\n")[:-1024] + extended(b"13 path=c.py\n", b"g"))
    assert opened(tmp_path / "work.tar").names() == (PurePosixPath("a.py"), PurePosixPath("b.py"))


def test_many_extended_headers_take_no_time_to_speak_of(tmp_path):
    """4 MiB that keep other readers busy for a minute: if this test hangs, it has failed."""
    hostile = extended(b"1" * 8192)[:-1024] * 512
    (tmp_path / "work.tar").write_bytes(hostile + bytes(1024))
    assert isinstance(open_tree(tmp_path / "work.tar"), Problem)


def test_a_forgotten_archive_is_closed(hand_in):
    """Also if it is part of a cycle, as of a traceback and what it saw: its file is never closed by chance."""
    window = Window(hand_in("zip", FILES).open("rb"))
    window.itself = window
    file = weakref.ref(window._file)
    del window
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        gc.collect()
    assert file() is None
    assert told == []
