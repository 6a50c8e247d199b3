"""What every store must do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tallybook.errors import RegisterError
from tallybook.model import Facts, Issue, Judgement, Link, Range, Reason, Report, claim
from tallybook.register import Record, Register
from tallybook.testing.checks import check, same
from tallybook.testing.content import EXACT_CONTENT
from tallybook.testing.factories import make_claims, make_disagreements, make_document, make_findings, make_record
from tallybook.testing.several import SEVERAL_WRITERS
from tallybook.testing.writing import ENDED, STARTED, OpenStore, writing


def _reports(register: Register) -> dict[str, Report]:
    return {report.id: report for report in register.view().reports()}


def it_gives_back_what_it_was_given(open_store: OpenStore) -> None:
    """Documents, mentions, claims, issues and signatures come back equal."""
    register = open_store()
    issue = Issue(document_id="d1", stage="extract", code="odd", message="a sentence contradicts itself")
    record = make_record(make_document(published=date(2024, 5, 4)), reports=2, issues=[issue])
    with writing(register) as writer:
        check(writer.put_document(record), "a new document changes the register")
    view = register.view()
    same(view.documents(), [record.document], "documents")
    same(view.document("d1"), record.document, "document")
    same(view.mentions(document_id="d1"), list(record.mentions), "mentions")
    same(view.claims(document_id="d1"), list(record.claims), "claims")
    same(view.claims(report_id=record.claims[-1].report_id), list(record.claims[3:]), "claims of a report")
    same(view.claim(record.claims[0].id), record.claims[0], "claim")
    same(view.issues("d1"), [issue], "issues")
    same(view.signatures(), {"d1": record.signature}, "signatures")
    same([page.hash for page in view.pages()], [record.page.sha256 if record.page else None], "pages")
    same(view.flaws(), [], "flaws")


def what_is_not_there_is_none_or_empty(open_store: OpenStore) -> None:
    """An empty register answers every question."""
    view = open_store().view()
    same(
        (view.document("d1"), view.claim("c"), view.incident("i"), view.resolve("i"), view.mark("m")),
        (None,) * 5,
        "one",
    )
    same((view.documents(), view.reports(), view.incidents(), view.findings(), view.links()), ([],) * 5, "all")
    same(set(view.counts().values()), {0}, "counts")


def the_same_again_changes_nothing(open_store: OpenStore) -> None:
    """A document of known content, read by the same recipe, is not stored again."""
    register = open_store()
    record = make_record(make_document())
    with writing(register) as writer:
        same(writer.put_documents([record, record]), 1, "documents changed")
        before = register.view().counts()
        check(not writer.put_document(record), "the same document changes nothing")
    same(register.view().counts(), before, "counts")
    check(register.view().known("d1", record.content_hash, record.recipe), "it is known")
    check(not register.view().known("d1", record.content_hash, "rec-2"), "not by another recipe")


def the_order_of_writing_does_not_matter(open_store: OpenStore) -> None:
    """Lists are in an order of their own."""
    records = [
        make_record(make_document(f"d{number}", f"A bombing, number {number}."), reports=2) for number in range(5)
    ]
    register = open_store()
    with writing(register) as writer:
        writer.put_documents([records[3], records[0]])
        writer.put_documents([records[4], records[2], records[1]])
    view = register.view()
    same(view.documents(), [record.document for record in records], "documents")
    same(view.claims(), [one for record in records for one in record.claims], "claims")
    same(list(_reports(register)), list(dict.fromkeys(one.report_id for one in view.claims())), "reports")


def a_transaction_is_all_or_nothing(open_store: OpenStore) -> None:
    """What fails in the middle leaves nothing behind."""
    register = open_store()
    with writing(register) as writer:
        try:
            with writer.transaction():
                writer.put_document(make_record(make_document("d1")))
                writer.put_clusters([[make_claims(make_document("d1"))[0].report_id]])
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        same((register.view().documents(), register.view().incidents()), ([], []), "after the failure")
        writer.put_document(make_record(make_document("d2")))
    same([document.id for document in register.view().documents()], ["d2"], "documents")


def a_text_that_cannot_be_stored_leaves_nothing_behind(open_store: OpenStore) -> None:
    """Half a surrogate pair is refused with its place; the others of the batch are not stored without it."""
    register = open_store()
    with writing(register) as writer:
        broken = Record(document=make_document("d2", "Bomb \ud83d"), content_hash="x", recipe="rec-1")
        try:
            writer.put_documents([make_record(make_document("d1")), broken])
        except RegisterError as error:
            check("d2" in str(error) and "5" in str(error), f"the message names document and place: {error}")
        else:
            raise AssertionError("it was stored")
    same(register.view().documents(), [], "documents")


def a_document_read_again_replaces_its_claims(open_store: OpenStore) -> None:
    """The old claims are not seen any more, and not lost."""
    register = open_store()
    old = make_record(make_document("d1", "A bombing killed 3."))
    new = make_record(make_document("d1", "A shelling killed 30."), reports=2)
    with writing(register) as writer:
        writer.put_document(old)
        check(writer.put_document(new), "it changes the register")
    view = register.view()
    same(view.claims(), list(new.claims), "claims")
    same(len(view.mentions()), 2, "mentions")
    same([document.text for document in view.documents()], ["A shelling killed 30."], "texts")
    same(view.flaws(), [], "old claims keep their own text")


def incident_ids_outlive_re_clustering(open_store: OpenStore) -> None:
    """A merge keeps the oldest id and leads the other to it; a split gives it back."""
    register = open_store()
    first, second = (
        make_record(make_document(name, published=date(2024, 5, day))) for name, day in (("b", 1), ("a", 2))
    )
    left, right = first.claims[0].report_id, second.claims[0].report_id
    with writing(register) as writer:
        writer.put_documents([first, second])
        apart = writer.put_clusters([[left], [right]])
        check(apart[left] != apart[right], "two clusters are two incidents")
        together = writer.put_clusters([[right, left]])
        same(set(together.values()), {apart[left]}, "the id of the earlier report stays")
        view = register.view()
        same(view.resolve(apart[right]), apart[left], "the other id leads to it")
        merged = view.incident(apart[right])
        same(merged and {one.id for one in merged.reports}, {left, right}, "reports of the merged incident")
        same(writer.put_clusters([[left], [right]]), apart, "ids after the merge is undone")
    same([one.id for one in register.view().incidents()], sorted(apart.values()), "incidents")
    same(register.view().incident("inc-never"), None, "an id that was never given")


def findings_are_replaced_and_kept_in_order(open_store: OpenStore) -> None:
    """Findings and disagreements come back equal, by incident and then as given."""
    register = open_store()
    record = make_record(make_document())
    with writing(register) as writer:
        writer.put_document(record)
        writer.put_clusters([[record.claims[0].report_id]])
        (incident,) = register.view().incidents()
        for _ in range(2):
            writer.put_findings(make_findings(incident), make_disagreements(incident.id))
    view = register.view()
    same(view.findings(), make_findings(incident), "findings")
    same(view.findings(incident.id), make_findings(incident), "findings of one incident")
    same(view.disagreements(incident.id), make_disagreements(incident.id), "disagreements")
    same((view.findings("inc-other"), view.disagreements("inc-other")), ([], []), "those of another incident")


def facts_are_kept_as_long_as_they_fit(open_store: OpenStore) -> None:
    """Facts are replaced by incident, and are not given any more when findings change without them."""
    register = open_store()
    day = date(2024, 5, 4)
    north = Facts(incident_id="inc-1", first=day, last=day, place="Northtown", sources=("Post",))
    south = Facts(incident_id="inc-2", place="Southtown", killed=Range(low=2, best=3))
    same(register.view().facts(), None, "facts of an empty register")
    with writing(register) as writer:
        writer.put_facts([north, south])
        same(_killed(register), {"inc-1": -1, "inc-2": 3}, "facts")
        writer.put_facts([replace(north, killed=Range(low=7, best=7, high=7))], of=["inc-1", "inc-2"])
        same(_killed(register), {"inc-1": 7}, "facts of which some were replaced, and some are gone")
        check(register.view().facts_fit(), "they fit")
        writer.put_findings([])
        check(not register.view().facts_fit(), "they fit no more")
        same(register.view().facts(), None, "facts that do not fit")


def _killed(register: Register) -> dict[str, int]:
    with register.view() as view:
        facts = view.facts()
        if facts is None:
            return {}
        places = [place for place, stage in enumerate(facts.columns.numbers["stage"].tolist()) if stage]
        names = facts.words.incident_ids(places)
        return {names[place]: int(facts.columns.numbers["killed_best"][place]) for place in places}


def a_decision_outlives_the_linker_and_a_new_reading(open_store: OpenStore) -> None:
    """What a person judged stays when links are made anew, and passes to the reports of a document read again."""
    register = open_store()
    first, second = make_record(make_document("a")), make_record(make_document("b"))
    left, right = sorted((first.claims[0].report_id, second.claims[0].report_id))
    reasons = (Reason(feature="dates", outcome="a day apart", weight=-1.5),)
    link = Link(left=left, right=right, judgement=Judgement.UNSURE, score=0.5, judge="model/1", reasons=reasons)
    decided = Link(left=left, right=right, judgement=Judgement.SAME, score=1.0, judge="ann")
    again = Record(
        document=second.document, content_hash=second.content_hash, recipe="rec-2",
        claims=[claim(one.document_id, "rep-new", one.prop, one.value, one.evidence) for one in second.claims],
    )  # fmt: skip
    with writing(register) as writer:
        writer.put_documents([first, second])
        writer.put_links([link])
        writer.decide(decided, decided=STARTED)
        writer.put_links([link])
        before = writer.put_clusters([[first.claims[0].report_id], [second.claims[0].report_id]])
        same((register.view().links(left), register.view().judgements()), ([link], [decided]), "links and decisions")
        writer.put_document(again)
        after = writer.put_clusters([[first.claims[0].report_id], ["rep-new"]])
    (moved,) = register.view().judgements()
    same({moved.left, moved.right}, {first.claims[0].report_id, "rep-new"}, "reports of the decision")
    same(after["rep-new"], before[second.claims[0].report_id], "the incident of the report read again")


def failures_are_kept_until_they_change(open_store: OpenStore) -> None:
    """Why a source failed is stored once, replaced by another reason, and gone when its document is read."""
    register = open_store()
    empty = Issue(document_id="d1", stage="read", code="empty_text", message="no text", fatal=True)
    broken = Issue(document_id="d1", stage="read", code="broken_pdf", message="damaged", fatal=True)
    with writing(register) as writer:
        for _ in range(2):
            writer.put_issues("d1", [empty])
        same(register.view().issues(), [empty], "issues")
        writer.put_issues("d1", [broken])
        same(register.view().issues("d1"), [broken], "issues")
        writer.put_document(make_record(make_document("d1")))
    same(register.view().issues(), [], "issues of a document that was read")


def nothing_is_written_outside_a_run(open_store: OpenStore) -> None:
    """Every row belongs to a run."""
    register = open_store()
    with register.writer() as writer:
        try:
            writer.put_document(make_record(make_document()))
        except RegisterError as error:
            check("begin_run" in str(error), f"the message says what to call: {error}")
        else:
            raise AssertionError("it was written without a run")


def runs_are_rows(open_store: OpenStore) -> None:
    """A run that ended keeps its counts; one that was killed is marked when the next begins."""
    register = open_store()
    with writing(register):
        pass
    with register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c0de", version="0", started=STARTED)
    with writing(register):
        pass
    runs = register.view().runs()
    same([run.state for run in runs], ["done", "interrupted", "done"], "states")
    same((runs[0].settings, runs[0].counts, runs[0].ended), ({"codebook": "default"}, {"documents": 1}, ENDED), "run")
    same([run.id for run in runs], sorted({run.id for run in runs}), "ids")


def copies_are_recorded(open_store: OpenStore) -> None:
    """Of which document another is a copy, and that it is none after all."""
    register = open_store()
    with writing(register) as writer:
        writer.put_documents([make_record(make_document(name)) for name in ("a", "b")])
        writer.put_copies({"a": None, "b": "a", "not there": "a"})
        same([one.copy_of for one in register.view().documents()], [None, "a"], "copies")
        writer.put_copies({"b": None})
    same([one.copy_of for one in register.view().documents()], [None, None], "copies")


def what_is_not_linked_yet_is_known(open_store: OpenStore) -> None:
    """Documents wait to be linked when they are read, when copies are found, and when somebody decides about them."""
    register = open_store()
    records = {name: make_record(make_document(name)) for name in "abc"}
    with writing(register) as writer:
        writer.put_documents(records.values())
        writer.put_document(records["a"])
        same(register.view().unlinked(), ["a", "b", "c"], "documents that were read")
        writer.put_linked()
        same(register.view().unlinked(), [], "documents when all are linked")
        same(writer.put_copies({"a": None, "b": "a"}), {"b"}, "documents of which something else is said now")
        same(register.view().unlinked(), ["b"], "documents that became copies")
        writer.put_linked()
        left, right = sorted(records[name].claims[0].report_id for name in "ac")
        judged = Link(left=left, right=right, judgement=Judgement.SAME, score=1.0, judge="ann")
        writer.decide(judged, decided="2024-05-04T10:00:00")
        same(register.view().unlinked(), ["a", "c"], "documents that were decided about")


def some_clusters_leave_the_others_alone(open_store: OpenStore) -> None:
    """Reports are clustered, and findings replaced, for some incidents only; ids outlive it as they do for all."""
    register = open_store()
    records = {name: make_record(make_document(name)) for name in "abcd"}
    report = {name: record.claims[0].report_id for name, record in records.items()}
    with writing(register) as writer:
        writer.put_documents(records.values())
        before = writer.put_clusters([[report["a"], report["b"]], [report["c"]], [report["d"]]])
        findings = [one for incident in register.view().incidents() for one in make_findings(incident)]
        writer.put_findings(findings)
        parted = writer.put_clusters([[report["a"]], [report["b"]]], of=[report["a"], report["b"]])
        check(parted[report["a"]] != parted[report["b"]], "they are two incidents")
        check(before[report["a"]] in parted.values(), "one of them has the id of before")
        same(register.view().members([report["c"], report["d"]]), {
            report["c"]: before[report["c"]], report["d"]: before[report["d"]],
        }, "the incidents of others")  # fmt: skip
        joined = writer.put_clusters([[report["a"], report["b"], report["c"]]], of=list(report.values())[:3])
        same(joined[report["a"]], before[report["a"]], "the oldest id stays")
        same(register.view().resolve(before[report["c"]]), before[report["a"]], "the other leads to it")
        gone = writer.put_clusters([[report["a"], report["b"]]], of=[report["a"], report["c"]])
        same(sorted(gone), sorted((report["a"], report["b"])), "a report that is gone has no incident")
        writer.put_findings([], of=[before[report["d"]]])
        left = {one.incident_id for one in register.view().findings()}
        check(before[report["d"]] not in left and before[report["a"]] in left, "findings of one incident are replaced")


def some_documents_are_read_without_the_others(open_store: OpenStore) -> None:
    """Documents, signatures and reports are given for some documents too."""
    register = open_store()
    records = [make_record(make_document(name), reports=2) for name in "abc"]
    with writing(register) as writer:
        writer.put_documents(records)
    view = register.view()
    same([one.id for one in view.documents(["c", "a", "not there"])], ["a", "c"], "documents")
    same(sorted(view.signatures(["b"])), ["b"], "signatures")
    same(view.reports(["b"]), [one for one in view.reports() if one.document_id == "b"], "reports")
    same((view.documents([]), view.signatures([]), view.reports([])), ([], {}, []), "of none")


def a_mark_goes_with_the_next_change(open_store: OpenStore) -> None:
    """What is up to date is so until a document or a decision changes, not when the same is stored again."""
    register = open_store()
    record = make_record(make_document())
    with writing(register) as writer:
        writer.put_document(record)
        writer.put_mark("linked", "rec-1")
        writer.put_document(record)
        same(register.view().mark("linked"), "rec-1", "mark after no change")
        writer.put_document(make_record(make_document("d2")))
        same(register.view().mark("linked"), None, "mark after a change")


STORE_CONTRACT: tuple[Callable[[OpenStore], None], ...] = (
    it_gives_back_what_it_was_given,
    what_is_not_there_is_none_or_empty,
    the_same_again_changes_nothing,
    the_order_of_writing_does_not_matter,
    a_transaction_is_all_or_nothing,
    a_text_that_cannot_be_stored_leaves_nothing_behind,
    a_document_read_again_replaces_its_claims,
    incident_ids_outlive_re_clustering,
    findings_are_replaced_and_kept_in_order,
    facts_are_kept_as_long_as_they_fit,
    a_decision_outlives_the_linker_and_a_new_reading,
    failures_are_kept_until_they_change,
    nothing_is_written_outside_a_run,
    runs_are_rows,
    copies_are_recorded,
    what_is_not_linked_yet_is_known,
    some_clusters_leave_the_others_alone,
    some_documents_are_read_without_the_others,
    a_mark_goes_with_the_next_change,
    *SEVERAL_WRITERS,
    *EXACT_CONTENT,
)
"""What every store must do; each takes a function that opens a new, empty register."""
