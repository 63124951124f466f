// A visitor: one page in a browser without a past, who turns to the search box and types.
//
// Time is taken in the page: from the event that the focus or the key causes to the frame after the first result (or
// the word that there is none) has come up. Bytes and requests are the browser's own account, of the page and its
// workers. CPU time is the kernel's, of every thread of the pages' processes.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import { LINE } from "./host.mjs";
import { modules, say } from "./workshop.mjs";

/** Nothing has come for so long: then nothing more comes (in milliseconds; several round trips). */
const QUIET = 4 * LINE.roundTrip;
/** Whoever shows nothing for so long is taken to be broken. */
const PATIENCE = 180_000;
/** From one key to the next: somebody who types quickly. */
const KEY = 100;

export async function browser(fingerprint) {
  const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
  const found = names.map((name) => which(name)).find(Boolean);
  if (!found) {
    throw new Error("no Chromium found: install it, or say where it is in CHROMIUM");
  }
  const args = [`--ignore-certificate-errors-spki-list=${fingerprint}`, "--disable-dev-shm-usage"];
  if (process.getuid() === 0) {
    args.push("--no-sandbox");
  }
  return (await modules.puppeteer()).launch({ executablePath: found, args, protocolTimeout: PATIENCE });
}

function which(name) {
  try {
    return execFileSync("sh", ["-c", 'command -v "$0"', name], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** Runs in every page before its own scripts: notices when results come up, and when the list last changed. */
function watchPage({ box, results, nothing }) {
  const watch = { since: null, shown: true, changed: 0 };
  const seen = (element) => element.getClientRects().length > 0;
  const answered = () => {
    if ([...document.querySelectorAll(results)].some(seen)) {
      return "found";
    }
    const word = document.querySelector(nothing.at);
    return word && seen(word) && new RegExp(nothing.words).test(word.textContent.trim()) ? "nothing" : null;
  };
  const inside = ({ target }) => !(target instanceof Element) || !target.matches(box);
  const onChange = (changes) => {
    if (changes.some(inside)) {
      watch.changed = performance.now();
    }
    const outcome = watch.shown || watch.since === null ? null : answered();
    if (outcome) {
      watch.shown = true;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const now = performance.now();
          benchShown(JSON.stringify({ outcome, elapsed: now - watch.since, at: performance.timeOrigin + now }));
        };
        port2.postMessage(null);
      });
    }
  };
  const begin = () => {
    watch.since ??= performance.now();
  };
  new MutationObserver(onChange).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  addEventListener("focusin", ({ target }) => target.matches?.(box) && begin(), { capture: true });
  addEventListener("input", begin, { capture: true });
  globalThis.bench = {
    arm() {
      Object.assign(watch, { since: null, shown: false });
    },
    clear: () => !answered(),
    sinceChange: () => performance.now() - watch.changed,
    now: () => performance.now(),
    changed: () => watch.changed,
  };
}

export class Visitor {
  /** Loads the page, and looks at it for a moment. What it loads by itself after that may still be under way. */
  static async arrive(browser, contestant, address) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    page.on("pageerror", (error) => say(`${contestant.name}: ${error}`));
    const session = await page.createCDPSession();
    const visitor = new Visitor();
    Object.assign(visitor, { browser, context, page, session, contestant });
    visitor.traffic = await Traffic.of(session);
    await visitor.prepare();
    await page.goto(address, { waitUntil: "load" });
    await pause(QUIET);
    visitor.processes = await renderers(browser);
    return visitor;
  }

  async prepare() {
    const { box, results, nothing } = this.contestant;
    await this.session.send("Runtime.enable");
    await this.session.send("Runtime.addBinding", { name: "benchShown" });
    this.session.on("Runtime.bindingCalled", ({ payload }) => this.onShown?.(JSON.parse(payload)));
    const marks = { box, results, nothing: { at: nothing.at, words: nothing.words.source } };
    await this.page.evaluateOnNewDocument(watchPage, marks);
  }

  /**
   * Turns to the box and asks in the same moment: nobody's slow typing hides the loading. What the page fetched for
   * search by itself belongs to this question.
   */
  async firstQuestion(question) {
    const turned = Date.now();
    const measured = await this.measured(async () => {
      await this.page.focus(this.contestant.box);
      await this.insert(question);
    });
    const ours = ({ url, start }) => start >= turned || this.contestant.ours(new URL(url).pathname);
    const fetched = this.traffic.since(0).filter(ours);
    const waited = fetched.filter(({ end }) => end >= turned);
    return { ...measured, fetched, turned, rounds: chain(waited, measured.at) };
  }

  async nextQuestion(question) {
    await this.empty();
    return this.measured(() => this.insert(question));
  }

  /** The whole question in one go, as if pasted; some boxes listen to the key that is let go. */
  async insert(question) {
    await this.session.send("Input.insertText", { text: question });
    await this.session.send("Input.dispatchKeyEvent", { type: "keyUp", key: question.at(-1) });
  }

  async measured(act) {
    const from = this.traffic.mark();
    await this.page.evaluate(() => bench.arm());
    const shown = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.contestant.name} shows nothing`)), PATIENCE);
      this.onShown = (report) => {
        clearTimeout(timer);
        resolve(report);
      };
    });
    const before = cpu(this.processes);
    await act();
    const { outcome, elapsed, at } = await shown;
    const spent = less(cpu(this.processes), before);
    await this.rest();
    const fetched = this.traffic.since(from);
    return { found: outcome === "found", elapsed, at, cpu: spent, fetched, rounds: chain(fetched, at) };
  }

  /** One key after the other. What is measured ends when the list has stopped changing. */
  async typed(question) {
    await this.empty();
    const from = this.traffic.mark();
    const keys = [];
    let pressed;
    for (const letter of question) {
      const before = cpu(this.processes);
      pressed = await this.page.evaluate(() => bench.now());
      await this.page.keyboard.press(letter === " " ? "Space" : letter);
      await pause(KEY);
      keys.push(less(cpu(this.processes), before));
    }
    await this.rest();
    const changed = await this.page.evaluate(() => bench.changed());
    return { final: Math.max(0, changed - pressed), keys, fetched: this.traffic.since(from) };
  }

  async empty() {
    await this.page.$eval(this.contestant.box, (box) => box.select());
    await this.page.keyboard.press("Backspace");
    await this.page.waitForFunction(() => bench.clear(), { polling: 20 });
    await this.rest();
  }

  /** Until nothing is under way, nothing has changed for a while, and hardly anything is computed. */
  async rest() {
    for (;;) {
      const before = cpu(this.processes);
      await pause(QUIET);
      const idle = less(cpu(this.processes), before).all < QUIET / 4;
      const still = await this.page.evaluate(() => bench.sinceChange());
      if (idle && Math.min(still, this.traffic.quietFor()) >= QUIET) {
        return;
      }
    }
  }

  /** MB that the page's process has for itself, WebAssembly included, after a garbage collection. */
  async memory() {
    for (const session of this.traffic.sessions) {
      await session.send("HeapProfiler.collectGarbage");
    }
    return Math.max(...this.processes.map(privateMemory));
  }

  async leave() {
    await this.context.close();
  }
}

/** What page and workers fetched over the network; not what came from their caches. */
class Traffic {
  static async of(session) {
    const traffic = new Traffic();
    Object.assign(traffic, { sessions: [], requests: [], open: new Map(), active: 0 });
    session.on("sessionattached", (worker) => traffic.listen(worker));
    session.on("sessiondetached", (worker) => traffic.forget(worker));
    await traffic.listen(session);
    const attach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
    await session.send("Target.setAutoAttach", attach);
    return traffic;
  }

  /** A worker's own script is announced to the page and ends with the worker: the ids are common to both. */
  async listen(session) {
    const key = (event) => event.requestId;
    session.on("Network.requestWillBeSent", (event) => {
      this.active = performance.now();
      const { url } = event.request;
      if (url.startsWith("http") && !this.open.has(key(event))) {
        this.open.set(key(event), { url, start: event.timestamp, clock: event.wallTime - event.timestamp });
      }
    });
    session.on("Network.requestServedFromCache", (event) => this.end(key(event)));
    session.on("Network.responseReceived", (event) => {
      const request = this.open.get(key(event));
      if (request && event.response.fromDiskCache) {
        request.cached = true;
      }
    });
    session.on("Network.loadingFinished", (event) => this.end(key(event), event));
    session.on("Network.loadingFailed", (event) => this.end(key(event)));
    this.sessions.push(session);
    await session.send("Network.enable");
    await session.send("Runtime.runIfWaitingForDebugger");
  }

  /** What a worker that has been ended had under way comes no more. */
  forget(worker) {
    this.sessions = this.sessions.filter((session) => session !== worker);
    this.open.clear();
  }

  end(key, event) {
    this.active = performance.now();
    const request = this.open.get(key);
    this.open.delete(key);
    if (event && request && !request.cached) {
      const { url, start, clock } = request;
      const wall = (timestamp) => (timestamp + clock) * 1000;
      this.requests.push({ url, start: wall(start), end: wall(event.timestamp), bytes: event.encodedDataLength });
    }
  }

  mark() {
    return this.requests.length;
  }

  since(mark) {
    return this.requests.slice(mark);
  }

  quietFor() {
    return this.open.size > 0 ? 0 : performance.now() - this.active;
  }
}

/**
 * The longest chain of requests of which each began only when the one before had ended: what could not be asked for at
 * the same time. Only what had ended when the results came up counts. Requests that are independent overlap by about a
 * round trip on the slow line, so half of one tells them from those that follow each other.
 */
function chain(requests, shownAt) {
  const tolerance = LINE.roundTrip / 2;
  const counted = requests.filter(({ end }) => end <= shownAt).sort((a, b) => a.end - b.end);
  let [length, free] = [0, -Infinity];
  for (const { start, end } of counted) {
    if (start >= free - tolerance) {
      length += 1;
      free = end;
    }
  }
  return length;
}

/** The processes that pages run in. */
async function renderers(browser) {
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

/** Milliseconds that their threads have computed so far; nothing where the kernel does not tell. */
function cpu(processes) {
  const spent = { all: 0, worker: 0 };
  for (const id of processes) {
    for (const thread of list(`/proc/${id}/task`)) {
      const time = Number(text(`/proc/${id}/task/${thread}/schedstat`).split(" ")[0]) / 1e6;
      spent.all += time;
      if (text(`/proc/${id}/task/${thread}/comm`).startsWith("DedicatedWorker")) {
        spent.worker += time;
      }
    }
  }
  return spent;
}

function privateMemory(process) {
  const lines = text(`/proc/${process}/smaps_rollup`).matchAll(/^Private_(?:Clean|Dirty): *(\d+) kB$/gm);
  return [...lines].reduce((sum, [, kilobytes]) => sum + kilobytes * 1024, 0) / 1e6;
}

function less(after, before) {
  return { all: after.all - before.all, worker: after.worker - before.worker };
}

function list(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** A thread may end while it is asked about. */
function text(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "0";
  }
}
