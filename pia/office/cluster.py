"""Executors of clusters, for `pia build --executor pia.office.cluster:dask` (extra `cluster`).

A factory of one's own needs no more than this: a context manager that yields a
`concurrent.futures.Executor` whose workers see the same files under the same paths. Ray's
`ray.util.multiprocessing.Pool` and Spark have none; a thin executor over `ray.remote` does it.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from pia.office.workers import ONE_THREAD

ADDRESS = "DASK_SCHEDULER_ADDRESS"
FREE = "127.0.0.1:0"  # any port of this machine: several builds may run at once
# A worker keeps an hour of samples of what it did, 100 MB, which nobody looks at here.
QUIET = {"distributed.worker.profile.enabled": False}


@contextmanager
def dask() -> Iterator[Executor]:
    """Yield an executor of the cluster that the environment names, else of two workers here."""
    import distributed
    from dask import config

    client_of: Any = distributed.Client
    if address := os.environ.get(ADDRESS):
        with client_of(address) as client:
            yield client.get_executor()
        return
    cluster_of: Any = distributed.LocalCluster
    own = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": FREE, "env": ONE_THREAD}
    with config.set(QUIET), cluster_of(**own) as local, client_of(local) as client:
        yield client.get_executor()
