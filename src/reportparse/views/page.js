"use strict";
// Every text goes in by textContent; no markup is ever made of data.
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const data = read("overview");
let found = null;
const findings = () => (found = found || read("findings"));
let english = document.documentElement.lang === "en";
const t = (zh, en) => (english ? en : zh);
const SEVERITIES = [["错误", "error"], ["警示", "warning"], ["提示", "info"]];
const FAULTS = { document: ["文件", "document"], reading: ["读取（请对照原件）", "reading (check the source)"], either: ["文件或读取", "document or reading"] };
const MARKS = { b: ["空", "blank"], a: ["缺", "absent"], u: ["?", "?"] };
const STEP = 200;
const view = { search: "", severity: "", code: "", organ: "", year: "", sort: "severity", down: false, limit: STEP };

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}
const organ = (n) => data.reports[n][0];
const year = (n) => data.reports[n][2];
const label = (n) => `${organ(n)} ${year(n) === null ? "?" : year(n)}`;
const link = (n) => el("a", { href: `#/report/${n}` }, label(n));
const severity = (rank) => el("span", { class: `sev sev${rank}` }, SEVERITIES[rank][english ? 1 : 0]);
const byText = (a, b) => String(a).localeCompare(String(b), "zh");
const tally = (values) => values.reduce((counts, value) => counts.set(value, (counts.get(value) || 0) + 1), new Map());

function place(p) {
  if (!p.length) return "";
  const words = english ? ["page", "table", "row", "column"] : ["页", "表", "行", "列"];
  const parts = words.map((word, n) => p[n] && (english ? `${word} ${p[n]}` : `第${p[n]}${word}`)).filter(Boolean);
  if (!p[1] && p[4] !== null) parts.push(english ? `block ${p[4] + 1}` : `第${p[4] + 1}段`);
  return parts.join(english ? ", " : "");
}

function overview() {
  const counts = [0, 1, 2].map((rank) => findings().filter((f) => f[2] === rank).length);
  const card = (value, word, to) => el("div", { class: "card" }, el("b", {}, value.toLocaleString()), to ? el("a", { href: to }, word) : word);
  const organs = new Set(data.reports.map((r) => r[1] + "/" + r[0])).size;
  return [
    el("h2", {}, t("总览", "Overview")),
    el("div", { class: "cards" }, card(data.reports.length, t("份报告", "reports")), card(organs, t("个机关", "organs")),
      counts.map((count, rank) => card(count, SEVERITIES[rank][english ? 1 : 0], `#/findings/${rank}`))),
    el("h3", {}, t("各县各年报告数", "Reports by county and year")), matrix(), codes(), reportList(),
  ];
}

function matrix() {
  const years = [...new Set(data.reports.map((r) => r[2]))].sort((a, b) => a - b);
  const cells = tally(data.reports.map((r) => `${r[1]}|${r[2]}`));
  const counties = [...new Set(data.reports.map((r) => r[1]))].sort(byText);
  const line = (county) => el("tr", {}, el("th", { scope: "row" }, county || t("（未注明）", "(not known)")),
    years.map((y) => el("td", { class: "n" }, String(cells.get(`${county}|${y}`) || "–"))));
  const head = el("tr", {}, el("th", {}, t("县（市、区）", "county")), years.map((y) => el("th", { scope: "col" }, y === null ? "?" : String(y))));
  return el("div", { class: "wide" }, el("table", {}, head, counties.map(line)));
}

function codes() {
  const counts = [...tally(findings().map((f) => f[1]))].sort((a, b) => b[1] - a[1]);
  const line = ([code, count]) => el("tr", {}, el("td", {}, el("a", { href: `#/findings/${encodeURIComponent(code)}` }, code)),
    el("td", {}, data.codes[code][english ? 1 : 0]), el("td", { class: "n" }, String(count)));
  return el("details", {}, el("summary", {}, t("各规则发现数", "Findings by rule")), el("table", {}, counts.map(line)));
}

function reportList() {
  const body = el("tbody");
  const count = tally(findings().filter((f) => f[2] < 2).map((f) => f[0]));
  let limit = STEP, wanted = "";
  const more = el("button", { type: "button", onclick: () => { limit += STEP; fill(); } }, t("显示更多", "Show more"));
  const fill = () => {
    const hits = data.reports.map((_, n) => n).filter((n) => data.reports[n].slice(0, 3).concat(data.reports[n][5]).join(" ").toLowerCase().includes(wanted));
    body.replaceChildren(...hits.slice(0, limit).map((n) => el("tr", {}, el("td", {}, link(n)), el("td", {}, data.reports[n][1]),
      el("td", {}, data.reports[n][3]), el("td", { class: "n" }, String(data.reports[n][4][0])), el("td", { class: "n" }, String(count.get(n) || 0)), el("td", {}, data.reports[n][5]))));
    more.hidden = hits.length <= limit;
  };
  fill();
  const search = el("input", { type: "search", oninput: (e) => { wanted = e.target.value.trim().toLowerCase(); limit = STEP; fill(); } });
  const heads = [t("报告", "report"), t("县（市、区）", "county"), t("表式", "form"), t("有数值", "stated"), t("错误和警示", "errors, warnings"), t("文件", "file")];
  return [el("h3", {}, t("报告", "Reports")), el("div", { class: "controls" }, el("label", {}, t("查找报告", "Find a report"), search)),
    el("div", { class: "wide" }, el("table", { class: "list" }, el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))), body)), more];
}

const KEYS = {
  severity: (f) => f[2], report: (f) => organ(f[0]), year: (f) => year(f[0]), code: (f) => f[1], message: (f) => f[english ? 5 : 4],
};

function chosen() {
  const wanted = view.search.trim().toLowerCase();
  const hit = (f) => (view.severity === "" || f[2] === Number(view.severity)) && (!view.code || f[1] === view.code)
    && (!view.organ || organ(f[0]) === view.organ) && (view.year === "" || String(year(f[0])) === view.year)
    && (!wanted || `${label(f[0])} ${f[1]} ${f[3].join(" ")} ${f[4]} ${f[5]} ${f[7]}`.toLowerCase().includes(wanted));
  const key = KEYS[view.sort];
  const order = (a, b) => { const x = key(a), y = key(b); return (typeof x === "number" && typeof y === "number" ? x - y : byText(x, y)) * (view.down ? -1 : 1); };
  return findings().filter(hit).sort(order);
}

function findingsView() {
  const body = el("tbody"), told = el("p", { class: "soft", role: "status" });
  const more = el("button", { type: "button", onclick: () => { view.limit += STEP; fill(); } }, t("显示更多", "Show more"));
  const fill = () => {
    const hits = chosen();
    body.replaceChildren(...hits.slice(0, view.limit).flatMap(findingRows));
    told.textContent = t(`共 ${hits.length} 条，显示 ${Math.min(view.limit, hits.length)} 条`, `${hits.length} findings, ${Math.min(view.limit, hits.length)} shown`);
    more.hidden = hits.length <= view.limit;
  };
  const change = (name) => (e) => { view[name] = e.target.value; view.limit = STEP; fill(); };
  const select = (name, word, options) => {
    const box = el("select", { onchange: change(name) }, el("option", { value: "" }, t("全部", "all")), options.map(([value, text]) => el("option", { value }, text)));
    box.value = view[name];
    return el("label", {}, word, box);
  };
  const search = el("input", { type: "search", id: "search", value: view.search, oninput: change("search") });
  const unique = (values) => [...new Set(values)].sort(byText).map((v) => [String(v), v === null ? "?" : String(v)]);
  const sorter = (name, word) => el("th", { scope: "col", "aria-sort": view.sort === name ? (view.down ? "descending" : "ascending") : null },
    el("button", { type: "button", onclick: () => { view.down = view.sort === name && !view.down; view.sort = name; show(); } }, word + (view.sort === name ? (view.down ? " ▼" : " ▲") : "")));
  fill();
  return [el("h2", {}, t("发现", "Findings")),
    el("div", { class: "controls" }, el("label", {}, t("查找（按 / 键）", "Search (press /)"), search),
      select("severity", t("程度", "severity"), SEVERITIES.map((s, n) => [String(n), s[english ? 1 : 0]])),
      select("code", t("规则", "rule"), Object.keys(data.codes).map((c) => [c, `${c} ${data.codes[c][english ? 1 : 0]}`])),
      select("organ", t("机关", "organ"), unique(data.reports.map((r) => r[0]))), select("year", t("年度", "year"), unique(data.reports.map((r) => r[2])))),
    told, el("div", { class: "wide" }, el("table", { class: "list findings" }, el("thead", {}, el("tr", {}, sorter("severity", t("程度", "severity")), sorter("report", t("机关", "organ")),
      sorter("year", t("年度", "year")), sorter("code", t("规则", "rule")), sorter("message", t("说明", "message")), el("th", {}, ""))), body)), more];
}

function findingRows(f) {
  const extra = el("tr", { class: "more", hidden: true });
  const open = el("button", { type: "button", "aria-expanded": "false", onclick: () => {
    if (!extra.firstChild) extra.append(el("td", { colspan: "6" }, evidence(f)));
    extra.hidden = !extra.hidden;
    open.setAttribute("aria-expanded", String(!extra.hidden));
  } }, t("依据", "evidence"));
  return [el("tr", {}, el("td", {}, severity(f[2])), el("td", {}, link(f[0])), el("td", { class: "k" }, year(f[0]) === null ? "?" : String(year(f[0]))),
    el("td", { class: "k" }, f[1]), el("td", {}, f[english ? 5 : 4]), el("td", {}, open)), extra];
}

function evidence(f) {
  const [title, titleEn, basis, caveat] = data.codes[f[1]];
  const rows = [[t("规则", "rule"), `${f[1]} ${t(title, titleEn)}`], [t("单元格", "cells"), f[3].map((item) => itemLabel(item)).join("; ")],
    [t("左边", "left"), f[6][0]], [t("右边", "right"), f[6][1]], [t("相差", "difference"), f[6][2]], [t("位置", "place"), place(f[8])],
    [t("可能的更正", "possible repair"), f[9]], [t("出自", "due to"), (FAULTS[f[10]] || ["", ""])[english ? 1 : 0]], [t("依据", "basis"), basis], [t("注意", "caveat"), caveat]];
  const list = rows.filter(([, value]) => value !== null && value !== undefined && value !== "").flatMap(([word, value]) => [el("dt", {}, word), el("dd", {}, String(value))]);
  return [el("dl", {}, list), f[7] ? el("blockquote", {}, f[7]) : null, verdictOn(f)];
}

// Verdicts are kept in this tab and saved as the csv that `audit(..., verdicts=...)` and `reportparse verdict` read.
const VERDICTS = { accepted: ["属实", "it is so"], dismissed: ["驳回", "dismiss"] };
const COLUMNS = ["fingerprint", "verdict", "reason", "who", "organ", "year", "code", "item", "message"];
const decided = new Map();

function verdictOn(f) {
  const told = el("span", { role: "status" }), before = decided.get(f[11]);
  const reason = el("input", { type: "text", value: before ? before.reason : "", size: "28" });
  const tell = () => { const now = decided.get(f[11]); told.textContent = now ? t(`已判定：${VERDICTS[now.verdict][0]}`, `decided: ${VERDICTS[now.verdict][1]}`) : ""; };
  const decide = (verdict) => () => {
    reason.setAttribute("aria-invalid", String(!reason.value.trim()));
    if (!reason.value.trim()) { told.textContent = t("请写明理由", "give a reason"); reason.focus(); return; }
    decided.set(f[11], { verdict, reason: reason.value.trim(), finding: f });
    tell();
    showSaved();
  };
  tell();
  return el("p", { class: "verdict onscreen" }, el("label", {}, t("理由", "reason"), " ", reason), " ",
    Object.keys(VERDICTS).flatMap((one) => [el("button", { type: "button", "data-verdict": one, onclick: decide(one) }, t(...VERDICTS[one])), " "]), told);
}

function verdictsCsv() {
  const quoted = (value) => { const text = String(value === null || value === undefined ? "" : value); return `"${(/^[=+@\-\t\r]/.test(text) ? "'" + text : text).replace(/"/g, '""')}"`; };
  const line = ([fingerprint, { verdict, reason, finding: f }]) => [fingerprint, verdict, reason, "", organ(f[0]), year(f[0]), f[1], f[3][0], f[4]];
  return "\ufeff" + [COLUMNS, ...[...decided].map(line)].map((values) => values.map(quoted).join(",")).join("\r\n") + "\r\n";
}

function saveVerdicts() {
  const address = URL.createObjectURL(new Blob([verdictsCsv()], { type: "text/csv" }));
  el("a", { href: address, download: "verdicts.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function showSaved() {
  $("save").hidden = decided.size === 0;
  $("save").textContent = t(`保存判定（${decided.size}）`, `Save verdicts (${decided.size})`);
}

function itemLabel(item) {
  for (const tables of Object.values(data.forms)) for (const table of tables) if (Object.hasOwn(table.items, item)) return `${table.items[item]} (${item})`;
  return item;
}

function reportView(n) {
  if (!data.reports[n]) return [el("p", {}, t("没有这份报告", "No such report"))];
  const d = read(`report-${n}`), mine = findings().filter((f) => f[0] === n).sort((a, b) => a[2] - b[2]);
  const failing = new Map();
  mine.forEach((f, k) => { if (f[2] < 2) f[3].forEach((item) => failing.has(item) || failing.set(item, k)); });
  const rows = [[t("标题", "title"), d.title], [t("机关", "organ"), d.organ.filter(Boolean).join(" · ")], [t("县（市、区）", "county"), data.reports[n][1]], [t("落款日期", "signed"), d.signed],
    [t("表式", "form"), data.reports[n][3]], [t("文件", "file"), `${data.reports[n][5]} (${d.format})`], ["SHA-256", d.sha256], [t("解析器", "parser"), d.parser]];
  const list = (word, values) => (values.length ? [el("h3", {}, word), el("ul", {}, values.map((v) => el("li", {}, v)))] : []);
  return [el("h2", {}, label(n)), el("dl", {}, rows.filter((r) => r[1]).flatMap(([a, b]) => [el("dt", {}, a), el("dd", {}, b)])),
    legend(), d.tables.map((filled, k) => formTable(data.reports[n][3], k, filled, failing)),
    el("h3", {}, t(`发现（${mine.length}）`, `Findings (${mine.length})`)), mine.map(article),
    d.officers.length ? [el("h3", {}, t("人员", "Officers")), el("table", {}, el("tr", {}, [t("姓名", "name"), t("职务", "post"), t("电话", "phone"), t("职责", "duty")].map((h) => el("th", {}, h))),
      d.officers.map((o) => el("tr", {}, o.map((v) => el("td", {}, v)))))] : [],
    list(t("存在的问题", "Problems"), d.problems), list(t("改进措施", "Measures"), d.measures), list(t("文中数字", "Statements"), d.statements.map((s) => `${s[1]}${s[2]}：${s[0]}`))].flat(3);
}

function legend() {
  const mark = (name, text, word) => el("li", {}, el("table", { class: "form" }, el("tr", {}, el("td", { class: name }, text))), word);
  return el("ul", { class: "legend" }, mark("s-b", MARKS.b[english ? 1 : 0], t("空白", "blank")), mark("s-a", MARKS.a[english ? 1 : 0], t("缺失", "absent")),
    mark("s-u", "?", t("无法辨读", "unreadable")), mark("fail", "0", t("不符（点数字看发现）", "failing (click for the finding)")), mark("doubt", "0", t("存疑", "doubtful")));
}

function formTable(edition, k, [own, figures, told], failing) {
  const code = data.forms[edition][k].code, table = data.forms[own].find((one) => one.code === code), items = Object.keys(table.items);
  const cell = ([number, text, en, rows, columns]) => {
    const spans = { rowspan: rows > 1 ? rows : null, colspan: columns > 1 ? columns : null };
    if (number === null) return el("th", spans, english && en ? en : text);
    const value = figures[number], odd = told[number] || [], item = items[number], fails = failing.has(item);
    const classes = [typeof value === "string" ? `s-${value}` : "", fails ? "fail" : "", odd[1] ? "doubt" : ""].join(" ").trim();
    const shown = typeof value === "string" ? (value === "u" && odd[0] ? `${odd[0]} ?` : MARKS[value][english ? 1 : 0]) : value.toLocaleString("en");
    const inside = fails ? el("a", { href: "#", onclick: (e) => { e.preventDefault(); goTo(`finding-${failing.get(item)}`); } }, shown) : shown;
    return el("td", { ...spans, class: classes || null, "data-item": item, title: [item, odd[0], odd[1]].filter(Boolean).join(" · ") }, inside);
  };
  return el("div", { class: "wide" }, el("table", { class: "form" }, el("caption", {}, table.title), table.grid.map((line) => el("tr", {}, line.map(cell)))));
}

function article(f, k) {
  const light = () => {
    const wanted = new Set(f[3]);
    const cells = [...document.querySelectorAll("td[data-item]")];
    cells.forEach((td) => td.classList.toggle("lit", wanted.has(td.dataset.item)));
    const first = cells.find((td) => wanted.has(td.dataset.item));
    if (first) first.scrollIntoView({ block: "center" });
  };
  return el("article", { class: `finding g${f[2]}`, id: `finding-${k}`, tabindex: "-1" }, el("p", {}, severity(f[2]), " ", f[english ? 5 : 4], " ",
    f[3].length ? el("button", { type: "button", class: "onscreen", onclick: light }, t("看单元格", "show cells")) : null), evidence(f));
}

function goTo(id) { const node = $(id); node.scrollIntoView({ block: "center" }); node.focus({ preventScroll: true }); }

function show() {
  const [, where, what] = location.hash.split("/");
  document.documentElement.lang = english ? "en" : "zh-CN";
  $("language").textContent = english ? "中文" : "English";
  $("name").textContent = t("政府信息公开工作年度报告 · 核对", "Disclosure annual reports · audit");
  const tab = (to, word, on) => el("a", { href: to, "aria-current": on ? "page" : null }, word);
  showSaved();
  $("nav").replaceChildren(tab("#/", t("总览", "Overview"), !where), tab("#/findings", t("发现", "Findings"), where === "findings"));
  const content = where === "report" ? reportView(Number(what)) : where === "findings" ? findingsView() : overview();
  $("main").replaceChildren(...content.flat(3).filter(Boolean));
}

function arrive() {
  const [, where, what] = location.hash.split("/");
  if (where === "findings" && what) {
    Object.assign(view, { search: "", severity: "", code: "", organ: "", year: "", limit: STEP });
    let wanted = what;
    try { wanted = decodeURIComponent(what); } catch (error) { wanted = ""; }
    if (/^[012]$/.test(wanted)) view.severity = wanted; else if (Object.hasOwn(data.codes, wanted)) view.code = wanted;
  }
  show();
  window.scrollTo(0, 0);
}

$("language").addEventListener("click", () => { english = !english; show(); });
$("save").addEventListener("click", saveVerdicts);
window.addEventListener("beforeunload", (event) => { if (decided.size) event.preventDefault(); });
$("skip").addEventListener("click", (event) => { event.preventDefault(); $("main").focus(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const box = document.querySelector("main input[type=search]");
  if (box) { event.preventDefault(); box.focus(); }
});
window.addEventListener("hashchange", arrive);
arrive();
