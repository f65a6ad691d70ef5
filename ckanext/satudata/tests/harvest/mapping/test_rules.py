"""The lines of a field map: what they mean, and what is said of a line that means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.harvest.mapping.rules import Given, Rule, parse_rules, written
from ckanext.satudata.harvest.mapping.steps import STEPS, Step


def test_a_line_names_the_field_the_names_there_and_the_steps() -> None:
    rules, wrong = parse_rules(
        [
            "satuan <- Satuan Dataset",
            "",
            'frekuensi <- Jadwal or periode.nama or "tahunan" | lower',
            'klasifikasi <- [Dimensi | or "x"] | split ; | cut-start "Data "',
        ]
    )

    assert wrong == []
    assert rules == [
        Rule(field="satuan", given=(Given(text="Satuan Dataset"),)),
        Rule(
            field="frekuensi",
            given=(Given(text="Jadwal"), Given(text="periode.nama"), Given(text="tahunan", is_value=True)),
            steps=(Step(name="lower"),),
        ),
        Rule(
            field="klasifikasi",
            given=(Given(text='Dimensi | or "x"'),),
            steps=(Step(name="split", argument=";"), Step(name="cut-start", argument="Data ")),
        ),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("satuan", "Line 2: “satuan” is no rule. Write: field here <- name there, for example satuan <- Satuan Data"),
        ("satuan = Orang", "Line 2: “satuan = Orang” is no rule."),
        ("<- unit", "Line 2: “<- unit” is no rule."),
        ("satuan hasil <- unit", "Line 2: “satuan hasil <- unit” is no rule."),
        ("topik <- tema", "Line 2: “topik” is filled by an earlier line already. Join both lines with “or”."),
        ("satuan <- unit or", "Line 2: a name is missing before or after “or”, or before the bar."),
        ("satuan <- | lower", "Line 2: a name is missing before or after “or”, or before the bar."),
        ('satuan <- "Orang', 'Line 2: a quotation mark or bracket in “"Orang” does not enclose the whole name.'),
        ("satuan <- unit | kecil", "Line 2: there is no step “kecil”. Steps: lower, upper, sentence, cut-start"),
        ("satuan <- unit |", "Line 2: there is no step “”."),
        ("satuan <- unit | lower semua", "Line 2: the step “lower” takes no text behind it."),
        ("satuan <- unit | cut-end", "Line 2: the step “cut-end” needs a text behind it, for example cut-end (Jiwa)."),
        ("satuan <- unit | values a", "Line 2: “a” is no replacement. Write: value there => value here; and so on."),
        ("satuan <- unit | values a => b; => c", "Line 2: “=> c” is no replacement."),
    ],
)
def test_a_line_that_is_no_rule_is_told_with_its_number_and_what_to_write(line: str, message: str) -> None:
    rules, wrong = parse_rules(["topik <- kategori", line])

    assert [rule.field for rule in rules] == ["topik"]
    assert [one.text()[: len(message)] for one in wrong] == [message]


NAMES = st.from_regex(r"[a-z][a-z_0-9]{0,10}", fullmatch=True)
WORDS = st.text("abc |or;,->ÃéÑ.()/", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
GIVEN = st.builds(Given, text=WORDS) | st.builds(Given, text=WORDS, is_value=st.just(True))
PLAIN_STEPS = st.sampled_from([Step(name=name) for name, kind in STEPS.items() if not kind.needs_text])
TEXT_STEPS = st.builds(Step, name=st.sampled_from(["cut-start", "cut-end", "split"]), argument=WORDS)
RULES = st.builds(
    Rule,
    field=NAMES,
    given=st.lists(GIVEN, min_size=1, max_size=3).map(tuple),
    steps=st.lists(PLAIN_STEPS | TEXT_STEPS, max_size=3).map(tuple),
)


@given(RULES)
def test_a_rule_that_is_written_down_is_read_as_the_same(rule: Rule) -> None:
    assert parse_rules([written(rule)]) == ([rule], [])


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gives_rules_or_messages_and_never_a_crash(lines: list[str]) -> None:
    rules, wrong = parse_rules(lines)

    assert len(rules) + len(wrong) == len([line for line in lines if line.strip()])
    assert all(message.text() for message in wrong)
