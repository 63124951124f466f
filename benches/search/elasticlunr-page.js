// The search box of the page that stands for Zola in the comparison: what the script of Zola's documentation does,
// without the 150 ms that this waits after each key.
"use strict";

{
  const OPTIONS = { bool: "AND", fields: { title: { boost: 2 }, body: { boost: 1 } } };
  const MOST = 10;

  const box = document.querySelector("#search");
  const list = document.querySelector("#results");
  const count = document.querySelector("#count");

  let index;
  const loaded = () => (index ??= fetch("search_index.en.json").then(async (response) => {
    return elasticlunr.Index.load(await response.json());
  }));

  function passage(text, words) {
    const lower = text.toLowerCase();
    const at = Math.max(0, ...words.map((word) => lower.indexOf(word)));
    return text.slice(Math.max(0, at - 60), at + 160);
  }

  async function show() {
    const query = box.value.trim();
    if (!query) {
      list.replaceChildren();
      count.textContent = "";
      return;
    }
    const ready = await loaded();
    const found = ready.search(query, OPTIONS);
    if (box.value.trim() !== query) {
      return;
    }
    count.textContent = `${found.length} results for ${query}`;
    list.replaceChildren(...found.slice(0, MOST).map(({ ref }) => {
      const doc = ready.documentStore.getDoc(ref);
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = ref;
      link.textContent = doc.title;
      item.append(link, " ", passage(doc.body, query.toLowerCase().split(/\s+/)));
      return item;
    }));
  }

  box.addEventListener("focus", loaded);
  box.addEventListener("input", show);
}
