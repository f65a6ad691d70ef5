"""The form of a source in sections: what every source needs stands open, the rest is folded and says what is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.satudata.codes.messages import N_, Translate
from ckanext.satudata.harvest.settings import Kind
from ckanext.satudata.harvest.source_form import FormField

ANSWER_LENGTH = 40
LINES, YES, NO = N_("{number} lines"), N_("Yes"), N_("No")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """Fields under one heading. `summary` is what is set in it, in one line; "" where all is as usual."""

    heading: str
    fields: Sequence[FormField]
    summary: str

    @property
    def is_open(self) -> bool:
        """Whether something in it has to be corrected."""
        return any(one.errors for one in self.fields)


def folded(heading: str, fields: Sequence[FormField], translate: Translate) -> FormSection:
    """A section in the language of `translate`; `heading` is a msgid."""
    summary = " · ".join(_set(one, translate) for one in fields if one.is_set)
    return FormSection(heading=translate(heading), fields=fields, summary=summary)


def _set(field: FormField, translate: Translate) -> str:
    if field.kind == Kind.BOOLEAN.value:
        answer = translate(YES if field.value == "true" else NO)
    elif "\n" in field.value:
        answer = translate(LINES).format(number=len(field.value.splitlines()))
    else:
        answer = field.answer
    return f"{field.label}: {answer if len(answer) <= ANSWER_LENGTH else answer[:ANSWER_LENGTH] + '…'}"
