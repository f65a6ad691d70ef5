"""navl validators: thin adapters over the pure normalisers of `metadata/fields/`.

A value that a normaliser refuses, or would have to cut, becomes an error that says what is wrong and what to do.
Without a value the key is dropped, as CKAN's `ignore_empty` does. The harvest cleans its records before
(`metadata/lenient.py`), so that these same validators accept them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey, Validator

from ckanext.satudata import config
from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.metadata import lenient_parts, names, organization_kind, provenance, publication
from ckanext.satudata.metadata.fields import code, kode_wilayah, lisensi, registry, text
from ckanext.satudata.metadata.fields.normalised import Normalised, Normaliser

__all__ = [
    "satudata_before",
    "satudata_code",
    "satudata_codes",
    "satudata_dataset_rules",
    "satudata_date",
    "satudata_email",
    "satudata_format",
    "satudata_frekuensi",
    "satudata_jenis_organisasi",
    "satudata_kegiatan",
    "satudata_kegiatan_rules",
    "satudata_kode_bps",
    "satudata_kode_sds",
    "satudata_kode_wilayah",
    "satudata_kode_wilayah_list",
    "satudata_licence",
    "satudata_line",
    "satudata_lines",
    "satudata_name",
    "satudata_number",
    "satudata_periode",
    "satudata_prioritas_tahun",
    "satudata_provenance",
    "satudata_rekomendasi",
    "satudata_resource_url",
    "satudata_satuan",
    "satudata_text",
    "satudata_title",
    "satudata_ukuran",
]


def adapter(name: str) -> Validator:
    """The navl validator of a normaliser that is the same for every field."""
    return _validator(name, registry.FOR_ANY_FIELD[name])


def factory(name: str) -> Callable[..., Validator]:
    """A validator of ckanext-scheming: called with field and schema it gives the navl validator of that field."""

    def of_field(field: dict[str, Any], schema: dict[str, Any]) -> Validator:  # noqa: ARG001
        return _validator(name, registry.FOR_ONE_FIELD[name](field))

    of_field.is_a_scheming_validator = True  # type: ignore[attr-defined]  # scheming's own protocol
    of_field.__name__ = name
    return of_field


def store(result: Normalised, key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict) -> None:
    """Put a normalised value into the data, or its finding into the errors."""
    if result.finding and (result.value is None or result.lossy):
        errors[key].append(explain(result.finding))
        raise tk.StopOnError
    if result.value is None:
        data.pop(key, None)
        raise tk.StopOnError
    value = result.value
    data[key] = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _validator(name: str, normalise: Normaliser) -> Validator:
    def validator(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
        given = data.get(key)
        store(normalise(None if given is tk.missing else given, place=str(key[-1])), key, data, errors)

    validator.__name__ = name
    return validator


def explain(found: Finding) -> str:
    """The finding as an error message in the reader's language: what is wrong, and what to do."""
    return f"{found.message(tk._)} {found.remedy(tk._)}"


satudata_date = adapter("satudata_date")
satudata_email = adapter("satudata_email")
satudata_format = adapter("satudata_format")
satudata_frekuensi = adapter("satudata_frekuensi")
satudata_kode_bps = adapter("satudata_kode_bps")
satudata_kode_sds = adapter("satudata_kode_sds")
satudata_line = adapter("satudata_line")
satudata_lines = adapter("satudata_lines")
satudata_prioritas_tahun = adapter("satudata_prioritas_tahun")
satudata_rekomendasi = adapter("satudata_rekomendasi")
satudata_satuan = adapter("satudata_satuan")
satudata_text = adapter("satudata_text")
satudata_title = adapter("satudata_title")
satudata_ukuran = adapter("satudata_ukuran")
satudata_code = factory("satudata_code")
satudata_codes = factory("satudata_codes")
satudata_number = factory("satudata_number")
satudata_periode = factory("satudata_periode")


def satudata_kode_wilayah(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """One region; names are looked up within the region of the portal."""
    store(kode_wilayah.normalise(data.get(key), place=str(key[-1]), parent=config.wilayah()), key, data, errors)


def satudata_kode_wilayah_list(
    key: FlattenKey,
    data: FlattenDataDict,
    errors: FlattenErrorDict,
    context: Context,  # noqa: ARG001
) -> None:
    """Several regions; names are looked up within the region of the portal."""
    store(kode_wilayah.normalise_all(data.get(key), place=str(key[-1]), parent=config.wilayah()), key, data, errors)


def satudata_licence(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """A licence that everybody knows, or one of the site's own list."""
    given = str(data.get(key))
    if given not in model.Package.get_license_register():
        store(lisensi.normalise(given), key, data, errors)


def satudata_resource_url(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """An address on the web; what lies in our own store or DataStore keeps the name that CKAN gave it."""
    is_ours = any(data.get((*key[:-1], name)) not in (None, "", tk.missing) for name in ("url_type", "upload"))
    if data.get(key) and not is_ours:
        store(lenient_parts.normalise_link(data[key], place=str(key[-1])), key, data, errors)


def satudata_before(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """Let everybody who may create a dataset create it as a draft: CKAN allows that only to its own form."""
    if "package" not in context and data.get(("state",)) == "draft":
        context["allow_state_change"] = True  # type: ignore[typeddict-unknown-key]  # CKAN reads it, but does not declare it


def satudata_name(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """The address of the page: kept on update, made from the title where none is given."""
    if not data.get(key) or data[key] is tk.missing:
        package = context.get("package")
        data[key] = package.name if package else names.free_name(str(data.get(("title",)) or ""))


def satudata_jenis_organisasi(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """The kind of an organisation; only a sysadmin appoints a walidata or pembina, or takes that from it."""
    given = data.get(key)
    if given is tk.missing:
        given = organization_kind.kept_kind(context)
    result = code.normalise(given, list_name="jenis_organisasi", place=str(key[-1]))
    if not result.finding and not organization_kind.is_allowed(result.value or "", context):
        errors[key].append(
            tk._("Only a system administrator may appoint a walidata or pembina data. Ask one to do so.")
        )
        raise tk.StopOnError
    store(result, key, data, errors)


def satudata_kegiatan(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """The name of a kegiatan of this portal. A harvested dataset may name one that is not here."""
    given = text.normalise(data.get(key), place="kegiatan").value
    found = None if publication.is_lenient(context) else names.check_kegiatan(given)
    store(Normalised(value=None if found else given, finding=found), key, data, errors)


def satudata_provenance(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """What the harvest wrote: kept over ordinary edits, changed only by the harvest and by sysadmins."""
    given = data.get(key)
    value = provenance.value_to_store(str(key[-1]), None if given is tk.missing else given, context)
    store(text.normalise(value, place=str(key[-1]), limit=registry.PROVENANCE_LIMIT), key, data, errors)


def satudata_dataset_rules(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """Rules between fields, and what a publication needs."""
    _add_errors(publication.check_dataset(data, context), errors)


def satudata_kegiatan_rules(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """Skip and consistency rules of MS-Keg, and what a publication needs."""
    _add_errors(publication.check_kegiatan(data, context), errors)


def _add_errors(found: list[Finding], errors: FlattenErrorDict) -> None:
    for each in found:
        errors.setdefault((each.place,), []).append(explain(each))
