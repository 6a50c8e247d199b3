"""The pipeline on stages that understand one kind of sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_stages import SIMPLE, page

from tallybook.answer import tally
from tallybook.errors import CodebookError, ReadError, ReconcileError, TallybookError
from tallybook.model import Document, Facts, Issue, Page, Range
from tallybook.pipeline import RunSummary, Stages, build, build_into, extract_documents, geocode, verify
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.settings import Settings

FIRST = "bombing at Northtown on 2021-05-04 killed 3\nshelling at Southtown on 2021-06-01 killed 1"
SECOND = "bombing at Northtown on 2021-05-04 killed 5"


def source(folder: Path, texts: Mapping[str, str], name: str = "texts.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(dict(texts)))
    return path


def built(folder: Path, texts: Mapping[str, str], stages: Stages = SIMPLE) -> RunSummary:
    return build(folder / "my.db", [source(folder, texts)], stages=stages)


def dump(register: SqlRegister, *, runs: bool = False) -> dict[str, list[object]]:
    """All that a view shows, in order."""
    with register.view() as view:
        shown: dict[str, list[object]] = {
            "documents": list(view.documents()),
            "mentions": list(view.mentions()),
            "incidents": list(view.incidents()),
            "findings": list(view.findings()),
            "disagreements": list(view.disagreements()),
            "links": list(view.links()),
            "issues": list(view.issues()),
            "pages": list(view.pages()),
        }
        if runs:
            shown["runs"] = list(view.runs())
        return shown


def dumped(path: str | Path) -> dict[str, list[object]]:
    with open_register(path) as register:
        return dump(register)


def test_documents_become_incidents_with_findings(tmp_path: Path) -> None:
    summary = built(tmp_path, {"a": FIRST, "b": SECOND})
    assert (summary.documents, summary.stored, summary.failed) == (2, 2, 0)
    assert (summary.reports, summary.incidents) == (3, 2)
    with open_register(tmp_path / "my.db") as register:
        view = register.view()
        northtown = next(one for one in view.incidents() if len(one.reports) == 2)
        assert northtown.documents == ("a", "b")
        assert [finding.value for finding in view.findings(northtown.id)] == [Range(low=3, best=5, high=5)]
        assert [one.field for one in view.disagreements(northtown.id)] == ["killed"]


def test_running_twice_changes_nothing(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST, "b": SECOND, "bad": " "})
    before = dumped(tmp_path / "my.db")
    again = built(tmp_path, {"a": FIRST, "b": SECOND, "bad": " "})
    assert (again.stored, again.unchanged, again.failed) == (0, 2, 1)
    assert dumped(tmp_path / "my.db") == before


def test_one_bad_document_is_an_issue_and_the_others_are_read(tmp_path: Path) -> None:
    summary = built(tmp_path, {"a": FIRST, "empty": " ", "crashing": "CRASH", "b": SECOND})
    assert (summary.stored, summary.failed, summary.issues) == (2, 2, 2)
    issues = {issue.document_id: issue for issue in dumped(tmp_path / "my.db")["issues"] if isinstance(issue, Issue)}
    assert issues["crashing"].code == "crashed"
    assert "no such word" in issues["crashing"].message
    assert issues["empty"].code == "empty_text"


def test_a_document_that_cannot_be_stored_is_an_issue_and_its_batch_is_stored(tmp_path: Path) -> None:
    def damaging(given: Page) -> tuple[Document | None, list[Issue]]:
        document, issues = SIMPLE.read_document(given)
        if document is not None and given.id == "b":
            document = replace(document, text=f"{document.text} \ud83d")
        if document is not None and given.id == "c":
            document = replace(document, title="\ud83d")
        return document, list(issues)

    summary = built(tmp_path, dict.fromkeys("abcd", FIRST), replace(SIMPLE, read_document=damaging))
    assert (summary.stored, summary.failed) == (2, 2)
    issues = [issue for issue in dumped(tmp_path / "my.db")["issues"] if isinstance(issue, Issue)]
    assert [(issue.document_id, issue.stage, issue.code) for issue in issues] == [
        ("b", "register", "not_stored"),
        ("c", "register", "not_stored"),
    ]
    assert "half of a surrogate pair" in issues[0].message


def test_an_issue_goes_when_its_document_can_be_read(tmp_path: Path) -> None:
    built(tmp_path, {"a": "CRASH"})
    summary = built(tmp_path, {"a": FIRST})
    assert (summary.stored, summary.failed, summary.issues) == (1, 0, 0)


def test_an_id_that_occurs_twice_is_an_issue_and_the_first_is_kept(tmp_path: Path) -> None:
    paths = [source(tmp_path, {"a": FIRST}), source(tmp_path, {"a": SECOND}, name="more.json")]
    first = build(tmp_path / "my.db", paths, stages=SIMPLE)
    before = dumped(tmp_path / "my.db")
    second = build(tmp_path / "my.db", paths, stages=SIMPLE)
    assert (first.stored, first.failed, second.stored, second.failed) == (1, 1, 0, 1)
    assert dumped(tmp_path / "my.db") == before
    with open_register(tmp_path / "my.db") as register:
        document = register.view().document("a")
    assert document is not None
    assert document.text == FIRST


def test_a_changed_document_replaces_its_claims_and_keeps_the_old_ones_as_superseded(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST})
    with open_register(tmp_path / "my.db") as register:
        old = {claim.id for claim in register.view().claims()}
    built(tmp_path, {"a": SECOND})
    with open_register(tmp_path / "my.db") as register:
        view = register.view()
        new = {claim.id for claim in view.claims()}
        assert all(view.claim(name) is not None for name in old)
        assert len(new) == 4
        assert view.flaws() == []


def test_a_new_recipe_reads_every_document_again(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST, "b": SECOND})
    summary = built(tmp_path, {"a": FIRST, "b": SECOND}, replace(SIMPLE, recipe="simple/2"))
    assert (summary.stored, summary.unchanged, summary.incidents) == (2, 0, 2)


def test_a_new_rule_makes_new_findings_from_the_stored_claims(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST})
    summary = built(tmp_path, {"a": FIRST}, replace(SIMPLE, rule="other", reconcile=lambda *_: ([], [])))
    assert (summary.stored, summary.unchanged) == (0, 1)
    assert dumped(tmp_path / "my.db")["findings"] == []


def test_copies_are_recorded_and_put_right_later(tmp_path: Path) -> None:
    built(tmp_path, {"b": FIRST})
    built(tmp_path, {"b": FIRST, "a": FIRST})
    found = [one for one in dumped(tmp_path / "my.db")["documents"] if isinstance(one, Document)]
    assert [(one.id, one.copy_of) for one in found] == [("a", None), ("b", "a")]


def test_ctrl_c_keeps_what_was_read_and_the_next_run_goes_on(tmp_path: Path) -> None:
    def interrupted(paths: Iterable[str]) -> Iterator[Page | Issue]:
        yield page("a", FIRST)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "my.db", [], stages=replace(SIMPLE, read_pages=interrupted))
    with open_register(tmp_path / "my.db") as register:
        assert [run.state for run in register.view().runs()] == ["interrupted"]
        assert [document.id for document in register.view().documents()] == ["a"]
    summary = built(tmp_path, {"a": FIRST, "b": SECOND})
    assert (summary.stored, summary.unchanged, summary.incidents) == (1, 1, 2)


def test_a_source_that_cannot_be_read_ends_the_run_as_failed(tmp_path: Path) -> None:
    def broken(paths: Iterable[str]) -> Iterator[Page | Issue]:
        yield page("a", FIRST)
        raise ReadError("texts: there is no such file or folder")

    with pytest.raises(ReadError):
        build(tmp_path / "my.db", [], stages=replace(SIMPLE, read_pages=broken))
    with open_register(tmp_path / "my.db") as register:
        assert [run.state for run in register.view().runs()] == ["failed"]


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"codebook": "no-such-book"}, CodebookError, "no-such-book"),
        ({"rule": "by_lot"}, ReconcileError, "by_lot"),
        ({}, ReadError, "missing: there is no such file"),
    ],
    ids=["codebook", "rule", "path"],
)
def test_what_is_typed_wrong_is_said_and_makes_no_register(
    tmp_path: Path, options: dict[str, str], kind: type[TallybookError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        build(tmp_path / "my.db", [tmp_path / "missing"], **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(ReadError, match="no standard input"):
        list(extract_documents(["-"]))


def test_the_run_is_a_row_with_version_settings_and_counts(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST, "bad": " "})
    with open_register(tmp_path / "my.db") as register:
        (run,) = register.view().runs()
    assert run.state == "done"
    assert run.counts == {"documents": 2, "stored": 1, "unchanged": 0, "failed": 1, "issues": 1}
    assert run.settings["codebook"] == "default"
    assert run.ended is not None
    assert run.ended >= run.started


def test_progress_tells_only_what_is_stored(tmp_path: Path) -> None:
    told: list[int] = []
    texts = {f"d{number:03}": SECOND for number in range(120)}
    build(tmp_path / "my.db", [source(tmp_path, texts)], stages=SIMPLE, progress=lambda done, _: told.append(done))
    assert told[-1] == 120
    assert told == sorted(told)
    assert told[0] >= 50


def test_documents_are_extracted_without_a_register(tmp_path: Path) -> None:
    outcomes = list(extract_documents([source(tmp_path, {"a": FIRST, "bad": " "})], stages=SIMPLE))
    assert [(one.document_id, one.document is not None, len(one.claims)) for one in outcomes] == [
        ("a", True, 8),
        ("bad", False, 0),
    ]


def test_place_names_are_located_and_a_bad_document_is_an_issue(tmp_path: Path) -> None:
    lines = [{"id": "a", "text": "A bomb went off in Kabul on Monday."}, {"id": "empty", "text": "..."}]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, lines)))
    first, second = geocode([tmp_path / "docs.jsonl"])
    assert [located.place.country for located in first.places] == ["AF"]
    assert second.document is None
    assert [issue.code for issue in second.issues] == ["empty_text"]


def test_verify_finds_nothing_in_a_sound_register(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST, "b": SECOND})
    checked = verify(tmp_path / "my.db")
    assert checked.problems == ()
    assert (checked.claims, checked.pages) == (12, 2)


def test_verify_names_a_page_that_was_tampered_with(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST})
    (blob,) = (path for path in (tmp_path / "my.db.pages").rglob("*") if path.is_file())
    blob.chmod(0o644)
    blob.write_bytes(b"something else")
    (problem,) = verify(tmp_path / "my.db").problems
    assert blob.name.split(".")[0] in problem


def test_a_page_that_was_lost_is_put_back_from_its_source(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST})
    (blob,) = (path for path in (tmp_path / "my.db.pages").rglob("*") if path.is_file())
    blob.unlink()
    (problem,) = verify(tmp_path / "my.db").problems
    assert "build again" in problem
    assert built(tmp_path, {"a": FIRST}).unchanged == 1
    assert verify(tmp_path / "my.db").problems == ()


def test_verify_names_words_that_were_moved(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST})
    with open_register(tmp_path / "my.db") as register, register._database.connect() as connection:
        connection.exec_driver_sql("UPDATE claims SET evidence = '[[0,4,\"boat\"]]' WHERE prop = 'casualty'")
        connection.exec_driver_sql("UPDATE mentions SET start = 2 WHERE role = 'event_type'")
        connection.exec_driver_sql("DELETE FROM claims WHERE prop = 'casualty' AND evidence IS NULL")
    problems = verify(tmp_path / "my.db").problems
    assert len([problem for problem in problems if problem.startswith("claim")]) == 2
    assert len([problem for problem in problems if problem.startswith("mention")]) == 2


def test_verify_names_findings_without_their_claims(tmp_path: Path) -> None:
    built(tmp_path, {"a": SECOND})
    with open_register(tmp_path / "my.db") as register, register._database.connect() as connection:
        connection.exec_driver_sql("DELETE FROM claims WHERE prop = 'casualty'")
    (problem,) = verify(tmp_path / "my.db").problems
    assert problem.startswith("finding killed of incident inc-")


ACTS = st.builds(
    "{} at {} on 2021-05-0{} killed {}".format,
    st.sampled_from(["bombing", "shelling"]),
    st.sampled_from(["Northtown", "Southtown"]),
    st.integers(1, 3),
    st.integers(0, 4),
)
TEXTS = st.lists(st.lists(ACTS, max_size=3).map("\n".join), min_size=1, max_size=6)


def giving(pages: Sequence[Page]) -> Callable[[Sequence[str]], Iterator[Page | Issue]]:
    return lambda _: iter(pages)


def in_memory(pages: list[Page], *others: list[Page]) -> dict[str, list[object]]:
    with open_register(":memory:", create=True) as register:
        for batch in (pages, *others):
            stages = replace(SIMPLE, read_pages=giving(batch))
            build_into(lambda: register, [], settings=Settings(), stages=stages)
        return dump(register)


@given(texts=TEXTS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_documents_does_not_matter(texts: list[str], data: st.DataObject) -> None:
    pages = [page(f"d{number}", text) for number, text in enumerate(texts)]
    assert in_memory(data.draw(st.permutations(pages))) == in_memory(pages)


@given(texts=TEXTS, cut=st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_two_runs_find_the_same_incidents_as_one(texts: list[str], cut: int) -> None:
    pages = [page(f"d{number}", text) for number, text in enumerate(texts)]

    def partition(found: dict[str, list[object]]) -> set[frozenset[str]]:
        return {frozenset(report.id for report in one.reports) for one in found["incidents"]}  # type: ignore[attr-defined]

    assert partition(in_memory(pages[:cut], pages[cut:])) == partition(in_memory(pages))


@given(texts=TEXTS)
@settings(max_examples=30, deadline=None)
def test_words_stand_where_they_should_and_bounds_are_ordered(texts: list[str]) -> None:
    found = in_memory([page(f"d{number}", text) for number, text in enumerate(texts)])
    documents = {one.id: one for one in found["documents"]}  # type: ignore[attr-defined]
    for mention in found["mentions"]:
        text = documents[mention.document_id].text  # type: ignore[attr-defined]
        assert text[mention.span.start : mention.span.end] == mention.span.text  # type: ignore[attr-defined]
    for finding in found["findings"]:
        bounds = finding.value  # type: ignore[attr-defined]
        assert bounds.low <= bounds.best <= bounds.high


def test_a_register_without_facts_is_counted_and_gets_them_with_the_next_build(tmp_path: Path) -> None:
    path = tmp_path / "my.db"
    built(tmp_path, {"a": FIRST})
    with open_register(path) as register:
        kept = tally(register.view())
        with register.writer() as writer:
            writer.put_mark("facts", "outdated 1")
        assert (register.view().facts(), tally(register.view())) == (None, kept)
    built(tmp_path, {"a": FIRST})
    with open_register(path) as register:
        assert register.view().facts_fit()
        assert tally(register.view()) == kept


def test_facts_that_are_not_what_findings_say_are_found(tmp_path: Path) -> None:
    built(tmp_path, {"a": FIRST})
    assert verify(tmp_path / "my.db").problems == ()
    with open_register(tmp_path / "my.db") as register, register.writer() as writer:
        first, second = register.view().incidents()
        writer.put_facts([Facts(incident_id=first.id)], of=[first.id, second.id])
    assert [first.id in problem or second.id in problem for problem in verify(tmp_path / "my.db").problems] == [
        True,
        True,
    ]
