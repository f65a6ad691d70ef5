"""The read-only research data that stand beside a development checkout; tests that count them skip elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The first look-up of a list reads its file, and the machine may be busy: no example is too slow by itself.
settings.register_profile("codes", deadline=None, max_examples=30)
settings.load_profile("codes")

CHECKOUT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared research data are not beside this checkout")
    return folder
