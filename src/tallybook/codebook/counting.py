"""Whether a resolved report counts under a profile: the knobs that need to know who, whom and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tallybook.codebook.schema import Codebook
from tallybook.model import Report, Target, Unresolved

ARMED_THINGS = frozenset(("military", "police", "checkpoint"))
"""Target categories that belong to an armed side (``targets.yaml``)."""

Countries = Mapping[str, Sequence[str]]


def excluded(report: Report, *, codebook: Codebook, actor_countries: Countries | None = None) -> str | None:
    """Why the codebook's profile leaves a report out, in words; ``None`` when it counts.

    What the text does not tell never excludes, except for a property that the profile ``needs``. ``actor_countries``
    gives the countries (ISO 3166-1 alpha-2) of each actor code, for profiles that go by the perpetrator's country.
    """
    profile = codebook.profile
    if profile.countries is not None and _elsewhere(report, codebook, actor_countries or {}):
        return f"not in or of {', '.join(profile.countries)}"
    missing = [name for name in profile.needs if not _has(report, name)]
    if missing:
        return f"not told: {', '.join(missing)}"
    return next((reason for check in _CHECKS if (reason := check(report, codebook)) is not None), None)


def _elsewhere(report: Report, codebook: Codebook, actor_countries: Countries) -> bool:
    wanted, by = codebook.profile.countries or (), codebook.profile.country_by
    known: set[str] = set()
    if "place" in by and report.where.country:
        known.add(report.where.country)
    if "perpetrator" in by:
        known.update(code for one in report.perpetrators for code in actor_countries.get(one.actor or "", ()))
    if "target" in by:
        known.update(one.nationality for one in report.targets if one.nationality)
    return bool(known) and not known & set(wanted)


def _has(report: Report, name: str) -> bool:
    return any(claim.prop == name and not isinstance(claim.value, Unresolved) for claim in report.claims)


def _people(report: Report) -> list[Target]:
    return [target for target in report.targets if target.kind in ("person", "group")]


def _things(report: Report) -> list[Target]:
    return [target for target in report.targets if target.kind not in ("person", "group")]


def _only_property(report: Report, codebook: Codebook) -> str | None:
    if codebook.profile.property_counts or _people(report) or not _things(report):
        return None
    hurt = any(count.side == "victims" and count.best != 0 for count in report.casualties)
    return None if hurt else "only things were hit"


def _by_a_state(report: Report, codebook: Codebook) -> str | None:
    wanted = codebook.profile.state_violence
    if wanted == "all" or not report.perpetrators or any(one.kind != "state" for one in report.perpetrators):
        return None
    if wanted == "none":
        return "done by state forces"
    armed = [codebook.armed(target.category) for target in _people(report)]
    armed += [target.category in ARMED_THINGS for target in _things(report)]
    return "state forces against an armed side" if armed and all(armed) else None


def _excluded_victims(report: Report, codebook: Codebook) -> str | None:
    groups, people = codebook.profile.excluded_victims, _people(report)
    if not groups or not people or _things(report) or any(one.category not in groups for one in people):
        return None
    return f"its victims are {' and '.join(sorted({str(one.category) for one in people}))}"


_CHECKS: tuple[Callable[[Report, Codebook], str | None], ...] = (_only_property, _by_a_state, _excluded_victims)
