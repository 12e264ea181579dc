"""From files of every kind to text, and one line of reason for those that cannot be used."""

from pathlib import Path

import pytest

from knowledge import KnowledgeError
from knowledge.documents import read_document
from knowledge.formats import extract
from knowledge.passages import split
from tests.knowledge.samples import docx, pdf


def text(name: str, data: bytes | str) -> str:
    return extract(name, data.encode() if isinstance(data, str) else data).text


def test_a_page_keeps_its_headings_lists_and_tables_and_leaves_its_menu() -> None:
    page = (
        "<title>Travel &amp; rules</title><style>p {}</style><script>let a = '<p>x</p>'</script>"
        "<nav><a href=/>Home</a></nav><h1>Trains</h1><p>Take the <b>train</b> below\n five hours."
        "<p>Line one<br>goes on.<ul><li>cheap<li>calm</ul>"
        "<table><tr><th>From<th>To</tr><tr><td><p>Bonn</p><td>Bern</table>"
        "<h2>Planes</h2><!-- secret -->Ask first.<pre>a\n  b</pre>"
    )
    assert text("rules.html", page) == (
        "# Trains\n\nTake the train below five hours.\n\nLine one goes on.\n\n- cheap\n- calm\n\n"
        "| From | To |\n| Bonn | Bern |\n\n## Planes\n\nAsk first.\n\n```\na\n  b\n```\n"
    )
    assert extract("rules.html", page.encode()).title == "Travel & rules"


def test_a_menu_that_is_never_closed_takes_nothing_with_it() -> None:
    assert "The rest" in text("a.html", "<p>Start.</p><nav>Home<p>The rest stays.</p>")


@pytest.mark.parametrize(
    "data",
    [
        "<p>café</p>".encode(),
        b"<meta charset=iso-8859-1><p>caf\xe9</p>",
        b"<p>caf\xe9</p>",
        "<p>café</p>".encode("utf-16"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(data: bytes) -> None:
    assert text("a.htm", data) == "café\n"


def test_a_page_nested_a_hundred_thousand_deep_is_read() -> None:
    assert text("a.html", "<div>" * 100_000 + "<p>bottom") == "bottom\n"


def test_a_pdf_gives_pages_with_their_paragraphs_joined() -> None:
    found = extract(
        "a.pdf",
        pdf(
            ["Refunds are paid within fourteen days after the goods have been re-", "turned."],
            ["Gift cards never expire in this shop, however long ago they were", "bought."],
        ),
    )
    assert found.text == (
        "Refunds are paid within fourteen days after the goods have been returned.\n\n"
        "Gift cards never expire in this shop, however long ago they were bought.\n\n"
    )
    assert [found.text[start : start + 4] for start in found.pages] == ["Refu", "Gift"]


def test_a_passage_of_a_pdf_tells_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["Refunds take fourteen days."], ["Gift cards never expire."]))
    document = read_document(path)
    second = document.text.index("Gift")
    assert document.place(0, 5, "") == "page 1"
    assert document.place(second, second + 4, "") == "page 2"
    assert document.place(0, second + 4, "") == "pages 1–2"


def test_a_word_document_keeps_its_headings() -> None:
    data = docx(("Heading1", "Leave"), ("", "Ask a week before."), ("Heading2", "Sick leave"))
    assert text("a.docx", data) == "# Leave\n\nAsk a week before.\n\n## Sick leave\n"


def test_text_in_other_encodings_with_a_mark_is_read_and_line_ends_are_made_one() -> None:
    assert text("a.txt", "häl\r\nlo".encode("utf-16")) == "häl\nlo"
    assert text("a.md", b"\xef\xbb\xbf# T\r\rx") == "# T\n\nx"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.md", b"", "is empty"),
        ("a.html", b"<script>x</script>", "is empty"),
        ("a.md", b"\x89PNG\r\n", "is a PNG picture, not text"),
        ("a.txt", b"%PDF-1.4", r"is a PDF, not text; name it \.pdf"),
        ("a.md", b"caf\xe9", r"is not UTF-8 text \(byte 0xe9 at 3\); save it as UTF-8"),
        ("a.md", b"\x00\x01\x02", "is a binary file"),
        ("a.html", b"<p>\x00\x00</p>", "is a binary file"),
        ("a.bin", b"\x01\x02\x03 text", "is a binary file"),
        ("a.pdf", b"only text", "is not a PDF"),
        ("a.pdf", b"%PDF-1.4 cut", "is a damaged PDF"),
        ("a.pdf", pdf(["x"], locked=True), "is encrypted; save it without a password"),
        ("a.pdf", pdf(None, None), "holds no text, it may be scanned"),
        ("a.docx", b"only text", "is not a Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "is an old or an encrypted Word document"),
        ("a.docx", docx(("", "x"))[:-30], "is not a Word document, or a damaged one"),
        ("a.docx", docx(("", "&broken;")), "is a damaged Word document"),
        (
            "a.docx",
            docx(("", "x"), more={"a.xml": b" " * 70_000_000}),
            "unpacks to more than 60 MB",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(KnowledgeError, match=rf"^{name} {said}"):
        read_document(path)


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(KnowledgeError, match="larger than 50 MB; split it"):
        read_document(path)


def test_a_word_document_cannot_swell_by_entities_that_hold_entities() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'.encode()
    data = docx(("", "x"))
    swollen = docx(more={"word/styles.xml": bomb + b"<x>&l9;</x>"})
    assert text("a.docx", data) == "x\n"
    with pytest.raises(KnowledgeError):
        text("a.docx", swollen)


def test_front_matter_that_refers_to_itself_grows_no_title(tmp_path: Path) -> None:
    rows = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
    path = tmp_path / "a.md"
    path.write_text(f"---\na0: &a0 lol\n{rows}\ntitle: *a8\n---\n\n# Real title\n\nText.\n")
    assert read_document(path).title == "Real title"


@pytest.mark.parametrize("line", ["word " * 100_000, "x" * 1_000_000, "a. " * 100_000])
def test_a_line_of_a_million_characters_is_cut_into_passages(line: str) -> None:
    pieces = split(line)
    assert max(len(line[piece.start : piece.end]) for piece in pieces) < 10_000
    assert all(len(line[p.start : p.end].split()) <= 120 for p in pieces)
    assert sum(piece.end - piece.start for piece in pieces) > 0.6 * len(line)
