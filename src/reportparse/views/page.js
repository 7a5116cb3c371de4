"use strict";
// Every text goes in by textContent; no markup is ever made of data.
const $ = (id) => document.getElementById(id);
let data = null;
let english = document.documentElement.lang === "en";
const t = (zh, en) => (english ? en : zh);
const SEVERITIES = [["错误", "error"], ["警示", "warning"], ["提示", "info"]];
const FAULTS = { document: ["文件", "document"], reading: ["读取（请对照原件）", "reading (check the source)"], either: ["文件或读取", "document or reading"] };
const MARKS = { b: ["空", "blank"], a: ["缺", "absent"], u: ["?", "?"] };
const STEP = 200;
const view = { search: "", severity: "", code: "", county: "", organ: "", year: "", verdict: "", sort: "severity", down: false, limit: STEP };

// --- data: a block is read when it is first needed, and stays read

const blocks = new Map();
function bytesOf(block) {
  const text = atob(block.textContent), bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n += 1) bytes[n] = text.charCodeAt(n);
  return bytes;
}
async function unpack(block) {
  if (block.type === "application/json") return JSON.parse(block.textContent);
  return new Response(new Blob([bytesOf(block)]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}
function read(id) {
  if (!blocks.has(id)) blocks.set(id, unpack($(id)));
  return blocks.get(id);
}

let found = null; // all findings, once they were asked for; those of a report stand together
const first = []; // of each report, the number of its first finding
async function findings() {
  if (found) return found;
  const rows = await read("findings");
  rows.forEach((f, n) => { if (first[f[0]] === undefined) first[f[0]] = n; f.n = n; f.text = `${label(f[0])} ${f[1]} ${f[3].length > 9 ? "" : f[3].join(" ")} ${f[4]} ${f[5]} ${f[6]}`.toLowerCase(); });
  found = rows;
  return found;
}
const detail = async (n) => (await read(`reports-${Math.floor(n / data.together)}`))[n % data.together];
const evidenceOf = (f, d) => d.evidence[f.n - first[f[0]]];
const scenesOf = async (n) => ($(`pictures-${n}`) ? read(`pictures-${n}`) : []);

// --- elements

function fillIn(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}
const el = (tag, attributes, ...children) => fillIn(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) => fillIn(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

const organ = (n) => data.reports[n][0];
const county = (n) => data.reports[n][1];
const year = (n) => data.reports[n][2];
const yearText = (y) => (y === null ? t("年度不详", "no year") : String(y));
const label = (n) => `${organ(n)} ${yearText(year(n))}`;
const link = (n, to) => el("a", { href: `#/report/${n}${to === undefined ? "" : `/${to}`}` }, label(n));
const severity = (rank) => el("span", { class: `sev sev${rank}` }, SEVERITIES[rank][english ? 1 : 0]);
const collator = new Intl.Collator("zh");
const byText = (a, b) => collator.compare(String(a), String(b));
const tally = (values) => values.reduce((counts, value) => counts.set(value, (counts.get(value) || 0) + 1), new Map());
const number = (value) => (typeof value === "number" ? value.toLocaleString("en") : value);

let labels = null;
function itemLabel(item) {
  if (!labels) labels = Object.assign({}, ...Object.values(data.forms).flat().map((table) => table.items));
  return Object.hasOwn(labels, item) ? labels[item] : item;
}
const cellName = (item) => (itemLabel(item) === item ? item : `${itemLabel(item)} (${item})`);
function cellNames(items) {
  const named = items.slice(0, 6).map(cellName).join("; ");
  return items.length > 6 ? named + t(` 等 ${items.length} 格`, ` and ${items.length - 6} more`) : named;
}

function place(p) {
  if (!p || !p.length) return "";
  const words = english ? ["page", "table", "row", "column"] : ["页", "表", "行", "列"];
  const parts = words.map((word, n) => p[n] && (english ? `${word} ${p[n]}` : `第${p[n]}${word}`)).filter(Boolean);
  if (!p[1] && p[4] !== null) parts.push(english ? `block ${p[4] + 1}` : `第${p[4] + 1}段`);
  return parts.join(english ? ", " : "");
}

const definitions = (rows) => el("dl", {}, rows.filter(([, value]) => value !== null && value !== undefined && value !== "")
  .flatMap(([word, value]) => [el("dt", {}, word), el("dd", {}, value instanceof Node ? value : String(value))]));

// A text with ranges of it marked. Ranges count characters, as the file's writer does.
function marked(text, ranges) {
  const letters = [...text], pieces = [];
  let done = 0;
  for (const [start, end] of ranges) { pieces.push(letters.slice(done, start).join(""), el("mark", {}, letters.slice(start, end).join(""))); done = end; }
  return [...pieces, letters.slice(done).join("")];
}
