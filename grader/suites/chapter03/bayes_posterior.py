"""Checks, known bugs and variants of chapter03/bayes_posterior."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("posterior",),
    minutes=10,
    hints=(
        "How likely is it that hypothesis k is true and the observation is made? That is the joint probability.",
        "The joint probabilities of all hypotheses sum to the evidence. What do they sum to, divided by it?",
        "If the evidence is 0, there is nothing to divide by: ValueError.",
    ),
)


def shares(rng, K):
    """A distribution that is far from uniform."""
    p = rng.permutation(np.linspace(0.2, 2.0, K)) * rng.uniform(0.8, 1.2, size=K)
    return p / p.sum()


@cases("K", 4, 2, 6, 1, exact="prior")
def hypotheses(rng, K):
    return {"prior": shares(rng, K), "likelihood": rng.uniform(0.05, 0.95, size=K)}


@cases("illness", 1e-3, 1e-5, 1e-8, exact=True)
def medical_test(rng, illness):
    prior = illness * rng.uniform(0.5, 2.0)
    return {
        "prior": np.array([prior, 1.0 - prior]),
        "likelihood": np.array([rng.uniform(0.9, 0.99), rng.uniform(0.01, 0.1)]),
    }


@cases("K", 5, 3, exact="prior")
def impossible(rng, K):
    """One hypothesis has no prior, another no likelihood."""
    first, second = rng.permutation(K)[:2]
    prior, likelihood = shares(rng, K), rng.uniform(0.1, 0.9, size=K)
    prior[first], likelihood[second] = 0.0, 0.0
    return {"prior": prior / prior.sum(), "likelihood": likelihood}


@cases("K", 4, 3, exact="prior")
def densities(rng, K):
    return {"prior": shares(rng, K), "likelihood": rng.uniform(2.0, 9.0, size=K)}


@cases("K", 4, 3, exact="prior")
def no_evidence(rng, K):
    """Whoever has a prior has no likelihood."""
    believed = rng.permutation(np.arange(K) < K - 1)
    prior = np.where(believed, shares(rng, K), 0.0)
    return {"prior": prior / prior.sum(), "likelihood": np.where(believed, 0.0, rng.uniform(0.2, 0.8))}


shapes = shaped("There is a posterior for each hypothesis.", hypotheses)
values = agrees("The posterior is prior times likelihood, divided by the evidence.", hypotheses, points=2)
rare = agrees("A rare illness stays rare after a positive test.", medical_test, by="entry")
zeros = agrees("What was impossible, or is made impossible, has the posterior 0.", impossible, needs=[values])
above_one = agrees("Likelihoods may be densities, above 1.", densities, needs=[values])
far = scaled(hypotheses, scales=(-302, -150, 200), likelihood=1)
every_scale = agrees("Likelihoods may be tiny or huge.", far, separates=False, needs=[above_one])


@check(points=1, kind="property")
def proportions(student, hypotheses):
    """Posteriors sum to 1, likelihoods may be scaled, hypotheses be renamed; two observations may come together."""

    def other(m, case):
        prior, likelihood = case.prior, case.likelihood
        second = 1.0 - likelihood**2
        return (
            m.bayes_posterior(prior, likelihood),
            m.bayes_posterior(prior, 0.25 * likelihood),
            m.bayes_posterior(prior[::-1], likelihood[::-1]),
            m.bayes_posterior(m.bayes_posterior(prior, likelihood), second),
            m.bayes_posterior(prior, likelihood * second),
        )

    for case, (posterior, scaled, renamed, one_by_one, together) in student.each(other, hypotheses):
        what = "posterior"
        assert_law("Σ_k posterior[k] = 1", posterior.sum(), 1.0, what=what, where=case)
        assert_law("posterior for ¼ likelihood = posterior", scaled, posterior, what=what, where=case)
        assert_law("posterior in another order = posterior", renamed[::-1], posterior, what=what, where=case)
        assert_law("two observations together = one after the other", together, one_by_one, what=what, where=case)


@check(points=1, kind="error", needs=[values])
def nothing_to_divide_by(student, no_evidence):
    """An observation that is impossible under all that is believed raises ValueError."""
    for case in no_evidence:
        raises(student, ValueError, lambda m, c=case: m.bayes_posterior(*c.values()), where=case)
        nothing = case.replaced(likelihood=0.0 * case.likelihood)
        raises(student, ValueError, lambda m, c=nothing: m.bayes_posterior(*c.values()), where=case)


hygiene = hygiene_of(hypotheses)

JOINT, EVIDENCE, DIVIDE = "prior * likelihood", "evidence = np.sum(joint)", "joint / evidence"

VARYING = {"proportions": "Whether two observations have the likeliest hypothesis in common hangs on the draw."}
BUGS = [
    patch(
        "nothing is divided by the evidence",
        {DIVIDE: "joint"},
        hint="The joint probabilities sum to the evidence; a posterior sums to 1.",
    ),
    patch(
        "it is divided by the sum of the likelihoods",
        {DIVIDE: "joint / likelihood.sum()"},
        hint="The evidence is Σ prior · likelihood: likelihoods are weighted with what was believed.",
    ),
    patch(
        "it is divided by the sum of the priors",
        {DIVIDE: "joint / prior.sum()"},
        hint="Priors sum to 1: that divides by nothing. The evidence is Σ prior · likelihood.",
    ),
    patch(
        "prior and likelihood are added",
        {JOINT: "np.where(prior * likelihood > 0, prior + likelihood, 0.0)"},
        hint="That both are true has the product of the probabilities.",
    ),
    patch(
        "the prior is left out",
        {JOINT: "likelihood * (prior > 0)"},
        hint="Taking P(observation | hypothesis) for the answer forgets how rare the illness is.",
    ),
    patch(
        "the likelihood is left out",
        {JOINT: "prior * (likelihood > 0)"},
        hint="What was observed has to change something.",
    ),
    patch(
        "the prior is divided by the likelihood",
        {JOINT: "np.where(likelihood > 0, prior / np.where(likelihood > 0, likelihood, 1.0), 0.0)"},
        hint="A hypothesis that predicted the observation gains: multiply.",
    ),
    patch(
        "it is divided by the largest of the joint probabilities",
        {DIVIDE: "joint / joint.max()"},
        hint="Posteriors sum to 1: divide by the sum.",
    ),
    patch(
        "it is divided by the mean of the joint probabilities",
        {DIVIDE: "joint / joint.mean()"},
        hint="Posteriors sum to 1: divide by the sum.",
    ),
    patch(
        "a softmax is taken",
        {DIVIDE: "np.exp(joint) / np.exp(joint).sum()"},
        hint="Softmax wants logarithms; what is at hand are probabilities: divide by their sum.",
    ),
    patch(
        "the root of the posterior is normalised",
        {JOINT: "np.sqrt(prior * likelihood)"},
        hint="Prior times likelihood, as it is.",
    ),
    patch(
        "likelihoods above 1 are taken for 1",
        {JOINT: "prior * np.minimum(likelihood, 1.0)"},
        hint="Likelihoods may be densities: only their proportions count.",
    ),
    patch(
        "a small number is added to what is 0",
        {JOINT: "np.maximum(prior * likelihood, 1e-6)"},
        hint="What is impossible stays so.",
    ),
    patch(
        "a small number is added to the evidence",
        {DIVIDE: "joint / (evidence + 1e-12)"},
        hint="Likelihoods may be tiny: only their proportions count.",
    ),
    patch(
        "without evidence the posterior is NaN",
        {"if evidence == 0": "if False"},
        hint="0 / 0 is no belief: raise ValueError.",
    ),
    patch(
        "without evidence the prior is kept",
        {'raise ValueError("what was observed is impossible under every hypothesis")': "return prior.copy()"},
        hint="Something is wrong with the hypotheses then: raise ValueError.",
    ),
    patch(
        "ValueError is only raised if all likelihoods are 0",
        {"if evidence == 0": "if not likelihood.any()"},
        hint="A likelihood helps nobody whose prior is 0: look at the evidence.",
    ),
    patch(
        "evidence below a bound is taken for none",
        {"if evidence == 0": "if evidence < 1e-12"},
        hint="Likelihoods of long observations are tiny: only 0 is impossible.",
    ),
    patch(
        "the mean of the prior and of the likelihoods' shares is taken",
        {DIVIDE: "(prior + likelihood / likelihood.sum()) / 2"},
        hint="Both have to be true, the hypothesis and what was observed: multiply.",
    ),
    patch(
        "each hypothesis is weighed against its own opposite",
        {DIVIDE: "joint / (joint + (1.0 - prior) * (1.0 - likelihood))"},
        hint="1 − likelihood is not what the other hypotheses say: the evidence is Σ prior · likelihood, one for all.",
    ),
    patch(
        "ValueError is raised as soon as one hypothesis is impossible",
        {"if evidence == 0": "if np.any(joint == 0)"},
        hint="One that is impossible has the posterior 0; only if all are, there is nothing to divide by.",
    ),
    patch(
        "it is divided by the root of the sum of the squares",
        {DIVIDE: "joint / np.linalg.norm(joint)"},
        hint="Posteriors sum to 1, and not their squares: divide by the sum.",
    ),
    patch(
        "the likeliest hypothesis gets 1, and all others 0",
        {DIVIDE: "np.eye(len(joint))[np.argmax(joint)]"},
        hint="That is a decision. What is to be believed is a probability for each: divide by the evidence.",
    ),
    patch(
        "odds are returned",
        {DIVIDE: "joint / (evidence - joint)"},
        hint="Odds compare a hypothesis with the others; a probability is its part of all, itself included.",
    ),
    patch(
        "the probability of the opposite observation is taken",
        {JOINT: "prior * (1.0 - likelihood)"},
        hint="1 − likelihood is how likely it was that this is not observed: it was.",
    ),
    patch(
        "a small number is added to each joint probability",
        {DIVIDE: "(joint + 1e-10) / np.sum(joint + 1e-10)"},
        hint="What is impossible stays so, and what is rare is as rare as it is: divide joint itself.",
    ),
    patch(
        "without evidence all hypotheses are equally likely",
        {
            'raise ValueError("what was observed is impossible under every hypothesis")': "return np.full(len(prior), 1.0 / len(prior))"
        },
        hint="Something is wrong with the hypotheses then: raise ValueError.",
    ),
    patch(
        "without evidence all posteriors are 0",
        {'raise ValueError("what was observed is impossible under every hypothesis")': "return np.zeros(len(prior))"},
        hint="Zeros are no belief, they don't sum to 1: raise ValueError.",
    ),
    patch(
        "impossible hypotheses lose their places",
        {DIVIDE: "(joint / evidence)[joint > 0]"},
        hint="There is a posterior for each hypothesis, at its own index: 0 for what is impossible.",
    ),
    patch(
        "likelihoods above 1 are refused",
        {"if evidence == 0": "if evidence == 0 or np.any(likelihood > 1)"},
        hint="Likelihoods may be densities, above 1: only evidence of 0 raises ValueError.",
    ),
    patch(
        "the last posterior is 1 minus the first",
        {DIVIDE: "np.append((joint / evidence)[:-1], 1.0 - joint[0] / evidence)"},
        hint="That is right for two hypotheses. With more, each has its own share of the evidence.",
    ),
    patch(
        "posteriors take the places of priors while the evidence is still needed",
        {
            DIVIDE: "prior.copy()\n    for k in range(len(prior)):\n        posterior[k] = joint[k] / np.sum(posterior * likelihood)"
        },
        hint="The evidence is one number for all: compute it once, from the priors, before anything is replaced.",
    ),
]

EQUIVALENT = {
    "bayes_posterior: prior * likelihood → likelihood * likelihood, and alike": (
        "prior and likelihood exchanged have the same product"
    ),
    "bayes_posterior: np.sum(joint) → np.sum(joint, axis=0)": "joint has one axis",
}


@variant
def in_logarithms(prior, likelihood):
    with np.errstate(divide="ignore"):
        log_joint = np.log(prior) + np.log(likelihood)
    if np.all(np.isneginf(log_joint)):
        raise ValueError("impossible")
    joint = np.exp(log_joint - log_joint.max())
    return joint / joint.sum()


@variant
def one_by_one(prior, likelihood):
    joint = [p * L for p, L in zip(prior.tolist(), likelihood.tolist(), strict=True)]
    evidence = sum(joint)
    if not evidence:
        raise ValueError("impossible")
    return np.array([j / evidence for j in joint])


@variant
def by_inner_product(prior, likelihood):
    evidence = prior @ likelihood
    if evidence <= 0:
        raise ValueError("impossible")
    return prior * (likelihood / evidence)
