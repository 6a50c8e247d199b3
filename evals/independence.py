"""Is one wire story in fifty outlets one source, and are two tellings of one event two? On made-up texts.

    python evals/independence.py              200 sets of each kind; fails under 98 % and 95 %
    python evals/independence.py --sets 20    fewer

Every text is synthetic: invented towns and people, sentences of our own. A set of *copies* is one wire story as fifty
outlets print it: with a headline of their own, cut, its paragraphs in another order, lines of the site around it (also
in other languages), and up to a tenth of its words changed. It counts when all fifty are one voice. A *pair* is one
event told twice, from the same facts and with the same words of a speaker, but written by two people. It counts when
the two are two voices.

Exit status: 0 both shares are reached, 1 one is not.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tallybook.model import Document, PartialDate
from tallybook.read.duplicates import copies, signature
from tallybook.reconcile.independence import voice

COPIES_ASKED, PAIRS_ASKED = 0.98, 0.95
OUTLETS = 50
SHORTEST_CUT = 0.4
"""Share of the sentences that an outlet keeps at least."""
MOST_CHANGED = 0.1
"""Share of the words that an outlet changes at most."""

TEXTS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "independence" / "texts.yaml").read_text(encoding="utf-8")
)


def _name(rng: random.Random) -> str:
    return "".join(rng.sample(TEXTS["syllables"], 2)).capitalize() + rng.choice(TEXTS["endings"])


def _person(rng: random.Random) -> str:
    return f"{''.join(rng.sample(TEXTS['syllables'], 2)).capitalize()} {_name(rng)}"


def event(rng: random.Random) -> dict[str, object]:
    """The facts of one invented event."""
    return {
        "town": _name(rng), "other": _name(rng), "clinic": _name(rng), "site": rng.choice(TEXTS["sites"]),
        "day": rng.choice(TEXTS["days"]), "dead": rng.randint(2, 60), "hurt": rng.randint(61, 190),
        "hour": rng.randint(7, 11),
        "age": rng.randint(19, 80), "chief": _person(rng), "witness": _person(rng), "mayor": _person(rng),
        "spoken": rng.choice(TEXTS["spoken"]), "vehicle": rng.choice(TEXTS["vehicles"]),
    }  # fmt: skip


def telling(facts: dict[str, object], number: int, rng: random.Random) -> list[str]:
    """The sentences of one of the tellings, with the facts in them; two of them are left out."""
    told = [line.format(**facts) for line in TEXTS["tellings"][number]]
    left_out = set(rng.sample(range(4, len(told)), 2))
    return [line for place, line in enumerate(told) if place not in left_out]


def _reworded(text: str, rng: random.Random) -> str:
    """The text with a share of its words changed, for others of like meaning where there is one."""
    share = rng.uniform(0, MOST_CHANGED)
    changes = TEXTS["changes"]
    words = [changes.get(word, f"{word}ly") if rng.random() < share else word for word in text.split(" ")]
    return " ".join(words)


def printed(wire: Sequence[str], facts: dict[str, object], rng: random.Random) -> str:
    """The wire story as one outlet prints it."""
    kept = list(wire[: max(1, round(len(wire) * rng.uniform(SHORTEST_CUT, 1)))])
    if rng.random() < 0.5:
        paragraphs = [kept[at : at + 2] for at in range(0, len(kept), 2)]
        rng.shuffle(paragraphs)
        kept = [line for paragraph in paragraphs for line in paragraph]
    head, *around = rng.choice(TEXTS["heads"]).format(**facts), *rng.sample(TEXTS["around"], rng.randint(0, 4))
    cut = rng.randint(0, len(around))
    return "\n\n".join([*around[:cut], head, _reworded("\n\n".join(kept), rng), *around[cut:]])


def voices(texts: Sequence[str], rng: random.Random) -> int:
    """How many independent voices the texts are, each from an outlet of its own, on three days."""
    made = {}
    for number, text in enumerate(texts):
        day = date(2024, 5, 6) + timedelta(days=rng.randint(0, 2))
        name = f"doc-{rng.getrandbits(40):010x}"
        published = PartialDate(start=day, end=day, precision="day")
        made[name] = Document(id=name, text=text, publisher=f"Outlet {number}", published=published)
    copied = copies(
        {name: signature(one.text) for name, one in made.items()}, {n: d.published for n, d in made.items()}
    )
    linked = {
        name: Document(id=name, text=one.text, publisher=one.publisher, copy_of=copied.get(name))
        for name, one in made.items()
    }
    return len({voice(one, name, documents=linked) for name, one in linked.items()})


def measured(sets: int, seed: int = 20_240_607) -> tuple[float, float, float]:
    """The share of sets of copies that are one voice, the mean of voices in them, the share of pairs that are two."""
    rng = random.Random(seed)  # noqa: S311 - made-up texts, not keys
    counted = []
    for _ in range(sets):
        facts = event(rng)
        wire = telling(facts, rng.randrange(len(TEXTS["tellings"])), rng)
        counted.append(voices([printed(wire, facts, rng) for _ in range(OUTLETS)], rng))
    apart = 0
    for _ in range(sets):
        facts = event(rng)
        one, other = rng.sample(range(len(TEXTS["tellings"])), 2)
        texts = [printed(telling(facts, number, rng), facts, rng) for number in (one, other)]
        apart += voices(texts, rng) == 2
    return counted.count(1) / sets, sum(counted) / sets, apart / sets


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=200, metavar="N", help="sets and pairs that are made (200)")
    one, mean, apart = measured(parser.parse_args().sets)
    sys.stdout.write(
        f"copies: one voice in {one:.1%} of the sets of {OUTLETS} outlets (asked {COPIES_ASKED:.0%}), mean {mean:.2f}\n"
        f"pairs: two voices in {apart:.1%} of the tellings of one event (asked {PAIRS_ASKED:.0%})\n"
    )
    return 0 if one >= COPIES_ASKED and apart >= PAIRS_ASKED else 1


if __name__ == "__main__":
    sys.exit(main())
