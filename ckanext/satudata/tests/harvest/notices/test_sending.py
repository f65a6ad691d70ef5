"""Letters about runs: when, to whom, in which words, and that no mail server can harm a run."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest import jobs, runs, sources
from ckanext.satudata.harvest.engine import after_run
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.metadata import translations
from ckanext.satudata.tests.harvest.conftest import add_source, site
from ckanext.satudata.tests.harvest.notices.mail_server import MailServer, serving_mail
from ckanext.satudata.tests.harvest.servers import Portal
from ckanext.satudata.tests.metadata.people import organization

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")

TO = "operator@dinkes.example.go.id"


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """The mail server of the portal, and no admins of walidata but those whom a test makes."""
    with serving_mail(MailServer()) as server:
        monkeypatch.setitem(tk.config, "smtp.server", server.address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.test")
        monkeypatch.setitem(tk.config, "ckan.locale_default", "id")
        monkeypatch.setattr("ckanext.satudata.harvest.notices.recipients.organizations_of_kind", lambda _kind: [])
        yield server


def source_with(url: str, opd: dict[str, Any], occasion: str) -> Source:
    return add_source(url, opd["name"], mapping={"notice": occasion, "notice_to": [TO]})


def run_as_job(source: Source) -> Run:
    """As a worker does it."""
    queued = runs.queue(source, None)
    jobs.execute(queued.id)
    model.Session.expire_all()
    done = model.Session.get(Run, queued.id)
    assert done is not None
    return done


@pytest.mark.parametrize(
    ("occasion", "expected"),
    [("never", [0, 0]), ("error", [0, 0]), ("change", [1, 0]), ("always", [1, 1])],
)
def test_a_letter_is_sent_after_the_runs_that_the_source_is_set_for(
    occasion: str, expected: list[int], mail: MailServer, portal_url: str, opd: dict[str, Any]
) -> None:
    source = source_with(portal_url, opd, occasion)

    numbers = []
    for _ in range(2):
        before = len(mail.letters)
        run_as_job(source)
        numbers.append(len(mail.letters) - before)

    assert numbers == expected


def test_the_letter_has_the_counts_and_the_way_to_the_report_in_indonesian(
    mail: MailServer, portal_url: str, opd: dict[str, Any]
) -> None:
    source = source_with(portal_url, opd, "always")

    done = run_as_job(source)

    text = mail.text()
    in_indonesian = translations.translator("id")
    summary = in_indonesian("{new} new, {changed} changed, {failed} kept out").format(new=5, changed=0, failed=0)
    assert mail.received() == [(TO, f"{source.title}: {summary}")]
    assert f"{in_indonesian('New')}: 5" in text
    assert f"http://satudata.test/sumber/proses/{done.id}" in text
    assert tk.get_action("satudata_run_show")(site(), {"id": done.id})["notice"] == (
        "A letter about this run was sent to 1 people."
    )


def test_a_run_that_fails_says_why(mail: MailServer, opd: dict[str, Any]) -> None:
    source = source_with("http://127.0.0.1:9", opd, "error")

    done = run_as_job(source)

    summary = translations.translator("id")("the run failed")
    assert (done.state, mail.received()[0][1]) == ("failed", f"{source.title}: {summary}")
    assert "127.0.0.1:9" in mail.text()


def test_the_worst_findings_stand_in_the_letter(
    mail: MailServer, portal: Portal, portal_url: str, opd: dict[str, Any]
) -> None:
    portal.packages[0]["title"] = ""
    source = source_with(portal_url, opd, "always")

    done = run_as_job(source)

    found = tk.get_action("satudata_run_show")(site(), {"id": done.id})["findings_by_code"]
    worst = [kind["code"] for kind in found if kind["severity"] != "info"]
    assert worst
    assert [code for code in worst[:10] if f"- {code} (" not in mail.text()] == []


def test_admins_of_the_walidata_and_listed_addresses_get_one_letter_each(
    mail: MailServer, portal_url: str, opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, editor = (factories.User(email=f"{uuid4().hex}@satudata.test", fullname="Ibu Admin") for _ in range(2))
    walidata = organization("walidata", "Diskominfosatik", admin=admin, editor=editor)
    monkeypatch.setattr(
        "ckanext.satudata.harvest.notices.recipients.organizations_of_kind", lambda _kind: [walidata["id"]]
    )
    addresses = [TO, admin["email"].upper()]
    source = add_source(portal_url, opd["name"], mapping={"notice": "always", "notice_to": addresses})

    run_as_job(source)

    # The factory's organisation has made its creator an admin as well.
    received = [to for to, _subject in mail.received() if "@satudata.test" in to or TO in to]
    assert received == [admin["email"], TO]


def test_a_refused_recipient_keeps_the_letter_from_nobody_else(
    mail: MailServer, portal_url: str, opd: dict[str, Any]
) -> None:
    mail.refused = frozenset({"pergi@dinkes.example.go.id"})
    addresses = ["pergi@dinkes.example.go.id", TO]
    source = add_source(portal_url, opd["name"], mapping={"notice": "always", "notice_to": addresses})

    done = run_as_job(source)

    assert ([to for to, _ in mail.received()], done.notice) == (
        [TO],
        {"outcome": "failed", "sent": 1, "wanted": 2},
    )


@pytest.mark.parametrize("server", ["127.0.0.1:9", "mati.satudata.test"])
def test_a_mail_server_that_is_down_is_noted_on_a_run_that_went_well(
    server: str, mail: MailServer, portal_url: str, opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "smtp.server", server)
    monkeypatch.setitem(tk.config, "smtp.user", "portal")
    monkeypatch.setitem(tk.config, "smtp.password", "sangat-rahasia")

    done = run_as_job(source_with(portal_url, opd, "always"))

    assert (done.state, done.counts["new"]) == ("finished", 5)
    assert done.notice == {"outcome": "failed", "sent": 0, "wanted": 1}
    assert socket.getdefaulttimeout() is None


@pytest.mark.parametrize("option", ["smtp.server", "smtp.mail_from"])
def test_a_portal_without_a_mail_server_or_a_sender_says_so(
    mail: MailServer, portal_url: str, opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setitem(tk.config, option, "")

    done = run_as_job(source_with(portal_url, opd, "always"))

    assert done.notice == {"outcome": "no_server"}


def test_a_run_is_told_of_once(mail: MailServer, portal_url: str, opd: dict[str, Any]) -> None:
    done = run_as_job(source_with(portal_url, opd, "always"))

    after_run.follow_up(done.id)
    after_run.follow_up(done.id)

    assert len(mail.letters) == 1


def test_a_line_break_in_a_title_does_not_reach_the_head_of_a_letter(
    mail: MailServer, portal_url: str, opd: dict[str, Any]
) -> None:
    source = source_with(portal_url, opd, "always")
    source.title = "Dinas\r\nBcc: lain@example.com"
    model.Session.commit()

    run_as_job(source)

    (letter,) = mail.letters
    assert (letter["Bcc"], str(letter["Subject"])[:30]) == (None, "Dinas Bcc: lain@example.com: 5")


def test_an_address_that_is_none_is_refused_when_it_is_written_down(opd: dict[str, Any], portal_url: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        add_source(portal_url, opd["name"], mapping={"notice_to": [TO, "dinkes"]})

    assert refused.value.error_dict == {"mapping.notice_to": ["“dinkes” is no mail address."]}


def test_who_is_told_maps_no_dataset_again(opd: dict[str, Any], portal_url: str) -> None:
    source = add_source(portal_url, opd["name"])

    sources.change(source, sources.merged(source, {"mapping": {"notice": "always", "notice_to": [TO]}}))

    assert source.mapping_version == 1
