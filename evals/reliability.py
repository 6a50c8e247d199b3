"""The reliability plot: what the confidence says against how often it is right, one small panel a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SIDE, GAP, MARGIN, COLUMNS = 150, 50, 40, 3


class Curve(NamedTuple):
    """A field's held-out figures; ``points`` are (said, right, cases) of the tenths, least sure first."""

    name: str
    cases: int
    right: float
    said: float
    brier: float
    error: float
    points: Sequence[tuple[float, float, int]]


def draw(curves: Sequence[Curve]) -> str:
    """An SVG picture of all curves, each beside the diagonal on which it should lie."""
    rows = -(-len(curves) // COLUMNS)
    width, height = MARGIN + COLUMNS * (SIDE + GAP), MARGIN + rows * (SIDE + GAP)
    panels = "".join(
        _panel(curve, MARGIN + place % COLUMNS * (SIDE + GAP), MARGIN + place // COLUMNS * (SIDE + GAP))
        for place, curve in enumerate(curves)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="10"><rect width="{width}" height="{height}" fill="#fff"/>{panels}</svg>\n'
    )


def _panel(curve: Curve, left: int, top: int) -> str:
    def at(said: float, right: float) -> str:
        return f"{left + said * SIDE:.1f},{top + (1 - right) * SIDE:.1f}"

    line = " ".join(at(said, right) for said, right, _ in curve.points)
    dots = "".join(
        f'<circle cx="{left + said * SIDE:.1f}" cy="{top + (1 - right) * SIDE:.1f}" r="2.5" fill="#9b3a34"/>'
        for said, right, _ in curve.points
    )
    return (
        f'<text x="{left}" y="{top - 8}">{curve.name}: {curve.cases} cases, error {curve.error:.3f}</text>'
        f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>'
        f'<polyline points="{at(0, 0)} {at(1, 1)}" stroke="#bbb" stroke-dasharray="4" fill="none"/>'
        f'<polyline points="{line}" stroke="#9b3a34" fill="none"/>{dots}'
        f'<text x="{left}" y="{top + SIDE + 12}">0</text><text x="{left + SIDE - 6}" y="{top + SIDE + 12}">1</text>'
        f'<text x="{left + SIDE / 2 - 30}" y="{top + SIDE + 12}">confidence</text>'
        f'<text x="{left - 5}" y="{top + SIDE / 2 + 25}" transform="rotate(-90 {left - 5} {top + SIDE / 2 + 25})">'
        f"right</text>"
    )
