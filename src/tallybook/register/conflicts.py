"""Nobody overwrites what they have not seen: before a write, what stands is compared with what was seen."""

from __future__ import annotations

from collections.abc import Mapping

from tallybook.errors import Difference, RegisterConflict
from tallybook.model import Link
from tallybook.register.stored import Record


def refuse_unseen_decision(name: str, given: Link, *, seen: Link | None, found: Link | None) -> None:
    """Raise :class:`~tallybook.errors.RegisterConflict` if a pair is judged otherwise than a person saw."""
    if found == seen:
        return
    what = f"{given.left} ~ {given.right}"
    difference = Difference(what, _judged(seen), _judged(found), _judged(given))
    raise RegisterConflict(
        f"{name}: {what} is judged {difference.found or 'by nobody'}, you saw {difference.seen or 'no judgement'} and "
        f"give {difference.given}; look at what stands now, then judge again",
        [difference],
    )


def refuse_unseen_contents(
    name: str, given: Mapping[str, Record], *, seen: Mapping[str, tuple[str, str]], found: Mapping[str, tuple[str, str]]
) -> None:
    """Raise it if documents have another content than was seen, unless the one that is given is the same."""
    contents = {document: reading[0] for document, reading in found.items() if reading != seen.get(document)}
    differences = [
        Difference(f"document {document}", seen.get(document, (None,))[0], content, given[document].content_hash)
        for document, content in contents.items()
        if content != given[document].content_hash
    ]
    if differences:
        raise RegisterConflict(
            f"{name}: {differences[0].what} was stored meanwhile by another run, with another content; look which of "
            "the two sources is right, and give that one alone",
            differences,
        )


def refuse_other_version(name: str, *, expected: int, found: int) -> None:
    """Raise it if documents or decisions were changed since what is to be stored was worked out."""
    if found != expected:
        raise RegisterConflict(
            f"{name}: documents or decisions were changed meanwhile; look at it again",
            [Difference("version", str(expected), str(found), None)],
        )


def _judged(link: Link | None) -> str | None:
    return None if link is None else f"{link.judgement.value} by {link.judge}"
