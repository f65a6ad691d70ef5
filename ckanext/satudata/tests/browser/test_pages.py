"""Public pages in a browser, at the width of a desk and of a small phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ckanext.satudata.tests.catalogue.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("with_plugins")]

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
PAGES = {
    "home": "/",
    "search": "/dataset/?q=penduduk",
    "no result": "/dataset/?q=qwertyuiop",
    "dataset": "/dataset/{dataset}",
    "file": "/dataset/{dataset}/resource/{resource}",
    "organisation": "/organization/{organization}",
    "organisations": "/organization/",
    "topics": "/topik",
    "topic": "/topik/kesehatan",
    "kegiatan": "/kegiatan/{kegiatan}",
    "about": "/about",
    "log in": "/user/login",
}


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.route("**/*", _without_logos_of_other_hosts)
    yield page
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_fits_the_screen_and_complains_about_nothing(
    address: str, portal: Portal, tab: Any, name: str, size: dict[str, int]
) -> None:
    tab.set_viewport_size(size)
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    elsewhere: list[str] = []
    tab.on(
        "request",
        lambda asked: (
            elsewhere.append(asked.url)
            if not asked.url.startswith(address) and asked.resource_type != "image"
            else None
        ),
    )

    answer = tab.goto(address + "/id" + _filled(PAGES[name], portal), wait_until="load")

    too_wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (answer.status, too_wide, complaints, elsewhere) == (200, 0, [], [])


def test_the_menu_opens_on_a_phone_with_the_keyboard_alone(address: str, tab: Any) -> None:
    tab.goto(address + "/id/about")
    menu = tab.get_by_role("navigation", name="Navigasi utama")
    assert not menu.is_visible()

    tab.locator("#satudata-nav-toggle").focus()
    tab.keyboard.press("Space")

    assert menu.is_visible()
    assert menu.get_by_role("link").all_inner_texts() == ["Dataset", "Organisasi", "Topik", "Tentang"]


def test_the_filters_open_on_a_phone_without_scripts(address: str, portal: Portal, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/id/organization/{portal.organization['name']}")
    assert not tab.get_by_text("Jenis data").is_visible()

    tab.get_by_text("Saring hasil").first.click()
    tab.locator("#satudata-filter-sheet summary", has_text="Jenis data").wait_for(state="visible")
    tab.locator("#satudata-filter-sheet a", has_text="Statistik").click()

    assert "jenis_data=statistik" in tab.url
    assert tab.locator(".satudata-chosen").inner_text().split() == ["Jenis", "data:", "Statistik"]
    context.close()


def test_the_order_changes_as_soon_as_it_is_chosen(address: str, portal: Portal, tab: Any) -> None:
    tab.goto(f"{address}/id/organization/{portal.organization['name']}")
    assert not tab.get_by_role("button", name="Urutkan").is_visible()

    with tab.expect_navigation():
        tab.get_by_label("Urutkan").select_option(label="Judul Z ke A")

    assert tab.locator(".satudata-card h3").all_inner_texts() == ["Penduduk Menurut Kecamatan", "Jumlah Posyandu Aktif"]


def test_the_first_tab_stop_leads_past_the_header(address: str, tab: Any) -> None:
    tab.goto(address + "/id/")

    tab.keyboard.press("Tab")

    assert tab.evaluate("document.activeElement.textContent.trim()") == "Langsung ke isi"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


def test_text_on_the_public_pages_is_readable(address: str, portal: Portal, tab: Any) -> None:
    tab.set_viewport_size(DESK)
    low: dict[str, list[Any]] = {}
    for name, page in PAGES.items():
        tab.goto(address + "/id" + _filled(page, portal))
        if found := tab.evaluate(LOW_CONTRAST):
            low[name] = found

    assert low == {}


LOW_CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, below) => {
    const alpha = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      // A gradient: its first stop is the darkest, its last the lightest of ours.
      if (style.backgroundImage.includes("gradient")) {
        const stops = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
        return parse(stops[stops.length - 1]).slice(0, 3);
      }
      const colour = parse(style.backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return over(colour, [255, 255, 255]);
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!own || box.width < 2 || box.height < 2 || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const text = over(parse(style.color), below);
    const [dark, bright] = [light(text), light(below)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dark + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) low.push([element.textContent.trim().slice(0, 40), Math.round(ratio * 10) / 10]);
  }
  return low;
}"""
"""Texts whose contrast against what lies below them is under level AA of WCAG 2.2."""


def _without_logos_of_other_hosts(route: Any) -> None:
    # CKAN's factories give organisations pictures that lie elsewhere.
    if route.request.resource_type == "image" and "127.0.0.1" not in route.request.url:
        route.fulfill(body=LOGO, content_type="image/svg+xml")
    else:
        route.continue_()


def _filled(page: str, portal: Portal) -> str:
    return page.format(
        dataset=portal.dataset["name"],
        resource=portal.dataset["resources"][0]["id"],
        organization=portal.organization["name"],
        kegiatan=portal.kegiatan["name"],
    )
