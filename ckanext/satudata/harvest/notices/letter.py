"""What a letter about a run says: how it ended, its counts, its worst findings, and where to read on.

In the language of the site, as plain text. Settings of the source are not in it, so no secret can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from ckanext.satudata.codes import findings
from ckanext.satudata.codes.findings import Finding, Severity
from ckanext.satudata.codes.messages import N_, Translate
from ckanext.satudata.harvest import finding_wording
from ckanext.satudata.harvest.errors import Message
from ckanext.satudata.harvest.model import Deletion, Run, RunState, StoredFinding

__all__ = ["Addresses", "Letter", "Worst", "letter"]

LINE_LENGTH = 400

COUNTS: Mapping[str, str] = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "missing": N_("Gone at the source"),
    "archived": N_("Hidden"),
    "deleted": N_("Deleted"),
    "restored": N_("Brought back"),
    "failed": N_("Kept out"),
    "with_warnings": N_("With warnings"),
}
ALWAYS_SHOWN = frozenset({"new", "changed", "unchanged", "failed"})

_ENDINGS: Mapping[str, str] = {
    RunState.FINISHED.value: N_("The run of {source} has ended."),
    RunState.FAILED.value: N_("The run of {source} has failed. What had come until then was kept."),
    RunState.INTERRUPTED.value: N_("The run of {source} was interrupted. The next run completes it."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Subject, on one line, and text."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """A kind of finding with its first example and how often the run found it."""

    example: StoredFinding
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where to read on: the page of the run, and the one on which each member finds the own findings."""

    run: str
    findings: str


def letter(
    run: Run, source_title: str, worst: Sequence[Worst], *, addresses: Addresses, translate: Translate, locale: str
) -> Letter:
    """The letter about a run that has ended; `worst` come in the order in which they are shown."""
    parts = [
        [translate(_ENDINGS.get(run.state, _ENDINGS[RunState.FINISHED.value])).format(source=source_title)],
        [Message(run.error["msgid"], run.error["details"]).text(translate)[:LINE_LENGTH]] if run.error else [],
        [
            f"{translate(label)}: {format_decimal(run.counts[name], locale=locale)}"
            for name, label in COUNTS.items()
            if run.counts[name] or name in ALWAYS_SHOWN
        ],
        [translate(N_("Datasets are gone at the source, and too many to be hidden without asking. Please decide."))]
        if run.deletion == Deletion.REFUSED.value
        else [],
        [translate(N_("The worst findings:")), *_findings(worst, translate, locale)] if worst else [],
        [translate(N_("The whole report, and what to do:")), addresses.run],
        [translate(N_("Members of an organization find what concerns their data here:")), addresses.findings],
    ]
    subject = translate(N_("{source}: {summary}")).format(source=source_title, summary=_summary(run, translate, locale))
    return Letter(
        subject=" ".join(subject.split())[:LINE_LENGTH],
        text="\n\n".join("\n".join(lines) for lines in parts if lines) + "\n",
    )


def _summary(run: Run, translate: Translate, locale: str) -> str:
    if run.state != RunState.FINISHED.value:
        return translate(N_("the run failed"))
    if run.deletion == Deletion.REFUSED.value:
        return translate(N_("a deletion needs your decision"))
    number = {name: format_decimal(count, locale=locale) for name, count in run.counts.items()}
    return translate(N_("{new} new, {changed} changed, {failed} kept out")).format(**number)


def _findings(worst: Sequence[Worst], translate: Translate, locale: str) -> list[str]:
    wordings = ((one, _wording(one.example, translate, locale)) for one in worst)
    return [f"- {one.example.code} ({format_decimal(one.count, locale=locale)}×): {text}" for one, text in wordings]


def _wording(stored: StoredFinding, translate: Translate, locale: str) -> str:
    if stored.code not in findings.CODES:
        return stored.title or ""
    found = Finding(
        code=stored.code,
        severity=Severity(stored.severity),
        place=stored.place,
        value=stored.value,
        details=stored.details,
    )
    about = f"{stored.title}: " if stored.title else ""
    return " ".join(f"{about}{finding_wording.texts(found, translate, locale)[0]}".split())[:LINE_LENGTH]
