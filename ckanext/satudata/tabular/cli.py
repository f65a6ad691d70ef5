"""The command `satudata-tidy`: files in, tidy tables out, findings on standard error."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from ckanext.satudata.codes.findings import Severity
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.errors import TabularError
from ckanext.satudata.tabular.explain.page import page
from ckanext.satudata.tabular.explain.terminal import draw
from ckanext.satudata.tabular.model import Hints, Workbook
from ckanext.satudata.tabular.output.writers import FORMATS, table_as_dict, write_csv, write_workbook
from ckanext.satudata.tabular.template.cli import template_command

__all__ = ["tidy_command"]


class _FilesByDefault(click.Group):
    """A group whose first argument may be a file: then it is the command that tidies."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if args[:1] == ["template"] else ["files", *args])


@click.group(name="satudata-tidy", cls=_FilesByDefault)
def tidy_command() -> None:
    """Raw spreadsheets into tidy tables, and empty forms for offices."""


tidy_command.add_command(template_command)


@tidy_command.command(name="files")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the files that are written.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(sorted(FORMATS)),
    default="csv",
    show_default=True,
    help="What to write.",
)
@click.option("--explain", is_flag=True, help="Draw each sheet with its recognised parts; with --out as HTML too.")
@click.option("--wilayah", default="", help="Kemendagri code of the region the files are about, such as 36.04.")
def files_command(files: tuple[Path, ...], out: Path | None, format_name: str, explain: bool, wilayah: str) -> None:
    """Turn raw spreadsheets into tidy tables. `satudata-tidy template --help`: write an empty form.

    Without --out the tables are printed: CSV as it is, the other formats as one JSON object a line. Exit status: 0
    done, 1 done with errors in the data, 2 wrong use.
    """
    if format_name == "parquet" and out is None:
        message = "Parquet cannot be printed. Name a folder with --out."
        raise click.UsageError(message)
    counts: Counter[str] = Counter()
    for path in files:
        try:
            workbook = tidy(path, hints=Hints(wilayah=wilayah))
        except OSError as err:
            click.echo(f"{path}: {err.strerror}", err=True)
            counts["errors"] += 1
            continue
        _report(workbook, counts)
        try:
            _give(workbook, out, format_name, explain)
        except TabularError as err:
            raise click.ClickException(str(err)) from err
    click.echo(
        f"{len(files)} files: {counts['tables']} tables, {counts['records']} records, {counts['errors']} errors, "
        f"{counts['warnings']} warnings.",
        err=True,
    )
    sys.exit(1 if counts["errors"] else 0)


def _report(workbook: Workbook, counts: Counter[str]) -> None:
    for table in workbook.tables:
        counts["tables"] += 1
        counts["records"] += len(table.records)
    for found in workbook.all_findings:
        counts["errors"] += found.severity is Severity.ERROR
        counts["warnings"] += found.severity is Severity.WARNING
        click.echo(f"{found.code}  {found.place}  {found.message()} {found.remedy()}", err=True)


def _give(workbook: Workbook, out: Path | None, format_name: str, explain: bool) -> None:
    if explain:
        for sheet in workbook.sheets:
            for line in draw(sheet):
                click.echo(line)
    if out is not None:
        written = write_workbook(workbook, out, format_name)
        if explain:
            drawing = out / f"{Path(workbook.name).stem or 'workbook'}.html"
            drawing.write_text(page(workbook), encoding="utf-8")
            written.append(drawing)
        for path in written:
            click.echo(path)
    elif not explain:
        _print(workbook, format_name)


def _print(workbook: Workbook, format_name: str) -> None:
    for position, table in enumerate(workbook.tables):
        if format_name == "csv":
            if position:
                click.echo()
            write_csv(table, sys.stdout)
        else:
            click.echo(json.dumps(table_as_dict(table), ensure_ascii=False))
