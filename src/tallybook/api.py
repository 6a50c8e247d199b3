"""The register from Python: add documents, ask, show, export. What notebooks and scripts use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tallybook.asking import Asking
from tallybook.errors import RegisterError, UsageError
from tallybook.reviewing import Reviewing
from tallybook.shown import IncidentCard, IncidentList, MissedEstimate, TallyTable

if TYPE_CHECKING:
    from tallybook.answer import Query
    from tallybook.editing import Applied
    from tallybook.export import IncidentRecord, LossReport
    from tallybook.export.edits import Edits
    from tallybook.intake import Progress
    from tallybook.model import Document, Issue
    from tallybook.outcome import RunSummary
    from tallybook.pipeline import Stages
    from tallybook.register.store import SqlRegister
    from tallybook.register.view import SqlView

__all__ = ["Tallybook", "open_book"]

Values = str | Sequence[str] | None
Day = str | date | None


class Tallybook(Asking, Reviewing):
    """A register and all that can be done with it, as :func:`tallybook.open` gives it; ``with`` closes it again."""

    def __init__(self, path: str | Path) -> None:
        self.path = path
        self._opened: SqlRegister | None = None

    def __enter__(self) -> Self:
        """The register itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Its path or address."""
        return f"<Tallybook {self._name!r}>"

    @property
    def _name(self) -> str:
        from tallybook.register import shown  # noqa: PLC0415

        return shown(self.path)

    def close(self) -> None:
        """Close it; the next call opens it again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _register(self, *, create: bool = False) -> SqlRegister:
        from tallybook.register import open_register  # noqa: PLC0415

        if self._opened is None:
            self._opened = open_register(self.path, create=create)
        return self._opened

    def add(
        self,
        *paths: str | Path,
        codebook: str | None = None,
        rule: str | None = None,
        jobs: int | None = None,
        progress: Progress | None = None,
        stages: Stages | None = None,
    ) -> RunSummary:
        """Read files and folders into the register, which is made if there is none; the same again changes nothing."""
        from tallybook.pipeline import build_into  # noqa: PLC0415
        from tallybook.settings import load_settings  # noqa: PLC0415

        if not paths:
            raise UsageError("add: name at least one file or folder")
        settings = load_settings(codebook=codebook, rule=rule, jobs=jobs)
        return build_into(
            lambda: self._register(create=True), paths, settings=settings, progress=progress, stages=stages
        )

    def incidents(
        self,
        *,
        type: Values = None,  # noqa: A002  the word people look for
        actor: Values = None,
        country: Values = None,
        since: Day = None,
        until: Day = None,
        **filters: Any,
    ) -> IncidentList:
        """The incidents that match, earliest first; further filters as in :func:`tallybook.answer.make_query`.

        ``since="2022"`` is the year's first day, ``until="2022-04"`` the month's last. An actor stands for its branches
        too. Incidents whose date may or may not lie in the window are included.
        """
        asked = {"event_type": type, "actor": actor, "country": country, "since": since, "until": until, **filters}
        return IncidentList([IncidentCard(record) for record in self._matching(self._query(asked, threats=True))])

    def incident(self, incident_id: str) -> IncidentCard:
        """One incident, also by an id it had before it was merged with another."""
        from tallybook.export.records import record_of  # noqa: PLC0415

        with self._register().view() as view:
            found = view.incident(incident_id)
            if found is None:
                raise RegisterError(f"{self._name}: there is no incident {incident_id!r}; incidents() lists all")
            return IncidentCard(record_of(view, found))

    __getitem__ = incident

    def tally(
        self,
        *,
        by: str = "month",
        compare: str | None = None,
        rule: str | None = None,
        type: Values = None,  # noqa: A002  the word people look for
        actor: Values = None,
        country: Values = None,
        since: Day = None,
        until: Day = None,
        **filters: Any,
    ) -> TallyTable:
        """Incidents, killed and injured by period, actor, type or place; no threats. ``rule`` as in ``show --rule``."""
        from tallybook.answer import RuledView, by_rule, tally  # noqa: PLC0415

        asked = {"event_type": type, "actor": actor, "country": country, "since": since, "until": until, **filters}
        with self._register().view() as view:
            query = self._query(asked, threats=False)
            seen = RuledView(view, rule) if rule else view
            return TallyTable(by_rule(tally(seen, query, by=by, compare=compare, **_tables(view)), rule))

    def ledger(self, incident_id: str, *, rule: str | None = None) -> TallyTable:
        """Every casualty figure of one incident and what became of it; see :func:`tallybook.answer.ledger`."""
        from tallybook.answer import ledger  # noqa: PLC0415

        found = self.incident(incident_id).id
        with self._register().view() as view:
            return TallyTable(ledger(view, found, rule=rule))

    def missed(
        self,
        *,
        lists: str | Mapping[str, Sequence[str]] = "largest",
        most: int = 4,
        criterion: str = "aicc",
        type: Values = None,  # noqa: A002  the word people look for
        actor: Values = None,
        country: Values = None,
        since: Day = None,
        until: Day = None,
        **filters: Any,
    ) -> MissedEstimate:
        """How many incidents no source tells of, estimated from the overlap of independent sources, or why not.

        ``lists`` is ``"largest"`` (the voices that tell of most, ``most`` lists in all), ``"kinds"`` (agencies,
        outlets, unnamed pages) or a mapping of your own, name to voices. Never a count; ``tally`` does not have it.
        """
        from tallybook.answer import missed  # noqa: PLC0415

        asked = {"event_type": type, "actor": actor, "country": country, "since": since, "until": until, **filters}
        with self._register().view() as view:
            query = self._query(asked, threats=False)
            return MissedEstimate(missed(view, query, lists=lists, most=most, criterion=criterion, **_tables(view)))

    def export(self, format: str, path: str | Path, **filters: Any) -> int:  # noqa: A002
        """Write the incidents that match to a file and give their number; ``tallybook.export.FORMATS`` lists formats.

        A format may leave incidents out and lack fields; :meth:`losses` says which.
        """
        from tallybook.export import get_exporter  # noqa: PLC0415

        return get_exporter(format).write(self._asked(filters), Path(path))

    def losses(self, format: str, **filters: Any) -> LossReport:  # noqa: A002
        """What an export of the incidents that match would not say in this format: which fields, of which incidents."""
        from tallybook.export import get_exporter, losses_of  # noqa: PLC0415

        found = losses_of(get_exporter(format), self._asked(filters))
        if found is None:
            raise UsageError(f"{format} gives no account of what it cannot say")
        return found

    def read_edits(self, path: str | Path) -> Edits:
        """What was changed in an exported CSV or XLSX file, cell by cell, and what cannot be taken; writes nothing."""
        from tallybook.editing import edits_in  # noqa: PLC0415
        from tallybook.export.sheet import read_sheet  # noqa: PLC0415

        sheet = read_sheet(Path(path))
        with self._register().view() as view:
            return edits_in(view, sheet)

    def apply_edits(self, path: str | Path, *, who: str, why: str | None = None) -> Applied:
        """Decide what was changed in an exported CSV or XLSX file: all of it, or nothing if a cell cannot be taken."""
        from tallybook.editing import apply_edits  # noqa: PLC0415
        from tallybook.export.sheet import read_sheet  # noqa: PLC0415
        from tallybook.review.acts import Deed  # noqa: PLC0415

        at = datetime.now(UTC).isoformat(timespec="seconds")
        return apply_edits(self._register(), read_sheet(Path(path)), Deed(who=who, at=at, why=why))

    def documents(self) -> list[Document]:
        """All documents, by id."""
        return self._register().view().documents()

    def issues(self) -> list[Issue]:
        """What went wrong with which document."""
        return self._register().view().issues()

    def verify(self) -> list[str]:
        """What does not hold in the register, one sentence each; an empty list says that all is as it was stored."""
        from tallybook.pipeline import verify_register  # noqa: PLC0415

        return list(verify_register(self._register()).problems)

    def _seen(self) -> SqlView:
        return self._register().view()

    def _tables(self, view: SqlView) -> dict[str, Any]:
        return _tables(view)

    def _asked(self, filters: Mapping[str, Any]) -> list[IncidentRecord]:
        """The incidents of filters as a caller writes them, threats among them."""
        asked = {"event_type" if name == "type" else name: value for name, value in filters.items()}
        return self._matching(self._query(asked, threats=True))

    def _query(self, asked: Mapping[str, Any], *, threats: bool) -> Query:
        from tallybook.answer import make_query  # noqa: PLC0415
        from tallybook.answer.query import REVIEWS, STAGES  # noqa: PLC0415

        whole = {"stage": list(STAGES), "review": list(REVIEWS)} if threats else {}
        given = {**asked, **{name: every for name, every in whole.items() if not asked.get(name)}}
        try:
            return make_query(**given)
        except TypeError as error:
            raise UsageError(f"there is no such filter ({error}); see tallybook.answer.make_query") from error

    def _matching(self, query: Query) -> list[IncidentRecord]:
        from tallybook.answer import select  # noqa: PLC0415
        from tallybook.export.records import records_of  # noqa: PLC0415

        with self._register().view() as view:
            wanted = {one.incident_id for one in select(view, query, **_tables(view)).all}
            return [record for record in records_of(view) if record.incident.id in wanted]


def _tables(view: SqlView) -> dict[str, Any]:
    """What answers need beside a register: who belongs to whom, and which codes are right though nothing has them."""
    from tallybook.codebook import load_codebook  # noqa: PLC0415
    from tallybook.codebook.actor_table import load_actors  # noqa: PLC0415

    actors, runs = load_actors(), view.runs()
    codebook = load_codebook(str(runs[-1].settings.get("codebook", "default")) if runs else "default")
    return {
        "parents": {one.code: parent for one in actors if (parent := one.parent()) is not None},
        "known": {
            "event_type": list(codebook.event_types),
            "actor": [one.code for one in actors],
            "target": list(codebook.targets),
        },
    }


def open_book(path: str | Path) -> Tallybook:
    """The register in a file, or at ``postgresql://server/database``, made by the first ``add``; or ``":memory:"``."""
    return Tallybook(path)
