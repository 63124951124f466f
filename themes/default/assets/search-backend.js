// Asks a server for results: the part of the search worker that only sites with `search.backend` have.
//
// There is one request for Quickwit, Elasticsearch and OpenSearch. It uses nothing but what the first documents of its
// `_search`, and that is less than the others know: no weights on fields (`title^4`), no typos, and no passages from
// the server (`highlight` is refused by Quickwit 0.8), so the summary is shown and its words are marked here.
//
// What comes back is text and stays text. Whatever is not as expected counts as a failure of the server, and the index
// in the browser answers instead.
"use strict";

{
  /** Longest that a customer waits for the server (in milliseconds). */
  const PATIENCE = 3000;
  /** After so long, whoever would answer otherwise had better get ready. */
  const SLOW = 1000;
  /** A server that failed is left alone for so long. */
  const REST = 60000;
  /** More words than this tell no two answers apart, and servers limit the clauses of a query. */
  const MOST_WORDS = 32;

  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
  /** Fields that say what an answer is about. */
  const NAMES = ["title", "question", "aliases", "id"];
  const FIELDS = [...NAMES, "tags", "headings", "summary", "body"];
  /** What a result shows. Bodies would only be thrown away. */
  const SHOWN = ["url", "title", "kind", "breadcrumb", "summary"];

  self.SearchBackend = class SearchBackend {
    /**
     * @param {string} url the address of the `_search` endpoint
     * @param {string} language the language of the page, in which results have to be
     */
    constructor(url, language) {
      this.language = language;
      this.address = `${url}?_source_includes=${SHOWN.join()}&track_total_hits=true`;
      this.restsUntil = 0;
    }

    /**
     * What the server finds. Nothing when it fails, rests or finds nothing: the index in the browser knows about typos.
     * @param {() => void} late called when the server is slow
     */
    async ask(query, limit, late) {
      const words = (query.match(WORD) || []).slice(0, MOST_WORDS);
      if (words.length === 0 || performance.now() < this.restsUntil) {
        return null;
      }
      const slow = setTimeout(late, SLOW);
      try {
        const results = read(await this.fetched(request(words, limit, this.language)), query, words.map(folded));
        return results.hits.length > 0 ? results : null;
      } catch {
        this.restsUntil = performance.now() + REST;
        return null;
      } finally {
        clearTimeout(slow);
      }
    }

    /** The limit holds until the last byte is there. */
    async fetched(body) {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status !== 200) {
        throw new Error(`the server answers ${response.status}`);
      }
      return response.json();
    }
  };

  /**
   * Half of the words have to be there, in any field; all of them in the title are best. The last word may be a
   * beginning, but counts for more when it is whole.
   */
  function request(words, limit, language) {
    const match = (query, type, fields) => ({ multi_match: { query, type, fields } });
    const either = (...should) => ({ bool: { should } });
    const clauses = words.map((word, at) => {
      const whole = match(word, "most_fields", FIELDS);
      return at < words.length - 1 ? whole : either(whole, match(word, "bool_prefix", FIELDS));
    });
    const named = { bool: { should: [match(words.join(" "), "most_fields", NAMES)], boost: 4 } };
    const most = { bool: { should: clauses, minimum_should_match: Math.ceil(words.length / 2) } };
    const filter = [{ term: { language: { value: language } } }];
    return { query: { bool: { must: [most], should: [named], filter } }, size: limit, sort: ["_score"] };
  }

  /** The server's answer as the index in the browser would give it. */
  function read(answer, query, words) {
    const { total, hits } = answer.hits;
    const count = typeof total === "number" ? total : total.value;
    if (!Number.isSafeInteger(count)) {
      throw new TypeError("the number of hits is none");
    }
    const found = hits.map((hit) => readHit(hit, words));
    return { query, total: Math.max(count, found.length), repaired: [], facets: [], hits: found };
  }

  function readHit({ _score, sort, _source }, words) {
    const { url, title, kind = "", breadcrumb = [], summary = "" } = _source;
    const names = Array.isArray(breadcrumb) ? breadcrumb : [breadcrumb];
    if (![url, title, kind, summary, ...names].every((text) => typeof text === "string") || !isOwn(url)) {
      throw new TypeError("this is no document of the site");
    }
    const score = bits(_score ?? sort?.[0]);
    return { score, title, url, kind, breadcrumb: names, asked_for: false, excerpt: marked(summary, words) };
  }

  /** Addresses are relative to the root of the site. */
  function isOwn(url) {
    return !/^[/\\]|^[^/?#]*:/.test(url);
  }

  /** The bits of a score, as the index gives them. */
  function bits(score) {
    return new Uint32Array(Float32Array.of(Number(score) || 0).buffer)[0];
  }

  /** A text in pieces `[text, marked]`, with the words of the query marked. */
  function marked(text, words) {
    const pieces = [];
    let end = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (words.some((wanted) => isForm(folded(word), wanted))) {
        if (index > end) {
          pieces.push([text.slice(end, index), false]);
        }
        end = index + word.length;
        pieces.push([word, true]);
      }
    }
    if (end < text.length) {
      pieces.push([text.slice(end), false]);
    }
    return pieces;
  }

  /** Short words are only themselves; of longer ones, one may be the beginning of the other. */
  function isForm(word, wanted) {
    const long = Math.min(word.length, wanted.length) > 3;
    return word === wanted || (long && (word.startsWith(wanted) || wanted.startsWith(word)));
  }

  function folded(word) {
    return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }
}
