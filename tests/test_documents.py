"""The pages under docs/ tell the truth: their figures are those that were kept, and what they name is there."""

import re
from pathlib import Path

import pytest

from benchmarks import kept
from tests.test_readme import is_path

PAGES = [Path("docs/understanding.md"), Path("docs/content.md")]
NAMED = [
    (page, quoted)
    for page in PAGES
    for quoted in sorted(set(re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))))
    if is_path(quoted)
]
SHARE = re.compile(r"(?<![\d.])0\.\d|\d ?%")


def test_the_page_shows_the_figures_that_were_kept() -> None:
    page = kept.PAGE.read_text("utf-8")
    assert kept.with_table(page) == page


@pytest.mark.parametrize("path", [Path("README.md"), *PAGES], ids=str)
def test_no_share_is_typed_into_a_page(path: Path) -> None:
    page = path.read_text("utf-8")
    typed = page.split(kept.BEGIN)[0] + page.split(kept.END)[-1]
    assert not SHARE.search(typed)


@pytest.mark.parametrize(("page", "path"), NAMED, ids=str)
def test_what_a_page_names_exists(page: Path, path: str) -> None:
    assert Path(path).exists() or Path("extensions/nlu", path).exists()


def test_what_code_and_data_say_of_documents_exists() -> None:
    files = [path for room in ("actions", "clinic", "content", "data", "extensions") for path in Path(room).rglob("*")]
    texts = [path.read_text("utf-8") for path in files if path.suffix in {".py", ".yml"}]
    named = {name for text in texts for name in re.findall(r"docs/(?:[\w-]+/)*[\w-]+(?:\.md)?", text)}
    assert [name for name in sorted(named) if not any(Path().glob(f"{name}*"))] == []
