"""Which reports come together, and which never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import least_seconds

from tallybook.link import MODEL, Linking, blocking, link_reports
from tallybook.link.matching import prepare
from tallybook.link.review import pairs_to_judge
from tallybook.model import (
    Actor,
    Code,
    Count,
    Document,
    Judgement,
    Link,
    PartialDate,
    Place,
    Report,
    Span,
    Target,
    Value,
    claim,
)

TOWNS = {"Northtown": ("North", 10.0, 20.0), "Southtown": ("South", 12.0, 23.0), "Easttown": ("North", 10.6, 20.9)}


def on(text: str) -> PartialDate:
    found = date.fromisoformat(text)
    return PartialDate(start=found, end=found, precision="day")


def month(text: str) -> PartialDate:
    first = date.fromisoformat(f"{text}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return PartialDate(start=first, end=last, precision="month")


def town(name: str) -> Place:
    area, lat, lon = TOWNS[name]
    return Place(country="XN", admin1=area, place=name, lat=lat, lon=lon, precision="place")


def told(
    document: str,
    *,
    when: PartialDate | None = None,
    where: Place | None = None,
    site: str | None = None,
    killed: int | None = None,
    kind: str = "bombing",
    stage: str | None = None,
    actor: str | None = None,
    number: int = 0,
) -> Report:
    values: list[tuple[str, Value | None]] = [
        ("event_type", Code(code=kind)),
        ("stage", Code(code=stage) if stage else None),
        ("when", when),
        ("where", where),
        ("target", Target(name=site) if site else None),
        ("casualty", Count(outcome="killed", low=killed, best=killed, high=killed) if killed is not None else None),
        ("perpetrator", Actor(name=actor, actor=actor) if actor else None),
    ]
    words = (Span(start=0, end=4, text="Told"),)
    name = f"rep-{document}-{number}"
    made = tuple(claim(document, name, prop, value, words) for prop, value in values if value is not None)
    return Report(id=name, document_id=document, claims=made)


def page(name: str, text: str = "", published: str | None = None, title: str | None = None) -> Document:
    basis = "metadata" if published else "none"
    day = on(published) if published else PartialDate()
    return Document(id=name, text=text, title=title, published=day, published_basis=basis)


def linked(*reports: Report, pages: list[Document] | None = None, decided: list[Link] | None = None) -> Linking:
    known = {document.id: document for document in pages or []}
    return link_reports(reports, documents=known, decided=decided or [])


def together(*reports: Report, pages: list[Document] | None = None) -> bool:
    return len(linked(*reports, pages=pages).clusters) == 1


MARCH = on("2021-03-04")
PAIRS = {
    "one day, town and toll": (
        told("a", when=MARCH, where=town("Northtown"), killed=12),
        told("b", when=MARCH, where=town("Northtown"), killed=12),
        True,
    ),
    "days that differ by one": (
        told("a", when=on("2021-08-26"), where=town("Northtown"), site="airport", killed=170),
        told("b", when=on("2021-08-27"), where=town("Northtown"), site="airport gate", killed=185),
        True,
    ),
    "a recap by month names town and site": (
        told("a", when=on("2021-04-19"), where=town("Northtown"), site="the Abbey high school", killed=30),
        told("b", when=month("2021-04"), where=town("Northtown"), site="a high school"),
        True,
    ),
    "the same site in other years": (
        told("a", when=MARCH, where=town("Northtown"), site="mosque", killed=12),
        told("b", when=on("2022-03-04"), where=town("Northtown"), site="mosque", killed=12),
        False,
    ),
    "the same kind of target half a year apart": (
        told("a", when=MARCH, where=town("Northtown"), site="mosque"),
        told("b", when=on("2021-09-10"), where=town("Northtown"), site="mosque"),
        False,
    ),
    "one day in two towns": (
        told("a", when=MARCH, where=town("Northtown"), site="mosque"),
        told("b", when=MARCH, where=town("Southtown"), site="mosque"),
        False,
    ),
    "one day in two towns of one province": (
        told("a", when=MARCH, where=town("Northtown"), killed=12),
        told("b", when=MARCH, where=town("Easttown"), killed=40),
        False,
    ),
    "two sites in one town and month": (
        told("a", when=on("2021-04-19"), where=town("Northtown"), site="high school", killed=30),
        told("b", when=on("2021-04-29"), where=town("Northtown"), site="mosque", killed=66),
        False,
    ),
    "neither date nor place": (told("a", killed=2), told("b", killed=2), False),
    "a site of the same name, days and tolls apart": (
        told("a", when=on("2021-08-26"), where=town("Northtown"), site="Northtown Airport", killed=13),
        told("b", when=on("2021-08-27"), where=town("Northtown"), site="Northtown international airport", killed=170),
        True,
    ),
    "a site called after the town": (
        told("a", when=MARCH, where=town("Northtown"), site="college", killed=147, actor="red-army"),
        told("b", site="Northtown College", killed=148, actor="red-army"),
        True,
    ),
    "a threat": (
        told("a", when=MARCH, where=town("Northtown"), killed=12),
        told("b", when=MARCH, where=town("Northtown"), stage="threatened"),
        False,
    ),
}


@pytest.mark.parametrize(("left", "right", "expected"), PAIRS.values(), ids=PAIRS.keys())
def test_two_reports(left: Report, right: Report, expected: bool) -> None:
    assert together(left, right) is expected


NAMES = "Police named the dead as Anna Berger, a clerk, and Tom Varley of Quarry Lane; both lived near Hollis Bridge. "
FILLER = "The council met again this week and spoke at length about roads, water and the price of bread in the valley. "


def crowd() -> list[Document]:
    return [page(f"f{n}", f"{FILLER} Item {n} Number{n} Street{n}.", "2021-03-05") for n in range(40)]


def test_shared_names_link_reports_without_a_place() -> None:
    pages = [page("a", NAMES + FILLER, "2021-03-05"), page("b", FILLER + NAMES, "2021-03-06"), *crowd()]
    reports = [told(document.id) for document in pages]
    found = linked(*reports, pages=pages)
    assert ("rep-a-0", "rep-b-0") in found.clusters
    assert len(found.clusters) == 41


def test_a_report_in_passing_does_not_take_the_place_of_the_main_one() -> None:
    main = told("a", when=MARCH, where=town("Northtown"), killed=12)
    again = told("a", when=MARCH, where=town("Northtown"), site="school", number=1)
    other = told("b", when=MARCH, where=town("Northtown"), site="mosque", killed=12)
    clusters = linked(main, again, other, pages=[page("a", "x" * 50), page("b", "y" * 50)]).clusters
    assert (main.id, other.id) in clusters


def test_a_weekday_may_be_reckoned_wrongly_but_a_printed_date_may_not() -> None:
    def dated(name: str, day: str, words: str) -> Report:
        found = date.fromisoformat(day)
        when = PartialDate(start=found, end=found, precision="day", text=words)
        return told(name, when=when, where=town("Northtown"), site="Abbey Mosque", killed=31)

    assert together(dated("a", "2021-03-05", "Friday"), dated("b", "2021-03-08", "Monday"))
    assert not together(dated("a", "2021-03-05", "5 March"), dated("b", "2021-03-12", "12 March"))


def test_a_town_that_was_hard_to_place_may_be_its_namesake() -> None:
    elsewhere = Place(country="YN", admin1="West", place="Northtown", lat=-5.0, lon=90.0, precision="place")
    sure = told("b", when=MARCH, where=elsewhere, killed=12)
    left = told("a", when=MARCH, where=town("Northtown"), killed=12)
    unsure = Report(
        id=sure.id,
        document_id="b",
        claims=tuple(replace(made, score=0.6) if made.prop == "where" else made for made in sure.claims),
    )
    assert not together(left, sure)
    assert together(left, unsure)


def test_a_named_victim_links_a_look_back_without_date_or_town() -> None:
    text = "Months later the killing of Tom Varley, a judge, still divides the province."
    looking_back = told("b", where=Place(country="XN", precision="country"), kind="targeted_killing")
    victim = Target(name="judge Tom Varley", kind="person")
    detailed = told("a", when=MARCH, where=town("Northtown"), killed=1)
    named = claim("a", detailed.id, "target", victim, (Span(start=0, end=4, text="Told"),))
    detailed = Report(id=detailed.id, document_id="a", claims=(*detailed.claims, named))
    assert together(detailed, looking_back, pages=[page("a", "Told."), page("b", text)])
    assert not together(detailed, looking_back, pages=[page("a", "Told."), page("b", "Months later it was quiet.")])


@pytest.mark.parametrize(("published", "compared"), [("2021-03-08", 1), ("2022-02-20", 1), ("2024-03-08", 0)])
def test_a_report_without_a_date_is_compared_within_a_year(published: str, compared: int) -> None:
    """The same kind of site in one town; what is told years later is found by names."""
    dated = told("a", when=on("2021-03-05"), where=town("Northtown"), site="mosque")
    undated = told("b", where=town("Northtown"), site="mosque")
    pages = ((page("a", published="2021-03-06"), [dated]), (page("b", published=published), [undated]))
    _, blocks = prepare(pages, parents={})
    assert len(blocks.pairs()[0]) == compared


@pytest.mark.parametrize(
    ("one", "other", "compared"),
    [("Omar Hassan", "Omar Hassan", 1), ("judge Omar Ali Hassan", "Omar Hassan", 1), ("Omar Hassan", "Omar Karim", 0)],
)
def test_a_first_name_that_many_bear_brings_nobody_together(one: str, other: str, compared: int) -> None:
    def victim(document: str, name: str, day: str) -> Report:
        made = told(document, when=on(day))
        value = Target(name=name, kind="person")
        named = claim(document, made.id, "target", value, (Span(start=0, end=4, text="Told"),))
        return Report(id=made.id, document_id=document, claims=(*made.claims, named))

    crowded = [(page(f"c{n}", "Then Omar spoke, and Ali, and Hassan, and Karim."), [told(f"c{n}")]) for n in range(20)]
    pages = [(page("a"), [victim("a", one, "2021-03-05")]), (page("b"), [victim("b", other, "2023-08-09")])]
    matched, blocks = prepare([*pages, *crowded], parents={})
    rows = {matched.ids.index("rep-a-0"), matched.ids.index("rep-b-0")}
    assert sum({left, right} == rows for left, right in zip(*blocks.pairs(), strict=True)) == compared


def test_a_list_taken_for_a_name_makes_few_keys() -> None:
    name = " ".join(f"Name{chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(300))
    made = told("a")
    named = claim("a", made.id, "target", Target(name=name, kind="person"), (Span(start=0, end=4, text="Told"),))
    report = Report(id=made.id, document_id="a", claims=(*made.claims, named))
    matched, _ = prepare([(page("a"), [report])], parents={})
    ((_, found),) = matched.filed()
    assert len(found) < 400


@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40))), min_size=1, max_size=4), st.integers(1, 9))
def test_pairs_of_portions_come_once_and_in_order(portions: list[list[tuple[int, int]]], at_once: int) -> None:
    found = [np.unique(np.array([a << 32 | b for a, b in one], np.uint64)) for one in portions]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "ROWS_AT_ONCE", at_once)
        merged = blocking._merged(found, 31)
    assert [(int(one) >> 32, int(one) & 0xFFFFFFFF) for one in merged] == sorted(
        {one for many in portions for one in many}
    )


def test_likeness_of_text_alone_never_links() -> None:
    pages = [page(name, FILLER.lower() * 3) for name in "ab"] + crowd()
    found = linked(*(told(document.id) for document in pages), pages=pages)
    assert ("rep-a-0", "rep-b-0") not in found.clusters


def test_a_page_printed_before_the_day_does_not_tell_of_it() -> None:
    pages = [page("a", "x", "2021-02-01"), page("b", "x", "2021-03-05")]
    left, right = told("a", where=town("Northtown"), killed=3), told("b", when=MARCH, where=town("Northtown"), killed=3)
    assert not together(left, right, pages=pages)


def test_two_reports_of_one_document_stay_two() -> None:
    one, other = (told("a", when=MARCH, where=town("Northtown"), killed=12, number=n) for n in (0, 1))
    assert not together(one, other)


def test_a_page_that_tells_one_attack_twice_is_seen_through_by_another_page() -> None:
    lead, again = (told("a", when=MARCH, where=town("Northtown"), killed=12, number=n) for n in (0, 1))
    assert together(lead, again, told("b", when=MARCH, where=town("Northtown"), killed=12))


def test_two_attacks_of_one_page_stay_two_beside_another_page() -> None:
    school = told("a", when=MARCH, where=town("Northtown"), site="school", number=0)
    mosque = told("a", when=MARCH, where=town("Northtown"), site="mosque", number=1)
    third = told("b", when=MARCH, where=town("Northtown"), killed=12)
    assert max(map(len, linked(school, mosque, third).clusters)) == 2


def decided(left: str, right: str, judgement: Judgement) -> Link:
    return Link(left=left, right=right, judgement=judgement, score=1.0, judge="a person")


def test_a_pair_judged_different_is_never_joined_even_through_a_third() -> None:
    reports = [told(name, when=MARCH, where=town("Northtown"), killed=12) for name in "abc"]
    verdict = decided("rep-a-0", "rep-b-0", Judgement.DIFFERENT)
    found = linked(*reports, decided=[verdict])
    assert not any({"rep-a-0", "rep-b-0"} <= set(cluster) for cluster in found.clusters)
    assert verdict in found.links


def test_a_pair_judged_the_same_is_joined_against_all_evidence() -> None:
    reports = [
        told("a", when=MARCH, where=town("Northtown")),
        told("b", when=on("2015-01-01"), where=town("Southtown")),
    ]
    found = linked(*reports, decided=[decided("rep-a-0", "rep-b-0", Judgement.SAME)])
    assert found.clusters == (("rep-a-0", "rep-b-0"),)


def test_different_wins_over_a_chain_of_same() -> None:
    reports = [told(name) for name in "abc"]
    verdicts = [
        decided("rep-a-0", "rep-b-0", Judgement.SAME),
        decided("rep-b-0", "rep-c-0", Judgement.SAME),
        decided("rep-a-0", "rep-c-0", Judgement.DIFFERENT),
    ]
    found = linked(*reports, decided=verdicts)
    assert found.clusters == (("rep-a-0", "rep-b-0"), ("rep-c-0",))


def test_judgements_on_reports_that_are_gone_do_no_harm() -> None:
    found = linked(told("a"), decided=[decided("rep-a-0", "rep-z-9", Judgement.SAME)])
    assert found.clusters == (("rep-a-0",),)


def test_a_link_explains_itself() -> None:
    reports = [told(name, when=MARCH, where=town("Northtown"), killed=12, actor="red-army") for name in "ab"]
    (link,) = linked(*reports).links
    assert link.judge == MODEL
    assert {"when", "where", "killed", "perpetrators"} <= {reason.feature for reason in link.reasons}
    assert all(reason.outcome for reason in link.reasons)


DESCRIBED = st.builds(
    dict,
    when=st.sampled_from([None, MARCH, on("2021-03-05"), month("2021-03"), on("2021-06-01")]),
    where=st.sampled_from([None, *map(town, TOWNS)]),
    site=st.sampled_from([None, "mosque", "school"]),
    killed=st.sampled_from([None, 0, 2, 12, 13]),
    stage=st.sampled_from([None, "attempted", "threatened"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(DESCRIBED, max_size=8), st.randoms(use_true_random=False), st.data())
def test_order_does_not_matter_and_every_report_has_one_cluster(described, random, data) -> None:
    reports = [told(f"d{n % 5}", number=n, **values) for n, values in enumerate(described)]
    ids = [report.id for report in reports]
    pairs = [(one, other) for one in ids for other in ids if one < other]
    apart = data.draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    verdicts = [decided(one, other, Judgement.DIFFERENT) for one, other in apart]
    found = linked(*reports, decided=verdicts)
    assert sorted(report for cluster in found.clusters for report in cluster) == sorted(ids)
    assert not any({one, other} <= set(cluster) for one, other in apart for cluster in found.clusters)
    random.shuffle(reports)
    random.shuffle(verdicts)
    assert linked(*reports, decided=verdicts) == found


def test_two_thousand_reports_take_seconds() -> None:
    towns = list(map(town, TOWNS))
    days = [MARCH.start + timedelta(days=n // 4) for n in range(2000)]  # type: ignore[operator]
    reports = [
        told(f"d{n}", when=PartialDate(start=when, end=when, precision="day"), where=towns[n % 3], killed=n % 9)
        for n, when in enumerate(days)
    ]
    assert least_seconds(lambda: linked(*reports), runs=2) < 15


def test_the_least_sure_pairs_are_to_be_judged_next() -> None:
    scores = {"a": 0.99, "b": 0.52, "c": 0.3, "d": 0.6}
    links = [
        Link(left=name, right="z", judgement=Judgement.UNSURE, score=score, judge=MODEL)
        for name, score in scores.items()
    ]
    asked = pairs_to_judge(links, decided=[decided("d", "z", Judgement.SAME)])
    assert [link.left for link in asked] == ["b", "c"]


def test_several_processes_judge_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [told(f"d{n}", when=MARCH, where=town("Northtown"), killed=n % 3) for n in range(30)]
    alone = link_reports(reports, documents={})
    monkeypatch.setattr("tallybook.link.matching.MANY_PAIRS", 1)
    monkeypatch.setattr("tallybook.link.judging.CHUNK", 50)
    assert link_reports(reports, documents={}, jobs=2) == alone
