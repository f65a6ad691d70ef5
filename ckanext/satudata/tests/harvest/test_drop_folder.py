"""Nothing outside the drop folder can be read, whatever a path or a link says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ckanext.satudata.harvest import drop_folder
from ckanext.satudata.harvest.drop_folder import Found
from ckanext.satudata.harvest.errors import SourceError, TooLargeError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A drop folder with an office, and a secret beside it."""
    (tmp_path / "rahasia").mkdir()
    (tmp_path / "rahasia" / "sandi.txt").write_text("x", encoding="utf-8")
    (tmp_path / "rahasia.txt").write_text("x", encoding="utf-8")
    made = tmp_path / "kotak"
    (made / "dinkes").mkdir(parents=True)
    (made / "dinkes" / "a.csv").write_text("1", encoding="utf-8")
    return made


@pytest.mark.parametrize(
    "below",
    ["..", "../rahasia.txt", "dinkes/../../rahasia.txt", "/etc/passwd", "dinkes/\0", "..\\rahasia.txt", "tidak-ada"],
)
def test_no_path_leads_out(root: Path, below: str) -> None:
    for read in (drop_folder.file_in, drop_folder.folder_in):
        with pytest.raises(SourceError):
            read(str(root), below)


@pytest.mark.parametrize("target", ["../rahasia", "dinkes"])
def test_no_link_is_followed_not_even_to_what_lies_within(root: Path, target: str) -> None:
    (root / "tautan").symlink_to(target)

    for below in ("tautan", "tautan/sandi.txt", "tautan/a.csv"):
        with pytest.raises(SourceError):
            drop_folder.file_in(str(root), below)
    with pytest.raises(SourceError):
        drop_folder.folder_in(str(root), "tautan")
    assert words(root) == ["dinkes/a.csv", "passed tautan"]


def test_a_linked_file_is_passed(root: Path) -> None:
    (root / "dinkes" / "b.csv").symlink_to("../../rahasia.txt")

    assert words(root) == ["dinkes/a.csv", "passed dinkes/b.csv"]


def test_the_drop_folder_itself_may_be_a_link(root: Path) -> None:
    (root.parent / "mount").symlink_to(root)

    assert drop_folder.file_in(str(root.parent / "mount"), "dinkes/a.csv").read_text(encoding="utf-8") == "1"


def test_litter_is_not_seen_and_special_files_are_passed(root: Path) -> None:
    for name in (".DS_Store", "~$a.xlsx", "Thumbs.db", "b.csv.part", "c.TMP"):
        (root / "dinkes" / name).write_text("x", encoding="utf-8")
    os.mkfifo(root / "pipa")
    (root / "aneh\n.csv").write_text("x", encoding="utf-8")

    assert words(root) == ["passed aneh\n.csv", "dinkes/a.csv", "passed pipa"]


def test_folders_too_deep_below_are_passed(root: Path) -> None:
    deep = root.joinpath(*"123456789")
    deep.mkdir(parents=True)
    (deep / "a.csv").write_text("1", encoding="utf-8")

    assert words(root)[0] == "passed 1/2/3/4/5/6/7/8/9"


def test_more_files_than_one_source_may_have_end_the_walk(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drop_folder, "MOST_FILES", 3)
    for number in range(4):
        (root / f"{number}.csv").write_text("1", encoding="utf-8")

    with pytest.raises(TooLargeError, match="more than 3 files"):
        words(root)


def test_without_a_drop_folder_nothing_is_read() -> None:
    with pytest.raises(SourceError, match="No drop folder is set"):
        drop_folder.folder_in("", "dinkes")


def words(root: Path) -> list[str]:
    found = drop_folder.walk(str(root), ".")
    return [str(one.path) if isinstance(one, Found) else f"passed {one.path}" for one in found]
