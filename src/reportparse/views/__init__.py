"""What people look at: the page, the statutory tables drawn again.

views.page(corpus, "audit.html")
"""

from reportparse.views.page import page
from reportparse.views.tables import statutory_html
from reportparse.views.written import Written

__all__ = ["Written", "page", "statutory_html"]
