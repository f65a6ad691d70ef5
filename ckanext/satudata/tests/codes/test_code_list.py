from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.folding import fold

LISTS = (
    "access",
    "formats",
    "jenis_data",
    "jenis_statistik",
    "licence",
    "pembina",
    "periodicity",
    "satuan",
    "sektor",
    "sektor_spbe",
    "tingkat",
    "topik",
    "ukuran",
    "urusan",
)
NOT_LISTS = ("urusan_opd", "nama_opd", "wilayah_aliases")


def test_every_table_beside_the_code_is_a_list_that_is_tested_here() -> None:
    tables = {path.stem for path in Path(code_list.__file__).parent.glob("*.tsv")}

    assert tables == {*LISTS, *NOT_LISTS}


@pytest.mark.parametrize("name", LISTS)
def test_no_spelling_means_two_terms(name: str) -> None:
    meanings: dict[str, set[str]] = {}
    for term in code_list.terms(name).values():
        for spelling in (term.code, term.label, term.label_en, *term.aliases):
            meanings.setdefault(fold(spelling), set()).add(term.code)

    assert {spelling: codes for spelling, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("name", LISTS)
def test_every_term_is_found_by_each_of_its_spellings_in_any_case(name: str) -> None:
    lost = [
        (spelling, term.code)
        for term in code_list.terms(name).values()
        for spelling in (term.code, term.label, term.label_en, *term.aliases)
        if code_list.find(name, f"  {spelling.upper()} ") is not term
    ]

    assert lost == []


@pytest.mark.parametrize("name", LISTS)
def test_every_term_has_a_label_in_both_languages(name: str) -> None:
    assert [
        code for code, label, label_en in code_list.choices(name) if not label.strip() or not label_en.strip()
    ] == []


def test_an_unknown_or_empty_text_is_no_term() -> None:
    assert [code_list.find("tingkat", text) for text in ("", "  ", "%", "antah berantah")] == [None] * 4
    assert code_list.get("tingkat", "Provinsi") is None
