from __future__ import annotations

from typing import Any

import pytest

from ckan.tests import factories

from ckanext.satudata.tests.catalogue.portal import Portal

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")

POLICY = "Content-Security-Policy"
SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("address", ["/", "/dataset/", "/api/3/action/status_show", "/no-such-page"])
def test_a_browser_does_not_guess_what_an_answer_is_nor_tell_others_where_it_was(app: Any, address: str) -> None:
    headers = app.get(address, status=404 if "no-such" in address else 200).headers

    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (
        "nosniff",
        "strict-origin-when-cross-origin",
    )


def test_nobody_else_frames_a_page_of_the_portal(app: Any, portal: Portal) -> None:
    assert app.get(f"/dataset/{portal.dataset['name']}").headers[POLICY] == "base-uri 'self'; frame-ancestors 'self'"


def test_a_resource_view_can_be_embedded_elsewhere(app: Any, portal: Portal) -> None:
    resource = factories.Resource(package_id=portal.dataset["id"], url="https://opd.example/a.png", format="PNG")
    view = factories.ResourceView(resource_id=resource["id"], view_type="image_view")

    answer = app.get(f"/dataset/{portal.dataset['name']}/resource/{resource['id']}/view/{view['id']}")

    assert POLICY not in answer.headers


@pytest.mark.parametrize(
    ("name", "content", "is_lifeless"),
    [
        ("a.html", SCRIPT, True),
        ("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>', True),
        ("a.csv", SCRIPT, False),
    ],
)
def test_no_script_of_an_uploaded_file_runs_at_the_address_of_the_portal(
    app: Any, create_with_upload: Any, portal: Portal, name: str, content: str, is_lifeless: bool
) -> None:
    context = {"user": portal.people.editor["name"]}
    resource = create_with_upload(content, name, context=context, package_id=portal.dataset["id"], name="Berkas")

    answer = app.get(resource["url"], headers={"Authorization": portal.people.editor["token"]}, status=200)

    policy = answer.headers.get(POLICY, "")
    assert policy.startswith("sandbox; default-src 'none'") is is_lifeless
