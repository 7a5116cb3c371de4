// Which view is shown, and what keys do.
let turn = 0;
async function show() {
  const mine = (turn += 1), [, where, what, which] = location.hash.split("/");
  document.documentElement.lang = english ? "en" : "zh-CN";
  $("language").textContent = english ? "中文" : "English";
  $("name").textContent = t("政府信息公开工作年度报告 · 核对", "Disclosure annual reports · audit");
  const tab = (to, word, on) => el("a", { href: to, "aria-current": on ? "page" : null }, word);
  showSaved();
  $("nav").replaceChildren(tab("#/", t("总览", "Overview"), !where), tab("#/findings", t("发现", "Findings"), where === "findings"));
  $("main").setAttribute("aria-busy", "true");
  const content = await (where === "report" ? reportView(Number(what)) : where === "findings" ? findingsView() : overview());
  if (mine !== turn) return; // another view was asked for meanwhile
  $("main").replaceChildren(...content.flat(3).filter(Boolean));
  $("main").removeAttribute("aria-busy");
  if (where === "report" && /^\d+$/.test(which || "") && $(`finding-${which}`)) {
    const f = (await findings())[first[Number(what)] + Number(which)];
    light(f[3], false);
    goTo(`finding-${which}`);
  }
}

async function arrive() {
  const [, where, what] = location.hash.split("/");
  if (where === "findings" && what) {
    Object.assign(view, { search: "", severity: "", code: "", county: "", organ: "", year: "", verdict: "", limit: STEP });
    let wanted = what;
    try { wanted = decodeURIComponent(what); } catch (error) { wanted = ""; }
    if (/^[012]$/.test(wanted)) view.severity = wanted; else if (Object.hasOwn(data.codes, wanted)) view.code = wanted;
  }
  window.scrollTo(0, 0);
  await show();
}

function step(by) {
  const all = [...document.querySelectorAll("button.open")], now = all.indexOf(document.activeElement);
  const next = all[now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + by))];
  if (next) next.focus();
}

$("language").addEventListener("click", () => { english = !english; labels = null; show(); });
$("save").addEventListener("click", saveVerdicts);
window.addEventListener("beforeunload", (event) => { if ([...decided.values()].some((one) => one.fresh)) event.preventDefault(); });
$("skip").addEventListener("click", (event) => { event.preventDefault(); $("main").focus(); });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const box = document.querySelector("main input[type=search]");
  if (event.key === "/" && box) { event.preventDefault(); box.focus(); }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});
window.addEventListener("hashchange", arrive);
async function start() {
  if (!("DecompressionStream" in window) && $("overview").type !== "application/json") {
    $("main").append(el("p", {}, t("浏览器过旧，打不开这么多报告：请用 2023 年以后的版本。", "This browser is too old for so many reports: use one of 2023 or later.")));
    return;
  }
  data = await read("overview");
  data.verdicts.forEach((row) => keep(row, false));
  await arrive();
}
// The page's own letters stand last in the list of fonts: for machines that have none for Chinese.
async function letters() {
  if ($("font")) document.fonts.add(await new FontFace("Reportparse Sans", bytesOf($("font")).buffer).load());
}
letters().then(start);
