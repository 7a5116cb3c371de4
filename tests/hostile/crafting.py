"""Hostile files, made by code: what each is called, its bytes, and the outcomes that are right for it.

Bombs are small here (a hundred times a limit is as telling as a million times); nothing in them does anything.
"""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from base64 import a85encode
from collections.abc import Iterator, Mapping
from hashlib import md5
from pathlib import Path

from pdfminer.arcfour import Arcfour

from tests.readers.docx_building import TYPES, document, p, relations, tbl, tc, tr

REPORT = (Path(__file__).parents[2] / "corpus/reports/yunxiu/wanglu/2022.txt").read_text(encoding="utf-8")
RECORD, NO_TEXT, MALFORMED, LIMIT = "record", "no-report-text", "malformed", "limit-exceeded"
STRAY = "R-NOREPORT"
"""A record of a text that is no report."""
ENCRYPTED, UNSAFE, NOT_THAT, EMPTY = "encrypted", "unsafe-archive", "not-that-type", "empty-file"
Case = tuple[str, bytes, set[str]]


def cases() -> Iterator[Case]:
    """All of them: name, bytes, outcomes."""
    for name, data, outcomes in (*_pdfs(), *_words(), *_pages(), *_texts(), *_archives(), *_misnamed()):
        yield name, data if isinstance(data, bytes) else data.encode(), set(outcomes.split())


# --- pdf

CATALOG, PAGES = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
HELLO = b"BT /F1 12 Tf 72 700 Td (hello) Tj ET"


def pdf(objects: Mapping[int, str | bytes], extra: str = "") -> bytes:
    """A pdf file of these objects; number 1 is its root."""
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    for number, content in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content if isinstance(content, bytes) else content.encode()))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    out.writelines(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    out.write(f"trailer\n<</Size {size}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def stream(data: bytes, extra: str = "") -> bytes:
    return f"<</Length {len(data)}{extra}>>\nstream\n".encode() + data + b"\nendstream"


def packed_objects(objects: Mapping[int, str | bytes]) -> bytes:
    """An object stream: objects that are no streams, packed."""
    texts = [text.encode() if isinstance(text, str) else text for text in objects.values()]
    places = [sum(len(text) + 1 for text in texts[:number]) for number in range(len(texts))]
    pairs = " ".join(f"{number} {place}" for number, place in zip(objects, places, strict=True)).encode() + b" "
    body = zlib.compress(pairs + b"\n".join(texts))
    return stream(body, f"/Type/ObjStm/N {len(texts)}/First {len(pairs)}/Filter/FlateDecode")


def one_page(
    content: bytes,
    extra: str = "",
    *,
    box: str = "[0 0 612 792]",
    resources: str = "/Font<</F1 5 0 R>>",
    more: Mapping[int, str | bytes] | None = None,
) -> bytes:
    page = f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources<<{resources}>>/Contents 4 0 R>>"
    objects: dict[int, str | bytes] = {1: CATALOG, 2: PAGES, 3: page, 4: stream(content, extra), 5: FONT}
    return pdf(objects | dict(more or {}))


def encrypted(objects: Mapping[int, bytes]) -> bytes:
    """A pdf file whose streams are enciphered with the empty password, 40 bits, as ISO 32000-1 section 7.6 has it."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner = Arcfour(md5(padding).digest()[:5]).encrypt(padding)
    key = md5(padding + owner + struct.pack("<i", -4) + b"0123456789abcdef").digest()[:5]
    user = Arcfour(key).encrypt(padding)

    def enciphered(number: int, body: bytes) -> bytes:
        return Arcfour(md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10]).encrypt(body)

    whole: dict[int, str | bytes] = {}
    for number, text in objects.items():
        head, word, rest = text.partition(b"\nstream\n")
        whole[number] = (
            head + word + enciphered(number, rest[: -len(b"\nendstream")]) + b"\nendstream" if word else text
        )
    strings = f"/O<{owner.hex()}>/U<{user.hex()}>"
    identity = b"0123456789abcdef".hex()
    return pdf(whole, f"/Encrypt<</Filter/Standard/V 1/R 2/P -4{strings}>>/ID[<{identity}><{identity}>]")


def inflating(size: int, unit: bytes = b" ") -> bytes:
    """Deflated bytes that inflate to this size."""
    deflate = zlib.compressobj(9)
    return b"".join(deflate.compress(unit * (1 << 20)) for _ in range(size >> 20)) + deflate.flush()


def _pdfs() -> Iterator[tuple[str, bytes, str]]:
    plain, bomb = one_page(HELLO), inflating(76 << 20)
    form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>"
    picture = "/Type/XObject/Subtype/Image/Width {0}/Height {0}/BitsPerComponent 8/ColorSpace/DeviceGray"
    yield "plain.pdf", plain, STRAY
    yield "bomb.pdf", one_page(bomb, "/Filter/FlateDecode"), LIMIT
    yield "bomb-in-bomb.pdf", one_page(zlib.compress(bomb, 9), "/Filter[/FlateDecode/FlateDecode]"), LIMIT
    runs = zlib.compress(b"\x81 " * 1_000_000, 9)
    yield "run-lengths.pdf", one_page(runs, "/Filter[/FlateDecode/RunLengthDecode]"), LIMIT
    yield "letters.pdf", one_page(b"z" * (20 << 20) + b"~>", "/Filter/ASCII85Decode"), LIMIT
    wrapped = b"\n".join(a85encode(bomb)[at : at + 999] for at in range(0, len(bomb) * 2, 999)) + b"~>"
    yield "bomb-in-letters.pdf", one_page(wrapped, "/Filter[/A85/Fl]"), LIMIT
    yield "bomb-in-digits.pdf", one_page(bomb.hex().encode() + b">", "/Filter[/ASCIIHexDecode/FlateDecode]"), LIMIT
    packed_hello = a85encode(zlib.compress(HELLO)) + b"~>"
    yield "text-in-letters.pdf", one_page(packed_hello, "/Filter[/ASCII85Decode/FlateDecode]"), STRAY
    yield "many-lines.pdf", one_page(zlib.compress(b"0 0 m 9 9 l S\n" * 400_000), "/Filter/FlateDecode"), LIMIT
    glyphs = b"BT /F1 1 Tf 1 1 Td " + b"(aaaaaaaaaaaaaaaaaaaa) Tj\n" * 30_000 + b"ET"
    yield "many-glyphs.pdf", one_page(zlib.compress(glyphs), "/Filter/FlateDecode"), f"{LIMIT} {STRAY}"
    loop = {1: CATALOG, 2: "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"}
    yield "pages-in-a-loop.pdf", pdf(loop), f"{MALFORMED} {NO_TEXT}"
    many = plain.replace(b"/Count 1", b"/Count 999999999")
    yield "count-that-lies.pdf", many, f"{STRAY} {LIMIT}"
    tree = {number: f"<</Type/Pages/Count 2/Kids[{number + 1} 0 R {number + 1} 0 R]>>" for number in range(2, 26)}
    yield (
        "pages-that-double.pdf",
        pdf({1: CATALOG, **tree, 26: "<</Type/Page/MediaBox[0 0 9 9]/Parent 25 0 R>>"}),
        LIMIT,
    )
    double = {n: stream(b"/X Do /X Do", form.format(n + 1)) for n in range(6, 30)}
    double[30] = stream(b"0 0 9 9 re f", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    yield "forms-that-double.pdf", one_page(b"/X Do", resources="/XObject<</X 6 0 R>>", more=double), LIMIT
    page = "/XObject<</X 6 0 R>>"
    twice = stream(b"/X Do /X Do", form.format(6))
    yield "form-that-draws-itself-twice.pdf", one_page(b"/X Do", resources=page, more={6: twice}), LIMIT
    circle = {6: stream(b"/X Do /X Do", form.format(7)), 7: stream(b"/X Do", form.format(6))}
    yield "forms-in-a-circle-that-double.pdf", one_page(b"/X Do", resources=page, more=circle), LIMIT
    heir = circle | {7: stream(b"/X Do /X Do", form.partition("/Resources")[0])}
    yield "form-with-names-of-its-page.pdf", one_page(b"/X Do", resources=page, more=heir), LIMIT
    broken = circle | {7: stream(b"/X Do /X Do", form.format(9).replace("/XObject<<", "/XObject obj<<"))}
    yield "form-with-broken-names.pdf", one_page(b"/X Do", resources=page, more=broken), LIMIT
    elsewhere = {
        n: stream(b"/X Do /X Do", f"{form.partition('/Resources')[0]}/Resources {n + 100} 0 R") for n in double
    }
    named: dict[int, str | bytes] = {n + 100: f"<</XObject {n + 200} 0 R>>" for n in double}
    named |= {n + 200: f"<</X {n + 1} 0 R>>" for n in double}
    apart = one_page(b"/X Do", resources=page, more=elsewhere | {30: double[30]} | named)
    yield "forms-with-names-elsewhere.pdf", apart, LIMIT
    packed = {40: packed_objects(named)}
    apart_packed = one_page(b"/X Do", resources=page, more=elsewhere | packed)
    yield "forms-with-packed-names.pdf", apart_packed, LIMIT
    yield "form-without-a-stream.pdf", apart_packed.replace(b"stream\n/X Do", b"strestreamDo", 1), LIMIT
    yield "packed-pages-that-double.pdf", pdf({1: CATALOG, 40: packed_objects(tree)}), LIMIT
    nested = {6: stream(b"/X Do /Y Do", form.format(7)), 7: stream(HELLO, form.partition("/Resources")[0])}
    yield "form-in-a-form.pdf", one_page(b"/X Do", resources=page + "/Font<</F1 5 0 R>>", more=nested), STRAY
    yield "form-not-closed.pdf", apart_packed.replace(b"/XObject/Subtype/Form", b"/XObject\xddSubtype/Form", 13), LIMIT
    heirs = {n: stream(b"/X Do /X Do", form.partition("/Resources")[0] + "/Resources<</Font<<>>>>") for n in (6, 7)}
    yield "form-with-only-fonts-of-its-own.pdf", one_page(b"/X Do", resources=page, more=heirs), LIMIT
    open_font = one_page(b"/X Do", resources=page, more=heirs).replace(
        b"Helvetica>>\nendobj", b"Helvetica>>\n\x93ndobj"
    )
    yield "form-behind-an-object-without-end.pdf", open_font, LIMIT
    lost = {6: stream(b"/X Do /X Do", form.partition("/Resources")[0] + "/Resources 99 0 R")}
    yield "form-with-names-nowhere.pdf", one_page(b"/X Do", resources=page, more=lost), LIMIT
    for name, content in {"string": b"(X) Do (X)Do", "code": b"/#58 Do /#58 Do", "comment": b"/X%\nDo/X%\nDo"}.items():
        told = {n: stream(content, form.format(n + 1)) for n in range(6, 30)} | {30: double[30]}
        yield f"forms-that-double-by-{name}.pdf", one_page(b"/X Do", resources=page, more=told), LIMIT
    hidden = {n: text.replace(b"/Form", b"/F#6frm") for n, text in double.items()}
    yield "forms-in-disguise.pdf", one_page(b"/X Do", resources=page, more=hidden), MALFORMED
    typed = {n: text.replace(b"/Form", b" 40 0 R") for n, text in double.items()} | {40: b"/Form"}
    yield "forms-with-a-type-elsewhere.pdf", one_page(b"/X Do", resources=page, more=typed), LIMIT
    versions = one_page(b"/X Do", resources=page, more=double) + b"\n6 0 obj\n%b\nendobj\n" % double[30]
    yield "forms-that-double-once.pdf", versions, LIMIT
    clear = {1: CATALOG.encode(), 2: PAGES.encode(), 4: stream(b"/X Do"), **double}
    clear[3] = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<{page}>>/Contents 4 0 R>>".encode()
    hidden_forms = encrypted(clear)
    unplaced = hidden_forms[: hidden_forms.rfind(b"startxref")]
    yield "forms-that-double-encrypted.pdf", hidden_forms, LIMIT
    yield "forms-that-double-encrypted-by-a-coded-key.pdf", hidden_forms.replace(b"/O<", b"/#4f<"), LIMIT
    older = unplaced + b"trailer\n<</Size 40/Root 1 0 R>>\n%%EOF\n"
    yield "forms-that-double-encrypted-by-an-older-trailer.pdf", older, LIMIT
    yield "bomb-encrypted.pdf", encrypted(clear | {4: stream(bomb, "/Filter/FlateDecode")}), LIMIT
    text = {3: clear[3].replace(page.encode(), b"/Font<</F1 5 0 R>>"), 4: stream(HELLO), 5: FONT.encode()}
    yield "text-encrypted.pdf", encrypted({n: clear[n] for n in (1, 2)} | text), STRAY
    again = plain.replace(b"/Contents 4 0 R", b"/Contents[%b]" % (b"4 0 R " * 200))
    yield "content-many-times.pdf", again, STRAY
    long = one_page(inflating(20 << 20), "/Filter/FlateDecode")
    yield "long-content-many-times.pdf", long.replace(b"/Contents 4 0 R", b"/Contents[%b]" % (b"4 0 R " * 200)), LIMIT
    far = {number: f"<</Type/Pages/Count 2/Kids {number + 100} 0 R>>" for number in range(2, 26)}
    far |= {number + 100: f"[{number + 1} 0 R {number + 1} 0 R]" for number in range(2, 26)}
    last = {26: "<</Type/Page/MediaBox[0 0 9 9]/Parent 25 0 R>>"}
    yield "pages-that-double-elsewhere.pdf", pdf({1: CATALOG, **far, **last}), LIMIT
    squares = b"".join(b"%d %d 3 3 re S\n" % (n % 600, n // 600 * 3) for n in range(60_000))
    yield "squares.pdf", one_page(zlib.compress(squares), "/Filter/FlateDecode"), LIMIT
    draws = {6: stream(b"/X Do", form.format(6))}
    itself = one_page(b"/X Do", resources="/XObject<</X 6 0 R>>", more=draws)
    yield "form-that-draws-itself.pdf", itself, MALFORMED
    own = {4: b"<</Length 4 0 R>>\nstream\nq\nendstream"}
    yield "length-that-is-the-stream.pdf", one_page(b"", more=own), MALFORMED
    yield "cut-in-a-stream.pdf", one_page(zlib.compress(HELLO)[4:], "/Filter/FlateDecode"), MALFORMED
    yield "blank.pdf", one_page(zlib.compress(b""), "/Filter/FlateDecode"), NO_TEXT
    image = {6: stream(inflating(1 << 20, b"\0"), picture.format(60_000) + "/Filter/FlateDecode")}
    yield "picture-too-large.pdf", one_page(b"/I Do", resources="/XObject<</I 6 0 R>>", more=image), LIMIT
    columns = "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000>>"
    yield "predictor.pdf", one_page(inflating(1 << 20), columns), MALFORMED
    deep = {1: "<</Type/Catalog/Pages 2 0 R/X " + "[" * 20_000 + "]" * 20_000 + ">>", 2: "<</Kids[]/Count 0>>"}
    yield "nested-arrays.pdf", pdf(deep), MALFORMED
    yield (
        "object-stream.pdf",
        pdf({1: CATALOG, 2: PAGES, 3: stream(b"3 0", "/Type/ObjStm/N 999999999/First 4")}),
        MALFORMED,
    )
    yield "size-of-a-page.pdf", one_page(HELLO, box="[0 0 1e9 1e9]"), LIMIT
    without = one_page(b"").replace(b"/MediaBox[0 0 612 792]", b"")
    yield "page-without-a-size.pdf", without, MALFORMED
    yield "size-that-is-none.pdf", one_page(HELLO, box="[0 0 (a) null]"), MALFORMED
    yield "digits.pdf", one_page(b"BT /F1 " + b"9" * 100_000 + b" Tf (x) Tj ET"), MALFORMED
    whole = plain[: plain.rfind(b"xref\n0")]
    yield "no-reference-table.pdf", whole, STRAY
    yield "cut-between-objects.pdf", whole[: whole.rfind(b"5 0 obj")], MALFORMED
    yield "cut-in-an-object.pdf", whole[:-20], MALFORMED
    yield "start-past-the-end.pdf", plain.replace(b"startxref\n", b"startxref\n99999999"), STRAY
    yield "header-only.pdf", plain[:8], MALFORMED
    yield "junk-before.pdf", b"\r\n<!-- a banner -->" * 120 + plain, STRAY
    yield "junk-behind.pdf", plain + b"<html>" + b"x" * 5000, STRAY
    script = f"{CATALOG[:-2]}/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\))>>>>"
    yield "script.pdf", pdf({1: script, 2: PAGES, 3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}), NO_TEXT


# --- Word


def word(body: str, *, prologue: str = "", packing: int = zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    """A Word file; `parts` replaces parts by the names that PARTS gives them, None leaves one out."""
    found: dict[str, str | bytes | None] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": document(body, prologue),
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
    }
    found |= {PARTS.get(name, name): content for name, content in parts.items()}
    return zipped({name: content for name, content in found.items() if content is not None}, packing)


PARTS = {"types": "[Content_Types].xml", "root": "_rels/.rels", "main": "word/document.xml"}
REPORT_BODY = "".join(p(line) for line in REPORT.splitlines())
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>"
)


def zipped(members: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb_member(name: str, size: int, before: bytes = b"", behind: bytes = b"", *, others: Mapping[str, str]) -> bytes:
    """An archive with a member that inflates to this size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for other, content in others.items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as member:
            member.write(before)
            for _ in range(size >> 20):
                member.write(b" " * (1 << 20))
            member.write(behind)
    return out.getvalue()


def _words() -> Iterator[tuple[str, bytes, str]]:
    good = word(REPORT_BODY)
    yield "plain.docx", good, RECORD
    yield "laughs.docx", word(p("&a8;").replace("&amp;", "&"), prologue=LAUGHS), MALFORMED
    outside = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield "reads-a-file.docx", word(p("&x;"), prologue=outside), MALFORMED
    yield "asks-a-server.docx", word(p("x"), prologue='<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd">'), MALFORMED
    yield "deep.docx", word("<w:p>" * 20_000 + "</w:p>" * 20_000), MALFORMED
    nested = "<w:tbl><w:tr><w:tc>" * 120 + p("x") + "</w:tc></w:tr></w:tbl>" * 120
    yield "tables-in-tables.docx", word(nested), LIMIT
    yield "wide-cell.docx", word(tbl(tr(tc("x", '<w:gridSpan w:val="999999999"/>')))), LIMIT
    yield "many-cells.docx", word(tbl(*[tr("1", "2")] * 101_000)), LIMIT
    chain = tbl(*[tr(tc("1", "<w:vMerge/>"))] * 3000)
    yield "merged-down.docx", word(chain), STRAY
    yield "bad-characters.docx", word(p("<w:r><w:t>&#x8;&#xFFFE;</w:t></w:r>")), MALFORMED
    others = {"[Content_Types].xml": TYPES, "_rels/.rels": relations(("officeDocument", "word/document.xml"))}
    start, end = document("@").split("@")
    spaces = bomb_member("word/document.xml", 16 << 20, start.encode(), end.encode(), others=others)
    yield "spaces.docx", spaces, LIMIT
    media = others | {"word/document.xml": document(REPORT_BODY)}
    yield "large-picture.docx", bomb_member("word/media/a.png", 40 << 20, others=media), RECORD
    yield "no-main-part.docx", word("", main=None), MALFORMED
    yield (
        "target-outside.docx",
        word("", root=relations(("officeDocument", "../../../../etc/passwd"))),
        f"{MALFORMED} {NO_TEXT}",
    )
    gbk = '<?xml version="1.0" encoding="GBK"?>' + document(REPORT_BODY)
    yield "gbk.docx", word("", main=gbk.encode("gbk", "xmlcharrefreplace")), RECORD
    yield "backslashes.docx", zipped({name.replace("/", "\\"): text for name, text in media.items()}), RECORD
    yield "stored.docx", word(REPORT_BODY, packing=zipfile.ZIP_STORED), RECORD
    yield "cut.docx", good[: len(good) * 2 // 3], MALFORMED
    yield "answer-before.docx", b"HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n" + good, RECORD
    yield "zeros-behind.docx", good + b"\0" * 70_000, RECORD
    yield "with-a-password.docx", flagged(good), ENCRYPTED


def flagged(data: bytes) -> bytes:
    """The archive with every member's bit for a password set."""
    changed = bytearray(data)
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(magic, at + 1)) >= 0:
            changed[at + place] |= 1
    return bytes(changed)


# --- pages and texts

PAGE = "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>%s</body></html>"


def _pages() -> Iterator[tuple[str, str | bytes, str]]:
    paragraphs = "".join(f"<p>{line}</p>" for line in REPORT.splitlines())
    yield "plain.html", PAGE % paragraphs, RECORD
    yield "deep.html", PAGE % ("<div>" * 100_000), f"{NO_TEXT} {MALFORMED} {LIMIT}"
    yield "tables-in-tables.html", PAGE % ("<table><tr><td>" * 2_000), LIMIT
    yield "wide-cell.html", PAGE % "<table><tr><td colspan=999999999 rowspan=999999999>1</table>", STRAY
    yield "many-cells.html", PAGE % f"<table>{'<tr><td>1</td><td>2</td></tr>' * 101_000}</table>", LIMIT
    yield "many-attributes.html", "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x", STRAY
    yield "open-comment.html", "<!--" + "-" * 3_000_000, f"{NO_TEXT} {EMPTY} {MALFORMED}"
    yield "long-text.html", PAGE % f"<p>{'公' * 2_100_000}</p>", LIMIT
    yield "bad-references.html", PAGE % "&#0;&#xD800;&#x110000;&#-1;", STRAY
    yield "script.html", PAGE % "<script>var a='新收 0';</script><p>正文</p><img src=x onerror=alert(1)>", STRAY
    yield (
        "asks-a-server.html",
        PAGE % "<base href=http://127.0.0.1:9/><img src=a><iframe src=file:///etc/passwd>",
        NO_TEXT,
    )
    yield "laughs.html", f"<?xml version='1.0'?>{LAUGHS}<html><body>&a8;</body></html>", STRAY
    yield "gbk-without-a-word.html", paragraphs.encode("gb18030"), RECORD
    yield "says-utf-8-is-gbk.html", f"<meta charset=utf-8>{paragraphs}".encode("gb18030"), RECORD
    yield "utf-16.html", (PAGE % paragraphs).encode("utf-16"), RECORD
    yield "not-found.html", PAGE % "您访问的页面不存在", NO_TEXT
    yield "frames.html", "<frameset><frame src=a.html></frameset>", NO_TEXT
    yield "login.html", PAGE % "<form>用户名<input>密码<input type=password><button>登 录</button></form>", NO_TEXT
    yield "bad-gateway.html", "<html><h1>502 Bad Gateway</h1><hr>nginx</html>", NO_TEXT
    yield "letter.html", PAGE % "<p>关于召开会议的通知</p><p>请各科室派人参加。</p>", STRAY


def _texts() -> Iterator[tuple[str, str | bytes, str]]:
    for charset in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16le", "utf-16be", "utf-32", "hz"):
        yield f"{charset}.txt", REPORT.encode(charset, "replace"), RECORD
    yield "cut-in-a-character.txt", REPORT.encode()[:-2], RECORD
    yield "one-line.txt", b"0" * (33 << 20), LIMIT
    yield "million-digits.txt", "新收" + "9" * 100_000 + "件", STRAY
    yield "brackets.txt", "（" * 100_000, STRAY
    yield "numerals.txt", "一" * 50_000 + "、（" * 50_000, STRAY
    yield "rule-that-is-none.txt", "_" * 200 + "|" + "_" * 200 + "!", STRAY
    yield "formula.txt", "=cmd|'/c calc'!A0\n@SUM(1)\n+1\n", STRAY
    yield "control-characters.txt", "\x0b\x1f\ufffe\u202e" + REPORT, RECORD
    yield "surrogates.txt", "公开\n".encode() + b"\xed\xa0\xbd\xed\xb8\x80", STRAY
    yield "empty.txt", b"", EMPTY
    yield "spaces.txt", b" \r\n\t" * 500, EMPTY


# --- archives


def _archives() -> Iterator[tuple[str, bytes, str]]:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    inner = bomb_member("a.txt", 40 << 20, others={})
    yield "plain.zip", zipped({"报告.txt": REPORT, "a.docx": word(REPORT_BODY)}), RECORD
    yield "link.zip", zipped({link: "/etc/passwd"}), UNSAFE  # type: ignore[dict-item]
    yield "outside.zip", zipped({"../../rp-canary.txt": "x", "a/../../rp-canary.txt": "x"}), UNSAFE
    yield "root.zip", zipped({"/tmp/rp-canary.txt": "x"}), UNSAFE
    yield "drive.zip", zipped({"C:\\rp-canary.txt": "x"}), UNSAFE
    yield "devices.zip", zipped({"CON.txt": "x", "a:b.txt": "x"}), STRAY
    yield "bomb.zip", inner, LIMIT
    yield "archive-in-archive.zip", zipped({"b.zip": zipped({"a.txt": REPORT})}), LIMIT
    yield "too-many.zip", zipped({f"{n}.txt": "" for n in range(50_001)}, zipfile.ZIP_STORED), LIMIT
    yield "overlapping.zip", overlapping(60), UNSAFE
    yield "size-that-lies.zip", with_size(bomb_member("a.txt", 2 << 20, others={}), 10), f"{MALFORMED} {LIMIT}"
    yield "with-a-password.zip", flagged(zipped({"a.txt": REPORT})), ENCRYPTED
    yield "cut.zip", zipped({"a.txt": REPORT})[:-30], f"{MALFORMED} unsupported"
    yield "name-that-is-empty.zip", zipped({"Qa.csv": "x", "a.txt": REPORT}).replace(b"Qa.csv", b"\0a.csv"), RECORD
    yield "no-documents.zip", zipped({"a.csv": "1,2"}), NO_TEXT


def overlapping(count: int) -> bytes:
    """An archive in which every entry of the directory shows the same bytes."""
    plain = b"\0" * (1 << 20)
    packed = zlib.compress(plain, 9)[2:-4]
    check = zlib.crc32(plain)
    start = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, check, len(packed), len(plain), 5, 0) + b"a.txt"
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, check, len(packed), len(plain), 7, 0, 0, 0, 0, 0, 0
    )
    directory = b"".join(entry + b"%03d.txt" % number for number in range(count))
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(start) + len(packed), 0)
    return start + packed + directory + end


def with_size(data: bytes, size: int) -> bytes:
    """The archive with another size in its directory."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, data.find(b"PK\1\2") + 24, size)
    return bytes(changed)


# --- under a name that is not theirs


def _misnamed() -> Iterator[tuple[str, bytes, str]]:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x10" * 64
    noise = random.Random(7).randbytes(4096)
    old = bytearray(512) + struct.pack("<256I", *([0] * 256))
    old[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", old, 28, 0xFFFE, 9)
    struct.pack_into("<II", old, 44, 1, 1)
    struct.pack_into("<I", old, 76, 0)
    for suffix in ("pdf", "docx", "doc", "wps", "html", "txt"):
        yield f"a-picture.{suffix}", jpeg, NOT_THAT
        yield f"noise.{suffix}", noise, NOT_THAT
        yield f"a-word-file.{suffix}", word(REPORT_BODY), RECORD
        yield f"a-pdf.{suffix}", one_page(HELLO), STRAY
        yield f"wall.{suffix}", b"<html><script>document.cookie='x=1';location.reload()</script></html>", NO_TEXT
    yield "rar.zip", b"Rar!\x1a\x07\x01\x00" + b"\0" * 100, NOT_THAT
    yield "zeros.pdf", b"\0" * 4096, NOT_THAT
    yield "endless-directory.doc", bytes(old), MALFORMED
    yield "rich-text.rtf", rb"{\rtf1\ansi}", "unsupported"
    yield "photograph.jpg", jpeg, "needs-ocr"
