from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.mark.parametrize(
    "address",
    [
        "/dataset/%00",
        "/organization/?q=%00",
        "/user/a%00",
        "/dataset/?sort=title_string+asc,",
        "/api/3/action/tag_list?query=%00",
        "/sdi/api/3/action/package_show?id=%00",
    ],
)
def test_an_address_that_no_link_has_is_a_bad_request_and_no_error(app: Any, address: str) -> None:
    app.get(address, status=400)


@pytest.mark.parametrize(
    "address", ["/dataset/?sort=", "/dataset/?sort=score+desc,metadata_modified+desc", "/dataset/?q=0%"]
)
def test_an_ordinary_address_is_answered(app: Any, address: str) -> None:
    app.get(address, status=200)
