// Figures, drawn from the numbers in this file. Gravity is told by pattern as well as by colour.
const FEW = 10; // a sum over fewer reports is drawn hollow
const roomFor = (most) => Math.max(260, Math.min(most, document.documentElement.clientWidth - 40));
const patterns = () => draw("defs", {}, draw("pattern", { id: "hatched", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  draw("rect", { width: 6, height: 6, class: "pale" }), draw("rect", { width: 3, height: 6, class: "f1" })));
const bar = (rank, box) => draw("rect", { ...box, class: `bar f${rank}`, fill: rank === 1 ? "url(#hatched)" : null });
const figure = (title, ...content) => el("figure", {}, el("figcaption", {}, title), content);

function gravityFigure() {
  const years = [...new Set(data.reports.map((r) => r[2]))].sort((a, b) => a - b), width = roomFor(520), left = 64, row = 26;
  const counts = years.map((y) => [0, 1, 2].map((rank) => data.reports.filter((r) => r[2] === y).reduce((sum, r) => sum + r[6][rank], 0)));
  const most = Math.max(1, ...counts.map((c) => c[0] + c[1] + c[2])), scale = (width - left - 64) / most;
  const line = (y, k) => {
    let x = left;
    const bars = counts[k].map((count, rank) => { const one = bar(rank, { x, y: k * row + 3, width: count * scale, height: row - 8 }); x += count * scale; return one; });
    const told = counts[k].map((count, rank) => `${SEVERITIES[rank][english ? 1 : 0]} ${count}`).join(", ");
    return [draw("text", { x: left - 6, y: k * row + 17, "text-anchor": "end" }, yearText(y)), bars,
      draw("text", { x: x + 5, y: k * row + 17 }, (counts[k][0] + counts[k][1] + counts[k][2]).toLocaleString("en")), draw("title", {}, `${yearText(y)}: ${told}`)];
  };
  const key = el("ul", { class: "legend" }, SEVERITIES.map((word, rank) => el("li", {}, draw("svg", { width: 16, height: 12, "aria-hidden": "true" }, patterns(), bar(rank, { width: 16, height: 12 })), " ", word[english ? 1 : 0])));
  return figure(t("各年发现数（条）", "Findings by year (number)"), draw("svg", { width, height: years.length * row, role: "img", "aria-label": t("各年发现数", "findings by year") }, patterns(), years.map((y, k) => draw("g", {}, line(y, k)))), key);
}

function rulesFigure() {
  const counts = Object.entries(data.counts), shown = counts.slice(0, 12), most = shown.length ? shown[0][1] : 1;
  const line = ([code, count]) => el("tr", {}, el("td", {}, el("a", { href: `#/findings/${encodeURIComponent(code)}` }, code)), el("td", {}, data.codes[code][english ? 1 : 0]),
    el("td", { class: "n" }, count.toLocaleString("en")), el("td", { class: "bars" }, draw("svg", { width: 124, height: 14, "aria-hidden": "true" }, draw("rect", { class: "bar f2", x: 1, y: 1, height: 11, width: Math.max(1, 120 * count / most) }))));
  const rest = counts.slice(12);
  return figure(t("各规则发现数（条）", "Findings by rule (number)"), el("div", { class: "wide" }, el("table", {}, shown.map(line))),
    rest.length ? el("details", {}, el("summary", {}, t(`其余 ${rest.length} 条规则`, `${rest.length} more rules`)), el("div", { class: "wide" }, el("table", {}, rest.map(line)))) : null);
}

let sumOf = "requests.received.total";
function sumsFigure() {
  const items = Object.keys(data.sums);
  if (!items.length) return null;
  if (!data.sums[sumOf]) sumOf = items[0];
  const holder = el("div", {}), fill = () => holder.replaceChildren(columns(data.sums[sumOf]));
  const box = el("select", { onchange: (e) => { sumOf = e.target.value; fill(); } }, items.map((item) => el("option", { value: item }, itemLabel(item))));
  box.value = sumOf;
  fill();
  return figure(t("各年合计与报告数", "Sums by year, and how many reports state the figure"), el("div", { class: "controls" }, el("label", {}, t("项目", "item"), box)), holder,
    el("p", { class: "soft" }, t(`柱上为合计，柱下 n 为载明该数的报告数；不足 ${FEW} 份的为空心。各年报告数不同，合计不宜直接相比。`, `Above a bar its sum, below n, the reports that state the figure; hollow: fewer than ${FEW}. Years with other numbers of reports do not compare.`)));
}
function columns(rows) {
  const step = Math.min(86, (roomFor(620) - 12) / rows.length), width = step * rows.length + 12, height = 150, most = Math.max(1, ...rows.map((r) => r[2]));
  const one = ([y, n, sum, middle], k) => {
    const tall = Math.max(0, sum) / most * height, x = k * step + 12, centre = { x: x + (step - 14) / 2, "text-anchor": "middle" };
    return draw("g", {}, draw("title", {}, `${y}: ${number(sum)}; n = ${n}; ${t("中位数", "median")} ${number(middle)}`),
      draw("rect", { x, y: 20 + height - tall, width: step - 14, height: tall, class: n < FEW ? "bar hollow" : "bar f2" }), draw("text", { ...centre, y: 15 + height - tall }, number(sum)),
      draw("text", { ...centre, y: height + 36 }, String(y)), draw("text", { ...centre, y: height + 52, class: "small" }, `n=${n}`));
  };
  return draw("svg", { width, height: height + 58, role: "img", "aria-label": itemLabel(sumOf) }, draw("line", { x1: 4, x2: width, y1: 20.5 + height, y2: 20.5 + height, class: "axis" }), rows.map(one));
}

function overview() {
  const counts = [0, 1, 2].map((rank) => data.reports.reduce((sum, r) => sum + r[6][rank], 0));
  const card = (value, word, to) => el("div", { class: "card" }, el("b", {}, value.toLocaleString("en")), to ? el("a", { href: to }, word) : word);
  const organs = new Set(data.reports.map((r) => r[1] + "/" + r[0])).size;
  return [el("h2", {}, t("总览", "Overview")),
    el("div", { class: "cards" }, card(data.reports.length, t("份报告", "reports")), card(organs, t("个机关", "organs")),
      counts.map((count, rank) => card(count, SEVERITIES[rank][english ? 1 : 0], `#/findings/${rank}`)),
      data.failures.length ? card(data.failures.length, t("个文件未能读取", "files not read")) : null),
    leftOut(), el("div", { class: "figures" }, gravityFigure(), rulesFigure(), sumsFigure()),
    el("h3", {}, t("各县各年报告数", "Reports by county and year")), matrix(), failures(), reportList()];
}

function failures() {
  if (!data.failures.length) return null;
  const heads = [t("文件", "file"), t("类别", "kind"), t("说明", "message")];
  return [el("h3", { id: "failures" }, t(`未能读取的文件（${data.failures.length}）`, `Files that could not be read (${data.failures.length})`)),
    el("div", { class: data.failures.length > 20 ? "wide tall" : "wide", tabindex: data.failures.length > 20 ? "0" : null }, el("table", { class: "failures" }, el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, data.failures.map((row) => el("tr", {}, row.map((text) => el("td", {}, text)))))))];
}

function leftOut() {
  const [drawn, left, why] = data.pictures, told = [];
  const because = { asked: ["按要求未收入图片", "left out as asked"], pillow: ["未装 pillow，无法作图：pip install \"reportparse[plot]\"", "pillow is not installed: pip install \"reportparse[plot]\""],
    size: ["图片已达限额", "pictures have reached their limit"], file: ["原文件不在原处或已改动", "the file is not where it was read, or has changed"] }[why];
  if (left > 0) told.push(t(`${left} 份 pdf 报告没有原页图片（${because[0]}）；有图片的 ${drawn} 份。`, `${left} pdf reports without pictures of their pages (${because[1]}); ${drawn} have them.`));
  if (data.lost) told.push(t(`${data.lost} 条更正所指的文件不在这些报告中。`, `${data.lost} corrections are of files that are not among these reports.`));
  return told.length ? el("p", { class: "soft" }, told.join(" ")) : null;
}

function matrix() {
  const years = [...new Set(data.reports.map((r) => r[2]))].sort((a, b) => a - b), cells = tally(data.reports.map((r) => `${r[1]}|${r[2]}`));
  const counties = [...new Set(data.reports.map((r) => r[1]))].sort(byText);
  const line = (name) => el("tr", {}, el("th", { scope: "row" }, name || t("（未注明）", "(not known)")), years.map((y) => el("td", { class: "n" }, String(cells.get(`${name}|${y}`) || "–"))));
  const head = el("thead", {}, el("tr", {}, el("th", {}, t("县（市、区）", "county")), years.map((y) => el("th", { scope: "col" }, yearText(y)))));
  return el("div", { class: counties.length > 20 ? "wide tall" : "wide", tabindex: counties.length > 20 ? "0" : null }, el("table", {}, head, el("tbody", {}, counties.map(line))));
}

function reportList() {
  const body = el("tbody"), told = el("p", { class: "soft", role: "status" });
  let limit = STEP, wanted = "";
  const more = el("button", { type: "button", onclick: () => { limit += STEP; fill(); } }, t("显示更多", "Show more"));
  const texts = data.reports.map((r) => [r[0], r[1], r[2], r[5]].join(" ").toLowerCase());
  const fill = () => {
    const hits = texts.flatMap((text, n) => (text.includes(wanted) ? [n] : []));
    body.replaceChildren(...hits.slice(0, limit).map((n) => { const r = data.reports[n]; return el("tr", {}, el("td", {}, link(n)), el("td", {}, r[1]), el("td", {}, r[3]), el("td", { class: "n" }, String(r[4])), el("td", { class: "n" }, String(r[6][0] + r[6][1])), el("td", {}, r[5])); }));
    told.textContent = t(`共 ${hits.length} 份，显示 ${Math.min(limit, hits.length)} 份`, `${hits.length} reports, ${Math.min(limit, hits.length)} shown`);
    more.hidden = hits.length <= limit;
  };
  fill();
  const heads = [t("报告", "report"), t("县", "county"), t("表式", "form"), t("已载明数", "stated"), t("错误、警示", "errors, warnings"), t("文件", "file")];
  return [el("h3", {}, t("报告", "Reports")), el("div", { class: "controls" }, el("label", {}, t("查找机关、年度、文件", "find organ, year, file"), el("input", { type: "search", oninput: (e) => { wanted = e.target.value.trim().toLowerCase(); limit = STEP; fill(); } }))),
    told, el("div", { class: "wide" }, el("table", { class: "list" }, el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))), body)), more];
}
