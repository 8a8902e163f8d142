"""Checks, known bugs and variants of chapter11/early_stopping."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=15,
    returns=("stop_epoch", "best_epoch"),
    hints=(
        "Go through the losses with a pencil. Which three things do you keep in mind?",
        "Keep the best loss so far, its epoch, and how many epochs have passed since. What sets each of them back?",
        "Compare with the best, not with the epoch before. Every comparison with NaN is False: which way must you ask?",
    ),
)
nan, inf = np.nan, np.inf


# --- losses: quarters, so that differences are exact, and ties are ties ------------------------------------------------
PLAIN = {
    "one valley": ((8, 5, 3, 2, 4, 5, 6, 7), 3),
    "a hill before the best": ((8, 5, 6, 7, 3, 4, 5, 6, 1), 3),
    "two hills": ((9, 4, 6, 3, 5, 6, 2, 7, 8, 9, 1), 3),
    "better too late": ((7, 3, 5, 6, 1, 9), 2),
    "the first epoch is the best": ((2, 4, 3, 5, 6), 4),
    "no patience": ((8, 6, 4, 5, 1), 1),
}
SAWTOOTH = {
    "falling, but not below the best": ((8, 2, 7, 6, 5, 4, 3, 1), 4),
    "up and down above the best": ((6, 2, 5, 3, 6, 4, 5, 1), 3),
}
TIES = {
    "as good as the best is not better": ((8, 3, 5, 3, 4, 3, 1), 4),
    "a plateau": ((5, 5, 5, 5, 5), 3),
}
ENDLESS = {
    "better to the end": ((8, 6, 5, 3, 2), 2),
    "patience for longer than there are epochs": ((4, 2, 3, 5), 9),
    "stopped by the very last epoch": ((6, 2, 3, 4), 2),
    "one epoch": ((3,), 1),
}
MARGINS = {
    "gains below min_delta": ((8, 7, 7.75, 7.25, 6.75, 6.5, 1), 3, 0.5),
    "small gains add up": ((8, 7.75, 7.5, 7.25, 7, 6.75, 6.5, 6.25, 6.5, 7, 7), 3, 0.5),
    "exactly min_delta": ((8, 6, 5.5, 5.5, 5, 4), 2, 0.5),
    "a hill less high than min_delta": ((4, 4.25, 4, 4.25, 2, 3, 3, 3), 4, 1.0),
    "a large min_delta": ((20, 14, 10, 12, 12, 12, 12), 3, 5.0),
}
UNUSUAL = {
    "NaN after the best": ((5, 3, nan, nan, nan, 1), 3),
    "NaN in between": ((5, nan, 3, nan, 4, nan, 2), 4),
    "NaN from the start": ((nan, nan, nan, 2, 1), 3),
    "first NaN, then numbers": ((nan, 5, 4, 6, 7), 2),
    "infinite losses": ((inf, 7, inf, inf, 6), 3),
    "minus infinity": ((7, -inf, 5, 6, 4), 2),
}


def losses_of(rng, losses, patience, min_delta=0.0):
    """Scale and shift losses by powers of two and quarters: what is better stays so."""
    scale = float(2 ** rng.integers(0, 3))
    shift = float(rng.integers(0, 8)) / 4
    return {"val_losses": np.array(losses) * scale + shift, "patience": patience, "min_delta": min_delta * scale}


@cases("losses", *((name,) for name in PLAIN), exact=True)
def plain(rng, losses):
    return losses_of(rng, *PLAIN[losses])


@cases("losses", *((name,) for name in SAWTOOTH), exact=True)
def sawtooth(rng, losses):
    return losses_of(rng, *SAWTOOTH[losses])


@cases("losses", *((name,) for name in TIES), exact=True)
def ties(rng, losses):
    return losses_of(rng, *TIES[losses])


@cases("losses", *((name,) for name in ENDLESS), exact=True)
def endless(rng, losses):
    return losses_of(rng, *ENDLESS[losses])


@cases("losses", *((name,) for name in MARGINS), exact=True)
def margins(rng, losses):
    return losses_of(rng, *MARGINS[losses])


@cases("losses", *((name,) for name in UNUSUAL), exact=True)
def unusual(rng, losses):
    return losses_of(rng, *UNUSUAL[losses])


@cases("T patience", (30, 4), (25, 6), (40, 3), exact=True)
def long(rng, T, patience):
    """Losses that fall more and more slowly, with noise; each value occurs once."""
    trend = 40 * np.exp(-np.arange(T) / 6) + np.arange(T) / 8
    val_losses = np.round(4 * trend + rng.normal(scale=6, size=T)) / 4 + rng.permutation(T) / 1024
    return {"val_losses": val_losses, "patience": patience}


# --- checks -----------------------------------------------------------------------------------------------------------
def outcome(m, case):
    result = m.early_stopping(*case.values())
    return {"stop_epoch": result[0], "best_epoch": result[1]}


shapes = shaped("There are two answers, the epoch of the stop and the best one, both ints.", plain)
stops = agrees(
    "Training stops once `patience` epochs in a row were not better.", plain, of=outcome, points=2, only=["stop_epoch"]
)
remembers = agrees(
    "The best epoch is the one with the lowest loss until the stop.", plain, of=outcome, only=["best_epoch"]
)
against_best = agrees("A loss that falls, but not below the best, is not better.", sawtooth, needs=[stops, remembers])
equal = agrees("A loss that equals the best is not better.", ties, needs=[stops, remembers])
to_the_end = agrees("If patience never runs out, training stops at the last epoch.", endless, needs=[stops, remembers])
margin = agrees(
    "Better means by more than min_delta, against the best so far: small gains add up.",
    margins,
    points=2,
    needs=[against_best, to_the_end],
)
not_numbers = agrees(
    "NaN and +∞ are not better than anything, also at the start; −∞ is better than all.",
    unusual,
    needs=[against_best, to_the_end],
)


@check(points=1, kind="property", needs=[against_best, to_the_end])
def any_scale(student, reference, long):
    """min_delta is 0 if left out, and the losses may be of any size, or below zero."""

    def seen(m, case):
        losses = case.val_losses
        return [m.early_stopping(x, case.patience) for x in (2.0**-400 * losses, 2.0**400 * losses, losses - 64)]

    for (case, got), (_, want) in zip(student.each(seen, long), reference.each(seen, long), strict=True):
        assert_close(got, want, where=case)


hygiene = hygiene_of(unusual)

# --- known bugs and variants --------------------------------------------------------------------------------------------
BETTER = "loss < best_loss - min_delta"
KEEP = "best_loss, best_epoch, waited = loss, epoch, 0"

BUGS = [
    patch(
        "a loss of −∞ is passed over as if it were NaN",
        {BETTER: f"np.isfinite(loss) and {BETTER}"},
        hint="loss < best − min_delta is all that is asked: it holds for −∞, and for NaN it does not.",
    ),
    patch(
        "the epoch of the stop is returned as the best",
        {"return epoch, best_epoch": "return epoch, epoch"},
        hint="At the stop, the best epoch lies `patience` epochs back: keep its number.",
    ),
    patch(
        "the answers are the wrong way round",
        {"return epoch, best_epoch": "return best_epoch, epoch"},
        hint="First the epoch of the stop, then the best.",
    ),
    patch(
        "the best loss is returned instead of its epoch",
        {"return epoch, best_epoch": "return epoch, float(best_loss)"},
        hint="Return the number of the epoch, an int.",
    ),
    patch(
        "the number of epochs is returned, not the last epoch",
        {"return epoch, best_epoch": "return epoch + 1, best_epoch"},
        hint="Epochs count from 0: after epochs 0, 1 and 2 the last is 2.",
    ),
    patch(
        "epochs count from 1",
        {"enumerate(val_losses)": "enumerate(val_losses, start=1)"},
        hint="The first epoch is epoch 0.",
    ),
    patch(
        "patience lasts one epoch too long",
        {"waited == patience": "waited > patience"},
        hint="The epoch that makes it `patience` in a row is the last.",
    ),
    patch(
        "patience ends one epoch too early",
        {"waited == patience": "waited >= max(patience - 1, 1)"},
        hint="`patience` epochs in a row have to be not better.",
    ),
    patch(
        "patience does not start afresh after a better epoch",
        {KEEP: "best_loss, best_epoch = loss, epoch"},
        hint="In a row: a better epoch sets the count back to 0.",
    ),
    patch(
        "each loss is compared with that of the epoch before",
        {BETTER: "loss < (val_losses[epoch - 1] if epoch else inf) - min_delta"},
        hint="Better means better than the best so far.",
    ),
    patch(
        "patience starts afresh whenever the loss falls",
        {
            "            waited += 1\n": "            waited = 0 if epoch and loss < val_losses[epoch - 1] else waited + 1\n"
        },
        hint="Only a new best sets the count back, not any fall.",
    ),
    patch(
        "a tie counts as better",
        {BETTER: "loss <= best_loss - min_delta"},
        hint="Better means by MORE than min_delta: as good as the best is not better.",
    ),
    patch("min_delta is ignored", {BETTER: "loss < best_loss"}, hint="A gain counts if it is more than min_delta."),
    patch(
        "min_delta has the wrong sign",
        {"best_loss - min_delta": "best_loss + min_delta"},
        hint="A loss has to be lower than the best by more than min_delta.",
    ),
    patch(
        "small gains move the best without counting",
        {"            waited += 1\n": "            waited += 1\n            best_loss = min(best_loss, loss)\n"},
        hint="What is not better by more than min_delta does not become the best, or many small gains never count.",
    ),
    patch(
        "small gains become the best epoch",
        {
            "return epoch, best_epoch": (
                "seen = np.where(np.isfinite(val_losses[: epoch + 1]), val_losses[: epoch + 1], inf)\n"
                "    return epoch, int(np.argmin(seen)) if np.isfinite(seen).any() else -1"
            )
        },
        hint="The best epoch is the last that was better by more than min_delta.",
    ),
    patch(
        "min_delta is a fraction of the best",
        {"best_loss - min_delta": "(best_loss - min_delta * abs(best_loss) if best_epoch >= 0 else inf)"},
        hint="min_delta is a difference of losses.",
    ),
    patch(
        "min_delta has another default",
        {"min_delta: float = 0.0": "min_delta: float = 1e-3"},
        hint="Without min_delta, any gain counts.",
    ),
    patch(
        "the best is looked for beyond the stop",
        {
            "return epoch, best_epoch": (
                "for later, loss in enumerate(val_losses):\n"
                "        if later > epoch and loss < best_loss - min_delta:\n"
                "            best_loss, best_epoch = loss, later\n"
                "    return epoch, best_epoch"
            )
        },
        hint="What comes after the stop was never trained.",
    ),
    patch(
        "training without a stop has no last epoch",
        {
            "            break\n    return epoch, best_epoch": "            return epoch, best_epoch\n    return -1, best_epoch"
        },
        hint="If patience never runs out, the last epoch is the stop.",
    ),
    patch(
        "NaN counts as better",
        {BETTER: "not loss >= best_loss - min_delta"},
        hint="Every comparison with NaN is False, and `not` makes it True: ask whether the loss is lower.",
    ),
    patch(
        "the first epoch is the best even if it is NaN",
        {BETTER: f"epoch == 0 or {BETTER}"},
        hint="Nothing is lower than NaN, so that no later epoch can be better: begin with infinity.",
    ),
    patch(
        "NaN ends the training",
        {"        if waited == patience:": "        if waited == patience or np.isnan(loss):"},
        hint="An epoch of NaN is one that is not better; patience decides.",
    ),
    patch(
        "epochs of NaN are skipped",
        {"            waited += 1\n": "            waited += not np.isnan(loss)\n"},
        hint="An epoch of NaN is not better, and counts.",
    ),
    patch(
        "the search begins with a number that some losses are above",
        {"best_loss, best_epoch, waited = inf, -1, 0": "best_loss, best_epoch, waited = 1000.0, -1, 0"},
        hint="Begin with infinity: whatever number one takes, there are losses above it.",
    ),
    patch(
        "the best epoch begins with 0",
        {"= inf, -1, 0": "= inf, 0, 0"},
        hint="If no epoch was better than nothing, there is no best epoch: −1.",
    ),
    patch(
        "NaN is replaced in place",
        {
            "    best_loss, best_epoch, waited = inf": "    val_losses[np.isnan(val_losses)] = inf\n    best_loss, best_epoch, waited = inf"
        },
        hint="val_losses belongs to the caller, who may want to see the NaN.",
    ),
    patch(
        "patience compares each loss with that of the epoch before",
        {
            f"if {BETTER}:\n            {KEEP}": (
                "if np.isfinite(loss) and loss < (val_losses[epoch - 1] if epoch else inf) - min_delta:\n"
                "            waited = 0\n"
                "            if loss < best_loss:\n"
                "                best_loss, best_epoch = loss, epoch"
            )
        },
        hint="Only a new best sets the count back: a fall that does not reach below the best is none.",
    ),
]


EQUIVALENT = {
    "early_stopping: waited == patience → patience == patience, and alike": "Both sides change places: a = b is b = a.",
}


@bug("training stops once the loss has risen `patience` times", hint="In a row, and against the best.")
def rises(val_losses, patience, min_delta=0.0):
    best, risen = -1, 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < (np.inf if best < 0 else val_losses[best]) - min_delta:
            best = epoch
        elif epoch and val_losses[epoch] > val_losses[epoch - 1]:
            risen += 1
        if risen == patience:
            break
    return epoch, best


@variant
def with_a_class(val_losses, patience, min_delta=0.0):
    class Watch:
        def __init__(self):
            self.best, self.epoch, self.best_epoch = np.inf, -1, -1

        def goes_on(self, loss):
            self.epoch += 1
            if self.best - loss > min_delta:
                self.best, self.best_epoch = loss, self.epoch
            return self.epoch - self.best_epoch < patience

    watch = Watch()
    for loss in val_losses.tolist():
        if not watch.goes_on(loss):
            break
    return watch.epoch, watch.best_epoch


@variant
def list_of_bests(val_losses, patience, min_delta=0.0):
    records = []
    for epoch, loss in enumerate(np.nan_to_num(val_losses, nan=np.inf, posinf=np.inf)):
        last = records[-1][0] if records else -1
        if epoch - last > patience:
            return last + patience, last
        if (not records and loss < np.inf) or (records and loss < records[-1][1] - min_delta):
            records.append((epoch, loss))
    last = records[-1][0] if records else -1
    return min(len(val_losses) - 1, last + patience), last


@variant
def jumping(val_losses, patience, min_delta=0.0):
    T, best, reference = len(val_losses), -1, np.inf
    while True:
        ahead = np.flatnonzero(val_losses[best + 1 : best + 1 + patience] < reference - min_delta)
        if ahead.size == 0:
            return [min(best + patience, T - 1), best]
        best = int(best + 1 + ahead[0])
        reference = val_losses[best]
