"""Perpetrators and claims of responsibility: mentions of a report to one claim for each actor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.codebook.actor_table import load_actors
from tallybook.model import Actor, Claim, Document, Mention, Responsibility, mention
from tallybook.model.mention import Role
from tallybook.resolve.actors import STRENGTH, resolve_perpetrators, resolve_responsibility

ACTORS = load_actors()


def document(text: str) -> Document:
    return Document(id="doc-1", text=text)


def said(
    page: Document, words: str, code: str | None = None, *, role: Role = "perpetrator", of: str | None = None,
    report: str = "rep-1",
) -> Mention:  # fmt: skip
    start = page.text.index(words)
    return mention(page.id, report, role, page.span(start, start + len(words)), code=code, of=of)


def perpetrators(page: Document, *mentions: Mention) -> list[Actor]:
    claims = resolve_perpetrators(page, mentions, actors=ACTORS)
    assert all(claim.prop == "perpetrator" for claim in claims)
    return [claim.value for claim in claims if isinstance(claim.value, Actor)]


def only(claims: list[Claim]) -> Responsibility:
    (claim,) = claims
    assert isinstance(claim.value, Responsibility)
    assert claim.prop == "responsibility"
    return claim.value


def test_several_names_of_one_actor_are_one_claim_with_the_strongest_status() -> None:
    page = document("Islamic State-Khorasan is suspected. Officials blamed IS-K. ISKP claimed the attack.")
    told = {"Islamic State-Khorasan": "suspected", "IS-K": "attributed", "ISKP": "claimed"}
    (actor,) = perpetrators(page, *(said(page, words, status) for words, status in told.items()))
    assert actor == Actor(
        name="Islamic State-Khorasan", actor="islamic-state-khorasan", kind="organization", status="claimed",
        mentions=("Islamic State-Khorasan", "IS-K", "ISKP"),
    )  # fmt: skip


def test_every_mention_is_evidence() -> None:
    page = document("Islamic State-Khorasan is suspected. Officials blamed IS-K.")
    (claim,) = resolve_perpetrators(
        page, [said(page, "Islamic State-Khorasan", "suspected"), said(page, "IS-K", "attributed")], actors=ACTORS
    )
    assert [span.text for span in claim.evidence] == ["Islamic State-Khorasan", "IS-K"]
    assert all(page.text[span.start : span.end] == span.text for span in claim.evidence)


def test_a_denial_stands_beside_the_accusation() -> None:
    page = document("Officials blamed the Taliban. The Talibans denied it.")
    found = perpetrators(page, said(page, "the Taliban", "attributed"), said(page, "The Talibans", "denied"))
    assert [(actor.actor, actor.status) for actor in found] == [("taliban", "attributed"), ("taliban", "denied")]


def test_two_actors_are_two_claims() -> None:
    page = document("The ELN and the FARC are both accused in Colombia.")
    found = perpetrators(page, said(page, "ELN", "suspected"), said(page, "FARC", "suspected"))
    assert [actor.actor for actor in found] == ["eln-colombia", "farc"]


def test_two_actors_in_one_mention_are_two_claims_but_a_branch_hides_its_parent() -> None:
    page = document("The ELN and the FARC, or the Haqqani network of the Taliban.")
    found = perpetrators(
        page, said(page, "ELN and the FARC", "suspected"), said(page, "the Haqqani network of the Taliban", "suspected")
    )
    assert [actor.actor for actor in found] == ["eln-colombia", "farc", "haqqani-network"]


def test_another_name_of_the_same_perpetrator_resolves_it() -> None:
    page = document("The local chapter of the group, known as ISKP, did it.")
    first = said(page, "local chapter of the group", "claimed")
    (actor,) = perpetrators(page, first, said(page, "ISKP", role="alias", of=first.id))
    assert (actor.actor, actor.status, actor.mentions) == (
        "islamic-state-khorasan", "claimed", ("local chapter of the group", "ISKP")
    )  # fmt: skip


def test_the_group_is_the_one_organization_of_the_report() -> None:
    page = document("Boko Haram is suspected. The group struck at dawn.")
    (actor,) = perpetrators(page, said(page, "Boko Haram", "suspected"), said(page, "group", "attributed"))
    assert (actor.actor, actor.status, actor.mentions) == ("boko-haram", "attributed", ("Boko Haram", "group"))


@pytest.mark.parametrize(
    "text",
    [
        "The group struck.",
        "Boko Haram and the ELN are named. The group struck.",
        "Boko Haram is named. A group struck.",
    ],
)
def test_the_group_stays_open_where_the_text_links_it_to_no_one(text: str) -> None:
    page = document(text)
    names = [said(page, name, "suspected") for name in ("Boko Haram", "ELN") if name in text]
    found = perpetrators(page, *names, said(page, "group", "attributed"))
    assert found[-1].actor is None
    assert found[-1].kind == "unknown"


def test_reports_do_not_mix() -> None:
    page = document("The Taliban hit Northtown. The Talibans hit Southtown.")
    claims = resolve_perpetrators(
        page, [said(page, "Taliban", "claimed"), said(page, "Talibans", "suspected", report="rep-2")], actors=ACTORS
    )
    assert [claim.report_id for claim in claims] == ["rep-1", "rep-2"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("a gunman", "individual"),
        ("two men", "individual"),
        ("suicide bomber", "individual"),
        ("group of gunmen", "individual"),
        ("unidentified assailants", "individual"),
        ("off-duty police officer", "individual"),
        ("John Doe", "individual"),
        ("police", "state"),
        ("soldiers", "individual"),
        ("army", "state"),
        ("security forces", "state"),
        ("Norwegian army", "state"),
        ("Blue Rose Front", "organization"),
        ("BLUE ROSE LIBERATION ARMY", "organization"),
        ("militants", "unknown"),
        ("terrorist group", "unknown"),
        ("GUERRILLA GROUP", "unknown"),
        ("unknown", "unknown"),
        ("the blue rose", "unknown"),
    ],
)
def test_words_without_a_known_name_still_say_what_kind_of_actor(words: str, kind: str) -> None:
    page = document(f"It is said that {words} did it.")
    (actor,) = perpetrators(page, said(page, words, "attributed"))
    assert actor.kind == kind


def test_the_name_is_as_printed_without_what_stands_before_it() -> None:
    page = document("Suspected Taliban fighters and an unidentified gunman fled.")
    named, other = perpetrators(
        page, said(page, "Suspected Taliban fighters", "suspected"), said(page, "an unidentified gunman", "suspected")
    )
    assert (named.name, other.name) == ("Taliban fighters", "unidentified gunman")


@pytest.mark.parametrize("code", [None, "rumoured"])
def test_a_status_that_is_not_told_is_unknown(code: str | None) -> None:
    page = document("The Taliban did it.")
    (actor,) = perpetrators(page, said(page, "Taliban", code))
    assert actor.status == "unknown"


@given(st.lists(st.sampled_from([status for status in STRENGTH if status != "denied"]), min_size=1, max_size=6))
def test_the_strongest_status_does_not_depend_on_the_order(statuses: list[str]) -> None:
    page = document("Taliban " * len(statuses))
    mentions = [
        mention("doc-1", "rep-1", "perpetrator", page.span(8 * place, 8 * place + 7), code=status)
        for place, status in enumerate(statuses)
    ]
    (actor,) = perpetrators(page, *mentions)
    (turned,) = perpetrators(page, *reversed(mentions))
    assert actor == turned
    assert actor.status == min(statuses, key=[str(status) for status in STRENGTH].index)


# --- responsibility ---------------------------------------------------------------------------------------------------


def test_a_claim_of_responsibility_has_its_actor_and_its_speaker() -> None:
    page = document("IS-K claimed responsibility, the Northtown Post reported.")
    one = said(page, "claimed responsibility", "claimed", role="responsibility")
    who = said(page, "IS-K", "claimed", of=one.id)
    speaker = said(page, "Northtown Post", role="speaker", of=one.id)
    claims = resolve_responsibility(page, [one, who, speaker], actors=ACTORS)
    assert only(claims) == Responsibility(status="claimed", by="islamic-state-khorasan", said_by="Northtown Post")
    assert [span.text for span in claims[0].evidence] == ["claimed responsibility", "IS-K", "Northtown Post"]
    assert resolve_perpetrators(page, [one, who, speaker], actors=ACTORS) == []


def test_an_unknown_claimant_keeps_its_words() -> None:
    page = document("The Blue Rose Front denied responsibility.")
    one = said(page, "denied responsibility", "denied", role="responsibility")
    who = said(page, "The Blue Rose Front", "denied", of=one.id)
    value = only(resolve_responsibility(page, [one, who], actors=ACTORS))
    assert value == Responsibility(status="denied", by="Blue Rose Front")


def test_a_known_actor_that_speaks_is_the_one_that_claims() -> None:
    page = document("In a statement the Taliban claimed it.")
    one = said(page, "claimed it", "claimed", role="responsibility")
    speaker = said(page, "Taliban", role="speaker", of=one.id)
    assert only(resolve_responsibility(page, [one, speaker], actors=ACTORS)).by == "taliban"


def test_an_official_who_speaks_claims_nothing() -> None:
    page = document("The mayor said the attack was claimed.")
    one = said(page, "was claimed", "claimed", role="responsibility")
    speaker = said(page, "mayor", role="speaker", of=one.id)
    value = only(resolve_responsibility(page, [one, speaker], actors=ACTORS))
    assert value == Responsibility(status="claimed", by=None, said_by="mayor")


@pytest.mark.parametrize(
    ("names", "by"),
    [(("Boko Haram",), "boko-haram"), (("Boko Haram", "ELN"), None), ((), None)],
    ids=["one", "two", "none"],
)
def test_the_group_that_claims_is_the_one_organization_of_the_report(names: tuple[str, ...], by: str | None) -> None:
    page = document("Boko Haram and the ELN are named. The terrorist group claimed it.")
    one = said(page, "claimed it", "claimed", role="responsibility")
    who = said(page, "terrorist group", "claimed", of=one.id)
    blamed = [said(page, name, "suspected") for name in names]
    assert only(resolve_responsibility(page, [*blamed, one, who], actors=ACTORS)).by == by


def test_nobody_claiming_it_is_a_claim_without_an_actor() -> None:
    page = document("No group has claimed responsibility.")
    one = said(page, "No group has claimed responsibility", "none_reported", role="responsibility")
    assert only(resolve_responsibility(page, [one], actors=ACTORS)) == Responsibility(status="none_reported")
