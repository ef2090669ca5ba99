"""What every test shares: the hypothesis profiles, with the same examples in every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = settings(
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("fast", SHARED, max_examples=100)
settings.register_profile("thorough", SHARED, max_examples=300)  # what `make test-system` runs these tests with
settings.load_profile("fast")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of this run's own, for processes that it starts too: no test writes into the home of whoever runs it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the system tests unread in the fast lane: they import what only `make test-system` installs."""
    fast = config.option.markexpr == "not system"
    return True if fast and collection_path.parent.name == "system" else None
