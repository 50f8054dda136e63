import numpy as np

from knowledge.calibration import CONSTANT, Case, cross_validate, foretell, learn


def cases(n=400):
    random = np.random.default_rng(1)
    found = []
    for number in range(n):
        helps, noise = random.random(), random.random()
        found.append(
            Case({"helps": helps, "noise": noise}, bool(random.random() < helps), group=f"family {number % 40}")
        )
    return found


def test_weights_show_what_helps():
    weights = learn(cases(), ["helps", "noise"])
    assert weights["helps"] > 2
    assert abs(weights["noise"]) < 1
    assert CONSTANT in weights


def test_what_is_foretold_for_unseen_cases_is_calibrated():
    known = cases()
    foretold = cross_validate(known, ["helps", "noise"])
    so = np.array([c.so for c in known])
    for low in (0.2, 0.4, 0.6):
        inside = (foretold >= low) & (foretold < low + 0.2)
        assert abs(foretold[inside].mean() - so[inside].mean()) < 0.12
    assert np.allclose(foretell(known, learn(known, ["helps"])).shape, (400,))
