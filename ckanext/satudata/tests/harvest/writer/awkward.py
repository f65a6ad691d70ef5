"""Datasets that make trouble: what CKAN refuses, repairs, or stores in ways of its own. Each changes one thing."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.tests.harvest.writer.corpus import Dataset

Change = dict[str, Any]


def resource(number: int, **values: Any) -> dict[str, Any]:
    """A resource with an id that no other has."""
    return {"id": f"00000000-0000-4000-8000-{number:012}", "url": f"http://portal.test/{number}.csv"} | values


ABSENT = object()

NEW: dict[str, Change] = {
    "nothing special": {},
    "a name in capitals": {"name": "Nama-Besar"},
    "a name of 101 characters": {"name": "n" * 101},
    "a name of one character": {"name": "n"},
    "a name that is a number": {"name": 12},
    "no name": {"name": ABSENT},
    "an empty name": {"name": ""},
    "no title": {"title": ABSENT},
    "an empty title": {"title": ""},
    "a title of spaces": {"title": "   "},
    "a title with spaces around": {"title": "  Judul  "},
    "a title of 5,000 characters": {"title": "judul " * 833},
    "a title that is a number": {"title": 2023},
    "a title that is a list": {"title": ["a", "b"]},
    "a title with NUL": {"title": "a\x00b"},
    "a note with half a surrogate pair": {"notes": "rusak \ud800"},
    "a note with control characters": {"notes": "lonceng \x07 dan \x1b"},
    "a name with NUL": {"name": "a\x00b"},
    "an extra with NUL": {"extras": [{"key": "k", "value": "a\x00b"}]},
    "an extra key with NUL": {"extras": [{"key": "k\x00", "value": "v"}]},
    "a tag with NUL": {"tags": [{"name": "a\x00b"}]},
    "an id that is none": {"id": "not-an-id"},
    "no organization": {"owner_org": ABSENT},
    "an empty organization": {"owner_org": ""},
    "an unknown organization": {"owner_org": "tidak-ada"},
    "private": {"private": True},
    "private as a word": {"private": "true"},
    "a draft": {"state": "draft"},
    "deleted from the start": {"state": "deleted"},
    "an unknown state": {"state": "melayang"},
    "an unknown type": {"type": "bukan-apa-apa"},
    "no type": {"type": ABSENT},
    "a key nobody knows": {"kunci_asing": "nilai"},
    "a nested key nobody knows": {"kunci_asing": {"a": [1, {"b": 2}]}},
    "a list of dicts nobody knows": {"kunci_asing": [{"a": 1}]},
    "tags as a string": {"tags": ABSENT, "tag_string": "satu, dua,dua , tiga"},
    "both kinds of tags": {"tags": [{"name": "empat"}], "tag_string": "satu,empat"},
    "the same tag twice": {"tags": [{"name": "satu"}, {"name": "satu"}]},
    "a tag in capitals": {"tags": [{"name": "SATU"}, {"name": "satu"}]},
    "a tag of one character": {"tags": [{"name": "a"}]},
    "a tag with a comma": {"tags": [{"name": "a,b"}]},
    "a good and a bad tag": {"tags": [{"name": "baik"}, {"name": "!"}]},
    "a tag with the id of the source": {
        "tags": [{"name": "satu", "id": "7", "display_name": "Satu", "state": "active"}]
    },
    "a tag of an unknown vocabulary": {"tags": [{"name": "satu", "vocabulary_id": "tidak-ada"}]},
    "a tag without a name": {"tags": [{"nama": "satu"}]},
    "tags that are words": {"tags": ["satu", "dua"]},
    "tags that are one word": {"tags": "satu"},
    "no resources": {"resources": ABSENT},
    "an empty list of resources": {"resources": []},
    "resources that are null": {"resources": None},
    "resources that are a word": {"resources": "berkas"},
    "resources that are words": {"resources": ["berkas"]},
    "a resource without address": {"resources": [resource(1, url=ABSENT)]},
    "a resource with an empty address": {"resources": [resource(2, url="")]},
    "a resource without protocol": {"resources": [resource(3, url="portal.test/data.csv")]},
    "a resource with spaces around its address": {"resources": [resource(4, url=" http://portal.test/a.csv ")]},
    "a resource with a format to guess": {"resources": [resource(5, url="http://portal.test/a.xlsx", format="")]},
    "a resource with a dirty format": {"resources": [resource(6, format=" .CSV ")]},
    "a picture": {"resources": [resource(7, url="http://portal.test/a.png", format="PNG")]},
    "a text and a picture": {"resources": [resource(8, format="TXT"), resource(9, format="JPEG")]},
    "a resource with keys nobody knows": {"resources": [resource(10, asing="nilai", lain=5, kosong=None)]},
    "a resource with a nested key": {"resources": [resource(11, asing={"a": [1, 2]})]},
    "a resource with a list": {"resources": [resource(12, asing=["a", "b"])]},
    "a resource with columns": {"resources": [resource(13, kolom=[{"nama": "A", "tipe": "angka"}, {"nama": "B"}])]},
    "a resource with columns that are a word": {"resources": [resource(14, kolom="nama")]},
    "a resource with a size in words": {"resources": [resource(15, size="besar")]},
    "a resource with a size as text": {"resources": [resource(16, size="1024")]},
    "a resource with a bad date": {"resources": [resource(17, last_modified="kemarin")]},
    "a resource with dates": {
        "resources": [resource(18, last_modified="2020-01-02T03:04:05.678", created="2019-01-02")]
    },
    "a resource with a state": {"resources": [resource(19, state="deleted", position=7)]},
    "a resource with metadata_modified": {"resources": [resource(20, metadata_modified="2019-01-02T03:04:05")]},
    "a resource with extras": {"resources": [resource(21, extras={"a": "b"}, tracking_summary={"total": 1})]},
    "a good and a bad resource": {"resources": [resource(22), resource(23, size="besar")]},
    "an uploaded file": {"resources": [resource(24, url="http://x/y/berkas.csv", url_type="upload")]},
    "the same resource id twice": {"resources": [resource(25), resource(25)]},
    "a resource id that is none": {"resources": [resource(26, id="seven")]},
    "resources in wrong order": {"resources": [resource(27, position=1), resource(28, position=0)]},
    "extras": {"extras": [{"key": "b", "value": "1"}, {"key": "a", "value": "2"}]},
    "an extra twice": {"extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]},
    "an extra with the name of a field": {"extras": [{"key": "satuan", "value": "ton"}]},
    "an extra with a number": {"extras": [{"key": "a", "value": 5}]},
    "an extra with a list": {"extras": [{"key": "a", "value": ["x"]}]},
    "an extra without value": {"extras": [{"key": "a"}]},
    "an extra without key": {"extras": [{"value": "a"}]},
    "an empty extra": {"extras": [{"key": "", "value": ""}]},
    "an extra marked deleted": {"extras": [{"key": "a", "value": "1", "deleted": True}]},
    "an extra with a strange key": {"extras": [{"key": "Kunci dengan spasi/é", "value": "1"}]},
    "an extra that looks like a date": {"extras": [{"key": "terbit_date", "value": "2020-01-02"}]},
    "an extra that ought to be a date": {"extras": [{"key": "terbit_date", "value": "entah"}]},
    "extras that are a dict": {"extras": {"a": "b"}},
    "groups nobody knows": {"groups": [{"name": "tidak-ada"}, {"id": "tidak-ada-juga"}]},
    "a group without name": {"groups": [{}]},
    "private data of plugins": {"plugin_data": {"satudata": {"a": 1}}},
    "a time of change": {"metadata_modified": "2020-01-02T03:04:05.678901"},
    "a time of creation": {"metadata_created": "2020-01-02T03:04:05"},
    "empty relationships": {"relationships_as_subject": [], "relationships_as_object": []},
    "a bad relationship": {"relationships_as_subject": [{"subject": "a", "object": "b", "type": "child_of"}]},
    "a bad code": {"jenis_data": "entah"},
    "a bad date": {"jadwal_rilis": "kapan-kapan"},
    "a bad period": {"periode_awal": "dulu"},
    "periods in wrong order": {"periode_awal": "2024", "periode_akhir": "2020"},
    "a bad region": {"cakupan_wilayah": "99.99"},
    "closed without ground": {"klasifikasi_akses": "tertutup", "dasar_pembatasan": ""},
    "a bad address for mails": {"author_email": "bukan surel"},
    "several values in one field": {"klasifikasi": '["a", "b"]'},
    "one value in a field of several": {"klasifikasi": "a"},
    "a dict in a field of several": {"klasifikasi": {"a": 1}},
    "subfields that are a word": {"indikator_pembangun": "teks"},
    "subfields that are null": {"indikator_pembangun": None},
    "subfields that are empty": {"indikator_pembangun": []},
    "subfields that are words": {"indikator_pembangun": ["a"]},
    "subfields with a key nobody knows": {"indikator_pembangun": [{"nama": "a", "asing": "b"}]},
    "subfields as a form sends them": {
        "indikator_pembangun": ABSENT,
        "indikator_pembangun-1-nama": "A",
        "indikator_pembangun-1-sumber_publikasi": "B",
        "indikator_pembangun-7-nama": "C",
    },
    "a number in a text field": {"konsep": 5},
    "a list in a text field": {"konsep": ["a"]},
    "null in every field": {"satuan": None, "notes": None, "tags": None, "extras": None, "groups": None},
    "a licence nobody knows": {"license_id": "entah"},
    "a version of 101 characters": {"version": "1" * 101},
    "an author of the source": {"creator_user_id": "seseorang", "isopen": True, "num_resources": 7},
    "CKAN's own form fields": {"save": "1", "return_to": "x", "__extras": {"a": 1}, "__junk": 1},
}


def changed(dataset: Dataset, change: Change) -> Dataset:
    """The dataset with the change; ABSENT takes a key away, in resources too."""
    merged = dataset | change
    resources = merged.get("resources")
    if isinstance(resources, list):
        merged["resources"] = [_without_absent(each) if isinstance(each, dict) else each for each in resources]
    return _without_absent(merged)


def _without_absent(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not ABSENT}
