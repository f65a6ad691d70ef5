"""What a visitor finds on the public pages, in Indonesian."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckanext.satudata.catalogue.error_page import error_page
from ckanext.satudata.tests.catalogue.conftest import GetPage
from ckanext.satudata.tests.catalogue.portal import Portal, publish, unique
from ckanext.satudata.tests.catalogue.reading import pairs, texts

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_the_home_page_counts_what_there_is(portal: Portal, page: GetPage) -> None:
    title = f"Posyandu Aktif {unique('x')}"
    publish(portal.organization, title=title)

    home = page("/id/")

    counted = pairs(home, ".satudata-counts")
    assert [term for term, _ in counted] == ["dataset", "organisasi", "topik", "pembaruan terakhir"]
    assert texts(home, ".satudata-cards h3")[0] == title


def test_the_search_shows_what_a_reader_needs_to_choose(portal: Portal, page: GetPage) -> None:
    title = f"Balita Stunting {unique('x')}"
    publish(portal.organization, title=title)

    found = page(f"/id/dataset/?q={title}")

    card = found.select(".satudata-card")[0]
    assert texts(card, "h3") == [title]
    assert texts(card, ".satudata-card-owner") == ["Dinas Kesehatan"]
    assert texts(card, ".satudata-card-facts li")[:3] == [
        "Periode: 2019–2024",
        "Frekuensi pemutakhiran: Tahunan",
        "Tingkat penyajian: Kecamatan",
    ]
    assert texts(card, ".satudata-format") == ["CSV"]


def test_the_facets_name_codes_in_words(portal: Portal, page: GetPage) -> None:
    found = page(f"/id/dataset/?organization={portal.organization['name']}")

    shown = {
        facet.select_one("summary").get_text().strip(): texts(facet, ".satudata-facet-label")
        for facet in found.select(".satudata-facet")
    }
    assert shown == {
        "Organisasi": ["Dinas Kesehatan"],
        "Topik": ["Kesehatan"],
        "Jenis data": ["Statistik"],
        "Frekuensi pemutakhiran": ["Tahunan"],
        "Tingkat penyajian": ["Kecamatan"],
        "Data prioritas": ["2025"],
        "Format": ["CSV"],
        "Tahun": ["2024", "2023", "2022", "2021", "2020", "2019"],
    }


def test_a_filter_in_force_can_be_taken_away(portal: Portal, page: GetPage) -> None:
    name = portal.organization["name"]

    found = page(f"/id/dataset/?organization={name}&frekuensi=tahunan")

    chosen = found.select(".satudata-chosen a")
    assert [" ".join(link.get_text(" ").split()) for link in chosen] == [
        "Organisasi: Dinas Kesehatan",
        "Frekuensi pemutakhiran: Tahunan",
        "Hapus semua saringan",
    ]
    assert chosen[1]["href"] == f"/id/dataset/?organization={name}"


def test_an_empty_result_tells_what_to_try(page: GetPage) -> None:
    found = page("/id/dataset/?q=qwertyuiopasdf")

    assert texts(found, ".satudata-results-count") == ['Tidak ada dataset untuk "qwertyuiopasdf"']
    assert texts(found, ".satudata-nothing strong") == [
        "Tidak ada yang sesuai dengan pencarian ini. Coba cara berikut:"
    ]
    assert texts(found, ".satudata-nothing a") == ["Jelajahi menurut topik", "Lihat semua dataset"]


def test_the_dataset_page_answers_a_readers_questions(portal: Portal, page: GetPage) -> None:
    shown = page(f"/id/dataset/{portal.dataset['name']}")

    groups = {texts(group, "h3")[0]: pairs(group, "dl") for group in shown.select(".satudata-fact-group")}
    assert groups["Arti angka"][:2] == [
        ("Konsep", "Penduduk"),
        ("Definisi", "Semua orang yang berdomisili di wilayah selama enam bulan atau lebih."),
    ]
    assert groups["Di mana"] == [
        ("Cakupan wilayah", "Kabupaten Serang, Provinsi Banten"),
        ("Tingkat penyajian", "Kecamatan"),
    ]
    assert groups["Kapan"] == [("Periode data", "2019–2024"), ("Frekuensi", "Tahunan")]
    assert groups["Penanggung jawab"] == [
        ("Produsen data", "Dinas Kesehatan"),
        ("Kontak produsen data", "disdukcapil@serangkab.go.id"),
    ]
    assert groups["Data prioritas"] == [("Tahun data prioritas", "2025")]
    assert texts(shown, ".satudata-file h3") == ["Penduduk 2024"]
    assert texts(shown, "#satudata-access p")[1] == "Lisensi: Creative Commons Atribusi (CC BY)"


def test_harvested_data_name_their_source(portal: Portal, page: GetPage) -> None:
    shown = page(f"/id/dataset/{portal.harvested['name']}")

    assert texts(shown, "#satudata-origin p")[0] == "Dataset ini ditarik dari Portal Dinas Kesehatan."
    assert shown.select_one("#satudata-origin a")["href"] == "https://opd.example/dataset/posyandu"
    assert pairs(shown, "#satudata-origin dl")[1] == ("Diubah di sumber", "18 Sep 2024")


def test_only_who_may_edit_sees_the_quality(portal: Portal, page: GetPage) -> None:
    address = f"/id/dataset/{portal.dataset['name']}"

    for_editor, for_visitor = page(address, portal.people.editor), page(address)

    assert texts(for_editor, ".satudata-quality h2") == ["Kualitas"]
    assert texts(for_visitor, ".satudata-quality h2") == []


def test_restricted_data_say_why(portal: Portal, page: GetPage) -> None:
    made = publish(portal.organization, klasifikasi_akses="terbatas", dasar_pembatasan="UU 14/2008 Pasal 17 huruf h")

    shown = page(f"/id/dataset/{made['name']}")

    assert texts(shown, "#satudata-access p")[:2] == ["Terbatas", "Dasar hukum: UU 14/2008 Pasal 17 huruf h"]


def test_a_kegiatan_is_read_in_the_blocks_of_its_form(portal: Portal, page: GetPage) -> None:
    shown = page(f"/id/kegiatan/{portal.kegiatan['name']}")

    assert texts(shown, ".satudata-fact-group h3")[:3] == ["Kegiatan", "I–II Instansi", "III Perencanaan"]


def test_the_organisation_page_shows_its_figures(portal: Portal, page: GetPage) -> None:
    shown = page(f"/id/organization/{portal.organization['name']}")

    assert texts(shown, "h1") == ["Dinas Kesehatan"]
    assert texts(shown, ".satudata-results-count") == ["2 dataset"]
    assert pairs(shown, ".satudata-highlights")[0] == ("Dataset", "2")
    measured = zip(texts(shown, ".satudata-bar-label"), texts(shown, ".satudata-bar-count"), strict=True)
    assert list(measured) == [
        ("memiliki deskripsi", "100 %"),
        ("memiliki frekuensi pemutakhiran", "100 %"),
        ("memiliki lisensi", "50 %"),
        ("memiliki data dalam format terbuka", "100 %"),
    ]


def test_a_topic_has_a_page_with_its_datasets(portal: Portal, page: GetPage) -> None:
    listed, shown = page("/id/topik"), page("/id/topik/kesehatan")

    assert "Kesehatan" in texts(listed, ".satudata-tile strong")
    assert texts(shown, "h1") == ["Kesehatan"]
    assert "Dinas Kesehatan" in texts(shown, ".satudata-bar-label")


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/id/halaman-lama", 404, "Halaman ini tidak ada"),
        ("/id/dataset/tidak-ada-sama-sekali", 404, "Halaman ini tidak ada"),
        ("/id/topik/tidak-ada", 404, "Halaman ini tidak ada"),
        ("/id/organization/tidak-ada", 404, "Halaman ini tidak ada"),
    ],
)
def test_an_error_page_says_what_happened_and_leads_on(page: GetPage, address: str, status: int, heading: str) -> None:
    shown = page(address, status=status)

    assert texts(shown, "h1") == [heading]
    assert shown.select(".satudata-error form[role=search]") != []


def test_a_page_without_right_says_whom_to_ask(portal: Portal, page: GetPage) -> None:
    shown = page(f"/id/dataset/edit/{portal.dataset['name']}", portal.people.other_editor, status=403)

    assert texts(shown, "h1") == ["Anda tidak berhak melihat halaman ini"]


def test_a_broken_request_is_answered_without_words_about_proxies(app: Any, portal: Portal) -> None:
    # CKAN reads `save` from the form without asking whether it is there.
    data = {"title": "", "_ckan_phase": "1"}

    answer = app.post(
        "/id/dataset/new", headers={"Authorization": portal.people.editor["token"]}, data=data, status=400
    )

    shown = BeautifulSoup(answer.body, "lxml")
    assert texts(shown, "#error-content > :is(h1, p)")[1:3] == [
        "Permintaan ini tidak dapat dipahami",
        "Kembali dan coba lagi. Jika Anda datang dari sebuah tautan, mungkin tautannya tidak lengkap.",
    ]


def test_each_page_is_offered_in_the_other_language(portal: Portal, page: GetPage) -> None:
    address = f"/dataset/{portal.dataset['name']}"

    english = page(f"/en{address}")

    offered = {link["hreflang"]: link["href"] for link in english.select("a[hreflang]")}
    assert offered == {"id": f"/id{address}", "en": f"/en{address}"}
    assert texts(english, ".satudata-fact-group h3")[:3] == ["What the figures mean", "Where", "When"]


def test_public_pages_need_no_script_of_ckan_and_no_other_host(portal: Portal, page: GetPage) -> None:
    shown = page(f"/id/dataset/{portal.dataset['name']}")

    sources = [tag.get("src", "inline") for tag in shown.select("script")]
    assert [source.rpartition("_")[2] for source in sources] == ["site.js"]
    assert shown.select("[style], style") == []
    loaded = [tag["href"] for tag in shown.select("link[rel=stylesheet]")] + [tag["src"] for tag in shown.select("img")]
    assert [address for address in loaded if not address.startswith("/")] == []


@pytest.mark.parametrize("address", ["/id/", "/id/dataset/", "/id/organization/", "/id/topik", "/id/user/login"])
def test_pages_have_one_heading_one_main_part_and_a_way_past_the_header(page: GetPage, address: str) -> None:
    shown = page(address)

    assert (len(shown.select("h1")), len(shown.select("main#content"))) == (1, 1)
    assert shown.select_one("body a")["href"] == "#content"
    unnamed: list[Any] = [
        field
        for field in shown.select("input:not([type=hidden]), select, textarea")
        if not field.get("aria-label") and not shown.select(f"label[for='{field.get('id')}']")
    ]
    assert unnamed == []


def test_the_form_says_what_private_and_public_mean(page: GetPage, portal: Portal) -> None:
    form = page("/en/dataset/new", user=portal.people.editor)

    visibility = form.select_one("#field-private").find_next(class_="info-block")
    assert " ".join(visibility.get_text().split()).startswith("Private: only your organization and the walidata see it")


@pytest.mark.parametrize(
    "address", ["/en/dashboard/", "/en/user/edit", "/en/dataset/edit/{name}", "/en/dataset/activity/{name}"]
)
def test_a_page_for_work_has_one_heading(page: GetPage, portal: Portal, address: str) -> None:
    opened = page(address.format(name=portal.dataset["name"]), user=portal.people.editor)

    assert len(opened.select("h1")) == 1


def test_a_page_that_is_not_for_everybody_asks_a_stranger_to_log_in_and_tells_others_that_they_have_no_right(
    page: GetPage, portal: Portal
) -> None:
    address = f"/en/dataset/edit/{portal.dataset['name']}"

    stranger, other = page(address, status=403), page(address, user=portal.people.other_editor, status=403)

    assert "Log in with an account that has a right to it." in stranger.select_one(".satudata-lead").get_text()
    assert "your account has no right to it" in other.select_one(".satudata-lead").get_text()


@pytest.mark.usefixtures("with_request_context")
def test_an_error_page_says_nothing_twice() -> None:
    heading = error_page(403, None).heading

    assert (error_page(403, heading).message, error_page(403, "Only the walidata.").message) == (
        "",
        "Only the walidata.",
    )


def test_the_topics_are_found_with_a_slash_behind_them_too(page: GetPage) -> None:
    assert [len(page(address).select("h1")) for address in ("/id/topik", "/id/topik/")] == [1, 1]
