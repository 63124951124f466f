// The banner that other sites embed: what is broken, at the top of their pages.
//
//   <script src="https://help.example.com/status/banner.js" defer></script>
//
// It reads `../api/v2/summary.json`, beside itself, and nothing else. It sets no cookie, stores nothing, and shows what
// it reads as text. Before it has read anything it shows nothing, and where it can no longer read it goes on showing what
// it read last: a page must not break because its status does.
//
// Options are attributes of the element: `data-components="payments,till"` for these components alone, and
// `data-level="minor"`, `"major"` or `"critical"` for how much it takes to be shown; maintenance counts as minor.
(function (words) {
  "use strict";

  const LEVELS = ["none", "minor", "major", "critical"];
  /** How often it looks again while the page can be seen (in milliseconds). */
  const PERIOD = 180000;
  /** How soon it looks again when the page is seen again. */
  const FRESH = 120000;
  /** Longest that an answer may take. */
  const PATIENCE = 10000;
  /** How often it looks at the clock: maintenance begins and ends on time. */
  const TICK = 15000;
  /** How long after it has come something is told. */
  const MOMENT = 300;

  const STYLE = [
    ":host { all: initial; display: block; color-scheme: light dark; }",
    "section { font: 400 16px/1.4 system-ui, sans-serif; }",
    ".bar { display: flex; gap: 12px; align-items: center; padding: 10px 16px; color: #14181f; background: #e8f0fb; border-block-end: 3px solid #0a5cb0; }",
    ".minor { background: #fdf3d7; border-color: #8a5a00; }",
    ".major { background: #fde6d8; border-color: #b0480a; }",
    ".critical { background: #fbe1df; border-color: #b3261e; }",
    "p { flex: 1; margin: 0; overflow-wrap: anywhere; }",
    "strong { font-weight: 600; }",
    "a { color: inherit; text-underline-offset: 2px; }",
    "button { flex: none; min-width: 44px; min-height: 36px; padding: 4px 12px; border: 1px solid currentColor; border-radius: 6px; font: inherit; color: inherit; background: transparent; cursor: pointer; }",
    "a:focus-visible, button:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }",
    "@media (prefers-color-scheme: dark) { .bar { color: #f2f4f7; background: #10243d; border-color: #6aa9ee; } .minor { background: #33270a; border-color: #e0b04a; } .major { background: #3a1d0c; border-color: #f09a63; } .critical { background: #3d1513; border-color: #f28b82; } }",
    ".told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }",
    "@media print { :host { display: none; } }",
  ].join("\n");

  const script = document.currentScript;
  if (!script || !script.src) {
    return;
  }
  const address = new URL("../api/v2/summary.json", script.src).href;
  const least = Math.max(LEVELS.indexOf(script.dataset.level || "minor"), 1);
  const wanted = (script.dataset.components || "").split(",").map((id) => id.trim()).filter(Boolean);
  /** What the visitor closed, and how bad it was then. */
  const closed = new Map();
  let place = null;
  /** What is shown, and what is said to those who do not see it. */
  let root = null;
  let region = null;
  let told = null;
  /** Where the visitor was on the page before coming here. */
  let before = null;
  let known = null;
  let asked = 0;
  let shown = null;

  /** What is to be shown now. */
  function current(now) {
    const found = [];
    for (const incident of known.incidents) {
      found.push({ report: incident, level: Math.max(LEVELS.indexOf(incident.impact), 0) });
    }
    for (const work of known.scheduled_maintenances) {
      if (runs(work, now)) {
        found.push({ report: work, level: 1, maintenance: true });
      }
    }
    return found.filter(({ report, level }) => level >= least && concerns(report) && !isClosed(report, level));
  }

  /** What was closed and has become worse is news. */
  function isClosed({ id }, level) {
    return closed.has(id) && level <= closed.get(id);
  }

  /** What is announced begins and ends on time; what has begun goes on until somebody says that it is over. */
  function runs(work, now) {
    if (work.status === "scheduled") {
      return Date.parse(work.scheduled_for) <= now && now < Date.parse(work.scheduled_until);
    }
    return work.status === "in_progress"
      ? now < Date.parse(work.scheduled_until) || said(work)
      : work.status === "verifying";
  }

  /** Whether an update says that it has begun, and not the clock alone when the file was made. */
  function said(work) {
    return (work.incident_updates || []).some((update) => update.status === "in_progress");
  }

  /** What names no component concerns everything. */
  function concerns(report) {
    const components = report.components || [];
    return wanted.length === 0 || components.length === 0 || components.some(({ id }) => wanted.includes(id));
  }

  function render() {
    if (!known || !document.body) {
      return;
    }
    const found = current(Date.now());
    const state = found.map(({ report, level }) => JSON.stringify([report.id, report.name, level]));
    if (String(state) === String(shown)) {
      return;
    }
    const news = found.filter((_, at) => shown && !shown.includes(state[at]));
    shown = state;
    if (found.length > 0 || place) {
      prepare();
      fill(found);
    }
    tell(news);
  }

  function prepare() {
    if (!place) {
      place = document.createElement("div");
      place.setAttribute("data-status-banner", "");
      place.addEventListener("focusin", ({ relatedTarget }) => {
        before = relatedTarget || before;
      });
      const style = new CSSStyleSheet();
      style.replaceSync(STYLE);
      root = place.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      region = part("section", "region");
      region.setAttribute("aria-label", words.label);
      told = part("p", "status");
      told.className = "told";
      root.append(region, told);
    }
    if (!place.isConnected) {
      document.body.prepend(place);
    }
  }

  /** A part of what is shown, in the language of its words. */
  function part(name, role) {
    const part = document.createElement(name);
    part.lang = words.lang;
    part.setAttribute("role", role);
    return part;
  }

  /** Shows these. A visitor who is on one of them stays there, or as near as can be. */
  function fill(found) {
    const here = root.activeElement;
    const at = here ? here.closest(".bar") : null;
    const number = [...region.children].indexOf(at);
    region.replaceChildren(...found.map(bar));
    if (found.length === 0) {
      place.remove();
    }
    if (!at) {
      return;
    }
    const bars = [...region.children];
    const next = bars.find(({ dataset }) => dataset.id === at.dataset.id) || bars[Math.min(number, bars.length - 1)];
    const target = next ? next.querySelector(here.localName) : before;
    if (target) {
      target.focus({ preventScroll: true });
    }
  }

  /** Tells those who do not see it what has come, or become worse. What stands there from the start is not told again. */
  function tell(news) {
    if (news.length > 0) {
      const text = news.map(({ report, level, maintenance }) => kindOf(level, maintenance) + " " + report.name).join(" ");
      // A place for news has to be there for a moment before anything in it is read out.
      setTimeout(() => {
        told.textContent = text;
      }, MOMENT);
    }
  }

  /** "Major problem:" */
  function kindOf(level, maintenance) {
    return (maintenance ? words.maintenance : words[LEVELS[level]]) + ":";
  }

  function bar({ report, level, maintenance }) {
    const bar = document.createElement("div");
    bar.className = maintenance ? "bar maintenance" : "bar " + LEVELS[level];
    bar.dataset.id = report.id;
    const text = document.createElement("p");
    const kind = document.createElement("strong");
    kind.textContent = kindOf(level, maintenance);
    text.append(kind, " ", named(report));
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = words.close;
    close.setAttribute("aria-label", words.close + ": " + report.name);
    close.addEventListener("click", () => {
      closed.set(report.id, level);
      refresh();
    });
    bar.append(text, close);
    return bar;
  }

  /** Its title, which leads to its page where that is on the web. */
  function named(report) {
    const title = String(report.name);
    if (!/^https?:\/\//i.test(String(report.shortlink))) {
      return title;
    }
    const link = document.createElement("a");
    link.href = report.shortlink;
    link.textContent = title;
    return link;
  }

  async function ask() {
    asked = Date.now();
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(address, {
        cache: "no-cache",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: stop.signal,
      });
      const summary = answer.ok ? await answer.json() : null;
      if (summary && areReports(summary.incidents) && areReports(summary.scheduled_maintenances)) {
        known = summary;
      }
    } catch {
      // What was known stays shown.
    } finally {
      clearTimeout(patience);
    }
    refresh();
  }

  function areReports(list) {
    return Array.isArray(list) && list.every((report) => report && report.id && report.name);
  }

  /** A browser without what this needs shows nothing. */
  function refresh() {
    try {
      render();
    } catch {
      // The page is not ours to complain on.
    }
  }

  function look(period) {
    if (document.visibilityState === "visible" && Math.abs(Date.now() - asked) >= period) {
      ask();
    } else {
      refresh();
    }
  }

  document.addEventListener("visibilitychange", () => look(FRESH));
  document.addEventListener("DOMContentLoaded", refresh);
  setInterval(() => look(PERIOD), TICK);
  ask();
})
