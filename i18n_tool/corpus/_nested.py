"""The texts inside an Arrow column: found wherever they are nested, and put back where they were.

A column of lists, structs or dictionaries is taken apart down to its arrays of strings. What the repair says of each
string is added up on the way back, so that it is known for each row. Keys of maps are no text: others refer to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True)
class Summary:
    """What was done to each element of an array.

    Attributes:
        repairs: how many passages were repaired, integers of shape (n,).
        unresolved: how many damaged passages are left, integers of shape (n,).
        confidence: that of the least certain repair, floats of shape (n,); infinite where nothing was repaired.
    """

    repairs: np.ndarray[Any, Any]
    unresolved: np.ndarray[Any, Any]
    confidence: np.ndarray[Any, Any]

    @classmethod
    def nothing(cls, length: int) -> Summary:
        """Return that nothing was done."""
        import numpy as np

        return cls(np.zeros(length, np.int64), np.zeros(length, np.int64), np.full(length, np.inf))

    def __add__(self, other: Summary) -> Summary:
        import numpy as np

        return Summary(
            self.repairs + other.repairs,
            self.unresolved + other.unresolved,
            np.minimum(self.confidence, other.confidence),
        )

    def taken(self, indices: pa.Array) -> Summary:
        """Return that of the elements at the indices; a missing index has none."""
        import numpy as np

        places = indices.fill_null(-1).to_numpy(zero_copy_only=False)
        padded = self.followed_by(Summary.nothing(1))
        places = np.where(places < 0, len(self.repairs), places)
        return Summary(padded.repairs[places], padded.unresolved[places], padded.confidence[places])

    def followed_by(self, other: Summary) -> Summary:
        """Return that of both arrays, one after the other."""
        import numpy as np

        return Summary(
            np.concatenate([self.repairs, other.repairs]),
            np.concatenate([self.unresolved, other.unresolved]),
            np.concatenate([self.confidence, other.confidence]),
        )

    def grouped(self, offsets: np.ndarray[Any, Any]) -> Summary:
        """Return that of runs of elements; run i goes from offset i to offset i + 1."""
        import numpy as np

        def added(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            sums = np.concatenate([[0], np.cumsum(values)])
            return np.asarray(sums[offsets[1:]] - sums[offsets[:-1]])

        least = np.full(len(offsets) - 1, np.inf)
        filled = offsets[1:] > offsets[:-1]
        if filled.any():
            least[filled] = np.minimum.reduceat(self.confidence[: offsets[-1]], offsets[:-1][filled])
        return Summary(added(self.repairs), added(self.unresolved), least)


#: Returns the repaired strings of the next array of strings, and what was done to each.
Repaired = Callable[["pa.Array"], tuple["pa.Array", Summary]]


def has_text(kind: pa.DataType) -> bool:
    """Return whether a type has strings in it that are text."""
    import pyarrow.types as types

    if _is_string(kind):
        return True
    if types.is_dictionary(kind):
        return has_text(kind.value_type)
    if types.is_map(kind):
        return has_text(kind.item_type)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return has_text(kind.value_type)
    if types.is_struct(kind):
        return any(has_text(field.type) for field in kind)
    return False


def strings(array: pa.Array) -> Iterator[pa.Array]:
    """Yield the arrays of strings in an array, in the order in which `rebuilt` asks for them."""
    found: list[pa.Array] = []

    def collect(leaf: pa.Array) -> tuple[pa.Array, Summary]:
        found.append(leaf)
        return leaf, Summary.nothing(len(leaf))

    rebuilt(array, collect)
    yield from found


def rebuilt(array: pa.Array, repaired: Repaired) -> tuple[pa.Array, Summary]:
    """Return an array with its strings repaired, of the same type, and what was done to each element."""
    import pyarrow.types as types

    kind = array.type
    if _is_string(kind):
        return repaired(array)
    if not has_text(kind):
        return array, Summary.nothing(len(array))
    if array.offset:
        array = _unsliced(array)
    if types.is_dictionary(kind):
        return _rebuilt_dictionary(array, repaired)
    if types.is_struct(kind):
        return _rebuilt_struct(array, repaired)
    return _rebuilt_list(array, repaired)


def _is_string(kind: pa.DataType) -> bool:
    import pyarrow.types as types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _unsliced(array: pa.Array) -> pa.Array:
    """Return a copy of a slice: its parts begin where it begins."""
    import numpy as np
    import pyarrow as pa

    return array.take(pa.array(np.arange(len(array))))


def _rebuilt_dictionary(array: pa.Array, repaired: Repaired) -> tuple[pa.Array, Summary]:
    import pyarrow as pa
    import pyarrow.compute as pc

    values, summary = rebuilt(array.dictionary, repaired)
    spread = summary.taken(array.indices)
    if values is array.dictionary:
        return array, spread
    if pc.count_distinct(values).as_py() == len(values):
        return pa.DictionaryArray.from_arrays(array.indices, values, ordered=array.type.ordered), spread
    # Two values have become one, which a dictionary must not hold twice.
    return values.take(array.indices).dictionary_encode().cast(array.type), spread


def _rebuilt_struct(array: pa.Array, repaired: Repaired) -> tuple[pa.Array, Summary]:
    import pyarrow as pa

    children, summary = [], Summary.nothing(len(array))
    for index in range(array.type.num_fields):
        child, of_child = rebuilt(array.field(index), repaired)
        children.append(child)
        summary += of_child
    return pa.StructArray.from_arrays(children, fields=list(array.type), mask=array.is_null()), summary


def _rebuilt_list(array: pa.Array, repaired: Repaired) -> tuple[pa.Array, Summary]:
    """Rebuild a list, or a map, which is a list of keys and items."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.types as types

    kind, mask = array.type, array.is_null()
    is_map = types.is_map(kind)
    values, summary = rebuilt(array.items if is_map else array.values, repaired)
    if types.is_fixed_size_list(kind):
        grouped = summary.grouped(np.arange(len(array) + 1) * kind.list_size)
        return pa.FixedSizeListArray.from_arrays(values, type=kind, mask=mask), grouped
    grouped = summary.grouped(array.offsets.to_numpy())
    if is_map:
        return pa.MapArray.from_arrays(array.offsets, array.keys, values, type=kind, mask=mask), grouped
    maker = pa.LargeListArray if types.is_large_list(kind) else pa.ListArray
    return maker.from_arrays(array.offsets, values, type=kind, mask=mask), grouped
