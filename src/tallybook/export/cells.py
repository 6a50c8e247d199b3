"""One cell of an edited table, read by the type of its column beside the value that the register has.

A spreadsheet rewrites what nobody touched: days in the order of its country, decimal commas, numbers for texts of
digits. So a cell is first asked whether it can be what was there, and only then what else it says.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from tallybook.export.columns import Column, ColumnKind
from tallybook.export.csv import Cell, clean, unescape
from tallybook.export.sheet import Formula, RawCell

__all__ = ["CellError", "DayOrder", "day_order", "read_cell", "shown"]

ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
OTHER_DAY = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
WHOLE = re.compile(r"(\d{1,15})(?:[.,]0{1,2})?")  # 12.0 is twelve; 1,000 may be one or a thousand
DECIMAL = re.compile(r"-?\d{1,9}(?:[.,]\d{1,17})?(?:[eE]-?\d{1,3})?")
DIGITS_SHOWN = 6
"""Digits behind the point that a spreadsheet shows at least; a degree rounded to so many is 10 cm off at most."""
SAME = 1e-12
"""Numbers closer than this are one: a workbook keeps 16 digits."""
TWO_DIGIT_YEAR = 100

DayOrder = Literal["day first", "month first", "year first"]
ORDERS: Mapping[DayOrder, tuple[int, int, int]] = {
    "day first": (2, 1, 0), "month first": (2, 0, 1), "year first": (0, 1, 2),
}  # fmt: skip
"""Where year, month and day stand among the three numbers of a day."""


class CellError(ValueError):
    """What stands in a cell cannot be a value of its column; the message says why and what to write."""


def shown(cell: Cell | RawCell) -> str:
    """A cell as a message shows it; nothing is ``empty``."""
    if cell is None or cell == "":
        return "empty"
    return cell.text if isinstance(cell, Formula) else str(cell)


def day_order(cells: Iterable[tuple[RawCell, Cell]]) -> DayOrder | None:
    """The order in which a table writes its days, by the cells (what stands there, what was there) that agree with it.

    ``None`` when no day is written in an order of its own, or two orders agree with as many.
    """
    agreeing: Counter[DayOrder] = Counter()
    for raw, old in cells:
        text = _bare(raw) if isinstance(raw, str) else ""
        if not ISO_DAY.fullmatch(text) and (match := OTHER_DAY.fullmatch(text)):
            agreeing.update(order for order in ORDERS if old is not None and _day_of(match, order) == old)
    best = agreeing.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def read_cell(column: Column, raw: RawCell, old: Cell, *, order: DayOrder | None = None) -> Cell:
    """The value of a cell: ``old`` itself when the cell can be what was there, else what it says; empty is ``None``.

    ``order`` is how the table writes its days, where it does not write them as ISO has them.

    Raises:
        CellError: It is a formula, of another type, or beyond the bounds of the column.
    """
    if isinstance(raw, Formula):
        raise CellError(f"is a formula or an error ({raw.text[:40]}); write the value itself")
    if raw is None or (isinstance(raw, str) and (raw == "" or (not raw.strip() and old is None))):
        return None
    value = _day(raw, order) if column.kind == "day" else READERS[column.kind](raw, old)
    if isinstance(value, int | float) and value is not old:
        _check_bounds(column, value)
    return value


def _check_bounds(column: Column, value: float) -> None:
    if column.least is not None and value < column.least:
        raise CellError(f"is below {column.least:g}")
    if column.most is not None and value > column.most:
        raise CellError(f"is above {column.most:g}")


def _text(raw: RawCell, old: Cell) -> Cell:
    if isinstance(raw, date):
        raise CellError("was made a date by the spreadsheet; format the column as text and write it again")
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    said = clean(unescape(str(raw)))
    if said == old or (isinstance(old, str) and said.strip() == old.strip()):
        return old
    return said.strip() or None


def _whole(raw: RawCell, old: Cell) -> Cell:
    found: int | None = None
    if isinstance(raw, bool | date):
        pass
    elif isinstance(raw, int | float):
        found = int(raw) if math.isfinite(raw) and float(raw).is_integer() else None
    elif isinstance(raw, str) and (match := WHOLE.fullmatch(_bare(raw))):
        found = int(match[1])
    if found is None:
        raise CellError("is no whole number; write digits alone, or leave it empty for not stated")
    return old if found == old else found


def _decimal(raw: RawCell, old: Cell) -> Cell:
    text = str(raw).strip()
    if isinstance(raw, bool | date) or not (isinstance(raw, int | float) or DECIMAL.fullmatch(text)):
        raise CellError("is no number; write it with a decimal point, such as 34.52")
    found = float(text.replace(",", "."))
    if not math.isfinite(found):
        raise CellError("is no number; write it with a decimal point, such as 34.52")
    return old if isinstance(old, int | float) and _rounds_to(float(old), found, text) else found


def _rounds_to(old: float, new: float, text: str) -> bool:
    """Whether the new number is the old one, or the old one rounded as a spreadsheet shows it."""
    digits = len(re.split(r"[.,]", text)[-1]) if re.search(r"[.,]", text) else 0
    return math.isclose(old, new, rel_tol=0, abs_tol=SAME) or (digits >= DIGITS_SHOWN and round(old, digits) == new)


def _day(raw: RawCell, order: DayOrder | None) -> Cell:
    if isinstance(raw, date):
        return raw.isoformat()
    text = _bare(str(raw))
    found: list[str | None] = []
    if match := ISO_DAY.fullmatch(text):
        found = [_day_of(match, "year first")]
    elif match := OTHER_DAY.fullmatch(text):
        found = [_day_of(match, one) for one in ([order] if order else ORDERS)]
    days = list(dict.fromkeys(one for one in found if one is not None))
    if not days:
        raise CellError("is no day; write it as 2031-03-04")
    if len(days) > 1:
        raise CellError(f"may be {' or '.join(days)}; write it as {days[0]}")
    return days[0]


def _bare(text: str) -> str:
    return text.strip().removeprefix("'")


def _day_of(match: re.Match[str], order: DayOrder) -> str | None:
    """The day in ISO form, read in an order; a year of two digits is of this century; ``None`` for no such day."""
    numbers = [int(part) for part in match.groups()]
    year, month, day = (numbers[place] for place in ORDERS[order])
    try:
        return date(year + 2000 if year < TWO_DIGIT_YEAR else year, month, day).isoformat()
    except ValueError:
        return None


READERS: Mapping[ColumnKind, Callable[[RawCell, Cell], Cell]] = {"text": _text, "whole": _whole, "decimal": _decimal}
