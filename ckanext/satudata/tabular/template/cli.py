"""The command `satudata-tidy template`: write the empty form for a definition. A filled form is read as any file is."""

from __future__ import annotations

import gettext
import json
from importlib.util import find_spec
from pathlib import Path

import click

from ckanext.satudata.codes.messages import Translate
from ckanext.satudata.codes.wilayah import Level, region
from ckanext.satudata.tabular.template.definition import Dimension, FormColumn, FormDefinition, rows_of
from ckanext.satudata.tabular.template.write import write_form

__all__ = ["template_command"]

DOMAIN = "ckanext-satudata"


@click.command(name="template")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .xlsx to write.")
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True), help="A definition as JSON.")
@click.option("--title", default="", help="Title of the table.")
@click.option(
    "--column", "columns", multiple=True, help='What is asked for, with its unit: "Puskesmas (Unit)". Repeat.'
)
@click.option(
    "--dimension", "dimensions", multiple=True, help='A breakdown: "Jenis Kelamin=Laki-laki,Perempuan". Repeat.'
)
@click.option("--wilayah", default="", help="Kemendagri code of the region, such as 36.04.")
@click.option(
    "--level", type=click.Choice([level.value for level in Level]), default="kecamatan", help="Level of the rows."
)
@click.option("--period", default="", help="Period of the figures, such as 2024 or 2024-S1.")
@click.option("--language", default="id", show_default=True, help="Language of the instructions.")
def template_command(
    out: Path,
    source: Path | None,
    title: str,
    columns: tuple[str, ...],
    dimensions: tuple[str, ...],
    wilayah: str,
    level: str,
    period: str,
    language: str,
) -> None:
    """Write the empty form that an office fills in.

    Its rows are the regions of a level inside a region. The filled form is read by `satudata-tidy FORM.xlsx`.
    """
    if source is not None:
        definition = _loaded(source)
    else:
        if not title or not columns:
            message = "Say what is asked for: --title and --column, or --from with a definition."
            raise click.UsageError(message)
        area = region(wilayah) if wilayah else None
        if wilayah and area is None:
            message = f"{wilayah!r} is no Kemendagri code. Write it with dots, such as 36.04."
            raise click.UsageError(message)
        definition = FormDefinition(
            title=title,
            columns=tuple(map(_column, columns)),
            dimensions=tuple(map(_dimension, dimensions)),
            rows=rows_of(wilayah, Level(level)),
            period=period,
            area=area.nama if area else "",
            row_name=level.capitalize(),
        )
    out.write_bytes(write_form(definition, _translation(language)))
    click.echo(out)
    click.echo(f"{len(list(definition.lines))} rows, {len(definition.inputs)} columns to fill in.", err=True)


def _loaded(source: Path) -> FormDefinition:
    try:
        return FormDefinition.from_dict(json.loads(source.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as err:
        message = f"{source} is no definition of a form ({err})."
        raise click.UsageError(message) from err


def _column(text: str) -> FormColumn:
    """Name and unit of "Puskesmas (Unit)"."""
    name, bracket, unit = text.rpartition(" (")
    return FormColumn(name=name, unit=unit.rstrip(")")) if bracket and text.endswith(")") else FormColumn(name=text)


def _dimension(text: str) -> Dimension:
    name, equals, values = text.partition("=")
    named = tuple(value.strip() for value in values.split(",") if value.strip())
    if not equals or not named:
        message = f"Write a dimension as NAME=VALUE,VALUE, not {text!r}."
        raise click.UsageError(message)
    return Dimension(name=name.strip(), values=named)


def _translation(language: str) -> Translate:
    """The catalogue that lies beside the package; English where there is none."""
    found = find_spec("ckanext.satudata.i18n")
    folder = next(iter(found.submodule_search_locations or ()), None) if found else None
    return gettext.translation(DOMAIN, folder, [language], fallback=True).gettext
