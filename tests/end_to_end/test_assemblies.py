"""Networks put together from a learner's own answers train inside the grader."""

import shutil

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
ASSEMBLIES = {
    "chapter03/iris_naive_bayes": "chapter03/bayes_sequential",
    "chapter06/iris_pca": "chapter06/pca",
    "chapter09/digits_cnn": "chapter09/max_pool_forward",
    "chapter11/digits_mlp": "chapter10/backprop_mlp",
    "chapter13/iris_values": "chapter13/value_reverse",
}


@pytest.fixture
def work(tmp_path):
    """A learner's folder, with right answers in seven chapters."""
    folder = tmp_path / "work"
    for chapter in ("chapter01", "chapter03", "chapter06", "chapter09", "chapter10", "chapter11", "chapter13"):
        shutil.copytree(COURSE.solutions / chapter, folder / chapter)
    return folder


def another_way(part):
    suite = Suite.load(COURSE, part)
    return suite.variants[0].source(suite.solution.text)


def with_bug(part, label):
    suite = Suite.load(COURSE, part)
    (bug,) = (bug for bug in suite.bugs if bug.label == label)
    return bug.source(suite.solution.text)


@pytest.mark.parametrize(("assembly", "part"), ASSEMBLIES.items())
def test_right_parts_train_a_right_network(mdl_grade, work, assembly, part):
    """Also with one part written in another way, and with the learner's copy of the program gone or spoilt."""
    (work / f"{part}.py").write_text(another_way(part))
    (work / f"{assembly}.py").write_text("raise SystemExit\n")
    done = mdl_grade(assembly, work, "--report", "-", "--seed", 3)
    assert done.code == 0, done.out
    assert done.exercise["status"] == "passed"
    assert done.exercise["points"] == done.exercise["max_points"] > 0


@pytest.mark.parametrize(
    ("assembly", "part", "label"),
    [
        ("chapter03/iris_naive_bayes", "chapter01/confusion_matrix", "counts are floats"),
        ("chapter03/iris_naive_bayes", "chapter03/pmf_moments", "the variance is corrected for a sample"),
        ("chapter06/iris_pca", "chapter06/covariance_matrix", "the means stay"),
        ("chapter06/iris_pca", "chapter06/pseudoinverse", "the result is transposed"),
        ("chapter09/digits_cnn", "chapter09/max_pool_forward", "the mean is taken"),
        ("chapter09/digits_cnn", "chapter09/conv_output_shape", "the result is a float"),
        ("chapter09/digits_cnn", "chapter09/flatten_layer", "unflatten takes the first axis for the fastest"),
        ("chapter11/digits_mlp", "chapter11/minibatches", "samples are drawn with replacement"),
        ("chapter13/iris_values", "chapter13/value_reverse", "exp hands back 1"),
    ],
)
def test_a_wrong_part_is_named(mdl_grade, work, assembly, part, label):
    """The report says which exercise to look at, and shows no other as wrong."""
    (work / f"{part}.py").write_text(with_bug(part, label))
    done = mdl_grade(assembly, work, "--report", "-")
    assert done.code == 1
    diagnoses = [check["diagnosis"] for check in done.exercise["checks"] if check["diagnosis"]]
    assert {tuple(diagnosis["labels"]) for diagnosis in diagnoses} == {(f"{part} is wrong",)}
    assert {diagnosis["source"] for diagnosis in diagnoses} == {"part"}


def test_a_right_part_that_answers_otherwise_is_not_named(mdl_grade, work):
    """Where many answers are right, another one is no fault: batches dealt in another order, beside a wrong part."""
    suite = Suite.load(COURSE, "chapter11/minibatches")
    (cards,) = (variant for variant in suite.variants if variant.label == "fisher_yates")
    (work / "chapter11" / "minibatches.py").write_text(cards.source(suite.solution.text))
    wrong = with_bug("chapter13/topological_order", "what is used comes behind what uses it")
    (work / "chapter13" / "topological_order.py").write_text(wrong)
    done = mdl_grade("chapter13/iris_values", work, "--report", "-")
    named = {
        check["id"]: tuple(check["diagnosis"]["labels"]) for check in done.exercise["checks"] if check["diagnosis"]
    }
    assert "partition" in named
    assert set(named.values()) == {("chapter13/topological_order is wrong",)}


def test_the_next_thing_to_do_is_the_part(mdl_grade, work):
    """There is nothing to write in an assembly: people are sent to the exercise that is wrong."""
    (work / "chapter09" / "relu.py").write_text(with_bug("chapter09/relu", "the absolute value is taken"))
    told = mdl_grade("chapter09/digits_cnn", work).out
    assert "Next:  chapter09/relu.py" in told
    assert "mdl-grade hint chapter09/relu" in told


def test_two_wrong_parts_are_both_named(mdl_grade, work):
    """One does not hide the other."""
    bugs = {"chapter09/relu": "the absolute value is taken", "chapter09/softmax_rows": "powers of 2 are taken"}
    for part, label in bugs.items():
        (work / f"{part}.py").write_text(with_bug(part, label))
    done = mdl_grade("chapter09/digits_cnn", work, "--report", "-")
    labels = {
        label for check in done.exercise["checks"] if check["diagnosis"] for label in check["diagnosis"]["labels"]
    }
    assert labels == {"chapter09/relu is wrong", "chapter09/softmax_rows is wrong"}


@pytest.mark.parametrize("lack", ["missing", "stub"])
def test_a_part_to_be_written_leaves_it_not_attempted(mdl_grade, work, lack):
    """Nothing is held against an assembly before its parts are there; it says for which it waits."""
    answer = work / "chapter10" / "backprop_mlp.py"
    answer.unlink() if lack == "missing" else shutil.copy(COURSE.stub("chapter10/backprop_mlp"), answer)
    done = mdl_grade("chapter11/digits_mlp", work, "--report", "-")
    assert done.code == 4
    assert done.exercise["status"] == "not_attempted"
    assert "chapter10/backprop_mlp" in done.exercise["checks"][0]["message"]


def test_a_line_in_a_part_is_shown_with_its_file(mdl_grade, work):
    """When a part raises, the message quotes the learner's own line."""
    (work / "chapter09" / "relu.py").write_text("def relu(Z):\n    return Z.clip(0, undefined)\n")
    done = mdl_grade("chapter09/digits_cnn", work, "--report", "-")
    message = done.exercise["checks"][0]["message"]
    assert "NameError" in message
    assert "line 2" in message
    assert "relu.py: return Z.clip(0, undefined)" in message


def test_a_part_that_is_no_python_is_an_error(mdl_grade, work):
    """And the file is named."""
    (work / "chapter09" / "relu.py").write_text("def relu(Z:\n")
    done = mdl_grade("chapter09/digits_cnn", work, "--report", "-")
    assert done.exercise["status"] == "error"
    assert "relu.py" in done.exercise["checks"][0]["message"]


def test_a_chapters_folder_finds_the_parts_beside_it(mdl_grade, work):
    """`mdl-grade chapter11 work/chapter11` sees work/chapter09 and work/chapter10."""
    done = mdl_grade("chapter11/digits_mlp", work / "chapter11", "--report", "-")
    assert done.exercise["status"] == "passed"


def test_official_seeds_see_every_part(mdl_grade, work, tmp_path):
    """The draws of an assembly depend on all files that it is made of."""
    secret = tmp_path / "secret"
    secret.write_text("x" * 32)
    words = ("chapter09/digits_cnn", work, "--report", "-", "--secret-file", secret, "--view", "instructor")
    digests = [mdl_grade(*words).exercise["file_digest"]]
    (work / "chapter09" / "relu.py").write_text(another_way("chapter09/relu"))
    done = mdl_grade(*words)
    assert done.exercise["status"] == "passed"
    assert done.exercise["file_digest"] not in digests
