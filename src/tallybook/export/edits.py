"""What a person changed in an exported table: the difference to the register, cell by cell, and what is wrong with it.

Nothing is written here. A table that was not touched gives no difference, whatever a spreadsheet did to it in between;
a row that the register has changed since the table was made is refused, not guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.export.base import IncidentRecord
from tallybook.export.cells import CellError, DayOrder, day_order, read_cell, shown
from tallybook.export.columns import BY_NAME, COLUMNS, VERSION, Column
from tallybook.export.countries import countries
from tallybook.export.csv import Cell, row_of
from tallybook.export.sheet import Sheet, SheetRow

__all__ = ["Correction", "Edits", "Problem", "edits_of"]

KEY = COLUMNS[0]
NEVER_EMPTY = frozenset(("event_type", "event_types", "stage", "date_precision", "place_precision", "review"))
REVIEWS = ("unreviewed", "accepted", "rejected")
PARTED = "; "
CUT = "…"
NONE = "?"
PLACE_NAMES = frozenset(("country", "admin1", "place"))
PLACE_POINT = frozenset(("lat", "lon", "geonames_id"))
NEAR = 70
"""How alike (of 100) a known code must be to be offered for one that is not known."""

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One cell that a person changed: the column, the value the register has, and the value it should have."""

    incident_id: str
    field: str
    old: Cell
    new: Cell

    @property
    def sentence(self) -> str:
        """The change as a person reads it."""
        return f"{self.incident_id}  {self.field}: {shown(self.old)} → {shown(self.new)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One cell that cannot be taken: its row as the spreadsheet numbers it, its column, what stands there, and why."""

    row: int
    column: str
    value: str
    why: str

    @property
    def sentence(self) -> str:
        """Row, column, value and the way out."""
        return f"row {self.row}, column {self.column}: {self.value!r} {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """The difference between an edited table and the register. ``ignored`` are columns that are none of ours."""

    rows: int
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person may have overlooked: a place that has another name and the coordinates of the old one."""
        changed: dict[str, set[str]] = {}
        for one in self.corrections:
            changed.setdefault(one.incident_id, set()).add(one.field)
        return tuple(
            f"{name}: another place, with the lat, lon and geonames_id of the old one; change or empty them too"
            for name, fields in changed.items()
            if fields & PLACE_NAMES and not fields & PLACE_POINT
        )

    @property
    def sentence(self) -> str:
        """How much was changed, and how much of it cannot be taken."""
        incidents = len({one.incident_id for one in self.corrections})
        said = f"{_counted(len(self.corrections), 'cell')} changed in {_counted(incidents, 'incident')}"
        if not self.corrections:
            said = "No cell changed"
        if self.problems:
            said += f"; {_counted(len(self.problems), 'cell')} cannot be taken"
        if self.ignored:
            said += f"; columns that are none of ours: {', '.join(self.ignored)}"
        return f"{said} ({_counted(self.rows, 'row')} read)."


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def edits_of(
    sheet: Sheet, records: Iterable[IncidentRecord], *, leads_to: Callable[[str], str | None] = lambda _: None
) -> Edits:
    """The corrections in a table, and the cells that cannot be taken, in the order of its rows.

    ``records`` are all incidents of the register as it is now; ``leads_to`` gives the id that an old id leads to. Rows
    that are not in the table are left alone, and so are columns that are not.
    """
    known = {record.incident.id: record for record in records}
    now = {name: row_of(known[name]) for row in sheet.rows if (name := _name_of(row)) in known}
    order = _day_order(sheet, now)
    corrections: list[Correction] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        name = _name_of(row)
        why = _no_match(name, row, known, seen, leads_to)
        if why is not None:
            problems.append(Problem(row=row.number, column=KEY, value=name, why=why))
            continue
        seen[name] = row.number
        found, wrong = _row_edits(row, now[name], sheet.columns, order)
        corrections += found
        problems += wrong
    return Edits(
        rows=len(sheet.rows),
        corrections=tuple(corrections),
        problems=tuple(problems),
        ignored=tuple(name for name in sheet.columns if name not in BY_NAME),
    )


def _name_of(row: SheetRow) -> str:
    return shown(row.cells.get(KEY)).strip()


def _day_order(sheet: Sheet, now: Mapping[str, Row]) -> DayOrder | None:
    days = [name for name in sheet.columns if name in BY_NAME and BY_NAME[name].kind == "day"]
    rows = [(row.cells, now[_name_of(row)]) for row in sheet.rows if _name_of(row) in now]
    return day_order((cells.get(name), old[name]) for cells, old in rows for name in days)


def _no_match(
    name: str,
    row: SheetRow,
    known: Mapping[str, IncidentRecord],
    seen: Mapping[str, int],
    leads_to: Callable[[str], str | None],
) -> str | None:
    """Why a row belongs to no incident."""
    if not row.cells.get(KEY):
        return "is no incident; rows are matched by their incident_id, and new incidents come from documents alone"
    if name in seen:
        return f"stands in row {seen[name]} already; leave one of the two"
    if name in known:
        return None
    now = leads_to(name)
    if now is not None and now in known:
        return f"was joined to {now}; export the table again"
    near = _nearest(name, list(known))
    return "is no incident of this register" + (f"; near it is {near}" if near else "")


def _row_edits(
    row: SheetRow, now: Row, columns: Sequence[str], order: DayOrder | None
) -> tuple[list[Correction], list[Problem]]:
    changed: dict[str, Cell] = {}
    problems: list[Problem] = []
    stale = _stale(row, now)
    for column in (BY_NAME[one] for one in columns if one in BY_NAME and one not in (KEY, VERSION)):
        if stale and not column.edit:
            continue
        raw, old = row.cells.get(column.name), now[column.name]
        try:
            new = read_cell(column, raw, old, order=order)
            if new == old:
                continue
            _check_change(column, old, new)
        except CellError as error:
            problems.append(Problem(row=row.number, column=column.name, value=shown(raw), why=str(error)))
            continue
        changed[column.name] = new
    if stale and (changed or problems):
        names = ", ".join([*changed, *(problem.column for problem in problems)])
        why = f"is not the state of the register, which has changed since the table was made: export it again ({names})"
        return [], [Problem(row=row.number, column=VERSION, value=stale, why=why)]
    for column_name, why in _contradictions({**now, **changed}, set(changed)):
        value = shown(changed.pop(column_name))
        problems.append(Problem(row=row.number, column=column_name, value=value, why=why))
    made = [
        Correction(incident_id=_name_of(row), field=field, old=now[field], new=new) for field, new in changed.items()
    ]
    return made, problems


def _stale(row: SheetRow, now: Row) -> str | None:
    """The state that the row had when the table was made, where it has another now."""
    version = row.cells.get(VERSION)
    return str(version) if version and version != now[VERSION] else None


def _check_change(column: Column, old: Cell, new: Cell) -> None:
    """Whether a person may say this of this column."""
    if not column.edit:
        raise CellError(f"cannot be changed here: it is worked out from the documents ({shown(old)})")
    if isinstance(old, str) and old.endswith(CUT) and column.many:
        raise CellError("is a list that was cut at what a cell can hold, and cannot be changed here")
    if column.name == "review" and new == REVIEWS[0]:
        raise CellError("cannot be said in a table: undo the decision ('tallybook review undo')")
    if new is None and column.name in NEVER_EMPTY:
        raise CellError("is needed; 'other' or 'unknown' say that it is not known")
    if column.codes is None or not isinstance(new, str):
        return
    known = _known_codes(column.codes)
    for code in new.split(PARTED) if column.many else [new]:
        if code.strip() not in known:
            near = _nearest(code.strip(), known)
            raise CellError(f"has {code.strip()!r}, which is no code" + (f"; near it is {near!r}" if near else ""))


@cache
def _known_codes(codes: str) -> tuple[str, ...]:
    if codes == "event_type":
        return tuple(load_codebook().event_types)
    if codes == "country":
        return tuple(countries())
    if codes == "actor":
        return (*(entry.code for entry in load_actors()), NONE)
    return REVIEWS if codes == "review" else tuple(load_codebook().values[codes])


def _nearest(name: str, known: Sequence[str]) -> str | None:
    from rapidfuzz import process  # noqa: PLC0415

    found = process.extractOne(name, known, score_cutoff=NEAR)
    return str(found[0]) if found else None


def _contradictions(row: Row, changed: set[str]) -> list[tuple[str, str]]:
    """Changed cells that contradict their row: (column, why), each column once."""
    found = [(name, why) for check in ROW_CHECKS if (wrong := check(row)) for names, why in wrong for name in names]
    return [(name, why) for name, why in dict(reversed(found)).items() if name in changed]


Wrong = list[tuple[tuple[str, ...], str]]


def _bounds_in_order(row: Row) -> Wrong:
    wrong: Wrong = []
    for figure in ("killed", "injured"):
        names = tuple(f"{figure}_{bound}" for bound in ("low", "best", "high"))
        stated = [value for name in names if isinstance(value := row[name], int)]
        if stated != sorted(stated):
            told = ", ".join(shown(row[name]) for name in names)
            wrong.append((names, f"does not fit its row: low, best and high must not fall ({told})"))
    return wrong


def _days_in_order(row: Row) -> Wrong:
    start, end = row["date_start"], row["date_end"]
    if isinstance(start, str) and isinstance(end, str) and start > end:
        return [
            (("date_start", "date_end"), f"does not fit its row: the first day ({start}) is after the last ({end})")
        ]
    return []


def _point_is_whole(row: Row) -> Wrong:
    if (row["lat"] is None) == (row["lon"] is None):
        return []
    return [(("lat", "lon"), "does not fit its row: latitude and longitude are stated together or not at all")]


def _actors_side_by_side(row: Row) -> Wrong:
    names = ("perpetrators", "perpetrator_codes", "perpetrator_status")
    counts = [len(str(row[name]).split(PARTED)) if row[name] is not None else 0 for name in names]
    if len(set(counts)) == 1:
        return []
    told = ", ".join(f"{count} {name}" for count, name in zip(counts, names, strict=True))
    return [(names, f"does not fit its row: as many values parted by '; ' are needed in each ({told})")]


def _type_among_types(row: Row) -> Wrong:
    types = str(row["event_types"] or "").split(PARTED)
    if row["event_type"] in types:
        return []
    return [(("event_types",), f"does not fit its row: the event_type {shown(row['event_type'])} is not among them")]


ROW_CHECKS: tuple[Callable[[Row], Wrong], ...] = (
    _bounds_in_order,
    _days_in_order,
    _point_is_whole,
    _actors_side_by_side,
    _type_among_types,
)
