"""From bytes to text: what the bytes themselves say comes first, a declared charset is only a hint."""

from __future__ import annotations

import codecs

from reportparse.findings import Finding, Value
from reportparse.patterns import pattern

UTF16_NULS = 0.02
UTF16_MANY_NULS = 0.2
UTF16_ON_ONE_SIDE = 0.7
UTF16_LIKELY = 0.9
CLEARLY = 0.15
"""By how much more of the text must be common characters before Big5 is taken instead of GB18030."""

FEW = 20
"""A line of UTF-8 is only damaged where at most one of this many bytes is unreadable."""

ENOUGH = 4
"""So many Chinese characters in UTF-8 are no accident of GBK."""

_SAMPLE = 20_000
_SAMPLE_CHARACTERS = 3_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_TWO_BYTES = "\u07ff"
_TWO_BYTE_CHARACTERS = "".join(map(chr, range(0x80, 0x800)))
_MIXED = "utf-8+gb18030"
_REPLACED = "\ufffd"
_HZ = pattern(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_LIKELY = pattern("[\t\n\r -~\u2010-\u2040\u3000-\u3020\u4e00-\u9fff\uff00-\uff5f]")
_HAN = pattern("[\u3400-\u9fff]")
_NOT_ASCII = pattern(rb"[\x80-\xff]")
_LINES = pattern(rb"[^\n]*\n|[^\n]+")

# GB2312 and Big5 both keep their punctuation and their common characters in front, which shows in the lead byte.
_COMMON = {
    "gb18030": ("gb2312", frozenset(bytes([lead]) for lead in range(0xA1, 0xD8))),
    "big5hkscs": ("big5", frozenset(bytes([lead]) for lead in range(0xA1, 0xC7))),
}
_FAMILIES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-8-sig": "utf-8",
}


def decode(data: bytes, declared: str | None) -> tuple[str, list[Finding]]:
    """The text of some bytes, and a Finding where the declared charset is wrong or a byte could not be read.

    Order: byte order mark, UTF-8, UTF-16 without a mark, HZ, then GB18030 or Big5, whichever reads better. Never
    raises; bytes that belong to no character become U+FFFD.
    """
    text, used = _decode(data, _family(declared))
    text = text.replace("\x00", "")
    return text, _findings(text, used, declared)


def _decode(data: bytes, hint: str | None) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    if wide := _find_utf16(data):
        return data.decode(wide, "replace"), wide
    if (text := _find_text(data, "utf-8")) is not None:
        return _decode_hz(data, text)
    return _decode_chinese(data, hint)


def _find_text(data: bytes, name: str) -> str | None:
    """The text if every byte is valid in this charset."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _find_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero bytes of its ASCII, which stand on one side of the pairs."""
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros < max(UTF16_NULS * len(sample), 2):
        return None
    left = sample[::2].count(0)
    # Not quite all: 一 is U+4E00, with its zero byte on the other side.
    if max(left, zeros - left) < UTF16_ON_ONE_SIDE * zeros:
        return None
    if zeros < UTF16_MANY_NULS * len(sample) and _find_text(data, "utf-8") is not None:
        return None
    name = "utf-16-be" if left * 2 > zeros else "utf-16-le"
    text = sample.decode(name, "replace")
    return name if len(_LIKELY.findall(text)) > UTF16_LIKELY * len(text) else None


def _decode_hz(data: bytes, text: str) -> tuple[str, str]:
    """HZ hides Chinese in ASCII; what only looks like it does not decode to Chinese."""
    if b"~{" not in data or not _HZ.search(data) or not data.isascii():
        return text, "utf-8"
    decoded = _find_text(data, "hz")
    return (decoded, "hz") if decoded and _HAN.search(decoded) else (text, "utf-8")


def _decode_chinese(data: bytes, hint: str | None) -> tuple[str, str]:
    if _has_utf8_lines(data):
        return _decode_lines(data)
    texts = {name: text for name in _COMMON if (text := _find_text(data, name)) is not None}
    if not texts:
        texts = {name: data.decode(name, "replace") for name in _COMMON}
    scores = {name: _common_share(text, name) for name, text in texts.items()}
    if hint in scores and scores[hint] >= max(scores.values()) - CLEARLY:
        return texts[hint], hint
    if scores.get("big5hkscs", 0) > scores.get("gb18030", -CLEARLY) + CLEARLY:
        return texts["big5hkscs"], "big5hkscs"
    return texts.get("gb18030", data.decode("gb18030", "replace")), "gb18030"


def _has_utf8_lines(data: bytes) -> bool:
    """Whether most lines are UTF-8 (one damaged byte), or some are (a template around a page in another charset)."""
    lines = [line for line in _LINES.findall(data) if not line.isascii()]
    if any(_find_utf8(line) is not None or _utf8_head(line) for line in lines):
        return True
    return len(lines) == 1 and _is_damaged_utf8(lines[0])


def _decode_lines(data: bytes) -> tuple[str, str]:
    """Each line by the charset that reads it; the whole is UTF-8 where no line reads as GB18030."""
    used, out = "utf-8", []
    for line in _LINES.findall(data):
        text = line.decode("ascii") if line.isascii() else _find_utf8(line)
        if text is None and _is_damaged_utf8(line):
            text = line.decode("utf-8", "replace")
        elif text is None:
            text, used = _decode_two(line), _MIXED
        out.append(text)
    return "".join(out), used


def _decode_two(line: bytes) -> str:
    """A line in GB18030, or one that begins in UTF-8: there the template ends in the middle of a line."""
    head = _utf8_head(line)
    return head + line[len(head.encode()) :].decode("gb18030", "replace")


def _utf8_head(line: bytes) -> str:
    """What can only be UTF-8 at the beginning of a line, "" where it is too short to tell."""
    try:
        head = line.decode("utf-8")
    except UnicodeDecodeError as error:
        # The first character in GBK may still pass for one of two bytes.
        head = line[: error.start].decode("utf-8").rstrip(_TWO_BYTE_CHARACTERS)
    return head if sum(character > _TWO_BYTES for character in head) >= ENOUGH else ""


def _find_utf8(line: bytes) -> str | None:
    """A line that can only be UTF-8: two Chinese characters in GBK may pass for two Greek ones, but not for Chinese."""
    text = _find_text(line, "utf-8")
    return text if text is not None and max(text) > _TWO_BYTES else None


def _is_damaged_utf8(line: bytes) -> bool:
    return line.decode("utf-8", "replace").count(_REPLACED) * FEW < len(_NOT_ASCII.findall(line))


def _common_share(text: str, name: str) -> float:
    """Which part of the characters outside ASCII are common ones in this charset's own order."""
    charset, leads = _COMMON[name]
    sample = [character for character in text[:_SAMPLE] if character > "\x7f"][:_SAMPLE_CHARACTERS]
    common = sum(character.encode(charset, "ignore")[:1] in leads for character in sample)
    return common / max(len(sample), 1)


def _family(declared: str | None) -> str | None:
    """The charset that a declared name stands for here; None for a name that nobody knows."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _FAMILIES.get(name, name)


def _findings(text: str, used: str, declared: str | None) -> list[Finding]:
    family = _family(declared)
    contradicted = family is not None and family != used and not text.isascii()
    if not contradicted and _REPLACED not in text:
        return []
    values: dict[str, Value] = {"declared": declared or "", "used": used, "unreadable": text.count(_REPLACED)}
    return [Finding("R-CHARSET", values=values)]
