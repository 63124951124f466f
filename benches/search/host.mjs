// The static host and, before it, a slow line. Runs in a thread of its own, so that measuring does not slow it down.
//
// The host answers over HTTP/2 (or HTTP/1.1 with keep-alive), sends `.br` and `.gz` files that lie beside a file to
// whoever accepts them, and lets everything be cached. The line passes bytes on, later: every byte a round trip's half
// late in each direction, all connections together at the line's rate, and a new connection after one more round trip.
// Because it delays bytes and not requests, workers and pages, old and new protocols meet the same line.

import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import path from "node:path";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

/** How long a packet takes there and back, and what the line carries. */
export const LINE = { roundTrip: 40, megabits: 10 };

/** So much may be under way on the line at once; the sender waits for room, as TCP would. */
const WINDOW = 64 * 1024;
/** About a packet, so that connections share the line fairly. */
const PACKET = 1400;

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
  ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain",
  ".wasm": "application/wasm", ".png": "image/png", ".ico": "image/x-icon",
};

/** Starts both and returns their ports and a way to ask for what was sent. */
export async function start({ root, tls }) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { root, tls } });
  const next = async () => (await once(worker, "message"))[0];
  const ports = await next();
  return {
    ...ports,
    /** Everything sent since the last time this was asked. */
    log() {
      const answer = next();
      worker.postMessage("log");
      return answer;
    },
    stop: () => worker.terminate(),
  };
}

class Host {
  constructor({ root, tls }) {
    this.root = root;
    this.files = new Map();
    this.sent = [];
    const answer = (request, response) => this.answer(request, response);
    this.server = tls
      ? http2.createSecureServer({ ...tls, allowHTTP1: true }, answer)
      : http.createServer({ keepAliveTimeout: 600_000 }, answer);
  }

  answer(request, response) {
    const address = new URL(request.url, "https://localhost").pathname;
    const file = this.file(decodeURIComponent(address));
    const { encoding, content } = file ? choose(file, request.headers["accept-encoding"] ?? "") : {};
    const known = file && request.headers["if-none-match"] === file.etag;
    const status = !file ? 404 : known ? 304 : 200;
    const bytes = status === 200 ? content.length : 0;
    const headers = { "content-length": bytes };
    if (file) {
      Object.assign(headers, { "content-type": file.type, "cache-control": "max-age=600", etag: file.etag });
    }
    if (file?.compressed) {
      headers.vary = "accept-encoding";
    }
    if (encoding) {
      headers["content-encoding"] = encoding;
    }
    response.writeHead(status, headers);
    response.end(status === 200 ? content : undefined);
    this.sent.push({ address, status, bytes });
  }

  file(address) {
    const place = path.join(this.root, address.endsWith("/") ? `${address}index.html` : address);
    if (!this.files.has(place)) {
      this.files.set(place, load(place));
    }
    return this.files.get(place);
  }
}

function load(place) {
  const content = read(place);
  if (!content) {
    return null;
  }
  const { mtimeMs, size } = fs.statSync(place);
  const [br, gzip] = [read(`${place}.br`), read(`${place}.gz`)];
  return {
    type: TYPES[path.extname(place)] ?? "application/octet-stream",
    etag: `"${mtimeMs.toString(36)}-${size.toString(36)}"`,
    compressed: Boolean(br),
    variants: { br, gzip },
    content,
  };
}

function read(place) {
  return fs.existsSync(place) && fs.statSync(place).isFile() ? fs.readFileSync(place) : null;
}

function choose({ content, variants }, accepted) {
  const encoding = ["br", "gzip"].find((name) => variants[name] && accepted.includes(name));
  return { encoding, content: encoding ? variants[encoding] : content };
}

/** One direction of the line, shared by all connections. */
class Direction {
  constructor() {
    this.freeAt = 0;
  }

  /** When a packet that is handed over now arrives; the line is busy with it for a while. */
  arrival(bytes) {
    this.freeAt = Math.max(this.freeAt, performance.now()) + (bytes * 8) / (LINE.megabits * 1000);
    return this.freeAt + LINE.roundTrip / 2;
  }
}

/** What one connection has under way in one direction. Packets arrive in order, as TCP sees to it. */
class Stretch {
  constructor(direction, from, to, openAt) {
    Object.assign(this, { direction, from, to, openAt, packets: [], underWay: 0 });
    from.on("data", (data) => this.take(data));
    from.on("close", () => this.put(null, 0));
    from.on("error", () => to.destroy());
  }

  take(data) {
    for (let at = 0; at < data.length; at += PACKET) {
      const packet = data.subarray(at, at + PACKET);
      this.put(packet, packet.length);
    }
    if (this.underWay >= WINDOW) {
      this.from.pause();
    }
  }

  put(packet, bytes) {
    const at = Math.max(this.direction.arrival(bytes), this.openAt + LINE.roundTrip / 2);
    this.packets.push({ at, packet });
    this.underWay += bytes;
    this.timer ??= this.wait();
  }

  wait() {
    return setTimeout(() => this.deliver(), Math.max(0, this.packets[0].at - performance.now()));
  }

  deliver() {
    while (this.packets.length > 0 && this.packets[0].at <= performance.now()) {
      const { packet } = this.packets.shift();
      this.underWay -= packet?.length ?? 0;
      if (packet) {
        this.to.write(packet);
      } else {
        this.to.destroy();
      }
    }
    this.timer = this.packets.length > 0 ? this.wait() : undefined;
    if (this.underWay < WINDOW) {
      this.from.resume();
    }
  }
}

function slowLine(port) {
  const [up, down] = [new Direction(), new Direction()];
  return net.createServer({ noDelay: true }, (visitor) => {
    const host = net.connect({ port, noDelay: true });
    const openAt = performance.now() + LINE.roundTrip;
    new Stretch(up, visitor, host, openAt);
    new Stretch(down, host, visitor, openAt);
  });
}

async function listen(server) {
  server.listen(0, "localhost");
  await once(server, "listening");
  return server.address().port;
}

if (!isMainThread) {
  const host = new Host(workerData);
  const direct = await listen(host.server);
  const slow = await listen(slowLine(direct));
  parentPort.on("message", () => parentPort.postMessage(host.sent.splice(0)));
  parentPort.postMessage({ direct, slow });
}
