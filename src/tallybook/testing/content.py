"""What every store must give back exactly: odd characters, the order of names, all digits of numbers."""

from __future__ import annotations

from tallybook.model import Issue, Judgement, Link
from tallybook.testing.checks import same
from tallybook.testing.factories import make_document, make_record
from tallybook.testing.writing import OpenStore, writing

ODD_TEXTS = (
    "a NUL \x00 and a mark \x01 and both \x00\x01\x01\x00\x02\x01",
    "\x00",
    "\x01\x01",
    "back\\slash, 'quote', \"quote\", 100 %s, :name, $1, \t\r\n",
    "قُتل ثلاثة \u200f e\u0301 🕊 \U0010ffff \ufffe \u2028",
)


def any_text_comes_back_as_it_was(open_store: OpenStore) -> None:
    """Characters that databases or their languages treat otherwise: NUL, controls, quotes, marks of parameters."""
    register = open_store()
    records = [make_record(make_document(f"d{number}{text}", text)) for number, text in enumerate(ODD_TEXTS)]
    issue = Issue(document_id="d\x00", stage="read", code="odd", message="\x00", fatal=True)
    with writing(register) as writer:
        writer.put_documents(records)
        writer.put_issues("d\x00", [issue])
        same(writer.put_documents(records), 0, "documents changed when stored again")
    view = register.view()
    same({one.id: one for one in view.documents()}, {one.document.id: one.document for one in records}, "documents")
    for record in records:
        same(view.document(record.document.id), record.document, "document")
        same(view.claims(document_id=record.document.id), list(record.claims), "claims")
    same((view.issues("d\x00"), view.flaws()), ([issue], []), "issues and flaws")


ORDERED = ("A", "B", "Z", "_", "a", "a b", "a-b", "ab", "b", "é", "ö", "\u4e00", "\uffee", "\U0001f600")
"""Names in the order of their characters, which no dictionary has."""


def names_are_in_the_order_of_their_characters(open_store: OpenStore) -> None:
    """Lists come in one order everywhere, whatever language the database sorts by."""
    register = open_store()
    with writing(register) as writer:
        writer.put_documents([make_record(make_document(name)) for name in reversed(ORDERED)])
    same([document.id for document in register.view().documents()], list(ORDERED), "documents")
    same([claim.document_id for claim in register.view().claims()][:: len(make_record(make_document()).claims)],
         list(ORDERED), "documents of the claims")  # fmt: skip


def numbers_keep_all_their_digits(open_store: OpenStore) -> None:
    """A score comes back as it was computed."""
    register = open_store()
    links = [
        Link(left="rep-a", right=f"rep-{number}", judgement=Judgement.UNSURE, score=score, judge="model/1")
        for number, score in enumerate((0.1 + 0.2, 1 / 3, 5e-324, 1.0, 0.0))
    ]
    with writing(register) as writer:
        writer.put_links(links)
    same(register.view().links(), links, "links")


EXACT_CONTENT = (
    any_text_comes_back_as_it_was,
    names_are_in_the_order_of_their_characters,
    numbers_keep_all_their_digits,
)
"""The part of the contract that is about texts and numbers."""
