"""Runs checks over a catalogue, in this process or spread over several; what they find is the same."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, TypeAlias

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._selection import rules
from i18n_tool.errors import I18nToolError
from i18n_tool.garbage import kept_for_good
from i18n_tool.model import Bilingual, Catalogue, Paper

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

#: Called with what is done and what there is to do, in papers and checks of the whole catalogue.
Progress: TypeAlias = Callable[[int, int], None]

#: A check, by its code, and what it found.
Found: TypeAlias = tuple[str, Problem]

#: How many papers a worker takes at once: few enough to spread evenly, many enough that handing over costs little.
_CHUNK = 50
#: Starting a worker takes as long as it takes to check about so many papers.
_PAPERS_PER_WORKER = 250
_MAX_WORKERS = 16


def default_jobs(papers: int) -> int:
    """Return how many processes are worth it for so many papers on this machine.

    >>> default_jobs(20)
    1
    """
    return max(1, min(_processors(), papers // _PAPERS_PER_WORKER, _MAX_WORKERS))


def find_problems(
    catalogue: Catalogue,
    checks: Sequence[Check],
    wanted: frozenset[str | None] | None = None,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> list[Found]:
    """Return what the checks find, with the code of each check; every problem of a paper names it.

    Args:
        catalogue: the whole catalogue.
        checks: the checks to run.
        wanted: the papers, None among them for the list itself, whose problems are wanted; None for all.
        workers: the processes to use; None for this one alone.
        progress: told how far it is.

    Raises:
        I18nToolError: a process ended before its work was done.
    """
    papers = [number for number, paper in enumerate(catalogue.papers) if wanted is None or paper.id in wanted]
    work = _plan(catalogue, checks)
    spreads = workers is not None and workers.jobs > 1
    # What takes longest comes first, so that no worker is left with it alone at the end.
    parts = [_Part(check=check.code) for check in work.of_catalogue]
    if work.of_papers:
        step = _CHUNK if spreads else 1
        parts += [_Part(papers=tuple(papers[start : start + step])) for start in range(0, len(papers), step)]
    done, total = 0, sum(part.size for part in parts)
    found: dict[_Part, list[Found]] = {}
    for part, problems in workers.do(work, parts) if workers and spreads else _in_turn(work, parts):
        found[part] = problems
        done += part.size
        if progress:
            progress(done, total)
    return [item for part in parts for item in found[part] if wanted is None or item[1].paper in wanted]


class Workers:
    """Processes that run checks, for use in a `with` statement.

    They load what the checks need from the moment that it begins, so that a catalogue can be read meanwhile. Processes
    are spawned: that is the same on every system, and safe beside threads.

    Args:
        jobs: how many; with 1, the work is done in this process.
        checks: the checks to get ready for; None for all.
    """

    def __init__(self, jobs: int, checks: Iterable[Check] | None = None) -> None:
        self.jobs = jobs
        self._codes = frozenset(check.code for check in (rules() if checks is None else checks))
        self._numbers = count()
        self._begun = ExitStack()
        self._executor: ProcessPoolExecutor | None = None
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> Workers:
        if self.jobs > 1:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import active_children, get_context
            from tempfile import TemporaryDirectory

            self._folder = Path(self._begun.enter_context(TemporaryDirectory(prefix="i18n-tool-")))
            self._executor = ProcessPoolExecutor(self.jobs, get_context("spawn"))
            self._begun.callback(self._executor.shutdown, cancel_futures=True)
            others = active_children()
            with _uninterrupted():
                for _ in range(self.jobs):
                    self._executor.submit(_get_ready, self._codes)
            self._processes = [process for process in active_children() if process not in others]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for process in self._processes if kind else ():
            process.terminate()  # nobody wants to wait for what is of no use any more
        self._begun.close()

    def do(self, work: _Work, parts: Sequence[_Part]) -> Iterator[tuple[_Part, list[Found]]]:
        """Yield the parts of some work as they are done.

        Raises:
            I18nToolError: a process ended before its work was done.
        """
        if self._executor is None:
            yield from _in_turn(work, parts)
            return
        from concurrent.futures import as_completed
        from concurrent.futures.process import BrokenProcessPool

        # Through a file, which each process reads once, the whole catalogue reaches them without a copy for every part.
        shared = self._folder / str(next(self._numbers))
        codes = frozenset(check.code for check in (*work.of_papers, *work.of_catalogue))
        shared.write_bytes(pickle.dumps((work.catalogue, codes), pickle.HIGHEST_PROTOCOL))
        try:
            futures = {self._executor.submit(_do, str(shared), part): part for part in parts}
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool:
            message = "a process that ran the checks ended before its work was done; try again with --jobs 1"
            raise I18nToolError(message) from None


@dataclass(frozen=True, slots=True)
class _Part:
    """What is done at once: one check of the whole catalogue, or all the others on some papers, by their numbers."""

    check: str | None = None
    papers: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        return 1 if self.check else len(self.papers)


@dataclass(frozen=True, slots=True)
class _Work:
    """The checks and what they are run on."""

    catalogue: Catalogue
    of_papers: tuple[Check, ...]
    of_catalogue: tuple[Check, ...]

    def do(self, part: _Part) -> list[Found]:
        if part.check:
            check = next(check for check in self.of_catalogue if check.code == part.check)
            return [(check.code, item) for item in check.on_catalogue(self.catalogue)] if check.on_catalogue else []
        return [item for number in part.papers for item in self.problems_of(self.catalogue.papers[number])]

    def problems_of(self, paper: Paper) -> Iterator[Found]:
        # Paper by paper, not check by check: what several checks want to know of a paper is then worked out once.
        for check in self.of_papers:
            for problem in check.on_paper(paper, self.catalogue) if check.on_paper else ():
                yield check.code, problem if problem.paper else replace(problem, paper=paper.id)


def _in_turn(work: _Work, parts: Sequence[_Part]) -> Iterator[tuple[_Part, list[Found]]]:
    for part in parts:
        yield part, work.do(part)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let processes that are started meanwhile ignore Ctrl-C: the main process ends them, without a word of theirs."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


#: A paper that makes the checks load their tables: words, numbers and names. Those of damage take as long as the rest,
#: and most lists have none, so that a worker loads them when it comes to the first damaged text.
_SAMPLE = Paper(
    "sample",
    Bilingual("A Fast Model", "一种快速的模型"),
    "s",
    summary=Bilingual("It is 2 times as fast as Mamba.", "它的速度是 Mamba 的 2 倍。"),
)


def _get_ready(codes: frozenset[str]) -> None:
    """Load what some checks need, in a worker."""
    with kept_for_good():
        work = _plan(Catalogue(papers=(_SAMPLE,)), _checks_of(codes))
        work.do(_Part(papers=(0,)))


def _checks_of(codes: frozenset[str]) -> list[Check]:
    return [check for check in rules() if check.code in codes]


@lru_cache(maxsize=1)
def _shared(path: str) -> _Work:
    with kept_for_good():
        catalogue, codes = pickle.loads(Path(path).read_bytes())  # noqa: S301 - the main process wrote it for its user
    return _plan(catalogue, _checks_of(codes))


def _do(path: str, part: _Part) -> list[Found]:
    return _shared(path).do(part)


def _plan(catalogue: Catalogue, checks: Iterable[Check]) -> _Work:
    checks = tuple(checks)
    of_papers = tuple(check for check in checks if check.on_paper)
    return _Work(catalogue, of_papers, tuple(check for check in checks if check.on_catalogue))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
