"""What people look at: the page, the statutory tables drawn again, files for other programs.

views.page(corpus, "audit.html")
views.export(corpus, "panel.xlsx")
"""

from reportparse.views.export import export
from reportparse.views.page import page
from reportparse.views.tables import statutory_html
from reportparse.views.written import Written

__all__ = ["Written", "export", "page", "statutory_html"]
