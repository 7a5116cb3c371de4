"""Where things are published, as a sentence tells it: one account before its count, or several with a number each."""

from __future__ import annotations

import re

from reportparse.parsing.kinds import Kind, kinds_by_code
from reportparse.patterns import pattern

MAX_BACK = 160
"""Most characters from an account's name to what is published on it."""

_CHANNEL = pattern(
    "(?P<video>微信视频号|视频号|抖音|快手|短视频平台)|(?P<wechat>微信|公众号|订阅号|服务号)|(?P<weibo>微博)"
    "|(?P<website>网站|门户|官网|网页|专网|公开网|政务网|政府网|目录)|(?P<board>公告栏|公示栏|公开栏|宣传栏|显示屏|电子屏)"
    "|(?P<other>报刊|报纸|电视|广播|媒体(?!号)|头条|客户端|小程序|APP|政务号|学习强国|渠道|发布会|公报)"
)
_NEW_MEDIA = pattern("(?:政务)?新媒体(?:矩阵|平台|账号|建设|管理|工作|宣传)?")
_ACCOUNTS = frozenset({"wechat", "weibo", "video"})
_PUBLISHED_THERE = pattern(
    r"[,;:](?:我[局镇乡委办街县市区]|(?:20\d\d年)?(?:度|内)?|全年|今年以来|今年|本年度?|年内|累计|共计?|总共|已|及时|目前)*"
    "(?:信息|作品|文章|图文)?(?:发布|推送|更新|编发|发文|推出|刊发)(?:推送|发布|更新|各类|各种|原创|政务|政府|工作|相关|有关|公开|图文|短视频|视频)*"
    "(?:信息|作品|文章|图文|推文|稿件|内容|消息|短视频|视频)?(?:共计?|累计|总计|约|达|数|量|为|了)*$"
)
_PUBLISHED_BEFORE = pattern(r"\d[余多]?[条篇则期件]")
_NAMED = pattern(
    r"(?:通过|利用|依托|运用|借助|在)(?P<names>[^,;:。()]{4,60}?)(?:等(?:平台|渠道|新媒体)?)?(?:上|中)?分?别?"
    r"(?:对外|主动|及时)?(?:公开|发布|推送|公布|更新)[^,;:。()、]{0,12}$"
)
_JOINT = pattern("、|和|及|与|以及")


def find_account(text: str, start: int, end: int, unit: str) -> Kind | None:
    """The kind of what is counted at `end` of a sentence that names an account: 建好公众号,全年发布信息120条."""
    before = text[max(start, end - MAX_BACK) : end]
    published = _PUBLISHED_THERE.search(before) if "号" in before or "微" in before or "音" in before else None
    if published is None:
        return None
    named = {
        match.lastgroup: match.end() for match in _CHANNEL.finditer(_NEW_MEDIA.sub("", before[: published.start()]))
    }
    if not named or not _ACCOUNTS.issuperset(named):
        return None
    if _PUBLISHED_BEFORE.search(before, max(named.values()), published.start()):
        return None
    return _kind(next(iter(named)) if len(named) == 1 else "new_media", unit)


def _blank(words: re.Match[str]) -> str:
    return "□" * len(words[0])


def find_channels(clause: str, unit: str) -> list[Kind]:
    """The kinds of several channels that each have a number: 通过网站、公众号、微博公开信息分别为140条、96条、58条."""
    match = _NAMED.search(clause)
    kinds: list[Kind] = []
    for name in _JOINT.split(match["names"]) if match else ():
        channel = _CHANNEL.search(name)
        kind = _kind(channel.lastgroup, unit) if channel else None
        if kind is None:
            return []
        kinds.append(kind)
    return kinds


def _kind(channel: str | None, unit: str) -> Kind | None:
    kind = kinds_by_code().get(f"disclosed_{channel}")
    return kind if kind is not None and unit in kind.units else None
