"""SIPD E-Walidata: rows as public programs read them become one dataset per indicator. No answer could be recorded."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import connector, sipd_ewalidata_calls
from ckanext.satudata.harvest.errors import SourceError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.tests.harvest.connectors.reading import LIMITS, Read, dataset_of
from ckanext.satudata.tests.harvest.servers import Reply, serving

SIPD = connector("sipd_ewalidata")
TOKEN = "0123456789abcdef0123456789abcdef"


def row(code: str, year: str, data: str, **more: Any) -> dict[str, Any]:
    """A figure with the fields that are known."""
    return {
        "kodeindikator": code,
        "uraian_indikator": f"Indikator {code}",
        "satuan": "Orang",
        "definisi_operasional": "Banyaknya orang.",
        "bidangurusan": "1.01 - PENDIDIKAN",
        "uraibidang": "Pendidikan",
        "kodepemda": "3604",
        "kodekec": "0",
        "tahun": year,
        "data": data,
        "status": "AKTIF",
        "status_verifikasi_walidata": "Y",
        "walidata": "Dinas Komunikasi dan Informatika",
        "lastupdate": f"{year}-08-01 09:30:00",
        **more,
    }


class Server:
    """Pages of rows by limit and offset."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.knows_offset = True
        self.wrap: Any = lambda rows: rows

    def __call__(self, path: str, params: dict[str, str]) -> Reply:
        self.asked.append((path.rpartition("/")[2], params))
        start = int(params["offset"]) if self.knows_offset else 0
        page = self.rows[start : start + int(params["limit"])]
        return Reply(body=json.dumps(self.wrap(page)).encode())


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SATUDATA_SECRET_SIPD", TOKEN)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Any:
    def read(answer: Any, **settings: Any) -> Read:
        items: list[Any] = []
        with serving(answer) as address, HttpClient(LIMITS) as http:
            monkeypatch.setattr(sipd_ewalidata_calls, "API", f"{address}/ewalidata/serv")
            values = parse(SIPD.settings, {"kodepemda": "3604", **settings})
            try:
                items.extend(SIPD.records(http, values))
            except SourceError as error:
                return Read(items=items, error=error)
        return Read(items=items, error=None)

    return read


def test_the_yearly_figures_of_an_indicator_become_one_dataset_with_one_table(serve: Any) -> None:
    rows = [row("1.01.000474", "2024", "120"), row("1.01.000474", "2022", "98,5"), row("1.01.000474", "2023", "100")]

    result = serve(Server(rows))

    assert result.words == ["of 1", "3604/1.01.000474"]
    [resource] = result.records[0].document["resources"]
    assert resource["kept"] == {
        "name": "1.01.000474.csv",
        "columns": ["tahun", "kode_wilayah", "nilai", "satuan"],
        "rows": [
            ["2022", "36.04", "98,5", "Orang"],
            ["2023", "36.04", "100", "Orang"],
            ["2024", "36.04", "120", "Orang"],
        ],
    }
    made = dataset_of(result.records[0])
    assert {key: made[key] for key in ("title", "definisi", "kode_indikator", "urusan", "satuan", "frekuensi")} == {
        "title": "Indikator 1.01.000474",
        "definisi": "Banyaknya orang.",
        "kode_indikator": "1.01.000474",
        "urusan": "1.01",
        "satuan": "Orang",
        "frekuensi": "tahunan",
    }
    assert (made["periode_awal"], made["periode_akhir"], made["cakupan_wilayah"], made["source_modified"]) == (
        "2022",
        "2024",
        "36.04",
        "2024-08-01 09:30:00",
    )
    assert made["resources"][0]["name"] == "Data 2022–2024"
    assert result.records[0].document["organization"]["title"] == "Pendidikan"


def test_kecamatan_have_lines_of_their_own_and_of_two_figures_the_later_counts(serve: Any) -> None:
    rows = [
        row("1.02.000001", "2024", "7", kodekec="360405"),
        row("1.02.000001", "2024", "9", kodekec="360405", lastupdate="2025-01-01 00:00:00"),
        row("1.02.000001", "2024", "50"),
    ]

    result = serve(Server(rows))

    assert result.words == ["of 1", "HARVEST-73", "3604/1.02.000001"]
    assert result.records[0].document["resources"][0]["kept"]["rows"] == [
        ["2024", "36.04", "50", "Orang"],
        ["2024", "36.04.05", "9", "Orang"],
    ]


def test_disabled_empty_and_unverified_figures_are_left_out(serve: Any) -> None:
    rows = [
        row("a", "2024", "1", status="DISABLED"),
        row("b", "2024", ""),
        row("c", "2024", "1", status_verifikasi_walidata="N"),
        row("d", "2024", "1"),
        row("", "2024", "1"),
        "x",
    ]

    entered, final = serve(Server(rows), stage="get_dssd"), serve(Server(rows))

    assert entered.words == ["HARVEST-05", "of 4", "skipped", "skipped", "skipped", "3604/d"]
    assert final.words == ["HARVEST-05", "of 4", "skipped", "skipped", "3604/c", "3604/d"]


def test_all_pages_and_years_are_asked_for(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sipd_ewalidata_calls, "PAGE", 2)
    server = Server([row(f"1.01.{number}", "2024", "1", rowtotal="5") for number in range(5)])

    result = serve(server, years=["2023", "2024"])

    assert len(result.records) == 5
    assert [(action, one.get("tahun"), one["offset"]) for action, one in server.asked] == [
        ("get_dssd_final", year, offset) for year in ("2023", "2024") for offset in ("0", "2", "4")
    ]


@pytest.mark.parametrize(("total", "words"), [(None, []), ("2", []), ("5", ["HARVEST-42"])])
def test_a_version_that_knows_no_offset_is_read_once(
    serve: Any, monkeypatch: pytest.MonkeyPatch, total: str | None, words: list[str]
) -> None:
    monkeypatch.setattr(sipd_ewalidata_calls, "PAGE", 2)
    server = Server([row("a", "2024", "1", rowtotal=total), row("b", "2024", "1", rowtotal=total)])
    server.knows_offset = False

    assert serve(server).words == [*words, "of 2", "3604/a", "3604/b"]


def test_fewer_rows_than_counted_end_the_run_so_that_no_indicator_is_called_missing(serve: Any) -> None:
    result = serve(Server([row("a", "2024", "1", rowtotal="9")]))

    assert (result.words, str(result.error)) == (["UnexpectedAnswerError"], "SIPD counts 9 figures but gave 1.")


@pytest.mark.parametrize("wrap", [lambda rows: {"data": rows}, lambda rows: {"status": True, "result": rows}])
def test_rows_within_an_envelope_are_found(serve: Any, wrap: Any) -> None:
    server = Server([row("a", "2024", "1")])
    server.wrap = wrap

    assert serve(server).words == ["of 1", "3604/a"]


@pytest.mark.parametrize(
    ("reply", "words", "message"),
    [
        (Reply(status=401, body=b'{"message": "Unauthenticated."}'), "TokenRefusedError", "Unauthenticated."),
        (Reply(status=403, body=b'{"error": "kodepemda"}'), "TokenRefusedError", "kodepemda"),
        (Reply(body=b'{"message": "Parameter tahun"}'), "UnexpectedAnswerError", "Parameter tahun"),
        (Reply(status=404, body=b"[]"), "UnexpectedAnswerError", "HTTP 404"),
        (Reply(body=b"<html>"), "UnexpectedAnswerError", "web page"),
    ],
)
def test_each_refusal_has_its_words(serve: Any, reply: Reply, words: str, message: str) -> None:
    result = serve(lambda *_: reply)

    assert (result.words, message in str(result.error)) == ([words], True)


def test_an_empty_list_has_no_indicators(serve: Any) -> None:
    assert serve(Server([])).words == ["of 0"]


def test_the_token_goes_to_sipd_only_and_is_told_to_nobody(
    serve: Any, caplog: pytest.LogCaptureFixture, tokens: list[str | None]
) -> None:
    with caplog.at_level(logging.DEBUG):
        failed = serve(lambda *_: Reply(status=500))

    assert failed.error is not None
    assert TOKEN not in caplog.text + "".join(traceback.format_exception(failed.error))
    with (
        serving(lambda *_: Reply(status=302, headers={"Location": tokens[0] or ""})) as first,
        HttpClient(LIMITS) as http,
    ):
        http.get_json(f"{first}/a", headers={"Authorization": f"Bearer {TOKEN}"})
    assert tokens[1:] == [None]


@pytest.mark.parametrize("subdomain", ["evil.example/", "a@b", "-a", "sipd.go.id", "Siak"])
def test_no_subdomain_leads_elsewhere(subdomain: str) -> None:
    sipd = sipd_ewalidata_calls.Sipd(http=HttpClient(LIMITS), key=None, subdomain=subdomain)  # type: ignore[arg-type]

    with pytest.raises(SourceError, match="no subdomain"):
        sipd._host()


@pytest.fixture
def tokens() -> Iterator[list[str | None]]:
    """A server under another name of this machine: its address, then the tokens that it was given."""
    given: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given.append(self.headers.get("Authorization"))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.2", 0), Handler)
    given.append(f"http://127.0.0.2:{server.server_port}/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield given
    server.shutdown()
    server.server_close()
