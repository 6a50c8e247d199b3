"""Pages that were brought up to date the day after: their weekdays reach one day beyond the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tallybook.lang.date_expression import TimeExpression
from tallybook.model.values import PartialDate


def brought_up_to_date(published: PartialDate, expressions: Sequence[TimeExpression]) -> PartialDate:
    """The day of publication, with the day after where the page names the weekdays of both.

    A page of Tuesday that tells of "Tuesday" and of "Wednesday" was gone over on Wednesday: that is likelier than that
    it speaks of two days six days apart.
    """
    day = published.start
    if day is None or published.end != day:
        return published
    named = {one.weekday for one in expressions if _bare(one)}
    after = day + timedelta(days=1)
    if not {day.weekday(), after.weekday()} <= named:
        return published
    return replace(published, end=after, precision="period")


def _bare(one: TimeExpression) -> bool:
    """Whether an expression is a weekday and nothing else that tells which."""
    return one.form == "weekday" and one.which is None and one.amount is None
