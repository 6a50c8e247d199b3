"""An incident recorder: reads public reporting on political violence into a register with evidence.

::

    import tallybook

    reg = tallybook.open("my.db")
    reg.add("articles/")
    reg.incidents(country="AF", since="2021-08")
    reg.tally(by="month", compare="year-earlier")

Everything else is imported when it is used, so that ``import tallybook`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallybook.api import Tallybook
    from tallybook.api import open_book as open  # noqa: A004  tallybook.open is what people look for
    from tallybook.errors import TallybookError
    from tallybook.model import Claim, Document, Finding, Incident, Report
    from tallybook.outcome import RunSummary
    from tallybook.pipeline import build, extract_documents, verify
    from tallybook.shown import IncidentCard, IncidentList, MissedEstimate, TallyTable

    __version__: str

__all__ = [
    "Claim",
    "Document",
    "Finding",
    "Incident",
    "IncidentCard",
    "IncidentList",
    "MissedEstimate",
    "Report",
    "RunSummary",
    "TallyTable",
    "Tallybook",
    "TallybookError",
    "__version__",
    "build",
    "extract_documents",
    "open",
    "verify",
]

_WHERE = {
    "Claim": "tallybook.model:Claim",
    "Document": "tallybook.model:Document",
    "Finding": "tallybook.model:Finding",
    "Incident": "tallybook.model:Incident",
    "IncidentCard": "tallybook.shown:IncidentCard",
    "IncidentList": "tallybook.shown:IncidentList",
    "MissedEstimate": "tallybook.shown:MissedEstimate",
    "Report": "tallybook.model:Report",
    "RunSummary": "tallybook.outcome:RunSummary",
    "TallyTable": "tallybook.shown:TallyTable",
    "Tallybook": "tallybook.api:Tallybook",
    "TallybookError": "tallybook.errors:TallybookError",
    "build": "tallybook.pipeline:build",
    "extract_documents": "tallybook.pipeline:extract_documents",
    "open": "tallybook.api:open_book",
    "verify": "tallybook.pipeline:verify",
}


def __getattr__(name: str) -> object:
    """The public names, each imported when it is first used."""
    if name == "__version__":
        from tallybook._version import version  # noqa: PLC0415

        return version()
    if name not in _WHERE:
        raise AttributeError(f"module 'tallybook' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    module, _, attribute = _WHERE[name].partition(":")
    found: object = getattr(import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names."""
    return sorted({*globals(), *__all__})
