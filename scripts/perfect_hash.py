"""Builds the perfect hash table of n-grams that `i18n_tool.mojibake.language_model` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake import language_model as lm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

#: Load of the hash table: higher is smaller, but slower to build.
LOAD: Final = 0.96
#: Keys in a bucket of the perfect hash, on average.
BUCKET_SIZE: Final = 5


def build_table(keys: Keys, values: NDArray[np.uint32]) -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """Lay the n-grams into a perfect hash table (hash, displace and compress; Belazzougui et al. 2009).

    Buckets are placed from the largest to the smallest. Of one size, all that are still open try the same displacement
    at once; where two want one cell, the first of them gets it.
    """
    slots, buckets = int(len(keys) / LOAD) + 1, len(keys) // BUCKET_SIZE + 1
    mixed = lm.mix(keys)
    bucket = lm.bucket_of(mixed, buckets)
    order = np.argsort(bucket, kind="stable")
    sizes = np.bincount(bucket, minlength=buckets)
    starts = np.cumsum(sizes) - sizes
    cells = np.zeros(slots, dtype=np.uint32)
    taken = np.zeros(slots, dtype=bool)
    displacements = np.zeros(buckets, dtype=np.uint16)
    entries = (lm.fingerprint_of(mixed) << np.uint32(16)) | values
    for size in range(int(sizes.max()), 0, -1):
        open_ = np.flatnonzero(sizes == size)
        for displacement in range(1 << 16):
            if not len(open_):
                break
            members = order[starts[open_][:, None] + np.arange(size)]
            wanted = lm.slot_of(
                mixed[members.ravel()], np.full(members.size, displacement, dtype=np.uint64), slots
            ).reshape(members.shape)
            placed = _place(wanted, taken)
            cells[wanted[placed]] = entries[members[placed]]
            taken[wanted[placed]] = True
            displacements[open_[placed]] = displacement
            open_ = open_[~placed]
        if len(open_):
            raise RuntimeError("the table is too full")
    return displacements, cells


def _place(wanted: NDArray[np.intp], taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which rows of cells are free, distinct and not wanted by an earlier free row."""
    ordered = np.sort(wanted, axis=1)
    free = ~taken[wanted].any(axis=1) & ~(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    rows = np.flatnonzero(free)
    claimed, first = np.unique(wanted[rows].ravel(), return_index=True)
    owners = rows[first // wanted.shape[1]]
    won = owners[np.searchsorted(claimed, wanted[rows])] == rows[:, None]
    placed = np.zeros(len(wanted), dtype=bool)
    placed[rows] = won.all(axis=1)
    return placed
