"""The form of a harvest source on a phone, with the fingers of somebody who makes mistakes."""

from __future__ import annotations

from typing import Any

import pytest

from ckan.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("with_plugins")]

PHONE = {"width": 360, "height": 740}
PASSWORD = "kata-sandi-1"
LONGEST_PX = 3500


def test_a_mistake_is_told_on_top_and_its_link_opens_the_part_and_leads_into_the_field(
    address: str, browser: Any
) -> None:
    user = factories.Sysadmin(password=PASSWORD)
    tab = browser.new_context(viewport=PHONE).new_page()
    _log_in(tab, address, user["name"])
    tab.goto(f"{address}/sumber/baru")
    height = tab.evaluate("document.documentElement.scrollHeight")
    tab.locator("summary", has=tab.locator("strong", has_text="Topi")).click()
    tab.fill("#field-mapping__longest_tag", "1000")

    tab.locator("form[method=post] .form-actions button[type=submit]").click()
    tab.wait_for_function("document.activeElement.classList.contains('satudata-form-errors')")
    tab.click(".satudata-form-errors a[href='#field-mapping__longest_tag']")

    assert height < LONGEST_PX
    assert tab.evaluate("document.activeElement.id") == "field-mapping__longest_tag"
    assert tab.locator("#field-mapping__longest_tag").is_visible()
    tab.context.close()


def _log_in(tab: Any, address: str, name: str) -> None:
    tab.goto(f"{address}/user/login")
    tab.fill("#field-login", name)
    tab.fill("#field-password", PASSWORD)
    tab.press("#field-password", "Enter")
    tab.wait_for_load_state()
