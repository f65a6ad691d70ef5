"""Findings about the rules between answers of MS-Keg and MS-Ind: META-50 to 69."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

TYPES: tuple[FindingType, ...] = tuple(
    FindingType(code=code, severity=Severity.WARNING, message=message, remedy=remedy)
    for code, message, remedy in (
        (
            "META-50",
            N_("The step {step} ends ({end}) before it begins ({start})."),
            N_("Correct one of the two days."),
        ),
        (
            "META-51",
            N_("The kegiatan is carried out only once, but has a frequency (4.2)."),
            N_("Remove the frequency, or answer 4.1 with BERULANG."),
        ),
        (
            "META-52",
            N_("The kegiatan is repeated, but its frequency (4.2) is missing."),
            N_("Say how often it is repeated."),
        ),
        (
            "META-53",
            N_("The kegiatan covers all of Indonesia, but names regions (4.5)."),
            N_("Remove the regions, or answer 4.4 with a part of Indonesia."),
        ),
        (
            "META-54",
            N_("The kegiatan covers a part of Indonesia, but no region (4.5) is named."),
            N_("Name at least one region by its Kemendagri code."),
        ),
        (
            "META-55",
            N_("The kegiatan is a survey, but {place} of block V is missing."),
            N_("Describe the sample of the survey in block V."),
        ),
        (
            "META-56",
            N_("The kegiatan is no survey, but {place} of block V is filled in."),
            N_("Leave block V empty, or choose SURVEI as the way of collecting data."),
        ),
        (
            "META-57",
            N_("{place} does not fit the way in which the sample is selected (5.2)."),
            N_("Fill in 5.3a for a probability sample or 5.3b for another one, and leave the other empty."),
        ),
        (
            "META-58",
            N_("A product is announced (8.1), but its release day {place} is missing."),
            N_("Give the planned day of release, or answer 8.1 with no."),
        ),
        (
            "META-59",
            N_('"Other" is chosen, but {place} does not say what it is.'),
            N_("Write what it is, or take the choice back."),
        ),
        (
            "META-60",
            N_("BPS has recommended the kegiatan, but the number of the letter is missing."),
            N_("Write the number of the recommendation, such as V-23.3604.004."),
        ),
        (
            "META-61",
            N_("A composite indicator is made from indicators, but {place} is not filled in accordingly."),
            N_("Name the indikator pembangun and leave the variabel pembangun empty."),
        ),
        (
            "META-62",
            N_("An indicator that is not composite is made from variables, but {place} is filled in."),
            N_("Name the variabel pembangun instead, or say that the indicator is composite."),
        ),
    )
)
