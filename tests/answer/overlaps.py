"""Overlaps of public record, with what was published about them."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.answer.loglinear import Overlaps


def histories(k: int, counts: Sequence[int]) -> Overlaps:
    """Counts in the order that papers print them: on all lists, on all but the last, …, on the last alone."""
    cells = [0] * (2**k - 1)
    for count, code in zip(counts, range(2**k - 1, 0, -1), strict=True):
        cells[sum(1 << j for j in range(k) if code >> (k - 1 - j) & 1) - 1] = count
    return tuple(cells)


def named(k: int, counts: dict[str, int]) -> Overlaps:
    """Counts by the numbers of their lists, from 1: ``{"13": 4}`` are four on the first and the third."""
    cells = [0] * (2**k - 1)
    for lists, count in counts.items():
        cells[sum(1 << (int(one) - 1) for one in lists) - 1] = count
    return tuple(cells)


DARROCH = histories(3, (72, 155, 7, 71, 13, 53, 43))
"""Darroch et al. 1993 (J. Am. Stat. Assoc. 88), a census, a survey and administrative records of one stratum; estimates
of Rivest 2011 (Int. J. Biostat. 7), as the R package Rcapture repeats them."""
DIABETES = histories(4, (58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10))
"""Bruno et al. 1994 (Diabetes Care 17), diabetics of Casale Monferrato on four lists; estimates of Bruno and of Rivest
2011."""
DEATHS_AT_WORK = histories(3, (72, 5, 29, 54, 24, 3, 14))
"""Cormack, Chang and Smith 2000 (J. Clin. Epidemiol. 53), deaths at work in New Zealand on three lists, table 3b."""
DEATHS_AT_WORK_FOUR = histories(4, (72, 5, 29, 53, 24, 3, 12, 14, 0, 0, 0, 1, 0, 0, 2))
"""The same on four lists, table 3a."""
SLAVERY = named(
    5,
    {
        "1": 54, "2": 463, "3": 995, "4": 695, "5": 316, "12": 15, "13": 19, "14": 3, "23": 62, "24": 19, "25": 1,
        "34": 76, "35": 11, "45": 8, "123": 1, "124": 1, "234": 4, "1234": 1,
    },
)  # fmt: skip
"""Silverman 2014 (Home Office), victims of modern slavery in the United Kingdom in 2013: local authorities,
organisations, police with the National Crime Agency, government, the public."""
TWO_CAPTURES = histories(2, (167, 781, 254))
"""Seber 1982, page 107: two captures of a population of fish."""
HEPATITIS = histories(3, (28, 21, 17, 69, 18, 55, 63))
"""Chao et al. 2001 (Stat. Med. 20), hepatitis in a college in Taiwan on three lists."""
