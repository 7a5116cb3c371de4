"""A page of a pdf drawn as a picture, with boxes around what is shown."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any

import pypdfium2_raw as pdfium

from reportparse.readers.pdf_engine import loaded_page, opened
from reportparse.source import Box

MAX_RENDER_PIXELS = 40_000_000


def draw_page(data: bytes, page: int, scale: float, boxes: Sequence[tuple[Box, str]]) -> bytes:
    """Page number `page` as a PNG with a coloured rectangle around each box; `scale` is pixels per point.

    A scale that would give more than MAX_RENDER_PIXELS is lowered. Needs pillow.
    """
    from PIL import ImageDraw  # an extra: reading does without it

    with opened(data) as document, loaded_page(document, page) as loaded:
        scale = _allowed_scale(loaded, scale)
        image = _render(loaded, scale)
    pen = ImageDraw.Draw(image)
    for box, colour in boxes:
        pen.rectangle([side * scale for side in box], outline=colour, width=max(1, round(1.5 * scale)))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def page_size(data: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page in points, as it is shown."""
    with opened(data) as document, loaded_page(document, page) as loaded:
        return float(pdfium.FPDF_GetPageWidthF(loaded)), float(pdfium.FPDF_GetPageHeightF(loaded))


def _allowed_scale(page: Any, scale: float) -> float:
    area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    return float(min(scale, (MAX_RENDER_PIXELS / max(area, 1.0)) ** 0.5))


def _render(page: Any, scale: float) -> Any:
    from PIL import Image

    width = max(1, int(pdfium.FPDF_GetPageWidthF(page) * scale))
    height = max(1, int(pdfium.FPDF_GetPageHeightF(page) * scale))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        size = pdfium.FPDFBitmap_GetStride(bitmap) * height
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", pdfium.FPDFBitmap_GetStride(bitmap), 1)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
