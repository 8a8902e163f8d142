"""What notebooks show things with can be imported behind the wall, and shows nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Wall, Worker


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Wall() as wall:
        worker = wall.worker()
        yield worker
        worker.close()


NOTEBOOKS = {
    "a plot": """
import matplotlib.pyplot as plt
plt.style.use("ggplot")
plt.rcParams["figure.figsize"] = (4, 3)
line, = plt.plot([1, 2], [3, 4], "o-", label="loss")
line.set_color("red")
plt.title("Loss"); plt.legend(); plt.show()
""",
    "axes": """
from matplotlib import pyplot as plt, cm
fig, ax = plt.subplots(figsize=(4, 3))
ax.imshow([[0]], cmap=cm.viridis)
fig, axes = plt.subplots(2, 3)
for i, axis in enumerate(axes.flat):
    axis.set_title(i)
axes[1, 2].grid(True)
fig, (left, right) = plt.subplots(1, 2)
counts, bins, patches = plt.hist([1, 2])
with plt.xkcd():
    fig.savefig("loss.png")
""",
    "a table": """
from IPython.display import display, clear_output, HTML
import IPython
display(HTML("<b>1</b>")); clear_output(wait=True); IPython.display.display(1)
""",
    "display alone": "display([1, 2])",
    "seaborn": "import seaborn as sns\nsns.set_theme()\nsns.heatmap([[1]], annot=True).set(title='x')",
    "progress": """
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
assert list(tqdm([1, 2, 3], desc="x")) == [1, 2, 3]
assert list(trange(1, 4)) == [1, 2, 3] and len(auto(range(5))) == 5
bar = tqdm(range(2))
for i in bar:
    bar.set_description(f"{i}"); bar.update()
with tqdm(total=10) as bar:
    bar.update(3)
import tqdm.notebook
assert [x for x in tqdm.notebook.tqdm((1,))] == [1]
""",
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_does_nothing(worker: Worker, name: str) -> None:
    """What a learner wrote to look at things does not stand in the way of what is asked for."""
    request = wire.encode(wire.Load(1, NOTEBOOKS[name], "answer.py", []))
    message = wire.decode_reply(worker.exchange(request, seconds=20, data_cap=0).header)
    assert isinstance(message, wire.Loaded), message
    assert message.failed == []
    assert not worker.output().stdout
