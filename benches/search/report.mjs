// The tables of the comparison.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { LINE } from "./host.mjs";
import { ROOT } from "./workshop.mjs";

export function report(sizes, { everybody, browser, http1 }) {
  const versions = everybody.map(({ version }) => version).join(", ");
  const protocol = http1 ? "HTTP/1.1" : "HTTP/2";
  const line = `${LINE.roundTrip} ms there and back, ${LINE.megabits} Mbit/s`;
  const today = new Date().toISOString().slice(0, 10);
  const head = `${today}. ${versions}. ${browser}, ${protocol}; slow line: ${line}. ${machine()}.\n`;
  return [head, ...sizes.map(section)].join("\n");
}

function section({ count, megabytes, rows }) {
  const typed = rows.some(({ slow }) => slow.letters.length > 0);
  return [
    `### ${count.toLocaleString("en")} articles, ${megabytes.toFixed(0)} MB of Markdown\n`,
    "The first question of a visitor, from turning to the box to the first results:\n",
    table(FIRST, rows),
    "Each further question, median and 95th percentile:\n",
    table(FURTHER, rows),
    ...(typed ? ["Typed letter by letter on the slow line, median and 95th percentile:\n", table(TYPED, rows)] : []),
  ].join("\n");
}

const FIRST = {
  kB: ({ slow }) => range(slow.firsts, ({ bytes }) => bytes, kilobytes),
  "of it with every page": ({ slow }) => range(slow.firsts, ({ withPage }) => withPage, kilobytes),
  requests: ({ slow }) => range(slow.firsts, ({ requests }) => requests, whole),
  "round trips": ({ slow }) => range(slow.firsts, ({ rounds }) => rounds, whole),
  "slow line s": ({ slow }) => range(slow.firsts, ({ elapsed }) => elapsed, seconds),
  "loopback s": ({ direct }) => range(direct.firsts, ({ elapsed }) => elapsed, seconds),
  "CPU s": ({ direct }) => range(direct.firsts, ({ cpu }) => cpu.all, seconds),
};

const FURTHER = {
  kB: ({ slow }) => spreadOf(slow.further, ({ bytes }) => bytes, kilobytes),
  requests: ({ slow }) => spreadOf(slow.further, ({ requests }) => requests, whole),
  "round trips": ({ slow }) => spreadOf(slow.further, ({ rounds }) => rounds, whole),
  "slow line ms": ({ slow }) => spreadOf(slow.further, ({ elapsed }) => elapsed, whole),
  "loopback ms": ({ direct }) => spreadOf(direct.further, ({ elapsed }) => elapsed, whole),
  "CPU ms": ({ direct }) => spreadOf(direct.further, ({ cpu }) => cpu.all, whole),
  "of it in the worker": ({ direct }) => spreadOf(direct.further, ({ cpu }) => cpu.worker, tenths),
  "nothing found": ({ direct }) => `${[...direct.further, direct.firsts[0]].filter(({ found }) => !found).length}`,
  "memory MB": ({ direct }) => direct.memory.toFixed(0),
};

const TYPED = {
  "kB per question": ({ slow }) => spreadOf(slow.letters, ({ bytes }) => bytes, kilobytes),
  "requests per question": ({ slow }) => spreadOf(slow.letters, ({ requests }) => requests, whole),
  "list complete after the last key ms": ({ slow }) => spreadOf(slow.letters, ({ final }) => final, whole),
  "CPU per key ms": ({ slow }) => spreadOf(keysOf(slow), ({ all }) => all, whole),
  "of it in the worker": ({ slow }) => spreadOf(keysOf(slow), ({ worker }) => worker, tenths),
};

const keysOf = ({ letters }) => letters.flatMap(({ keys }) => keys);

function table(columns, rows) {
  const names = Object.keys(columns);
  const lines = rows.map((row) => [row.contestant.name, ...names.map((name) => columns[name](row))]);
  const rule = `|---|${"---:|".repeat(names.length)}`;
  return [`| | ${names.join(" | ")} |`, rule, ...lines.map((cells) => `| ${cells.join(" | ")} |`), ""].join("\n");
}

/** Median and, where it is another, the 95th percentile. */
function spreadOf(measured, value, show) {
  const values = measured.map(value);
  return pair(show(quantile(values, 0.5)), show(quantile(values, 0.95)), " / ");
}

/** Median and, where it is another, the worst: of few values. */
function range(measured, value, show) {
  const values = measured.map(value);
  return pair(show(quantile(values, 0.5)), show(Math.max(...values)), ", at most ");
}

function pair(one, other, between) {
  return one === other ? one : `${one}${between}${other}`;
}

/** The smallest value that this share of them does not exceed. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

const whole = (number) => Math.round(number).toLocaleString("en");
const tenths = (number) => number.toFixed(1);
const kilobytes = (bytes) => whole(bytes / 1000);
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);

function machine() {
  const cpus = os.cpus();
  return `${cpus.length} cores of ${cpus[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}`;
}

/** Where the tables are published, each between two marks. */
const PAGES = ["benches/README.md", "docs/content/articles/reference/search-figures.md"];

/** Replaces what stands between the marks. */
export function publish(text) {
  const [begin, end] = ["<!-- search measured: begin -->\n", "<!-- search measured: end -->\n"];
  for (const page of PAGES) {
    const place = path.join(ROOT, page);
    const before = fs.readFileSync(place, "utf8");
    const [from, to] = [before.indexOf(begin), before.indexOf(end)];
    if (from < 0 || to < from) {
      throw new Error(`${page} lacks the marks between which the tables belong`);
    }
    fs.writeFileSync(place, `${before.slice(0, from + begin.length)}\n${text}\n${before.slice(to)}`);
  }
}
