"""What a run takes in: which pages are new, what waits for its commit, what failed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from tallybook.errors import RegisterConflict
from tallybook.model import Issue, Page
from tallybook.model import content_id as key_of
from tallybook.outcome import Extraction
from tallybook.register import Record, Unstorable

if TYPE_CHECKING:
    from tallybook.register import Writer

__all__ = ["Intake", "Progress", "few_collections"]

Progress = Callable[[int, int | None], None]
"""Called with the number of documents that are done for good, and how many there will be, if that is known."""

COMMIT_SECONDS = 1.0
"""A batch is stored after this time even if it is not full: a killed run loses no more than a second's work."""

COLLECT_AFTER = 50_000
"""New objects after which Python looks for unreachable ones during a run; its own default is 700."""


class Intake:
    """Takes in pages and what was read out of them, and stores it in batches.

    ``known`` says by which content and recipe each document was read before; ``keep`` keeps a page's bytes for good.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        recipe: str,
        known: Mapping[str, tuple[str, str]],
        keep: Callable[[Sequence[Page]], object] | None,
        batch: int,
        progress: Progress | None,
    ) -> None:
        self._writer, self._recipe, self._known = writer, recipe, known
        self._keep, self._batch, self._progress = keep, batch, progress
        self._seen: set[str] = set()
        self._waiting: list[Record] = []
        self._failures: dict[str, list[Issue]] = {}
        self._stored = self._unchanged = self._issues = 0
        self._last_commit = monotonic()

    def fresh(self, items: Iterable[Page | Issue]) -> Iterator[Page]:
        """The pages that were not read before, by this recipe, as they are now."""
        for item in items:
            if isinstance(item, Issue):
                self._fail(item.document_id, [item])
            elif item.id in self._seen:
                self._fail(item.id, [_twice(item)])
            else:
                self._seen.add(item.id)
                if self._known.get(item.id) != (_content_key(item), self._recipe):
                    yield item
                else:
                    if self._keep is not None:
                        # Costs nothing where the page is kept; who has lost it gets it back.
                        self._keep([item])
                    self._unchanged += 1
                    self._tell()

    def take(self, page: Page, extraction: Extraction) -> None:
        """What one page gave; stored with the next batch."""
        if extraction.document is None:
            self._fail(extraction.document_id, extraction.issues)
            return
        self._waiting.append(
            Record(
                document=extraction.document, content_hash=_content_key(page), recipe=self._recipe,
                mentions=extraction.mentions, claims=extraction.claims, issues=extraction.issues, page=page,
                signature=extraction.signature,
            )
        )  # fmt: skip
        if len(self._waiting) >= self._batch or monotonic() - self._last_commit > COMMIT_SECONDS:
            self._commit()

    def _fail(self, document_id: str, issues: Sequence[Issue]) -> None:
        self._failures.setdefault(document_id, []).extend(issues)
        self._tell()

    def _commit(self) -> None:
        """Store what waits: the pages first, so that no row ever names a page that is not there."""
        waiting, self._waiting = self._waiting, []
        if self._keep is not None:
            self._keep([record.page for record in waiting if record.page is not None])
        try:
            self._stored += self._writer.put_documents(waiting, seen=self._known)
        except (Unstorable, RegisterConflict):
            self._stored += sum(map(self._put_alone, waiting))
        self._issues += sum(len(record.issues) for record in waiting)
        self._last_commit = monotonic()
        self._tell()

    def _put_alone(self, record: Record) -> bool:
        """Store one document; one that cannot be stored is an issue, and the others of its batch are not lost."""
        try:
            return self._writer.put_documents([record], seen=self._known) == 1
        except (Unstorable, RegisterConflict) as error:
            code = "not_stored" if isinstance(error, Unstorable) else "changed_meanwhile"
            issue = Issue(document_id=record.document.id, stage="register", code=code, message=str(error), fatal=True)
            self._fail(record.document.id, [*record.issues, issue])
            return False

    def flush(self) -> None:
        """Store all that waits, and what failed."""
        if self._waiting:
            self._commit()
        with self._writer.transaction():
            for document_id, issues in self._failures.items():
                self._writer.put_issues(document_id, issues)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self.counts()["documents"], None)

    def counts(self) -> dict[str, int]:
        """How many documents there were, what became of them, and how many issues came up."""
        failed = sum(any(issue.fatal for issue in issues) for issues in self._failures.values())
        done = {"stored": self._stored, "unchanged": self._unchanged, "failed": failed}
        issues = self._issues + sum(map(len, self._failures.values()))
        return {"documents": sum(done.values()), **done, "issues": issues}


def _content_key(page: Page) -> str:
    """What must stay the same for a page not to be read again: its bytes and what its source says about it."""
    return key_of("pag", page.sha256, page.media_type, page.title, page.publisher, page.published, page.url)


def _twice(page: Page) -> Issue:
    message = f"the id {page.id!r} occurs twice; the first document was kept, {page.source} was left out"
    return Issue(document_id=page.id, stage="read", code="duplicate_id", message=message, fatal=True)


@contextmanager
def few_collections() -> Iterator[None]:
    """Looks for reference cycles less often: the tables loaded for a run are many, and a document leaves few cycles."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    gc.freeze()  # the tables live as long as the run
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
