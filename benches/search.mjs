#!/usr/bin/env node
// Measures what a search costs the visitor: Firstline, Pagefind, MkDocs' lunr and Zola's elasticlunr on the same
// articles, asked the same questions through their own search boxes in Chromium. `--help` says how, and
// benches/README.md what is measured and why.

import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import * as articlesFrom from "./search/articles.mjs";
import * as contestants from "./search/contestants.mjs";
import { start } from "./search/host.mjs";
import { publish, report } from "./search/report.mjs";
import { Visitor, browser as launch } from "./search/visitor.mjs";
import { ROOT, WORK, certificate, compile, fresh, modules, precompress, run, say, write } from "./search/workshop.mjs";

const HELP = `\
benches/search.mjs [options] [PROJECT...]

PROJECT is the folder of a Firstline project whose articles are searched; several are mixed. Without any, articles are
made up, in which questions find little meaning.

  --articles N       so many of them, evenly spread; may be repeated (default 1000 and 10000)
  --questions FILE   what is asked, one question in a line (default: words from titles)
  --firstline PATH   this binary instead of a fresh one
  --only NAME        only contestants whose name contains this; may be repeated
  --http1            HTTP/1.1 without encryption instead of HTTP/2
  --typed N          how many of the questions are typed letter by letter at the largest size (default 10)
  --write            write the tables into benches/README.md and the documentation too

It needs Node.js 20, npm, Python 3 with venv, openssl and Chromium. Peers come from npm and PyPI into target/benches/,
where their sites are kept for the next time.
`;

/** With so many of the questions a visitor begins, where it matters which. */
const BEGINNINGS = 10;

async function main() {
  const options = read();
  modules.install();
  const everybody = contestantsFor(options);
  const trust = options.http1 ? {} : certificate();
  const sites = fresh(path.join(WORK, "sites"));
  const host = await start({ root: sites, tls: trust.tls });
  const browser = await launch(trust.fingerprint);
  const sizes = [];
  try {
    for (const count of options.articles) {
      const articles = articlesFrom.spread(options.pool, count);
      const setting = { browser, host, sites, options, articles };
      sizes.push(await compare(setting, everybody));
    }
    const text = report(sizes, { everybody, http1: options.http1, browser: await browser.version() });
    process.stdout.write(text);
    if (options.write) {
      publish(text);
    }
  } finally {
    await browser.close();
    await host.stop();
  }
}

async function compare(setting, everybody) {
  const { options, articles, sites, host } = setting;
  const count = articles.length;
  const questions = options.questions ?? articlesFrom.questionsFrom(articles, 20);
  const largest = count === Math.max(...options.articles);
  const typed = largest ? questions.slice(BEGINNINGS, BEGINNINGS + options.typed) : [];
  const rows = [];
  for (const contestant of everybody) {
    const site = `${count}/${contestant.folder}`;
    await prepare(contestant, articles, path.join(sites, site));
    const scheme = options.http1 ? "http" : "https";
    const address = (port) => `${scheme}://localhost:${port}/${site}/${contestant.page}`;
    const measured = async (port, typed) => {
      say(`${count} articles: ${contestant.name}, ${port === host.slow ? "slow line" : "loopback"}`);
      return visits({ ...setting, contestant, address: address(port), questions, typed });
    };
    rows.push({ contestant, slow: await measured(host.slow, typed), direct: await measured(host.direct, []) });
  }
  return { count, megabytes: articles.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6, rows };
}

/** A contestant's site in `folder`. What does not change from run to run is kept. */
async function prepare(contestant, articles, folder) {
  if (!contestant.keep) {
    contestant.build(articles, folder);
    return precompress(folder);
  }
  const kept = path.join(WORK, "kept", `${articles.length}-${contestant.folder}`);
  const mark = path.join(WORK, "kept", `${articles.length}-${contestant.folder}.txt`);
  const wanted = `${contestant.version} ${contestant.build} ${articlesFrom.fingerprint(articles)}`;
  if (!fs.existsSync(mark) || fs.readFileSync(mark, "utf8") !== wanted) {
    say(`${articles.length} articles: building the site of ${contestant.name}, once`);
    contestant.build(articles, fresh(kept));
    await precompress(kept);
    write(mark, wanted);
  }
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  fs.symlinkSync(kept, folder);
}

/**
 * Several visitors who begin with a question each; the first of them goes on to ask all the others. The last one types
 * letter by letter. Where everything is loaded at once they are one and the same.
 */
async function visits({ browser, host, contestant, address, questions, typed }) {
  const measured = { firsts: [], further: [], letters: [] };
  const checkedHere = async (ask) => {
    await host.log();
    return checked(host, contestant, await ask());
  };
  const begin = async (question) => {
    await host.log();
    const visitor = await Visitor.arrive(browser, contestant, address);
    measured.firsts.push(await checked(host, contestant, await visitor.firstQuestion(question)));
    return visitor;
  };
  let visitor = await begin(questions[0]);
  for (const question of questions.slice(1)) {
    measured.further.push(await checkedHere(() => visitor.nextQuestion(question)));
  }
  measured.memory = await visitor.memory();
  for (const question of contestant.whole ? [] : questions.slice(1, BEGINNINGS)) {
    await visitor.leave();
    visitor = await begin(question);
  }
  for (const question of typed) {
    measured.letters.push(await checkedHere(() => visitor.typed(question)));
  }
  await visitor.leave();
  return measured;
}

/**
 * The browser's account of what it fetched, held against the host's of what it sent. The browser counts headers too,
 * but of a worker's own script it counts nothing else: there the host's figure is the larger, and taken.
 */
async function checked(host, contestant, measured) {
  const sent = (await host.log()).filter(({ status }) => status === 200);
  const bodies = new Map(sent.map(({ address, bytes }) => [address, bytes]));
  const sums = { bytes: 0, withPage: 0 };
  for (const { url, bytes, start } of measured.fetched) {
    const body = bodies.get(new URL(url).pathname) ?? NaN;
    if (!(bytes <= body * FRAMES + HEADERS)) {
      say(`${contestant.name}: ${url} has ${body} bytes for the host and ${bytes} for the browser`);
    }
    const counted = Math.max(bytes, body);
    sums.bytes += counted;
    sums.withPage += start < measured.turned ? counted : 0;
  }
  const seen = new Set(measured.fetched.map(({ url }) => new URL(url).pathname));
  const missed = sent.filter(({ address }) => contestant.ours(address) && !seen.has(address));
  if (missed.length > 0) {
    say(`${contestant.name}: the browser does not count ${missed.map(({ address }) => address).join(", ")}`);
  }
  return { ...measured, ...sums, requests: measured.fetched.length };
}

/** No answer here has longer headers. */
const HEADERS = 600;
/** HTTP/2 adds nine bytes to each frame of 16 kB, and the browser counts them. */
const FRAMES = 1.001;

function contestantsFor(options) {
  const binary = options.firstline ? path.resolve(options.firstline) : compile();
  const all = [contestants.firstline(binary), contestants.pagefind(), contestants.mkdocs(), contestants.elasticlunr()];
  const named = (name) => (part) => name.toLowerCase().includes(part.toLowerCase());
  return all.filter(({ name }) => !options.only || options.only.some(named(name)));
}

function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      articles: { type: "string", multiple: true, default: ["1000", "10000"] },
      questions: { type: "string" },
      firstline: { type: "string" },
      only: { type: "string", multiple: true },
      http1: { type: "boolean", default: false },
      typed: { type: "string", default: "10" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    process.exit();
  }
  const articles = values.articles.map(Number);
  const projects = positionals.length > 0 ? positionals.map((project) => path.resolve(project)) : [madeUp(articles)];
  const questions = values.questions && fs.readFileSync(values.questions, "utf8").split("\n").filter(Boolean);
  const pool = articlesFrom.articlesOf(projects);
  return { ...values, articles, typed: Number(values.typed), questions, pool };
}

/** Articles for whoever has none. */
function madeUp(sizes) {
  const folder = path.join(WORK, "made-up");
  run(["cargo", "xtask", "corpus", "--articles", String(Math.max(...sizes)), "--out", fresh(folder)], { cwd: ROOT });
  return folder;
}

main().catch((error) => {
  say(String(error?.stack ?? error));
  process.exitCode = 2;
});
