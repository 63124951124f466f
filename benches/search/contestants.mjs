// Who is compared: how each gets its site from the articles, and where its search box and its results are.
//
// A contestant has `build(articles, folder)`, which writes a site; `page`, an address in it with a search box; `box`,
// `results` and `nothing`, selectors of the input, of one result and of the place that says that there is none (with
// the words it then has); and `ours`, which tells the files of search from the others. `whole` says that the browser
// loads the same bytes whatever is asked, `keep` that the site is the same at the next run, `folder` where it lies.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { ROOT, WORK, fresh, modules, run, write } from "./workshop.mjs";

const MKDOCS_MATERIAL = "9.8.1";

/** The real thing. Built anew each time, because it is what is being worked on. */
export function firstline(binary) {
  return {
    name: "Firstline",
    folder: "firstline",
    version: execFileSync(binary, ["--version"], { encoding: "utf8" }).trim(),
    keep: false,
    whole: false,
    box: "#fl-search-q",
    results: ".search-results .search-hit",
    nothing: { at: ".search-status", words: /^Nothing found/ },
    ours: (address) => /\/assets\/search|\.wasm$|\/search\/.*\.(bin|json)$/.test(address),
    build(articles, folder) {
      const project = fresh(path.join(WORK, "firstline-project"));
      write(path.join(project, "firstline.yaml"), SETTINGS);
      for (const { place, text } of articles) {
        write(path.join(project, "content", "articles", place), text);
      }
      // Exit code 1 means findings, which articles from elsewhere may well deserve; the site is there all the same.
      run([binary, "build", "--root", project, "--out", folder], { accepted: [0, 1] });
      this.page = pageOf(folder, articles[0].title);
    },
  };
}

const SETTINGS = "title: Help\nbase_url: https://help.example.com\nlanguage: en\ntime_zone: UTC\n";

/** Whichever page of the site has this title: which address it has is the generator's business. */
function pageOf(folder, title) {
  const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith("/index.html")).sort();
  const heading = `<h1>${title}</h1>`;
  const page = pages.find((name) => fs.readFileSync(path.join(folder, name), "utf8").includes(heading)) ?? pages[0];
  return page.replace(/index\.html$/, "");
}

/** Pagefind with the box it brings, without the 300 ms that this waits by default before it asks. */
export function pagefind() {
  const version = modules.version("pagefind");
  return {
    name: "Pagefind",
    folder: "pagefind",
    version: `Pagefind ${version}`,
    keep: true,
    whole: false,
    page: "",
    box: ".pagefind-ui__search-input",
    results: ".pagefind-ui__result-link",
    nothing: { at: ".pagefind-ui__message", words: /^No results/ },
    ours: (address) => address.includes("/pagefind/pagefind/"),
    build(articles, folder) {
      const markdown = modules.markdown();
      for (const { place, title, body } of articles) {
        const content = `<main data-pagefind-body><h1>${escaped(title)}</h1>\n${markdown.render(body)}</main>`;
        write(path.join(folder, place.replace(/\.md$/, ".html")), page(title, content));
      }
      const box = `<link rel="stylesheet" href="pagefind/pagefind-ui.css">
<script src="pagefind/pagefind-ui.js"></script>
<div id="search"></div>
<script>new PagefindUI({ element: "#search", debounceTimeoutMs: 0, showImages: false });</script>`;
      write(path.join(folder, "index.html"), page("Help", box));
      run([modules.program("pagefind"), "--quiet", "--site", folder]);
    },
  };
}

/** lunr as MkDocs with its most used theme has it: all of MkDocs, with a navigation of one page to build sooner. */
export function mkdocs() {
  return {
    name: "MkDocs Material (lunr)",
    folder: "mkdocs",
    version: `MkDocs Material ${MKDOCS_MATERIAL}`,
    keep: true,
    whole: true,
    page: "",
    box: ".md-search__input",
    results: ".md-search-result__item",
    nothing: { at: ".md-search-result__meta", words: /^No matching/ },
    ours: (address) => /\/search\/|\/workers\/search/.test(address),
    build(articles, folder) {
      const project = fresh(path.join(WORK, "mkdocs-project"));
      write(path.join(project, "mkdocs.yml"), MKDOCS_SETTINGS);
      write(path.join(project, "docs", "index.md"), "# Help\n");
      for (const { place, text } of articles) {
        write(path.join(project, "docs", place), text);
      }
      const programs = path.join(WORK, `mkdocs-material-${MKDOCS_MATERIAL}`);
      if (!fs.existsSync(path.join(programs, "complete"))) {
        run(["python3", "-m", "venv", "--clear", programs]);
        const pip = [path.join(programs, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check"];
        run([...pip, `mkdocs-material==${MKDOCS_MATERIAL}`]);
        write(path.join(programs, "complete"), "");
      }
      const command = [path.join(programs, "bin", "mkdocs"), "build", "--quiet", "--site-dir", folder];
      run(command, { cwd: project, env: { ...process.env, NO_MKDOCS_2_WARNING: "1" } });
    },
  };
}

const MKDOCS_SETTINGS = `\
site_name: Help
theme:
  name: material
  font: false
plugins: [search]
nav: [index.md]
validation:
  omitted_files: ignore
  absolute_links: ignore
  unrecognized_links: ignore
  anchors: ignore
  links:
    not_found: ignore
`;

/**
 * elasticlunr as Zola has it. Zola itself is in none of the registries that this script installs from, so its index is
 * made with the original of the library that it ports, with the fields and the pipeline of its defaults; the page does
 * what the script of Zola's own documentation does: it loads the index when somebody turns to the box, and shows ten
 * results with a passage cut from the stored text.
 */
export function elasticlunr() {
  return {
    name: "Zola's elasticlunr",
    folder: "elasticlunr",
    version: `elasticlunr ${modules.version("elasticlunr")}`,
    keep: true,
    whole: true,
    page: "",
    box: "#search",
    results: "#results li",
    nothing: { at: "#count", words: /^0 / },
    ours: (address) => /\.js(on)?$/.test(address),
    build(articles, folder) {
      const index = modules.elasticlunr();
      index.setRef("id");
      index.addField("title");
      index.addField("body");
      const markdown = modules.markdown();
      for (const { place, title, body } of articles) {
        const id = `https://help.example.com/${place.replace(/\.md$/, "/")}`;
        index.addDoc({ id, title, body: plain(markdown.render(body)) });
      }
      write(path.join(folder, "search_index.en.json"), JSON.stringify(index));
      fs.copyFileSync(modules.file("elasticlunr/elasticlunr.min.js"), path.join(folder, "elasticlunr.min.js"));
      fs.copyFileSync(path.join(ROOT, "benches/search/elasticlunr-page.js"), path.join(folder, "search.js"));
      const box = `<input id="search" type="search"><p id="count"></p><ol id="results"></ol>
<script src="elasticlunr.min.js" defer></script><script src="search.js" defer></script>`;
      write(path.join(folder, "index.html"), page("Help", box));
    },
  };
}

function page(title, content) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
${content}
`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** The text of a page without its tags, as an index of texts holds it. */
function plain(html) {
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
  const text = html.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|quot|amp);/g, (entity) => entities[entity]);
  return text.replace(/\s+/g, " ");
}
