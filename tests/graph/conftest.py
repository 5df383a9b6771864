from collections.abc import Iterator

import pytest

from gradrepl import locale


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The drawings in these tests are worded in English, whoever runs them."""
    before = locale.current()
    locale.use("en")
    yield
    locale.use(before)
