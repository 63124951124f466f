// The contact form. Without this file it is a plain form, which the browser sends itself. This file keeps what is typed
// for as long as the tab is open, asks what the chosen topic asks, shows answers that may help, carries what was read in
// this visit, gives a reference, and says what has become of the message. Nothing leaves the device before the customer
// sends, and nothing here keeps anybody from sending: the button always works, and stays where it is while they type.
//
// The words stand in the page. In order: what is kept, what is read from the fields, the questions of topics, the pages
// that were read, mails, answers, what is said after sending, and sending itself.

/** Longest that the server may take, in milliseconds. */
const PATIENCE = 15000;
/** Answers are looked for when the typing pauses. */
const PAUSE = 600;
const MOST_ANSWERS = 3;
/** Shorter texts find anything, and longer ones nothing more. */
const SHORTEST_QUESTION = 8;
const LONGEST_QUESTION = 400;
/** Some systems hand a mail program no longer address than about this. */
const LONGEST_MAIL = 1900;
const LONGEST_SUBJECT = 120;
/** What cannot be taken for something else on the telephone: no O and 0, I and 1, B and 8, S and 5, Z and 2, M and N. */
const LETTERS = "23456789CFHJKMQRWXY";
const LETTERS_IN_GROUP = 4;
const READ = "firstline-read";

const box = document.querySelector("[data-contact-form]");
const form = box.querySelector("[data-form]");
const words = form.dataset;
const root = new URL(document.documentElement.dataset.root || "./", document.baseURI);
const given = new URL(location.href).searchParams;

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

/* What is kept, in this tab alone */

function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    if (value) {
      sessionStorage.setItem(key, JSON.stringify(value));
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing still sends.
  }
}

const DRAFT = `firstline-form:${location.pathname}`;

/** Eight letters and digits, drawn without favour. */
function drawn() {
  const fair = 256 - (256 % LETTERS.length);
  const letters = [];
  while (letters.length < 2 * LETTERS_IN_GROUP) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) {
      letters.push(LETTERS[byte % LETTERS.length]);
    }
  }
  return `${letters.slice(0, LETTERS_IN_GROUP).join("")}-${letters.slice(LETTERS_IN_GROUP).join("")}`;
}

let reference = drawn();

const controls = [...form.elements].filter((control) => control.dataset.said);
const isRadio = ({ type }) => type === "radio";

/** What was typed; what is as it was at first is not worth keeping. */
function saveDraft() {
  const worth = controls.filter((control) => control.value.trim() && (!isRadio(control) || control.checked));
  const values = worth.map(({ name, value }) => [name, value]);
  keep(DRAFT, values.length > 0 ? { reference, values } : null);
}

function restoreDraft() {
  const draft = kept(DRAFT);
  if (!Array.isArray(draft?.values)) {
    return;
  }
  reference = draft.reference || reference;
  const values = new Map(draft.values);
  for (const control of controls.filter(({ name }) => values.has(name))) {
    if (isRadio(control)) {
      control.checked = control.value === values.get(control.name);
    } else {
      control.value = values.get(control.name);
    }
  }
}

/* What is read from the fields */

const field = (name) => form.elements.namedItem(name);

/** `{ name, value, label, text }` of all that is filled in: what is sent, and what people read of it. */
function filled() {
  const used = controls.filter((control) => control.value.trim() && !control.matches(":disabled"));
  return used.filter((control) => !isRadio(control) || control.checked).map((control) => ({
    name: control.name,
    value: control.value,
    label: control.dataset.said,
    text: control.selectedOptions ? control.selectedOptions[0].text : control.value.trim(),
  }));
}

/** The message as people read it. */
function summary() {
  const line = ({ label, text }) => (text.includes("\n") ? `${label}:\n${text}` : `${label}: ${text}`);
  const pages = pagesRead().map(({ title, url }) => `- ${title}\n  ${new URL(url, location.href)}`);
  const lines = [{ label: words.textReference, text: reference }, ...filled()].map(line);
  return [...lines, ...(pages.length > 0 ? [`${words.textRead}:\n${pages.join("\n")}`] : [])].join("\n");
}

/** The same as a server reads it. */
function message() {
  const sent = new URLSearchParams([["reference", reference], ["language", field("language").value]]);
  filled().forEach(({ name, value }) => sent.append(name, value));
  const pages = pagesRead().map(({ title, url }) => `${title} ${new URL(url, location.href)}`);
  if (pages.length > 0) {
    sent.append("read", pages.join("\n"));
  }
  return sent;
}

/* The questions of topics */

const asks = [...form.querySelectorAll("[data-ask]")];

/** A topic asks what those above it ask, and then what it asks itself. */
function askFor(topic) {
  for (const ask of asks) {
    const isAsked = topic === ask.dataset.ask || topic.startsWith(`${ask.dataset.ask}/`);
    ask.open ||= isAsked && ask.hidden;
    ask.hidden = !isAsked;
    ask.querySelector("fieldset").disabled = !isAsked;
  }
}

/* The pages that were read */

const read = form.querySelector("[data-read]");

function pagesRead() {
  const pages = kept(READ);
  const isPage = (page) => typeof page?.title === "string" && typeof page.url === "string" && page.url.startsWith(root.pathname);
  return Array.isArray(pages) ? pages.filter(isPage) : [];
}

function carry(pages) {
  keep(READ, pages.length > 0 ? pages : null);
  showRead();
}

function showRead() {
  const pages = pagesRead();
  read.hidden = pages.length === 0;
  read.querySelector("ul").replaceChildren(...pages.map(readItem));
}

function readItem(page, at) {
  const remove = element("button", "button-plain", words.textRemove);
  remove.type = "button";
  remove.setAttribute("aria-label", words.textRemovePage.replace("{title}", page.title));
  remove.addEventListener("click", () => {
    carry(pagesRead().filter(({ url }) => url !== page.url));
    const left = [...read.querySelectorAll("li button")];
    (left[Math.min(at, left.length - 1)] || form.querySelector("[data-send]")).focus();
  });
  return element("li", "", element("span", "", page.title), " ", remove);
}

/** Adds a page that is not in the list. */
function addRead(title, url) {
  const pages = pagesRead();
  if (!pages.some((page) => page.url === url)) {
    carry([...pages, { title, url }]);
  }
}

/** Where an address leads; nothing where it is none. */
function placeAt(address) {
  try {
    return new URL(address, root);
  } catch {
    return null;
  }
}

/** Whoever comes from an article has been there, and asks about its topic. */
function comeFrom() {
  const from = given.get("from");
  const place = from ? placeAt(from) : null;
  if (place && place.origin === root.origin && place.pathname.startsWith(root.pathname) && place.pathname !== root.pathname) {
    addRead(place.pathname.slice(root.pathname.length).replace(/\/$/u, ""), place.pathname);
  }
  chooseTopic(given.get("topic") || place?.pathname.slice(root.pathname.length) || "");
  const subject = field("subject");
  subject.value ||= given.get("q") || "";
  if (location.search) {
    // What has been taken out of the list is not to come back when the page is loaded again.
    saveDraft();
    history.replaceState(null, "", location.pathname);
  }
}

/** The nearest topic that an address lies in, unless somebody has begun to write about another. */
function chooseTopic(address) {
  const topics = field("topic");
  const parts = address.split("/").filter(Boolean);
  const above = parts.map((_, at) => parts.slice(0, parts.length - at).join("/"));
  const found = topics && above.find((value) => [...topics.options].some((option) => option.value === value));
  const isBlank = filled().every(({ name }) => name === "topic");
  if (found && (isBlank || !topics.value)) {
    topics.value = found;
  }
}

/* Mails */

/** Text that an address can hold: half a character cannot be written. */
const whole = (text) => text.replace(/\p{Surrogate}/gu, "");

function mailWith(subject, body) {
  const [about, text] = [subject, body.replace(/\n/gu, "\r\n")].map((part) => encodeURIComponent(whole(part)));
  return `mailto:${words.mail}?subject=${about}&body=${text}`;
}

/** A mail with the whole message, or with as much as a link can carry. */
function composed() {
  const about = filled().find(({ name }) => name === "subject") || filled().find(({ name }) => name === "topic");
  const subject = [...`[${reference}] ${about?.text || words.site}`].slice(0, LONGEST_SUBJECT).join("");
  const text = [...summary()];
  const all = mailWith(subject, text.join(""));
  if (all.length <= LONGEST_MAIL) {
    return { href: all, isCut: false };
  }
  const cut = (length) => mailWith(subject, `${text.slice(0, length).join("")}\n${words.textEnd}`);
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    [fits, tooLong] = cut(middle).length <= LONGEST_MAIL ? [middle, tooLong] : [fits, middle];
  }
  return { href: cut(fits), isCut: true };
}

/* Answers */

/** Looks in the index of the search, in a worker of its own. The text stays on the device: no server is asked. */
class Answers {
  constructor(place) {
    const search = document.querySelector("form[data-search]")?.dataset;
    this.place = place;
    this.number = 0;
    // Whoever saves data has not asked for the search, and can still use it.
    this.search = navigator.connection?.saveData ? undefined : search;
    place.hidden = !this.search;
  }

  start() {
    const absolute = (address) => address && new URL(address, document.baseURI).href;
    const { worker, wasm, stem, index } = this.search;
    this.worker = new Worker(Answers.trusted(absolute(worker)));
    this.worker.onmessage = ({ data }) => {
      if (data.kind === "answer" && data.number === this.number) {
        this.show(data.results.hits);
      }
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
    };
    this.worker.postMessage({ kind: "open", wasm: absolute(wasm), stem: absolute(stem), index: absolute(index) });
  }

  /** Without answers the form is as good as before. */
  stop() {
    this.worker?.terminate();
    this.search = undefined;
    this.place.hidden = this.place.querySelector("li") === null;
  }

  static trusted(address) {
    const isOwn = (address) => new URL(address).origin === location.origin;
    if (!isOwn(address)) {
      throw new TypeError("the search worker lies on another host");
    }
    const policy = window.trustedTypes?.createPolicy("firstline-form", { createScriptURL: (script) => script });
    return policy ? policy.createScriptURL(address) : address;
  }

  /** Looks for answers when the typing pauses. */
  follow(text) {
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.ask(text), PAUSE);
  }

  ask(text) {
    const query = text.replace(/\s+/gu, " ").trim().slice(0, LONGEST_QUESTION);
    if (!this.search || query.length < SHORTEST_QUESTION || query === this.query) {
      return;
    }
    this.query = query;
    try {
      if (!this.worker) {
        this.start();
      }
      this.number += 1;
      const narrowed = { filters: [["kind", "article"]], limit: MOST_ANSWERS };
      this.worker.postMessage({ kind: "ask", number: this.number, query, ...narrowed });
    } catch {
      this.stop();
    }
  }

  /** What was shown stays until there is something better. */
  show(hits) {
    if (hits.length === 0) {
      return;
    }
    this.place.querySelector("[data-answers-wait]").hidden = true;
    this.place.querySelector("ul").replaceChildren(...hits.slice(0, MOST_ANSWERS).map((hit) => this.item(hit)));
    const status = this.place.querySelector("[role=status]");
    if (!status.textContent) {
      const { textOne, textMany } = this.place.dataset;
      status.textContent = hits.length === 1 ? textOne : textMany.replace("{n}", hits.length);
    }
  }

  clear() {
    this.query = undefined;
    this.number += 1;
    this.place.hidden = !this.search;
    this.place.querySelector("ul").replaceChildren();
    this.place.querySelector("[data-answers-wait]").hidden = false;
  }

  /** It opens beside the form, so that nobody leaves what they have typed. */
  item({ title, url, excerpt }) {
    const address = new URL(url, root);
    const link = element("a", "card-link", title, " ", element("span", "visually-hidden", this.place.dataset.textTab));
    Object.assign(link, { href: address.href, target: "_blank", rel: "noopener" });
    link.addEventListener("click", () => addRead(title, address.pathname));
    return element("li", "row", link, element("p", "", excerpt.map(([text]) => text).join("")));
  }
}

const answers = new Answers(box.querySelector("[data-answers]"));

/* What is said after sending */

const sent = box.querySelector("[data-sent]");
const failed = box.querySelector("[data-failed]");

/** What the form holds now: the reference, the message, and the mail that can be made of it. */
function asItIs() {
  return { reference, text: summary(), mail: words.mail ? composed() : { isCut: false } };
}

/** Says the same everywhere of a message as it was at a moment. */
function tell({ reference: called, text, mail: { href, isCut } }) {
  box.querySelectorAll("[data-reference]").forEach((place) => { place.textContent = called; });
  box.querySelectorAll("[data-compose]").forEach((link) => { link.href = href; });
  box.querySelectorAll("[data-cut]").forEach((note) => { note.hidden = !isCut; });
  box.querySelectorAll("[data-summary] textarea").forEach((place) => { place.value = text; });
}

function turnTo(panel) {
  [sent, failed].filter(Boolean).forEach((other) => { other.hidden = other !== panel; });
  panel.focus();
  panel.scrollIntoView({ block: "start" });
}

async function copy(place) {
  const [text, status] = [place.querySelector("textarea"), place.querySelector("[role=status]")];
  try {
    await navigator.clipboard.writeText(text.value);
    status.textContent = place.dataset.textCopied;
  } catch {
    text.focus();
    text.select();
    status.textContent = place.dataset.textByHand;
  }
}

/** By when an answer comes, by the visitor's clock; where that is not known, what is promised in words stands. */
async function watchTheClock() {
  const clock = document.querySelector("script[data-hours]");
  const { calendarOfReply: calendar, days, minutes } = words;
  if (!clock || !calendar) {
    return;
  }
  const { after, onWake } = await import(clock.src);
  const place = sent.querySelector("[data-expect]");
  onWake(({ now, hours, time }) => {
    const known = hours(calendar);
    const at = sent.hidden && known ? after(known, now, Number(days), Number(minutes)) : null;
    if (at !== null) {
      place.textContent = place.dataset.text.replace("{time}", time(known, at, now));
    }
  });
}

/* Sending */

const trouble = form.querySelector("[data-trouble]");
const state = form.querySelector("[data-state]");
let told = "";
let isSending = false;

/** What the customer may want to mend: `{ control, text }`. */
function troubles() {
  const [text, email] = [field("message"), field("email")];
  return [
    ...(text.value.trim() ? [] : [{ control: text, text: words.textNoMessage }]),
    ...(!email.value.trim() || /^\S+@\S+$/u.test(email.value.trim()) ? [] : [{ control: email, text: words.textOddEmail }]),
  ];
}

function forgive(control) {
  const note = document.getElementById(`${control.id}-error`);
  if (note) {
    note.remove();
    control.removeAttribute("aria-invalid");
    control.setAttribute("aria-describedby", `${control.id}-hint`);
  }
}

function complain(found) {
  controls.forEach(forgive);
  for (const { control, text } of found) {
    const note = element("p", "form-error", text);
    note.id = `${control.id}-error`;
    control.before(note);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${note.id} ${control.id}-hint`);
  }
  trouble.querySelector("ul").replaceChildren(...found.map(({ control, text }) => {
    const link = element("a", "", text);
    link.href = `#${control.id}`;
    return element("li", "", link);
  }));
  trouble.hidden = found.length === 0;
  if (found.length > 0) {
    trouble.focus();
  }
}

/** Whether there is something that the customer does not know of yet. What they were told, they may send all the same. */
function isToMend() {
  const found = troubles();
  const all = found.map(({ text }) => text).join("\n");
  const isNew = all !== "" && all !== told;
  complain(isNew ? found : []);
  told = all;
  return isNew;
}

/** What keeps the message from its server: `status`, `late`, `unreachable`; nothing when it is there. */
async function post() {
  const impatience = new AbortController();
  const waits = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const how = { method: "POST", body: message(), headers: { Accept: "application/json" }, credentials: "omit" };
    const answer = await fetch(form.action, { ...how, signal: impatience.signal });
    return answer.ok ? undefined : "status";
  } catch {
    return impatience.signal.aborted ? "late" : "unreachable";
  } finally {
    clearTimeout(waits);
  }
}

function sendByMail() {
  const message = asItIs();
  tell(message);
  location.href = message.mail.href;
  turnTo(sent);
}

/** All that is filled in, to see whether somebody has gone on writing. */
const written = () => JSON.stringify(filled());

/** The server has what was in the form when the button was pressed, so that is what the customer is told of. What came
    afterwards stays in the form as the beginning of another message. */
async function sendToServer() {
  const [message, before] = [asItIs(), written()];
  isSending = true;
  state.textContent = words.textSending;
  const why = failed.querySelector("[data-why]");
  why.textContent = words.textSending;
  const hindrance = await post();
  isSending = false;
  state.textContent = "";
  if (hindrance) {
    tell(asItIs());
    why.textContent = failed.dataset[`text${hindrance[0].toUpperCase()}${hindrance.slice(1)}`];
    turnTo(failed);
    return;
  }
  tell(message);
  const isDone = written() === before;
  (isDone ? empty : goOn)();
  form.hidden = isDone;
  answers.place.hidden ||= isDone;
  sent.querySelector("[data-rest]").hidden = isDone;
  sent.querySelector("[data-again]").hidden = !isDone;
  turnTo(sent);
}

/** What is in the form has not been sent: it is a message of its own. */
function goOn() {
  told = "";
  reference = drawn();
  saveDraft();
}

/** Empties the form for another message, from the same person. */
function empty() {
  const [email, name] = [field("email").value, field("name").value];
  form.reset();
  field("email").value = email;
  field("name").value = name;
  keep(DRAFT, null);
  reference = drawn();
  told = "";
  askFor("");
}

function startAgain() {
  empty();
  [form.hidden, sent.hidden] = [false, true];
  answers.clear();
  showRead();
  (field("topic") || field("subject")).focus();
}

function start() {
  listen();
  restoreDraft();
  comeFrom();
  showRead();
  watchTheClock().catch(() => {});
  // From here on a question is shown by its topic alone. Had any of the above failed, all of them would stand open to be
  // answered, as they do without this file.
  asks.forEach((ask) => { ask.hidden = true; });
  askFor(field("topic")?.value || "");
  if (form.querySelector("textarea").value) {
    answers.follow(`${field("subject").value} ${field("message").value}`);
  }
}

function listen() {
  form.addEventListener("input", ({ target }) => {
    saveDraft();
    forgive(target);
    if (failed && !failed.hidden) {
      tell(asItIs());
    }
    if (target.name === "topic") {
      askFor(target.value);
    } else if (target.name === "subject" || target.name === "message") {
      answers.follow(`${field("subject").value} ${field("message").value}`);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending && !isToMend()) {
      (words.byMail === undefined ? sendToServer : sendByMail)();
    }
  });
  read.querySelector("[data-remove-all]").addEventListener("click", () => {
    carry([]);
    form.querySelector("[data-send]").focus();
  });
  failed?.querySelector("[data-retry]").addEventListener("click", () => isSending || sendToServer());
  sent.querySelector("[data-again]").addEventListener("click", startAgain);
  box.querySelectorAll("[data-summary]").forEach((place) => {
    place.querySelector("[data-copy]").addEventListener("click", () => copy(place));
  });
}

start();
