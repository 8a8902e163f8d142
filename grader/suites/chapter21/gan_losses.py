"""Checks, known bugs and variants of chapter21/gan_losses."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter12/bce_with_logits",),
    minutes=25,
    hints=(
        "−log σ(a) = log(1 + e⁻ᵃ) and −log(1 − σ(a)) = log(1 + eᵃ). Which of the two is which player's, of which samples?",
        "np.logaddexp(0, a) is log(1 + eᵃ), and does not overflow. Its derivative is σ(a).",
        "Real and made samples have a mean each, by their own numbers; the two means are added.",
        "Generator: −mean log(1 + eᶠ) in the minimax game, mean log(1 + e⁻ᶠ) in practice. Both gradients are negative.",
    ),
)


def both_signs(rng, n):
    return rng.permutation(np.resize([1.0, -1.0], n)) * rng.uniform(0.4, 2.5, size=n)


@cases("n m", (5, 3), (2, 7), (4, 4), (1, 1))
def batches(rng, n, m):
    return {"real_logits": both_signs(rng, n), "fake_logits": both_signs(rng, m)}


@cases("m", 6, 3, 1)
def made(rng, m):
    return {"fake_logits": both_signs(rng, m)}


@cases("size", 20.0, 40.0, 800.0, 1e5)
def fooled(rng, size):
    """The discriminator is certain and wrong, of some."""
    real, fake = (np.append(size * rng.uniform(1.0, 1.4, size=2), rng.uniform(0.4, 2.0)) for _ in range(2))
    return {"real_logits": rng.permutation(-real), "fake_logits": rng.permutation(fake)}


@cases("size", 20.0, 800.0, 1e5)
def seen_through(rng, size):
    """The discriminator is certain and right, of some."""
    real, fake = (np.append(size * rng.uniform(1.0, 1.4, size=2), -rng.uniform(0.4, 2.0)) for _ in range(2))
    return {"real_logits": rng.permutation(real), "fake_logits": rng.permutation(-fake)}


@cases("size sign", *[(size, sign) for size in (20.0, 800.0, 1e5) for sign in (1.0, -1.0)])
def certain(rng, size, sign):
    """It is certain of some that were made: fooled, or not; and of one it is not."""
    away = sign * size * rng.uniform(1.0, 1.4, size=2)
    return {"fake_logits": rng.permutation(np.append(away, sign * rng.uniform(0.4, 2.0)))}


@cases("n m", (3, 5), fixed="that nothing is known is one case")
def ignorant(rng, n, m):
    return {"real_logits": np.zeros(n), "fake_logits": np.zeros(m)}


def of_discriminator(m, case):
    loss, dreal, dfake = m.d_loss(*case.values())
    return {"loss": loss, "dreal": dreal, "dfake": dfake}


def minimax(m, case):
    loss, dfake = m.g_loss_minimax(*case.values())
    return {"loss": loss, "dfake": dfake}


def nonsaturating(m, case):
    loss, dfake = m.g_loss_nonsaturating(*case.values())
    return {"loss": loss, "dfake": dfake}


shapes = shaped("d_loss gives a number, and gradients of the shapes of the logits.", batches, of="d_loss")
shapes_minimax = shaped("g_loss_minimax gives a number and a gradient.", made, of="g_loss_minimax")
shapes_practice = shaped("g_loss_nonsaturating gives a number and a gradient.", made, of="g_loss_nonsaturating")

loss = agrees(
    "The discriminator's loss is the mean over real samples plus the mean over made ones.",
    batches,
    of=of_discriminator,
    only=["loss"],
    points=2,
    needs=[shapes],
)
slopes = agrees(
    "The discriminator's gradients pull real samples up and push made ones down, each with the 1/n of its own mean.",
    batches,
    of=of_discriminator,
    only=["dreal", "dfake"],
    kind="gradient",
    points=2,
    needs=[shapes],
)
game = agrees(
    "In the minimax game the generator minimises the mean of log(1 − D).",
    made,
    of=minimax,
    points=2,
    needs=[shapes_minimax],
)
practice = agrees(
    "In practice the generator minimises the mean of −log D.",
    made,
    of=nonsaturating,
    points=2,
    needs=[shapes_practice],
)
start = agrees("If nothing is known, d_loss is 2 log 2.", ignorant, of=of_discriminator, needs=[shapes])
costly = agrees(
    "What the discriminator is certain of, and wrong, costs as much as the logit is large.",
    fooled,
    of=of_discriminator,
    needs=[loss, slopes],
)
sure = agrees(
    "What the discriminator is certain of, and right, costs next to nothing.",
    seen_through,
    of=of_discriminator,
    needs=[loss, slopes],
)
far_game = agrees("The minimax loss has no limit, on either side.", certain, of=minimax, needs=[game])
far_practice = agrees(
    "The loss that does not saturate has no limit, either.", certain, of=nonsaturating, needs=[practice]
)


@check(points=1, kind="property", needs=[shapes, shapes_minimax, shapes_practice])
def zero_sum(student, batches):
    """What made samples cost the discriminator, the minimax generator wins; the other loss is its mirror image."""

    def all_three(m, case):
        real, fake = case.real_logits, case.fake_logits
        return (
            [m.d_loss(real, f)[0] for f in (fake, -fake)],
            [m.g_loss_minimax(f) for f in (fake, -fake)],
            m.g_loss_nonsaturating(fake),
        )

    for case, ((one, other), ((g, dg), (mirrored, _)), (h, dh)) in student.each(all_three, batches):
        size = float(np.mean(np.abs(case.real_logits)) + np.mean(np.abs(case.fake_logits)) + 2.0)
        law = "d_loss(r, f) − d_loss(r, −f) = g_loss_minimax(−f) − g_loss_minimax(f)"
        assert_law(law, one - other, mirrored - g, scale=size, what="the losses", where=case)
        law = "g_loss_nonsaturating(f) = −g_loss_minimax(−f)"
        assert_law(law, h, -mirrored, scale=size, what="the losses", where=case)
        law = "the two gradients of a made sample add up to −1/m"
        m = len(case.fake_logits)
        assert_law(law, dg + dh, np.full(m, -1.0 / m), what="dfake", where=case)


hygiene = hygiene_of(batches, of="d_loss", needs=[loss, slopes])
hygiene_game = hygiene_of(made, of="g_loss_minimax", needs=[game])
hygiene_practice = hygiene_of(made, of="g_loss_nonsaturating", needs=[practice])

REAL, FAKE = "np.mean(np.logaddexp(0.0, -real_logits))", "np.mean(np.logaddexp(0.0, fake_logits))"
LOSS = f"{REAL} + np.mean(np.logaddexp(0.0, fake_logits))\n"
DREAL, DFAKE = "-_sigmoid(-real_logits) / len(real_logits)", " _sigmoid(fake_logits) / len(fake_logits)"
GAME = "-float(np.mean(np.logaddexp(0.0, fake_logits))), -_sigmoid(fake_logits) / fake_logits.size"
PRACTICE = "float(np.mean(np.logaddexp(0.0, -fake_logits))), -_sigmoid(-fake_logits) / fake_logits.size"
BUGS = [
    patch(
        "the labels are exchanged: real is 0, made is 1",
        {
            LOSS: "np.mean(np.logaddexp(0.0, real_logits)) + np.mean(np.logaddexp(0.0, -fake_logits))\n",
            DREAL: "_sigmoid(real_logits) / len(real_logits)",
            DFAKE: " -_sigmoid(-fake_logits) / len(fake_logits)",
        },
        hint="D is the probability of being real: −log D for real samples, −log(1 − D) for made ones.",
    ),
    patch(
        "d_loss and its gradients are half as large",
        {LOSS: f"0.5 * ({LOSS.strip()})\n", DREAL: f"0.5 * {DREAL}", DFAKE: f" 0.5 *{DFAKE}"},
        hint="The sum of the two means, not their mean.",
    ),
    patch(
        "real and made samples have one mean together",
        {
            LOSS: "np.mean(np.logaddexp(0.0, np.concatenate([-real_logits, fake_logits])))\n",
            DREAL: "-_sigmoid(-real_logits) / (len(real_logits) + len(fake_logits))",
            DFAKE: " _sigmoid(fake_logits) / (len(real_logits) + len(fake_logits))",
        },
        hint="Each batch has a mean of its own, and the two are added.",
    ),
    patch(
        "d_loss is twice the mean over all samples together",
        {
            LOSS: "2.0 * np.mean(np.logaddexp(0.0, np.concatenate([-real_logits, fake_logits])))\n",
            DREAL: "-2.0 * _sigmoid(-real_logits) / (len(real_logits) + len(fake_logits))",
            DFAKE: " 2.0 * _sigmoid(fake_logits) / (len(real_logits) + len(fake_logits))",
        },
        hint="Each batch has a mean of its own, by its own number: n and m may differ.",
    ),
    patch(
        "d_loss is a sum over all samples",
        {
            LOSS: LOSS.replace("np.mean", "np.sum"),
            DREAL: "-_sigmoid(-real_logits)",
            DFAKE: " _sigmoid(fake_logits)",
        },
        hint="Means, one over the real samples and one over those that were made.",
    ),
    patch(
        "gradients of d_loss lack the 1/n and the 1/m",
        {DREAL: "-_sigmoid(-real_logits)", DFAKE: " _sigmoid(fake_logits)"},
        hint="A mean's 1/n is a factor of its gradient.",
    ),
    patch(
        "gradients of d_loss are both divided by the number of real samples",
        {DFAKE: " _sigmoid(fake_logits) / len(real_logits)"},
        hint="The mean over made samples has m of them.",
    ),
    patch(
        "gradients of d_loss are those with respect to D",
        {
            DREAL: "-1.0 / _sigmoid(real_logits) / len(real_logits)",
            DFAKE: " 1.0 / _sigmoid(-fake_logits) / len(fake_logits)",
        },
        hint="With respect to the logits: times the slope of σ, which cancels most of it.",
    ),
    patch(
        "dreal has the wrong sign",
        {DREAL: "_sigmoid(-real_logits) / len(real_logits)"},
        hint="A larger logit of a real sample makes the loss smaller.",
    ),
    patch(
        "dreal is one number for all real samples",
        {DREAL: "float(np.mean(-_sigmoid(-real_logits)))"},
        hint="Each logit has a derivative of its own: (n,).",
    ),
    patch(
        "d_loss has only the real samples",
        {LOSS: f"{REAL}\n"},
        hint="Made samples cost −log(1 − D).",
    ),
    patch(
        "D is computed first, and its logarithm is −∞",
        {LOSS: "-np.mean(np.log(_sigmoid(real_logits))) - np.mean(np.log(1 - _sigmoid(fake_logits)))\n"},
        hint="σ(40) is 1 to a float64: take the logarithm on paper.",
    ),
    patch(
        "d_loss overflows where the discriminator is certain and right",
        {REAL: "np.mean(np.log(1 + np.exp(real_logits)) - real_logits)"},
        hint="log(1 + eᵃ) − a is ∞ − ∞ for a large a: it is log(1 + e⁻ᵃ), np.logaddexp(0, -a).",
    ),
    patch(
        "a small number is added inside the logarithms",
        {LOSS: "-np.mean(np.log(_sigmoid(real_logits) + 1e-8)) - np.mean(np.log(1 - _sigmoid(fake_logits) + 1e-8))\n"},
        hint="Then nothing costs more than 18: simplify log σ on paper instead.",
    ),
    patch(
        "dfake of d_loss is written over fake_logits",
        {f"return float(loss), dreal,{DFAKE}": f"fake_logits[:] ={DFAKE}\n    return float(loss), dreal, fake_logits"},
        hint="fake_logits[:] = … changes the caller's array: make a new one.",
    ),
    patch(
        "the minimax loss has the wrong sign: it is what the discriminator minimises",
        {GAME: "float(np.mean(np.logaddexp(0.0, fake_logits))), _sigmoid(fake_logits) / fake_logits.size"},
        hint="The generator minimises log(1 − D), without a minus: it wants D to be large.",
    ),
    patch(
        "the minimax loss is the one that does not saturate",
        {GAME: f"{PRACTICE} + 0.0"},
        hint="mean log(1 − D) is asked for here.",
    ),
    patch(
        "the minimax loss is a sum",
        {GAME: "-float(np.sum(np.logaddexp(0.0, fake_logits))), -_sigmoid(fake_logits)"},
        hint="A mean over the made samples.",
    ),
    patch(
        "the minimax gradient has the wrong sign",
        {GAME: GAME.replace("-_sigmoid(", "_sigmoid(")},
        hint="A larger logit makes the generator's loss smaller: the gradient is negative.",
    ),
    patch(
        "the minimax loss is −∞ where D is 1 to a float64",
        {GAME: "float(np.mean(np.log(1 - _sigmoid(fake_logits)))), -_sigmoid(fake_logits) / fake_logits.size"},
        hint="log(1 − σ(a)) = −log(1 + eᵃ): take the logarithm on paper.",
    ),
    patch(
        "the minimax gradient is returned without the loss",
        {GAME: "-_sigmoid(fake_logits) / fake_logits.size"},
        hint="Return the loss and its gradient.",
    ),
    patch(
        "the loss that does not saturate is the minimax loss",
        {PRACTICE: f"{GAME} + 0.0"},
        hint="mean −log D is asked for here.",
    ),
    patch(
        "the loss that does not saturate is negative: log D",
        {PRACTICE: "-float(np.mean(np.logaddexp(0.0, -fake_logits))), _sigmoid(-fake_logits) / fake_logits.size"},
        hint="It is minimised: −log D, which is positive.",
    ),
    patch(
        "the gradient of the loss that does not saturate is that of the minimax loss",
        {PRACTICE: PRACTICE.replace("-_sigmoid(-fake_logits)", "-_sigmoid(fake_logits)")},
        hint="The derivative of log(1 + e⁻ᵃ) is −σ(−a).",
    ),
    patch(
        "the gradient of the loss that does not saturate lacks the 1/m",
        {PRACTICE: PRACTICE.replace(" / fake_logits.size", "")},
        hint="A mean's 1/m is a factor of its gradient.",
    ),
    patch(
        "the loss that does not saturate is cut off at 100",
        {
            PRACTICE: PRACTICE.replace(
                "np.logaddexp(0.0, -fake_logits)", "np.minimum(np.logaddexp(0.0, -fake_logits), 100.0)"
            )
        },
        hint="No limit is put on a loss.",
    ),
    patch(
        "the loss that does not saturate is one for each sample",
        {
            PRACTICE: PRACTICE.replace(
                "float(np.mean(np.logaddexp(0.0, -fake_logits)))", "np.logaddexp(0.0, -fake_logits)"
            )
        },
        hint="The mean over the made samples: one number.",
    ),
]

EQUIVALENT = {
    "_sigmoid: a > 0 → a >= 0": "at 0, e^−|a| is 1",
    **dict.fromkeys(
        (
            f"{name}: np.mean(np.logaddexp(0.0, {logits})) → np.mean(np.logaddexp(0.0, {logits}), axis=0)"
            for name, logits in (
                ("d_loss", "-real_logits"),
                ("d_loss", "fake_logits"),
                ("g_loss_minimax", "fake_logits"),
                ("g_loss_nonsaturating", "-fake_logits"),
            )
        ),
        "there is one axis",
    ),
}


@variant(of="d_loss")
def cross_entropies(real_logits, fake_logits):
    def bce(z, y):
        small = np.exp(-np.abs(z))
        p = np.where(z >= 0, 1 / (1 + small), small / (1 + small))
        return np.mean(np.maximum(z, 0) - z * y + np.log1p(small)), (p - y) / z.size

    (one, dreal), (other, dfake) = bce(real_logits, 1.0), bce(fake_logits, 0.0)
    return one + other, dreal, dfake


@variant(of="d_loss")
def number_by_number(real_logits, fake_logits):
    import math

    def softplus(a):
        return max(a, 0.0) + math.log1p(math.exp(-abs(a)))

    def sigma(a):
        return 1 / (1 + math.exp(-a)) if a > -700 else 0.0

    n, m = len(real_logits), len(fake_logits)
    loss = sum(softplus(-a) for a in real_logits) / n + sum(softplus(a) for a in fake_logits) / m
    return loss, np.array([sigma(a) - 1 for a in real_logits]) / n, np.array([sigma(a) / m for a in fake_logits])


@variant(of="g_loss_minimax")
def by_softplus(fake_logits):
    losses = np.maximum(fake_logits, 0) + np.log1p(np.exp(-np.abs(fake_logits)))
    return -losses.mean(), -(0.5 + 0.5 * np.tanh(fake_logits / 2)) / len(fake_logits)


@variant(of="g_loss_minimax")
def one_after_the_other(fake_logits):
    import math

    loss, dfake = 0.0, np.zeros(len(fake_logits))
    for i, a in enumerate(fake_logits.tolist()):
        e = math.exp(-abs(a))
        loss -= max(a, 0.0) + math.log1p(e)
        dfake[i] = -(1.0 if a > 0 else e) / (1 + e)
    return loss / len(fake_logits), dfake / len(fake_logits)


@variant(of="g_loss_nonsaturating")
def by_overflow(fake_logits):
    with np.errstate(over="ignore"):
        sigma = 1 / (1 + np.exp(-fake_logits))
    return np.logaddexp(-fake_logits, 0).mean(), (sigma - 1) / len(fake_logits)


@variant(of="g_loss_nonsaturating")
def as_a_list(fake_logits):
    import math

    m = len(fake_logits)
    losses = [max(-a, 0.0) + math.log1p(math.exp(-abs(a))) for a in fake_logits]
    return sum(losses) / m, np.array([-(0.5 - 0.5 * math.tanh(a / 2)) / m for a in fake_logits])
