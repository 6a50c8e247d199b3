"""Reads one incident in the words of either side, and any text without its case: the record must not change.

    python evals/framing.py             pairs of evals/framing read alike and right; fails under a floor
    python evals/framing.py --verbose   and say which pairs are not
    python evals/framing.py --case      pairs and sample corpus in capitals and in lower case, against mixed case
    python evals/framing.py --update    raise the floors of evals/framing/floors.json to today's shares

Exit status: 0 all floors held, 1 one did not hold, 2 could not run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from gate import CORPORA, lines_of, run
from scoring import score

SAMPLES = CORPORA["sample"]
FOLDER = Path(__file__).with_name("framing")
FLOORS = FOLDER / "floors.json"
PUBLISHED = "2024-03-20"
SIDES = ("one", "other")
CASE_LOSS = 2.0
"""Points that a text without its case may score below the same text as printed."""
SLACK = 1.0
"""Points that a share may lie under its floor: one pair of a hundred."""
CASE_FIELDS = ("killed", "injured", "type", "where", "who")

Json = dict[str, Any]


def _each(text: str, change: Callable[[str], str]) -> str:
    """Letter by letter, so that no letter becomes two."""
    return "".join(new if len(new := change(letter)) == 1 else letter for letter in text)


CASES: Mapping[str, Callable[[str], str]] = {
    "mixed": lambda text: text,
    "capitals": lambda text: _each(text, str.upper),
    "lower": lambda text: _each(text, str.lower),
}


def pairs() -> list[Json]:
    """The pairs of tellings with their gold."""
    return list(yaml.safe_load((FOLDER / "pairs.yaml").read_text("utf-8")))


def families() -> dict[str, str]:
    """The family of every event type, from the codebook's own files."""
    folder = SAMPLES.parent / "codebook" / "event_types"
    types = (yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml")))
    return {one["code"]: one["family"] for one in types}


def extracted(documents: Iterable[Json]) -> dict[str, Json]:
    """The document lines that the program makes of texts, by id."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
        return {line["document"]["id"]: line for line in lines_of(run("extract", str(path)))}


def told(case: str = "mixed") -> dict[str, Json]:
    """What the program reads in every telling of every pair."""
    change = CASES[case]
    texts = {f"{pair['id']}/{side}": change(pair[side]) for pair in pairs() for side in SIDES}
    return extracted({"id": name, "text": text, "published": PUBLISHED} for name, text in texts.items())


def reading(line: Json, of_type: Mapping[str, str]) -> Json:
    """Type, family and figures of one telling: the leading report's type, the sum of all figures."""
    reports = [one for one in line["reports"] if one["stage"] == "accomplished"]
    kind = reports[0]["event_type"] if reports else None
    made: Json = {"type": kind, "family": of_type.get(kind or ""), "reports": len(reports)}
    for field in ("killed", "injured"):
        stated = [best for one in reports if (best := one[field]["best"]) is not None]
        made[field] = sum(stated) if stated else None
    return made


def judge(pair: Json, one: Json, other: Json) -> dict[str, bool]:
    """What of one pair is read alike, and what is right in both tellings."""
    gold = pair["gold"]
    judged = {f"{field}_same": one[field] == other[field] for field in ("killed", "injured")}
    judged |= {f"{field}_right": one[field] == other[field] == gold[field] for field in ("killed", "injured")}
    judged["family_right"] = {one["family"], other["family"]} <= set(gold["family"])
    judged["one_incident"] = one["reports"] == other["reports"] == 1
    if len(gold["family"]) == 1:
        judged["family_same"] = one["family"] == other["family"]
        judged["type_same"] = one["type"] == other["type"]
    return judged


def shares(lines: Mapping[str, Json], faults: list[str]) -> dict[str, float]:
    """Per cent of pairs for everything that ``judge`` asks; a line of words for each pair that fails."""
    of_type, values = families(), dict[str, list[bool]]()
    for pair in pairs():
        one, other = (reading(lines[f"{pair['id']}/{side}"], of_type) for side in SIDES)
        judged = judge(pair, one, other)
        for name, right in judged.items():
            values.setdefault(name, []).append(right)
        failed = [name for name, right in judged.items() if not right]
        if failed:
            faults.append(f"{pair['id']}: {', '.join(failed)}: {one} / {other}")
    return {name: round(100 * sum(found) / len(found), 2) for name, found in sorted(values.items())}


def sample_scores(case: str, lines: Sequence[Json]) -> dict[str, float]:
    """The sample corpus' own scores when its texts are printed in another case."""
    change = CASES[case]
    texts = [
        {
            "id": line["document"]["id"],
            "text": change(line["document"]["text"]),
            "title": change(line["document"]["title"] or ""),
            "published": line["document"]["published"]["start"],
        }
        for line in lines
    ]
    gold = json.loads((SAMPLES / "gold.json").read_text("utf-8"))
    return score(gold, list(extracted(texts).values()), [])[0]


def by_case() -> dict[str, dict[str, dict[str, float]]]:
    """Scores by suite and case."""
    lines = lines_of(run("extract", str(SAMPLES / "pages")))
    samples = {case: {name: sample_scores(case, lines)[name] for name in CASE_FIELDS} for case in CASES}
    return {"samples": samples, "framing": {case: shares(told(case), []) for case in CASES}}


def case_losses(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """Where a text without its case is read worse than ``CASE_LOSS`` allows, in words."""
    return [
        f"{suite}: {name} in {case}: {value:.2f}, in mixed case {cases['mixed'][name]:.2f}"
        for suite, cases in scores.items()
        for case, values in cases.items()
        for name, value in values.items()
        if value < cases["mixed"][name] - CASE_LOSS
    ]


def under_floors(scores: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """The floors that do not hold, in words."""
    return [
        f"{name} is {scores.get(name, 0.0):.2f}, its floor is {floor:.2f}"
        for name, floor in floors.items()
        if scores.get(name, 0.0) < floor - SLACK
    ]


def main(arguments: list[str] | None = None) -> int:
    """Scores the suite; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--case", action="store_true")
    parser.add_argument("--update", action="store_true")
    chosen = parser.parse_args(arguments)
    try:
        broken = _show_cases() if chosen.case else _show_pairs(chosen)
    except (RuntimeError, OSError, ValueError) as error:
        sys.stderr.write(f"evals/framing.py: {error}\n")
        return 2
    sys.stderr.write("".join(f"evals/framing.py: {fault}\n" for fault in broken))
    return 1 if broken else 0


def _show_cases() -> list[str]:
    scores = by_case()
    for suite, cases in scores.items():
        sys.stdout.write(f"{suite:<14}" + "".join(f" {case:>9}" for case in cases) + "\n")
        for name in cases["mixed"]:
            sys.stdout.write(f"  {name:<12}" + "".join(f" {values[name]:9.2f}" for values in cases.values()) + "\n")
    return case_losses(scores)


def _show_pairs(chosen: argparse.Namespace) -> list[str]:
    faults: list[str] = []
    scores = shares(told(), faults)
    if chosen.verbose:
        sys.stdout.write("".join(f"  {fault}\n" for fault in faults))
    sys.stdout.write("".join(f"{name:<14} {value:6.2f}\n" for name, value in scores.items()))
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    broken = under_floors(scores, floors)
    if chosen.update and not broken:
        raised = {name: max(value, floors.get(name, 0.0)) for name, value in scores.items()}
        FLOORS.write_text(json.dumps(raised, indent=2) + "\n", encoding="utf-8")
    return broken


if __name__ == "__main__":
    raise SystemExit(main())
