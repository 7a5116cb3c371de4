"""How the time to read prose grows with its length: one sentence made of one thing over and over.

    python -m benchmarks.prose.growth
    python -m benchmarks.prose.growth --length 60000 --only names

For each bait the CPU time of parsing half the length and the whole, and the factor between them: 2 is linear.
"""

from __future__ import annotations

import argparse
import time

import reportparse as rp

BAITS = {
    "digits": "12",
    "counts": "收到政府信息公开申请12件，",
    "parts": "其中民政类3件、",
    "among": "其中",
    "commas": "、",
    "brackets": "（一",
    "nested": "（",
    "closed": "（含3件）",
    "ordinals": "一是公开不够及时；",
    "marks": "一是",
    "numbers": "1.更新滞后",
    "names": "陆书白、",
    "posts": "副镇长陆书白，",
    "post words": "主任",
    "by": "由",
    "phones": "0999-5551234、",
    "roster": "陆书白 主任 0999-5551234 ",
    "negations": "未",
    "denials": "未收到政府信息公开申请、",
    "colons": "存在问题：",
    "titles": "《",
    "years": "2022年",
    "dates": "2022年1月1日至",
    "title words": "政府信息公开",
    "organs": "砚溪县栖霁镇人民政府",
    "plain": "各项工作平稳推进",
    "lines": "存在的问题\n",
    "short lines": "陆书白\n主任\n",
    "stops": "。",
    "fillers": "共计",
    "because": "针对存在的问题，",
    "words": "陆书白 ",
    "duties": "负责",
    "comrades": "综合科陆书白同志、",
    "held": "信息员由陆书白、",
    "exists": "存在",
    "turns": "等问题，下一步，",
    "other years": "2021年公开信息3条，",
}
HEAD = "一、总体情况"
PROBLEMS = "五、存在的主要问题及改进情况"
TITLE = "砚溪县栖霁镇2022年政府信息公开工作年度报告"
SECTIONS = {
    "overview": f"{TITLE}\n{HEAD}\n{{bait}}\n{PROBLEMS}\n无。\n",
    "problems": f"{TITLE}\n{HEAD}\n无。\n{PROBLEMS}\n{{bait}}\n",
    "front": f"{{bait}}\n{HEAD}\n无。\n{PROBLEMS}\n无。\n",
    "head": f"姓名 职务 联系电话 职责\n{{bait}}\n{HEAD}\n无。\n二、主动公开政府信息情况\n{PROBLEMS}\n无。\n",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=60_000)
    parser.add_argument("--only", nargs="*", default=list(BAITS))
    words = parser.parse_args()
    for bait in words.only:
        for section in SECTIONS:
            half, whole = (seconds(bait, section, length) for length in (words.length // 2, words.length))
            mark = "  SLOW" if whole > 2.5 * max(half, 0.05) else ""
            print(f"{bait:12} {section:9} {half:7.3f} {whole:7.3f}  x{whole / half:4.1f}{mark}", flush=True)


def seconds(bait: str, section: str, length: int) -> float:
    """The CPU time of parsing a report with so many characters of the bait."""
    text = (BAITS[bait] * (length // len(BAITS[bait]) + 1))[:length]
    data = SECTIONS[section].format(bait=text).encode()
    begun = time.process_time()
    try:
        rp.parse(data, name="bait.txt")
    except rp.ReadError:
        pass
    return time.process_time() - begun


if __name__ == "__main__":
    main()
