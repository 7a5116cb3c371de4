// One report, and the evidence of a finding.

async function evidence(f, d) {
  const [title, titleEn, basis, caveat] = data.codes[f[1]], e = evidenceOf(f, d), sides = e.sides || [];
  const cells = f[3].filter((item) => item.includes(".")), summed = Boolean(e.formula);
  return [summed ? definitions([[t("公式", "formula"), formula(e.formula, sides)]]) : null, quote(f, e, d), e.twin ? sideBySide(f, e.twin, d) : null, await pictures(f, e),
    definitions([[t("规则", "rule"), `${f[1]} ${t(title, titleEn)}`], [t("单元格", "cells"), summed ? null : cellNames(cells)],
      [t("左边", "left"), summed ? null : number(sides[0])], [t("右边", "right"), summed ? null : number(sides[1])], [t("相差", "difference"), number(sides[2])],
      [t("位置", "place"), place(e.place)], [t("可能的更正", "possible repair"), inOneLanguage(e.repair)], [t("出自", "due to"), (FAULTS[e.fault] || ["", ""])[english ? 1 : 0]], [t("依据", "basis"), basis], [t("注意", "caveat"), caveat]]),
    verdictOn(f)];
}

const inOneLanguage = (text) => { const [zh, en] = (text || "").split(" · "); return t(zh, en || zh); };

// What is to hold, with the figures of both sides: zeros are counted, not listed.
const NOT = { "==": "≠", ">=": "<", "<=": ">" };
function formula([left, op, right], sides) {
  const parts = [...left, ...right].map(([, item]) => itemLabel(item).split(" × ")), varies = new Set(parts.map((p) => p[0])).size > 1 ? 0 : 1;
  const same = parts[0][1 - varies];
  const side = (terms, total) => {
    const told = terms.filter(([, , value]) => value !== 0 || terms.length < 4), zeros = terms.length - told.length;
    return el("span", { class: "side" }, told.map(([sign, item, value], n) => [n || sign === "-" ? (sign === "-" ? " － " : " ＋ ") : "", el("span", { class: "term", "data-term": item, title: item }, itemLabel(item).split(" × ")[varies], " ", el("b", {}, value === null ? "?" : number(value)))]),
      zeros ? t(`（另 ${zeros} 项为 0）`, ` (${zeros} more are 0)`) : "", terms.length > 1 ? [" ＝ ", el("b", {}, number(total))] : null);
  };
  return el("div", { class: "formula" }, el("span", { class: "soft" }, same), side(left, sides[0]), el("b", { class: "op" }, NOT[op] || op), side(right, sides[1]));
}

function quote(f, e, d) {
  if (!e.quote) return f[6] && !e.twin && !e.formula ? el("blockquote", {}, f[6]) : null;
  const [section, paragraph, start, end] = e.quote, [title, texts] = d.texts[section];
  return el("blockquote", {}, el("span", { class: "soft" }, title), el("br"), marked(texts[paragraph], [[start, end]]));
}

function sideBySide(f, [other, mine, mySpans, theirSpans, title, texts], d) {
  const column = (head, of, spans) => el("div", { class: "column", tabindex: "0" }, el("h4", {}, head),
    of.map((text, n) => el("p", {}, marked(text, spans.filter((span) => span[1] === n).map((span) => [span[2], span[3]])))));
  return el("div", { class: "twin", role: "group", "aria-label": t("两处文字对照，相同的句子已标出", "both texts, the shared sentences marked") },
    column([label(f[0]), " · ", d.texts[mine][0]], d.texts[mine][1], mySpans), column([link(other), " · ", title], texts, theirSpans));
}

async function pictures(f, e) {
  if (!e.boxes) return null;
  const pages = new Set(e.boxes.map((box) => box[0]));
  return (await scenesOf(f[0])).filter((scene) => pages.has(scene[0])).map(([page, [x0, top, x1, bottom], png]) => {
    const frame = { x: x0, y: top, width: x1 - x0, height: bottom - top };
    const boxes = e.boxes.filter((box) => box[0] === page).map(([, left, high, right, low], n) => draw("rect", { x: left, y: high, width: right - left, height: low - high, class: n ? "spot" : "spot main" }));
    return el("figure", { class: "scene" }, el("figcaption", {}, t(`原文件第 ${page} 页`, `page ${page} of the file`)),
      draw("svg", { viewBox: `${x0} ${top} ${x1 - x0} ${bottom - top}`, role: "img", "aria-label": t(`原文件第 ${page} 页，所涉之处已框出`, `page ${page} of the file, the place boxed`) },
        draw("image", { ...frame, href: `data:image/png;base64,${png}`, preserveAspectRatio: "none" }), boxes));
  });
}

async function reportView(n) {
  if (!data.reports[n]) return [el("p", {}, t("没有这份报告", "No such report"))];
  const [d, every] = await Promise.all([detail(n), findings()]), start = first[n], mine = start === undefined ? [] : every.slice(start, start + d.evidence.length);
  const failing = new Map();
  [0, 1].forEach((rank) => mine.forEach((f, k) => { if (f[2] === rank) f[3].forEach((item) => failing.has(item) || failing.set(item, k)); }));
  const articles = await Promise.all(mine.map((f, k) => article(f, k, d)));
  const order = mine.map((_, k) => k).sort((a, b) => mine[a][2] - mine[b][2]);
  const list = (word, values) => (values.length ? [el("h3", {}, word), el("ul", {}, values.map((v) => el("li", {}, v)))] : []);
  const beside = (to, word) => (data.reports[to] ? el("a", { href: `#/report/${to}` }, word, " ", label(to)) : null);
  return [el("h2", {}, label(n)), el("p", { class: "onscreen around" }, beside(n - 1, "←"), " ", beside(n + 1, "→")),
    definitions([[t("标题", "title"), d.title], [t("机关", "organ"), d.organ.filter(Boolean).join(" · ")], [t("县（市、区）", "county"), county(n)], [t("落款日期", "signed"), d.signed],
      [t("表式", "form"), data.reports[n][3]], [t("文件", "file"), `${data.reports[n][5]} (${d.format})`], ["SHA-256", d.sha256], [t("解析器", "parser"), d.parser]]),
    legend(), d.tables.map((filled, k) => formTable(data.reports[n][3], k, filled, failing)),
    el("h3", {}, t(`发现（${mine.length}）`, `Findings (${mine.length})`)), order.map((k) => articles[k]),
    d.officers.length ? [el("h3", {}, t("人员", "Officers")), el("div", { class: "wide" }, el("table", {}, el("tr", {}, [t("姓名", "name"), t("职务", "post"), t("电话", "phone"), t("职责", "duty")].map((h) => el("th", {}, h))),
      d.officers.map((o) => el("tr", {}, o.map((v) => el("td", {}, v))))))] : [],
    list(t("存在的问题", "Problems"), d.problems), list(t("改进措施", "Measures"), d.measures), list(t("文中数字", "Statements"), d.statements.map((s) => `${s[1]}${s[2]}：${s[0]}`)),
    d.texts.length ? el("details", { class: "whole" }, el("summary", {}, t("报告文字", "The text of the report")), d.texts.map(([title, texts]) => [el("h4", {}, title), texts.map((text) => el("p", {}, text))])) : null];
}

function legend() {
  const mark = (name, text, word) => el("li", {}, el("table", { class: "form" }, el("tr", {}, el("td", { class: name }, text))), word);
  return el("ul", { class: "legend" }, mark("s-b", MARKS.b[english ? 1 : 0], t("空白", "blank")), mark("s-a", MARKS.a[english ? 1 : 0], t("缺失", "absent")),
    mark("s-u", "?", t("无法辨读", "unreadable")), mark("fail", "0", t("不符（点数字看发现）", "failing (click for the finding)")), mark("doubt", "0", t("存疑", "doubtful")));
}

function formTable(edition, k, [own, figures, told], failing) {
  const code = data.forms[edition][k].code, table = data.forms[own].find((one) => one.code === code), items = Object.keys(table.items);
  const cell = ([place, text, en, rows, columns]) => {
    const spans = { rowspan: rows > 1 ? rows : null, colspan: columns > 1 ? columns : null };
    if (place === null) return el("th", spans, english && en ? en : text);
    const value = figures[place], odd = told[place] || [], item = items[place], fails = failing.has(item);
    const classes = [typeof value === "string" ? `s-${value}` : "", fails ? "fail" : "", odd[1] ? "doubt" : ""].join(" ").trim();
    const shown = typeof value === "string" ? (value === "u" && odd[0] ? `${odd[0]} ?` : MARKS[value][english ? 1 : 0]) : number(value);
    const inside = fails ? el("a", { href: "#", onclick: (e) => { e.preventDefault(); goTo(`finding-${failing.get(item)}`); } }, shown) : shown;
    return el("td", { ...spans, class: classes || null, "data-item": item, title: [item, odd[0], odd[1]].filter(Boolean).join(" · ") }, inside);
  };
  return el("div", { class: "wide" }, el("table", { class: "form" }, el("caption", {}, table.title), table.grid.map((line) => el("tr", {}, line.map(cell)))));
}

async function article(f, k, d) {
  const node = el("article", { class: `finding g${f[2]}`, id: `finding-${k}`, tabindex: "-1" }, el("p", {}, severity(f[2]), " ", f[english ? 5 : 4], " ", badge(f), " ",
    f[3].some((item) => item.includes(".")) ? el("button", { type: "button", class: "onscreen", onclick: () => light(f[3], true) }, t("看单元格", "show cells")) : null), await evidence(f, d));
  node.querySelectorAll("[data-term]").forEach((term) => { term.tabIndex = 0; term.setAttribute("role", "button"); const see = () => light([term.dataset.term], true);
    term.addEventListener("click", see); term.addEventListener("keydown", (e) => { if (e.key === "Enter") see(); }); });
  return node;
}

function light(items, scroll) {
  const wanted = new Set(items), cells = [...document.querySelectorAll("td[data-item]")];
  cells.forEach((td) => td.classList.toggle("lit", wanted.has(td.dataset.item)));
  const one = cells.find((td) => wanted.has(td.dataset.item));
  if (one && scroll) one.scrollIntoView({ block: "center", inline: "nearest" });
}

function goTo(id) { const node = $(id); if (!node) return; node.scrollIntoView({ block: "center" }); node.focus({ preventScroll: true }); }
