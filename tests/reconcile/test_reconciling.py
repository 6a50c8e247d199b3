"""Many reports, one finding: figures by rule, facts by votes, contradictions kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.errors import ReconcileError
from tallybook.model import (
    Actor,
    Claim,
    Code,
    Count,
    Document,
    Incident,
    PartialDate,
    Place,
    Range,
    Report,
    Span,
    Value,
    claim,
)
from tallybook.reconcile import RULES, independent_sources, reading, reconcile, statements_of


def day(text: str) -> PartialDate:
    found = date.fromisoformat(text)
    return PartialDate(start=found, end=found, precision="day")


def report(document: str, *values: tuple[str, Value], at: list[int] | None = None) -> Report:
    made: list[Claim] = []
    for number, (prop, value) in enumerate([("event_type", Code(code="bombing")), *values]):
        start = at[number - 1] if at and number else number * 30
        made.append(
            claim(document, f"rep-{document}", prop, value, (Span(start=start, end=start + 10, text="x" * 10),))
        )
    return Report(id=f"rep-{document}", document_id=document, claims=tuple(made))


def count(best: int | None, outcome: str = "killed", **more: object) -> tuple[str, Count]:
    exactness = more.get("exactness", "exact")
    is_open = exactness in ("at_least", "more_than", "vague")
    fields: dict[str, object] = {"low": best, "best": best, "high": None if is_open else best} | more
    return "casualty", Count(outcome=outcome, **fields)  # type: ignore[arg-type]


def documents(*made: Document) -> dict[str, Document]:
    return {document.id: document for document in made}


def finding(prop: str, *reports: Report, pages: dict[str, Document] | None = None, rule: str = RULES[0].__name__):
    findings, _ = reconcile(Incident(id="inc", reports=reports), documents=pages or {}, rule=rule)
    return next((found for found in findings if found.prop == prop), None)


def fields_in_dispute(*reports: Report, **options: object) -> set[str]:
    _, found = reconcile(Incident(id="inc", reports=reports), documents={}, **options)  # type: ignore[arg-type]
    return {disagreement.field for disagreement in found}


READINGS = {
    "a total stands": ([count(7)], Range(low=7, best=7, high=7)),
    "groups named together are added": (
        [count(5, scope="subgroup", group="police"), count(2, scope="subgroup", group="civilians")],
        Range(low=7, best=7, high=7),
    ),
    "a subgroup stays inside its total": (
        [count(30), count(13, scope="subgroup", group="soldiers")],
        Range(low=30, best=30, high=30),
    ),
    "a toll that rises supersedes": ([count(8), count(11)], Range(low=11, best=11, high=11)),
    "two speakers both stand": (
        [count(8, said_by="police"), count(11, said_by="a hospital")],
        Range(low=8, best=11, high=11),
    ),
    "at least leaves the top open": ([count(47, exactness="at_least")], Range(low=47, best=47, high=None)),
    "up to bounds from above only": (
        [count(None, low=None, high=9, exactness="at_most")],
        Range(low=None, best=None, high=9),
    ),
    "dozens bound, they are no best": ([count(None, low=24, exactness="vague")], Range(low=24, best=None, high=None)),
    "a number beats a vague word": (
        [count(None, low=24, exactness="vague"), count(31)],
        Range(low=31, best=31, high=31),
    ),
    "attackers are left out": ([count(2, side="perpetrators")], Range()),
    "what is feared stays out": ([count(3), count(9, mood="suspected")], Range(low=3, best=3, high=3)),
    "casualties are not dead": ([count(9, "casualties")], Range()),
    "a zero that is stated is a zero": ([count(0)], Range(low=0, best=0, high=0)),
    "a zero for one group is no total": ([count(0, scope="subgroup", group="civilians")], Range()),
    "nothing said is null": ([], Range()),
}


@pytest.mark.parametrize(("said", "expected"), READINGS.values(), ids=READINGS.keys())
def test_one_document_is_read(said: list[tuple[str, Count]], expected: Range) -> None:
    assert reading(report("a", *said), "killed") == expected


def test_groups_far_apart_are_not_added() -> None:
    parts = [count(5, scope="subgroup", group="police"), count(2, scope="subgroup", group="officers")]
    assert reading(report("a", *parts, at=[0, 900]), "killed").best == 5


def test_one_person_named_twice_is_one() -> None:
    parts = [count(1, scope="individual", group=name) for name in ("UN contractor", "contractor")]
    assert reading(report("a", *parts), "killed").best == 1


def test_a_name_and_a_description_may_be_one_person() -> None:
    parts = [count(1, scope="individual", group=name) for name in ("toddler", "Tom Varley")]
    assert reading(report("a", *parts), "killed").best == 1


PEOPLE = {
    "an age alone fits the boy": (["5-year-old", "5-year-old boy", "child"], 1),
    "unlike ages are two": (["17-year-old boy", "17-year-old", "25-year-old man"], 2),
    "so are a man and a woman": (["man", "woman", "man"], 2),
    "another is one more": (["man", "another man"], 2),
    "two names and two descriptions are two": (["boy", "30-year-old man", "Tom Varley", "Ann Berger"], 2),
    "one name in two forms is one": (["Tom Varley", "Varley"], 1),
}


@pytest.mark.parametrize(("called", "number"), PEOPLE.values(), ids=PEOPLE.keys())
def test_single_people_are_as_many_as_must_be_different(called: list[str], number: int) -> None:
    parts = [count(1, scope="individual", group=name) for name in called]
    assert reading(report("a", *parts), "killed").best == number
    assert reading(report("a", *parts, at=[300 * place for place in range(len(parts))]), "killed").best == number


def test_far_apart_unlike_words_may_mean_one_person() -> None:
    parts = [count(1, scope="individual", group=name) for name in ("farmer", "trader")]
    assert reading(report("a", *parts), "killed").best == 2
    assert reading(report("a", *parts, at=[0, 300]), "killed").best == 1


def test_a_name_beside_a_description_says_who_it_is_and_in_a_list_is_one_more() -> None:
    parts = [count(1, scope="subgroup", group=name) for name in ("owner", "Tom Varley")]
    assert reading(report("a", *parts, at=[0, 12]), "killed").best == 1
    assert reading(report("a", *parts, at=[0, 20]), "killed").best == 2
    family = [count(1, scope="subgroup", group=name) for name in ("Tom Varley", "wife")]
    assert reading(report("a", *family, at=[0, 12]), "killed").best == 2


def test_one_of_a_group_who_is_told_of_later_is_not_added() -> None:
    group, one = count(2, scope="subgroup", group="young men"), count(1, scope="individual", group="19-year-old man")
    assert reading(report("a", group, one), "killed").best == 2
    assert reading(report("a", one, group), "killed").best == 3


def test_people_inside_casualties_are_told_apart_too() -> None:
    parts = [count(1, scope="subgroup", group=name, inside=True) for name in ("21-year-old man", "Tom Varley")]
    told = report("a", count(4, "casualties"), *parts, at=[0, 30, 230])
    assert (reading(told, "killed").best, reading(told, "injured").best) == (1, 3)


def test_one_victim_named_is_no_rival_of_a_toll() -> None:
    one = report("a", count(1, scope="individual", group="Tom Varley"))
    both = (one, report("b", count(5)))
    assert finding("killed", *both).value == Range(low=5, best=5, high=5)
    assert finding("killed", *both).opposing == ()
    assert fields_in_dispute(*both) == set()


def test_what_one_page_gives_as_a_part_is_no_rival_of_the_whole() -> None:
    whole = report("a", count(185), count(13, scope="subgroup", group="US troops"))
    part = report("b", count(13, group="US soldiers"))
    assert finding("killed", whole, part).value == Range(low=185, best=185, high=185)
    assert fields_in_dispute(whole, part) == set()


INJURED = {
    "who died of the wounds is not injured too": ("boy", "5-year-old boy", Range()),
    "the victim may be anybody": ("victim", "Anna Berger", Range()),
    "another person is injured": ("woman", "man", Range(low=1, best=1, high=1)),
    "beside a name the description is somebody else": ("woman", "Anna Berger", Range(low=1, best=1, high=1)),
}


@pytest.mark.parametrize(("hurt", "dead", "expected"), INJURED.values(), ids=INJURED.keys())
def test_the_injured_and_the_dead_are_different_people(hurt: str, dead: str, expected: Range) -> None:
    said = [count(1, "injured", scope="individual", group=hurt), count(1, scope="individual", group=dead)]
    assert reading(report("a", *said), "injured") == expected


def test_who_is_hurt_in_one_page_and_dead_in_another_is_dead() -> None:
    first = report("a", count(1, "injured", scope="individual", group="boy"))
    later = report("b", count(1, scope="individual", group="young boy"))
    assert finding("injured", first, later) is None
    assert finding("killed", first, later).value.best == 1


@pytest.mark.parametrize(
    ("hurt", "dead", "injured"),
    [
        ("boy", "Tom Varley", None),
        ("6-year-old daughter", "little girl", None),
        ("Tom Varley", "Anna Berger", 1),
        ("another man", "man", 1),
        ("officer", "farmer", 1),
    ],
    ids=["described, then named", "two words for a girl", "two names", "one more", "nothing says so"],
)
def test_a_later_death_moves_the_injured_to_the_dead(hurt: str, dead: str, injured: int | None) -> None:
    first = report("a", count(1, "injured", scope="individual", group=hurt))
    later = report("b", count(1, scope="individual", group=dead))
    found = finding("injured", first, later)
    assert (found and found.value.best) == injured


def test_of_equal_days_the_last_before_the_news_stands() -> None:
    pages = documents(
        Document(id="a", text="x", published=day("2021-03-05"), published_basis="metadata"),
        Document(id="b", text="x", published=day("2021-03-06"), published_basis="metadata"),
    )
    reports = [report("a", ("when", day("2019-08-02"))), report("b", ("when", day("2021-03-04")))]
    assert finding("when", *reports, pages=pages).value == day("2021-03-04")
    assert finding("when", *reports).value == day("2019-08-02")


def test_an_open_figure_is_closed_by_a_higher_one() -> None:
    found = finding("killed", report("a", count(170, exactness="more_than")), report("b", count(185)))
    assert found.value == Range(low=170, best=185, high=185)
    assert len(found.supporting) == len(found.opposing) == 1


def test_an_open_figure_above_all_others_leaves_the_top_open() -> None:
    found = finding("killed", report("a", count(190, exactness="at_least")), report("b", count(185)))
    assert found.value.high is None


def test_ten_copies_are_one_voice() -> None:
    pages = documents(
        Document(id="wire", text="x"),
        *(Document(id=f"copy{n}", text="x", copy_of="wire") for n in range(10)),
        Document(id="b", text="x"),
        Document(id="c", text="x"),
    )
    reports = [report(name, count(5 if name in "bc" else 9)) for name in pages]
    assert finding("killed", *reports, pages=pages).value.best == 5
    assert independent_sources(Incident(id="inc", reports=tuple(reports)), documents=pages) == 3


def test_a_quoted_agency_is_one_voice_in_any_document() -> None:
    quoting = [report(name, count(9, said_by="Reuters")) for name in "abc"]
    others = [report(name, count(5)) for name in "de"]
    assert finding("killed", *quoting, *others).value.best == 5


@pytest.mark.parametrize(("quoted", "voices"), [("the Northtown Post", 3), ("Northtown Post", 3), ("the mayor", 5)])
def test_an_outlet_that_others_quote_is_one_voice_with_its_own_page(quoted: str, voices: int) -> None:
    """The words "the Post reported" in three outlets, and the Post itself, are one voice."""
    pages = documents(
        Document(id="post", text="x", publisher="The Northtown Post"),
        *(Document(id=name, text="x", publisher=f"{name} Gazette") for name in "abcde"),
    )
    quoting = [report(name, count(9, said_by=quoted)) for name in "abc"]
    others = [report(name, count(5)) for name in "de"]
    told = statements_of(Incident(id="inc", reports=(report("post", count(9)), *quoting, *others)), "killed", pages)
    assert len({one.voice for one in told}) == voices + (quoted == "the mayor")
    best = finding("killed", report("post", count(9)), *quoting, *others, pages=pages).value.best
    assert best == (9 if quoted == "the mayor" else 5)
    incident = Incident(id="inc", reports=(report("post", count(9)), *quoting, *others))
    assert independent_sources(incident, documents=pages) == len({one.voice for one in told})


def test_the_latest_figure_of_a_publisher_supersedes() -> None:
    pages = documents(
        Document(id="a", text="x", publisher="The Northtown Post", published=day("2021-03-01")),
        Document(id="b", text="x", publisher="The Northtown Post", published=day("2021-03-02")),
    )
    found = finding("killed", report("a", count(12)), report("b", count(9)), pages=pages)
    assert found.value == Range(low=9, best=9, high=9)


def test_of_two_voices_the_later_stands_however_often_the_other_was_copied() -> None:
    pages = documents(
        Document(id="wire", text="x", published=day("2021-03-01")),
        Document(id="copy", text="x", copy_of="wire", published=day("2021-03-01")),
        Document(id="b", text="x", published=day("2021-03-02")),
    )
    reports = [report(name, count(9 if name == "b" else 5)) for name in pages]
    assert finding("killed", *reports, pages=pages).value.best == 9


RULE_RESULTS = {
    "range_of_independent_latest": Range(low=4, best=4, high=9),
    "lowest": Range(low=4, best=4, high=9),
    "highest": Range(low=4, best=9, high=9),
    "majority": Range(low=4, best=4, high=9),
    "latest_official": Range(low=4, best=6, high=9),
}


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_every_rule_gives_its_best(rule: str) -> None:
    reports = [report(name, count(4)) for name in "abc"]
    reports += [report("d", count(9)), report("e", count(6, said_by="a police spokesman"))]
    assert finding("killed", *reports, rule=rule).value == RULE_RESULTS[rule]


def test_an_unknown_rule_lists_the_known_ones() -> None:
    with pytest.raises(ReconcileError, match="range_of_independent_latest"):
        reconcile(Incident(id="inc", reports=()), documents={}, rule="guess")


def test_the_narrowest_date_that_most_allow_stands() -> None:
    month = PartialDate(start=date(2021, 3, 1), end=date(2021, 3, 31), precision="month")
    reports = [report("a", ("when", month)), report("b", ("when", day("2021-03-04")))]
    found = finding("when", *reports)
    assert found.value == day("2021-03-04")
    assert found.opposing == ()
    assert fields_in_dispute(*reports) == set()


def test_two_days_told_equally_become_an_interval_and_a_disagreement() -> None:
    reports = [report("a", ("when", day("2021-08-26"))), report("b", ("when", day("2021-08-27")))]
    value = finding("when", *reports).value
    assert (value.start, value.end) == (date(2021, 8, 26), date(2021, 8, 27))
    assert fields_in_dispute(*reports) == {"when"}


def test_the_day_of_most_sources_stands() -> None:
    reports = [report(name, ("when", day("2021-08-26"))) for name in "ab"]
    found = finding("when", *reports, report("c", ("when", day("2021-08-27"))))
    assert found.value == day("2021-08-26")
    assert len(found.opposing) == 1


def test_a_town_completes_its_province_and_takes_the_site() -> None:
    reports = [
        report("a", ("where", Place(country="AF", admin1="Balkh", precision="admin1", site="a mosque"))),
        report(
            "b",
            (
                "where",
                Place(country="AF", admin1="Balkh", place="Mazar-e Sharif", lat=36.7, lon=67.1, precision="place"),
            ),
        ),
    ]
    value = finding("where", *reports).value
    assert (value.place, value.site, value.precision) == ("Mazar-e Sharif", "a mosque", "place")
    assert fields_in_dispute(*reports) == set()


def test_a_town_that_is_told_stands_before_one_that_a_dateline_lends() -> None:
    lent = Place(country="AF", admin1="Balkh", place="Northtown", lat=36.0, lon=67.0, precision="district")
    told = Place(country="AF", admin1="Balkh", place="Southtown", lat=35.0, lon=67.0, precision="place")
    reports = [report(name, ("where", lent)) for name in ("a", "b")] + [report("c", ("where", told))]
    low = [replace(one, claims=tuple(replace(claimed, score=0.35) for claimed in one.claims)) for one in reports[:2]]
    value = finding("where", *low, reports[2]).value
    assert isinstance(value, Place)
    assert value.place == "Southtown"


def test_two_provinces_are_a_disagreement() -> None:
    reports = [
        report("a", ("where", Place(country="AF", admin1="Balkh", precision="admin1"))),
        report("b", ("where", Place(country="AF", admin1="Kunduz", precision="admin1"))),
    ]
    assert fields_in_dispute(*reports) == {"where"}


def test_a_branch_stands_for_its_parent() -> None:
    parents = {"islamic-state-khorasan": "islamic-state"}
    reports = (
        report("a", ("perpetrator", Actor(name="Islamic State", actor="islamic-state", status="claimed"))),
        report("b", ("perpetrator", Actor(name="IS-K", actor="islamic-state-khorasan", status="attributed"))),
    )
    findings, disputes = reconcile(Incident(id="inc", reports=reports), documents={}, parents=parents)
    actors = [found.value for found in findings if found.prop == "perpetrator"]
    assert [(actor.actor, actor.status) for actor in actors] == [("islamic-state-khorasan", "claimed")]
    assert disputes == []


def test_the_leading_type_of_most_reports_leads_and_among_equals_the_more_telling() -> None:
    attack = report("a", ("event_type", Code(code="armed_assault")))
    suicide = Report(id="rep-b", document_id="b", claims=report("b").claims)
    told = [
        Report(id=one.id, document_id=one.document_id, claims=(replace_type(one, code), *one.claims[1:]))
        for one, code in ((attack, "bombing"), (suicide, "suicide_bombing"))
    ]
    findings, _ = reconcile(Incident(id="inc", reports=tuple(told)), documents={})
    types = [found.value.code for found in findings if found.prop == "event_type"]
    assert types == ["suicide_bombing", "bombing", "armed_assault"]


def replace_type(one: Report, code: str) -> Claim:
    first = one.claims[0]
    return claim(first.document_id, first.report_id, "event_type", Code(code=code), first.evidence)


def test_rival_perpetrators_are_a_disagreement() -> None:
    reports = [report(name, ("perpetrator", Actor(name=name, actor=f"group-{name}"))) for name in "ab"]
    assert fields_in_dispute(*reports) == {"perpetrators"}


def test_a_figure_that_differs_is_a_disagreement_with_its_documents() -> None:
    reports = (report("a", count(170, exactness="more_than")), report("b", count(185)))
    _, found = reconcile(Incident(id="inc", reports=reports), documents={})
    assert [(reading.value, reading.documents) for reading in found[0].readings] == [
        ("185", ("b",)),
        ("at least 170", ("a",)),
    ]


def test_a_vague_word_does_not_contradict_a_number_it_allows() -> None:
    reports = [report("a", count(None, low=24, exactness="vague")), report("b", count(31))]
    assert fields_in_dispute(*reports) == set()
    assert finding("killed", *reports).value.best == 31


SAID = st.lists(
    st.tuples(
        st.integers(0, 300),
        st.sampled_from(["exact", "at_least", "about", "vague"]),
        st.sampled_from(["total", "subgroup", "individual"]),
        st.sampled_from([None, "police", "Reuters"]),
        st.sampled_from(["men", "women", None]),
    ),
    min_size=1,
    max_size=5,
)


def _said(number: int, words: list[tuple[int, str, str, str | None, str | None]]) -> Report:
    values = [
        count(None if exact == "vague" else n, low=n, exactness=exact, scope=scope, said_by=who, group=group)
        for n, exact, scope, who, group in words
    ]
    when = ("when", day(f"2021-03-0{1 + number % 3}"))
    return report(f"d{number}", when, *values)


@given(st.lists(SAID, min_size=1, max_size=4), st.randoms(use_true_random=False), st.sampled_from(RULES))
def test_order_does_not_matter_and_bounds_stay_ordered(words, random, rule) -> None:
    reports = [_said(number, said) for number, said in enumerate(words)]
    expected = reconcile(Incident(id="inc", reports=tuple(reports)), documents={}, rule=rule.__name__)
    shuffled = []
    for one in reports:
        claims = list(one.claims)
        random.shuffle(claims)
        shuffled.append(Report(id=one.id, document_id=one.document_id, claims=tuple(claims)))
    random.shuffle(shuffled)
    assert reconcile(Incident(id="inc", reports=tuple(shuffled)), documents={}, rule=rule.__name__) == expected
    for found in expected[0]:
        if isinstance(found.value, Range):
            known = [n for n in (found.value.low, found.value.best, found.value.high) if n is not None]
            assert known == sorted(known)
            assert not set(found.supporting) & set(found.opposing)
