"""What every store must do when several write: nothing is lost, and nobody overwrites what they have not seen."""

from __future__ import annotations

from tallybook.errors import RegisterBusy, RegisterConflict
from tallybook.model import Judgement, Link
from tallybook.testing.checks import check, same
from tallybook.testing.factories import make_document, make_record
from tallybook.testing.writing import ENDED, STARTED, OpenStore, writing


def runs_that_meet_lose_nothing(open_store: OpenStore) -> None:
    """A second run is told to wait, or runs beside the first; what either wrote is there."""
    register = open_store()
    beside = False
    with writing(register) as first:
        first.put_document(make_record(make_document("a")))
        try:
            with writing(register) as second:
                second.put_document(make_record(make_document("b")))
                beside = True
        except RegisterBusy as error:
            check("wait" in str(error) or "close" in str(error), f"the message says what to do: {error}")
        first.put_document(make_record(make_document("c")))
    with writing(register) as writer:
        writer.put_document(make_record(make_document("b")))
    same([document.id for document in register.view().documents()], ["a", "b", "c"], "documents")
    same([run.state for run in register.view().runs()], ["done"] * (3 if beside else 2), "states of the runs")


def people_decide_while_a_run_is_open(open_store: OpenStore) -> None:
    """A build of an hour keeps nobody from work, and does not take for linked what was decided meanwhile."""
    register = open_store()
    link = Link(left="rep-a", right="rep-b", judgement=Judgement.SAME, score=1.0, judge="ann")
    with writing(register) as running:
        running.put_document(make_record(make_document()))
        version = register.view().version()
        with register.writer() as other:
            other.decide(link, decided=STARTED)
        check(register.view().version() > version, "the version says that something was changed")
        try:
            with running.transaction():
                running.expect(version)
        except RegisterConflict as error:
            same(error.differences[0].seen, str(version), "the version that was expected")
        else:
            raise AssertionError("what was worked out before the decision was stored")
        with running.transaction():
            running.expect(register.view().version())
    same(register.view().judgements(), [link], "decisions")


def a_decision_that_was_not_seen_is_a_conflict(open_store: OpenStore) -> None:
    """Nobody overwrites what another judged without having seen it; the error says what stands."""
    register = open_store()
    first = Link(left="rep-a", right="rep-b", judgement=Judgement.SAME, score=1.0, judge="ann")
    second = Link(left="rep-a", right="rep-b", judgement=Judgement.DIFFERENT, score=1.0, judge="bob")
    with register.writer() as writer:
        writer.decide(first, decided=STARTED)
        try:
            writer.decide(second, decided=ENDED)
        except RegisterConflict as error:
            (difference,) = error.differences
            same(difference, ("rep-a ~ rep-b", None, "same by ann", "different by bob"), "the difference")
            check("same by ann" in str(error) and "judge again" in str(error), f"the message says what to do: {error}")
        else:
            raise AssertionError("it was overwritten unseen")
        same(register.view().judgements(), [first], "decisions after the conflict")
        writer.decide(second, decided=ENDED, seen=register.view().judgement("rep-b", "rep-a"))
    same(register.view().judgements(), [second], "decisions")
    same(register.view().judgement("rep-a", "rep-c"), None, "a pair that nobody judged")


def a_content_that_was_not_seen_is_a_conflict(open_store: OpenStore) -> None:
    """Two runs that read two contents under one id do not overwrite each other; the same content is no conflict."""
    register = open_store()
    ours = make_record(make_document("d1", "A bombing killed 3."))
    theirs = make_record(make_document("d1", "A shelling killed 30."))
    other = make_record(make_document("d2"))
    with writing(register) as writer:
        seen = register.view().readings()
        same(writer.put_documents([theirs], seen=seen), 1, "documents of the other run")
        try:
            writer.put_documents([ours, other], seen=seen)
        except RegisterConflict as error:
            same([one.what for one in error.differences], ["document d1"], "the differences")
        else:
            raise AssertionError("it was overwritten unseen")
        same(register.view().documents(), [theirs.document], "documents after the conflict")
        same(writer.put_documents([theirs], seen=seen), 0, "the same content again")
        same(
            writer.put_documents([ours], seen=register.view().readings()), 1, "a content in place of one that was seen"
        )
    same(register.view().documents(), [ours.document], "documents")


SEVERAL_WRITERS = (
    runs_that_meet_lose_nothing,
    people_decide_while_a_run_is_open,
    a_decision_that_was_not_seen_is_a_conflict,
    a_content_that_was_not_seen_is_a_conflict,
)
"""The part of the contract that is about several writers."""
