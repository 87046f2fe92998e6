#!/usr/bin/env python3
"""Why lines do not come back: did the repair miss what was there, or hold something else for more likely?

    python benchmarks/repair_limits.py TEXT… [--lines 100] [--only NAME]

Each wrong character of a repaired line is one of these:

ranked lower
    an inferred character, where the true one was among the candidates that are told, and less likely under the language
    model than the chosen one: more of the same search does not help, only more knowledge;
left
    damage that was left alone, and listed, because no candidate was likely enough;
not seen
    the rest: the true character was no candidate that is told, or the damage was not read.

The last column is the share of the wrong lines in which every wrong character is of the first two kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from benchmarks.alignment import differences
from benchmarks.arguments import add_only, damages_of, parser_for, samples_of
from benchmarks.output import percent, table
from benchmarks.scoring import Case, damaged_cases
from i18n_tool.mojibake import Repair, repair

RANKED_LOWER: Final = "ranked lower"
LEFT: Final = "left"
NOT_SEEN: Final = "not seen"
KINDS: Final = (RANKED_LOWER, LEFT, NOT_SEEN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = parser_for(__doc__, lines=100)
    add_only(parser)
    options = parser.parse_args(arguments)
    samples = samples_of(parser, options)
    rows = [
        _row(damage.name, damaged_cases(damage, samples)) for damage in damages_of(parser, options.only, lossy=True)
    ]
    print(table(["damage", "lines", "wrong", *KINDS, "no search would help"], rows))
    return 0


def _row(name: str, cases: Sequence[Case]) -> list[str]:
    wrong = [kinds for case in cases if (kinds := list(wrong_characters(case)))]
    counts = Counter(kind for kinds in wrong for kind in kinds)
    limited = sum(NOT_SEEN not in kinds for kinds in wrong)
    share = percent(limited / len(wrong)) if wrong else "–"
    return [name, str(len(cases)), str(len(wrong)), *(str(counts[kind]) for kind in KINDS), share]


def wrong_characters(case: Case) -> Iterator[str]:
    """Yield the kind of each stretch of a repaired line that is not as it was."""
    repaired = repair(case.damaged, context=case.context)
    inferred = dict(_inferred(repaired))
    left = list(_left(repaired))
    for one in differences(repaired.text, case.want):
        runners_up = [
            text for place in range(one.start, max(one.end, one.start + 1)) for text in inferred.get(place, ())
        ]
        if one.want and any(text[0] in one.want for text in runners_up):
            yield RANKED_LOWER
        elif any(start <= one.end and one.start <= end for start, end in left):
            yield LEFT
        else:
            yield NOT_SEEN


def _inferred(repaired: Repair) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each inferred character's place in the repaired text, and its runners-up."""
    for edit in repaired.edits:
        start = _moved(repaired, edit.span.start)
        for inference in edit.alternatives:
            yield start + inference.offset, tuple(text for text, _ in inference.runners_up)


def _left(repaired: Repair) -> Iterator[tuple[int, int]]:
    """Yield where in the repaired text damage was left of which it is known what it can have been."""
    for one in repaired.unresolved:
        if one.candidates:
            yield _moved(repaired, one.span.start), _moved(repaired, one.span.end)


def _moved(repaired: Repair, place: int) -> int:
    """Return where a place of the damaged text is in the repaired one."""
    return place + sum(len(edit.after) - len(edit.before) for edit in repaired.edits if edit.span.end <= place)


if __name__ == "__main__":
    raise SystemExit(main())
