"""Checks, known bugs and variants of chapter24/dpo_loss."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "d_chosen", "d_rejected"),
    requires=("chapter12/bce_with_logits",),
    minutes=15,
    hints=(
        "Write h down first: the policy's difference minus the reference's, times β.",
        "−log σ(h) = log(1 + e⁻ʰ). np.logaddexp(0, −h) is that, for every h.",
        "The slope of −log σ(h) is −σ(−h); ∂h/∂policy_chosen is β, ∂h/∂policy_rejected is −β.",
    ),
)


@cases("N beta", (5, 0.4), (1, 0.8), (7, 1.5), (4, 0.2))
def batch(rng, N, beta):
    """All four differ by some nats; pairs are ordered right, and wrong."""
    right = np.resize([1.0, -1.0], N) if N > 1 else rng.choice((-1.0, 1.0), size=1)
    base = rng.uniform(-20.0, -10.0, size=N)
    gap = right * rng.uniform(1.0, 3.0, size=N)
    return {
        "policy_chosen": base + gap,
        "policy_rejected": base - rng.uniform(0.5, 2.0, size=N),
        "ref_chosen": base + rng.uniform(0.3, 0.9, size=N),
        "ref_rejected": base - rng.uniform(2.2, 3.0, size=N),
        "beta": beta * rng.uniform(0.8, 1.2),
    }


@cases("N", 3, 1)
def untrained(rng, N):
    """The policy is the reference."""
    chosen, rejected = rng.uniform(-40.0, -20.0, size=N), rng.uniform(-40.0, -20.0, size=N)
    return {
        "policy_chosen": chosen,
        "policy_rejected": rejected,
        "ref_chosen": chosen.copy(),
        "ref_rejected": rejected.copy(),
        "beta": rng.uniform(0.1, 1.0),
    }


@cases(
    "h",
    *(((h,),) for h in (-1000.0, -40.0, 40.0, 300.0, -1e5, 1000.0)),
    ((1000.0, 40.0, -900.0),),
    ((1e4, -40.0, -900.0),),
)
def far(rng, h):
    """A single pair that is far from undecided, or several that are, this way and that."""
    N = len(h)
    return {
        "policy_chosen": -300.0 + rng.permutation(h) * rng.uniform(1.0, 1.2, size=N),
        "policy_rejected": -310.0 - rng.uniform(0.0, 5.0, size=N),
        "ref_chosen": -290.0 + rng.uniform(0.0, 5.0, size=N),
        "ref_rejected": -295.0 - rng.uniform(0.0, 5.0, size=N),
        "beta": 1.0,
    }


shapes = shaped("The loss is one number, and both gradients have an entry for each pair.", batch)
loss = agrees("The loss is the mean of −log σ(h).", batch, only=["loss"], points=2)
gradients = agrees("Both gradients are right.", batch, only=["d_chosen", "d_rejected"], points=2)
start = agrees("Where the policy is the reference, it is log 2.", untrained)
right = agrees(
    "Far out, the loss is a number, and tiny where it is tiny.", far, only=["loss"], by="entry", needs=[loss]
)
tails = agrees(
    "Far out, both gradients are numbers, and tiny where they are tiny.",
    far,
    only=["d_chosen", "d_rejected"],
    by="entry",
    needs=[gradients],
    scale=lambda case: 1e-290,
)


def total(policy_chosen, policy_rejected, case):
    h = case.beta * (policy_chosen - case.ref_chosen - policy_rejected + case.ref_rejected)
    return np.mean(np.logaddexp(0.0, -h))


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """The gradients agree with finite differences of the loss."""
    for case, (_, d_chosen, d_rejected) in student.dpo_loss.on(batch):
        at = {"policy_chosen": case.policy_chosen, "policy_rejected": case.policy_rejected}
        slopes = {"policy_chosen": d_chosen, "policy_rejected": d_rejected}
        check_grads(lambda case=case, **at: total(case=case, **at), at, slopes, rng=rng, where=case)


@check(points=1, kind="property")
def shifts(student, batch, rng):
    """What is added to both answers of a model changes nothing; the wrong choice costs h more."""

    def ways(m, case, a, b):
        chosen, rejected, ref_chosen, ref_rejected, beta = case.values()
        return (
            m.dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta),
            m.dpo_loss(chosen + a, rejected + a, ref_chosen + b, ref_rejected + b, beta),
            m.dpo_loss(rejected, chosen, ref_rejected, ref_chosen, beta),
        )

    for case in batch:
        a, b = rng.normal(0.0, 5.0, size=(2, len(case.ref_chosen))).round(3)
        (loss, slope, _), (shifted, slope_shifted, _), (wrong, _, _) = student.run(ways, case, a, b)
        law = "L is the same if a is added to both of the policy's, and b to both of the reference's"
        assert_law(law, shifted, loss, rtol=1e-9, scale=1.0, what="loss", where=case)
        law = law.replace("L", "∂L/∂policy_chosen", 1)
        assert_law(law, slope_shifted, slope, rtol=1e-9, scale=1.0, what="d_chosen", where=case)
        h = case.beta * (case.policy_chosen - case.ref_chosen - case.policy_rejected + case.ref_rejected)
        law = "L with both answers exchanged = L + mean of h"
        assert_law(law, wrong, loss + np.mean(h), rtol=1e-9, scale=1.0, what="loss", where=case)


hygiene = hygiene_of(batch)

H = "beta * ((policy_chosen - ref_chosen) - (policy_rejected - ref_rejected))"
LOSS, SLOPE = "np.mean(np.logaddexp(0.0, -h))", "-beta * np.exp(-np.logaddexp(0.0, h)) / len(h)"
BUGS = [
    patch(
        "the reference is left out",
        {H: "beta * (policy_chosen - policy_rejected)"},
        hint="Count from where the reference stands: (policy − reference) of both answers.",
    ),
    patch(
        "chosen and rejected are exchanged",
        {H: f"-{H}", SLOPE: f"-({SLOPE})"},
        hint="h is larger if the chosen answer is likelier.",
    ),
    patch(
        "the reference's difference is added, not subtracted",
        {H: "beta * ((policy_chosen + ref_chosen) - (policy_rejected + ref_rejected))"},
        hint="policy − reference, for both answers.",
    ),
    patch("β is left out", {H: H.removeprefix("beta * "), SLOPE: SLOPE.replace("beta * ", "")}, hint="h has β in it."),
    patch("the gradients lack β", {SLOPE: SLOPE.replace("beta * ", "")}, hint="∂h/∂policy_chosen is β."),
    patch(
        "loss and gradients are sums over the pairs",
        {LOSS: LOSS.replace("mean", "sum"), SLOPE: SLOPE.replace(" / len(h)", "")},
        hint="The mean over N pairs.",
    ),
    patch(
        "the gradients lack 1/N", {SLOPE: SLOPE.replace(" / len(h)", "")}, hint="L is a mean: 1/N is in the gradient."
    ),
    patch(
        "both gradients have the same sign", {"slope, -slope": "slope, slope"}, hint="The rejected one enters with −."
    ),
    patch(
        "the gradients have the wrong sign",
        {"slope, -slope": "-slope, slope"},
        hint="A likelier chosen answer: less loss.",
    ),
    patch(
        "the slope is σ(h), not σ(−h)",
        {SLOPE: SLOPE.replace("0.0, h", "0.0, -h")},
        hint="What is ordered right already pulls little: σ(−h).",
    ),
    patch(
        "the slope is that of σ, σ(h) σ(−h)",
        {SLOPE: SLOPE.replace("-np.logaddexp(0.0, h)", "-np.logaddexp(0.0, h) - np.logaddexp(0.0, -h)")},
        hint="The logarithm takes one factor away: −σ(−h).",
    ),
    patch(
        "the loss is −σ(h), without a logarithm", {LOSS: "-np.mean(np.exp(-np.logaddexp(0.0, -h)))"}, hint="−log σ(h)."
    ),
    patch(
        "σ is averaged before the logarithm",
        {LOSS: "-np.log(np.mean(np.exp(-np.logaddexp(0.0, -h))))"},
        hint="The mean of the logarithms, not the logarithm of the mean.",
    ),
    patch(
        "the logarithm is taken of a σ that has become 0",
        {LOSS: "np.mean(-np.log(1.0 / (1.0 + np.exp(-h))))"},
        hint="log(1 + e⁻ʰ) = −h + log(1 + eʰ): np.logaddexp(0, −h).",
    ),
    patch(
        "the sign of the mean of h decides for all pairs which of two forms their loss has",
        {LOSS: "np.mean(np.log1p(np.exp(-h)) if np.mean(h) >= 0 else np.log1p(np.exp(h)) - h)"},
        hint="Each pair has its own h, and its own sign: np.logaddexp(0, −h).",
    ),
    patch(
        "a small number is added to σ before the logarithm",
        {LOSS: "np.mean(-np.log(1.0 / (1.0 + np.exp(-h)) + 1e-12))"},
        hint="Then nothing costs more than 28: np.logaddexp(0, −h).",
    ),
    patch(
        "the slope is 1 − σ(h), which is rounded to 0",
        {SLOPE: "-beta * (1.0 - np.exp(-np.logaddexp(0.0, -h))) / len(h)"},
        hint="1 − σ(h) = σ(−h): take the second.",
    ),
]

SMALL = "What 1e-12 adds to a σ shows where that is small, as it is in some draws."
VARYING = {"loss": SMALL, "shifts": SMALL}
SAME_SUM = "the four numbers of h are the same, taken in another order"
EQUIVALENT = {
    f"dpo_loss: {LOSS} → {LOSS[:-1]}, axis=0)": "h has one axis",
    "dpo_loss: policy_chosen - ref_chosen → ref_rejected - ref_chosen, and alike": SAME_SUM,
    "dpo_loss: policy_chosen - ref_chosen → policy_chosen - policy_rejected, and alike": SAME_SUM,
}


@variant
def by_cases(policy_chosen, policy_rejected, ref_chosen, ref_rejected, beta):
    h = beta * (policy_chosen - policy_rejected) - beta * (ref_chosen - ref_rejected)
    e = np.exp(-np.abs(h))
    losses = np.maximum(-h, 0.0) + np.log1p(e)
    g = np.where(h > 0, e, 1.0) / (1.0 + e) * beta / len(h)
    return losses.mean(), -g, g


@variant
def by_log_ratios(policy_chosen, policy_rejected, ref_chosen, ref_rejected, beta):
    r, s = policy_chosen - ref_chosen, policy_rejected - ref_rejected
    log_total = np.logaddexp(beta * r, beta * s)
    pull = beta * np.exp(beta * s - log_total) / len(r)
    return np.logaddexp(0.0, beta * s - beta * r).sum() / len(r), -pull, pull


@variant
def pair_by_pair(policy_chosen, policy_rejected, ref_chosen, ref_rejected, beta):
    import math

    N = len(policy_chosen)
    loss, slopes = 0.0, np.zeros(N)
    for n in range(N):
        h = float(beta * (policy_chosen[n] - ref_chosen[n] - policy_rejected[n] + ref_rejected[n]))
        if h >= 0:
            e = math.exp(-h)
            loss, slopes[n] = loss + math.log1p(e) / N, beta * e / (1 + e) / N
        else:
            e = math.exp(h)
            loss, slopes[n] = loss + (math.log1p(e) - h) / N, beta / (1 + e) / N
    return loss, -slopes, slopes
