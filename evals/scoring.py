"""Scores document and incident lines (the interchange contract) against the gold of the sample corpus.

Standard library only. Every score is a percentage; ``docs/sample-corpus.md`` explains the gold. A report of the gold
that was not found scores zero in every field, so that finding less is never better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Any

Json = dict[str, Any]
FIELDS = ("type", "when", "where", "who", "killed", "injured", "targets")
PAIRED = 1.5
"""Least likeness of a found report and one of the gold: type, day, place and toll give a point each, who gives half."""
LONG_PERIOD = 3
"""Days that a found period may be longer than the true one and still count as naming it."""
WEIGHTS = {
    "reports_f1": 4, "type": 1, "when": 2, "where": 2, "who": 2, "killed": 3, "injured": 2, "targets": 1, "tallies": 1,
    "traps": 2, "merges": 3, "merged_killed": 2, "disagreements": 1, "evidence": 1,
}  # fmt: skip
"""What each score weighs in ``overall``: incidents and figures most, since they are what a register is asked for."""


def score(gold: Json, documents: Sequence[Json], incidents: Sequence[Json]) -> tuple[dict[str, float], list[str]]:
    """All scores by name, and a line of words for everything that went wrong."""
    faults: list[str] = []
    lines = {line["document"]["id"]: line for line in documents if line.get("document")}
    scores = {**_reports(gold, lines, faults), **_merging(gold, incidents, faults)}
    scores["tallies"] = _share(_tallies(gold, lines, faults))
    scores["traps"] = _share(_traps(gold, lines, faults))
    scores["evidence"] = _share(_evidence(lines, faults))
    scores["overall"] = sum(scores[name] * weight for name, weight in WEIGHTS.items()) / sum(WEIGHTS.values())
    return {name: round(value, 2) for name, value in sorted(scores.items())}, faults


def _share(hits: Iterable[float]) -> float:
    values = list(hits)
    return 100 * sum(values) / len(values) if values else 100.0


def _reports(gold: Json, lines: Mapping[str, Json], faults: list[str]) -> dict[str, float]:
    fields: dict[str, list[float]] = {name: [] for name in FIELDS}
    found = wanted = spurious = 0
    for document, truth in gold["documents"].items():
        told = lines.get(document, {}).get("reports", [])
        pairs = pair(gold, truth["reports"], told)
        spurious += len(told) - len(pairs)
        faults += [f"{document}: extra report {_label(told[index])}" for index in _left(told, pairs.values())]
        for place, true in enumerate(truth["reports"]):
            made = told[pairs[place]] if place in pairs else None
            if not true["required"]:
                continue
            wanted += 1
            found += made is not None
            if made is None:
                faults.append(f"{document}: {true['incident']} not found")
            for name, value in judge(gold, true, made).items():
                fields[name].append(value)
                if made is not None and value < 1:
                    faults.append(f"{document}: {true['incident']}: {name} {value:.2f}")
    recall, precision = found / max(wanted, 1), found / max(found + spurious, 1)
    scores = {"reports_recall": 100 * recall, "reports_precision": 100 * precision}
    scores["reports_f1"] = 200 * recall * precision / (recall + precision) if found else 0.0
    return scores | {name: _share(values) for name, values in fields.items()}


def _left(told: Sequence[Json], used: Iterable[int]) -> list[int]:
    taken = set(used)
    return [index for index in range(len(told)) if index not in taken]


def _label(report: Json) -> str:
    words = report["evidence"][0]["text"][:60] if report.get("evidence") else ""
    return f"{report['event_type']} {report['where'].get('place')} killed={report['killed']['best']} {words!r}"


def pair(gold: Json, true: Sequence[Json], told: Sequence[Json]) -> dict[int, int]:
    """Place in the gold to place in the output, most alike first, each once."""
    options = sorted(
        ((_likeness(gold, one, other), -i, -j) for i, one in enumerate(true) for j, other in enumerate(told)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for likeness, i, j in options:
        if likeness >= PAIRED and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def _likeness(gold: Json, true: Json, made: Json) -> float:
    judged = judge(gold, true, made)
    stated = true["killed"]["best"] is not None
    return judged["type"] + judged["when"] + judged["where"] + judged["who"] / 2 + (judged["killed"] if stated else 0)


def judge(gold: Json, true: Json, made: Json | None) -> dict[str, float]:
    """How right each field of a found report is, 0 to 1; all 0 where nothing was found."""
    if made is None:
        return dict.fromkeys(FIELDS, 0.0)
    incident = gold["incidents"][true["incident"]]
    return {
        "type": _type(incident["event_types"], made),
        "when": _when(true.get("days") or incident["days"], made["when"], may_be_open=bool(true.get("date_open"))),
        "where": _where(incident, made["where"]),
        "who": _who(true["perpetrators"], made["perpetrators"]),
        "killed": _figure(true["killed"], made["killed"], true.get("killed_ok")),
        "injured": _figure(true["injured"], made["injured"], true.get("injured_ok")),
        "targets": _targets(incident["targets"], made["targets"]),
    }


def _type(types: Sequence[str], made: Json) -> float:
    if made["event_type"] in types:
        return 1.0
    return 0.5 if set(types) & set(made.get("event_types", ())) else 0.0


def _when(days: Sequence[str], made: Json, *, may_be_open: bool) -> float:
    start, end = made.get("start"), made.get("end")
    if start is None or end is None:
        return 1.0 if may_be_open else 0.0
    first, last = min(days), max(days)
    if first <= start and end <= last:
        return 1.0
    overlaps = start <= last and first <= end
    return 0.5 if overlaps and _days(start, end) <= _days(first, last) + LONG_PERIOD else 0.0


def _days(start: str, end: str) -> int:
    from datetime import date  # noqa: PLC0415

    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def _where(incident: Json, made: Json) -> float:
    country = bool(made.get("country") == incident["country"])
    words = " ".join(str(made.get(key) or "") for key in ("place", "site", "admin1", "admin2")).lower()
    named = any(name.lower() in words for name in incident["places"])
    return (country + named) / 2


def _who(true: Sequence[Json], made: Sequence[Json]) -> float:
    if not true:
        return 0.0 if any(one.get("actor") for one in made) else 1.0
    return sum(max((_actor(one, other) for other in made), default=_silent(one)) for one in true) / len(true)


def _silent(true: Json) -> float:
    """Somebody without a known actor behind them ("a man") may be left out."""
    return 0.0 if true["actors"] else 1.0


def _actor(true: Json, made: Json) -> float:
    words = f"{made.get('name') or ''} {' '.join(made.get('mentions') or ())}".lower()
    if made.get("actor") not in true["actors"] and not any(name in words for name in true["names"]):
        return _silent(true) if made.get("actor") is None else 0.0
    return 1.0 if not true["status"] or made.get("status") in true["status"] else 0.5


def _figure(true: Json, made: Json, accepted: Sequence[int | None] | None) -> float:
    if made.get("best") in (accepted if accepted is not None else (true["best"],)):
        return 1.0 if true["low"] is None or made.get("best") is not None or made.get("low") == true["low"] else 0.5
    return 0.0


def _targets(wanted: Sequence[str], made: Sequence[Json]) -> float:
    words = " ".join(f"{one['name']} {' '.join(one.get('mentions') or ())}" for one in made).lower()
    if not wanted or any(word in words for word in wanted):
        return 1.0
    return 0.5 if "people" in words else 0.0


def _tallies(gold: Json, lines: Mapping[str, Json], faults: list[str]) -> Iterator[float]:
    for document, truth in gold["documents"].items():
        made = lines.get(document, {}).get("tallies", [])
        for true in truth["tallies"]:
            hit = any(_same_tally(true, one) for one in made)
            if not hit:
                faults.append(f"{document}: tally {true['best']} not found")
            yield float(hit)


def _same_tally(true: Json, made: Json) -> bool:
    sides = [made] + ([made["compared_with"]] if made.get("compared_with") and true.get("may_be_comparison") else [])
    return any(side.get("best") == true["best"] for side in sides) and made["measure"] == true["measure"]


def _traps(gold: Json, lines: Mapping[str, Json], faults: list[str]) -> Iterator[float]:
    for document, truth in gold["documents"].items():
        line = lines.get(document)
        for trap in truth["traps"]:
            hit = line is not None and _sprung(trap, line)
            if hit:
                faults.append(f"{document}: trap: {trap['why']}: {trap['quote']!r}")
            yield float(not hit)


def _sprung(trap: Json, line: Json) -> bool:
    number = trap.get("number")
    if trap["kind"] == "not_killed":
        return any(report["killed"]["best"] == number for report in line["reports"])
    spot = _locate(line["document"]["text"], trap["quote"], sentence=trap["kind"] == "not_incident")
    if spot is None:
        return False
    if trap["kind"] == "not_incident":
        told = [report for report in line["reports"] if report["evidence"]]
        return any(all(_touch(spot, words) for words in report["evidence"]) for report in told)
    counted = [count for report in line["reports"] for count in report["casualties"] if _harmed(count)]
    return any(
        _touch(spot, words) and count["best"] in (number, None) for count in counted for words in count["evidence"]
    )


def _harmed(count: Json) -> bool:
    return count["outcome"] in ("killed", "injured", "casualties") and count["side"] == "victims"


def _touch(spot: tuple[int, int], words: Json) -> bool:
    return bool(words["start"] < spot[1] and spot[0] < words["end"])


def _locate(text: str, quote: str, *, sentence: bool) -> tuple[int, int] | None:
    match = re.search(r"\s+".join(re.escape(word) for word in quote.split()), text, re.IGNORECASE)
    if match is None or not sentence:
        return match.span() if match else None
    start = max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    ends = [end for end in (text.find(". ", match.end()), text.find("\n", match.end())) if end >= 0]
    return start, min(ends, default=len(text))


def _evidence(lines: Mapping[str, Json], faults: list[str]) -> Iterator[float]:
    for document, line in lines.items():
        for words in _spans(line["reports"]):
            right = line["document"]["text"][words["start"] : words["end"]] == words["text"]
            if not right:
                faults.append(f"{document}: evidence is not where it says: {words['text'][:60]!r}")
            yield float(right)


def _spans(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            yield value
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def _merging(gold: Json, lines: Sequence[Json], faults: list[str]) -> dict[str, float]:
    names = {*gold["must_merge"], *chain.from_iterable(gold["must_not_merge"])}
    held = {name: _line_of(gold, name, lines) for name in sorted(names)}
    return {
        "merges": _share(_merges(gold, held, faults)),
        "merged_killed": _share(_merged_killed(gold, held, faults)),
        "disagreements": _share(_disagreements(gold, held, faults)),
    }


def _line_of(gold: Json, name: str, lines: Sequence[Json]) -> Json | None:
    """The incident line that tells of an incident of the gold, if any does."""
    incident = gold["incidents"][name]
    told = {
        document
        for document, truth in gold["documents"].items()
        if any(r["incident"] == name for r in truth["reports"])
    }
    ranked = [(_fit(incident, line), len(told & set(line["documents"])), -place) for place, line in enumerate(lines)]
    best = max(((fit, shared, place) for fit, shared, place in ranked if shared and fit >= 1), default=None)
    return lines[-best[2]] if best else None


def _fit(incident: Json, line: Json) -> float:
    return _when(incident["days"], line["when"], may_be_open=False) + _where(incident, line["where"])


def _merges(gold: Json, held: Mapping[str, Json | None], faults: list[str]) -> Iterator[float]:
    for name, documents in gold["must_merge"].items():
        line = held[name]
        for pair in combinations(documents, 2):
            together = line is not None and set(pair) <= set(line["documents"])
            if not together:
                faults.append(f"not merged: {name}: {' + '.join(pair)}")
            yield float(together)
    for one, other in gold["must_not_merge"]:
        left, right = held[one], held[other]
        apart = left is None or right is None or left["incident_id"] != right["incident_id"]
        if not apart:
            faults.append(f"wrongly merged: {one} and {other}")
        yield float(apart)


def _merged_killed(gold: Json, held: Mapping[str, Json | None], faults: list[str]) -> Iterator[float]:
    for name in gold["must_merge"]:
        line, wanted = held[name], gold["incidents"][name]["killed"]
        right = line is not None and line["killed"]["best"] in wanted.get("best", [None])
        if not right:
            faults.append(f"{name}: killed is {line['killed'] if line else None}, not {wanted}")
        yield float(right)


def _disagreements(gold: Json, held: Mapping[str, Json | None], faults: list[str]) -> Iterator[float]:
    for name, fields in gold["disagreements"].items():
        line = held.get(name)
        named = {one["field"] for one in line["disagreements"]} if line else set()
        for field in fields:
            if field not in named:
                faults.append(f"{name}: documents disagree about {field}, and nothing says so")
            yield float(field in named)
