"""docs/errors.md knows every error that the source can make."""

from tests.errors_page import PAGE, places


def test_every_error_stands_on_its_page() -> None:
    text = PAGE.read_text()
    missing = [
        f"{place.file}:{place.first} {place.words}"
        for place in places()
        if not any(
            row.startswith(f"| {place.file} |") and _stands_in(place.words, row)
            for row in text.splitlines()
        )
    ]
    assert missing == [], "make errors writes it anew"


def _stands_in(words: str, row: str) -> bool:
    """Whether the longest piece of a message that nothing is filled into stands in a row."""
    pieces = words.replace("\n", " ").replace("|", "\\|").replace("`", "'").split("…")
    longest = max(pieces, key=len)
    return longest[:100] in row
