"""What is shown to others: private numbers without their middle, figures and office numbers as they are."""

from __future__ import annotations

import random

import pytest

from reportparse.private import masked
from reportparse.views.shown import shown


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("电话13912345678。", "电话139****5678。"),
        ("139-1234-5678", "139****5678"),
        ("139 1234 5678", "139****5678"),
        ("+8613912345678", "+86139****5678"),
        ("0086-13912345678", "0086-139****5678"),
        ("１３９１２３４５６７８", "１３９****５６７８"),
        ("0999-5551234", "0999-5551234"),
        ("收到申请13912件", "收到申请13912件"),
        ("2022-12-31", "2022-12-31"),
        ("12345678901234", "12345678901234"),
    ],
)
def test_mobile_numbers(text: str, safe: str) -> None:
    assert masked(text) == safe


def test_identity_and_bank_cards_are_known_by_their_check_digit() -> None:
    chance = random.Random(1)
    for _ in range(200):
        body = f"{chance.randint(110000, 659999)}19{chance.randint(50, 99)}0{chance.randint(1, 9)}1{chance.randint(0, 9)}{chance.randint(100, 999)}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        number = body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
        assert masked(f"身份证{number}。") == f"身份证{number[:6]}********{number[-4:]}。"
        card = _with_check("62" + "".join(str(chance.randint(0, 9)) for _ in range(chance.choice([13, 14, 16]))))
        assert masked(f"卡号{card}。") == f"卡号{card[:4]}********{card[-4:]}。"
        wrong = card[:-1] + str((int(card[-1]) + 1) % 10)
        assert masked(wrong) == wrong


def _with_check(body: str) -> str:
    """Luhn: doubled digits from the right, the check digit makes the sum a ten."""
    doubled = [sum(divmod(2 * int(d), 10)) if place % 2 == 0 else int(d) for place, d in enumerate(body[::-1])]
    return body + str(-sum(doubled) % 10)


def test_what_turns_text_round_is_told() -> None:
    assert shown("a\u202eb") == "a⟦U+202E⟧b"
