"""How long does it take to find titles that say the same, and how many are there in a real catalogue?

Usage: duplicates.py [DATA]

Prints `name = value`: the Serang catalogue as it is, all of it as if it were of one office, and ten times as large
(each title with ten years, so that nothing new may be found among different years).
"""

from __future__ import annotations

import csv
import platform
import sys
import time
from collections import defaultdict
from pathlib import Path

from ckanext.satudata.harvest.duplicates.title_likeness import common_words, pairs, words

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ROUNDS = 5
YEARS = range(2014, 2024)


def main(data: Path) -> None:
    offices: dict[str, dict[str, str]] = defaultdict(dict)
    with (data / "serang" / "ckan_catalog.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            offices[row["organization"]][row["id"]] = row["title"]
    titles = {id_: title for office in offices.values() for id_, title in office.items()}
    by_year = {f"{id_}-{year}": f"{title} {year}" for id_, title in titles.items() for year in YEARS}
    print(f"machine = {platform.machine()}, Python {platform.python_version()}")
    report("within_offices", list(offices.values()))
    report("one_office", [titles])
    report("one_office_ten_years", [by_year])


def report(name: str, offices: list[dict[str, str]]) -> None:
    took = []
    for _ in range(ROUNDS):
        words.cache_clear()
        begin = time.perf_counter()
        common = common_words(title for office in offices for title in office.values())
        found = sum(1 for office in offices for _ in pairs(office, common))
        took.append(time.perf_counter() - begin)
    print(f"duplicates.{name}.titles = {sum(map(len, offices))}")
    print(f"duplicates.{name}.pairs = {found}")
    print(f"duplicates.{name}.median_s = {sorted(took)[ROUNDS // 2]:.2f}")
    print(f"duplicates.{name}.slowest_s = {max(took):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED_DATA)
