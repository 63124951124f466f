// The search box of every page and the list on the search page. Nothing of the search itself is loaded before somebody
// turns to a box; then a worker starts (search-worker.js) and this file shows what it answers.
//
// It needs no library, writes no HTML and no inline style, and takes all addresses and words from the form it finds:
// without this file the form still leads to the search page, which offers the A-Z list.
"use strict";

{
  const LIMIT = 10;
  const LIMIT_ON_PAGE = 30;
  /** A worker that does not answer a ping for so long is stuck (in milliseconds). */
  const STUCK = 4000;
  /** A host that does not deliver for so long is as good as gone; what comes later is still shown. */
  const PATIENCE = 10000;
  /** Below this, a word about loading would only flicker. */
  const LOADING = 300;
  /** Beyond this, whoever waits is shown the way that needs no search. */
  const LATE = 1500;
  /** Screen readers are told the count when the typing pauses, not at every key. */
  const PAUSE = 700;

  const root = document.documentElement.dataset.root || "";
  const page = document.querySelector("main[data-search-page]");

  const absolute = (address) => new URL(address, document.baseURI).href;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    made.append(...children);
    return made;
  }

  /** The one worker of this page, started at the first need and again when it dies or hangs. */
  class Service {
    constructor(form) {
      const { worker, wasm, index } = form.dataset;
      this.places = { worker: absolute(worker), wasm: absolute(wasm), index: absolute(index) };
      this.number = 0;
      this.deaths = 0;
    }

    warmUp() {
      if (this.worker) {
        return;
      }
      this.worker = new Worker(this.scriptAddress());
      this.worker.onmessage = ({ data }) => this.receive(data);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.died();
      };
      this.worker.postMessage({ kind: "open", wasm: this.places.wasm, index: this.places.index });
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
     * @param {{query: string, limit: number, answer: Function, fail: Function}} question
     */
    ask(question) {
      this.number += 1;
      this.question = question;
      try {
        this.warmUp();
        this.worker.postMessage({ kind: "ask", number: this.number, query: question.query, limit: question.limit });
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
        this.forget();
        if (message.kind === "answer") {
          this.deaths = 0;
          answer(message.results);
        } else {
          // What failed may work when it is tried again, but not with what this worker has.
          this.stop();
          fail();
        }
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
        this.ask(this.question);
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
        question.fail();
      }
    }

    /** Nobody waits for an answer any more. */
    forget() {
      this.question = undefined;
      clearTimeout(this.patience);
      this.patience = undefined;
    }
  }

  /** What all views have in common: the status line and the list. */
  class View {
    constructor(form, place) {
      this.form = form;
      this.place = place;
      this.status = element("p", "search-status");
      this.list = element("ol", "search-results");
      this.list.hidden = true;
      this.status.hidden = true;
      place.append(this.status, this.list);
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
      this.hits = results.hits.map((hit, position) => this.hit(hit, position)).filter(Boolean);
      this.list.replaceChildren(...this.hits.map((link) => this.item(link)));
      this.list.hidden = this.hits.length === 0;
      this.say(this.count(results));
    }

    count({ total, query }) {
      if (total === 0) {
        return this.text("textNone", "Nothing found.").replace("{query}", query);
      }
      if (total === 1) {
        return this.text("textOne", "1 result");
      }
      return this.text("textResults", "{n} results").replace("{n}", total.toLocaleString(document.documentElement.lang || "en"));
    }

    item(link) {
      return element("li", "search-result", link);
    }

    hit({ url, title, breadcrumb, kind, excerpt }) {
      const address = new URL(absolute(root + url));
      if (address.origin !== location.origin) {
        return null;
      }
      const link = element("a", "search-hit", element("span", "search-title", title));
      link.href = address.href;
      link.dataset.kind = kind;
      if (breadcrumb.length > 0) {
        link.append(" ", element("span", "search-trail", breadcrumb.join(" › ")));
      }
      if (excerpt.length > 0) {
        const pieces = excerpt.map(([text, marked]) => (marked ? element("mark", "", text) : text));
        link.append(" ", element("span", "search-excerpt", ...pieces));
      }
      return link;
    }

    loading() {
      if (this.list.hidden) {
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
      const link = element("a", "", this.text("textAz", "All answers from A to Z"));
      link.href = absolute(`${root}a-z/`);
      return link;
    }

    clear() {
      this.hits = [];
      this.list.replaceChildren();
      this.list.hidden = true;
      this.say();
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
      this.status.setAttribute("role", "status");
      this.status.hidden = false;
      place.addEventListener("keydown", (event) => this.key(event));
    }

    say(...what) {
      // A live region has to be there before it has something to say.
      this.status.replaceChildren(...what);
    }

    key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const at = this.hits ? this.hits.indexOf(document.activeElement) : -1;
      if (!step || at < 0) {
        return;
      }
      event.preventDefault();
      this.move(at + step);
    }

    /** From the box down to the first link; before the first link is the box. */
    move(to) {
      const target = to < 0 ? this.form.querySelector("input") : this.hits && this.hits[to];
      if (target) {
        target.focus();
      }
    }

    step(by) {
      if (by > 0) {
        this.move(0);
      }
    }

    chosen() {
      return undefined;
    }
  }

  /** The list under a box: a combobox with a list of options, as screen readers know it. */
  class PanelView extends View {
    constructor(form, place, number) {
      super(form, place);
      this.limit = LIMIT;
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
      const link = super.hit(hit, position);
      if (link) {
        link.id = `${this.list.id}-${position}`;
        link.tabIndex = -1;
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
      }
      return link;
    }

    show(results) {
      const chosen = this.chosen()?.href;
      this.select(-1);
      super.show(results);
      // Whoever has chosen a result keeps it if it is still there.
      this.select(chosen ? this.hits.findIndex((link) => link.href === chosen) : -1);
      this.open();
    }

    say(...what) {
      super.say(...what);
      clearTimeout(this.announcing);
      const text = this.status.textContent;
      this.announcing = setTimeout(() => {
        this.announcer.textContent = text;
      }, PAUSE);
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
      this.place.hidden = this.status.hidden && this.list.hidden;
      this.input.setAttribute("aria-expanded", String(!this.place.hidden && !this.list.hidden));
    }

    close() {
      this.place.hidden = true;
      this.select(-1);
      this.input.setAttribute("aria-expanded", "false");
    }

    chosen() {
      return this.place.hidden || !this.hits ? undefined : this.hits[this.at];
    }

    /** Down from the last is back in the box, and up from the box is the last. */
    step(by) {
      if (!this.hits || this.hits.length === 0) {
        return;
      }
      this.open();
      const places = this.hits.length + 1;
      this.select(((this.at + 1 + by + places) % places) - 1);
    }

    select(at) {
      this.hits?.[this.at]?.setAttribute("aria-selected", "false");
      this.at = at;
      const link = this.hits?.[at];
      if (link) {
        link.setAttribute("aria-selected", "true");
        link.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", link.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }
  }

  /** A form and the view it fills. */
  class Box {
    constructor(form, service, view) {
      this.form = form;
      this.service = service;
      this.view = view;
      this.input = form.querySelector("input");
      this.input.addEventListener("focus", () => this.turnedTo());
      this.input.addEventListener("input", () => this.ask());
      this.input.addEventListener("keydown", (event) => this.key(event));
      form.addEventListener("submit", (event) => this.submit(event));
      form.addEventListener("focusout", (event) => {
        if (!form.contains(event.relatedTarget)) {
          view.close();
        }
      });
      // A press on a result must not take the focus from the box, or the list would be gone before the click.
      view.place.addEventListener("mousedown", (event) => {
        if (view instanceof PanelView && event.target.closest(".search-hit")) {
          event.preventDefault();
        }
      });
    }

    turnedTo() {
      try {
        this.service.warmUp();
      } catch {
        // Then the first question fails, and that is said.
      }
      if (this.input.value.trim() && this.view.hits?.length) {
        this.view.open();
      }
    }

    ask() {
      const query = this.input.value;
      this.settle();
      if (page) {
        this.remember(query);
      }
      if (!query.trim()) {
        this.service.forget();
        this.view.clear();
        return;
      }
      this.waits = [setTimeout(() => this.view.loading(), LOADING), setTimeout(() => this.view.late(), LATE)];
      const settled = (then) => (value) => {
        this.settle();
        // A list that comes after the customer has gone on would open by itself.
        if (this.view instanceof PageView || this.form.contains(document.activeElement)) {
          then(value);
        }
      };
      this.service.ask({
        query,
        limit: this.view.limit,
        answer: settled((results) => this.view.show(results)),
        fail: settled(() => this.view.fail()),
      });
    }

    /** There is no more to say about waiting. */
    settle() {
      this.waits?.forEach(clearTimeout);
      this.waits = undefined;
    }

    /** The address of the search page always leads to what it shows. Browsers limit how often it may change. */
    remember(query) {
      clearTimeout(this.remembering);
      this.remembering = setTimeout(() => {
        const address = new URL(location.href);
        if (query.trim()) {
          address.searchParams.set("q", query);
        } else {
          address.searchParams.delete("q");
        }
        history.replaceState(history.state, "", address);
      }, 300);
    }

    key(event) {
      if (event.isComposing) {
        return;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.view.step(step);
      } else if (event.key === "Enter" && this.view.chosen()) {
        event.preventDefault();
        this.view.chosen().click();
      } else if (event.key === "Escape" && !(this.view instanceof PageView) && !this.view.place.hidden) {
        event.preventDefault();
        this.view.close();
      }
    }

    submit(event) {
      if (page) {
        event.preventDefault();
        this.ask();
      }
    }
  }

  /** On the search page every box fills the page's list, and all boxes show the same query. */
  function start() {
    const forms = [...document.querySelectorAll("form[data-search]")];
    if (forms.length === 0) {
      return;
    }
    const service = new Service(forms[0]);
    const place = page && page.querySelector("[data-search-results]:not(form *)");
    const own = forms.find((form) => page && page.contains(form)) || forms[0];
    const shared = place && new PageView(own, place);
    const boxes = forms.map((form, number) => {
      const view = shared || new PanelView(form, form.querySelector("[data-search-results]"), number);
      return new Box(form, service, view);
    });
    focusWithSlash(own.querySelector("input"));
    if (shared) {
      shareQuery(boxes, boxes[forms.indexOf(own)]);
    }
  }

  function shareQuery(boxes, own) {
    const query = new URL(location.href).searchParams.get("q") || "";
    for (const box of boxes) {
      box.input.value = query;
      box.input.addEventListener("input", () => {
        boxes.forEach((other) => {
          other.input.value = box.input.value;
        });
      });
    }
    if (query.trim()) {
      own.ask();
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

  start();
}
