"""The repair of a corpus: read ahead, let the engine repair block after block, write, and finish file after file."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from i18n_tool.corpus._daft import import_daft, import_ray
from i18n_tool.corpus.formats._base import Chunk, Shard, Tally, Task, Work
from i18n_tool.corpus.manifest import Manifest
from i18n_tool.corpus.plan import Item, Plan, make_plan
from i18n_tool.errors import I18nToolError, InputError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from i18n_tool.corpus.engine import Engine, EngineName

#: How much the engine gets at a time: starting its workers takes as long as the repair of some megabytes.
_BLOCK_BYTES: Final = 64 << 20
#: A large machine or cluster gets more: so much for each worker.
_WORKER_BYTES: Final = 8 << 20


class Progress:
    """Is told how a run goes; this one keeps quiet."""

    def start(self, total: int) -> None:
        """Learn how many bytes there are to read."""

    def advance(self, done: int) -> None:
        """Learn how many bytes more are done."""

    def finished(self, item: Item, tally: Tally) -> None:
        """Learn that a file is written."""

    def skipped(self, item: Item) -> None:
        """Learn that a file was finished by an earlier run."""

    def failed(self, error: I18nToolError) -> None:
        """Learn why a file cannot be repaired."""


@dataclass(slots=True)
class CorpusReport:
    """What a run did.

    Attributes:
        done: the files that were written.
        skipped: the files that an earlier run had finished.
        problems: why the others were not written.
        tally: what was done in all files that were written.
        seconds: how long it took, the start of the engine not included.
    """

    done: list[Item] = field(default_factory=list)
    skipped: list[Item] = field(default_factory=list)
    problems: list[I18nToolError] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0


def repair_corpus(
    sources: Sequence[str],
    output: str,
    *,
    columns: Sequence[str] | None = None,
    report_column: str | None = None,
    engine: EngineName = "local",
    address: str | None = None,
    force: bool = False,
    block_bytes: int | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> CorpusReport:
    """Undo encoding damage in files of Parquet and JSON Lines.

    Each input becomes one output, which appears under its name once it is complete. What an earlier run finished is not
    done again. A file that cannot be repaired is told of in the report, and the others are done.

    Args:
        sources: files, patterns or folders.
        output: a folder; or a file, where there is one file to read.
        columns: the columns to repair, and all text below them; None for all that hold text.
        report_column: a column to add: for each repaired column how many passages were repaired, how many are left, and
            the confidence of the least certain repair.
        engine: `local` for all processors of this machine, `ray` for a Ray cluster.
        address: that of the cluster; None starts one on this machine.
        force: whether to write files again that are finished, and over files that no run has written.
        block_bytes: how much is given to the engine at a time, at least; what is in memory is some times that. None for
            64 MiB, and more on large machines and clusters.
        progress: is told how it goes.
        options: what `i18n_tool.repair` takes beside the text, such as `min_confidence`.

    Raises:
        UsageError: Daft or Ray is missing, or the arguments do not fit together.
        EngineError: the engine could not be started, or failed; what was finished before stays.
    """
    if report_column is not None and report_column in (columns or ()):
        raise UsageError(f"the report cannot go to {report_column!r}, which is to be repaired")
    import_daft()
    if engine == "ray":
        import_ray()
    task = Task(None if columns is None else tuple(dict.fromkeys(columns)), report_column, options)
    plan = make_plan(sources, output)
    run = _Run(task, progress or Progress())
    for problem in plan.problems:
        run.fail(problem)
    if not plan.items:
        return run.report
    with Manifest(plan.root, task) as manifest:
        pending = run.pending(plan, manifest, force=force)
        if pending:
            from i18n_tool.corpus.engine import Engine

            run.repair(pending, manifest, Engine(engine, address), block_bytes)
    return run.report


@dataclass(slots=True)
class _Job:
    """A file on its way from input to output."""

    item: Item
    size: int
    stamp: dict[str, int]
    shard: Shard | None = None
    tally: Tally = field(default_factory=Tally)
    position: int = 0
    error: I18nToolError | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """A chunk of a file, or, without one, its end and why it came early."""

    job: _Job
    chunk: Chunk | None = None
    error: I18nToolError | None = None


class _Run:
    """A run, and its report.

    Files are read in a thread of their own, one block ahead of the engine; all else is done by the thread that runs.
    """

    def __init__(self, task: Task, progress: Progress) -> None:
        self.report = CorpusReport()
        self._task = task
        self._progress = progress

    def fail(self, error: I18nToolError) -> None:
        """Note a problem that concerns one file."""
        self.report.problems.append(error)
        self._progress.failed(error)

    def pending(self, plan: Plan, manifest: Manifest, *, force: bool) -> list[_Job]:
        """Return the files that have still to be repaired."""
        jobs = []
        for item in plan.items:
            try:
                if not force and manifest.is_finished(item.name, item.source):
                    self.report.skipped.append(item)
                    self._progress.skipped(item)
                    continue
                if not force and manifest.is_foreign(item.name):
                    raise InputError("is not what an earlier run wrote; --force overwrites it", path=str(item.target))
                stamp = manifest.stamp(item.source)
                jobs.append(_Job(item, stamp["size"], stamp))
            except (I18nToolError, OSError) as error:
                self.fail(_told(error, item))
        return jobs

    def repair(self, jobs: list[_Job], manifest: Manifest, engine: Engine, block_bytes: int | None) -> None:
        """Repair the files in order."""
        self._progress.start(sum(job.size for job in jobs))
        began = time.monotonic()
        limit = block_bytes or max(_BLOCK_BYTES, _WORKER_BYTES * engine.workers)
        blocks = _blocks(self._read(jobs, manifest), limit)
        try:
            with ThreadPoolExecutor(1) as reader:
                ahead = reader.submit(next, blocks, None)
                while (block := ahead.result()) is not None:
                    ahead = reader.submit(next, blocks, None)
                    self._repair_block(block, manifest, engine)
        finally:
            for job in jobs:
                if job.shard is not None:
                    with suppress(OSError):
                        _close(job)
                    manifest.discard(job.item.name)
        self.report.seconds = time.monotonic() - began

    def _read(self, jobs: list[_Job], manifest: Manifest) -> Iterator[_Step]:
        """Yield the chunks of all files; this runs in the thread that reads."""
        for job in jobs:
            item, error = job.item, None
            try:
                job.shard = item.format.open(item.source, manifest.part(item.name), item.shown, item.name, self._task)
                for chunk in job.shard.chunks():
                    if job.error is not None:
                        break
                    yield _Step(job, chunk)
            except (I18nToolError, OSError) as problem:
                error = _told(problem, item)
            yield _Step(job, error=error)

    def _repair_block(self, block: list[_Step], manifest: Manifest, engine: Engine) -> None:
        results = _results(block, engine)
        for step in block:
            job = step.job
            if step.chunk is None:
                job.error = job.error or step.error
                self._finish(job, manifest)
            elif job.error is None:
                try:
                    job.tally += _shard(job).write(step.chunk, results.pop(id(step)))
                except (I18nToolError, OSError) as error:
                    job.error = _told(error, job.item)
                self._advance(job, step.chunk.position)

    def _advance(self, job: _Job, position: int) -> None:
        self._progress.advance(position - job.position)
        job.position = position

    def _finish(self, job: _Job, manifest: Manifest) -> None:
        """Complete a file's output, or remove what there is of it."""
        try:
            if job.error is None:
                _shard(job).finish()
            _close(job)
            if job.error is None:
                manifest.commit(job.item.name, job.item.source, job.stamp, job.tally)
        except (I18nToolError, OSError) as error:
            job.error = job.error or _told(error, job.item)
        self._advance(job, job.size)
        if job.error is None:
            self.report.done.append(job.item)
            self.report.tally += job.tally
            self._progress.finished(job.item, job.tally)
        else:
            manifest.discard(job.item.name)
            self.fail(job.error)


def _blocks(steps: Iterator[_Step], limit: int) -> Iterator[list[_Step]]:
    """Yield runs of steps that are large enough for the engine; small files share one."""
    block: list[_Step] = []
    size = 0
    for step in steps:
        block.append(step)
        size += step.chunk.size if step.chunk is not None else 0
        if size >= limit:
            yield block
            block, size = [], 0
    if block:
        yield block


def _results(block: list[_Step], engine: Engine) -> dict[int, pa.StructArray]:
    """Return the results of the steps of files that have not failed, by the identity of the step."""
    import pyarrow as pa

    results = {}
    for work, steps in _by_work(block):
        done = engine.run(pa.chunked_array([chunk.values for _, chunk in steps]), work)
        reached = 0
        for step, chunk in steps:
            results[id(step)] = done.slice(reached, len(chunk.values)).combine_chunks()
            reached += len(chunk.values)
    return results


def _by_work(block: list[_Step]) -> list[tuple[Work, list[tuple[_Step, Chunk]]]]:
    """Return the chunks that are to be repaired, those with the same work together."""
    groups: list[tuple[Work, list[tuple[_Step, Chunk]]]] = []
    for step in block:
        if step.chunk is None or step.job.error is not None:
            continue
        work = _shard(step.job).work
        members = next((members for known, members in groups if known == work), None)
        if members is None:
            members = []
            groups.append((work, members))
        members.append((step, step.chunk))
    return groups


def _shard(job: _Job) -> Shard:
    if job.shard is None:
        raise AssertionError(f"{job.item.shown} was not opened")
    return job.shard


def _close(job: _Job) -> None:
    shard, job.shard = job.shard, None
    if shard is not None:
        shard.close()


def _told(error: Exception, item: Item) -> I18nToolError:
    """Return an error that names the file."""
    if isinstance(error, I18nToolError):
        return error
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    return InputError(reason.lower(), path=item.shown)
