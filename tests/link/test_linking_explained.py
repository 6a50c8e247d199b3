"""The explanation says what the model does."""

from pathlib import Path

from tallybook.link import FEATURES, MODEL
from tallybook.link.scoring import BIAS
from tallybook.reconcile import RULES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "explanation"


def test_every_weight_is_in_the_explanation() -> None:
    told = (DOCS / "linking.md").read_text(encoding="utf-8")
    rows = [
        f"| {feature.name} | {outcome} | {weight:+.2f} |"
        for feature in FEATURES
        for outcome, weight in feature.weights.items()
    ]
    assert [row for row in rows if row not in told] == []
    assert f"`{MODEL}`" in told
    assert f"{BIAS}" in told


def test_every_outcome_of_a_comparison_has_a_sentence_that_explains_it() -> None:
    assert all(feature.compare.tell.__doc__ for feature in FEATURES)


def test_every_rule_is_in_the_explanation() -> None:
    told = (DOCS / "figures.md").read_text(encoding="utf-8")
    assert all(f"`{rule.__name__}`" in told and rule.__doc__ for rule in RULES)
