"""Checks, known bugs and variants of chapter24/ppo_gae."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("A", "loss", "dlogp"),
    requires=("chapter22/discounted_returns",),
    minutes=35,
    hints=(
        "Go through the steps backwards, and carry A[t + 1] along. What is it after an episode's end?",
        "(1 − done[t]) stands twice: before V[t + 1], and before A[t + 1].",
        "Write ρ A and clip(ρ) A down as two arrays: the loss is minus the mean of their minimum.",
        "Where ρ A is the smaller, or both are equal, ∂(ρ A)/∂logp = ρ A; elsewhere the minimum is a constant.",
    ),
)


def advantages(rewards, V, done, gamma, lam):
    A, following = np.zeros(len(rewards)), 0.0
    for t in range(len(rewards) - 1, -1, -1):
        on = gamma * (not done[t])
        A[t] = following = rewards[t] + on * V[t + 1] - V[t] + on * lam * following
    return A


def episodes(rng, ends, gamma, lam):
    """Steps of some episodes; rewards swing, so that advantages have both signs."""
    T = len(ends)
    swing = np.resize([1.0, 1.0, -1.0, -1.0], T) * rng.choice((-1.0, 1.0))
    return {
        "rewards": swing * rng.uniform(2.0, 4.0, size=T),
        "V": rng.choice((-1.0, 1.0)) * rng.uniform(0.5, 1.5, size=T + 1),
        "done": np.array(ends),
        "gamma": gamma * rng.uniform(0.97, 1.0),
        "lam": lam * rng.uniform(0.95, 1.0),
    }


def policies(rng, A, eps):
    """Ratios beyond the clip where it stops, beyond it where it does not, and within it."""
    T = len(A)
    gain, loss = np.sign(A) * rng.uniform(1.4, 2.2, size=T), -np.sign(A) * rng.uniform(1.4, 2.2, size=T)
    within = rng.choice((-1.0, 1.0), size=T) * rng.uniform(0.2, 0.7, size=T)
    kinds = np.resize([0, 1, 2], T)
    ratio = 1.0 + eps * np.choose(kinds, [gain, loss, within])
    old = rng.uniform(-3.0, -1.0, size=T)
    return {"logp": old + np.log(ratio), "logp_old": old}


def arranged(steps, policy, eps):
    order = ("rewards", "V", "done", "logp", "logp_old", "gamma", "lam", "eps")
    found = {**steps, **policy, "eps": eps}
    return {name: found[name] for name in order}


def decided(case):
    """No advantage is small and no ratio is near the clip; the clip stops some of both signs, and lets some pass."""
    A, ratio = (
        advantages(*(case[name] for name in ("rewards", "V", "done", "gamma", "lam"))),
        np.exp(case.logp - case.logp_old),
    )
    beyond = (ratio - 1.0) / case.eps
    if np.min(np.abs(A)) < 0.05 * np.max(np.abs(case.rewards)) or np.min(np.abs(np.abs(beyond) - 1.0)) < 0.2:
        return False
    found = {(bool(a > 0), int(np.sign(b)) * (abs(b) > 1)) for a, b in zip(A, beyond, strict=True)}
    return len(A) < 9 or found >= {(True, 1), (True, -1), (False, 1), (False, -1)}


N, E = False, True


@cases(
    "ends gamma lam eps",
    ((N, N, N, E, N, N, E, N, N, N, N, N), 0.9, 0.8, 0.2),
    ((N, N, N, N, E, N, N, N, N, E), 0.95, 0.6, 0.3),
    fit=decided,
)
def runs(rng, ends, gamma, lam, eps):
    steps = episodes(rng, ends, gamma, lam)
    A = advantages(steps["rewards"], steps["V"], steps["done"], steps["gamma"], steps["lam"])
    return arranged(steps, policies(rng, A, eps), eps)


@cases(
    "ends gamma lam",
    ((N,), 0.9, 0.8),
    ((E,), 0.9, 0.8),
    ((N, N, N, N), 1.0, 0.0),
    ((N, E, N, N), 0.9, 1.0),
    ((N, N, E, N), 0.0, 0.8),
    fit=decided,
)
def short(rng, ends, gamma, lam):
    """One step, λ of 0 and of 1; without a future, what was bad has become twenty times as likely."""
    steps = episodes(rng, ends, gamma, 1.0) | {"lam": lam}
    A = advantages(steps["rewards"], steps["V"], steps["done"], steps["gamma"], lam)
    policy = policies(rng, A, 0.2)
    if gamma == 0.0:
        policy["logp"][A < 0] = policy["logp_old"][A < 0] + np.log(rng.uniform(15.0, 25.0))
    return arranged(steps, policy, 0.2)


@cases("ends", ((N, N, E, N, N, E),), fit=decided)
def texts(rng, ends):
    """Log probabilities so far below 0 that exp of them is 0."""
    steps = episodes(rng, ends, 0.9, 0.8)
    A = advantages(*(steps[name] for name in ("rewards", "V", "done", "gamma", "lam")))
    far_below = rng.uniform(800.0, 900.0, size=len(ends))
    return arranged(steps, {name: logs - far_below for name, logs in policies(rng, A, 0.2).items()}, 0.2)


far = scaled(runs, rewards=1, V=1)
shapes = shaped("A and dlogp have an entry for each step; the loss is one number.", runs)
estimates = agrees("A follows the rule backwards, and stops at the end of an episode.", runs, only=["A"], points=2)
loss = agrees(
    "The loss is minus the mean of the smaller of both.",
    runs,
    only=["loss"],
    points=2,
    rtol=1e-10,
    needs=[shapes, estimates],
)
gradient = agrees(
    "dlogp is 0 where the clip holds, and only there.",
    runs,
    only=["dlogp"],
    points=2,
    rtol=1e-10,
    needs=[shapes, estimates],
)
few = agrees("It is right for one step, for λ = 0 and 1, and for γ = 0.", short)
rare = agrees("What was done may be as unlikely as a whole text.", texts, needs=[few])
every_unit = agrees("Tiny rewards and huge ones are no different.", far, separates=False)


@check(points=1, kind="property", needs=[shapes])
def ends_of_lambda(student, runs):
    """With λ = 0, A is the error of one step; with λ = 1, what is still earned in the episode, minus V."""

    def ways(m, case):
        case = {name: case[name] for name in ("rewards", "V", "done", "logp", "logp_old", "gamma", "lam", "eps")}
        return m.ppo_gae(**{**case, "lam": 0.0})[0], m.ppo_gae(**{**case, "lam": 1.0})[0]

    for case, (one, all_of_them) in student.each(ways, runs):
        r, V, on = case.rewards, case.V, case.gamma * ~case.done
        assert_law("A = r + γ (1 − done) V[t + 1] − V[t] for λ = 0", one, r + on * V[1:] - V[:-1], what="A", where=case)
        earned, still = np.zeros(len(r)), V[-1]
        for t in range(len(r) - 1, -1, -1):
            earned[t] = still = r[t] + on[t] * still
        law = "A = what is still earned in the episode − V[t] for λ = 1"
        assert_law(law, all_of_them, earned - V[:-1], what="A", where=case)


@check(points=1, kind="gradient", needs=[shapes, estimates])
def finite_differences(student, runs, rng):
    """dlogp agrees with finite differences of the loss."""

    def total(logp, A, case):
        ratio = np.exp(logp - case.logp_old)
        return -np.mean(np.minimum(ratio * A, np.clip(ratio, 1 - case.eps, 1 + case.eps) * A))

    for case, (A, _, dlogp) in student.ppo_gae.on(runs):
        check_grads(
            lambda logp, A=A, case=case: total(logp, A, case), {"logp": case.logp}, {"logp": dlogp}, rng=rng, where=case
        )


hygiene = hygiene_of(runs)

GOES_ON, DELTA = "0.0 if done[t] else gamma", "rewards[t] + goes_on * V[t + 1] - V[t]"
NEXT, RATIO = "delta + goes_on * lam * following", "np.exp(logp - logp_old)"
LOSS, SLOPE = "-np.mean(np.minimum(free, clipped))", "-np.where(free <= clipped, free, 0.0) / T"
CLIPPED = "np.clip(ratio, 1 - eps, 1 + eps) * A"
NEVER_ONE = {"axis 0 of V": "it has an entry more than there are steps, and there is one at least"}
BUGS = [
    patch(
        "the larger of both is taken, not the smaller",
        {LOSS: LOSS.replace("minimum", "maximum"), SLOPE: SLOPE.replace("<=", ">=")},
        hint="min: what would be gained beyond the clip does not count.",
    ),
    patch(
        "the ratio is always clipped",
        {LOSS: "-np.mean(clipped)", SLOPE: "-np.where(np.abs(ratio - 1) <= eps, free, 0.0) / T"},
        hint="The minimum of both: where the policy has gone wrong, the gradient has to bring it back.",
    ),
    patch(
        "the ratio is not clipped",
        {LOSS: "-np.mean(free)", SLOPE: "-free / T"},
        hint="The minimum of ρ A and clip(ρ) A.",
    ),
    patch(
        "the gradient is 0 on both sides of the clip",
        {SLOPE: "-np.where(np.abs(ratio - 1) <= eps, free, 0.0) / T"},
        hint="Where ρ A is the smaller, the gradient is there, also beyond the clip.",
    ),
    patch("the gradient ignores the clip", {SLOPE: "-free / T"}, hint="Where the clipped one is the smaller, it is 0."),
    patch(
        "the gradient lacks the ratio",
        {SLOPE: SLOPE.replace("free, 0.0", "A, 0.0")},
        hint="∂ρ/∂logp = ρ: the gradient is −ρ A / T.",
    ),
    patch("the gradient lacks 1/T", {SLOPE: SLOPE.replace(" / T", "")}, hint="L is a mean: 1/T is in the gradient."),
    patch(
        "loss and gradient have the wrong sign",
        {LOSS: LOSS[1:], SLOPE: SLOPE[1:]},
        hint="It is a loss: minus the mean.",
    ),
    patch(
        "the loss is a sum",
        {LOSS: LOSS.replace("mean", "sum"), SLOPE: SLOPE.replace(" / T", "")},
        hint="The mean over T steps.",
    ),
    patch(
        "the logarithm of the ratio is cut off at ±2",
        {f"    ratio = {RATIO}": "    ratio = np.exp(np.clip(logp - logp_old, -2.0, 2.0))"},
        hint="What is lost always counts, however far the policy went.",
    ),
    patch(
        "the ratio is a quotient of exponentials, which are both 0 for a text",
        {RATIO: "np.exp(logp) / np.exp(logp_old)"},
        hint="Take the difference first, then its exponential.",
    ),
    patch(
        "the ratio is upside down",
        {RATIO: "np.exp(logp_old - logp)", SLOPE: f"-({SLOPE})"},
        hint="exp(logp − logp_old).",
    ),
    patch(
        "the ratio is a difference of logarithms",
        {RATIO: "1.0 + logp - logp_old"},
        hint="ρ is a ratio of probabilities: exp of the difference.",
    ),
    patch(
        "ends of episodes are ignored",
        {GOES_ON: "gamma"},
        hint="1 − done[t] stands before V[t + 1] and before A[t + 1].",
    ),
    patch(
        "the value after an episode's end counts",
        {DELTA: "rewards[t] + gamma * V[t + 1] - V[t]"},
        hint="V[t + 1] is the next episode's there: 1 − done[t] stands before it.",
    ),
    patch(
        "advantages run on over an episode's end",
        {NEXT: "delta + gamma * lam * following"},
        hint="1 − done[t] stands before A[t + 1], too.",
    ),
    patch(
        "done[t + 1] is asked whether step t ended an episode",
        {GOES_ON: "0.0 if t + 1 < T and done[t + 1] else gamma"},
        hint="done[t] says that step t itself was the last: it stands in row t of both formulas.",
    ),
    patch("λ is missing", {NEXT: "delta + goes_on * following"}, hint="A[t] = δ[t] + γ λ (1 − done[t]) A[t + 1]."),
    patch(
        "γ is missing before the next advantage",
        {NEXT: "delta + (0.0 if done[t] else 1.0) * lam * following"},
        hint="A[t] = δ[t] + γ λ (1 − done[t]) A[t + 1].",
    ),
    patch("V[t] is not subtracted", {DELTA: "rewards[t] + goes_on * V[t + 1]"}, hint="δ is an error: minus V[t]."),
    patch(
        "the value is added to the advantages",
        {"return A, ": "return A + V[:-1], "},
        hint="A + V is the target of the value function; A is asked for.",
    ),
    patch(
        "advantages are normalised",
        {f"    ratio = {RATIO}": f"    A = (A - A.mean()) / (A.std() + 1e-8)\n    ratio = {RATIO}"},
        hint="They are taken as they are.",
    ),
]

EQUIVALENT = {
    "ppo_gae: np.mean(np.minimum(free, clipped)) → np.mean(np.minimum(free, clipped), axis=0)": "it has one axis",
    "ppo_gae: goes_on * lam → goes_on * following, and alike": "two factors change places",
    "ppo_gae: np.zeros(T) → np.ones(T)": "every entry is written",
}


@variant
def weighted_sums(rewards, V, done, logp, logp_old, gamma, lam, eps):
    T = len(rewards)
    on = gamma * (1.0 - done)
    delta = rewards + on * V[1:] - V[:-1]
    weights = np.eye(T)
    for t in range(T):
        for k in range(t + 1, T):
            weights[t, k] = weights[t, k - 1] * lam * on[k - 1]
    A = weights @ delta
    rho = np.exp(logp - logp_old)
    most = np.where(A > 0, 1 + eps, np.inf)
    least = np.where(A > 0, 0.0, 1 - eps)
    held = np.clip(rho, least, most)
    return A, -np.sum(held * A) / T, -np.where(held == rho, rho * A, 0.0) / T


@variant
def step_by_step(rewards, V, done, logp, logp_old, gamma, lam, eps):
    import math

    T = len(rewards)
    A, slopes, total, carried = [0.0] * T, np.zeros(T), 0.0, 0.0
    for t in range(T - 1, -1, -1):
        later = 0.0 if done[t] else gamma * (V[t + 1] + lam * carried)
        carried = rewards[t] - V[t] + later
        A[t] = carried
        rho = math.exp(logp[t] - logp_old[t])
        stopped = (carried > 0 and rho > 1 + eps) or (carried < 0 and rho < 1 - eps)
        total += (min(max(rho, 1 - eps), 1 + eps) if stopped else rho) * carried
        slopes[t] = 0.0 if stopped else -rho * carried / T
    return np.array(A), -total / T, slopes
