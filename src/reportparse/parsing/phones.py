"""Phone numbers as they are printed, and as they may be shown."""

from __future__ import annotations

import re

from reportparse.patterns import pattern

_GROUP = r"(?<![\d.])(?:(?:\(0\d{2,3}\)|0\d{2,3})[-—]{0,2})?[2-9]\d{6,7}(?:[-—转]\d{1,4}(?!\d))?(?![\d.年])"
_MOBILE = r"(?<!\d)1[3-9]\d{9}(?!\d)"
_MASKED = r"(?<!\d)1[3-9]\d\*{4}\d{4}"
_SERVICE = r"(?<!\d)(?:400-?\d{3}-?\d{4}|12345)(?!\d)"
_GLUED = r"(?<!\d)0\d{9,11}(?!\d)"
PHONE = pattern(rf"{_MOBILE}|{_MASKED}|{_GROUP}|{_GLUED}|{_SERVICE}")
PHONES = pattern(rf"(?:{PHONE.pattern})(?:[、,;/或]{{1,2}}(?:{PHONE.pattern}|\d{{4,8}}(?![\d年])))*")
"""Several numbers in a row: the later ones may be shortened to their last digits."""


def plain_phone(text: str) -> str:
    """A number, folded, with one kind of dash: `"0999—5550123" → "0999-5550123"`."""
    return re.sub(r"[-—]+", "-", text)


def is_mobile(text: str) -> bool:
    """Whether a number is a mobile one, of one person."""
    return re.fullmatch(_MOBILE, text) is not None


def masked(text: str) -> str:
    """A number as it may be shown: its first three and its last four digits."""
    return f"{text[:3]}****{text[-4:]}"
