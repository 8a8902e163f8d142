"""Checks, known bugs and variants of chapter22/replay_buffer."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    minutes=25,
    no_hygiene="a buffer lives by its state, and that it keeps copies is a check of its own",
    hints=(
        "What has to be dropped first? collections.deque(maxlen=capacity) drops it by itself.",
        "Store copies of s and s2: the caller may write the next state into the same array.",
        "rng.choice(len(self), batch, replace=False) gives numbers by age: 0 is the oldest.",
        "zip(*steps) turns a list of steps into five tuples, and np.array stacks each.",
    ),
)
PARTS = ("states", "actions", "rewards", "next states", "done")


def generator(rng, stored, batch, capacity):
    """Draw a Generator that gives another order by age, from all places, and with replacement."""
    while True:
        seed = int(rng.integers(2**31))
        fresh = [np.random.default_rng(seed) for _ in range(3)]
        numbers = fresh[0].choice(stored, batch, replace=False)
        again = fresh[1].choice(stored, batch, replace=True)
        sorted_ = np.array_equal(numbers, np.sort(numbers))
        if batch == 1 or (len(set(again.tolist())) < batch and not sorted_):
            return np.random.default_rng(seed)


@cases(
    "shape steps capacity batch", ((3,), 5, 8, 4), ((2, 2), 4, 4, 4), ((2,), 8, 3, 2), ((3,), 4, 1, 1), exact="s r s2"
)
def lives(rng, shape, steps, capacity, batch):
    """Each step differs from all others in all that is stored, but for done. Numbers have all their digits, to be kept."""
    done = rng.permutation(np.arange(steps) % 3 == 0)
    return {
        "capacity": capacity,
        "rng": generator(rng, min(steps, capacity), batch, capacity),
        "s": rng.normal(size=(steps, *shape)),
        "a": rng.permutation(steps),
        "r": rng.permutation(np.linspace(-3.0, 3.0, steps) + rng.uniform(-0.1, 0.1, size=steps)),
        "s2": rng.normal(size=(steps, *shape)),
        "done": done,
        "batch": batch,
    }


def filled(m, case, capacity=None, rng=None):
    """Return a buffer to which all steps of a case were added."""
    buffer = m.ReplayBuffer(capacity or case.capacity, case.rng if rng is None else rng)
    for s, a, r, s2, done in zip(case.s, case.a, case.r, case.s2, case.done, strict=True):
        buffer.add(s, int(a), float(r), s2, bool(done))
    return buffer


def named(batch):
    return dict(zip(PARTS, batch, strict=True))


def sampled(m, case):
    """Draw once from a buffer that has room for everything."""
    s, a, r, s2, done = filled(m, case, len(case.s) + 2).sample(case.batch)
    return {"states": s, "actions": a, "rewards": r, "next states": s2, "done": done}


def overwritten(m, case):
    """Draw from a buffer to which more was added than it holds, perhaps."""
    s, a, r, s2, done = filled(m, case).sample(case.batch)
    return {"states": s, "actions": a, "rewards": r, "next states": s2, "done": done}


def twice(m, case):
    """Draw, add a step, and draw again; then the caller draws."""
    rng = constant(m, case.rng)
    buffer = filled(m, case, rng=rng)
    _, first, _, _, _ = buffer.sample(case.batch)
    buffer.add(case.s[0], 99, 5.5, case.s2[0], True)
    _, second, _, _, _ = buffer.sample(case.batch)
    return {"first actions": first, "second actions": second, "what rng draws next": rng.random()}


def lengths(m, case):
    """Return the length before anything, and after each step."""
    buffer = m.ReplayBuffer(case.capacity, case.rng)
    found = [length(buffer)]
    for s, a, r, s2, done in zip(case.s, case.a, case.r, case.s2, case.done, strict=True):
        buffer.add(s, int(a), float(r), s2, bool(done))
        found.append(length(buffer))
    return found


def reused(m, case):
    """Write each state into the same two arrays."""
    buffer = m.ReplayBuffer(case.capacity, case.rng)
    s, s2 = constant(m, np.zeros(case.s.shape[1:])), constant(m, np.zeros(case.s.shape[1:]))
    for old, a, r, new, done in zip(case.s, case.a, case.r, case.s2, case.done, strict=True):
        s[...] = old
        s2[...] = new
        buffer.add(s, int(a), float(r), s2, bool(done))
    states, _, _, next_states, _ = buffer.sample(case.batch)
    return {"states": states, "next states": next_states}


def side_by_side(m, case):
    """Fill a buffer, and then another one with other steps, before the first is drawn from."""
    buffer, other = filled(m, case), m.ReplayBuffer(case.capacity, np.random.default_rng(0))
    for s, a, r, s2, done in zip(case.s2, case.a, case.r, case.s, case.done, strict=True):
        other.add(s, int(a) + 100, float(r), s2, bool(done))
    _, actions, rewards, _, _ = buffer.sample(case.batch)
    return {"length of the other": length(other), "length": length(buffer), "actions": actions, "rewards": rewards}


size = agrees("len counts what is stored, and never more than capacity.", lives, of=lengths, kind="state")
drawn = agrees(
    "As long as there is room, sample draws the steps that rng says, numbered from the oldest.",
    lives,
    of=sampled,
    exactly=True,
    points=2,
)
oldest = agrees(
    "When it is full, a new step takes the place of the oldest.",
    lives,
    of=overwritten,
    exactly=True,
    points=2,
    needs=[drawn],
)
goes_on = agrees(
    "The next minibatch is drawn anew, from the same rng, and knows of what came since.",
    lives,
    of=twice,
    exactly=True,
    kind="state",
    needs=[oldest],
)
copies = agrees(
    "What the caller does to arrays that were added does not change what is stored.",
    lives,
    of=reused,
    exactly=True,
    kind="state",
    needs=[oldest],
)
apart = agrees(
    "Buffers don't share what they store.", lives, of=side_by_side, exactly=True, kind="state", needs=[oldest]
)


@check(points=1, kind="error", needs=[drawn])
def too_few(student, lives):
    """More steps than are stored are refused with a ValueError, also where there would be room for them."""

    def asked(m, case):
        return filled(m, case, len(case.s) + 3).sample(len(case.s) + 1)

    for case in lives:
        raises(student, ValueError, asked, case, where=case)


KEEPS, CHOICE = "deque(maxlen=capacity)", "self._rng.choice(len(self._steps), batch, replace=False)"
APPEND = "self._steps.append((s.copy(), a, r, s2.copy(), done))"
BUGS = [
    patch(
        "when it is full, the newest step is overwritten",
        {APPEND: f"if len(self._steps) == self._steps.maxlen:\n            self._steps.pop()\n        {APPEND}"},
        hint="The oldest has to go.",
    ),
    patch(
        "when it is full, nothing is added any more",
        {APPEND: f"if len(self._steps) < self._steps.maxlen:\n            {APPEND}"},
        hint="The new step takes the place of the oldest.",
    ),
    patch(
        "when it is full, it is emptied",
        {APPEND: f"if len(self._steps) == self._steps.maxlen:\n            self._steps.clear()\n        {APPEND}"},
        hint="Only the oldest has to go.",
    ),
    patch("it grows without end", {KEEPS: "deque()"}, hint="No more than capacity steps: deque(maxlen=capacity)."),
    patch(
        "states are stored, and not copies of them",
        {APPEND: "self._steps.append((s, a, r, s2, done))"},
        hint="The caller may change its arrays: store s.copy() and s2.copy().",
    ),
    patch(
        "next states are stored, and not copies of them",
        {APPEND: "self._steps.append((s.copy(), a, r, s2, done))"},
        hint="Both states need a copy.",
    ),
    patch(
        "steps are drawn with replacement",
        {CHOICE: "self._rng.choice(len(self._steps), batch)"},
        hint="rng.choice draws with replacement unless it is told: replace=False.",
    ),
    patch(
        "if too few are stored, some are drawn several times",
        {CHOICE: "self._rng.choice(len(self._steps), batch, replace=batch > len(self._steps))"},
        hint="Too few: ValueError.",
    ),
    patch(
        "if too few are stored, all of them are returned",
        {CHOICE: "self._rng.choice(len(self._steps), min(batch, len(self._steps)), replace=False)"},
        hint="Too few: ValueError.",
    ),
    patch(
        "steps are numbered from the newest",
        {"self._steps[i] for i in drawn": "self._steps[len(self._steps) - 1 - i] for i in drawn"},
        hint="Number 0 is the oldest.",
    ),
    patch(
        "a minibatch of one step has no axis for it",
        {
            "return np.array(s), np.array(a)": "if batch == 1:\n            return s[0], np.array(a), np.array(r), s2[0], np.array(done)\n"
            "        return np.array(s), np.array(a)"
        },
        hint="states are (batch, …), also if batch is 1.",
    ),
    patch(
        "rows are in the order of age", {"for i in drawn)": "for i in sorted(drawn))"}, hint="In the order of the draw."
    ),
    patch(
        "it draws from a copy of rng, and the caller draws the same numbers again",
        {"self._rng = rng": "import copy\n\n        self._rng = copy.deepcopy(rng)"},
        hint="Keep rng itself: what was drawn from it is gone.",
    ),
    patch(
        "the newest steps are taken, and nothing is drawn",
        {CHOICE: "range(len(self._steps) - batch, len(self._steps))"},
        hint="At random: rng.choice.",
    ),
    patch(
        "state and next state change places",
        {"np.array(s), np.array(a), np.array(r), np.array(s2)": "np.array(s2), np.array(a), np.array(r), np.array(s)"},
        hint="states, actions, rewards, next states, done.",
    ),
    patch(
        "all buffers share one memory",
        {f"self._steps: deque[tuple[Array, int, float, Array, bool]] = {KEEPS}": f"type(self)._steps = {KEEPS}"},
        hint="What is kept on the class belongs to all: keep it on self.",
    ),
    patch(
        "every minibatch is drawn from the same numbers: of a copy of rng",
        {CHOICE: f"__import__('copy').deepcopy(self._rng){CHOICE.removeprefix('self._rng')}"},
        hint="Draw from the rng that was handed over.",
    ),
]


@bug("places of a ring are numbered, not ages", hint="Once the ring has turned, the oldest is not at place 0.")
class ReplayBuffer:
    def __init__(self, capacity, rng):
        self.capacity, self.rng, self.steps, self.added = capacity, rng, [], 0

    def __len__(self):
        return len(self.steps)

    def add(self, s, a, r, s2, done):
        step = (s.copy(), a, r, s2.copy(), done)
        if len(self.steps) < self.capacity:
            self.steps.append(step)
        else:
            self.steps[self.added % self.capacity] = step
        self.added += 1

    def sample(self, batch):
        steps = [self.steps[i] for i in self.rng.choice(len(self.steps), batch, replace=False)]
        return tuple(np.array(part) for part in zip(*steps, strict=True))


@variant
class RingOfArrays:
    def __init__(self, capacity, rng):
        self.capacity, self.rng, self.added = capacity, rng, 0
        self.arrays = None

    def __len__(self):
        return min(self.added, self.capacity)

    def add(self, s, a, r, s2, done):
        step = (np.asarray(s), np.asarray(a), np.asarray(r), np.asarray(s2), np.asarray(done))
        if self.arrays is None:
            self.arrays = tuple(np.zeros((self.capacity, *part.shape), part.dtype) for part in step)
        for array, part in zip(self.arrays, step, strict=True):
            array[self.added % self.capacity] = part
        self.added += 1

    def sample(self, batch):
        if batch > len(self):
            raise ValueError("too few steps")
        oldest = self.added - len(self)
        places = (oldest + self.rng.choice(len(self), batch, replace=False)) % self.capacity
        return tuple(array[places] for array in self.arrays)


@variant
class ListOfSteps:
    def __init__(self, capacity, rng):
        self.capacity = capacity
        self.rng = rng
        self.memory = []

    def __len__(self):
        return len(self.memory)

    def add(self, s, a, r, s2, done):
        self.memory = [*self.memory, [np.array(s), a, r, np.array(s2), done]][-self.capacity :]

    def sample(self, batch):
        if len(self.memory) < batch:
            raise ValueError(f"{batch} steps of {len(self.memory)}")
        chosen = [self.memory[i] for i in self.rng.choice(len(self.memory), size=batch, replace=False)]
        return tuple(np.stack([step[k] for step in chosen]) for k in range(5))
