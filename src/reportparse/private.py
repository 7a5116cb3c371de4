"""What may be shown of private persons, wherever a text is shown, handed on or written to a log.

Three levels: "none" is as printed; "shared" masks the numbers and addresses of private persons, and keeps those of an
office, which are published by duty; "strict" hides every telephone and mail, and officers' names behind pseudonyms.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, get_args

Privacy = Literal["none", "shared", "strict"]
LEVELS: Final[tuple[Privacy, ...]] = get_args(Privacy)
SHARED: Final[Privacy] = "shared"
"""What holds where nobody asks for another level."""

_MOBILE = re.compile(r"(?<!\d)((?:(?:00)?86[\s-]?)?[1１][3-9３-９]\d)([\s-]?)\d{4}([\s-]?)(\d{4})(?!\d)")
_BANK_CARD = re.compile(r"(?<!\d)62\d{2}([\s-]?)\d{4}\1\d{4}\1\d{2,4}(?:\1\d{3})?(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_MAIL = re.compile(
    r"(?<![\w.+-])([A-Za-z0-9])[A-Za-z0-9._+-]{1,63}"
    r"([@＠](?:(?:vip\.)?(?:qq|163|126|139|sina|sohu|foxmail|aliyun|hotmail|outlook|gmail|yeah|189|wo|21cn)"
    r"\.(?:com|cn|net)(?:\.cn)?))(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
"""At one of the hosts where anybody has a mailbox; one at an office's own host is the office's."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_ANY_MAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9._+-]{0,63}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", re.ASCII
)
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[)）]?[\s—－–-]{0,3}[2-9]\d{6,7}(?!\d)")
_TOLD = re.compile(
    r"(?:电话|传真|座机|热线|联系方式|tel|fax)[\s:：.（(为是]{0,4}([2-9]\d{6,7})(?![\d余多万]|\s?[件次个条人起通份宗])",
    re.IGNORECASE,
)
"""A number without an area code is a telephone where it is called one, and counts nothing."""

PHONES = ("phone", "phone_before")
"""Names of columns and fields in which any number is a telephone."""
_IDS = ("sha256", "file", "path", "item", "items", "fingerprint")
_LETTERS = "bcdfghjklmnpqrst"
_SPACES = ("", " ", "  ", "　", "　　", "\xa0")


def masked(text: str) -> str:
    """Mobile, identity and bank card numbers and personal mail without their middle: `"13812345678" → "138****5678"`.

    Office numbers stay. Identity and card numbers are known by their check digit, so that figures stay figures.
    """
    told = _MOBILE.sub(r"\1****\4", _BANK_CARD.sub(_masked_card, _IDENTITY.sub(_masked_identity, text)))
    return _MAIL.sub(r"\1***\2", told) if "@" in told or "＠" in told else told


def private_spans(text: str) -> list[tuple[int, int]]:
    """Where the numbers and addresses stand that `masked` masks: start, end of each."""
    patterns = (_IDENTITY, _BANK_CARD, _MOBILE, _MAIL)
    found = [match for pattern in patterns for match in pattern.finditer(text)]
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


class Veil:
    """Texts as a level of privacy lets them be seen: `Veil("shared")("13812345678") → "138****5678"`.

    `names` are the officers' whom "strict" hides. A name has the same pseudonym wherever the salt is the same, which is
    a new one where none is given; without the salt nobody can try names until one fits.
    """

    def __init__(self, privacy: Privacy = SHARED, *, names: Iterable[str] = (), salt: str | None = None) -> None:
        self.privacy = checked(privacy)
        self._salt = hashlib.blake2b((salt or os.urandom(32).hex()).encode()).digest()
        self._names = dict(_spellings(names)) if privacy == "strict" else {}
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self._starts = re.compile("[" + re.escape("".join(sorted({name[0] for name in self._names}) or "\0")) + "]")

    def __call__(self, text: str) -> str:
        """A text as it may be seen."""
        if self.privacy != "strict":
            return masked(text) if self.privacy == SHARED else text
        pieces, end = [], 0
        for start, stop, name in self._found(text):
            pieces += [text[end:start], self.pseudonym(name) if name else re.sub(r"\w", "*", text[start:stop])]
            end = stop
        return "".join([*pieces, text[end:]])

    def phone(self, text: str) -> str:
        """What stands in a column of telephones, where also a short number is one."""
        return re.sub(r"\d", "*", self(text)) if self.privacy == "strict" else self(text)

    def everywhere(self, value: Any) -> Any:
        """Plain values (of a record, say) with every text in them as it may be seen; hashes, paths and ids stay."""
        if isinstance(value, dict):
            return {name: inner if name in _IDS else self._under(name, inner) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.everywhere(inner) for inner in value]
        return self(value) if isinstance(value, str) else value

    def _under(self, name: str, value: Any) -> Any:
        return self.phone(value) if name in PHONES and isinstance(value, str) else self.everywhere(value)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in a text something is hidden: start, end of each."""
        if self.privacy != "strict":
            return private_spans(text) if self.privacy == SHARED else []
        return [(start, stop) for start, stop, _ in self._found(text)]

    def pseudonym(self, name: str) -> str:
        """Stands for a name: letters alone, which nobody takes for a number."""
        digest = hashlib.blake2b(name.encode(), key=self._salt, digest_size=5).hexdigest()
        return "某" + "".join(_LETTERS[int(sign, 16)] for sign in digest)

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """What "strict" hides, in order and apart: start, end, and the name where it is one."""
        found = [(start, stop, "") for start, stop in private_spans(text)]
        found += [(*match.span(), "") for pattern in (_LANDLINE, _ANY_MAIL) for match in pattern.finditer(text)]
        found += [(*match.span(1), "") for match in _TOLD.finditer(text)]
        found += self._named(text)
        end = 0
        for start, stop, name in sorted(found, key=lambda one: (one[0], -one[1])):
            if start >= end:
                yield start, stop, name
                end = stop
            elif stop > end:  # the rest of one that begins within another
                yield end, stop, ""
                end = stop

    def _named(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in self._starts.finditer(text) if self._names else ():
            start = match.start()
            pieces = (text[start : start + length] for length in self._lengths)
            if found := next((piece for piece in pieces if piece in self._names), None):
                yield start, start + len(found), self._names[found]


def _spellings(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name as it may stand in a text, letters apart or not, and the name itself."""
    for name in names:
        letters = "".join(name.split())
        if len(letters) > 1:
            yield name.strip(), letters
            yield from ((space.join(letters), letters) for space in _SPACES)


def checked(privacy: str) -> Privacy:
    """The level of this name; ValueError that names those there are."""
    for level in LEVELS:
        if level == privacy:
            return level
    raise ValueError(f"no privacy {privacy!r}; there are {', '.join(LEVELS)}")
