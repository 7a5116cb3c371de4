"""The frames of a corpus: which columns each has, of which dtype, and what they are called in Chinese."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportparse.report import STATES
from reportparse.rows import NESTED
from reportparse.store import Store

Dtype = Any
"""The name of a pandas dtype. The stubs of pandas ask for literals, which columns that are declared as data are not."""
TEXT: Dtype = "str" if int(pd.__version__.split(".")[0]) >= 3 else "string"
"""Text, missing where there is none; never the word "None"."""
WHOLE: Dtype = "Int64"
REAL: Dtype = "Float64"
FLAG: Dtype = "boolean"
DATE: Dtype = "datetime64[s]"
CODE: Dtype = "category"

KEYS: dict[str, Dtype] = {"organ": TEXT, "year": WHOLE, "report_id": TEXT}
EVIDENCE: dict[str, Dtype] = {"raw": TEXT, "page": WHOLE, "place": TEXT}

REPORTS: dict[str, Dtype] = {
    **KEYS,
    "organ_id": CODE,
    "county": TEXT,
    "city": TEXT,
    "province": TEXT,
    "kind": CODE,
    "edition": CODE,
    "title": TEXT,
    "period_start": DATE,
    "period_end": DATE,
    "signed": DATE,
    "signed_by": TEXT,
    "published": DATE,
    **{state: WHOLE for state in STATES},
    "is_report": FLAG,
    "files": WHOLE,
    "organ_printed": TEXT,
    "known_by": CODE,
    "format": CODE,
    "path": TEXT,
    "sha256": TEXT,
    "parser": CODE,
}
FAILURES: dict[str, Dtype] = {
    "path": TEXT,
    "name": TEXT,
    "sha256": TEXT,
    "size": WHOLE,
    "code": CODE,
    "message": TEXT,
    "stage": CODE,
    "tries": WHOLE,
}
FACTS: dict[str, Dtype] = {
    "item": CODE,
    "table": CODE,
    "row": CODE,
    "column": CODE,
    "value": REAL,
    "state": CODE,
    "doubt": CODE,
}
LISTS: dict[str, dict[str, Dtype]] = {
    "facts": FACTS,
    "extras": FACTS,
    "officers": {"name": TEXT, "post": TEXT, "phone": TEXT, "duty": TEXT},
    "statements": {
        "kind": CODE,
        "value": REAL,
        "unit": CODE,
        "scope": CODE,
        "approximate": FLAG,
        "negated": FLAG,
        "part_of": WHOLE,
        "open_list": FLAG,
        "section": CODE,
        "items": TEXT,
        "text": TEXT,
    },
    "problems": {"text": TEXT, "topics": TEXT},
    "measures": {"text": TEXT, "topics": TEXT, "planned": FLAG},
    "sections": {"code": CODE, "title": TEXT, "number": WHOLE, "text": TEXT},
    "findings": {"code": CODE, "severity": CODE, "fault": CODE, "items": TEXT, "message": TEXT, "quote": TEXT},
}
"""The frames made of what a report lists, with their own columns."""
ORDINAL = "ordinal"
"""Counts from 1 within a report; `part_of` is the ordinal of a total. Facts need none: an item stands once."""

SEPARATOR = "; "

LABELS_ZH = {
    "organ": "机关",
    "year": "年度",
    "report_id": "报告编号",
    "organ_id": "机关编号",
    "county": "县（市、区）",
    "city": "市",
    "province": "省",
    "kind": "类别",
    "edition": "表式版本",
    "title": "标题",
    "period_start": "统计期起",
    "period_end": "统计期止",
    "signed": "落款日期",
    "signed_by": "落款机关",
    "published": "发布日期",
    "stated": "有数值",
    "blank": "空白",
    "absent": "缺失",
    "unreadable": "无法辨读",
    "is_report": "是年度报告",
    "files": "文件数",
    "organ_printed": "原文机关名",
    "known_by": "认定依据",
    "format": "文件格式",
    "path": "文件",
    "name": "姓名",
    "sha256": "文件哈希",
    "size": "字节数",
    "parser": "解析器版本",
    "code": "代码",
    "message": "说明",
    "stage": "阶段",
    "tries": "尝试次数",
    "item": "指标",
    "table": "表",
    "row": "行",
    "column": "列",
    "value": "数值",
    "state": "状态",
    "doubt": "存疑",
    "raw": "原文",
    "page": "页",
    "place": "位置",
    "post": "职务",
    "phone": "电话",
    "duty": "分工",
    "unit": "单位",
    "scope": "口径",
    "approximate": "约数",
    "negated": "否定表述",
    "ordinal": "顺序",
    "part_of": "所属合计",
    "open_list": "未尽列举",
    "section": "章节",
    "items": "相关指标",
    "text": "内容",
    "topics": "主题",
    "planned": "拟采取",
    "number": "节号",
    "severity": "严重程度",
    "fault": "责任方",
    "quote": "引文",
    "printed": "原文写法",
    "reports": "报告数",
    "other_path": "另一文件",
    "difference": "差别",
    "here": "此处",
    "there": "彼处",
    "other_organ": "另一机关",
    "other_year": "另一年度",
    "similarity": "相似度（%）",
    "topic": "类别",
    "label": "类别名称",
    "words": "据以归类的词",
    "how": "重复方式",
    "years": "连续年数",
    "before": "上一年",
    "change": "变化",
    "growth": "增长率",
    "sentence": "句子",
    "word": "词",
    "count": "次数",
    "idf": "逆文档频率",
    "weight": "权重",
    "rank": "名次",
    "of": "参加排名数",
    "numerator": "分子",
    "denominator": "分母",
    "share": "比例",
    "small": "分母过小",
    "against": "比较对象",
    "median": "中位数",
    "deviation": "偏离程度",
    "first": "起",
    "last": "止",
    "post_before": "上一年职务",
    "phone_before": "上一年电话",
    "persons": "人数",
    "with_phone": "有电话人数",
    "phones": "不同电话数",
    "organs": "机关（多个）",
    "posts": "职务（多个）",
}


def typed(frame: pd.DataFrame, dtypes: dict[str, Dtype]) -> pd.DataFrame:
    """The frame with exactly these columns, in this order, of these dtypes; a column it lacks is missing throughout."""
    whole = frame.reindex(columns=list(dtypes)).reset_index(drop=True)
    return pd.DataFrame({name: typed_column(whole[name], kind) for name, kind in dtypes.items()})


def typed_column(column: pd.Series, kind: Dtype) -> pd.Series:
    """The column as this dtype; codes have their categories in order."""
    if kind == CODE:
        return _codes(column)
    if column.dtype == kind:
        return column
    if kind == TEXT and isinstance(column.dtype, pd.CategoricalDtype):
        texts: Any = column.cat.categories.astype(TEXT).array
        return pd.Series(texts.take(column.cat.codes.to_numpy(), allow_fill=True), index=column.index)
    if kind == TEXT or column.isna().all():
        column = column.astype(object).where(column.notna(), None)
    return column.astype(kind)


def _codes(column: pd.Series) -> pd.Series:
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object).where(column.notna(), None).astype(TEXT).astype(CODE)
    present = [str(code) for code in column.cat.categories]
    ordered = STATES if present and set(present) <= set(STATES) else sorted(present)
    return column.cat.set_categories(pd.Index(ordered, dtype=TEXT))


def read_list(store: Store, reports: pd.DataFrame, name: str, *, evidence: bool = False) -> pd.DataFrame:
    """What the reports list under `name`, one row each, keys first, in the order of `reports`.

    evidence: with raw, page and place.
    """
    fields = {**LISTS[name], **(EVIDENCE if evidence else {})}
    flat = _flatten(store, reports, name, [field for field in fields if field in NESTED[name]])
    position = flat.column("position").to_numpy()
    columns = {key: reports[key].iloc[position].reset_index(drop=True) for key in KEYS}
    if name not in ("facts", "extras"):
        columns[ORDINAL] = flat.column(ORDINAL).to_pandas().astype(WHOLE)
    for field, kind in fields.items():
        column = flat.column(field).to_pandas() if field in flat.column_names else _part(columns["item"], field)
        columns[field] = typed_column(column, kind)
    return pd.DataFrame(columns)


def _part(item: pd.Series, field: str) -> pd.Series:
    """The table, row or column that an item's id names."""
    place = ("table", "row", "column").index(field)
    names = [str(code).split(".")[place] for code in item.cat.categories]
    codes, own = pd.factorize(pd.Index(names, dtype=object))
    mapped = np.append(codes, -1)[item.cat.codes.to_numpy()]
    return pd.Series(pd.Categorical.from_codes(mapped, categories=pd.Index(own, dtype=TEXT)))


def _flatten(store: Store, reports: pd.DataFrame, name: str, fields: list[str]) -> pa.Table:
    """One row for each struct of the lists, with `position` (of its report) and `ordinal`, in the order of both."""
    kinds = LISTS[name]
    pieces = [
        _piece(order, table.column(0), fields, kinds) for order, table in store.read([name], reports, fields=fields)
    ]
    nothing = pa.chunked_array([], type=pa.list_(pa.struct(list(NESTED[name].items()))))
    pieces = pieces or [_piece(np.array([], dtype=np.int64), nothing, fields, kinds)]
    flat = pa.concat_tables(pieces).unify_dictionaries()
    if np.all(np.diff(flat.column("position").to_numpy()) >= 0):
        return flat
    return flat.take(pc.sort_indices(flat, [("position", "ascending"), (ORDINAL, "ascending")]))


def _piece(order: np.ndarray, lists: pa.ChunkedArray, fields: list[str], kinds: dict[str, Dtype]) -> pa.Table:
    array = lists.combine_chunks()
    array = pa.concat_arrays(array.chunks) if isinstance(array, pa.ChunkedArray) else array
    parents = pc.list_parent_indices(array).to_numpy()
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy()
    starts = np.cumsum(lengths) - lengths
    structs = pc.list_flatten(array)
    columns = {"position": order[parents], ORDINAL: np.arange(len(parents)) - starts[parents] + 1}
    return pa.table(columns | {field: _field(structs, field, kinds.get(field, TEXT)) for field in fields})


def _field(structs: pa.StructArray, field: str, kind: Dtype) -> pa.Array:
    values = pc.struct_field(structs, field)
    if pa.types.is_list(values.type):
        return pc.binary_join(values, SEPARATOR)
    if field == "part_of":
        return pc.add(values, 1)
    return pc.dictionary_encode(values) if kind == CODE else values


def labels(frame: pd.DataFrame, language: str = "zh") -> pd.DataFrame:
    """The frame with its columns called in Chinese, for tables that are read rather than computed with."""
    if language != "zh":
        raise ValueError(f"no labels in {language!r}; there are Chinese ones: labels(frame, 'zh')")
    named = frame.rename(columns=LABELS_ZH)
    named.index.names = [LABELS_ZH.get(str(name), name) for name in frame.index.names]
    named.columns.names = [LABELS_ZH.get(str(name), name) for name in frame.columns.names]
    return named
