"""The only file where stages meet: runs them, records the run, and turns failures of one document into issues."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tallybook._version import version
from tallybook.answer.facts import facts_that_differ
from tallybook.errors import IntegrityError, RegisterError, TallybookError, UsageError
from tallybook.intake import Intake, Progress, few_collections
from tallybook.model import Claim, Disagreement, Document, Finding, Incident, Issue, Link, Mention, Page, Report
from tallybook.model import content_id as key_of
from tallybook.model.issue import IssueStage
from tallybook.outcome import Extraction, Geocoded, RunSummary, Verification
from tallybook.plugins import load
from tallybook.settings import Settings, load_settings
from tallybook.settling import settle

if TYPE_CHECKING:
    from tallybook.link import LinkIndex, Linking, Relinked, Told
    from tallybook.read.archive import PageArchive
    from tallybook.register import RunState
    from tallybook.register.pages import PageTable
    from tallybook.register.store import SqlRegister
    from tallybook.register.writer import SqlWriter
    from tallybook_gazetteer import Gazetteer

__all__ = [
    "Extraction",
    "Geocoded",
    "RunSummary",
    "Stages",
    "Verification",
    "build",
    "default_stages",
    "extract_documents",
    "geocode",
    "verify",
]

_WORKER_STAGES: Stages
"""The stages of this process, when it is one of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages as plain functions, bound to their tables; tests put others in their place.

    ``recipe`` names everything that the result of reading one document depends on, ``rule`` what findings depend on.
    Without ``link_more`` everything is linked anew each time.
    """

    codebook: str
    extractor: str
    codebook_hash: str
    recipe: str
    rule: str
    read_pages: Callable[[Sequence[str]], Iterator[Page | Issue]]
    read_document: Callable[[Page], tuple[Document | None, Sequence[Issue]]]
    extract: Callable[[Document], Sequence[Mention]]
    resolve: Callable[[Document, Sequence[Mention]], Sequence[Claim]]
    contradictions: Callable[[Document, Sequence[Claim]], Sequence[Issue]]
    signature: Callable[[Document], bytes]
    copies: Callable[[Sequence[Document], Mapping[str, bytes]], Mapping[str, str]]
    link: Callable[[Sequence[Report], Mapping[str, Document], Sequence[Link]], Linking]
    reconcile: Callable[[Incident, Mapping[str, Document]], tuple[Sequence[Finding], Sequence[Disagreement]]]
    link_more: Callable[[LinkIndex, Sequence[Told], Collection[str], Sequence[Link]], Relinked] | None = None


def default_stages(
    *, codebook: str = "default", extractor: str = "patterns", rule: str | None = None, jobs: int = 1
) -> Stages:
    """The stages as they ship, bound to a codebook, an extractor and a rule for figures; loads for a second or two.

    ``jobs`` is the number of processes that compare reports where there are many.
    """
    from tallybook.codebook import load_codebook  # noqa: PLC0415  all of these are heavy
    from tallybook.codebook.actor_table import load_actors  # noqa: PLC0415
    from tallybook.link import link_more, link_reports  # noqa: PLC0415
    from tallybook.read import read_document  # noqa: PLC0415
    from tallybook.reconcile import DEFAULT_RULE, reconcile  # noqa: PLC0415
    from tallybook.reconcile.rules import rule_named  # noqa: PLC0415
    from tallybook.resolve import contradictions, resolve  # noqa: PLC0415

    counted, actors, gazetteer = load_codebook(codebook), load_actors(), _gazetteer()
    parents = {one.code: parent for one in actors if (parent := one.parent()) is not None}
    chosen = rule or DEFAULT_RULE
    rule_named(chosen)
    return Stages(
        codebook=codebook,
        extractor=extractor,
        codebook_hash=counted.hash,
        recipe=key_of("rec", version(), counted.hash, extractor),
        rule=chosen,
        read_pages=_read_pages,
        read_document=partial(read_document, latest=datetime.now(UTC).date()),
        extract=partial(load("extractors", extractor), codebook=counted, actors=actors, gazetteer=gazetteer),
        contradictions=contradictions,
        resolve=partial(resolve, codebook=counted, actors=actors, gazetteer=gazetteer),
        signature=_signature,
        copies=_copies,
        link=partial(link_reports, parents=parents, jobs=jobs, keep=True),
        link_more=partial(link_more, parents=parents),
        reconcile=lambda incident, documents: reconcile(incident, documents=documents, rule=chosen, parents=parents),
    )


@cache
def _gazetteer() -> Gazetteer:
    from tallybook_gazetteer import Gazetteer  # noqa: PLC0415

    return Gazetteer.open()


def _read_pages(paths: Sequence[str]) -> Iterator[Page | Issue]:
    from tallybook.read import read_pages  # noqa: PLC0415

    # A closed standard input is None.
    given = cast(BufferedReader, sys.stdin.buffer) if "-" in paths and sys.stdin is not None else None
    return read_pages(paths, stdin=given)


def _signature(document: Document) -> bytes:
    from tallybook.read.duplicates import signature  # noqa: PLC0415

    return signature(document.text)


def _copies(documents: Sequence[Document], signatures: Mapping[str, bytes]) -> Mapping[str, str]:
    from tallybook.read.duplicates import copies  # noqa: PLC0415

    return copies(signatures, {document.id: document.published for document in documents})


def extract_documents(
    paths: Sequence[str | Path], *, codebook: str | None = None, stages: Stages | None = None
) -> Iterator[Extraction]:
    """What each document tells, one after the other, without a register."""
    if stages is None:
        settings = load_settings(codebook=codebook)
        stages = default_stages(codebook=settings.codebook, extractor=settings.extractor)
    with few_collections():
        for item in stages.read_pages([str(path) for path in paths]):
            yield _extract(stages, item) if isinstance(item, Page) else _failed(item.document_id, [item])


def _extract(stages: Stages, page: Page, *, sign: bool = False) -> Extraction:
    """What one page tells, with its signature if asked; nothing that goes wrong with it stops the run."""
    stage: IssueStage = "read"
    issues: list[Issue] = []
    try:
        document, problems = stages.read_document(page)
        issues += problems
        if document is None:
            return _failed(page.id, issues)
        stage = "extract"
        mentions = stages.extract(document)
        stage = "resolve"
        claims = stages.resolve(document, mentions)
        issues += stages.contradictions(document, claims)
        signature = stages.signature(document) if sign else None
    except Exception as error:  # noqa: BLE001  whatever one document does to a stage, the others are read
        return _failed(page.id, [*issues, _crash(page.id, stage, error)])
    return Extraction(
        document_id=page.id, document=document, mentions=mentions, claims=claims, issues=issues, signature=signature
    )


def _extracted(pages: Iterable[Page], stages: Stages, *, jobs: int) -> Iterator[tuple[Page, Extraction]]:
    """Each page with what it tells, in this process or in several."""
    if jobs == 1:
        return ((page, _extract(stages, page, sign=True)) for page in pages)
    from tallybook.workers import in_processes  # noqa: PLC0415

    return in_processes(
        _extract_chunk, pages, jobs=jobs, begin=_begin_worker, given=(stages.codebook, stages.extractor)
    )


def _begin_worker(codebook: str, extractor: str) -> None:
    global _WORKER_STAGES  # noqa: PLW0603  a worker process has one task, and this is how it is told once
    _WORKER_STAGES = default_stages(codebook=codebook, extractor=extractor)


def _extract_chunk(pages: list[Page]) -> list[Extraction]:
    return [_extract(_WORKER_STAGES, page, sign=True) for page in pages]


def _failed(document_id: str, issues: Sequence[Issue]) -> Extraction:
    return Extraction(document_id=document_id, issues=tuple(issues))


def _crash(document_id: str, stage: IssueStage, error: Exception) -> Issue:
    code = "refused" if isinstance(error, TallybookError) else "crashed"
    message = f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")
    return Issue(document_id=document_id, stage=stage, code=code, message=message, fatal=True)


def geocode(paths: Sequence[str | Path]) -> Iterator[Geocoded]:
    """The place names of each document, located; needs no codebook."""
    gazetteer = _gazetteer()
    for item in _read_pages([str(path) for path in paths]):
        if isinstance(item, Page):
            yield _geocoded(item, gazetteer)
        else:
            yield Geocoded(document_id=item.document_id, issues=(item,))


def _geocoded(page: Page, gazetteer: Gazetteer) -> Geocoded:
    from tallybook.extract.placenames import find_place_names  # noqa: PLC0415
    from tallybook.read import read_document  # noqa: PLC0415
    from tallybook.resolve.outlets import home_of  # noqa: PLC0415
    from tallybook.resolve.places import locate  # noqa: PLC0415

    stage: IssueStage = "read"
    try:
        document, issues = read_document(page, latest=datetime.now(UTC).date())
        if document is None:
            return Geocoded(document_id=page.id, issues=tuple(issues))
        stage = "extract"
        spans = find_place_names(document.text, gazetteer=gazetteer)
        stage = "resolve"
        places = locate(document.text, spans, gazetteer=gazetteer, home=home_of(document, gazetteer))
    except Exception as error:  # noqa: BLE001  as in _extract
        return Geocoded(document_id=page.id, issues=(_crash(page.id, stage, error),))
    return Geocoded(document_id=page.id, document=document, places=places, issues=tuple(issues))


def build(
    register: str | Path,
    paths: Sequence[str | Path],
    *,
    codebook: str | None = None,
    rule: str | None = None,
    jobs: int | None = None,
    relink: bool = False,
    progress: Progress | None = None,
    stages: Stages | None = None,
) -> RunSummary:
    """Read documents into a register, which is made or brought up to date.

    What was read before and has not changed is left alone, so that running twice changes nothing and a run that was
    killed goes on where it stopped. With ``relink`` all documents are linked anew, not only what has changed.

    Raises:
        RegisterError: The register cannot be opened or written; what was acknowledged before is kept.
    """
    from tallybook.register import open_register  # noqa: PLC0415  SQLAlchemy is heavy

    settings = load_settings(codebook=codebook, rule=rule, jobs=jobs)
    with ExitStack() as opened:
        return build_into(
            lambda: opened.enter_context(open_register(register, create=True)),
            paths,
            settings=settings,
            relink=relink,
            progress=progress,
            stages=stages,
        )


def build_into(
    register: Callable[[], SqlRegister],
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    relink: bool = False,
    progress: Progress | None = None,
    stages: Stages | None = None,
) -> RunSummary:
    """:func:`build` into the register that ``register`` opens; ``stages`` of one's own run in this process.

    It is opened when the codebook is loaded and the paths are found: a typing error in either makes no register.
    """
    jobs = settings.jobs if stages is None else 1
    stages = stages or default_stages(
        codebook=settings.codebook, extractor=settings.extractor, rule=settings.rule, jobs=jobs
    )
    items = stages.read_pages([str(path) for path in paths])
    opened = register()
    with opened.writer() as writer:
        run = writer.begin_run(
            settings=settings.stored(), codebook_hash=stages.codebook_hash, version=version(), started=_now()
        )
        intake = Intake(
            writer, recipe=stages.recipe, known=opened.view().readings(),
            keep=_keeper(opened), batch=settings.batch, progress=progress,
        )  # fmt: skip
        with few_collections(), _closing(writer, intake):
            for page, extraction in _extracted(intake.fresh(items), stages, jobs=jobs):
                intake.take(page, extraction)
            intake.flush()
            settle(opened, writer, stages, anew=relink)
    done, held = intake.counts(), opened.view().counts()
    return RunSummary(
        run_id=run, documents=done["documents"], stored=done["stored"], unchanged=done["unchanged"],
        failed=done["failed"], issues=held["issues"], reports=held["reports"], incidents=held["incidents"],
    )  # fmt: skip


@contextmanager
def _closing(writer: SqlWriter, intake: Intake) -> Iterator[None]:
    """The row of the run, closed however the run ends; what was read until then is stored."""
    try:
        yield
    except BaseException as error:
        state: RunState = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        # What stopped the run is what must be said, not that the row of the run could not be closed.
        with suppress(RegisterError):
            intake.flush()
            writer.end_run(state=state, ended=_now(), counts=intake.counts())
        raise
    writer.end_run(state="done", ended=_now(), counts=intake.counts())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _archive(register: SqlRegister) -> PageArchive | PageTable | None:
    """The raw pages of a register, in a folder beside it or in a table of it; none for one in memory."""
    from tallybook.read.archive import PageArchive  # noqa: PLC0415

    folder = register.pages_folder
    return register.pages if folder is None else PageArchive(folder)


def _keeper(register: SqlRegister) -> Callable[[Sequence[Page]], object] | None:
    archive = _archive(register)
    return None if archive is None else archive.put_all


def verify(register: str | Path, *, heads: Path | None = None) -> Verification:
    """Check that every quotation stands in its text, every page has its hash, and every finding its claims.

    The log of decisions must be as it was written; ``heads`` is a file of its last entries that was kept elsewhere
    (``tallybook review head``), which shows whether its end was cut off.
    """
    from tallybook.register import open_register  # noqa: PLC0415

    opened = open_register(register)
    try:
        return verify_register(opened, heads=heads)
    finally:
        opened.close()


def verify_register(register: SqlRegister, *, heads: Path | None = None) -> Verification:
    """:func:`verify` of a register that is open already."""
    archive = _archive(register)
    with register.view() as view:
        pages = sorted({page.hash for page in view.pages()})
        problems, counts = [*view.flaws(), *view.log_flaws(_heads(heads))], view.counts()
        problems += [
            f"incident {name}: what tallies count of it is not what its findings say"
            for name in facts_that_differ(view)
        ]
        decisions = view.head().number
    if archive is not None:
        problems += [words for key in pages if (words := _damage(archive, key)) is not None]
    return Verification(
        problems=tuple(problems), claims=counts["claims"], mentions=counts["mentions"], pages=len(pages),
        decisions=decisions,
    )  # fmt: skip


def _heads(path: Path | None) -> dict[int, str]:
    from tallybook.register.log import parse_heads  # noqa: PLC0415

    try:
        return {} if path is None else parse_heads(path.read_text(encoding="utf-8"), name=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as heads of a log ({error}); give a file of 'review head'") from error


def _damage(archive: PageArchive | PageTable, key: str) -> str | None:
    try:
        archive.get(key)
    except IntegrityError as error:
        return str(error)
    return None
