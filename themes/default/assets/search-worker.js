// The search, away from the page: starts the WebAssembly runtime, fetches what it asks for, answers queries.
//
// Messages in:  {kind: "open", wasm, index}, {kind: "ask", number, query, limit}, {kind: "ping"}
// Messages out: {kind: "answer", number, results}, {kind: "failed", number}, {kind: "pong"}
//
// One query runs at a time, and only the newest of those that wait is kept. The runtime checks every byte it is given
// against its SHA-256; what does not match is fetched once more past the caches, then once more from a newer index if
// one was published meanwhile, and then the query has failed. If the runtime traps, this worker is of no more use and
// says so by throwing: the page starts another.
"use strict";

const DONE = 0;
const MISSING = 1;
/** Dependent rounds of fetching for one query: the words, the texts of the results, and room for surprises. */
const MOST_ROUNDS = 6;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Search {
  /** @param {{wasm: string, index: string}} places absolute addresses; the index is a folder */
  constructor({ wasm, index }) {
    this.index = index;
    this.ready = this.start(wasm);
  }

  async start(wasm) {
    const [runtime, manifest] = await Promise.all([instantiate(wasm), this.manifest()]);
    this.runtime = runtime;
    await this.open(manifest);
  }

  /** What is current is known to one small file only, so that one is always asked for again. */
  async manifest() {
    const response = await fetched(this.index + "index.json", "no-cache");
    return response.json();
  }

  async open(manifest) {
    if (manifest.version !== this.runtime.format()) {
      throw new Error("the index is of another version");
    }
    const { file, sha256 } = manifest.hot;
    await this.checked(file, (content) => this.call("open", encoder.encode(sha256), content));
    this.sha256 = sha256;
  }

  async ask(query, limit) {
    await this.ready;
    try {
      return await this.answer(query, limit);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || !(await this.newer())) {
        throw error;
      }
      return this.answer(query, limit);
    }
  }

  /** Opens the index that has been published since, if any. */
  async newer() {
    const manifest = await this.manifest();
    if (manifest.hot.sha256 === this.sha256) {
      return false;
    }
    await this.open(manifest);
    return true;
  }

  async answer(query, limit) {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const outcome = this.call("ask", encoder.encode(query), new Uint8Array(), limit);
      if (outcome === DONE) {
        return JSON.parse(this.output());
      }
      if (outcome !== MISSING) {
        break;
      }
      await Promise.all(this.output().split("\n").map((file) => this.supply(file)));
    }
    throw new Error("the index cannot answer");
  }

  supply(file) {
    const name = encoder.encode(file.slice(0, 16));
    return this.checked(file, (content) => this.call("supply", name, content));
  }

  /** Fetches a file until `accept` takes it: from the cache if need be, then from the host. */
  async checked(file, accept) {
    for (const cache of ["force-cache", "reload"]) {
      const content = await unpacked(this.index + file, cache);
      if (content && accept(content) === DONE) {
        return;
      }
    }
    throw new Error(`${file} is damaged`);
  }

  /** Writes the input of a call and makes it. */
  call(name, first, second, ...rest) {
    const { memory, buffer } = this.runtime;
    const length = first.length + second.length;
    const place = buffer(length);
    const room = new Uint8Array(memory.buffer, place, length);
    room.set(first);
    room.set(second, first.length);
    return this.runtime[name](...rest);
  }

  output() {
    const { memory, output, output_length: length } = this.runtime;
    return decoder.decode(new Uint8Array(memory.buffer, output(), length()));
  }
}

/** From the cache if need be; but a host's error may lie there as long as the runtime itself would. */
async function instantiate(address) {
  try {
    return await compiled(address, "force-cache");
  } catch {
    return compiled(address, "reload");
  }
}

/** Some hosts send WebAssembly as something else; then it has to be compiled from its bytes. */
async function compiled(address, cache) {
  const response = await fetched(address, cache);
  const typed = (response.headers.get("content-type") || "").startsWith("application/wasm");
  const { instance } = typed
    ? await WebAssembly.instantiateStreaming(response)
    : await WebAssembly.instantiate(await response.arrayBuffer());
  return instance.exports;
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
    const response = await fetched(address, cache);
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
    const { number, query, limit } = waiting;
    waiting = undefined;
    try {
      postMessage({ kind: "answer", number, results: await search.ask(query, limit) });
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        throw error;
      }
      postMessage({ kind: "failed", number });
    }
  }
  busy = false;
}

self.onmessage = ({ data }) => {
  if (data.kind === "ping") {
    postMessage({ kind: "pong" });
  } else if (data.kind === "open") {
    search = new Search(data);
    // Whoever asks first is told.
    search.ready.catch(() => {});
  } else if (data.kind === "ask") {
    waiting = data;
    if (!busy) {
      // A rejection would go unheard by the page; an exception does not.
      work().catch((error) => setTimeout(() => { throw error; }));
    }
  }
};
