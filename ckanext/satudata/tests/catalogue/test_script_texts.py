from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_the_scripts_of_ckan_speak_indonesian(app: Any) -> None:
    texts = app.get("/api/i18n/id").json

    assert texts[""] == {"domain": "ckan", "lang": "id", "plural-forms": "nplurals=1; plural=0;"}
    assert texts["Are you sure you want to perform this action?"] == [None, "Anda yakin ingin melakukan tindakan ini?"]


def test_a_language_that_is_not_offered_is_not_found(app: Any) -> None:
    app.get("/api/i18n/tlh", status=404)
