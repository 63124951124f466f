// Finds the best way to a person: the one on which somebody answers soonest, for the visitor's plan. The plan is chosen on
// the contact page, kept for this visit alone, and may come in the address: `#plan=premium`. Without this script every way
// is shown, and says for whom it is.

const KEPT = "firstline-plan";
const OFFERED = 3;
const DAY = 24 * 60;
/** In minutes, when somebody is reckoned to answer who is there and promises nothing. */
const UNPROMISED = 60;

const clock = document.querySelector("script[data-hours]");
const chooser = document.querySelector("[data-plan-chooser]");
const panel = document.querySelector("[data-best-panel]");
const withoutWay = document.querySelector("[data-plan-without-way]");
const lists = [...document.querySelectorAll("[data-ways]")].map((list) => ({ list, order: [...list.children], arranged: null }));

let plan = "";
let reckoning = null;
let latest = null;

/* The visitor's plan */

function kept() {
  try {
    return sessionStorage.getItem(KEPT) || "";
  } catch {
    return "";
  }
}

function keep() {
  try {
    if (plan) {
      sessionStorage.setItem(KEPT, plan);
    } else {
      sessionStorage.removeItem(KEPT);
    }
  } catch {
    // A browser that keeps nothing asks again on the next page.
  }
}

const radios = () => [...(chooser?.querySelectorAll("input") || [])];
const addressed = () => new URLSearchParams(location.hash.slice(1)).get("plan");

/** The plan of the address, where it is one; else that of this visit. A contact page without a choice has no ways that are
    for some plans only. */
function wanted() {
  const isKnown = (id) => !panel || radios().some(({ value }) => value === id);
  return [addressed(), kept()].find((id) => id && isKnown(id)) || "";
}

const isFor = ({ dataset }) => !plan || !dataset.plans || JSON.parse(dataset.plans).includes(plan);

const nameOfPlan = () => radios().find(({ checked }) => checked).parentElement.textContent.trim();

/** Whether anybody answers every question of those who have the plan. */
const isServed = (ways) => !plan || ways.some((way) => isFor(way) && way.dataset.answers !== undefined);

const support = () => [...document.querySelectorAll("[data-purpose=support] [data-way]")];

const titleOf = (way) => way.querySelector("[data-title]");

const titles = (ways) => ways.map((way) => titleOf(way).textContent).join(", ");

/** The ways that are kept free for what is worst, for the visitor's plan. */
const keptFree = () => support().filter((way) => isFor(way) && way.dataset.keptFree !== undefined);

/** That nobody answers those who have the plan, or only those whose trouble is bad enough. */
function alone() {
  const { planWithoutWay, planWithoutWayBut } = withoutWay.dataset;
  const but = titles(keptFree());
  return (but ? planWithoutWayBut : planWithoutWay).replace("{plan}", nameOfPlan()).replace("{title}", but);
}

/** Shows the ways that the plan has, and the purposes that are left with any. A plan with which nobody is reached is shown
    every way, and told so. */
function filter() {
  const served = isServed(support());
  for (const section of document.querySelectorAll("[data-purpose]")) {
    const ways = [...section.querySelectorAll("[data-way]")];
    ways.forEach((way) => { way.hidden = served && !isFor(way); });
    section.hidden = ways.every((way) => way.hidden);
  }
  withoutWay.hidden = served;
  withoutWay.textContent = served ? "" : alone();
}

/* The best way */

/** What may be expected of a way at this moment: whether somebody is there, from when, and by when there is an answer. */
function reckon(way, { now, hours }) {
  const { best, keeps, days, minutes, live } = way.dataset;
  if (best === undefined) {
    return null;
  }
  const promised = minutes !== "";
  if (!keeps) {
    return promised ? { way, at: now + Number(days) * DAY + Number(minutes) } : null;
  }
  const known = hours(keeps);
  const stands = known && reckoning.standing(known, now);
  if (!stands) {
    return null;
  }
  const answered = promised ? reckoning.after(known, now, Number(days), Number(minutes)) : now + UNPROMISED;
  const at = stands.open || !live ? answered : null;
  return { way, known, at, open: stands.open, until: stands.until, promised, live };
}

const first = (ways, key) => ways.reduce((best, way) => (best === null || way[key] < best[key] ? way : best), null);

/** The way that answers soonest; where nobody is there, also the one that opens first of those that have to be open. Who
    has not said which plan it is is shown a way that every plan has, and told where somebody is there for others. */
function choose(ways) {
  const all = ways.map((way) => reckon(way, latest)).filter((way) => way !== null);
  const forEveryone = all.filter(({ way }) => !way.dataset.plans);
  const known = plan || forEveryone.length === 0 ? all : forEveryone;
  const best = first(known.filter(({ at }) => at !== null), "at");
  const isClosed = known.some(({ open }) => open === false) && !known.some(({ open }) => open);
  const next = isClosed ? first(known.filter(({ until, live }) => until && live), "until") : null;
  return { best, next, isClosed, forSome: all.some(({ open }) => open) };
}

const inWords = (known, at) => latest.time(known || { offsets: [], place: "" }, at, latest.now);

function expected({ way, known, at, until, promised = true }) {
  if (promised) {
    return way.dataset.best.replace("{time}", inWords(known, at));
  }
  return until === null ? panel?.dataset.textOpen || "" : (panel?.dataset.textCloses || "").replace("{time}", inWords(known, until));
}

/* The panel of the contact page */

/** A copy of a part of a way. */
function copy(way, selector) {
  const part = way.querySelector(selector)?.cloneNode(true);
  return part ? [part] : [];
}

/** Builds the panel anew only where it is about another way: who has moved there with the keyboard stays there. */
function fill({ best, next }) {
  const body = panel.querySelector("[data-best-way]");
  const way = best?.way || next?.way;
  const shown = best ? `answer ${way.dataset.way}` : `fallback ${way.dataset.way}`;
  if (panel.dataset.shown !== shown) {
    panel.dataset.shown = shown;
    const answer = document.createElement("p");
    answer.dataset.bestAnswer = "";
    const parts = [...copy(way, ".badge-icon"), ...copy(way, "[data-title]"), answer, ...copy(way, ".button")];
    body.replaceChildren(...(best ? parts : copy(way, "[data-fallback]")));
  }
  const answer = body.querySelector("[data-best-answer]");
  if (answer) {
    answer.textContent = expected(best);
  }
}

/** Whether somebody is there for what is worst. */
function isKeptOpen({ dataset }) {
  const known = dataset.keptFree && latest.hours(dataset.keptFree);
  return Boolean(known && reckoning.standing(known, latest.now)?.open);
}

/** That nobody is there; a line that is open for what is worst is named, for it stands right below. */
function none(forSome) {
  const { textNone, textNoneSome, textNonePlan, textNoneBut } = panel.dataset;
  if (forSome) {
    return textNoneSome;
  }
  const open = keptFree().filter(isKeptOpen);
  if (open.length > 0) {
    return textNoneBut.replace("{title}", titles(open));
  }
  return plan ? textNonePlan.replace("{plan}", nameOfPlan()) : textNone;
}

/** That nobody is there, and what opens next; what to do until then where something can be done. */
function nobody({ best, next, forSome }) {
  const { textNext, textUntil } = panel.dataset;
  const told = none(forSome && !plan);
  if (!next) {
    return told;
  }
  const opens = textNext.replace("{title}", titleOf(next.way).textContent).replace("{time}", inWords(next.known, next.until));
  const hasOther = best || next.way.querySelector("[data-fallback]");
  return [told, opens, ...(hasOther ? [textUntil] : [])].join(" ");
}

function showBest() {
  const choice = latest ? choose(support().filter(isFor)) : {};
  panel.hidden = !choice.best && !choice.next;
  if (panel.hidden) {
    return;
  }
  fill(choice);
  panel.querySelectorAll("[data-exception]").forEach((way) => { way.hidden = !isFor(way); });
  const line = panel.querySelector("[data-best-none]");
  line.hidden = !choice.isClosed;
  line.textContent = choice.isClosed ? nobody(choice) : "";
}

/** Only what the visitor asked for is told: by itself the best way changes too often to be read out. */
function tell() {
  const voice = document.querySelector("[data-best-said]");
  const best = panel.hidden ? [] : [...panel.querySelectorAll("[data-best-none], [data-title], [data-best-answer], [data-fallback]")];
  const parts = [withoutWay, ...best].filter((part) => !part.hidden);
  voice.textContent = parts.map((part) => part.textContent.trim()).join(" – ");
}

/* The ways at the foot of other pages */

/** Whether what the page is about names the way, and it is of use now. */
const isChosen = (way) => way.dataset.named !== undefined && reckon(way, latest)?.at !== null;

/** The first few of the visitor's plan. The best one comes first when the page is opened, and is marked from then on. It
    never takes the place of a way that the page's topic names and that is of use now. */
function offer(place) {
  const { list, order } = place;
  const served = isServed(order);
  const ways = served ? order.filter(isFor) : order;
  const chosen = latest ? ways.filter(isChosen) : [];
  const best = served && latest ? choose(chosen.length < OFFERED ? ways : chosen).best?.way : null;
  if (best && (place.arranged !== plan || !place.offered.includes(best))) {
    place.arranged = plan;
    const sorted = [...new Set([best, ...chosen, ...ways])];
    place.offered = sorted.slice(0, OFFERED);
    list.append(...sorted, ...order.filter((way) => !sorted.includes(way)));
  }
  const offered = place.arranged === plan ? place.offered : ways.slice(0, OFFERED);
  order.forEach((way) => {
    way.hidden = !offered.includes(way);
    way.querySelector("[data-best-mark]").hidden = way !== best;
  });
}

function show() {
  if (panel) {
    filter();
    showBest();
  }
  lists.forEach(offer);
}

function start() {
  plan = wanted();
  if (chooser) {
    chooser.hidden = false;
    radios().forEach((radio) => { radio.checked = radio.value === plan; });
    keep();
  }
  show();
}

chooser?.addEventListener("change", ({ target }) => {
  plan = target.value;
  keep();
  if (addressed() !== null) {
    history.replaceState(null, "", plan ? `#plan=${encodeURIComponent(plan)}` : location.pathname + location.search);
  }
  show();
  tell();
});
addEventListener("hashchange", () => addressed() !== null && start());
// A page that comes back from the browser's memory may have been left before the plan was chosen.
addEventListener("pageshow", ({ persisted }) => persisted && start());

start();
if (clock) {
  // Where the hours cannot be had, the order of the page stands.
  import(clock.src).then((module) => {
    reckoning = module;
    module.onWake((seen) => {
      latest = seen;
      show();
    });
  }).catch(() => {});
}
