"""Finds summaries that describe another paper: they never name their own method and keep naming another.

## What it does

Takes the name that a paper's title gives to its method (what stands before the colon) and looks for it in each
summary, in any spelling: case, hyphens and spaces do not matter. Where it does not occur, and the summary presents
another name as its subject (`介绍了 X`, `we present X`) and uses it at least three times, the summary is reported. Two
mentions are enough where the other name is the method of another paper of the list.

It stays silent on papers whose title names no method, on names that are general (`Transformer`, `ImageNet`, `GPT-4`),
on names that share letters with the title's, and on a name that the summary in the other language uses beside the
paper's own.

## Why

Entries are written by copying the one above, and one of its parts is easily left behind.

## Example

The title is `MoE-Mamba: Efficient Selective State Space Models with Mixture of Experts`, and the summary begins
这篇论文介绍了MambaByte。

    summaries/moe-mamba.yaml:12:9: MIS303 the Chinese summary names 'MambaByte' 4 times and never 'MoE-Mamba', the
    method of its title

## Fix

Write the summary of this paper, and move the one that is there to the paper that it describes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, other_language
from i18n_tool.identity import method_name
from i18n_tool.language import without_code
from i18n_tool.model import Catalogue, Language, Paper

_NAME = "[A-Za-z][A-Za-z0-9]*(?:[-+][A-Za-z0-9]+)*"
_NAMES = re.compile(rf"(?<![A-Za-z0-9+-]){_NAME}")
_INTRODUCED = {
    "zh": re.compile(
        "(?:介绍|提出|推出|引入|设计|开发|构建|发布|名为|称为|命名为|论文是|工作是)"
        rf"[^A-Za-z0-9，。；：\n]{{0,16}}({_NAME})"
    ),
    "en": re.compile(
        r"\b(?:presents?|introduces?|proposes?|describes?|develops?|named|called|dubbed)\b"
        rf"[^A-Z0-9.;:\n]{{0,80}}\b({_NAME})"
    ),
}
# `MambaByte`, `VMamba`, `MoE-Mamba`, `Mamba-2`; not `Mamba`, and not `SSMs`, the plural of an acronym.
_COINED = re.compile(r"(?=.*[a-z])(?:.*[a-z][A-Z]|.*[A-Z]{2}[a-z]*[a-rt-z]|.*[A-Za-z]-?[0-9]|[A-Z][A-Za-z0-9]*-[A-Z])")
_CAPITALS = re.compile("[A-Z]")
_INITIALS = re.compile("[A-Z]|(?<![A-Za-z])[a-z]")
_PARTS = re.compile("[+-]")
_SEPARATORS = re.compile("[^a-z0-9]+")

#: Architectures, models, data sets and tools that a summary of any paper can speak of at length.
_GENERAL_WORDS = """
    transformer transformers mamba ssm ssms cnn cnns rnn rnns lstm gru gan gans vae nerf vit swin unet resnet densenet
    efficientnet mobilenet convnext bert roberta gpt chatgpt llama llm llms mllm vlm clip blip llava sam dino dinov mae
    moe lora rlhf dpo ppo grpo cot rag qwen deepseek gemini claude mistral gemma phi palm openai flamingo hyena retnet
    rwkv imagenet cifar coco mnist kitti nuscenes cityscapes scannet shapenet modelnet humaneval mmlu gsm math wikitext
    stablediffusion diffusion dit ddpm yolo yolov detr pytorch tensorflow cuda github arxiv huggingface youtube
    wikipedia xray topk rope sok lidar slam pointnet medmnist longbench pile net former attention flashattention linear
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())
_GENERAL_PART = re.compile("mamba|transformer|former|diffusion|network|attention|net|gpt|bert|clip|llama|vit|llm|agent")

#: How often a summary must use a name, and one that is the method of another paper of the list.
_MENTIONS = 3
_MENTIONS_OF_LISTED = 2
#: Names this similar without their general parts are taken for two spellings or versions of one.
_AKIN = 0.6
#: Shorter names are ambiguous, longer ones are no names.
_LENGTHS = range(4, 41)


@dataclass(frozen=True, slots=True)
class _Subject:
    """The name that a summary presents and uses most; `owner` is the paper of the list whose method it is."""

    name: str
    mentions: int
    owner: str | None


def find_wrong_papers(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each summary that describes a method other than its paper's."""
    owners = _methods(catalogue)
    for paper in catalogue.papers:
        own = _own_names(paper)
        for language, text in paper.summary.items() if own else ():
            if _is_named(own, text):
                continue
            subject = _subject(language, text, owners)
            if subject and _is_foreign(subject, paper, own) and not _is_excused(subject, paper, own, language):
                yield _problem(paper, language, own[0], subject)


def _own_names(paper: Paper) -> list[str]:
    """Return the method names of a paper's titles, [] where one is too general to tell anything by its absence."""
    heads = [head for _, title in paper.title.items() if (head := method_name(title))]
    if any(_letters(head) in _GENERAL for head in heads):
        return []
    return [head for head in heads if _NAMES.fullmatch(head)]


def _methods(catalogue: Catalogue) -> dict[str, str]:
    """Return the paper that each method name of the catalogue belongs to; of several the first by id."""
    owners: dict[str, str] = {}
    for paper in sorted(catalogue.papers, key=lambda paper: paper.id):
        for name in _own_names(paper):
            owners.setdefault(_letters(name), paper.id)
    return owners


def _is_named(own: Iterable[str], text: str) -> bool:
    """Return whether a text names its paper's method, in any spelling, or a part of the name that is not general."""
    if any(name in text for name in own):
        return True
    letters = _letters(text)
    if any(_letters(name) in letters for name in own):
        return True
    words = {_letters(word) for name in _NAMES.findall(text) for word in (name, *_PARTS.split(name))}
    parts = {_letters(part) for name in own for part in _PARTS.split(name)}
    return any(len(part) >= 3 and part not in _GENERAL and part in words for part in parts)


def _subject(language: Language, text: str, owners: Mapping[str, str]) -> _Subject | None:
    prose = without_code(text).strip()
    names = _NAMES.findall(prose)
    mentions = Counter(name for name in names if _is_distinctive(name, owners))
    if not mentions:
        return None
    name = min(mentions, key=lambda name: (-mentions[name], name))
    owner = owners.get(_letters(name))
    is_opening = prose.startswith(name) and names[0] == name
    if not is_opening and name not in _INTRODUCED[language].findall(prose):
        return None
    # `Vision` can be the name of a method, and is a word of many summaries.
    needed = _MENTIONS_OF_LISTED if owner and _COINED.match(name) else _MENTIONS
    return _Subject(name, mentions[name], owner) if mentions[name] >= needed else None


def _is_distinctive(name: str, owners: Mapping[str, str]) -> bool:
    letters = _letters(name)
    if len(name) not in _LENGTHS or letters in _GENERAL or letters.rstrip("0123456789") in _GENERAL:
        return False
    return _COINED.match(name) is not None or (letters in owners and _CAPITALS.match(name) is not None)


def _is_foreign(subject: _Subject, paper: Paper, own: list[str]) -> bool:
    """Return whether a name cannot be another one for the paper's method."""
    if subject.owner is None and not any(_COINED.match(name) for name in own):
        return False
    titles = " ".join(title for _, title in paper.title.items())
    if _letters(subject.name) in _letters(titles) or _is_acronym(subject.name, titles):
        return False
    return not any(_are_akin(subject.name, name) for name in own)


def _is_acronym(name: str, title: str) -> bool:
    """Return whether the capitals of a name, or of a part of it, begin words of the title in their order."""
    initials = "".join(_INITIALS.findall(title)).upper()
    capitals = [_CAPITALS.findall(part) for part in (name, *_PARTS.split(name))]
    # A single capital begins some word of most titles.
    return any(len(part) > 1 and _is_subsequence(part, initials) for part in capitals)


def _is_subsequence(items: Iterable[str], of: Iterable[str]) -> bool:
    rest = iter(of)
    return all(item in rest for item in items)


def _are_akin(one: str, other: str) -> bool:
    first, second = (_GENERAL_PART.sub("", _letters(name)) for name in (one, other))
    if not first or not second or first in second or second in first:
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _AKIN


def _is_excused(subject: _Subject, paper: Paper, own: list[str], language: Language) -> bool:
    """Return whether the other language's summary names both, so that both belong to the paper."""
    other = paper.summary.get(other_language(language)) or ""
    return _is_named(own, other) and _letters(subject.name) in _letters(other)


def _letters(text: str) -> str:
    lower = text.lower()
    return lower if lower.isascii() and lower.isalnum() else _SEPARATORS.sub("", lower)


def _problem(paper: Paper, language: Language, own: str, subject: _Subject) -> Problem:
    text = paper.summary.get(language) or ""
    start = text.index(subject.name)
    owner = f"; it is the method of {subject.owner!r}" if subject.owner else ""
    message = (
        f"the {LANGUAGE_NAMES[language]} summary names {subject.name!r} {subject.mentions} times and never {own!r}, "
        f"the method of its title{owner}"
    )
    return Problem(message, ("summary", language), language, paper.id, start, start + len(subject.name))


PLUGIN = Check(
    code="MIS303",
    name="wrong-paper",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_wrong_papers,
)
