from __future__ import annotations

from ckanext.satudata.codes.topik import choices, choices_spbe, parse, parse_spbe, spbe_sector


def test_the_sixteen_themes_belong_to_the_nine_spbe_sectors() -> None:
    numbers = {code for code, _, _ in choices_spbe()}

    assert (len(choices()), sorted(numbers)) == (16, [f"0{number}" for number in range(1, 10)])
    # Order and safety (05) is the one sector without a theme on the national portal.
    assert numbers - {spbe_sector(code) for code, _, _ in choices()} == {"05"}


def test_a_theme_is_read_by_name_or_alias() -> None:
    assert [parse(text) for text in ("Kesehatan", "SDA", "Tenaga Kerja", "Uncategorized", "")] == [
        "kesehatan",
        "sumber_daya_alam",
        "ketenagakerjaan",
        None,
        None,
    ]
    assert [parse_spbe(text) for text in ("07", "Budaya dan Agama", "x")] == ["07", "08", None]
