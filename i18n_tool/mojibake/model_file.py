"""The file format of the models: a JSON header that says where each array lies, padded to 4,096 bytes; then the arrays.

All numbers are little endian. The arrays are mapped into memory: opening a model reads next to nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

HEADER_SIZE: Final = 4096


def write_arrays(path: Path, magic: str, arrays: Mapping[str, NDArray[Any]], **facts: object) -> None:
    """Write a model.

    Args:
        path: the file; its folder is made.
        magic: what kind of model it is, and which version.
        arrays: their types say the byte order.
        facts: numbers and words that belong to it, as JSON.
    """
    header: dict[str, Any] = {"magic": magic, **facts, "arrays": {}}
    start = 0
    for name, array in arrays.items():
        header["arrays"][name] = [array.dtype.str, start, array.nbytes, *array.shape]
        start += array.nbytes
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(json.dumps(header, sort_keys=True).encode().ljust(HEADER_SIZE, b"\0"))
        for array in arrays.values():
            file.write(array.tobytes())


def read_arrays(path: Path, magic: str) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Map a model into memory; return its arrays and its header.

    Raises:
        ValueError: the file is not a model of this kind and version.
    """
    with path.open("rb") as file:
        header: dict[str, Any] = json.loads(file.read(HEADER_SIZE).rstrip(b"\0 "))
    if header.get("magic") != magic:
        raise ValueError(f"{path}: not a model of this version ({magic})")
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=HEADER_SIZE)
    arrays = {
        name: np.asarray(data[start : start + size]).view(np.dtype(kind)).reshape(shape or -1)
        for name, (kind, start, size, *shape) in header["arrays"].items()
    }
    return arrays, header
