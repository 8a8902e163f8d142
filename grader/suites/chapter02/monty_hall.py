"""Checks, known bugs and variants of chapter02/monty_hall."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("opened", "switched"),
    minutes=20,
    requires=("chapter01/train_test_split_indices", "chapter02/total_probability"),
    hints=(
        "Play by hand: you pick 0. Which doors may be opened if the car is behind 1, behind 2, behind 0?",
        "The doors sum to 3. If pick and car differ, the host opens 3 − car − pick; the door that is left is found alike.",
        "If they are equal, he opens (pick + 1) % 3 or (pick + 2) % 3. rng.integers(2, size=N) tosses a coin for each game.",
        "np.where(car == pick, …, …) puts both together.",
    ),
)


@cases("N", 9, 30, 1, 4, 360)
def games(rng, N):
    """Games of both kinds, if there are several; in the longest row, each of the nine kinds 40 times."""
    if N == 360:
        car, pick = rng.permutation(np.repeat(np.indices((3, 3)).reshape(2, 9), 40, axis=1), axis=1)
    else:
        car, pick = rng.integers(3, size=(2, N))
    pick[-1] = car[-1]
    pick[0] = (car[0] + rng.integers(1, 3)) % 3
    return {"car": car, "pick": pick, "rng": np.random.default_rng(int(rng.integers(2**31)))}


shapes = shaped("Two arrays of integers come back, with a door for each game.", games)


@check(points=2)
def goats(student, games):
    """The host opens a door, neither the one with the car nor the one picked."""
    for case, (opened, _) in student.monty_hall.on(games):
        for door, what in ((case.pick, "the door that the player picked"), (case.car, "the door with the car")):
            if np.any(opened == door):
                fail(f"In {np.sum(opened == door)} of {len(door)} games the host opens {what}.", case)
        wrong = case.pick != case.car
        only = (3 - case.car - case.pick)[wrong]
        assert_close(opened[wrong], only, names=("opened, where pick and car differ",), where=case)
        if np.any((opened < 0) | (opened > 2)):
            fail("What is opened is no door: 0, 1 or 2.", case)


@check(points=1)
def third(student, games):
    """Who switches gets the door that is neither picked nor opened, and wins if the first pick was wrong."""
    for case, (opened, switched) in student.monty_hall.on(games):
        for door, what in ((case.pick, "the one picked"), (opened, "the one that the host has opened")):
            if np.any(switched == door):
                fail(f"In {np.sum(switched == door)} of {len(opened)} games the door to switch to is {what}.", case)
        assert_close(switched, 3 - case.pick - opened, names=("switched",), where=case)
        wins, wrong = (switched == case.car).astype(int), (case.pick != case.car).astype(int)
        assert_law("switched = car exactly where pick ≠ car", wins, wrong, what="switched", where=case)


def lower_goats(student, car, seed, calls=1):
    """Return, for games in which the car was picked, where the lower of the two goats was opened: (calls, N) bools."""

    def play(m):
        rng = constant(m, np.random.default_rng(seed))
        return [m.monty_hall(car, car, rng)[0] for _ in range(calls)]

    found = student.run(play)
    assert_shapes(found, [car] * calls, names=("opened",) * calls)
    return np.stack(found) == np.where(car == 0, 1, 0)


@check(points=1, kind="random", needs=[goats])
def anew(student, rng):
    """The next games are others, and so are those of another Generator."""
    # 60 coins: that they fall alike by chance happens once in 1e18. Whoever knows two ways only repeats one in three.
    car, seed, another = rng.integers(3, size=60), *(int(s) for s in rng.choice(2**31, size=2, replace=False))
    found = lower_goats(student, car, seed, calls=3)
    (other,) = lower_goats(student, car, another)
    if len(np.unique(found, axis=0)) < len(found):
        fail("With one Generator, the host opened the same doors again in 60 games.", "N=60")
    if np.array_equal(found[0], other):
        fail("With two Generators in different states, the host opened the same doors in 60 games.", "N=60")


@check(points=1, kind="random", needs=[anew])
def fair(student, rng):
    """If the player has picked the car, the host opens each of the two goats equally often, for each car."""
    each = 3000
    car = rng.permutation(np.repeat(np.arange(3), each))
    (lower,) = lower_goats(student, car, int(rng.integers(2**31)))
    for door, count in enumerate(np.bincount(car[lower], minlength=3)):
        what = f"games in which the lower goat is opened, with the car behind door {door}"
        where = f"{3 * each} games in which pick = car"
        check_frequencies(int(count), each, 0.5, sees=0.25, alpha=3e-7, what=what, where=where)


@check(points=1, kind="random", needs=[fair])
def independent(student, rng):
    """What he opened in one game says nothing about the next."""
    pairs = 3000
    car = np.repeat(rng.integers(3, size=pairs), 2)
    (lower,) = lower_goats(student, car, int(rng.integers(2**31)))
    same = int(np.sum(lower[::2] == lower[1::2]))
    what = "pairs of games in which he does the same twice"
    check_frequencies(same, pairs, 0.5, sees=0.25, what=what, where=f"{2 * pairs} games in which pick = car")


hygiene = hygiene_of(games, seeded=True, needs=[goats, third])

COIN, OPENED = "coin = rng.integers(2, size=len(car))", "np.where(car == pick, (pick + 1 + coin) % 3, 3 - car - pick)"
EITHER, SWITCHED = "(pick + 1 + coin) % 3", "return opened, 3 - pick - opened"

VARYING = {"anew": "With one order of doors for all games, there are few ways to open them: one may come again."}
BUGS = [
    patch(
        "the host opens the lower of two goats whenever he can",
        {EITHER: "np.where(pick == 0, 1, 0)"},
        hint="With two goats to choose from, each is opened with 1/2: toss a coin.",
    ),
    patch(
        "the host opens the higher of two goats whenever he can",
        {EITHER: "np.where(pick == 2, 1, 2)"},
        hint="With two goats to choose from, each is opened with 1/2: toss a coin.",
    ),
    patch(
        "the host opens the next door on the right whenever he can",
        {EITHER: "(pick + 1) % 3"},
        hint="With two goats to choose from, each is opened with 1/2: toss a coin.",
    ),
    patch(
        "the host opens one of two goats more often",
        {COIN: "coin = (rng.random(len(car)) < 1 / 3).astype(int)"},
        hint="With two goats to choose from, each is opened with 1/2.",
    ),
    patch(
        "one coin is tossed for all games",
        {COIN: "coin = rng.integers(2)"},
        hint="In every game anew: size=N.",
    ),
    patch(
        "the host opens one goat and the other in turn",
        {COIN: "coin = (np.arange(len(car)) + rng.integers(2)) % 2"},
        hint="Whatever he did before: a coin for each game, not the game's number.",
    ),
    patch(
        "games are tossed for in pairs",
        {COIN: "coin = np.repeat(rng.integers(2, size=len(car) // 2 + 1), 2)[: len(car)]"},
        hint="Each game has a coin of its own.",
    ),
    patch(
        "the coin decides by the lower door, and shows the car's side",
        {EITHER: "np.where(coin * (car != 1) == 0, np.where(pick == 0, 1, 0), np.where(pick == 2, 1, 2))"},
        hint="Wherever the car is, each of the two goats is opened with 1/2.",
    ),
    patch(
        "the host opens any door but the one picked, the car's as well",
        {OPENED: "(pick + 1 + coin) % 3"},
        hint="The host knows where the car is, and never opens that door.",
    ),
    patch(
        "the host opens any door but the car's, the one picked as well",
        {OPENED: "(car + 1 + coin) % 3"},
        hint="The door that was picked stays closed until the end.",
    ),
    patch(
        "the host opens the car's door",
        {"3 - car - pick": "car"},
        hint="Behind the door that the host opens stands a goat.",
    ),
    patch(
        "the host opens the door that was picked, if that is a goat",
        {"3 - car - pick": "pick"},
        hint="The door that was picked stays closed until the end.",
    ),
    patch(
        "opened and switched are exchanged",
        {SWITCHED: "return 3 - pick - opened, opened"},
        hint="The order is opened, switched.",
    ),
    patch(
        "the player stays",
        {SWITCHED: "return opened, pick + 0"},
        hint="switched is the door that one gets to by switching.",
    ),
    patch(
        "the player switches to the door that was opened",
        {SWITCHED: "return opened, opened + 0"},
        hint="Behind the open door is a goat. Take the third.",
    ),
    patch(
        "the player switches to the car",
        {SWITCHED: "return opened, car + 0"},
        hint="Who has picked the car loses by switching: take the third door, whatever is behind it.",
    ),
    patch(
        "the player picks one of the two other doors",
        {SWITCHED: "return opened, (pick + 1 + rng.integers(2, size=len(car))) % 3"},
        hint="One of the two others has been opened: the third is left.",
    ),
    patch(
        "who wins is returned, not the doors",
        {SWITCHED: "return opened, 3 - pick - opened == car"},
        hint="switched is a door: 0, 1 or 2.",
    ),
    patch(
        "doors are counted from 1",
        {SWITCHED: "return opened + 1, 3 - pick - opened + 1"},
        hint="Doors are 0, 1 and 2.",
    ),
    patch(
        "doors are floats",
        {SWITCHED: "return opened.astype(float), (3 - pick - opened).astype(float)"},
        hint="Doors are integers: int64.",
    ),
    patch(
        "all games are the same each time",
        {COIN: "coin = np.random.default_rng(0).integers(2, size=len(car))"},
        hint="A new Generator with a fixed seed starts over each time: draw from rng.",
    ),
    patch(
        "NumPy's global random state is used",
        {COIN: "np.random.seed(rng.integers(2**31)); coin = np.random.randint(2, size=len(car))"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "the first pick is overwritten",
        {SWITCHED: "pick[:] = 3 - pick - opened\n    return opened, pick.copy()"},
        hint="Whoever called still needs pick: make a new array.",
    ),
    patch(
        "the door behind the opened one is taken for the third",
        {"3 - pick - opened": "(opened + 1) % 3"},
        hint="It may be the one that was picked: the three numbers sum to 3.",
    ),
    patch(
        "with the car picked, the host draws among all three doors",
        {COIN: "coin = rng.integers(3, size=len(car)) - 1"},
        hint="The door that was picked stays closed: he has two to choose from.",
    ),
    patch(
        "the distance of car and pick is taken for the third door",
        {"3 - car - pick": "np.abs(car - pick)"},
        hint="|2 − 1| is 1, which was picked or has the car: the three numbers sum to 3.",
    ),
    patch(
        "the doors are taken to sum to 6",
        {"3 - car - pick": "6 - car - pick", "3 - pick - opened": "6 - pick - opened"},
        hint="1 + 2 + 3 is 6; doors are 0, 1 and 2, which sum to 3.",
    ),
    patch(
        "who has picked the car switches to the door that was opened",
        {SWITCHED: "return opened, np.where(car == pick, opened, car)"},
        hint="Behind the open door is a goat, and it is open. Take the third, whatever is behind it.",
    ),
    patch(
        "the host opens the door that was picked, where a coin has shown him the car's",
        {
            OPENED: "np.where((pick + 1 + coin) % 3 == car, pick, (pick + 1 + coin) % 3)",
        },
        hint="If one of the two other doors has the car, he opens the other one of the two.",
    ),
    patch(
        "the player switches or stays by chance",
        {SWITCHED: "return opened, np.where(rng.random(len(car)) < 0.5, pick, 3 - pick - opened)"},
        hint="switched is the door that one gets to by switching, in every game.",
    ),
    patch(
        "the player switches to the lowest door that was not picked",
        {SWITCHED: "return opened, np.where(pick == 0, 1, 0)"},
        hint="That door may have been opened: the three numbers sum to 3.",
    ),
    patch(
        "opened is another name for pick, and is written to",
        {f"opened: Doors = {OPENED}": f"opened = pick\n    opened[:] = {OPENED}"},
        hint="`opened = pick` makes no copy: what is written to one shows in the other.",
    ),
    patch(
        "the host has one order of doors for all games",
        {
            COIN: "order = rng.permutation(3)",
            OPENED: ("np.array([next(d for d in order if d not in (c, p)) for c, p in zip(car, pick, strict=True)])"),
        },
        hint="In every game anew: shuffle, or toss a coin, for each of them.",
    ),
    patch(
        "only in the first game in which the car was picked a coin is tossed",
        {
            COIN: "first = np.argmax(car == pick)",
            OPENED: (
                "np.where((np.arange(len(car)) == first) & (car == pick),"
                " (pick + 1 + rng.integers(2)) % 3, 3 - car - pick)"
            ),
        },
        hint="np.argmax of a mask is the first True alone: np.where(car == pick, …, …) goes through all games.",
    ),
    patch(
        "the Generator is copied before coins are tossed",
        {
            COIN: "coin = copy.deepcopy(rng).integers(2, size=len(car))",
            "import numpy as np": "import copy\n\nimport numpy as np",
        },
        hint="A copy starts from the same state in the next call: draw from rng itself, which moves on.",
    ),
]


@bug(
    "the next door is opened in place of one that may not be",
    hint="With two goats to choose from, the door that may not be opened hands its third to one of them: draw among two.",
)
def next_door(car, pick, rng):
    opened = rng.integers(3, size=len(car))
    for _ in range(2):
        opened = np.where((opened == car) | (opened == pick), (opened + 1) % 3, opened)
    return opened, 3 - pick - opened


EQUIVALENT = {
    "monty_hall: rng.integers(2, size=len(car)) → rng.integers(2.02, size=len(car))": "2.02 is cut to 2",
    "monty_hall: pick + 1 → car + 1": "it is used where pick and car are equal",
}


@bug(
    "a door that may not be opened is drawn again once, and no more",
    hint="The second draw may be wrong as well: draw among the doors that may be opened, or go on until all may.",
)
def drawn_twice(car, pick, rng):
    opened = rng.integers(3, size=len(car))
    bad = (opened == car) | (opened == pick)
    opened[bad] = rng.integers(3, size=np.sum(bad))
    return opened, 3 - pick - opened


@variant
def game_by_game(car, pick, rng):
    opened, switched = [], []
    for c, p in zip(car.tolist(), pick.tolist(), strict=True):
        goats = [door for door in (0, 1, 2) if door not in (c, p)]
        host = goats[int(rng.random() * len(goats))]
        opened.append(host)
        switched.append(next(door for door in (0, 1, 2) if door not in (p, host)))
    return np.array(opened), np.array(switched)


@variant
def drawn_again(car, pick, rng):
    """The host draws doors until all of them can be opened."""
    opened = rng.integers(3, size=car.shape)
    while np.any(bad := (opened == car) | (opened == pick)):
        opened[bad] = rng.integers(3, size=np.sum(bad))
    return opened, 3 - opened - pick


@variant
def highest_number_wins(car, pick, rng):
    """Each door gets a random number; of those that may be opened, the highest is."""
    numbers = rng.random((len(car), 3))
    games = np.arange(len(car))
    numbers[games, car] = numbers[games, pick] = -1.0
    opened = np.argmax(numbers, axis=1)
    closed = np.ones((len(car), 3), dtype=bool)
    closed[games, pick] = closed[games, opened] = False
    return opened, np.nonzero(closed)[1]


@variant
def looked_up(car, pick, rng):
    hosts = np.array([[[1, 2], [2, 2], [1, 1]], [[2, 2], [0, 2], [0, 0]], [[1, 1], [0, 0], [0, 1]]])
    opened = hosts[car, pick, (rng.random(len(car)) < 0.5).astype(int)]
    return opened, (6 - opened - pick) % 3
