// The search box of every page and the list on the search page. Nothing of the search itself is loaded before somebody
// turns to a box; then a worker starts (search-worker.js) and this file shows what it answers.
//
// It needs no library, writes no HTML and no inline style, and takes all addresses and words from the form it finds:
// without this file the form still leads to the search page, which offers the A-Z list. Where the search cannot be had,
// it searches a short list of titles instead.
//
// In order: the worker and the other sources of results, what stays on the device and what leaves it, the views of
// results, and at the end the boxes, which bring these together.
"use strict";

{
  const LIMIT = 10;
  const LIMIT_ON_PAGE = 30;
  /** So many results are in sight, and have their best passage looked up. */
  const IN_SIGHT = 5;
  const IN_SIGHT_ON_PAGE = 10;
  /** Passages are looked up when the typing pauses (in milliseconds, like all below). */
  const PAUSE_BEFORE_PASSAGES = 200;
  /** A worker that does not answer a ping for so long is stuck. */
  const STUCK = 4000;
  /** A host that does not deliver for so long is as good as gone; what comes later is still shown. */
  const PATIENCE = 10000;
  /** Below this, a word about loading would only flicker. */
  const LOADING = 300;
  /** Beyond this, whoever waits is shown the way that needs no search. */
  const LATE = 1500;
  /** Longest to wait for the titles when the search has failed, and for suggestions when nothing was found. */
  const TITLES = 1500;
  const SUGGESTIONS = 500;
  /** Beyond this, titles are shown until the answer comes. */
  const BRIDGE = 2000;
  /** After an answer has been looked at for so long, the titles are fetched in case they are needed. */
  const AHEAD = 3000;
  /** Screen readers are told the count when the typing pauses, not at every key. */
  const PAUSE = 700;
  /** The address follows the typing at this distance: browsers limit how often it may change. */
  const ADDRESS = 300;

  const root = document.documentElement.dataset.root || "";
  const page = document.querySelector("main[data-search-page]");

  const absolute = (address) => new URL(address, document.baseURI).href;
  const locale = document.documentElement.lang || "en";
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    made.append(...children);
    return made;
  }

  function button(className, label, press) {
    const made = element("button", className, label);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  function anchor(className, label, address) {
    const made = element("a", className, label);
    made.href = absolute(root + address);
    return made;
  }

  /** A text in which words may be marked, from pieces `[text, marked]`. */
  const marked = (pieces) => pieces.map(([text, mark]) => (mark ? element("mark", "", text) : text));

  /** A sentence from the form, with what belongs into its braces. */
  function filled(sentence, name, ...content) {
    const [before, after = ""] = sentence.split(`{${name}}`);
    return [before, ...content, after];
  }

  const within = (time, promise) => Promise.race([promise, new Promise((done) => setTimeout(done, time))]);

  /** The one worker of this page, started at the first need and again when it dies or hangs. */
  class Service {
    constructor(form) {
      const { worker, wasm, stem, index, backend, backendScript } = form.dataset;
      this.places = { worker: absolute(worker), wasm: absolute(wasm), index: absolute(index) };
      this.places.stem = stem && absolute(stem);
      this.places.backend = backend && { url: backend, script: absolute(backendScript), language: locale };
      this.number = 0;
      this.deaths = 0;
    }

    warmUp() {
      if (this.worker) {
        return;
      }
      const worker = new Worker(this.scriptAddress());
      this.worker = worker;
      worker.onmessage = ({ data }) => this.receive(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.died();
      };
      const { wasm, stem, index, backend } = this.places;
      const files = backend ? [] : this.files();
      worker.postMessage({ kind: "open", wasm, stem, index, backend, given: files.map(({ name }) => name) });
      files.forEach((file) => Service.hand(file, worker));
    }

    /** What the worker needs whatever is asked, so that it is on its way while the worker still is. */
    files() {
      const { wasm, stem, index } = this.places;
      const files = [
        { name: "wasm", address: wasm, cache: "force-cache" },
        { name: "stem", address: stem, cache: "force-cache" },
        { name: "index", address: `${index}index.bin`, cache: "no-cache" },
      ];
      return files.filter(({ address }) => address);
    }

    static async hand({ name, address, cache }, worker) {
      const content = await Service.fetched(address, cache).catch(() => null);
      worker.postMessage({ kind: "file", name, content }, content ? [content] : []);
    }

    static async fetched(address, cache) {
      const response = await fetch(address, { cache, credentials: "same-origin" });
      return response.ok ? response.arrayBuffer() : null;
    }

    /** Where scripts may only come from trusted addresses, this one says that the worker's is one. */
    scriptAddress() {
      const { worker } = this.places;
      if (!window.trustedTypes) {
        return worker;
      }
      Service.policy ??= window.trustedTypes.createPolicy("firstline-search", {
        createScriptURL(address) {
          if (new URL(address).origin !== location.origin) {
            throw new TypeError("the search worker lies on another host");
          }
          return address;
        },
      });
      return Service.policy.createScriptURL(worker);
    }

    /**
     * Asks, and forgets what was asked before: only the newest question is answered.
     * @param {object} message what search-worker.js can be asked
     * @param {Function} answer called with the results
     * @param {Function} fail called once when there will be none, or none soon
     */
    ask(message, answer, fail) {
      this.number += 1;
      this.question = { message, answer, fail };
      try {
        this.warmUp();
        this.worker.postMessage({ ...message, number: this.number });
        this.watch();
      } catch {
        this.fail();
      }
    }

    receive(message) {
      clearTimeout(this.stuck);
      if (message.kind === "pong") {
        this.watch();
      } else if (message.number === this.number && this.question) {
        const { answer, fail } = this.question;
        const isSearch = this.question.message.kind === "ask";
        this.forget();
        if (message.kind === "answer") {
          this.deaths = 0;
          this.down &&= !isSearch;
          answer(message.results);
        } else {
          if (isSearch) {
            // What failed may work when it is tried again, but not with what this worker has.
            this.down = true;
            this.stop();
          }
          fail();
        }
      } else {
        // An answer to a question of before: the newest is still open.
        this.watch();
      }
    }

    /** While a question is open, sees to it that the worker lives and that the customer does not wait for ever. */
    watch() {
      clearTimeout(this.stuck);
      if (!this.question) {
        return;
      }
      this.patience ??= setTimeout(() => {
        this.patience = undefined;
        this.down = true;
        this.question.fail();
      }, PATIENCE);
      this.stuck = setTimeout(() => {
        this.worker.postMessage({ kind: "ping" });
        this.stuck = setTimeout(() => this.died(), STUCK);
      }, 1000);
    }

    died() {
      this.deaths += 1;
      this.stop();
      if (this.question && this.deaths < 3) {
        const { message, answer, fail } = this.question;
        this.ask(message, answer, fail);
      } else {
        this.fail();
      }
    }

    stop() {
      clearTimeout(this.stuck);
      if (this.worker) {
        this.worker.terminate();
      }
      this.worker = undefined;
    }

    fail() {
      const question = this.question;
      this.forget();
      if (question) {
        this.down = true;
        question.fail();
      }
    }

    /** Nobody waits for an answer any more. */
    forget() {
      this.question = undefined;
      clearTimeout(this.stuck);
      clearTimeout(this.patience);
      this.patience = undefined;
    }
  }

  /** The titles most looked for: a short list, for when there is no search. Fetched at the first need. */
  class Titles {
    constructor(form) {
      this.address = `${absolute(form.dataset.index)}titles.json`;
    }

    /** Whether there is a list; one that could not be had is asked for again. */
    async load() {
      try {
        this.loading ??= this.fetched();
        this.list = await this.loading;
      } catch {
        this.loading = undefined;
      }
      return this.list !== undefined;
    }

    async fetched() {
      const how = { cache: "no-cache", credentials: "same-origin", signal: AbortSignal.timeout(TITLES) };
      const response = await fetch(this.address, how);
      const list = await response.json();
      const isEntry = (entry) => entry.length === 3 && entry.every((text) => typeof text === "string");
      if (!response.ok || !list.every(isEntry)) {
        throw new TypeError("these are no titles");
      }
      return list.map(([title, url, kind]) => ({ title, url, kind, folded: ` ${folded(title)}` }));
    }

    /** Titles with the words of a query, in the form of an answer: those with more of them first. */
    find(query, limit) {
      const words = folded(query).match(/[\p{L}\p{N}]+/gu) || [];
      const worth = (title) => words.reduce((sum, word) => sum + Titles.worth(title.folded, word), 0);
      const found = this.list.map((title) => ({ title, worth: worth(title) })).filter((of) => of.worth >= words.length);
      const best = words.length > 0 ? found.sort((a, b) => b.worth - a.worth) : [];
      const hits = best.slice(0, limit).map(({ title }) => ({ ...title, breadcrumb: [], excerpt: [] }));
      return { query, total: best.length, repaired: [], facets: [], hits };
    }

    /** A word counts for more where it is the beginning of one. */
    static worth(title, word) {
      const at = title.indexOf(word);
      return at < 0 ? 0 : 1 + Number(/[^\p{L}\p{N}]/u.test(title[at - 1]));
    }

    openIncidents() {
      return (this.list || []).filter(({ kind }) => kind === "incident");
    }
  }

  /** The last searches that led somewhere. They stay on this device, and each site on a host has its own. */
  class Recent {
    static MOST = 5;
    static LONGEST = 80;

    constructor() {
      this.key = `firstline-searches:${new URL(absolute(root)).pathname}`;
    }

    list() {
      try {
        const list = JSON.parse(localStorage.getItem(this.key));
        return Array.isArray(list) ? list.filter((query) => typeof query === "string") : [];
      } catch {
        // Private windows and strict settings have no storage.
        return [];
      }
    }

    add(query) {
      const text = query.trim().replace(/\s+/gu, " ");
      if (text && text.length <= Recent.LONGEST) {
        this.store([text, ...this.without(text)].slice(0, Recent.MOST));
      }
    }

    remove(query) {
      this.store(this.without(query));
    }

    without(query) {
      return this.list().filter((other) => folded(other) !== folded(query));
    }

    store(list) {
      try {
        if (list.length > 0) {
          localStorage.setItem(this.key, JSON.stringify(list));
        } else {
          localStorage.removeItem(this.key);
        }
      } catch {
        // Then nothing is remembered.
      }
    }
  }

  /** Tells the site's owner what was searched, how much was found and what was opened, where the owner asks for it. */
  class Beacon {
    constructor(form) {
      this.address = form.dataset.beacon && absolute(form.dataset.beacon);
      if (this.address) {
        addEventListener("pagehide", () => this.settle(null));
        document.addEventListener("visibilitychange", () => document.hidden && this.settle(null));
      }
    }

    /** What would be told if the search ended here. */
    note({ query, total }) {
      this.noted = { query, results: total };
    }

    drop() {
      this.noted = undefined;
    }

    /** The search has ended. Nothing goes along that would say whose it was. */
    settle(chosen) {
      if (!this.address || !this.noted) {
        return;
      }
      const body = JSON.stringify({ ...this.noted, chosen });
      this.drop();
      const how = { method: "POST", body, mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer" };
      fetch(this.address, { ...how, keepalive: true }).catch(() => {});
    }
  }

  /** What all views have in common: the status line, the list, and what stands there when there is no list. */
  class View {
    constructor(form, place) {
      this.form = form;
      this.place = place;
      this.passages = new Map();
      this.hits = [];
      this.status = element("p", "search-status");
      this.more = element("div", "search-more");
      this.list = element("ol", "search-results");
      [this.status, this.more, this.list].forEach((part) => {
        part.hidden = true;
      });
      place.append(this.status, this.more, this.list);
      place.addEventListener("keydown", (event) => this.key(event));
    }

    text(name, otherwise) {
      return this.form.dataset[name] || otherwise;
    }

    say(...what) {
      this.status.replaceChildren(...what);
      this.status.hidden = what.length === 0;
    }

    /** Replaces the list in one step, so that it never is empty in between. */
    show(results) {
      this.results = results;
      this.hits = results.hits.map((hit, position) => this.hit(hit, position)).filter(Boolean);
      this.list.replaceChildren(...this.hits.map((link) => this.item(link)));
      this.list.hidden = this.hits.length === 0;
      this.fill();
      this.say(...this.summary(results));
    }

    /** What is said above the list: what was searched instead, if anything, and how much was found. */
    summary({ repaired, total, query }) {
      const count = this.count(total, query);
      if (repaired.length === 0) {
        return [count];
      }
      const understood = element("strong", "", ...marked(repaired));
      const instead = filled(this.text("textRepaired", "Showing results for {query}"), "query", understood);
      return [element("span", "search-repaired", ...instead), " ", count];
    }

    count(total, query) {
      if (total === 0) {
        return this.text("textNone", "Nothing found for “{query}”.").replace("{query}", () => query.trim());
      }
      if (total === 1) {
        return this.text("textOne", "1 result");
      }
      return this.text("textResults", "{n} results").replace("{n}", total.toLocaleString(locale));
    }

    item(link) {
      return element("li", "search-result", link);
    }

    hit(hit) {
      const address = new URL(absolute(root + hit.url));
      if (address.origin !== location.origin) {
        return null;
      }
      const link = element("a", "search-hit", element("span", "search-title", hit.title));
      link.dataset.kind = hit.kind;
      link.of = hit;
      if (hit.asked_for) {
        link.append(" ", element("span", "search-exact", this.text("textExact", "This is the answer you asked for")));
      }
      link.append(" ", element("span", "search-trail"), " ", element("span", "search-excerpt"));
      // What was shown of an answer stays until there is something better.
      this.detail(link, this.passages.get(hit.url));
      return link;
    }

    /** Shows the best passage of an answer, and links to its section; without one, what the answer is about. */
    detail(link, passage) {
      const { url, breadcrumb, excerpt } = link.of;
      link.href = absolute(root + url);
      link.hash = passage?.anchor ? `#${passage.anchor}` : "";
      const trail = [element("span", "search-above", breadcrumb.join(" › "))];
      if (passage?.heading) {
        trail.push(element("span", "search-section", breadcrumb.length > 0 ? " › " : "", passage.heading));
      }
      link.querySelector(".search-trail").replaceChildren(...trail);
      link.querySelector(".search-excerpt").replaceChildren(...marked(passage?.excerpt.length ? passage.excerpt : excerpt));
    }

    /** The passages of the first results, `null` where an answer has none. */
    detailAll(passages) {
      this.passages.clear();
      passages.forEach((passage, at) => {
        const link = this.hits.find((link) => link.of === this.results.hits[at]);
        if (link) {
          this.passages.set(link.of.url, passage);
          this.detail(link, passage);
        }
      });
    }

    /** Only titles were searched, since the rest cannot be had. */
    showTitles(results) {
      this.passages.clear();
      this.show(results);
      const only = this.text("textTitles", "Search is not available right now. Only titles are searched.");
      this.say(element("span", "search-repaired", only), " ", ...this.summary(results), " ", this.wayOut());
    }

    /** Nothing was found: what could have been meant, what is broken now, and where to go on. */
    showNothing(results, { nearest, incidents }) {
      this.show(results);
      const again = nearest.map((query) => anchor("search-again", query, `${this.searchPage()}?q=${encodeURIComponent(query)}`));
      const now = incidents.map(({ title, url }) => anchor("search-incident", title, url));
      const ask = anchor("button", this.text("textAsk", "Ask us about it"), `contact/?q=${encodeURIComponent(results.query.trim())}`);
      const ways = [...this.ways(), this.wayOut(), ask].map((link) => element("li", "", link));
      this.fill(
        ...this.group(this.text("textNow", "What is not working now"), now),
        ...this.group(this.text("textTry", "Try instead"), again),
        element("ul", "search-ways", ...ways),
      );
    }

    group(title, links) {
      const list = element("ul", "search-group", ...links.map((link) => element("li", "", link)));
      return links.length > 0 ? [element("p", "search-head", title), list] : [];
    }

    searchPage() {
      return new URL(this.form.action).href.slice(absolute(root).length);
    }

    ways() {
      return [anchor("", this.text("textTopics", "All topics"), "")];
    }

    /** The last searches, to ask again or to remove. */
    offer(recent, again) {
      const input = this.form.querySelector("input");
      const redraw = () => this.offer(recent, again);
      const rows = recent.list().map((query) => {
        const remove = button("search-remove", "", () => {
          const byKey = document.activeElement === remove;
          recent.remove(query);
          input.focus();
          redraw();
          if (byKey) {
            this.more.querySelector(".search-remove")?.focus();
          }
        });
        remove.setAttribute("aria-label", this.text("textForget", "Remove {query}").replace("{query}", () => query));
        return element("li", "", button("search-again", query, () => again(query)), remove);
      });
      const title = element("p", "search-head", this.text("textRecent", "Recent searches"));
      const clear = button("search-clear", this.text("textForgetAll", "Remove all"), () => {
        recent.store([]);
        input.focus();
        redraw();
      });
      this.fill(...(rows.length > 0 ? [title, clear, element("ul", "search-recent", ...rows)] : []));
    }

    fill(...what) {
      this.more.replaceChildren(...what);
      this.more.hidden = what.length === 0;
    }

    loading() {
      if (this.list.hidden && this.more.hidden) {
        this.say(this.text("textLoading", "Searching…"));
      }
    }

    late() {
      this.say(this.text("textLate", "This takes longer than usual."), " ", this.wayOut());
    }

    fail() {
      this.clear();
      this.say(this.text("textFailed", "The search cannot be reached right now."), " ", this.wayOut());
    }

    wayOut() {
      return anchor("", this.text("textAz", "All answers from A to Z"), "a-z/");
    }

    clear() {
      this.results = undefined;
      this.hits = [];
      this.passages.clear();
      this.list.replaceChildren();
      this.list.hidden = true;
      this.fill();
      this.say();
    }

    /** The result whose id the customer typed, if the results are of that query. */
    exact(query) {
      const [first] = this.hits;
      return this.results?.query === query && first?.of.asked_for ? first : undefined;
    }

    /** What the arrow keys go through with the focus. */
    stops() {
      return [...this.more.querySelectorAll("a, .search-again")];
    }

    key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const at = this.stops().indexOf(document.activeElement);
      if (event.key === "Escape" && at >= 0) {
        event.preventDefault();
        this.move(-1);
      } else if (step && at >= 0) {
        event.preventDefault();
        this.move(at + step);
      }
    }

    /** From the box down to the first stop; before the first is the box. */
    move(to) {
      const target = to < 0 ? this.form.querySelector("input") : this.stops()[to];
      target?.focus();
    }

    step(by) {
      if (by > 0) {
        this.move(0);
      }
    }

    chosen() {
      return undefined;
    }

    open() {}

    close() {}
  }

  /**
   * The list on the search page: part of the page, not of the box. It is a list of links with a status line, and the
   * arrow keys are only a shorter way through the links than the tab key.
   */
  class PageView extends View {
    constructor(form, place) {
      super(form, place);
      this.limit = LIMIT_ON_PAGE;
      this.inSight = IN_SIGHT_ON_PAGE;
      this.status.setAttribute("role", "status");
      this.status.hidden = false;
      this.filters = [];
      this.otherwise = page.querySelectorAll("[data-search-otherwise]");
    }

    say(...what) {
      // A live region has to be there before it has something to say.
      this.status.replaceChildren(...what);
    }

    show(results) {
      super.show(results);
      this.makeRoom(this.hits.length > 0);
    }

    clear() {
      super.clear();
      this.makeRoom(false);
    }

    /** Topics are for those who have found nothing. */
    makeRoom(forResults) {
      this.otherwise.forEach((part) => {
        part.hidden = forResults;
      });
    }

    count(total, query) {
      if (this.filters.length === 0) {
        return super.count(total, query);
      }
      const values = this.filters.map(([name, value]) => this.facets.word(name, value)).join(", ");
      const count = total > 0 ? super.count(total, query) : this.text("textNoneFiltered", "Nothing found");
      return `${count} · ${values}`;
    }

    ways() {
      return [];
    }

    stops() {
      return [...super.stops(), ...this.hits];
    }
  }

  /** The list under a box: a combobox with a list of options, as screen readers know it. */
  class PanelView extends View {
    constructor(form, place, number) {
      super(form, place);
      this.limit = LIMIT;
      this.inSight = IN_SIGHT;
      this.input = form.querySelector("input");
      this.at = -1;
      this.list.id = `search-list-${number}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent.trim() || "Search");
      const combobox = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
      for (const [name, value] of Object.entries(combobox)) {
        this.input.setAttribute(name, value);
      }
      // The panel is hidden most of the time, and a hidden live region is silent.
      this.announcer = element("p", "visually-hidden");
      this.announcer.setAttribute("role", "status");
      form.append(this.announcer);
    }

    item(link) {
      const item = super.item(link);
      item.setAttribute("role", "presentation");
      return item;
    }

    hit(hit, position) {
      const link = super.hit(hit);
      if (link) {
        link.id = `${this.list.id}-${position}`;
        link.tabIndex = -1;
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
      }
      return link;
    }

    show(results) {
      const chosen = this.chosen()?.of.url;
      this.select(-1);
      super.show(results);
      // Whoever has chosen a result keeps it if it is still there.
      this.select(chosen === undefined ? -1 : this.hits.findIndex((link) => link.of.url === chosen));
      this.open();
    }

    say(...what) {
      super.say(...what);
      clearTimeout(this.announcing);
      const text = this.status.textContent;
      // The same words again would not be heard if they had not been gone.
      this.announcer.textContent = "";
      this.announcing = setTimeout(() => {
        this.announcer.textContent = text;
      }, PAUSE);
    }

    fill(...what) {
      super.fill(...what);
      this.open();
    }

    loading() {
      super.loading();
      this.open();
    }

    late() {
      super.late();
      this.open();
    }

    fail() {
      super.fail();
      this.open();
    }

    clear() {
      this.select(-1);
      super.clear();
      this.close();
    }

    open() {
      this.place.hidden = this.status.hidden && this.list.hidden && this.more.hidden;
      this.input.setAttribute("aria-expanded", String(!this.place.hidden && !this.list.hidden));
    }

    close() {
      this.place.hidden = true;
      this.select(-1);
      this.input.setAttribute("aria-expanded", "false");
    }

    chosen() {
      return this.place.hidden ? undefined : this.hits[this.at];
    }

    /** Down from the last is back in the box, and up from the box is the last. */
    step(by) {
      this.open();
      if (this.hits.length === 0) {
        super.step(by);
        return;
      }
      const places = this.hits.length + 1;
      this.select(((this.at + 1 + by + places) % places) - 1);
    }

    select(at) {
      this.hits[this.at]?.setAttribute("aria-selected", "false");
      this.at = at;
      const link = this.hits[at];
      if (link) {
        link.setAttribute("aria-selected", "true");
        link.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", link.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }
  }

  /** By what results can be narrowed down, on the search page. The page brings the facets and their words. */
  class Facets {
    /** Values that are shown before somebody asks for all. */
    static FIRST = 8;

    constructor(place, change) {
      this.place = place;
      this.change = change;
      this.fold = place.querySelector("details");
      this.sets = [...place.querySelectorAll("fieldset[data-facet]")];
      this.names = this.sets.map((set) => set.dataset.facet);
      this.clear = place.querySelector("[data-facets-clear]");
      this.clear.addEventListener("click", () => {
        change([]);
        this.sets[0].querySelector("input")?.focus();
      });
      // Beside the results there is room for all of it, above them there is not.
      const wide = matchMedia("(min-width: 60rem)");
      const fit = () => {
        this.fold.open = wide.matches;
      };
      wide.addEventListener("change", fit);
      fit();
    }

    /** A value as customers call it. */
    word(name, value) {
      const set = this.sets.find((set) => set.dataset.facet === name);
      return set?.getAttribute(`data-value-${value}`) || value;
    }

    /** The chosen values, in the order of the page. */
    chosen() {
      const boxes = this.sets.flatMap((set) => [...set.querySelectorAll("input:checked")]);
      return boxes.map((box) => [box.name, box.value]);
    }

    /** Shows the values with their counts. While the query stays, they stay where they are. */
    show({ query, facets }, filters) {
      const keep = this.query === query;
      this.query = query;
      for (const set of this.sets) {
        const name = set.dataset.facet;
        const values = facets.find((facet) => facet.name === name)?.values || [];
        const chosen = filters.filter(([of]) => of === name).map(([, value]) => value);
        this.showSet(set, keep, new Map(values), chosen);
      }
      this.clear.hidden = filters.length === 0;
      const mark = this.fold.querySelector("[data-facets-chosen]");
      mark.textContent = filters.length > 0 ? String(filters.length) : "";
      this.place.hidden = this.sets.every((set) => set.hidden);
    }

    showSet(set, keep, counts, chosen) {
      const list = set.querySelector("ul");
      const old = new Map([...list.children].map((item) => [item.querySelector("input").value, item]));
      const order = [...new Set([...(keep ? old.keys() : []), ...counts.keys(), ...chosen])];
      const items = order.map((value) => old.get(value) || this.item(set.dataset.facet, value));
      items.forEach((item, at) => {
        const box = item.querySelector("input");
        const count = counts.get(order[at]) || 0;
        box.checked = chosen.includes(order[at]);
        item.lastElementChild.lastElementChild.textContent = count.toLocaleString(locale);
        item.hidden = count === 0 && !box.checked;
      });
      // Moving what has the focus would take that away.
      if (items.some((item, at) => list.children[at] !== item) || list.children.length !== items.length) {
        list.replaceChildren(...items);
      }
      const shown = items.filter((item) => !item.hidden);
      set.hidden = shown.length < 2 && chosen.length === 0;
      this.shorten(set, shown);
    }

    item(name, value) {
      const box = element("input", "");
      Object.assign(box, { type: "checkbox", name, value });
      box.addEventListener("change", () => this.change(this.chosen()));
      const label = element("label", "", box, element("span", "facet-word", this.word(name, value)), " ", element("span", "facet-count"));
      return element("li", "", label);
    }

    /** Long lists are shown in full when somebody asks for that. */
    shorten(set, shown) {
      const all = set.querySelector("[data-facet-all]");
      const late = shown.slice(Facets.FIRST).filter((item) => !item.querySelector("input").checked);
      all.hidden = late.length === 0 || set.dataset.whole !== undefined;
      all.onclick = () => {
        set.dataset.whole = "";
        this.shorten(set, shown);
        late[0].querySelector("input").focus();
      };
      shown.forEach((item) => {
        item.classList.toggle("facet-late", !all.hidden && late.includes(item));
      });
    }

    hide() {
      this.place.hidden = true;
      this.query = undefined;
    }
  }

  /** The address of the search page always leads to what it shows. */
  class Address {
    /** @param {string[]} names the facets that may stand in it */
    constructor(names, changed) {
      this.names = names;
      addEventListener("popstate", () => {
        clearTimeout(this.waits);
        this.pending = undefined;
        changed(this.read());
      });
      // What was asked for by an address is worth coming back to; an empty page is not.
      this.settled = this.read().query.trim() !== "";
    }

    read() {
      const given = new URL(location.href).searchParams;
      const filters = this.names.flatMap((name) => given.getAll(name).filter((value) => !value.includes("\0")).map((value) => [name, value]));
      return { query: given.get("q") || "", filters };
    }

    /** Follows the typing. What was settled before stays behind the back button. */
    follow(state) {
      clearTimeout(this.waits);
      this.pending = state;
      this.waits = setTimeout(() => this.flush(), ADDRESS);
    }

    /** The customer has submitted or chosen something. */
    settle(state) {
      this.follow(state);
      this.flush();
      this.settled = true;
    }

    flush() {
      clearTimeout(this.waits);
      if (!this.pending) {
        return;
      }
      const address = new URL(location.href);
      const { query, filters } = this.pending;
      this.pending = undefined;
      ["q", ...this.names].forEach((name) => address.searchParams.delete(name));
      if (query.trim()) {
        address.searchParams.set("q", query);
        filters.forEach(([name, value]) => address.searchParams.append(name, value));
      }
      if (address.href !== location.href) {
        history[this.settled ? "pushState" : "replaceState"](null, "", address);
        this.settled = false;
      }
    }
  }

  /** A form and the view it fills. */
  class Box {
    /** @param {{service: Service, titles: Titles, recent: Recent, beacon: Beacon}} house what all boxes share */
    constructor(form, house, view) {
      Object.assign(this, house);
      this.form = form;
      this.view = view;
      this.input = form.querySelector("input");
      this.input.addEventListener("focus", () => this.turnedTo());
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      form.addEventListener("submit", (event) => this.submit(event));
      form.addEventListener("focusout", (event) => this.left(event));
    }

    turnedTo() {
      try {
        this.service.warmUp();
      } catch {
        // Then the first question fails, and that is said.
      }
      if (!this.input.value.trim()) {
        this.offer();
      } else if (this.view.results) {
        this.view.open();
      }
    }

    offer() {
      this.view.offer(this.recent, (query) => {
        this.input.value = query;
        this.input.dispatchEvent(new Event("input", { bubbles: true }));
        this.input.focus();
      });
    }

    left(event) {
      if (this.form.contains(event.relatedTarget)) {
        return;
      }
      this.view.close();
      // On the search page the results are elsewhere, and whoever turns to them has not gone on.
      if (this.view instanceof PanelView) {
        this.beacon.settle(null);
      }
    }

    typed() {
      this.ask(PAUSE_BEFORE_PASSAGES);
    }

    /** What is asked besides the query. */
    narrowed() {
      return { filters: [], facets: false };
    }

    /**
     * Asks for what stands in the box.
     * @param {number} pause how long to wait before the passages are looked up
     */
    ask(pause) {
      const query = this.input.value;
      this.settle();
      this.beacon.drop();
      if (!query.trim()) {
        this.service.forget();
        this.view.clear();
        this.offer();
        return;
      }
      if (this.service.down && this.titles.list) {
        this.view.showTitles(this.titles.find(query, this.view.limit));
      }
      const message = { kind: "ask", query, limit: this.view.limit, ...this.narrowed() };
      this.waits = [
        setTimeout(() => this.view.loading(), LOADING),
        setTimeout(() => this.view.late(), LATE),
        setTimeout(() => this.bridge(query), BRIDGE),
      ];
      this.service.ask(
        message,
        (results) => this.answered(results, message, pause),
        () => this.failed(query),
      );
    }

    /** There is no more to say about waiting. */
    settle() {
      this.waits?.forEach(clearTimeout);
      this.waits = undefined;
      this.attempt = {};
    }

    /** A list that comes after the customer has gone on would open by itself. */
    isWanted() {
      return this.form.contains(document.activeElement);
    }

    answered(results, { filters }, pause) {
      this.settle();
      if (!this.isWanted()) {
        return;
      }
      if (filters.length === 0) {
        this.beacon.note(results);
      }
      if (results.hits.length === 0 && filters.length === 0) {
        this.nothing(results);
        return;
      }
      this.view.show(results);
      // The titles are there then if the line goes dead before the next question.
      this.waits = [setTimeout(() => this.lookCloser(), pause), setTimeout(() => this.titles.load(), AHEAD)];
    }

    lookCloser() {
      const limit = Math.min(this.view.inSight, this.view.hits.length);
      this.service.ask({ kind: "passages", limit }, (passages) => this.view.detailAll(passages), () => {});
    }

    /** Until it is known what to suggest, what was shown stays. */
    async nothing(results) {
      const attempt = this.attempt;
      const asked = new Promise((done) => {
        this.service.ask({ kind: "nearest", query: results.query }, done, () => done([]));
      });
      const [nearest = []] = await Promise.all([within(SUGGESTIONS, asked), within(SUGGESTIONS, this.titles.load())]);
      if (attempt === this.attempt && this.isWanted()) {
        this.view.showNothing(results, { nearest, incidents: this.titles.openIncidents() });
      }
    }

    /** Titles to go on with, while the answer is still awaited. */
    async bridge(query) {
      const attempt = this.attempt;
      if ((await this.titles.load()) && attempt === this.attempt && this.isWanted()) {
        this.view.showTitles(this.titles.find(query, this.view.limit));
      }
    }

    async failed(query) {
      this.settle();
      const attempt = this.attempt;
      const found = await this.titles.load();
      if (attempt !== this.attempt || !this.isWanted()) {
        return;
      }
      if (found) {
        this.view.showTitles(this.titles.find(query, this.view.limit));
      } else {
        this.view.fail();
      }
    }

    key(event) {
      if (event.isComposing) {
        return;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const target = this.view.chosen() || this.view.exact(this.input.value);
      if (step) {
        event.preventDefault();
        this.view.step(step);
      } else if (event.key === "Enter" && target) {
        event.preventDefault();
        target.click();
      } else if (event.key === "Escape" && this.view instanceof PanelView && !this.view.place.hidden) {
        event.preventDefault();
        this.view.close();
      }
    }

    submit() {
      const { results } = this.view;
      if (results?.total > 0 && results.query === this.input.value) {
        this.recent.add(results.query);
      }
    }

    /** A result was opened. */
    opened(link) {
      this.recent.add(this.view.results.query);
      this.beacon.settle(link.of.url);
    }
  }

  /** A box of the search page. All of them fill the page's list, show the same query, and move the address along. */
  class PageBox extends Box {
    typed() {
      this.others.forEach((other) => {
        other.input.value = this.input.value;
      });
      this.follow();
      super.typed();
    }

    follow() {
      this.address.follow({ query: this.input.value, filters: this.view.filters });
    }

    narrowed() {
      return { filters: this.view.filters, facets: true };
    }

    isWanted() {
      return true;
    }

    submit(event) {
      event.preventDefault();
      super.submit();
      this.address.settle({ query: this.input.value, filters: this.view.filters });
      // Whoever is quicker than the answer goes on when it comes.
      this.submitted = this.input.value;
      this.ask(0);
    }

    answered(results, message, pause) {
      this.facets.show(results, message.filters);
      super.answered(results, message, pause);
      if (this.submitted === results.query && results.total > 0) {
        this.recent.add(results.query);
        this.view.exact(results.query)?.click();
      }
      this.submitted = undefined;
    }

    async failed(query) {
      this.facets.hide();
      return super.failed(query);
    }

    ask(pause) {
      super.ask(pause);
      if (!this.input.value.trim()) {
        this.facets.hide();
      }
    }

    opened(link) {
      this.address.flush();
      super.opened(link);
    }

    /** Narrows the results down to these. */
    narrow(filters) {
      this.view.filters = filters;
      this.address.settle({ query: this.input.value, filters });
      this.ask(0);
    }

    /** Shows what an address asks for. */
    restore({ query, filters }) {
      [this, ...this.others].forEach((box) => {
        box.input.value = query;
      });
      this.view.filters = filters;
      // Or the topics would be seen until the results come.
      this.view.makeRoom(query.trim() !== "");
      this.ask(0);
    }
  }

  function start() {
    const forms = [...document.querySelectorAll("form[data-search]")];
    if (forms.length === 0) {
      return;
    }
    const [first] = forms;
    const house = { service: new Service(first), titles: new Titles(first), recent: new Recent(), beacon: new Beacon(first) };
    const place = page?.querySelector("[data-search-results]:not(form *)");
    const boxes = place ? startPage(forms, house, place) : forms.map((form, number) => startPanel(form, house, number));
    focusWithSlash(boxes[0].input);
  }

  function startPanel(form, house, number) {
    const view = new PanelView(form, form.querySelector("[data-search-results]"), number);
    const box = new Box(form, house, view);
    watchLinks(box);
    // A press on a result must not take the focus from the box, or the list would be gone before the click.
    view.place.addEventListener("mousedown", (event) => {
      if (event.target.closest("a, button")) {
        event.preventDefault();
      }
    });
    return box;
  }

  /** The page's own box comes first. */
  function startPage(forms, house, place) {
    const own = forms.find((form) => page.contains(form)) || forms[0];
    const view = new PageView(own, place);
    const ordered = [own, ...forms.filter((form) => form !== own)];
    const boxes = ordered.map((form) => new PageBox(form, house, view));
    const [box] = boxes;
    const facets = new Facets(page.querySelector("[data-search-facets]"), (filters) => box.narrow(filters));
    const address = new Address(facets.names, (state) => box.restore(state));
    view.facets = facets;
    boxes.forEach((each) => Object.assign(each, { facets, address, others: boxes.filter((other) => other !== each) }));
    watchLinks(box);
    box.restore(address.read());
    return boxes;
  }

  function watchLinks(box) {
    box.view.place.addEventListener("click", (event) => {
      const link = event.target.closest(".search-hit");
      if (link) {
        box.opened(link);
      }
    });
  }

  /** Whoever found nothing and goes on to contact has said already what it is about. */
  function carryQuestion() {
    const query = new URL(location.href).searchParams.get("q");
    if (page || !query) {
      return;
    }
    for (const link of document.querySelectorAll('main a[href^="mailto:"]')) {
      link.href += `${link.href.includes("?") ? "&" : "?"}subject=${encodeURIComponent(query.slice(0, 256))}`;
    }
  }

  function focusWithSlash(input) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  }

  carryQuestion();
  start();
}
