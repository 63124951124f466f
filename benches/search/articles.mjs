// The articles everybody searches: taken from Firstline projects, the same for all.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Every article of the projects, each at a path of its own. */
export function articlesOf(projects) {
  return projects.flatMap((project) => {
    const folder = path.join(project, "content", "articles");
    return fs.readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith(".md") && path.basename(name) !== "_topic.md")
      .sort()
      .map((name) => read(path.join(folder, name), path.join(path.basename(project), name)));
  });
}

function read(file, place) {
  const text = fs.readFileSync(file, "utf8");
  const [, head, body] = text.match(/^---\n(.*?)\n---\n(.*)$/s) ?? [, "", text];
  return { place, text, body, title: field(head, "title") ?? path.basename(place, ".md") };
}

/** The fields needed here are on one line; quoted ones are quoted as JSON does. */
function field(head, name) {
  const value = head.match(new RegExp(`^${name}: *(.+)$`, "m"))?.[1];
  return value?.startsWith('"') ? JSON.parse(value) : value;
}

/** So many of them, evenly spread, so that a small site is like the large one. */
export function spread(articles, count) {
  if (articles.length < count) {
    throw new Error(`the projects hold ${articles.length} articles, not ${count}`);
  }
  return Array.from({ length: count }, (_, number) => articles[Math.floor((number * articles.length) / count)]);
}

/** What says whether two sets of articles are the same. */
export function fingerprint(articles) {
  const hash = crypto.createHash("sha256");
  for (const { place, text } of articles) {
    hash.update(`${place}\0${text}\0`);
  }
  return hash.digest("hex");
}

/** Questions, if nobody gives any: of every so many articles some words of the title, as a search box gets them. */
export function questionsFrom(articles, count) {
  return spread(articles, count).map(({ title }) => {
    const words = title.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [title.toLowerCase()];
    return words.slice(0, 3).join(" ");
  });
}
