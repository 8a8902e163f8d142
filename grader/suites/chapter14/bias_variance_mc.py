"""Checks, known bugs and variants of chapter14/bias_variance_mc."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("bias2", "variance", "error"),
    minutes=25,
    hints=(
        "Collect the predictions in a table, a row for each repetition and a column for each place.",
        "Means over the repetitions are means along axis 0; those over the places come last.",
        "np.var divides by the number of rows unless ddof says otherwise. For the bias, average first, then subtract f_test, "
        "then square.",
    ),
    no_hygiene="What its callbacks draw from the Generator is theirs to do; the arrays go through to them.",
)


def constant_fit(x, y):
    return np.mean(y)


def constant_predict(model, x):
    return np.full(len(x), model)


def line_fit(x, y):
    slope = np.sum((x - np.mean(x)) * (y - np.mean(y))) / np.sum((x - np.mean(x)) ** 2)
    return {"slope": slope, "level": np.mean(y) - slope * np.mean(x)}


def line_predict(model, x):
    return model["slope"] * x + model["level"]


def cubic_fit(x, y):
    return np.linalg.lstsq(np.vander(x, 4), y, rcond=None)[0]


def cubic_predict(model, x):
    return np.polyval(model, x)


class Diary:
    """Functions that write down in which order they are called."""

    def __init__(self, sampler, fit, predict):
        self.sampler, self.fit, self.predict, self.pages = sampler, fit, predict, []

    def sampled(self, rng):
        self.pages.append("sampler")
        return self.sampler(rng)

    def fitted(self, x, y):
        self.pages.append("fit")
        return self.fit(x, y)

    def predicted(self, model, x):
        self.pages.append("predict")
        return self.predict(model, x)


MODELS = {
    "constant": (constant_fit, constant_predict),
    "line": (line_fit, line_predict),
    "cubic": (cubic_fit, cubic_predict),
}


def bent(bend, noise, N, slope=1.0):
    """Return what draws data of y = slope x + bend x² and noise."""

    def sampler(rng):
        x = np.linspace(-1.0, 1.0, N)
        return x, slope * x + bend * x**2 + noise * rng.normal(size=N)

    return sampler


@cases("model M reps", ("constant", 5, 3), ("line", 4, 4), ("cubic", 6, 5), ("line", 1, 7))
def worlds(rng, model, M, reps):
    """Few repetitions, so that one more below the line would be seen; errors of both signs."""
    fit, predict = MODELS[model]
    bend, noise, x_test = rng.uniform(1.5, 3.0), rng.uniform(0.5, 1.0), np.linspace(-1.4, 1.2, M)
    return {
        "fit": fit,
        "predict": predict,
        "sampler": bent(bend, noise, 9),
        "x_test": x_test,
        "f_test": x_test + bend * x_test**2,
        "reps": reps,
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


@cases("model", "line", "constant")
def once(rng, model):
    """A single repetition: there is no variance."""
    fit, predict = MODELS[model]
    x_test = rng.uniform(-1.0, 1.0, size=4)
    draws = np.random.default_rng(int(rng.integers(2**31)))
    f_test = x_test + 2.0 * x_test**2
    return {"fit": fit, "predict": predict, "sampler": bent(2.0, 0.7, 8), "x_test": x_test, "f_test": f_test} | {
        "reps": 1,
        "rng": draws,
    }


@cases("model unit", ("constant", 1e-9), ("line", 1e9), exact=True)
def units(rng, model, unit):
    """Data in another unit."""
    fit, predict = MODELS[model]
    bend, x_test = unit * rng.uniform(1.5, 3.0), rng.uniform(-1.4, 1.2, size=4)
    return {
        "fit": fit,
        "predict": predict,
        "sampler": bent(bend, 0.5 * unit, 9, unit),
        "x_test": x_test,
        "f_test": unit * x_test + bend * x_test**2,
        "reps": 4,
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


shapes = shaped("Three numbers come back.", worlds)
bias = agrees("The bias is that of the mean prediction, squared place by place.", worlds, only=["bias2"], points=2)
variance = agrees("The variance is that of the predictions at a place, divided by reps.", worlds, only=["variance"])
error = agrees("The error is the mean square of what is missing to the truth.", worlds, only=["error"])
single = agrees("With one repetition all is bias.", once, needs=[bias, variance, error], scale=lambda case: 10.0)

other_units = agrees("Data may be of any size.", units, by="entry", needs=[bias, variance, error])


@check(points=1, kind="property")
def adds_up(student, worlds):
    """Error = bias² + variance, exactly."""
    for case, (bias2, variance, error) in student.bias_variance_mc.on(worlds):
        assert_law("error = bias² + variance", float(error), float(bias2) + float(variance), rtol=1e-10, where=case)
        if not variance > 0:
            fail("The variance is 0, though the data sets differ.", case)


@check(points=1, kind="state", needs=[shapes])
def economy(student, worlds):
    """For each repetition, one after another, one data set is drawn, and one model fitted."""

    def counts(m, case):
        sampler, fit = counted(m, case.sampler), counted(m, case.fit)
        m.bias_variance_mc(fit, case.predict, sampler, case.x_test, case.f_test, case.reps, case.rng)
        return calls(sampler), calls(fit)

    def diary(m, case):
        one = constant(m, Diary(case.sampler, case.fit, case.predict))
        m.bias_variance_mc(one.fitted, one.predicted, one.sampled, case.x_test, case.f_test, case.reps, case.rng)
        return one.pages

    for case, pages in student.each(diary, worlds):
        if pages != ["sampler", "fit", "predict"] * case.reps:
            fail("Not each data set is fitted, and the model asked to predict, before the next is drawn.", case)
    for case, (drawn, fitted) in student.each(counts, worlds):
        if drawn != case.reps:
            fail(f"sampler was called {drawn} times in {case.reps} repetitions.", case)
        if fitted != case.reps:
            fail(f"fit was called {fitted} times in {case.reps} repetitions.", case)


@check(points=1, kind="hygiene", needs=[shapes])
def untouched(student, worlds):
    """x_test and f_test stay as they were, and each model predicts once, at all places."""

    def after(m, case):
        x_test, f_test, predict = constant(m, case.x_test), constant(m, case.f_test), counted(m, case.predict)
        m.bias_variance_mc(case.fit, predict, case.sampler, x_test, f_test, case.reps, case.rng)
        return x_test + 0.0, f_test + 0.0, calls(predict)

    for case, (x_test, f_test, predicted) in student.each(after, worlds):
        assert_law("x_test stays", x_test, case.x_test, what="x_test", where=case)
        assert_law("f_test stays", f_test, case.f_test, what="f_test", where=case)
        if predicted != case.reps:
            fail(f"predict was called {predicted} times in {case.reps} repetitions.", case)


BIAS = "np.mean((predictions.mean(axis=0) - f_test) ** 2)"
VARIANCE, ERROR = "np.mean(predictions.var(axis=0))", "np.mean((predictions - f_test) ** 2)"
LOOP = "    for _ in range(reps):\n        x, y = sampler(rng)\n"
FIT = "predict(fit(x, y), x_test)"
BUGS = [
    patch(
        "errors are squared before they are averaged over the repetitions",
        {BIAS: "np.mean(np.mean((predictions - f_test) ** 2, axis=0))"},
        hint="That has the variance in it: first average the predictions, then subtract the truth, then square.",
    ),
    patch(
        "the bias is averaged over the places before it is squared",
        {BIAS: "np.mean(predictions.mean(axis=0) - f_test) ** 2"},
        hint="What is too high here and too low there must not cancel: square at each place.",
    ),
    patch(
        "the bias is not squared", {BIAS: "np.mean(np.abs(predictions.mean(axis=0) - f_test))"}, hint="bias2 is bias²."
    ),
    patch(
        "predictions are compared with the mean truth of all places",
        {BIAS: "np.mean((predictions.mean(axis=0) - f_test.mean()) ** 2)"},
        hint="f_test has a value for each place.",
    ),
    patch(
        "the variance is divided by reps − 1",
        {VARIANCE: "np.mean(predictions.var(axis=0, ddof=1)) if reps > 1 else 0.0"},
        hint="Only with reps below the line the terms add up exactly.",
    ),
    patch(
        "the variance is that of the places, not of the repetitions",
        {VARIANCE: "np.mean(predictions.var(axis=1))"},
        hint="Repetitions are rows: the variance at a place is that of a column, axis=0.",
    ),
    patch(
        "the variance is that of all predictions together",
        {VARIANCE: "np.var(predictions)"},
        hint="At each place by itself, then the mean over the places.",
    ),
    patch(
        "what is below a millionth counts as 0",
        {
            "return float(bias2), float(variance), float(error)": (
                "return tuple(0.0 if number < 1e-6 else float(number) for number in (bias2, variance, error))"
            )
        },
        hint="Data may be in any unit: leave small numbers as they are.",
    ),
    patch(
        "a single repetition gives NaN",
        {VARIANCE: "np.mean(predictions.var(axis=0, ddof=1) * (reps - 1) / reps)"},
        hint="Divide by reps at once: then one repetition has the variance 0.",
    ),
    patch(
        "there is a bias for each place",
        {BIAS: "(predictions.mean(axis=0) - f_test) ** 2", "float(bias2)": "bias2"},
        hint="Average over the places in the end: three numbers.",
    ),
    patch(
        "the standard deviation stands for the variance",
        {VARIANCE: "np.mean(predictions.std(axis=0))"},
        hint="The variance is its square.",
    ),
    patch(
        "every model sees the same data",
        {LOOP: "    x, y = sampler(rng)\n    for _ in range(reps):\n"},
        hint="A new data set for each repetition: that is what the variance is about.",
    ),
    patch(
        "a Generator of its own is used",
        {LOOP: "    for seed in range(reps):\n        x, y = sampler(np.random.default_rng(seed))\n"},
        hint="sampler draws from the rng that is handed over.",
    ),
    patch(
        "x and y are of two different data sets",
        {LOOP: "    for _ in range(reps):\n        x, y = sampler(rng)[0], sampler(rng)[1]\n"},
        hint="One call of sampler gives x and y that belong together.",
    ),
    patch(
        "all data are drawn before the first model is fitted",
        {LOOP: "    for x, y in [sampler(rng) for _ in range(reps)]:\n"},
        hint="One repetition after another: draw, fit, predict. Then no data have to be kept.",
    ),
    patch(
        "all data are drawn and fitted once more for the error",
        {ERROR: "np.mean((np.array([predict(fit(*sampler(rng)), x_test) for _ in range(reps)]) - f_test) ** 2)"},
        hint="All three numbers are made of the same predictions.",
    ),
    patch(
        "each model is fitted twice",
        {FIT: "predict((fit(x, y), fit(x, y))[1], x_test)"},
        hint="Keep the model: fit may be expensive.",
    ),
    patch(
        "each model predicts twice",
        {FIT: "(lambda model: (predict(model, x_test), predict(model, x_test))[1])(fit(x, y))"},
        hint="Keep the predictions: one call of predict gives all M of a model.",
    ),
    patch(
        "each place is predicted by a call of its own",
        {FIT: "(lambda model: [predict(model, x_test[j : j + 1])[0] for j in range(len(x_test))])(fit(x, y))"},
        hint="predict(model, x_test) gives all M predictions at once.",
    ),
    patch(
        "f_test is used up",
        {
            "return float(bias2), float(variance), float(error)": "f_test -= f_test.mean()\n    return float(bias2), float(variance), float(error)"
        },
        hint="f_test belongs to the caller. This is what you get when f_test -= … stands for f_test - ….",
    ),
    patch(
        "predictions are judged against one noisy data set",
        {BIAS: "np.mean((predictions.mean(axis=0) - np.interp(x_test, x, y)) ** 2)"},
        hint="Noise would be taken for bias: f_test is the truth.",
    ),
    patch(
        "the error is a mean of moduli", {ERROR: "np.mean(np.abs(predictions - f_test))"}, hint="The error is squared."
    ),
    patch(
        "the error of the mean prediction is told",
        {ERROR: BIAS},
        hint="That is the bias: the error is that of the single predictions.",
    ),
    patch(
        "the sums are not divided by the number of places",
        {VARIANCE: "np.sum(predictions.var(axis=0))", BIAS: "np.sum((predictions.mean(axis=0) - f_test) ** 2)"},
        hint="All three are means over the places.",
    ),
    patch(
        "the order of what is returned is error, bias², variance",
        {"return float(bias2), float(variance), float(error)": "return float(error), float(bias2), float(variance)"},
        hint="The bias comes first, then the variance, and their sum last.",
    ),
]


EQUIVALENT = {
    "bias_variance_mc: predictions.mean(axis=0) - f_test → f_test - predictions.mean(axis=0)": "differences are squared",
    "bias_variance_mc: predictions - f_test → f_test - predictions": "differences are squared",
} | {
    f"bias_variance_mc: np.mean({what}) → np.mean({what}, axis=0)": "one number for each place"
    for what in ("(predictions.mean(axis=0) - f_test) ** 2", "predictions.var(axis=0)")
}


@variant
def streaming(fit, predict, sampler, x_test, f_test, reps, rng):
    mean, squares, error = np.zeros(len(x_test)), np.zeros(len(x_test)), 0.0
    for r in range(1, reps + 1):
        p = predict(fit(*sampler(rng)), x_test)
        away = p - mean
        mean = mean + away / r
        squares = squares + away * (p - mean)
        error += np.mean((p - f_test) ** 2) / reps
    return np.mean((mean - f_test) ** 2), np.mean(squares) / reps, error


@variant
def place_by_place(fit, predict, sampler, x_test, f_test, reps, rng):
    table = []
    for _ in range(reps):
        x, y = sampler(rng)
        model = fit(x, y)
        table.append(list(predict(model, x_test)))
    bias2 = variance = error = 0.0
    M = len(x_test)
    for j in range(M):
        column = [row[j] for row in table]
        mean = sum(column) / reps
        bias2 += (mean - f_test[j]) ** 2 / M
        variance += sum((p - mean) ** 2 for p in column) / reps / M
        error += sum((p - f_test[j]) ** 2 for p in column) / reps / M
    return float(bias2), float(variance), float(error)


@variant
def around_the_truth(fit, predict, sampler, x_test, f_test, reps, rng):
    E = np.stack([predict(fit(*sampler(rng)), x_test) - f_test for _ in range(reps)], axis=1)
    middle = E.mean(axis=1, keepdims=True)
    return (middle**2).mean(), ((E - middle) ** 2).mean(), (E**2).mean()
