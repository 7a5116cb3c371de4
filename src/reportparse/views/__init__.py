"""What people look at: the page, figures, the statutory tables drawn again, files for other programs.

views.page(corpus, "audit.html")
views.trend(corpus, "requests.received.total")
views.export(corpus, "panel.xlsx")

Figures need matplotlib (`pip install "reportparse[plot]"`), which is loaded when the first of them is named.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportparse.views.export import export
from reportparse.views.package import package
from reportparse.views.page import page
from reportparse.views.tables import statutory_html
from reportparse.views.written import Written

if TYPE_CHECKING:
    from reportparse.views.figures import coverage, findings_map, outcomes, similarity, topics, trend
    from reportparse.views.fonts import chinese, svg
    from reportparse.views.form_docx import form

__all__ = [
    "Written",
    "chinese",
    "coverage",
    "export",
    "findings_map",
    "form",
    "outcomes",
    "package",
    "page",
    "similarity",
    "statutory_html",
    "svg",
    "topics",
    "trend",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'reportparse.views' has no attribute {name!r}")
    if name == "form":  # python-docx is loaded for it
        return import_module("reportparse.views.form_docx").form
    fonts = import_module("reportparse.views.fonts")  # first: it tells how to install matplotlib
    return (
        getattr(fonts, name)
        if name in ("chinese", "svg")
        else getattr(import_module("reportparse.views.figures"), name)
    )
