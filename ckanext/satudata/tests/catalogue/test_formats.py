from __future__ import annotations

from ckanext.satudata.catalogue import formats


def test_formats_that_programs_read_come_first_and_each_once() -> None:
    resources = [{"format": name} for name in ("PDF", "geojson", "xlsx", "CSV", " csv ", "", None, "JPEG")]

    assert formats.marks(resources) == ["CSV", "XLSX", "GEOJSON", "JPEG", "PDF"]
