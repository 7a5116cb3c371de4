// The table of all findings.
const KEYS = { severity: (f) => f[2], report: (f) => organ(f[0]), year: (f) => year(f[0]) || 0, code: (f) => f[1], message: (f) => f[english ? 5 : 4] };
const orders = new Map();
function inOrder(rows) {
  const name = `${view.sort} ${english}`, key = KEYS[view.sort];
  if (!orders.has(name)) {
    const keys = rows.map(key), numbers = typeof keys[0] === "number", rank = new Map();
    if (!numbers) [...new Set(keys)].sort(byText).forEach((text, n) => rank.set(text, n));
    const at = numbers ? keys : keys.map((text) => rank.get(text));
    orders.set(name, rows.map((_, n) => n).sort((a, b) => at[a] - at[b] || a - b));
  }
  const order = orders.get(name);
  return view.down ? [...order].reverse() : order;
}

function chosen(rows) {
  const wanted = view.search.trim().toLowerCase(), whose = view.organ.trim();
  const hit = (f) => (view.severity === "" || f[2] === Number(view.severity)) && (!view.code || f[1] === view.code)
    && (!view.county || county(f[0]) === view.county) && (!whose || organ(f[0]).includes(whose)) && (view.year === "" || String(year(f[0])) === view.year)
    && (!view.verdict || (decided.has(f[7]) ? decided.get(f[7]).verdict : "open") === view.verdict) && (!wanted || f.text.includes(wanted));
  return inOrder(rows).map((n) => rows[n]).filter(hit);
}

async function findingsView() {
  const rows = await findings(), body = el("tbody"), told = el("p", { class: "soft", role: "status" });
  const more = el("button", { type: "button", onclick: () => { view.limit += STEP; fill(); } }, t("显示更多", "Show more"));
  const fill = () => {
    const hits = chosen(rows);
    body.replaceChildren(...hits.slice(0, view.limit).flatMap(findingRows));
    told.textContent = t(`共 ${hits.length} 条，显示 ${Math.min(view.limit, hits.length)} 条`, `${hits.length} findings, ${Math.min(view.limit, hits.length)} shown`);
    more.hidden = hits.length <= view.limit;
  };
  const change = (name) => (e) => { view[name] = e.target.value; view.limit = STEP; fill(); };
  const select = (name, word, options) => {
    const box = el("select", { onchange: change(name), "data-filter": name }, el("option", { value: "" }, t("全部", "all")), options.map(([value, text]) => el("option", { value }, text)));
    box.value = view[name];
    return el("label", {}, word, box);
  };
  const unique = (n) => [...new Set(data.reports.map((r) => r[n]))].sort(byText);
  const pairs = (values, told = String) => values.map((v) => [String(v), told(v)]);
  const search = el("input", { type: "search", id: "search", value: view.search, oninput: change("search") });
  const whose = el("input", { type: "search", list: "organs", value: view.organ, oninput: change("organ"), "data-filter": "organ" });
  const sorter = (name, word) => el("th", { scope: "col", "aria-sort": view.sort === name ? (view.down ? "descending" : "ascending") : null },
    el("button", { type: "button", onclick: () => { view.down = view.sort === name && !view.down; view.sort = name; show(); } }, word + (view.sort === name ? (view.down ? " ▼" : " ▲") : "")));
  fill();
  return [el("h2", {}, t("发现", "Findings")),
    el("div", { class: "controls" }, el("label", {}, t("查找（按 / 键）", "Search (press /)"), search),
      select("severity", t("程度", "severity"), SEVERITIES.map((s, n) => [String(n), s[english ? 1 : 0]])),
      select("code", t("规则", "rule"), Object.keys(data.codes).map((c) => [c, `${c} ${data.codes[c][english ? 1 : 0]}`])),
      select("county", t("县", "county"), pairs(unique(1).filter(Boolean))),
      el("label", {}, t("机关", "organ"), whose, el("datalist", { id: "organs" }, unique(0).map((name) => el("option", { value: name })))),
      select("year", t("年度", "year"), pairs(unique(2), yearText)),
      select("verdict", t("判定", "verdict"), [["open", t("未判定", "open")], ...Object.entries(VERDICTS).map(([name, word]) => [name, word[english ? 3 : 2]])])),
    told, el("div", { class: "wide" }, el("table", { class: "list findings" }, el("thead", {}, el("tr", {}, sorter("severity", t("程度", "severity")), sorter("report", t("机关", "organ")),
      sorter("year", t("年度", "year")), sorter("code", t("规则", "rule")), sorter("message", t("说明", "message")), el("th", {}, ""))), body)), more,
    el("p", { class: "soft onscreen" }, t("键盘：/ 查找，j、k 下一条、上一条，回车看依据。", "Keys: / searches, j and k go to the next and the last finding, Enter shows its evidence."))];
}

function findingRows(f) {
  const extra = el("tr", { class: "more", hidden: true });
  const open = el("button", { type: "button", class: "open", "aria-expanded": "false", onclick: async () => {
    extra.hidden = !extra.hidden;
    open.setAttribute("aria-expanded", String(!extra.hidden));
    if (!extra.firstChild) extra.append(el("td", { colspan: "6" }, await evidence(f, await detail(f[0]))));
  } }, t("依据", "evidence"));
  return [el("tr", {}, el("td", {}, severity(f[2])), el("td", {}, link(f[0], f.n - first[f[0]])), el("td", { class: "k" }, yearText(year(f[0]))),
    el("td", { class: "k" }, f[1]), el("td", {}, f[english ? 5 : 4], " ", badge(f)), el("td", {}, open)), extra];
}

// Verdicts are kept in this tab and saved as the csv that `audit(..., verdicts=...)` and `reportparse verdict` read.
const VERDICTS = { accepted: ["属实", "it is so", "已认可", "accepted"], dismissed: ["驳回", "dismiss", "已驳回", "dismissed"] };
const COLUMNS = ["fingerprint", "verdict", "reason", "who", "organ", "year", "code", "item", "message"];
const decided = new Map(); // fingerprint -> verdict, reason, row (the csv's line), fresh: given on this page
const keep = (row, fresh) => decided.set(row[0], { verdict: row[1], reason: row[2], row, fresh });

function badge(f) {
  const node = el("span", { class: "badge", "data-of": f[7] });
  tellBadge(node);
  return node;
}
function tellBadge(node) {
  const now = decided.get(node.dataset.of);
  node.textContent = now && VERDICTS[now.verdict] ? VERDICTS[now.verdict][english ? 3 : 2] : "";
  node.title = now ? now.reason : "";
}

function verdictOn(f) {
  const told = el("span", { role: "status" }), before = decided.get(f[7]);
  const reason = el("input", { type: "text", value: before ? before.reason : "", size: "28" });
  const tell = () => { const now = decided.get(f[7]); told.textContent = now && VERDICTS[now.verdict] ? t(`已判定：${VERDICTS[now.verdict][0]}`, `decided: ${VERDICTS[now.verdict][1]}`) : ""; };
  const decide = (verdict) => () => {
    const why = reason.value.trim();
    reason.setAttribute("aria-invalid", String(!why));
    if (!why) { told.textContent = t("请写明理由", "give a reason"); reason.focus(); return; }
    keep([f[7], verdict, why, $("who").value.trim(), organ(f[0]), year(f[0]), f[1], f[3][0], f[4]], true);
    tell();
    document.querySelectorAll(".badge").forEach(tellBadge);
    showSaved();
  };
  tell();
  return el("p", { class: "verdict onscreen" }, el("label", {}, t("理由", "reason"), " ", reason), " ",
    Object.keys(VERDICTS).flatMap((one) => [el("button", { type: "button", "data-verdict": one, onclick: decide(one) }, t(...VERDICTS[one])), " "]), told);
}

function verdictsCsv() {
  const quoted = (value) => { const text = String(value === null || value === undefined ? "" : value); return `"${(/^[=+@\-\t\r]/.test(text) ? "'" + text : text).replace(/"/g, '""')}"`; };
  return "\ufeff" + [COLUMNS, ...[...decided.values()].map((one) => one.row)].map((values) => values.map(quoted).join(",")).join("\r\n") + "\r\n";
}

function saveVerdicts() {
  const address = URL.createObjectURL(new Blob([verdictsCsv()], { type: "text/csv" }));
  el("a", { href: address, download: "verdicts.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  for (const one of decided.values()) one.fresh = false;
}

function showSaved() {
  const given = [...decided.values()].some((one) => one.fresh);
  $("save").hidden = !given && decided.size === data.verdicts.length;
  $("whose").hidden = $("save").hidden;
  $("whose").firstElementChild.textContent = t("判定人", "by");
  $("save").textContent = t(`保存判定（${decided.size}）`, `Save verdicts (${decided.size})`);
}
