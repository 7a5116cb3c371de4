"""Pdf to Document, with files drawn here by reportlab."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reportparse.document import Document, Origin, Paragraph, Table
from reportparse.errors import EmptyFile, Encrypted, LimitExceeded, Malformed, NeedsOCR, NoReportText
from reportparse.readers import pdf, pdf_engine, pdf_loose, pdf_marks, pdf_pictures, pdf_runs
from reportparse.text import read_cell

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = A4
ORIGIN = Origin(name="test.pdf", sha256="0" * 64, format="pdf")

Texts = Sequence[Sequence[str]]


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A file of the pages that `draw` draws."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def read(draw: Callable[[Canvas], None], **options: object) -> Document:
    return pdf.read(drawn(draw, **options), ORIGIN)


def lines(canvas: Canvas, texts: Sequence[str], *, x: float = 72, top: float = 72, step: float = 20) -> None:
    """Text lines from `top` down."""
    for number, text in enumerate(texts):
        canvas.drawString(x, HEIGHT - top - number * step - 10, text)


def grid(
    canvas: Canvas,
    texts: Texts,
    *,
    x: float = 72,
    top: float = 100,
    wide: float = 80,
    high: float = 20,
    border: Callable[[Canvas, float, float, float, float], None] | None = None,
) -> None:
    """A ruled table of equal cells; a text's line breaks make lines in its cell."""
    for row, row_texts in enumerate(texts):
        for column, text in enumerate(row_texts):
            left, low = x + column * wide, HEIGHT - top - (row + 1) * high
            (border or rectangle)(canvas, left, low, wide, high)
            for number, line in enumerate(text.split("\n")):
                canvas.drawString(left + 5, low + high - 12 * (number + 1) - 2, line)


def rectangle(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    canvas.rect(left, low, wide, high)


def texts_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def numbers(rows: int, columns: int, *, first: int = 101) -> list[list[str]]:
    """Different numbers, so that no cell can be taken for another."""
    return [[str(first + row * columns + column) for column in range(columns)] for row in range(rows)]


SAMPLE = [["项目", "甲", "乙", "丙"], ["第一行", "12", "", "345"], ["第二行", "", "", ""], ["第三行", "6", "78.5", "9"]]


# --- ruled tables ----------------------------------------------------------------------------------------------------


def test_every_cell_stands_where_it_is_drawn_and_blank_cells_stay():
    (table,) = read(lambda canvas: grid(canvas, SAMPLE)).tables
    assert texts_of(table) == SAMPLE
    assert (table.height, table.width, table.page, table.ragged) == (4, 4, 1, False)
    assert table.rows()[1][1].box == pytest.approx((152, 120, 232, 140), abs=1)


def thin_rectangles(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    for x, y, w, h in ((left, low, wide, 0.7), (left, low + high, wide, 0.7), (left, low, 0.7, high)):
        canvas.rect(x, y, w, h, stroke=0, fill=1)
    canvas.rect(left + wide, low, 0.7, high, stroke=0, fill=1)


def double_lines(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    canvas.rect(left, low, wide, high)
    canvas.rect(left + 1.2, low + 1.2, wide - 2.4, high - 2.4)


def dashes(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    canvas.setDash(2, 2)
    canvas.rect(left, low, wide, high)


def dots(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    for step in range(0, int(wide), 2):
        canvas.rect(left + step, low, 0.8, 0.8, stroke=0, fill=1)
        canvas.rect(left + step, low + high, 0.8, 0.8, stroke=0, fill=1)
    for step in range(0, int(high), 2):
        canvas.rect(left, low + step, 0.8, 0.8, stroke=0, fill=1)
        canvas.rect(left + wide, low + step, 0.8, 0.8, stroke=0, fill=1)


def one_path(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    path = canvas.beginPath()
    for begin, end in (
        ((left, low), (left + wide, low)),
        ((left, low + high), (left + wide, low + high)),
        ((left, low), (left, low + high)),
        ((left + wide, low), (left + wide, low + high)),
    ):
        path.moveTo(*begin)
        path.lineTo(*end)
    canvas.drawPath(path)


def small_gaps(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    canvas.line(left + 1.5, low, left + wide - 1.5, low)
    canvas.line(left + 1.5, low + high, left + wide - 1.5, low + high)
    canvas.line(left, low + 1.5, left, low + high - 1.5)
    canvas.line(left + wide, low + 1.5, left + wide, low + high - 1.5)


def white_on_black(canvas: Canvas, left: float, low: float, wide: float, high: float) -> None:
    canvas.setFillColor(black)
    canvas.rect(left - 0.5, low - 0.5, wide + 1, high + 1, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.rect(left + 0.5, low + 0.5, wide - 1, high - 1, stroke=0, fill=1)
    canvas.setFillColor(black)


BORDERS = [thin_rectangles, double_lines, dashes, dots, one_path, small_gaps, white_on_black]


@pytest.mark.parametrize("border", BORDERS, ids=lambda border: border.__name__)
def test_borders_may_be_drawn_in_any_way(border):
    (table,) = read(lambda canvas: grid(canvas, SAMPLE, border=border)).tables
    assert texts_of(table) == SAMPLE


def test_outer_borders_may_be_missing():
    def draw(canvas: Canvas) -> None:
        grid(canvas, SAMPLE, border=lambda *_: None)
        for y in (120, 140, 160):
            canvas.line(72, HEIGHT - y, 392, HEIGHT - y)
        for x in (152, 232, 312):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 180)

    (table,) = read(draw).tables
    assert texts_of(table) == SAMPLE


def test_merged_cells_are_spans():
    def draw(canvas: Canvas) -> None:
        for left, top, wide, high, text in (
            (72, 100, 60, 60, "组"),
            (132, 100, 120, 20, "一"),
            (132, 120, 60, 40, "二"),
            (192, 120, 60, 20, "31"),
            (192, 140, 60, 20, "32"),
        ):
            canvas.rect(left, HEIGHT - top - high, wide, high)
            canvas.drawString(left + 5, HEIGHT - top - high / 2 - 4, text)

    (table,) = read(draw).tables
    places = {cell.text: (cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells}
    assert places == {
        "组": (0, 0, 3, 1),
        "一": (0, 1, 1, 2),
        "二": (1, 1, 2, 1),
        "31": (1, 2, 1, 1),
        "32": (2, 2, 1, 1),
    }


def test_a_table_inside_nested_form_objects_is_read():
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont(FONT, 10)
        grid(canvas, SAMPLE, x=10, top=HEIGHT - 100)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.translate(20, 0)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(50, 300)
        canvas.doForm("outer")

    (table,) = read(draw).tables
    assert texts_of(table) == SAMPLE
    assert table.rows()[0][0].box[0] == pytest.approx(80, abs=1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_pages_are_read_as_they_are_shown(turn):
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize(A4)
        canvas.setPageRotation(turn)
        # reportlab turns the paper, too: its text has to be turned the other way to read straight.
        canvas.translate(*{0: (0, 0), 90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate(turn)
        grid(canvas, SAMPLE)

    (table,) = read(draw).tables
    assert texts_of(table) == SAMPLE
    assert table.rows()[1][1].box == pytest.approx((152, 120, 232, 140), abs=1)


def test_boxes_count_from_the_corner_of_the_visible_page():
    data = drawn(lambda canvas: grid(canvas, SAMPLE, x=172, top=200), cropBox=(100, 0, WIDTH, HEIGHT - 100))
    (table,) = pdf.read(data, ORIGIN).tables
    assert texts_of(table) == SAMPLE
    assert table.rows()[0][0].box == pytest.approx((72, 100, 152, 120), abs=1)


@pytest.mark.parametrize("turn", [90, 270])
def test_labels_set_in_quarter_turns_are_read(turn):
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["", "11"], ["", "22"]], high=60)
        canvas.saveState()
        canvas.translate(110, HEIGHT - (155 if turn == 90 else 105))
        canvas.rotate(turn)
        canvas.drawString(0, 0, "办理结果")
        canvas.restoreState()

    (table,) = read(draw).tables
    assert texts_of(table) == [["办理结果", "11"], ["", "22"]]


def test_a_watermark_does_not_fall_into_cells_or_paragraphs():
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["正文在此。"])
        grid(canvas, SAMPLE, top=140)
        canvas.saveState()
        canvas.setFillColor(Color(0.5, 0.5, 0.5, alpha=0.3))
        canvas.translate(150, HEIGHT - 300)
        canvas.rotate(40)
        canvas.setFont(FONT, 48)
        canvas.drawString(0, 0, "内部资料 2024")
        canvas.restoreState()
        canvas.setFillColor(Color(0.85, 0.85, 0.85))
        canvas.setFont(FONT, 60)
        canvas.drawString(80, HEIGHT - 200, "样本 7788")

    document = read(draw)
    assert texts_of(document.tables[0]) == SAMPLE
    assert [block.text for block in document if isinstance(block, Paragraph)] == ["正文在此。"]


def test_rows_in_a_frame_with_lines_between_the_columns_only_stay_rows():
    texts = [["项目", "甲", "乙", "丙"], *([f"{row}行", *numbers] for row, numbers in enumerate(numbers(5, 3), 1))]

    def draw(canvas: Canvas) -> None:
        canvas.rect(72, HEIGHT - 240, 320, 140)
        for x in (152, 232, 312):
            canvas.line(x, HEIGHT - 240, x, HEIGHT - 100)
        for row, cells in enumerate(texts):
            for column, text in enumerate(cells):
                canvas.drawString(80 + 80 * column, HEIGHT - 118 - 22 * row, text)

    (table,) = read(draw).tables
    assert texts_of(table) == texts


def test_two_tables_on_a_page_stay_two():
    def draw(canvas: Canvas) -> None:
        grid(canvas, SAMPLE)
        lines(canvas, ["二、另一张表"], top=200)
        grid(canvas, numbers(2, 3), top=240)

    document = read(draw)
    assert [texts_of(table) for table in document.tables] == [SAMPLE, numbers(2, 3)]
    assert [type(block).__name__ for block in document] == ["Table", "Paragraph", "Table"]


def test_rows_that_are_each_a_table_as_wide_as_its_texts_stay_rows_of_their_own():
    rows = [["规章", "1", "22", "333"], ["规范性文件", "4", "5", ""], ["三、本年", "（一）公开", "66", "7", "8888"]]

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            left = 72.0
            for text in row:
                wide = 10 + 10 * len(text)
                canvas.rect(left, 700 - 20 * number, wide, 20)
                canvas.drawString(left + 5, 706 - 20 * number, text)
                left += wide

    assert [texts_of(table) for table in read(draw).tables] == [[row] for row in rows]


def test_a_frame_around_text_is_no_table():
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 60, WIDTH - 120, HEIGHT - 120)
        lines(canvas, ["一、总体情况", "二、其他"], top=100, step=40)

    assert [block.text for block in read(draw)] == ["一、总体情况", "二、其他"]


# --- fonts -----------------------------------------------------------------------------------------------------------


def square(high: int, low: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((50, low))
    for corner in ((50, high), (950, high), (950, low)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def own_font(name: str, signs: str, *, tallest: tuple[int, int] = (800, 0), inked: bool = True) -> str:
    """A font to embed with a square for every sign, or with nothing, as in the text layer of a scan.

    `tallest`: how far the tallest sign reaches, which no text needs, and with it the font.
    """
    codes = sorted({ord(sign) for sign in signs})
    names = [".notdef", *(f"u{code:04X}" for code in codes)]
    ascent, descent = (880, -120) if tallest == (800, 0) else tallest
    shapes = dict.fromkeys(names, square(800, 0) if inked else TTGlyphPen(None).glyph())
    shapes[".notdef"] = square(*tallest) if inked else shapes[".notdef"]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap(dict(zip(codes, names[1:], strict=True)))
    font.setupGlyf(shapes)
    font.setupHorizontalMetrics({name: (1000, 0) for name in names})
    font.setupHorizontalHeader(ascent=ascent, descent=descent)
    font.setupNameTable({"familyName": name, "styleName": "Regular"})
    font.setupOS2(sTypoAscender=ascent, sTypoDescender=descent)
    font.setupPost()
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    pdfmetrics.registerFont(TTFont(name, buffer))
    return name


def inkless_font() -> str:
    return own_font("Inkless", "".join(text for row in SAMPLE for text in row) + "办理结果-", inked=False)


def test_a_font_that_overstates_its_height_mixes_no_lines():
    """Some programs write the tallest sign of a font of many scripts for the height of all its signs."""
    texts = [
        "（一）主动公开",
        "全年公开信息很多条，内容完整准确。",
        "（二）依申请公开",
        "全年收到申请很少件，都已办结答复。",
    ]
    plain, tall = own_font("Plain", "".join(texts)), own_font("Tall", "".join(texts), tallest=(1811, -1002))

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.setFont(tall if number % 2 else plain, 10.5)
            canvas.drawString(72, HEIGHT - 100 - 13 * number, text)

    assert [block.text for block in read(draw).blocks] == texts


def test_text_without_ink_is_read():
    """The text and its place come from the file, not from the shapes of a font that may be missing or empty."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(inkless_font(), 10)
        grid(canvas, SAMPLE)
        canvas.rect(72, HEIGHT - 280, 80, 60)
        canvas.rect(152, HEIGHT - 280, 80, 60)
        canvas.drawString(170, HEIGHT - 250, "7")
        canvas.translate(110, HEIGHT - 275)
        canvas.rotate(90)
        canvas.drawString(0, 0, "办理结果")

    first, second = read(draw).tables
    assert texts_of(first) == SAMPLE
    assert texts_of(second) == [["办理结果", "7"]]


def test_places_do_not_depend_on_the_fonts_of_the_machine():
    """STSong-Light is not embedded. Another font in its place would be as high as its own signs are."""
    (paragraph,) = read(lambda canvas: lines(canvas, ["项目甲乙12"])).blocks
    assert isinstance(paragraph, Paragraph) and paragraph.box is not None
    assert paragraph.box == pytest.approx((72, 74.48, 121.24, 84.54), abs=0.02)


def test_two_numbers_in_a_font_that_is_missing_are_not_fused():
    """The digits that stand in for those of STSong-Light are wider than the file says; 11 points would fill the cell."""
    (table,) = read(lambda canvas: grid(canvas, [["12\n74", "3"], ["23", "8"]], wide=26.5, high=30)).tables
    assert texts_of(table)[0] == ["12\n74", "3"]


def test_reading_leaves_the_fonts_of_the_machine_to_those_who_draw(tmp_path):
    path = tmp_path / "one.pdf"
    path.write_bytes(drawn(lambda canvas: lines(canvas, [LONG])))
    program = """
import sys
from pathlib import Path
from reportparse.readers.pdf_page import read_pages
from reportparse.readers.pdf_pictures import draw_page
data = Path(sys.argv[1]).read_bytes()
before = draw_page(data, 1, 1.0, [])
read_pages(data)
sys.exit(before != draw_page(data, 1, 1.0, []))
"""
    assert subprocess.run([sys.executable, "-c", program, str(path)], timeout=60).returncode == 0


# --- numbers and their lines -----------------------------------------------------------------------------------------


def test_a_number_wider_than_its_cell_is_one_number():
    (table,) = read(lambda canvas: grid(canvas, [["15\n74", "96\n.6"], ["23", "8"]], wide=21, high=30)).tables
    assert texts_of(table) == [["1574", "96.6"], ["23", "8"]]


def test_two_numbers_below_each_other_stay_two_where_there_was_room():
    (table,) = read(lambda canvas: grid(canvas, [["15\n74", "3"], ["23", "8"]], wide=60, high=30)).tables
    assert texts_of(table)[0] == ["15\n74", "3"]


def test_a_number_that_runs_over_its_border_is_one_number():
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["1234567", ""], ["8", "9"]], wide=36)

    (table,) = read(draw).tables
    assert texts_of(table) == [["1234567", ""], ["8", "9"]]


def test_labels_of_one_character_a_line_are_joined_and_other_line_breaks_stay():
    (table,) = read(lambda canvas: grid(canvas, [["总\n计", "其他\n处理"], ["1", "2"]], high=40)).tables
    assert texts_of(table)[0] == ["总计", "其他\n处理"]


def test_random_grids_come_back_cell_by_cell():
    shuffled = random.Random(7)
    for _ in range(8):
        rows, columns = shuffled.randint(2, 12), shuffled.randint(2, 8)
        texts = [[shuffled.choice(["", str(shuffled.randint(0, 99999))]) for _ in range(columns)] for _ in range(rows)]
        texts[0][0] = "项目"
        border = shuffled.choice(BORDERS)

        def draw(canvas: Canvas, texts: Texts = texts, border: object = border) -> None:
            grid(canvas, texts, wide=480 / len(texts[0]), border=border)

        (table,) = read(draw).tables
        assert texts_of(table) == texts


# --- over page breaks ------------------------------------------------------------------------------------------------


def two_pages(first: Texts, second: Texts, *, between: str = "", **how: object) -> Document:
    def draw(canvas: Canvas) -> None:
        grid(canvas, first, top=HEIGHT - 60 - 20 * len(first), **how)
        canvas.drawString(WIDTH / 2, 30, "- 1 -")
        canvas.showPage()
        canvas.setFont(FONT, 10)
        if between:
            lines(canvas, [between], top=60)
        grid(canvas, second, top=90, **how)
        canvas.drawString(WIDTH / 2, 30, "- 2 -")

    return read(draw)


def test_a_table_goes_on_over_a_page_break():
    document = two_pages(SAMPLE, numbers(2, 4))
    (table,) = document.tables
    assert texts_of(table) == SAMPLE + numbers(2, 4)
    assert [cell.page for cell in table.cells[::4]] == [1, 1, 1, 1, 2, 2]
    assert len(document.blocks) == 1


def test_a_heading_between_makes_two_tables():
    document = two_pages(SAMPLE, numbers(2, 4), between="四、复议")
    assert len(document.tables) == 2


def test_other_columns_make_another_table():
    document = two_pages(SAMPLE, [*numbers(2, 4)[:1], ["1", "2"]], wide=80)
    assert len(document.tables) == 1

    def draw(canvas: Canvas) -> None:
        grid(canvas, SAMPLE, top=700)
        canvas.showPage()
        canvas.setFont(FONT, 10)
        grid(canvas, numbers(2, 5), wide=64)

    assert len(read(draw).tables) == 2


def test_repeated_header_rows_are_dropped_and_rows_with_digits_are_not():
    again = [SAMPLE[0], ["第四行", "1", "2", "3"]]
    assert texts_of(two_pages(SAMPLE, again).tables[0]) == SAMPLE + again[1:]
    digits = [["2023", "1"], ["甲", "2"]]
    assert texts_of(two_pages(digits, digits).tables[0]) == digits + digits


def test_a_row_cut_in_the_middle_of_its_numbers_is_joined():
    (table,) = two_pages(
        [["项", "甲", "乙"], ["一", "11\n22", "33\n44"], ["二", "15", "16"]],
        [["", "74", "8"], ["三", "7", "5"]],
        wide=21,
        high=30,
    ).tables
    assert texts_of(table)[2:] == [["二", "1574", "168"], ["三", "7", "5"]]


def test_the_rest_of_a_label_below_a_break_joins_a_row_of_which_some_numbers_are_whole():
    first = [["项", "甲", "乙"], ["二", "15", "16"]]
    (table,) = two_pages(first, [["的", "7", ""], ["三", "7", "5"]], wide=21).tables
    assert texts_of(table)[1:] == [["二\n的", "157", "16"], ["三", "7", "5"]]


def test_rows_of_whole_numbers_are_never_fused():
    for label in ("三", "", "（四）"):
        (table,) = two_pages([["项目", "甲"], ["二", "15"]], [[label, "74"], ["五", "6"]], wide=80).tables
        assert texts_of(table)[1:] == [["二", "15"], [label, "74"], ["五", "6"]]


def test_a_running_number_before_the_label_does_not_keep_the_halves_of_a_row_apart():
    first = [["1", "项", "甲", "乙"], ["2", "二", "15", "16"]]
    (table,) = two_pages(first, [["", "的", "", ""], ["3", "三", "7", "5"]], wide=21).tables
    assert texts_of(table) == [first[0], ["2", "二\n的", "15", "16"], ["3", "三", "7", "5"]]
    again = [["9", "的", "", ""], ["3", "三", "7", "5"]]
    assert texts_of(two_pages(first, again, wide=21).tables[0]) == first + again


def test_rows_of_numbers_that_fill_their_cells_are_not_fused():
    first = [["项", "甲", "乙"], ["规章", "15", "16"]]
    second = [["文件", "74", "88"], ["许可", "7", "5"]]
    (table,) = two_pages(first, second, wide=21).tables
    assert texts_of(table) == first + second


def test_figures_without_a_label_below_a_break_make_doubtful_ones():
    """Where a line above had room for the digits below, nothing tells whether they belong to it."""
    (table,) = two_pages([["项目", "甲", "乙"], ["二", "15", "16"]], [["", "74", "8"], ["三", "7", "5"]]).tables
    assert texts_of(table)[1:] == [["二", "15\n\n74", "16\n\n8"], ["三", "7", "5"]]


def test_the_halves_of_a_row_are_one_where_header_rows_stand_between_them_in_other_words():
    """A break in the header itself makes the repeated one another than the first."""
    first = [["项目", "甲", "乙"], ["一", "1", "2"], ["二", "15", "16"]]
    (table,) = two_pages(first, [["项", "丙", "丁"], ["", "74", "8"], ["三", "7", "5"]]).tables
    assert texts_of(table) == [*first[:2], ["二", "15\n\n74", "16\n\n8"], ["三", "7", "5"]]


def test_figures_above_a_break_go_on_beside_a_label_that_stands_whole_below_it():
    first = [["项", "甲", "乙"], ["一", "1", "2"], ["", "15", "16"]]
    (table,) = two_pages(first, [["二", "74", "8"], ["三", "7", "5"]], wide=21).tables
    assert texts_of(table) == [*first[:2], ["二", "1574", "168"], ["三", "7", "5"]]


def test_the_first_row_below_a_header_at_a_break_keeps_its_blanks_and_dashes():
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["项目", "自然"]], top=700, wide=38)
        canvas.rect(148, HEIGHT - 740, 38, 40)
        canvas.drawString(153, HEIGHT - 715, "总计")
        canvas.rect(72, HEIGHT - 740, 38, 20)
        canvas.rect(110, HEIGHT - 740, 38, 20)
        canvas.drawString(115, HEIGHT - 734, "个人")
        canvas.showPage()
        canvas.setFont(FONT, 10)
        grid(canvas, [["甲", "1", "—"], ["乙", "", "5"]], wide=38)

    (table,) = read(draw).tables
    assert texts_of(table)[-2:] == [["甲", "1", "—"], ["乙", "", "5"]]


def test_numbers_beside_a_taller_row_are_not_joined_over_a_break():
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["项", "甲", "乙"], ["一", "11", "22"]], top=700, wide=21)
        canvas.showPage()
        canvas.setFont(FONT, 10)
        for column, text in enumerate(("二", "33", "44")):
            canvas.rect(72 + 21 * column, HEIGHT - 140, 21, 40)
            canvas.drawString(77 + 21 * column, HEIGHT - 115, text)
        canvas.line(114, HEIGHT - 120, 135, HEIGHT - 120)

    texts = [cell.text for table in read(draw).tables for cell in table.cells]
    assert "1133" not in texts and "2244" not in texts


def test_a_row_that_is_cut_before_a_sign_that_begins_no_line_is_joined():
    """The sign takes the character before it along, so the last line above is not full."""
    first = [["很长项目", "甲"], ["二、要求\n缴纳完", "15"]]
    second = [["费、行政\n机关", ""], ["三、别项", "7"]]
    (table,) = two_pages(first, second, wide=51, high=30).tables
    assert texts_of(table)[1:] == [["二、要求\n缴纳完\n费、行政\n机关", "15"], ["三、别项", "7"]]


@pytest.mark.parametrize("thousands", ["", "7,", "７，"])
def test_figures_at_the_top_of_every_page_are_no_header(thousands):
    def draw(canvas: Canvas) -> None:
        for first in (1, 5, 9):
            canvas.setFont(FONT, 10)
            for row in range(4):
                figures = (f"{thousands}{100 * (first + row) + more}" for more in (0, 10, 20))
                for column, text in enumerate(("", *figures)):
                    canvas.drawCentredString(110 + 90 * column, HEIGHT - 60 - 24 * row, text or f"第{first + row}行")
            canvas.showPage()
        canvas.drawString(72, HEIGHT - 60, "正文。")

    (table,) = read(draw).tables
    assert [row[1] for row in texts_of(table)] == [f"{thousands}{number}00" for number in range(1, 13)]


def test_the_label_of_a_group_that_is_cut_does_not_fuse_its_rows():
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["项目", "小项", "数"], ["（四）", "甲项", "746"]], top=700, wide=38)
        canvas.showPage()
        canvas.setFont(FONT, 10)
        canvas.rect(72, HEIGHT - 120, 38, 40)
        canvas.drawString(77, HEIGHT - 95, "提供")
        for row, (label, number) in enumerate((("乙项", "11"), ("丙项", "2"))):
            for column, text in enumerate((label, number)):
                canvas.rect(110 + 38 * column, HEIGHT - 100 - 20 * row, 38, 20)
                canvas.drawString(115 + 38 * column, HEIGHT - 94 - 20 * row, text)

    (table,) = read(draw).tables
    rows = [[cell.text for cell in row if cell.column] for row in table.rows()]
    assert rows == [["小项", "数"], ["甲项", "746"], ["乙项", "11"], ["丙项", "2"]]


def test_words_that_run_over_a_border_to_the_side_of_a_figure_are_those_of_the_label():
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["项目", "甲"], ["", "8660"], ["乙项", "11"]])
        canvas.drawString(148, HEIGHT - 134, "属于")

    (table,) = read(draw).tables
    assert texts_of(table)[1] == ["属于", "8660"]


# --- tables without upright lines ------------------------------------------------------------------------------------


def spread(canvas: Canvas, texts: Texts, *, top: float = 100, step: float = 22, wide: float = 90) -> None:
    for row, row_texts in enumerate(texts):
        for column, text in enumerate(row_texts):
            canvas.drawCentredString(110 + column * wide, HEIGHT - top - step * row, text)


def test_columns_are_told_by_white_space_and_blank_cells_stay():
    document = read(lambda canvas: spread(canvas, SAMPLE[:2] + SAMPLE[3:]))
    (table,) = document.tables
    assert texts_of(table) == SAMPLE[:2] + SAMPLE[3:]


def test_a_table_of_three_rules():
    def draw(canvas: Canvas) -> None:
        spread(canvas, SAMPLE)
        for y in (85, 107, 175):
            canvas.line(72, HEIGHT - y, 420, HEIGHT - y)

    (table,) = read(draw).tables
    assert texts_of(table) == SAMPLE


def test_running_text_with_gaps_stays_text():
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["联系人： 张三    电话： 123", "地址：    某路 7 号", "全年 主动 公开 信息，依法 办理 申请。"])

    assert not read(draw).tables


def test_columns_of_texts_cost_no_search_for_a_table(monkeypatch):
    def search(region: object) -> None:
        raise AssertionError("the columns of texts without a figure are worked out")

    monkeypatch.setattr(pdf_loose, "_columns", search)
    texts = [[f"第{chr(0x4E00 + row)}行的第{chr(0x4E00 + row + column)}段" for column in range(3)] for row in range(30)]
    assert not read(lambda canvas: close(canvas, texts, gap=30)).tables


def close(canvas: Canvas, texts: Texts, *, gap: float) -> None:
    """Columns as wide as their longest text, set flush left, with so little between them."""
    left = 72.0
    for column in range(len(texts[0])):
        for row, row_texts in enumerate(texts):
            canvas.drawString(left, HEIGHT - 100 - 22 * row, row_texts[column])
        left += gap + max(canvas.stringWidth(row_texts[column]) for row_texts in texts)


def test_columns_with_narrow_gaps_are_told_where_several_lines_have_them():
    texts = [["项目", "甲", "乙", "丙"], ["第一行", "1001", "12", "1003"], ["行", "1004", "1005", "1006"]]
    texts += [["第三行", "1007", "1008", "9"], ["四行", "1010", "1011", "1012"]]  # one wide gap in some of them only
    (table,) = read(lambda canvas: close(canvas, texts, gap=3)).tables
    assert texts_of(table) == texts


def test_a_number_with_a_gap_in_it_stays_one_where_the_lines_around_it_have_none():
    texts = [["项目", "甲", "乙"], ["一行", "10001", "12"], ["二行", "10 02", "13"], ["三行", "10003", "14"]]
    (table,) = read(lambda canvas: close(canvas, texts, gap=30)).tables
    assert texts_of(table)[2] == ["二行", "10 02", "13"]


# --- cells of several lines where nothing is drawn around them -------------------------------------------------------

Marks = list[tuple[float, float, str]]  # x, the distance from the top, text
COLUMNS = (110, 200, 290, 380)


def marked(marks: Marks) -> list[Texts]:
    def draw(canvas: Canvas) -> None:
        for x, down, text in marks:
            canvas.drawCentredString(x, HEIGHT - down, text)

    return [texts_of(table) for table in read(draw).tables]


def row_of(down: float, *texts: str) -> Marks:
    return list(zip(COLUMNS, [down] * len(COLUMNS), texts, strict=False))


def test_a_label_of_three_lines_is_one_cell_beside_its_numbers():
    marks = row_of(100, "项目", "甲", "乙", "丙") + row_of(124, "短的项目", "1", "2", "3")
    marks += [
        (110, 148, "很长的项目"),
        (110, 162, "分成三行"),
        (110, 176, "来写"),
        *row_of(162, "", "40", "50", "60")[1:],
    ]
    marks += row_of(200, "又一项", "7", "8", "9")
    (table,) = marked(marks)
    assert table[2] == ["很长的项目\n分成三行\n来写", "40", "50", "60"]
    assert table[3] == ["又一项", "7", "8", "9"]


def test_lines_of_numbers_between_the_lines_of_a_label_are_no_line_with_them():
    marks = row_of(100, "项目", "甲", "乙", "丙") + row_of(124, "短的项目", "1", "2", "3")
    marks += [(110, 148, "长的项目"), (110, 160, "分成两行"), *row_of(154, "", "40", "50", "60")[1:]]
    marks += row_of(184, "又一项", "7", "8", "9")
    (table,) = marked(marks)
    assert table[2] == ["长的项目\n分成两行", "40", "50", "60"]


def test_labels_of_a_group_and_of_its_item_that_have_no_line_in_common_are_two_columns():
    marks = [mark for down in (300, 327, 354, 381) for mark in row_of(down, "", "1", "2", "3")[1:]]
    marks += [(85, 294, "（六）其"), (85, 306, "他"), (140, 300, "1.项目"), (140, 327, "2.别的")]
    marks += [(85, 354, "（七）总"), (110, 381, "四、结转下年办理")]
    (rows,) = marked(marks)
    assert [row[:2] for row in rows] == [
        ["（六）其\n他", "1.项目"],
        ["", "2.别的"],
        ["（七）总", ""],
        ["四、结转下年办理", "1"],
    ]


def test_the_storeys_of_a_header_stay_apart():
    marks = [
        (290, 100, "法人或者其他组织这一组"),
        (110, 112, "项目"),
        (200, 124, "商业"),
        (290, 124, "科研"),
        (380, 124, "社会"),
    ]
    marks += [(200, 136, "企业"), (290, 136, "机构"), (380, 136, "组织")]
    marks += row_of(160, "一行", "1", "2", "3") + row_of(184, "二行", "4", "5", "6")
    (table,) = marked(marks)
    assert table[-3:] == [
        ["", "商业\n企业", "科研\n机构", "社会\n组织"],
        ["一行", "1", "2", "3"],
        ["二行", "4", "5", "6"],
    ]


def test_a_head_alone_on_its_line_makes_its_own_column():
    """Its neighbours' heads are wrapped around its height, and no row has a number below it."""
    marks = [(290, 88, "他组织以及其他"), (110, 112, "项目")]
    marks += [(200, 106, "科研机"), (380, 106, "法律服"), (460, 112, "总计"), (290, 112, "其他")]
    marks += [(200, 118, "构"), (380, 118, "务机构")]
    marks += [
        (110, 142, "一行"),
        (200, 142, "1"),
        (460, 142, "3"),
        (110, 166, "二行"),
        (200, 166, "4"),
        (460, 166, "6"),
    ]
    (table,) = marked(marks)
    assert table[-2:] == [["一行", "1", "", "", "3"], ["二行", "4", "", "", "6"]]


def test_one_row_of_numbers_below_a_header_of_two_storeys_is_a_table():
    xs = (110, 160, 210, 260, 310, 360)
    marks = [(x, down, text) for down, text in ((100, "结果"), (112, "维持")) for x in xs]
    marks += [(x, 130, str(number)) for number, x in enumerate(xs, 21)]
    (table,) = marked(marks)
    assert table[-1] == ["21", "22", "23", "24", "25", "26"]


def test_figures_of_one_row_stand_each_below_its_own_head():
    xs = [72 + 23 * n for n in range(8)]
    marks = [(x, down, text) for down, text in ((100, "结果"), (112, "维持")) for x in xs]
    marks += [(x - 1.5, 130, str(number)) for number, x in enumerate(xs, 7021)]
    (table,) = marked(marks)
    assert table[-1] == [str(number) for number in range(7021, 7029)]


def test_lines_below_a_label_set_at_the_top_of_its_row_go_on_it():
    marks = row_of(100, "项目", "甲", "乙", "丙")
    marks += [*row_of(116, "（一）长长", "101", "102", "103"), (110, 132, "的一个标签")]
    marks += [*row_of(148, "（二）长长", "104", "105", "106"), (110, 164, "又一个标签")]
    marks += row_of(180, "（三）短的", "107", "108", "109")
    (table,) = marked(marks)
    assert [row[0] for row in table] == ["项目", "（一）长长\n的一个标签", "（二）长长\n又一个标签", "（三）短的"]


def test_lines_go_on_a_label_where_the_next_label_has_several_lines_too():
    """The second lines stand nearer to the first ones than the third ones to these."""
    labels = [
        ("1.甲甲", "乙乙乙", "丙丙", "丁"),
        ("2.戊戊", "己己己", "庚庚", "辛"),
        ("3.其他",),
        ("4.别的",),
        ("5.还有",),
    ]
    marks: Marks = []
    down = 100.0
    for first, *others in labels:
        marks += [(72, down, first), (200, down, "11"), (290, down, "22"), (380, down, "33")]
        marks += [(72, down + 14.6 + 16 * n, text) for n, text in enumerate(others)]
        down += 17.5 + 16 * len(others)
    (table,) = at_the_left(marks).tables
    assert [row[0].replace("\n", "") for row in texts_of(table)] == ["".join(lines) for lines in labels]


def test_lines_of_a_label_beside_figures_of_a_higher_font_are_told_from_rows():
    """Rows stand 21 points apart and lines of a cell 18; the boxes of the figures are higher than the labels'."""
    labels = [
        (79, "项目"),
        (100, "（一）长长的"),
        (118, "一个标签在"),
        (136, "三行"),
        (157, "（二）又一个"),
        (175, "标签也在那"),
        (193, "三行"),
        (214, "（三）短的"),
        (235, "（四）短的"),
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for down, text in labels:
            canvas.drawCentredString(110, HEIGHT - down, text)
        for x, text in zip((200, 290, 380), "甲乙丙", strict=True):
            canvas.drawCentredString(x, HEIGHT - 79, text)
        canvas.setFont("Times-Roman", 12.5)
        for down, text in ((118, "11"), (175, "12"), (214, "13"), (235, "14")):
            for x in (200, 290, 380):
                canvas.drawCentredString(x, HEIGHT - down, text)

    (table,) = read(draw).tables
    rows = ["（一）长长的\n一个标签在\n三行", "（二）又一个\n标签也在那\n三行", "（三）短的", "（四）短的"]
    assert texts_of(table)[1:] == [[label, *[str(figure)] * 3] for figure, label in enumerate(rows, 11)]


def test_the_first_line_of_a_broken_number_with_a_note_stays_in_its_cell():
    marks = row_of(80, "项目", "甲", "乙", "丙") + row_of(176, "第三行的", "7", "8", "9")
    marks += [(290, 118, "309707"), *row_of(131, "第二行的", "4", "5（含上", "6"), (290, 144, "年3件）")]
    (table,) = marked(marks)
    assert [row[2].replace("\n", "") for row in table[-2:]] == ["3097075（含上年3件）", "8"]


def test_a_figure_that_touches_its_label_is_one_where_the_figures_of_other_rows_stand():
    def draw(canvas: Canvas) -> None:
        texts = [
            ["项目", "甲", "乙"],
            ["一行", "5719", "8426"],
            ["满行满行满行满行满", "5215", "2561"],
            ["三行", "5749", "9888"],
        ]
        for row, cells in enumerate(texts):
            for x, text in zip((72, 162, 200), cells, strict=True):
                canvas.drawString(x, HEIGHT - 100 - 20 * row, text)

    (table,) = read(draw).tables
    assert texts_of(table)[2] == ["满行满行满行满行满", "5215", "2561"]


def test_a_note_with_blanks_in_its_brackets_is_one_figure():
    def draw(canvas: Canvas) -> None:
        texts = [
            ["项目", "甲", "乙", "丙"],
            ["一行", "0", "0", "79（其中修订 16 件）"],
            ["二行", "0", "0", "21（其中修订 16 件）"],
        ]
        for row, cells in enumerate(texts):
            for x, text in zip((72, 162, 252, 342), cells, strict=True):
                canvas.drawString(x, HEIGHT - 100 - 20 * row, text)

    (table,) = read(draw).tables
    assert [row[-1] for row in texts_of(table)[1:]] == ["79（其中修订 16 件）", "21（其中修订 16 件）"]


def over_two_pages(first: Marks, second: Marks) -> Document:
    def draw(canvas: Canvas) -> None:
        for marks in (first, second):
            canvas.setFont(FONT, 10)
            for x, down, text in marks:
                canvas.drawCentredString(x, HEIGHT - down, text)
            canvas.showPage()

    return read(draw)


def test_a_header_at_the_end_of_a_page_stands_over_the_columns_of_the_next():
    header = [(110, 60, "前言一句。"), *row_of(760, "项目", "甲", "乙", "丙")]
    rows = [[("一行", "1", "3"), ("二行", "4", "6"), ("三行", "7", "9")][n] for n in range(3)]
    second = [
        (x, 80 + 24 * n, text) for n, row in enumerate(rows) for x, text in zip((110, 200, 380), row, strict=True)
    ]
    document = over_two_pages(header, second)
    (table,) = document.tables
    assert texts_of(table) == [["项目", "甲", "乙", "丙"], *([label, a, "", c] for label, a, c in rows)]


@pytest.mark.parametrize("figure", ["无", "3件"])
def test_a_header_stands_over_figures_with_units_and_over_marks_for_none_too(figure):
    header = [(110, 60, "前言一句。"), *row_of(760, "项目", "甲", "乙", "丙")]
    rows = [["一行", figure, figure, figure], ["二行", figure, figure, figure]]
    (table,) = over_two_pages(header, [*row_of(80, *rows[0]), *row_of(104, *rows[1])]).tables
    assert texts_of(table) == [["项目", "甲", "乙", "丙"], *rows]


STOREYS = {
    720: ("", "复议", "", "", "", "诉讼", "", ""),
    745: ("结果",) * 8,
    757: ("维持",) * 8,
    782: tuple("12345678"),
}


@pytest.mark.parametrize("last", [745, 757])
def test_a_table_of_one_row_that_a_page_break_cuts_is_one(last):
    """Inside of the heads, or between these and the figures."""
    marks = [(70 + 60 * n, down, text) for down, texts in STOREYS.items() for n, text in enumerate(texts) if text]
    above = [(110, 60, "前言一句。"), *(mark for mark in marks if mark[1] <= last)]
    below = [(x, down - 700, text) for x, down, text in marks if down > last]
    (table,) = over_two_pages(above, [*below, (110, 160, "此后是正文。")]).tables
    assert texts_of(table)[-1] == list("12345678")
    assert ["".join(texts).replace("\n", "") for texts in zip(*texts_of(table)[1:-1], strict=True)] == ["结果维持"] * 8


def test_the_first_digits_of_a_row_below_a_break_are_no_row_of_their_own():
    """A header ends the page; the figures of the first row are broken over two lines, its label stands beside these."""
    places = [200 + 45 * n for n in range(7)]
    heads = [(x, down, text) for down, text in ((748, "甲"), (760, "乙")) for x in places]
    header = [(110, 60, "前言一句。"), *heads]
    second = [*((x, 100, "422") for x in places), (110, 107, "一行"), *((x, 114, "4") for x in places)]
    second += [(110, 140, "二行"), *((x, 140, "57") for x in places)]
    document = over_two_pages(header, second)
    assert not any({"422", "4"} & set(texts) for table in document.tables for texts in texts_of(table))


def test_figures_alone_at_the_top_of_a_page_leave_those_above_the_break_in_doubt():
    first = [*row_of(700, "项目", "甲", "乙", "丙"), *row_of(720, "一行", "11", "12", "13")]
    first += row_of(740, "二行", "155524", "72101", "314309")
    second = [(200, 120, "5"), (380, 120, "8"), (110, 160, "此后是正文。")]
    (table,) = over_two_pages(first, second).tables
    assert texts_of(table)[2:] == [["二行", "155524\n\n5", "72101", "314309\n\n8"]]


def test_figures_at_the_top_of_a_page_beside_their_own_label_are_no_rest():
    first = [*row_of(700, "项目", "甲", "乙", "丙"), *row_of(720, "一行", "11", "12", "13")]
    first += row_of(740, "二行", "155524", "72101", "314309")
    second = [(200, 100, "155524"), (290, 100, "72101"), (110, 107, "三行"), (380, 107, "3143")]
    second += [(200, 114, "5"), (290, 114, "6")]
    table = over_two_pages(first, second).tables[0]
    assert texts_of(table)[2:] == [["二行", "155524", "72101", "314309"]]


def test_the_first_row_of_a_page_between_the_lines_of_its_label_tells_no_distance_of_rows():
    marks = [(110, 100, "1.要求确"), *row_of(106, "", "9", "", "7"), (110, 112, "认信息")]
    marks += [(110, 130, "2.申请人"), *row_of(142, "", "8", "", "6"), (110, 142, "逾期未补"), (110, 154, "正")]
    marks += [mark for n in range(2) for mark in row_of(176 + 22 * n, "3.其他", "5", "", "4")]
    (table,) = marked([mark for mark in marks if mark[2]])
    assert [row[1:] for row in table] == [["9", "7"], ["8", "6"], ["5", "4"], ["5", "4"]]


def test_a_label_beside_its_broken_numbers_is_no_text_although_it_is_wider_than_these():
    """As text the numbers would stand before the label, not beside it."""
    broken = [["293", "87"], ["168", "56"], ["681", "34"], ["271", "72"], ["290", "13"], ["200", "28"], ["214", "93"]]
    labels = ["二、其他法律行政法规禁止公", "三、危及三个安全一个稳定的"]
    (table,) = marked([(40, 64, "— 3 —"), *narrow([(label, broken) for label in labels], step=24)])
    assert [row[0][: len(label)] for row, label in zip(table, labels, strict=True)] == labels
    assert [row[1:] for row in table] == [["".join(number) for number in broken[1:]]] * 2


def test_rows_far_from_each_other_are_a_table_where_those_of_a_whole_page_are():
    rows = [
        ["项目", "甲", "乙", "丙"],
        *([f"{label}行", *figures] for label, figures in zip("一二三四五六", numbers(6, 3), strict=True)),
    ]
    (table,) = marked([mark for n, row in enumerate(rows) for mark in row_of(100 + 36 * n, *row)])
    assert table[1:] == rows[1:]


def test_the_blank_half_of_a_closing_mark_reaches_into_no_column():
    texts = [("一行", "11"), ("二“三", "12"), ("三行", "13")]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(102, HEIGHT - 132, "安全稳定”")
        for row, (label, figure) in enumerate(texts):
            down = 100 + 20 * row + (12 if row == 2 else 0)
            for x, text in ((102, label), (150, figure), (190, figure), (230, figure)):
                canvas.drawString(x, HEIGHT - down, text)

    (table,) = read(draw).tables
    assert texts_of(table)[1] == ["二“三\n安全稳定”", "12", "12", "12"]


def flush(texts: Texts, *, top: float = 100, step: float = 15, places: Sequence[float] = (72, 162, 252)) -> Marks:
    """Rows whose cells begin at the left of their columns, as where a site sets them."""
    return [(x, top + step * n, text) for n, row in enumerate(texts) for x, text in zip(places, row, strict=False)]


def at_the_left(*pages: Marks) -> Document:
    """Pages of texts that begin at a place."""

    def draw(canvas: Canvas) -> None:
        for marks in pages:
            canvas.setFont(FONT, 10)
            for x, down, text in marks:
                canvas.drawString(x, HEIGHT - down, text)
            canvas.showPage()

    return read(draw)


HEADS = ["项目", "甲", "乙"]


def test_a_heading_between_tables_that_are_set_without_any_space_parts_them():
    marks = flush([HEADS, ["规章", "1", "2"], ["文件", "3", "4"], ["三、收到申请的情况"]])
    marks += flush([HEADS, ["新收", "5", "6"], ["结转", "7", "8"]], top=160, places=(72, 192, 292))
    document = at_the_left(marks)
    assert [texts_of(table) for table in document.tables] == [
        [HEADS, ["规章", "1", "2"], ["文件", "3", "4"]],
        [HEADS, ["新收", "5", "6"], ["结转", "7", "8"]],
    ]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["三、收到申请的情况"]


def test_the_label_of_a_row_without_figures_is_no_such_heading():
    rows = [HEADS, ["一、新收", "1", "2"], ["二、办理"], ["（一）公开", "3", "4"], ["三、结转", "5", "6"]]
    (table,) = at_the_left(flush(rows)).tables
    assert texts_of(table) == [*rows[:2], ["二、办理", "", ""], *rows[3:]]


def test_the_last_line_of_a_label_set_with_much_space_at_the_end_of_a_page_is_no_paragraph():
    first = flush(
        [HEADS, ["二、上年结转", "1", "2"], ["的申请"], ["三、本年收到", "3", "4"], ["的申请"]], top=700, step=16
    )
    second = flush([["四、本年办理", "5", "6"], ["五、结转下年", "7", "8"]], top=60, step=16)
    document = at_the_left(first, second)
    (table,) = document.tables
    assert [row[1:] for row in texts_of(table) if any(row[1:])] == [
        HEADS[1:],
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
        ["7", "8"],
    ]
    assert len(document.blocks) == 1


def test_a_header_without_labels_at_the_end_of_a_page_stands_over_a_broad_label_of_the_next():
    header = [
        (72, 60, "前言一句。"),
        *flush([["（注）", "甲", "乙"], ["", "一", "二"]], top=740, places=(72, 300, 360)),
    ]
    header = [mark for mark in header if mark[2]]
    rows = [["（一）很长很长的标题一种", "1.一种", "1", "2"], ["（二）又很长的一标题一种", "2.又一", "3", "4"]]
    document = at_the_left(header, flush(rows, top=60, step=24, places=(72, 252, 300, 360)))
    (table,) = document.tables
    assert texts_of(table)[0][-2:] == ["甲", "乙"] and texts_of(table)[-2:] == rows


def test_a_header_at_the_end_of_a_page_that_is_set_left_of_wide_figures():
    header = [(110, 60, "前言一句。"), *row_of(760, "项目", "甲", "乙", "丙")]
    second = [
        (x, 80 + 24 * n, f"{n}{x}{x}")
        for n in (1, 2, 3)
        for x in (208, 298, 388)  # the last figure reaches beyond the last head
    ]
    second += [(110, 80 + 24 * n, "甲乙丙丁"[n] + "行") for n in (1, 2, 3)]
    (table,) = over_two_pages(header, second).tables
    assert texts_of(table)[1] == ["乙行", "1208208", "1298298", "1388388"]


def test_figures_at_the_top_of_a_page_between_the_lines_of_their_label_are_no_page_number():
    first = (
        row_of(700, "项目", "甲", "乙", "丙") + row_of(724, "一行", "1", "2", "3") + row_of(748, "二行", "4", "5", "6")
    )
    second = [(110, 76, "部分公开只计"), (110, 88, "这一种情形的"), (200, 82, "272"), (380, 82, "440")]
    second += row_of(112, "四行", "7", "8", "9") + row_of(136, "五行", "1", "2", "3")
    (table,) = over_two_pages(first, second).tables
    assert texts_of(table)[3] == ["部分公开只计\n这一种情形的", "272", "", "440"]


def test_headers_at_the_left_of_their_columns_stand_over_their_numbers():
    marks = [(110, 100, "项目"), (170, 100, "制发"), (260, 100, "废止"), (350, 100, "有效")]
    marks += row_of(124, "规章", "1", "2", "3") + row_of(148, "文件", "4", "5", "6")
    (table,) = marked(marks)
    assert table == [["项目", "制发", "废止", "有效"], ["规章", "1", "2", "3"], ["文件", "4", "5", "6"]]


@pytest.mark.parametrize(("size", "down"), [(14, 200), (10, 212)])
def test_a_heading_ends_a_table(size, down):
    """It is larger than the lines of the table, or stands further below them than they do."""

    def draw(canvas: Canvas) -> None:
        spread(canvas, [["项目", "甲", "乙", "丙"], ["一行", "1", "2", "3"], ["二行", "4", "5", "6"]], step=20)
        canvas.setFont(FONT, size)
        canvas.drawCentredString(200, HEIGHT - down, "收到和处理申请情况")
        canvas.setFont(FONT, 10)
        spread(canvas, [["人员", "丁", "戊", "己"], ["一行", "7", "8", "9"], ["二行", "4", "5", "6"]], top=240, step=20)

    document = read(draw)
    assert [len(table.rows()) for table in document.tables] == [3, 3]
    assert any(getattr(block, "text", "") == "收到和处理申请情况" for block in document)


def narrow(rows: list[tuple[str, list[list[str]]]], *, step: float, wide: float = 24) -> Marks:
    """Rows of a label and numbers broken into lines, each centred in the height of its row."""
    marks: Marks = []
    down = 100.0
    for label, numbers in rows:
        tall = max(len(number) for number in numbers)
        middle = down + (tall - 1) * 12 / 2
        marks.append((110, middle, label))
        for column, number in enumerate(numbers):
            first = middle - (len(number) - 1) * 12 / 2
            marks += [(200 + column * wide, first + 12 * line, text) for line, text in enumerate(number)]
        down += (tall - 1) * 12 + step
    return marks


def test_a_number_that_a_narrow_column_breaks_is_put_together():
    rows = [
        ("项目", [["甲"], ["乙"], ["丙"], ["丁"]]),
        ("一行", [["697", "1"], ["2"], ["30"], ["4"]]),
        ("二行", [["5"], ["812", "345", "6"], ["70"], ["8"]]),
        ("三行", [["9"], ["1"], ["2"], ["3"]]),
    ]
    (table,) = marked(narrow(rows, step=24))
    assert table[1:] == [
        ["一行", "6971", "2", "30", "4"],
        ["二行", "5", "8123456", "70", "8"],
        ["三行", "9", "1", "2", "3"],
    ]


def test_two_rows_of_wide_figures_are_none_broken_where_the_upper_label_had_room_for_more():
    """Columns as wide as their widest figure tell nothing; a label that ends early does."""
    marks = [(200, 100, "甲"), (235, 100, "乙"), (270, 100, "丙")]
    for down, label, figures in (
        (118, "规章", ("9962441", "2826517", "4590265")),
        (136, "行政规范性文件", ("4322512", "4649296", "1175580")),
        (190, "行政许可", ("2566504", "7015550", "1112223")),
    ):
        marks += [(110, down, label), *zip((200, 235, 270), (down,) * 3, figures, strict=True)]
    (table,) = marked(marks)
    assert [row[1:] for row in table[1:3]] == [["9962441", "2826517", "4590265"], ["4322512", "4649296", "1175580"]]


def test_a_number_broken_although_its_column_has_room_is_left_in_doubt():
    marks = row_of(100, "项目", "甲", "乙", "丙") + row_of(124, "一行", "1", "2", "3")
    marks += [
        (200, 148, "7"),
        (200, 160, "322"),
        *row_of(154, "二行", "", "50", "60")[:1],
        (290, 154, "50"),
        (380, 154, "60"),
    ]
    for number in range(3, 8):
        marks += row_of(136 + 24 * (number - 1), f"{number}行", "40", "51", "62")
    (table,) = marked(marks)
    assert table[2] == ["二行", "7\n\n322", "50", "60"]
    assert read_cell(table[2][1]).state == "unreadable"


def test_numbers_below_each_other_without_a_measure_are_no_number():
    """Where every row is as close as the lines of a cell would be, nothing is put together."""
    rows = [
        ("项目", [["甲"], ["乙"], ["丙"], ["丁"]]),
        ("一行", [["697"], ["213"], ["301"], ["414"]]),
        ("二行", [["1"], ["2"], ["3"], ["4"]]),
    ]
    tables = marked(narrow(rows, step=12))
    assert all(cell not in ("6971", "2132", "3013", "4144") for table in tables for row in table for cell in row)


# --- running text ----------------------------------------------------------------------------------------------------


LONG = "全年主动公开政府信息各类情况说明并依法办理相关申请事项与答复工作安排"


def test_lines_become_paragraphs():
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["一、总体情况"], x=92)
        lines(canvas, [LONG], x=92, top=92)
        lines(canvas, [LONG + "会议", "7期。"], top=112)
        lines(canvas, ["（二）依申请公开"], x=92, top=152)
        lines(canvas, ["短句。"], x=92, top=172)

    expected = ["一、总体情况", LONG + LONG + "会议7期。", "（二）依申请公开", "短句。"]
    assert [block.text for block in read(draw)] == expected


def test_a_paragraph_goes_on_over_a_page_break_and_furniture_is_dropped():
    def draw(canvas: Canvas) -> None:
        for page, text in enumerate((LONG + "公文", "结束。"), 1):
            canvas.setFont(FONT, 10)
            canvas.drawString(200, HEIGHT - 40, "某某镇人民政府")
            lines(canvas, [text])
            canvas.drawString(280, 40, f"— {page} —")
            canvas.showPage()

    document = read(draw)
    assert [block.text for block in document] == [LONG + "公文结束。"]
    assert document.pages == 2
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.page == 1
    assert paragraph.box is not None and paragraph.box[0] == pytest.approx(72, abs=1)


@pytest.mark.parametrize("number", ["- 4 -", "— 5 —", "4", "第 4 页", "4/7", "第4页 共7页", "－ 3 －"])
def test_page_numbers_are_dropped(number):
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["正文。"])
        canvas.drawString(280, 40, number)

    assert [block.text for block in read(draw)] == ["正文。"]


@pytest.mark.parametrize("figure", ["5661", "17,616", "0"])
def test_figures_that_a_break_left_at_the_edge_are_no_page_numbers(figure):
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["规章", "12", "行政许可"])
        canvas.drawString(72, 60, figure)
        canvas.showPage()
        canvas.setFont(FONT, 10)
        lines(canvas, ["行政处罚", "781"])
        canvas.drawString(72, 60, "9")

    assert "".join(block.text for block in read(draw)) == f"规章12行政许可{figure}行政处罚7819"


def test_what_stands_in_the_fields_of_a_form_is_read():
    def draw(canvas: Canvas) -> None:
        for number, figure in enumerate(["12", "0", ""]):
            canvas.drawString(80, 660 - 30 * number, "规章")
            canvas.rect(72, 650 - 30 * number, 200, 30)
            canvas.line(172, 650 - 30 * number, 172, 680 - 30 * number)
            field = {"value": figure, "x": 180, "y": 655 - 30 * number, "width": 60, "height": 18, "borderWidth": 0}
            canvas.acroForm.textfield(name=f"f{number}", **field)

    (table,) = read(draw).tables
    assert [[cell.text for cell in row] for row in table.rows()] == [["规章", "12"], ["规章", "0"], ["规章", ""]]


@pytest.mark.parametrize(("size", "rise"), [(6, 4), (8, 4), (5, 0)])
def test_the_mark_of_a_note_behind_a_figure_is_a_superscript(size, rise):
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 10)
        text.textOut("2580")
        text.setFont("Helvetica", size)
        text.setRise(rise)
        text.textOut("12")
        canvas.drawText(text)

    assert [block.text for block in read(draw)] == ["2580¹²"]


@pytest.mark.parametrize("first", [1, 37])
def test_numbers_that_go_on_counting_are_page_numbers(first):
    def draw(canvas: Canvas) -> None:
        for page in range(3):
            lines(canvas, ["规章", "12", "7"], top=150)
            canvas.drawString(80 + 400 * (page % 2), 40, str(first + page))
            canvas.showPage()
            canvas.setFont(FONT, 10)

    assert "".join(block.text for block in read(draw)) == "规章127" * 3


def test_the_title_of_the_file_is_kept():
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("某镇年度报告")
        lines(canvas, ["正文。"])

    assert read(draw).meta["title"] == "某镇年度报告"


# --- what cannot be read ---------------------------------------------------------------------------------------------


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def test_a_password_is_named_and_an_empty_one_opens():
    closed = StandardEncryption("secret", ownerPassword="owner")
    with pytest.raises(Encrypted):
        read(lambda canvas: grid(canvas, SAMPLE), encrypt=closed)
    opened = StandardEncryption("", ownerPassword="owner")
    assert texts_of(read(lambda canvas: grid(canvas, SAMPLE), encrypt=opened).tables[0]) == SAMPLE


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptyFile), (b" \n", EmptyFile), (b"%PDF-1.7 nothing", Malformed), (b"<html>", Malformed)]
)
def test_bytes_that_are_no_pdf_are_typed_errors(data, error):
    with pytest.raises(error):
        pdf.read(data, ORIGIN)


def test_a_scan_needs_ocr_and_a_scanned_page_is_a_finding():
    with pytest.raises(NeedsOCR):
        read(picture)

    def draw(canvas: Canvas) -> None:
        lines(canvas, [LONG, LONG])
        canvas.showPage()
        picture(canvas)

    findings = read(draw).findings
    assert [(finding.code, finding.values) for finding in findings] == [("R-SCANPAGE", {"page": 2})]


def test_a_file_without_any_text_is_no_report():
    with pytest.raises(NoReportText):
        read(lambda canvas: canvas.rect(100, 100, 50, 50))


@pytest.mark.parametrize(
    ("module", "limit"), [(pdf_engine, "MAX_PAGES"), (pdf_runs, "MAX_CHARACTERS"), (pdf_marks, "MAX_OBJECTS")]
)
def test_limits_are_typed_errors(monkeypatch, module, limit):
    monkeypatch.setattr(module, limit, 1)

    def draw(canvas: Canvas) -> None:
        grid(canvas, SAMPLE)
        canvas.showPage()
        grid(canvas, SAMPLE)

    with pytest.raises(LimitExceeded):
        read(draw)


# --- the second reading, and pictures --------------------------------------------------------------------------------


def test_the_second_reading_gives_the_same_cells():
    data = drawn(lambda canvas: grid(canvas, SAMPLE))
    again = pdf.reread(data, ORIGIN, [1])
    assert texts_of(again.tables[0]) == texts_of(pdf.read(data, ORIGIN).tables[0])
    assert again.engine != pdf.read(data, ORIGIN).engine


def test_a_page_is_drawn_with_its_boxes_and_never_too_large():
    from PIL import Image

    data = drawn(lambda canvas: grid(canvas, SAMPLE), pageCompression=1)
    image = Image.open(io.BytesIO(pdf_pictures.draw_page(data, 1, 2.0, [((10, 20, 30, 40), "red")])))
    assert image.size == (int(WIDTH * 2), int(HEIGHT * 2))
    assert image.getpixel((20, 60)) == (255, 0, 0)
    huge = Image.open(io.BytesIO(pdf_pictures.draw_page(data, 1, 1000.0, [])))
    assert huge.width * huge.height <= pdf_pictures.MAX_RENDER_PIXELS


def test_a_landscape_page_is_read():
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize(landscape(A4))
        canvas.rect(72, 300, 80, 20)
        canvas.rect(152, 300, 80, 20)
        canvas.drawString(80, 306, "甲")
        canvas.drawString(160, 306, "7")

    (table,) = read(draw).tables
    assert texts_of(table) == [["甲", "7"]]


def test_letters_printed_twice_to_look_bold_are_read_once() -> None:
    texts = [
        "（二）部分公开（区分处理的，只计这一情形",
        "2.没有现成信息需要另行制作",
        "要求行政机关确认或重新出具",
        "1010101 22 3333333",
    ]

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            lines(canvas, [text], top=72 + 20 * number)
            lines(canvas, [text], top=72 + 20 * number, x=72.3)

    assert read(draw).text.replace("\n", "") == "".join(texts)
