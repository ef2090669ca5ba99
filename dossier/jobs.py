"""Runs independent tasks one after the other or in a few worker processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from dossier.problems import stop

Task = TypeVar("Task")
Result = TypeVar("Result")

TIMEOUT = 300  # seconds a single task may take before the run is given up
TASKS_PER_WORKER = 100  # a worker is then replaced: font caches grow


def default_jobs() -> int:
    """As many workers as cores this process may use, four at the most."""
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def run_tasks(function: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """The results of `function` for each task, in order.

    Raises what a task raises, or Stop when a worker dies or hangs. With one job or
    one task everything runs in this process.
    """
    if jobs <= 1 or len(tasks) <= 1:
        yield from map(function, tasks)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context, max_tasks_per_child=TASKS_PER_WORKER)
    done = False
    try:
        for future in [pool.submit(function, task) for task in tasks]:
            try:
                yield future.result(timeout=TIMEOUT)
            except TimeoutError:
                for process in list((pool._processes or {}).values()):
                    process.kill()
                raise stop("render-failed", "A document took longer than {seconds} seconds.", seconds=TIMEOUT) from None
            except BrokenProcessPool:
                raise stop("render-failed", "A worker process died.") from None
        done = True
    finally:
        # a worker that hangs is not waited for
        pool.shutdown(wait=done, cancel_futures=True)
