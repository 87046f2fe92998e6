"""Daft as the engine: one batch UDF, run by its own engine on this machine or by Ray on a cluster."""

from __future__ import annotations

import logging
import os
import socket
import time
from typing import TYPE_CHECKING, Any, Final, Literal

from i18n_tool.corpus._daft import NO_TELEMETRY, import_daft, import_ray
from i18n_tool.errors import I18nToolError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from i18n_tool.corpus.formats._base import Work

EngineName = Literal["local", "ray"]

_QUIET: Final = {"DAFT_PROGRESS_BAR": "0", "DAFT_SHOW_QUERY_ID": "0"}

#: How long a cluster may take to answer, in seconds.
_PATIENCE: Final = 10.0

#: What a worker is given at a time: little, so that none waits long for the last to be done.
_PORTION_BYTES: Final = 1 << 20
#: How long a block takes is estimated from so many samples, each of so many values and at most such a share of it.
_SAMPLES: Final = 3
_SAMPLE: Final = 200
_SAMPLE_SHARE: Final = 0.01
#: What the start and the end of a process cost, in seconds of a processor.
_PROCESS_SECONDS: Final = 2.0


class EngineError(I18nToolError):
    """The engine could not be started, or failed."""


class Engine:
    """Repairs columns of values on all processors of this machine, or of a Ray cluster.

    Args:
        name: `local` for Daft's own engine, `ray` for a Ray cluster.
        address: of the Ray cluster; None starts one on this machine.

    Raises:
        UsageError: Daft or Ray is not installed, or Daft runs on another engine in this process already.
        EngineError: the cluster does not answer.
    """

    def __init__(self, name: EngineName = "local", address: str | None = None) -> None:
        if address is not None and name != "ray":
            raise UsageError("an address is that of a Ray cluster: choose the engine ray")
        self._daft = import_daft()
        self._is_ray = name == "ray"
        # For each block, Daft draws a progress bar, prints an identifier, and logs what it raises as well.
        os.environ.update(_QUIET)
        logging.getLogger("daft_local_execution").setLevel(logging.CRITICAL)
        if self._is_ray:
            self.workers = _start_ray(address)
        else:
            self.workers = _processors()
        self._choose_runner("ray" if self._is_ray else "native")

    def _choose_runner(self, runner: str) -> None:
        """Make Daft use a runner of its own; a process can choose only once."""
        try:
            self._daft.set_runner_ray() if runner == "ray" else self._daft.set_runner_native()
        except Exception:  # whatever the library raises
            if self._daft.get_or_infer_runner_type() != runner:
                raise UsageError("Daft runs on another engine in this process already") from None

    def run(self, values: pa.ChunkedArray, work: Work) -> pa.ChunkedArray:
        """Return what the work makes of each value, in order.

        Raises:
            EngineError: the engine failed, for instance because it ran out of memory.
        """
        import numpy as np
        import pyarrow as pa

        frame = self._daft.from_arrow(pa.table({"index": np.arange(len(values)), "value": values}))
        if self._is_ray:
            frame = frame.into_partitions(self.workers)
        udf = self._udf(values, work)
        try:
            done = frame.select("index", udf(frame["value"]).alias("result")).to_arrow()
        except Exception as error:  # whatever the library raises
            raise EngineError(f"the engine failed: {_sentence(error)}") from error
        if len(done) != len(values):  # an engine that is interrupted may end as if it were done
            raise EngineError("the engine stopped before it was done")
        index = done["index"].to_numpy()
        if (index[1:] > index[:-1]).all():
            return done["result"]
        # A cluster gives back the parts in the order in which they are done.
        return done["result"].take(pa.array(np.argsort(index)))

    def _udf(self, values: pa.ChunkedArray, work: Work) -> Any:
        daft = self._daft
        decorate = daft.func.batch(
            return_dtype=daft.DataType.from_arrow_type(work.result),
            batch_size=max(1, len(values) * _PORTION_BYTES // max(1, values.nbytes)),
            use_process=self._is_worth_processes(values, work),
        )

        def repair_batch(batch: Any) -> Any:
            return daft.Series.from_arrow(work(batch.to_arrow()))

        return decorate(repair_batch)

    def _is_worth_processes(self, values: pa.ChunkedArray, work: Work) -> bool:
        """Return whether processes save more time than they cost.

        The repair is Python, so that only processes of its own let it use all processors. Damaged text is worth it;
        sound text is done before they have started.
        """
        import numpy as np
        import pyarrow as pa

        if self.workers == 1:
            return False
        step = max(len(values) // _SAMPLE, round(1 / _SAMPLE_SHARE))
        times = []
        for first in range(min(_SAMPLES, len(values))):
            sample = values.take(pa.array(np.arange(first, len(values), step))).combine_chunks()
            began = time.thread_time()
            work(sample)
            times.append((time.thread_time() - began) * len(values) / len(sample))
        # The quickest: what is loaded at the first repair is not to be counted.
        return min(times, default=0) * (1 - 1 / self.workers) > _PROCESS_SECONDS


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start_ray(address: str | None) -> int:
    """Connect to a cluster, or start one on this machine, and return how many processors it has."""
    ray = import_ray()
    address = address or os.environ.get("RAY_ADDRESS")
    if address is not None:
        _refuse_silence(address)
    try:
        if not ray.is_initialized():
            ray.init(
                address or "local",
                include_dashboard=False if address is None else None,
                logging_level=logging.ERROR,
                log_to_driver=False,
                runtime_env={"env_vars": NO_TELEMETRY} if address else None,
            )
    except Exception as error:  # whatever the library raises
        where = f"at {address}" if address else "on this machine"
        raise EngineError(f"no Ray cluster answers {where}: {_sentence(error)}") from None
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _refuse_silence(address: str) -> None:
    """Refuse the address of a machine where nothing listens, for which Ray would wait for many minutes."""
    from urllib.parse import urlsplit

    try:
        place = urlsplit(address if "://" in address else f"ray://{address}")
        host, port = place.hostname, place.port
    except ValueError:
        raise EngineError(f"{address!r} is not the address of a Ray cluster, such as 10.0.0.1:6379") from None
    if host is None or port is None:
        return  # `auto`, or another word that Ray knows
    try:
        socket.create_connection((host, port), _PATIENCE).close()
    except OSError as error:
        raise EngineError(f"no Ray cluster answers at {address}: {error.strerror or error}") from None


def _sentence(error: Exception) -> str:
    """Return what an exception says in one line; of a traceback within it, the last one."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1 if "Traceback" in str(error) else 0].strip().rstrip(".")
