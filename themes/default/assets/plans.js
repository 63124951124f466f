// Narrows promises down to one plan: the one of the address (`#plan=premium`), else the one that was chosen in this visit,
// here or on the contact page. Without this script every plan is shown.

const KEPT = "firstline-plan";
const chooser = document.querySelector("[data-plan-chooser]");
const radios = [...chooser.querySelectorAll("input")];

function kept() {
  try {
    return sessionStorage.getItem(KEPT) || "";
  } catch {
    return "";
  }
}

function keep(plan) {
  try {
    if (plan) {
      sessionStorage.setItem(KEPT, plan);
    } else {
      sessionStorage.removeItem(KEPT);
    }
  } catch {
    // A browser that keeps nothing shows every plan on the next page.
  }
}

const addressed = () => new URLSearchParams(location.hash.slice(1)).get("plan");

function show(plan) {
  radios.forEach((radio) => { radio.checked = radio.value === plan; });
  for (const part of document.querySelectorAll("main [data-plan]")) {
    part.hidden = plan !== "" && part.dataset.plan !== plan;
  }
}

function start() {
  const isKnown = (id) => id && radios.some(({ value }) => value === id);
  show([addressed(), kept()].find(isKnown) || "");
}

chooser.addEventListener("change", ({ target }) => {
  keep(target.value);
  if (addressed() !== null) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  show(target.value);
});
addEventListener("hashchange", () => addressed() !== null && start());
// A page that comes back from the browser's memory may have been left before the plan was chosen.
addEventListener("pageshow", ({ persisted }) => persisted && start());

chooser.hidden = false;
start();
