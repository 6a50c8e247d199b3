"""The HTML page: one file, nothing fetched, nothing run that came from a source, names withheld."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
from html.parser import HTMLParser
from typing import Any

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.export import IncidentRecord
from tallybook.export.report import Bar, Method, render
from tallybook.export.report.drawing import draw_map, draw_timeline
from tallybook.export.report.privacy import private_names, withhold
from tallybook.model import Actor, Code, Count, Document, Incident, Place, Range, claim

METHOD = Method(
    version="0.1.0",
    codebook="default",
    codebook_hash="abc",
    made="2031-04-01",
    documents=4,
    copies=1,
    issues=0,
    rules=("reported_range",),
)
SQUARE = [[60.0, 30.0], [70.0, 30.0], [70.0, 38.0], [60.0, 38.0], [60.0, 30.0]]
BORDERS = {
    "features": [
        {"properties": {"iso": "AF", "name": "Afghanistan"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    ]
}
NOTHING = Bar(label="all", incidents=0, killed=Range(), injured=Range())


def page_of(*records: IncidentRecord, names: bool = False, **given: Any) -> str:
    options: dict[str, Any] = {"bars": (), "total": NOTHING, "method": METHOD, "borders": BORDERS} | given
    return render(records, names=names, **options)


class Outline(HTMLParser):
    """The tags of a page with their attributes, ids, and what stands in scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and data.strip():
            self.scripts.append(data)


def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    return read


def test_the_page_asks_nobody_for_anything() -> None:
    read = outline(page_of(made.record()))
    loading = {"link", "img", "iframe", "object", "embed", "video", "audio", "source", "base", "use", "image"}
    assert not loading & {tag for tag, _ in read.tags}
    assert all("src" not in attributes for _, attributes in read.tags)
    assert "@import" not in page_of(made.record())
    assert "url(" not in page_of(made.record())


def test_only_the_page_s_own_script_may_run() -> None:
    page = page_of(made.record())
    read = outline(page)
    (policy,) = [a["content"] or "" for tag, a in read.tags if a.get("http-equiv") == "Content-Security-Policy"]
    (script,) = read.scripts
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)


def test_characters_that_nobody_sees_are_shown() -> None:
    page = page_of(made.record(), title="Acts\x1b[2J of \u202eylno")
    assert "Acts�[2J of �ylno" in page


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "</style><script>",
    "&lt;b&gt;",
    "'-->",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_source_says_is_text(payload: str) -> None:
    record = made.record()
    documents = {
        name: dataclasses.replace(one, title=payload, publisher=payload, url=f"https://x.example/{payload}")
        for name, one in record.documents.items()
    }
    evil = dataclasses.replace(made.NORTHTOWN, place=payload, site=payload)
    found = [dataclasses.replace(one, value=evil) if one.prop == "where" else one for one in record.findings]
    page = page_of(dataclasses.replace(record, documents=documents, findings=found), title=payload)
    tags = [tag for tag, _ in outline(page).tags]
    assert (tags.count("script"), tags.count("style"), tags.count("img"), tags.count("b")) == (1, 1, 0, 4)
    assert html.escape(payload, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://news.example/a", True),
        ("http://news.example/a", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//news.example", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, linked: bool) -> None:
    record = made.bare_record()
    documents = {name: dataclasses.replace(one, url=url) for name, one in record.documents.items()}
    read = outline(page_of(dataclasses.replace(record, documents=documents)))
    away = [a["href"] for tag, a in read.tags if tag == "a" and not (a["href"] or "").startswith("#")]
    assert away == ([url] if linked else [])


def test_the_words_behind_a_figure_are_marked() -> None:
    page = page_of(made.record())
    assert "<mark>at least 12 people</mark>" in page
    assert "<mark>15 dead</mark>" in page
    assert "rule: reported_range" in page


def test_a_victim_s_name_is_withheld_everywhere() -> None:
    page = page_of(made.record())
    assert "Sampleton" not in page
    assert "mayor [name withheld]" in page
    assert "are withheld" in page


def test_names_are_shown_when_asked_for() -> None:
    page = page_of(made.record(), names=True)
    assert "Ada Sampleton" in page
    assert "Names are shown" in page


def suspect(name: str, code: str | None) -> IncidentRecord:
    claim = made.said(made.FIRST, "r1", "perpetrator", Actor(name=name, actor=code, kind="individual"), "police")
    record = made.record()
    report = made.report((*made.FIRST_CLAIMS[:3], claim))
    incident = dataclasses.replace(record.incident, reports=(report,))
    return dataclasses.replace(record, incident=incident, findings=())


def test_a_suspect_in_no_actor_table_is_withheld() -> None:
    assert private_names(suspect("Bo Beispiel", None)) == {"Bo Beispiel"}
    assert private_names(suspect("Bo Beispiel", "known-leader")) == set()
    page = page_of(suspect("Bo Beispiel", None))
    assert "Beispiel" not in page
    assert "an individual [name withheld]" in page


@pytest.mark.parametrize(
    ("name", "withheld"),
    [
        ("Mayor Ada Sampleton", {"Mayor Ada Sampleton"}),
        ("security chief Ada Sampleton", {"Ada Sampleton"}),
        ("Abu Said al-Sample", {"Abu Said al-Sample"}),
        ("Armed men", set()),
        ("two brothers", set()),
        ("محمد أحمد", {"محمد أحمد"}),
    ],
)
def test_a_name_is_a_run_of_words_written_as_names_are(name: str, withheld: set[str]) -> None:
    found = private_names(suspect(name, None))
    assert {one for one in found if one in withheld} == withheld
    assert bool(found) == bool(withheld)


def test_withholding_takes_whole_names_last_names_and_capitals_but_no_ordinary_word() -> None:
    hide = withhold([suspect("Bo Beispiel", None)])
    assert hide("Bo Beispiel, BO BEISPIEL and Beispiel") == "[name withheld], [name withheld] and [name withheld]"
    assert hide("Beispiele") == "Beispiele"
    ordinary = withhold([suspect("Bombings Market", None)], plain=["Bombings"])
    assert ordinary("the Market, the market") == "the Market, the market"


@given(st.text(max_size=60))
def test_withholding_nothing_changes_nothing(text: str) -> None:
    assert withhold([made.bare_record()])(text) == text


def test_a_site_is_a_small_area_and_a_country_is_shaded() -> None:
    country = made.bare_record("inc-2", where=Place(country="AF", precision="country"))
    drawn = draw_map([made.record(), country], borders=BORDERS)
    (spot,) = drawn.spots
    assert spot.incident_id == "inc-0001"
    assert 0 < spot.x < drawn.width
    assert 0 < spot.y < drawn.height
    assert drawn.areas[0].incidents == ("inc-2",)


def test_a_first_level_area_is_a_soft_circle_larger_than_a_place() -> None:
    soft = made.bare_record("soft", where=Place(country="AF", admin1="S", lat=31.0, lon=64.0, precision="admin1"))
    firm = made.bare_record("firm", where=Place(country="AF", place="S", lat=31.0, lon=64.0, precision="place"))
    by_id = {spot.incident_id: spot for spot in draw_map([soft, firm], borders=BORDERS).spots}
    assert by_id["soft"].soft
    assert not by_id["firm"].soft
    assert by_id["soft"].rx > 5 * by_id["firm"].rx


def test_a_map_without_places_shows_the_world() -> None:
    assert draw_map([], borders=BORDERS).areas[0].path.startswith("M")


def test_a_country_across_the_date_line_is_no_band_around_the_world() -> None:
    ring = [[170.0, 60.0], [-170.0, 60.0], [-170.0, 70.0], [170.0, 70.0], [170.0, 60.0]]
    borders = {
        "features": [{"properties": {"iso": "RU", "name": "R"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]
    }
    path = draw_map([], borders=borders).areas[0].path
    for part in path.split("M")[1:]:
        across = [float(point.split()[0]) for point in part.strip("Z").split("L")]
        assert max(across) - min(across) < 100


@given(st.floats(-85, 85), st.floats(-180, 180), st.floats(-85, 85), st.floats(-180, 180))
def test_every_spot_lies_on_the_map(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    places = [
        Place(place="a", lat=lat, lon=lon, precision="place"),
        Place(place="b", lat=other_lat, lon=other_lon, precision="site"),
    ]
    drawn = draw_map([made.bare_record(str(n), where=place) for n, place in enumerate(places)], borders=BORDERS)
    for spot in drawn.spots:
        assert -1 <= spot.x <= drawn.width + 1
        assert -1 <= spot.y <= drawn.height + 1


def bar(low: int | None, best: int | None, high: int | None) -> Bar:
    return Bar(label="2031", incidents=1, killed=Range(low=low, best=best, high=high), injured=Range())


def test_the_band_goes_from_low_to_high_with_the_line_at_best() -> None:
    (column,) = draw_timeline([bar(10, 15, 20)]).columns
    assert column.high < (column.best or 0) < column.low
    assert not column.is_open


def test_the_best_total_stands_above_its_bounds() -> None:
    total = Bar(label="all", incidents=1, killed=Range(low=10, best=1500, high=None), injured=Range(low=3))
    page = page_of(made.record(), total=total)
    assert "<dd>1,500<small>at least 10, best 1,500</small></dd>" in page
    assert "<dd>at least 3</dd>" in page


def test_words_from_right_to_left_keep_their_direction_and_their_order() -> None:
    text = "قُتل 12 شخصًا في انفجار في كابل."
    document = Document(id="rtl", text=text, title="انفجار", language="ar")
    start = text.index("12")
    count = Count(outcome="killed", low=12, best=12, high=12)
    claims = (
        claim("rtl", "r", "event_type", Code(code="bombing"), (document.span(0, 4),)),
        claim("rtl", "r", "casualty", count, (document.span(start, start + 2),)),
    )
    incident = Incident(id="inc-rtl", reports=(made.report(claims),))
    page = page_of(IncidentRecord(incident=incident, documents={"rtl": document}))
    assert f'<blockquote dir="auto">{text[:start]}<mark>12</mark>{text[start + 2 :]}' in page
    assert "<bdi>انفجار</bdi>" in page


def test_an_open_top_is_an_arrow() -> None:
    assert draw_timeline([bar(10, None, None)]).columns[0].is_open
    assert not draw_timeline([bar(None, None, None)]).columns[0].is_open


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7)).map(sorted), min_size=1))
def test_every_bar_stays_inside_the_drawing(figures: list[list[int]]) -> None:
    chart = draw_timeline([bar(*figure) for figure in figures])
    for column in chart.columns:
        assert 0 <= column.high <= column.low <= chart.base + 0.1
    assert 1 <= len(chart.lines) <= 6


def test_an_empty_register_is_a_page_too() -> None:
    page = page_of()
    assert "No document told of an incident." in page
    assert "No incident has a known date." in page


def test_every_id_is_there_once_and_every_link_within_leads_somewhere() -> None:
    read = outline(page_of(made.record(), made.bare_record()))
    ids = [a["id"] for _, a in read.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    inner = {(a["href"] or "")[1:] for tag, a in read.tags if tag == "a" and (a["href"] or "").startswith("#")}
    assert inner <= set(ids)


def test_every_control_and_drawing_has_a_name() -> None:
    read = outline(page_of(made.record(), bars=[bar(1, 2, 3)]))
    assert all(a.get("aria-label") for tag, a in read.tags if tag == "svg")
    controls = [tag for tag, _ in read.tags if tag in ("input", "select")]
    assert len(controls) == len([tag for tag, _ in read.tags if tag == "label"])
    assert ("html", {"lang": "en", "dir": "ltr"}) in read.tags
