// The search, away from the page: starts the WebAssembly runtime, fetches what it asks for, answers queries.
//
// Messages in:  {kind: "open", wasm, stem, index, backend, given}, {kind: "file", name, content}, {kind: "ping"} and
//               what can be asked: {kind: "ask", number, query, limit, filters, facets},
//               {kind: "passages", number, limit}, {kind: "nearest", number, query}
// Messages out: {kind: "answer", number, results}, {kind: "failed", number}, {kind: "pong"}
//
// `given` names the files that the page fetches while this script is still on its way, and hands in as they come:
// `wasm`, `stem`, `index`. All others, and all of which the page got nothing useful, are fetched here.
//
// One question is worked on at a time, and only the newest of those that wait is kept: it ends the one before as soon
// as that waits for the host. The runtime checks every byte it is given against its SHA-256; what does not match is
// fetched once more past the caches, then once more from a newer index if one was published meanwhile, and then the
// question has failed. If the runtime traps, this worker is of no more use and says so by throwing: the page starts
// another.
"use strict";

const DONE = 0;
const MISSING = 1;
/** Dependent rounds of fetching for one question: the words, the texts of the results, and room for surprises. */
const MOST_ROUNDS = 6;
/** What opens the index: the SHA-256 of a table, then the table, compressed. */
const OPENING = "index.bin";
const CHECKSUM = 32;
/** Most suggestions when nothing was found, and the shortest beginning of a word that leads to one. */
const MOST_NEAREST = 3;
const SHORTEST_BEGINNING = 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A newer question waits, so nobody wants this answer any more. */
class Superseded extends Error {}

class Search {
  /**
   * @param {{wasm: string, stem: string, index: string, backend?: object, given?: string[]}} places absolute addresses;
   * the index is a folder, the backend a server that is asked first: its `url`, the `script` that asks it, the page's
   * `language`
   */
  constructor({ wasm, stem, index, backend, given = [] }) {
    this.index = index;
    this.wasm = wasm;
    this.stem = stem;
    this.backend = backend && server(backend);
    this.given = new Map(given.map((name) => [name, awaited()]));
  }

  /** Takes a file from the page; it is `null` if the page could not have it. */
  take(name, content) {
    this.given.get(name)?.resolve(content);
  }

  /** The index in the browser, fetched at the first need: with a server to ask, there may be none. */
  get ready() {
    this.started ??= this.start();
    return this.started;
  }

  async start() {
    const words = new Words();
    const given = (name) => this.given.get(name)?.promise;
    const [runtime, stemmer, opening] = await Promise.all([
      instantiate(this.wasm, given("wasm"), words.imports),
      this.stem && instantiate(this.stem, given("stem")),
      given("index"),
    ]);
    words.join(runtime, stemmer);
    this.runtime = runtime;
    if (!opening || !(await this.open(new Uint8Array(opening)))) {
      await this.reopen();
    }
  }

  /** What is current is known to one file only, so that one is always asked for again. */
  async opening(cache) {
    const response = await fetched(this.index + OPENING, cache);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Opens the index, and says whether that is one. */
  async open(opening) {
    const sha256 = opening.slice(0, CHECKSUM);
    const table = await inflated(new Response(opening.slice(CHECKSUM)));
    if (!table || this.call("open", [sha256, table]) !== DONE) {
      return false;
    }
    this.sha256 = sha256;
    return true;
  }

  async reopen() {
    for (const cache of ["no-cache", "reload"]) {
      if (await this.open(await this.opening(cache))) {
        return;
      }
    }
    throw new Error("the index is damaged or of another version");
  }

  async ask(question) {
    this.answered = false;
    const { query, limit, filters = [] } = question;
    // What the server says cannot be narrowed down.
    const found = filters.length === 0 && (await this.backend?.ask(query, limit, () => this.ready.catch(() => {})));
    if (found) {
      return found;
    }
    await this.ready;
    const results = await this.twice(() => this.answer(question));
    this.answered = true;
    return results;
  }

  /** Tries, and tries again if an index has been published since. */
  async twice(attempt) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof Superseded || !(await this.newer())) {
        throw error;
      }
      return attempt();
    }
  }

  /** Opens the index that has been published since, if any. */
  async newer() {
    const opening = await this.opening("no-cache");
    if (this.sha256.every((byte, at) => byte === opening[at])) {
      return false;
    }
    return this.open(opening);
  }

  answer({ query, limit, filters = [], facets = false }) {
    const asked = encoder.encode(query);
    const narrowed = encoder.encode(filters.flat().map((text) => `\0${text}`).join(""));
    return this.converse(() => this.call("ask", [asked, narrowed], asked.length, limit, facets ? 1 : 0));
  }

  /** The best passages of the last results; none of what a server has found. */
  async passages({ limit }) {
    return this.answered ? this.converse(() => this.call("passages", [], limit)) : [];
  }

  /**
   * What could have been meant where nothing was found: the question without one of its words, or words of titles that
   * begin like its longest. Only what does find something.
   */
  async nearest({ query }) {
    await this.ready;
    this.answered = false;
    const nearest = [];
    // "printers" beside "printer" would help nobody.
    const isNew = (word) => !nearest.some((known) => known.startsWith(word) || word.startsWith(known));
    for (const { query: asked, beginning } of attempts(query)) {
      const { hits } = await this.answer({ query: asked, limit: 10 });
      const words = beginning ? hits.flatMap(({ title }) => beginningWith(beginning, title)) : [asked];
      for (const word of words.slice(0, hits.length)) {
        nearest.push(...(isNew(word) ? [word] : []));
      }
      if (nearest.length >= MOST_NEAREST) {
        break;
      }
    }
    return nearest.slice(0, MOST_NEAREST);
  }

  /** Makes a call until nothing is missing for it. */
  async converse(call) {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const outcome = call();
      if (outcome === DONE) {
        return JSON.parse(this.output());
      }
      if (outcome !== MISSING) {
        break;
      }
      await Promise.all(this.output().split("\n").map((file) => this.supply(file)));
      if (waiting) {
        throw new Superseded();
      }
    }
    throw new Error("the index cannot answer");
  }

  /** Fetches a part until it is the one its name stands for: from the cache if need be, then from the host. */
  async supply(file) {
    const name = encoder.encode(file.slice(0, 16));
    for (const cache of ["force-cache", "reload"]) {
      const content = await unpacked(this.index + file, cache);
      if (content && this.call("supply", [name, content]) === DONE) {
        return;
      }
    }
    throw new Error(`${file} is damaged`);
  }

  /** Writes the input of a call, in pieces, and makes it. */
  call(name, pieces, ...rest) {
    const { memory, buffer } = this.runtime;
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const place = buffer(length);
    const room = new Uint8Array(memory.buffer, place, length);
    let at = 0;
    for (const piece of pieces) {
      room.set(piece, at);
      at += piece.length;
    }
    return this.runtime[name](...rest);
  }

  output() {
    const { memory, output, output_length: length } = this.runtime;
    return decoder.decode(new Uint8Array(memory.buffer, output(), length()));
  }
}

/** A promise, and the way to keep it. */
function awaited() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}

/** Questions to ask instead of one that finds nothing: first those that keep most of it. */
function attempts(query) {
  const words = query.trim().split(/\s+/u);
  const byLength = words.map((word, at) => ({ at, length: word.length })).sort((a, b) => b.length - a.length);
  const without = (dropped) => words.filter((_, at) => at !== dropped).join(" ");
  const shorter = words.length > 1 ? byLength.slice(0, 3).map(({ at }) => ({ query: without(at) })) : [];
  const longest = words[byLength[0].at];
  const beginnings = [longest.length - 2, longest.length - 3, Math.ceil(longest.length / 2)]
    .filter((length) => length >= SHORTEST_BEGINNING)
    .map((length) => longest.slice(0, length));
  return [...shorter, ...beginnings.map((beginning) => ({ query: beginning, beginning }))];
}

/** The first word of a title that begins like this, in small letters. */
function beginningWith(beginning, title) {
  const words = title.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) || [];
  return words.filter((word) => folded(word).startsWith(folded(beginning))).slice(0, 1);
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The server to ask first, by the script that knows how; nobody if that can't be had. */
function server({ url, script, language }) {
  try {
    importScripts(self.trustedTypes ? ownScripts().createScriptURL(script) : script);
    return new self.SearchBackend(url, language);
  } catch {
    return undefined;
  }
}

function ownScripts() {
  return self.trustedTypes.createPolicy("firstline-backend", {
    createScriptURL(address) {
      if (new URL(address).origin !== location.origin) {
        throw new TypeError("the script lies on another host");
      }
      return address;
    },
  });
}

/**
 * What the runtime asks about words. The module of the page's language knows; each has a memory of its own, so the word
 * is copied there and its stem back. A language without a module has no stems and no stop words.
 */
class Words {
  constructor() {
    const language = {
      stem: (place, length) => (this.stemmer ? this.stem(place, length) : length),
      is_stop_word: (place, length) => (this.stemmer && this.hand(place, length).is_stop_word(length) ? 1 : 0),
    };
    this.imports = { language };
  }

  join(runtime, stemmer) {
    this.runtime = runtime;
    this.stemmer = stemmer || undefined;
    this.place = stemmer ? stemmer.buffer() : 0;
  }

  stem(place, length) {
    const stem = this.hand(place, length).stem(length);
    copy(this.theirs, this.place, this.ours, place, stem);
    return stem;
  }

  /** Hands a word to the stemmer. A memory that has grown is another one, and what was seen of it is empty. */
  hand(place, length) {
    if (!this.ours?.length || !this.theirs?.length) {
      this.ours = new Uint8Array(this.runtime.memory.buffer);
      this.theirs = new Uint8Array(this.stemmer.memory.buffer);
    }
    copy(this.ours, place, this.theirs, this.place, length);
    return this.stemmer;
  }
}

/** Words have a few bytes: for so few, a loop is quicker than what is made for many. */
function copy(from, start, to, place, length) {
  for (let at = 0; at < length; at += 1) {
    to[place + at] = from[start + at];
  }
}

/**
 * A module: what the page has fetched, if that is one, else fetched here past the caches. A host's error may lie in them
 * as long as the module itself would.
 */
async function instantiate(address, given, imports) {
  try {
    return await compiled((await given) || (await bytes(address, "force-cache")), imports);
  } catch {
    return compiled(await bytes(address, "reload"), imports);
  }
}

async function compiled(content, imports) {
  const { instance } = await WebAssembly.instantiate(content, imports);
  return instance.exports;
}

async function bytes(address, cache) {
  const response = await fetched(address, cache);
  return response.arrayBuffer();
}

async function fetched(address, cache) {
  const response = await fetch(address, { cache, credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
  return response;
}

/** The content of a compressed file; nothing if it cannot be had or decompressed. */
async function unpacked(address, cache) {
  try {
    return await inflated(await fetched(address, cache));
  } catch {
    return null;
  }
}

/** What was compressed into the body of a response; nothing if that is something else. */
async function inflated(response) {
  try {
    const content = response.body.pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(content).arrayBuffer());
  } catch {
    return null;
  }
}

let search;
let waiting;
let busy = false;

async function work() {
  busy = true;
  while (waiting) {
    const question = waiting;
    const { number } = question;
    waiting = undefined;
    try {
      postMessage({ kind: "answer", number, results: await search[question.kind](question) });
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        throw error;
      }
      if (!(error instanceof Superseded)) {
        postMessage({ kind: "failed", number });
      }
    }
  }
  busy = false;
}

self.onmessage = ({ data }) => {
  if (data.kind === "ping") {
    postMessage({ kind: "pong" });
  } else if (data.kind === "open") {
    search = new Search(data);
    if (!search.backend) {
      // Whoever asks first is told.
      search.ready.catch(() => {});
    }
  } else if (data.kind === "file") {
    search.take(data.name, data.content);
  } else {
    waiting = data;
    if (!busy) {
      // A rejection would go unheard by the page; an exception does not.
      work().catch((error) => setTimeout(() => { throw error; }));
    }
  }
};
