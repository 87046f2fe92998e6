"""The catalogue as the library offers it: one object whose methods mirror the commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, tee
from pathlib import Path
from typing import TYPE_CHECKING

from i18n_tool import model, store
from i18n_tool.errors import InputError, UsageError
from i18n_tool.model import Field, Language

if TYPE_CHECKING:
    from i18n_tool.checks._base import Finding
    from i18n_tool.checks.runner import Progress, Workers
    from i18n_tool.config import Settings
    from i18n_tool.coverage import Coverage
    from i18n_tool.exporters._base import Missing
    from i18n_tool.history import SourceChange
    from i18n_tool.importers._merge import Merged
    from i18n_tool.mojibake import Repair


@dataclass(frozen=True, slots=True)
class FieldRepair:
    """What the repair of one text of the catalogue did; `paper` is None for a text of the list itself."""

    paper: str | None
    field: Field
    text: str
    repair: Repair


#: What settings say of the list as a whole; it is never written.
_OF_THE_LIST = ("languages", "relation", "script", "glossary", "embedding")
#: What concerns a text, and not the record that it stands in.
_FAMILIES_OF_TEXT = ("COV", "ENC", "LNG", "MIS")
#: What such a record lacks of itself.
_NOT_OF_TEXT = ("missing-title",)


def check_pair(en: str, zh: str, title: str | None = None, relation: model.Relation = "translation") -> list[Finding]:
    """Run the checks on one text in English and in Chinese, as they would be on the summary of a paper.

    Args:
        en: the English text.
        zh: the Chinese text.
        title: the English title of the paper that both are about.
        relation: whether one is a `translation` of the other, or each a `summary` of the paper in its own right.

    Returns the findings; each `path` is empty, and lines and columns count in the text that `field` names.

    >>> [finding.code for finding in check_pair("It is fast.", "")]
    ['COV101']
    """
    from i18n_tool.checks import runner

    paper = model.Paper("pair", model.Bilingual(title), "", summary=model.Bilingual(en, zh))
    pair = _Unfiled(model.Catalogue(relation=relation, papers=(paper,)))
    return runner.run(pair, select=_FAMILIES_OF_TEXT, ignore=_NOT_OF_TEXT)


@dataclass(frozen=True, slots=True)
class _Unfiled:
    """A catalogue that is in no file: a place is a line and a column of the text."""

    catalogue: model.Catalogue

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> store.Place:
        from i18n_tool.checks._fields import field_text

        before = (field_text(self.catalogue, paper, field) or "")[:offset]
        return store.Place("", before.count("\n") + 1, offset - before.rfind("\n"))


@dataclass(frozen=True, slots=True)
class _Configured:
    """A catalogue that differs from what was read in other things than texts, so that these keep their places."""

    stored: store.Stored
    catalogue: model.Catalogue

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> store.Place:
        return self.stored.place(paper, field, offset)


class Catalogue:
    """A catalogue in a folder, and what can be done with it.

    Methods that change it change `model`, in memory; `save` writes what differs from the files.

    Args:
        stored: the catalogue as it was read, with the places of its texts.
    """

    def __init__(self, stored: store.Stored):
        self.stored = stored
        self.model = stored.catalogue

    @classmethod
    def load(cls, folder: str | Path, *, keep_faults: bool = False) -> Catalogue:
        """Read the catalogue in a folder.

        Args:
            folder: the folder.
            keep_faults: whether to pass over what is wrong in its files, such as a date that is none, rather than to
                refuse them. `check` then reports it, and what was not read whole cannot be changed.

        Raises:
            InputError: there is none, or a file in it is not a record; all that is wrong is named.
        """
        return cls(store.load_catalogue(Path(folder), _decode, keep_faults=keep_faults))

    @classmethod
    def open(cls, folder: str | Path) -> Catalogue:
        """Read the catalogue in a folder; an empty one when the folder is empty or not there yet.

        Raises:
            InputError: a file in it is not a record.
        """
        return cls(store.open_or_new(Path(folder), _decode))

    @property
    def papers(self) -> tuple[model.Paper, ...]:
        """The papers, in the order of the list."""
        return self.model.papers

    @property
    def sections(self) -> tuple[model.Section, ...]:
        """The sections, in the order of the list."""
        return self.model.sections

    def paper(self, paper_id: str) -> model.Paper:
        """Return one paper.

        Raises:
            UsageError: the catalogue has no paper of that id; the message names similar ones.
        """
        found = self.model.by_id.get(paper_id)
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(paper_id, self.model.by_id, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise UsageError(f"no paper {paper_id!r} in {self.stored.folder}{hint}")
        return found

    def coverage(self, *, languages: Sequence[Language] | None = None) -> Coverage:
        """Count what is present, missing and stale, by section and language.

        Args:
            languages: the languages that every paper must have; None for those that `_catalogue.yaml` requires.
        """
        from i18n_tool.coverage import coverage

        return coverage(replace(self.model, languages=tuple(languages)) if languages else self.model)

    def check(
        self,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        paths: Sequence[Path] = (),
        settings: Settings | None = None,
        workers: Workers | None = None,
        progress: Progress | None = None,
    ) -> list[Finding]:
        """Run the checks on the catalogue as it was read.

        Args:
            select: the checks to run, by code, family or name; empty for those that the settings select.
            ignore: the checks to leave out, beside those that the settings ignore.
            paths: the files or folders whose findings are wanted; empty for all.
            settings: those of the project, as `i18n_tool.config.load_settings` reads them; None for the defaults.
            workers: the processes to use, `i18n_tool.checks.runner.Workers`, for which a script of your own must be
                safe to import; None for this one alone.
            progress: called with what is done and what there is to do, in papers and checks of the whole list.

        Raises:
            InputError: the settings name a check or a glossary that cannot be used.
            UsageError: a check or a path is not known.
        """
        from i18n_tool.checks import runner

        return runner.run(
            self._configured(settings),
            select=select,
            ignore=ignore,
            paths=paths,
            settings=settings,
            workers=workers,
            progress=progress,
        )

    def fix(
        self,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        paths: Sequence[Path] = (),
        settings: Settings | None = None,
        workers: Workers | None = None,
        progress: Progress | None = None,
        unsafe: bool = False,
    ) -> tuple[Finding, ...]:
        """Apply the fixes of the checks until nothing more changes, and return the findings that were fixed.

        The arguments and errors are those of `check`; `unsafe` is whether to apply fixes that a person should look at,
        too.
        """
        from i18n_tool.checks import runner

        fixed = runner.fix(
            self._configured(settings),
            select=select,
            ignore=ignore,
            paths=paths,
            settings=settings,
            workers=workers,
            progress=progress,
            unsafe=unsafe,
        )
        read = self.stored.catalogue
        self.model = replace(fixed.catalogue, **{name: getattr(read, name) for name in _OF_THE_LIST})
        return fixed.findings

    def touch(self, paper_id: str, *, language: Language | None = None) -> tuple[Language, ...]:
        """Record that translations of a paper's summary fit their source as it is now.

        Args:
            paper_id: the paper.
            language: the language of the translation; None for each that is recorded as one.

        Returns the languages for which that was news.

        Raises:
            UsageError: there is no such paper, no such translation, or nothing is recorded of any.
        """
        paper = self.paper(paper_id)
        touched = model.touch(paper, language)
        self.model = replace(self.model, papers=tuple(touched if item is paper else item for item in self.model.papers))
        before = dict(paper.translation)
        return tuple(name for name, facts in touched.translation if before.get(name) != facts)

    def source_changes(self, paper_id: str, language: Language) -> tuple[SourceChange, ...] | None:
        """Return what changed in the source of a summary, as it was read, since it was translated.

        It is told from the history of the file in git.

        Args:
            paper_id: the paper.
            language: the language of the translation.

        Returns the sentences that changed; None where no version is known to be what was translated.

        Raises:
            InputError: git is not installed, the file is in no repository, or git cannot read it.
            UsageError: there is no such paper.
        """
        from i18n_tool.history import MOST_VERSIONS, source_changes

        paper = self.stored.catalogue.by_id.get(paper_id) or self.paper(paper_id)
        recorded = paper.translation_into(language)
        now = paper.summary.get(recorded.of) if recorded and recorded.of else None
        if recorded is None or recorded.of is None or now is None or recorded.source_hash is None:
            return None
        field = ("summary", recorded.of)
        versions = _earlier_texts(self.stored.records[paper_id].path, MOST_VERSIONS)
        return source_changes((texts[field] for _, texts in versions if field in texts), now, recorded.source_hash)

    def _configured(self, settings: Settings | None) -> store.Stored | _Configured:
        """Return what was read, with what the settings say of the list as a whole in place of what it says itself."""
        if settings is None or not any(getattr(settings, name) for name in _OF_THE_LIST):
            return self.stored
        read = self.stored.catalogue
        target: Language = "en" if read.source_language == "zh" else "zh"
        terms = store.load_glossary(settings.path(settings.glossary), target) if settings.glossary else ()
        changed = replace(
            read,
            languages=settings.languages or read.languages,
            relation=settings.relation or read.relation,
            script=settings.script,
            glossary=(*read.glossary, *terms),
            embedding=settings.embedding,
        )
        return _Configured(self.stored, changed)

    def repair(
        self, *, min_confidence: float | None = None, escapes: bool = False, versions: int = 0
    ) -> list[FieldRepair]:
        """Undo encoding damage in every text, those of the list itself included.

        Args:
            min_confidence: as for `i18n_tool.repair`.
            escapes: as for `i18n_tool.repair`.
            versions: in how many earlier versions of each file, kept in git, what cannot be restored is looked for.

        Returns what was repaired or could not be, in the order of the list; `model` holds the repaired texts.

        Raises:
            InputError: earlier versions are asked for, and git does not have them.
        """
        from i18n_tool.checks._fields import own_texts, put_texts
        from i18n_tool.mojibake import MIN_CONFIDENCE, repair

        threshold = MIN_CONFIDENCE if min_confidence is None else min_confidence
        fix = partial(repair, min_confidence=threshold, escapes=escapes)
        found = [FieldRepair(None, field, text, fix(text)) for field, _, text in own_texts(self.model)]
        for paper in self.papers:
            texts = [(field, text) for field, _, text in paper.texts]
            for field, text in texts:
                context = "\n".join(other for home, other in texts if home != field)
                found.append(FieldRepair(paper.id, field, text, fix(text, context=context)))
        if versions:
            found = list(_with_history(self.stored, found, versions))
        repairs = [item for item in found if item.repair.edits or item.repair.unresolved]
        self.model = put_texts(self.model, {(item.paper, item.field): item.repair.text for item in repairs})
        return repairs

    def import_text(self, text: str, source: str, *, format: str | None = None, update: bool = False) -> Merged:  # noqa: A002 - the command's word
        """Bring the papers of a list into the catalogue, repaired on the way.

        Args:
            text: the list.
            source: the name of its file, for messages and for what finds no place.
            format: the importer's name; None to let the importers decide.
            update: whether the list's text wins where both have one.

        Raises:
            InputError: no importer can read the text.
            UsageError: there is no such format.
        """
        from i18n_tool.importers import merge, read_source

        merged = merge(self.model, read_source(text, source, format), update=update)
        self.model = merged.catalogue
        return merged

    def export_readme(self, language: Language, *, missing: Missing = "mark") -> str:
        """Return the list as a README in one language.

        Raises:
            IncompleteError: `missing` is `fail`, and a paper has no summary in the language.
        """
        from i18n_tool.exporters._base import ExportOptions
        from i18n_tool.exporters.readme import export_readme

        return export_readme(self.model, ExportOptions(language, missing))

    def preview(self) -> Mapping[Path, tuple[str, str]]:
        """Return each file that `save` would write, with its text before (empty for a new one) and after."""
        return store.preview(self.stored, self.model)

    def save(self, *, dry_run: bool = False) -> store.Saved:
        """Write what changed since the catalogue was read, and nothing else.

        Raises:
            ConflictError: a file changed on disk meanwhile, or somebody else is writing.
        """
        saved = store.save(self.stored, self.model, dry_run=dry_run)
        if not dry_run:
            keep_faults = bool(self.stored.catalogue.faults)
            self.stored = store.open_or_new(self.stored.folder, _decode, keep_faults=keep_faults)
            self.model = self.stored.catalogue
        return saved


def _decode(data: bytes) -> tuple[str, str] | None:
    """Return the text of a record that is not UTF-8 and what it is in; None where that is not sure."""
    from i18n_tool.mojibake import decode

    try:
        decoded = decode(data)
    except InputError:
        return None
    names = dict.fromkeys((decoded.encoding, *(passage.encoding for passage in decoded.passages)))
    # A record that is in no encoding here and there would lose these bytes.
    return None if decoded.undecoded else (decoded.text, " and ".join(names))


def _with_history(stored: store.Stored, repairs: Iterable[FieldRepair], most: int) -> Iterator[FieldRepair]:
    """Yield the repairs with what earlier versions of the files tell; those of one file follow each other."""
    from i18n_tool.history import restore

    for paper, members in groupby(repairs, key=lambda item: item.paper):
        record = stored.header if paper is None else stored.records[paper]
        fields = list(members)
        if record is None:
            yield from fields
            continue
        for item, versions in zip(fields, tee(_earlier_texts(record.path, most), len(fields)), strict=True):
            earlier = ((name, texts[item.field]) for name, texts in versions if item.field in texts)
            yield replace(item, repair=restore(item.text, item.repair, earlier))


def _earlier_texts(path: Path, most: int) -> Iterator[tuple[str, dict[Field, str]]]:
    """Yield the texts of the earlier versions of a file, by field; versions that were no record are passed over."""
    from i18n_tool.checks._fields import own_texts
    from i18n_tool.history import file_versions

    for name, text in file_versions(path, most=most):
        try:
            record = store.parse_record(text, path)
        except InputError:
            continue
        texts = own_texts(record) if isinstance(record, model.Catalogue) else record.texts
        yield name, {field: value for field, _, value in texts}
