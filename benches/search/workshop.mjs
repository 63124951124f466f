// Where things lie, what is installed, and how programs are run.

import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGET = path.resolve(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target"));
export const WORK = path.join(TARGET, "benches", "search");

const MODULES = path.join(WORK, "node");

/** What npm gives, in the versions that `benches/package.json` pins. */
export const modules = {
  install() {
    const wanted = fs.readFileSync(path.join(ROOT, "benches", "package.json"), "utf8");
    const installed = path.join(MODULES, "installed.json");
    if (!fs.existsSync(installed) || fs.readFileSync(installed, "utf8") !== wanted) {
      write(path.join(MODULES, "package.json"), wanted);
      run(["npm", "install", "--silent", "--no-save", "--no-package-lock"], { cwd: MODULES });
      write(installed, wanted);
    }
    this.require = createRequire(path.join(MODULES, "package.json"));
  },
  file: (name) => path.join(MODULES, "node_modules", name),
  program: (name) => path.join(MODULES, "node_modules", ".bin", name),
  version: (name) => JSON.parse(fs.readFileSync(modules.file(`${name}/package.json`), "utf8")).version,
  elasticlunr: () => modules.require("elasticlunr")(),
  markdown: () => new (modules.require("markdown-it"))({ html: true }),
  puppeteer: () => modules.require("puppeteer-core"),
};

export function compile() {
  run(["cargo", "build", "--release", "--package", "firstline"], { cwd: ROOT });
  return path.join(TARGET, "release", "firstline");
}

/** A certificate for the time of the run, and its fingerprint, by which the browser is told to trust it. */
export function certificate() {
  const [key, cert] = [path.join(WORK, "key.pem"), path.join(WORK, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  run(["openssl", "req", "-x509", ...kind, ...subject, "-keyout", key, "-out", cert], { quiet: true });
  const publicKey = execFileSync("openssl", ["x509", "-in", cert, "-pubkey", "-noout"]);
  const bytes = execFileSync("openssl", ["pkey", "-pubin", "-outform", "der"], { input: publicKey });
  const digest = execFileSync("openssl", ["dgst", "-sha256", "-binary"], { input: bytes });
  const tls = { key: fs.readFileSync(key, "utf8"), cert: fs.readFileSync(cert, "utf8") };
  return { tls, fingerprint: digest.toString("base64") };
}

/** What a static host compresses. Articles are left out: nothing here loads more than the one page with the box. */
const TEXT = new Set([".js", ".css", ".json", ".wasm", ".svg"]);

/** Above this many bytes Brotli's highest level takes a quarter of an hour, and no host does it. */
const HUGE = 64e6;

/** Lays the compressed forms of a site's files beside them, as small as they get. */
export async function precompress(folder) {
  const [brotli, gzip] = [promisify(zlib.brotliCompress), promisify(zlib.gzip)];
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    const place = path.join(folder, name);
    if (TEXT.has(path.extname(name)) && fs.statSync(place).isFile()) {
      const content = fs.readFileSync(place);
      const params = {
        [zlib.constants.BROTLI_PARAM_QUALITY]: content.length > HUGE ? 9 : 11,
        [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      const [small, older] = await Promise.all([brotli(content, { params }), gzip(content, { level: 9 })]);
      fs.writeFileSync(`${place}.br`, small);
      fs.writeFileSync(`${place}.gz`, older);
    }
  }
}

export function run(command, { accepted = [0], quiet = false, ...options } = {}) {
  const [program, ...rest] = command;
  const shown = [path.basename(program), ...rest].join(" ");
  if (!quiet) {
    say(`$ ${shown}`);
  }
  const { status, error, stderr } = spawnSync(program, rest, { stdio: ["ignore", "ignore", "pipe"], ...options });
  if (error || !accepted.includes(status)) {
    throw new Error(`${shown}\nfailed: ${error ?? stderr.toString().slice(-2000)}`);
  }
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function fresh(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

export function write(place, text) {
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
}
