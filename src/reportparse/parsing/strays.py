"""What is no report: a page of a web site is refused; any other text is a record that says so and states nothing."""

from __future__ import annotations

import re
from typing import Final

from reportparse.document import Document, Table
from reportparse.errors import NoReportText
from reportparse.findings import Finding
from reportparse.parsing.outline import Outline
from reportparse.patterns import pattern
from reportparse.report import NO_REPORT, Organ, Report, Section
from reportparse.text import squeeze

_SUBJECT = pattern(r"(?:政府信息|政务|信息)公开.{0,12}(?:年度报告|工作报告|年报|报告)")
_MENTIONS: Final = 3
ENOUGH_SECTIONS: Final = 2
QUOTED: Final = 80

_SITE = pattern(
    r"页面(?:不存在|未找到|已删除|已失效|丢失)|(?:访问|请求|查看)的(?:页面|网页|文件|内容|资源)|找不到(?:该|此|您|页面|网页|文件)"
    r"|无法访问|拒绝访问|访问(?:被拒绝|被拦截|受限|过于频繁)|服务器(?:内部)?错误|系统(?:繁忙|错误|维护)|没有权限|无权(?:限|访问)"
    r"|notfound|forbidden|badgateway|accessdenied|servererror|serviceunavailable|(?:error|错误|状态)(?:代?码|code)?[:：]?[45]0\d"
    r"|登[录陆]|验证码|用户名|密码|password|captcha|signin|login|安全验证|人机验证|(?:启用|开启|enable)(?:javascript|cookie)"
    r"|版权所有|网站地图|公网安备|icp备|当前位置|首页|上一篇|下一篇|打印本页|关闭窗口",
    re.IGNORECASE,
)
"""What pages of web sites say: of errors, at their door, around every text. Compared without white space."""


def is_report(document: Document, found: Outline, *, has_tables: bool) -> bool:
    """Whether there are statutory tables, sections, or at least a text about disclosure."""
    if has_tables or len(found.headings) >= ENOUGH_SECTIONS:
        return True
    text = squeeze(document.text)
    return bool(_SUBJECT.search(text)) and text.count("公开") >= _MENTIONS and _has_prose(document)


def _has_prose(document: Document) -> bool:
    """Sentences, not only links and names."""
    texts = (block.text for block in document.blocks if not isinstance(block, Table))
    return sum(text.count("。") for text in texts) >= _MENTIONS


def read_stray(document: Document, title: str | None, parser: str) -> Report:
    """The record of a text that is no report: what it says, nobody's and of no year, and R-NOREPORT.

    Raises `NoReportText` where there is no text, or where a web site says it: an error, a login, a page of news.
    """
    text = squeeze(document.text)
    site = _SITE.search(text)
    if not text or site:
        seen = f"a page of a web site: {site.group()}" if site else "no text"
        origin = document.origin
        raise NoReportText(seen, file=origin.name, sha256=origin.sha256, stage="parse")
    quote = " ".join(document.text.split())[:QUOTED]
    source = document.source(0, span=(0, QUOTED))
    finding = Finding(NO_REPORT, values={"quote": quote}, sources=(source,), quote=quote)
    return Report(
        origin=document.origin,
        organ=Organ(),
        year=None,
        edition=None,
        title=title,
        preamble=Section("preamble", "", None, document.text.strip(), source),
        findings=(*document.findings, finding),
        parser=parser,
    )
