// Notes which articles and incidents were read in this visit, so that the contact form can carry them and nobody is sent
// back to what did not help. The list stays in this tab and ends with it. Nothing of it leaves the device unless a customer
// sends it with the form, which shows it first.

const READ = "firstline-read";
const MOST = 5;

function before() {
  try {
    const pages = JSON.parse(sessionStorage.getItem(READ));
    return Array.isArray(pages) ? pages : [];
  } catch {
    return [];
  }
}

const title = document.querySelector("main h1")?.textContent.trim();
const url = location.pathname;

if (title) {
  const others = before().filter((page) => page?.url !== url);
  try {
    sessionStorage.setItem(READ, JSON.stringify([...others, { title, url }].slice(-MOST)));
  } catch {
    // A browser that keeps nothing carries nothing.
  }
}
