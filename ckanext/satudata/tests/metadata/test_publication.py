"""A draft needs a title, a publication what Pasal 33 asks, a harvested record only what it has."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.metadata import needed
from ckanext.satudata.tests.metadata.complete import complete_dataset, complete_kegiatan
from ckanext.satudata.tests.metadata.conftest import Act, Harvest
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")


def refused(call: Act, *args: Any, **data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as caught:
        call(*args, **data)
    return caught.value.error_dict


def test_an_editor_creates_a_draft_from_a_title_alone(act: Act, people: People) -> None:
    draft = act(people.editor, "package_create", title="Posyandu Aktif", owner_org=people.opd["id"], state="draft")

    assert (draft["state"], draft["name"][:13]) == ("draft", "posyandu-akti")


def test_two_drafts_of_one_title_get_two_names(act: Act, people: People) -> None:
    names = [
        act(people.editor, "package_create", title="Bidan Desa", owner_org=people.opd["id"], state="draft")["name"]
        for _ in range(2)
    ]

    assert len(set(names)) == 2


def test_without_a_title_not_even_a_draft_can_be_made(act: Act, people: People) -> None:
    errors = refused(act, people.editor, "package_create", title=" ", owner_org=people.opd["id"], state="draft")

    assert list(errors) == ["title"]


def test_a_publication_without_standard_metadata_and_data_is_refused_field_by_field(act: Act, people: People) -> None:
    errors = refused(act, people.editor, "package_create", title="Posyandu", owner_org=people.opd["id"])

    assert sorted(errors) == sorted([*needed.missing_fields({}), "resources"])
    assert errors["satuan"] == [
        "This field is empty. Fill it in; Perpres 39/2019 asks for it before data are published."
    ]


def test_the_same_dataset_may_be_kept_private(act: Act, people: People) -> None:
    kept = act(people.editor, "package_create", title="Posyandu", owner_org=people.opd["id"], private=True)

    assert kept["state"] == "active"
    errors = refused(act, people.editor, "package_patch", id=kept["id"], private=False)
    assert "satuan" in errors


def test_a_complete_dataset_is_published_with_canonical_values(act: Act, people: People) -> None:
    given = complete_dataset(frekuensi="1 Tahun", satuan="jiwa", cakupan_wilayah="3604", owner_org=people.opd["id"])

    stored = act(people.editor, "package_create", **given)

    assert {name: stored[name] for name in ("frekuensi", "satuan", "cakupan_wilayah", "klasifikasi", "state")} == {
        "frekuensi": "tahunan",
        "satuan": "Orang",
        "cakupan_wilayah": "36.04",
        "klasifikasi": ["Wilayah"],
        "state": "active",
    }


@pytest.mark.parametrize("access", ["terbatas", "tertutup"])
def test_data_that_are_not_open_need_a_ground_but_no_file(access: str, act: Act, people: People) -> None:
    closed = complete_dataset(klasifikasi_akses=access, resources=None, owner_org=people.opd["id"])

    assert list(refused(act, people.editor, "package_create", **closed)) == ["dasar_pembatasan"]
    grounded = closed | {"dasar_pembatasan": "UU 14/2008 Pasal 17 huruf h"}
    assert act(people.editor, "package_create", **grounded)["klasifikasi_akses"] == access


def test_a_wrong_value_is_refused_with_what_is_wrong_and_what_to_do(act: Act, people: People) -> None:
    given = complete_dataset(cakupan_wilayah="Serang", owner_org=people.opd["id"])

    (message,) = refused(act, people.editor, "package_create", **given)["cakupan_wilayah"]

    assert message.startswith('"Serang" is not clear. It may mean: ')
    assert message.endswith("Write the Kemendagri code with dots of the region that is meant.")


def test_a_text_that_would_have_to_be_cut_is_refused_not_cut(act: Act, people: People) -> None:
    errors = refused(act, people.editor, "package_create", title="J" * 5000, owner_org=people.opd["id"], state="draft")

    assert errors["title"][0].startswith("The title has 5000 characters")


def test_a_draft_may_be_incomplete_but_not_contradict_itself(act: Act, people: People) -> None:
    draft = {"title": "Posyandu", "owner_org": people.opd["id"], "state": "draft"}

    assert (
        act(people.editor, "package_create", **draft, klasifikasi_akses="terbatas")["klasifikasi_akses"] == "terbatas"
    )
    assert list(refused(act, people.editor, "package_create", **draft, periode_awal="2024", periode_akhir="2020")) == [
        "periode_awal"
    ]


def test_repeated_rows_and_columns_come_back_as_they_were_sent(act: Act, people: People) -> None:
    columns = [{"nama": "jumlah", "arti": "Penduduk", "satuan": "Orang", "tipe": "integer"}]
    resource = {
        "url": "https://opd.example/a.csv",
        "format": "csv",
        "periode": "2024",
        "status_angka": "*",
        "kolom": columns,
    }
    variables = [{"nama": "Umur", "kegiatan_penghasil": "Registrasi"}]
    given = complete_dataset(
        indikator_komposit="tidak", variabel_pembangun=variables, resources=[resource], owner_org=people.opd["id"]
    )

    stored = act(people.editor, "package_create", **given)

    shown = act(people.editor, "package_show", id=stored["id"])
    (file,) = shown["resources"]
    assert (shown["variabel_pembangun"], file["kolom"], file["format"], file["status_angka"]) == (
        variables,
        columns,
        "CSV",
        "sementara",
    )


def test_a_harvested_record_is_taken_with_what_it_has(harvest: Harvest, people: People) -> None:
    record = {"title": "Posyandu", "klasifikasi_akses": "terbatas", "harvest_source_id": "s-1"}

    stored = harvest(owner_org=people.opd["id"], **record)

    assert (stored["state"], stored["harvest_source_id"]) == ("active", "s-1")


def test_a_published_dataset_keeps_its_files_over_a_change_of_metadata(act: Act, people: People) -> None:
    stored = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"]))

    changed = act(people.editor, "package_patch", id=stored["id"], definisi="Orang yang tinggal di wilayah.")

    assert (changed["definisi"], len(changed["resources"])) == ("Orang yang tinggal di wilayah.", 1)


def test_an_activity_is_published_when_ms_keg_is_complete_and_consistent(act: Act, people: People) -> None:
    survey = complete_kegiatan(owner_org=people.opd["id"])

    stored = act(people.editor, "package_create", **survey)
    errors = refused(act, people.editor, "package_create", **survey | {"penyelenggaraan": "HANYA_SEKALI", "tujuan": ""})

    assert (stored["type"], stored["variabel"], sorted(errors)) == (
        "kegiatan",
        survey["variabel"],
        ["frekuensi_penyelenggaraan", "tujuan"],
    )


def test_a_dataset_names_the_activity_that_it_comes_from(act: Act, people: People) -> None:
    survey = act(people.editor, "package_create", **complete_kegiatan(owner_org=people.opd["id"]))

    linked = complete_dataset(kegiatan=survey["name"], owner_org=people.opd["id"])
    lost = complete_dataset(kegiatan="tidak-ada", owner_org=people.opd["id"])

    assert act(people.editor, "package_create", **linked)["kegiatan"] == survey["name"]
    assert list(refused(act, people.editor, "package_create", **lost)) == ["kegiatan"]
