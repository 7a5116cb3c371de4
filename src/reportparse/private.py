"""Numbers of private persons in a text: mobile phones, identity cards, bank cards. Where they stand, and masked."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?<!\d)((?:(?:00)?86[\s-]?)?[1１][3-9３-９]\d)([\s-]?)\d{4}([\s-]?)(\d{4})(?!\d)")
_BANK_CARD = re.compile(r"(?<!\d)62\d{2}([\s-]?)\d{4}\1\d{4}\1\d{2,4}(?:\1\d{3})?(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def masked(text: str) -> str:
    """Mobile, identity and bank card numbers without their middle: `"13812345678" → "138****5678"`.

    Office numbers stay. Identity and card numbers are known by their check digit, so that figures stay figures.
    """
    return _MOBILE.sub(r"\1****\4", _BANK_CARD.sub(_masked_card, _IDENTITY.sub(_masked_identity, text)))


def private_spans(text: str) -> list[tuple[int, int]]:
    """Where the numbers stand that `masked` masks: start, end of each."""
    found = [match for pattern in (_IDENTITY, _BANK_CARD, _MOBILE) for match in pattern.finditer(text)]
    return [match.span() for match in found if masked(match.group()) != match.group()]


def _masked_card(match: re.Match[str]) -> str:
    digits = [int(sign) for sign in match.group() if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(digits[::-1])]
    number = match.group()
    return f"{number[:4]}********{number[-4:]}" if 16 <= len(digits) <= 19 and sum(doubled) % 10 == 0 else number


def _masked_identity(match: re.Match[str]) -> str:
    number = match.group()
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
    return f"{number[:6]}********{number[-4:]}" if number[-1].upper() == check else number
