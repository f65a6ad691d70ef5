"""`satudata-tidy template` writes a form; the filled form is a file like any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ckanext.satudata.tabular.cli import tidy_command
from ckanext.satudata.tabular.template.write import write_form
from ckanext.satudata.tests.tabular.template.filling import filled
from ckanext.satudata.tests.tabular.template.test_template import ANSWERS, BY_SEX, DEFINITION

ASKED = ("--title", "Penduduk", "--column", "Penduduk (Orang)", "--dimension", "Jenis Kelamin=Laki-laki,Perempuan")


def test_the_command_writes_the_form_that_is_asked_for(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"

    said = CliRunner().invoke(
        tidy_command, ["template", *ASKED, "--wilayah", "36.73", "--period", "2024", "--out", str(form)]
    )

    assert (said.exit_code, said.stdout, said.stderr) == (0, f"{form}\n", "6 rows, 2 columns to fill in.\n")
    printed = CliRunner().invoke(tidy_command, [str(form)])
    assert printed.stdout.splitlines()[0] == "Kode Wilayah,Kecamatan,Penduduk | Laki-laki,Penduduk | Perempuan"


def test_a_definition_may_come_from_a_file(tmp_path: Path) -> None:
    source, form = tmp_path / "definition.json", tmp_path / "form.xlsx"
    source.write_text(json.dumps(BY_SEX.as_dict()))

    said = CliRunner().invoke(tidy_command, ["template", "--from", str(source), "--language", "en", "--out", str(form)])

    assert (said.exit_code, form.read_bytes()[:2]) == (0, b"PK")


def test_a_filled_form_is_printed_as_a_tidy_table(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(filled(write_form(DEFINITION), ANSWERS))

    said = CliRunner().invoke(tidy_command, [str(form)])

    assert (said.exit_code, said.stdout.splitlines()[1]) == (0, "36.73.01,Serang,10,0.25,Milik sendiri")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "--title and --column"),
        ((*ASKED, "--wilayah", "3604"), "is no Kemendagri code"),
        ((*ASKED[:4], "--dimension", "Umur"), "NAME=VALUE,VALUE"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    said = CliRunner().invoke(tidy_command, ["template", *arguments, "--out", str(tmp_path / "form.xlsx")])

    assert (said.exit_code, complaint in said.stderr) == (2, True)
