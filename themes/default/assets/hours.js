// Says whether somebody is there now, when that changes, and by when an answer comes, by the visitor's clock. The file of
// hours tells the moments of the next 400 days, so nothing here knows any zone but the visitor's own. Before that file is
// there, beyond what it tells, and without JavaScript, the written hours stand as they are.
//
// Moments are minutes since 1970 in UTC. Known hours are `{ from, until, stretches, offsets, place }`: between the first
// two they are known; a stretch `{ from, until, day }` is a time in which somebody is there, and belongs to a business
// day.

const MINUTE = 60 * 1000;
const DAY = 24 * 60;
/** Longest sleep, in minutes: timers drift, and a computer that was closed wakes up at any time. */
const NAP = 10;

/** What `file` tells of the calendar `name`; nothing where it tells nothing. */
export function known(file, name) {
  const calendar = file.calendars[name];
  if (!calendar) {
    return null;
  }
  return calendar.week ? byOwnClock(calendar, file) : byMoments(calendar, file.from);
}

function byMoments({ place, until, offsets, days }, from) {
  let at = from;
  const stretches = days.flatMap((turns, day) => {
    const ofDay = [];
    for (let turn = 0; turn < turns.length; turn += 2) {
      const opens = at + turns[turn];
      at = opens + turns[turn + 1];
      ofDay.push({ from: opens, until: at, day });
    }
    return ofDay;
  });
  return { from, until: from + until, stretches, place, offsets: offsets.map(([start, ahead]) => [from + start, ahead]) };
}

/** By how many minutes the visitor's clock is ahead of UTC at a moment. */
const ownAhead = (at) => -new Date(at * MINUTE).getTimezoneOffset();

/** The times in which the visitor's clock is not changed. */
function ownPeriods(from, until) {
  const periods = [];
  let begins = from;
  for (let at = from; at < until; at += DAY / 4) {
    let [low, high] = [at, Math.min(at + DAY / 4, until)];
    if (ownAhead(low) !== ownAhead(high)) {
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        [low, high] = ownAhead(middle) === ownAhead(low) ? [middle, high] : [low, middle];
      }
      periods.push({ from: begins, until: high, ahead: ownAhead(begins) });
      begins = high;
    }
  }
  periods.push({ from: begins, until, ahead: ownAhead(begins) });
  return periods.filter((period) => period.from < period.until);
}

const dayOf = (local) => Math.floor(local / DAY);
const dateOf = (day) => new Date(day * DAY * MINUTE).toISOString().slice(0, 10);

/** Hours that go by the visitor's clock: open whenever it shows a time within them. */
function byOwnClock({ week, dates, last }, { from, until: length }) {
  const periods = ownPeriods(from, from + length);
  const until = Math.min(from + length, last ? endOf(last, periods) : Infinity);
  const stretches = [];
  for (const period of periods) {
    const end = Math.min(period.until, until);
    for (let day = dayOf(period.from + period.ahead) - 1; day <= dayOf(end + period.ahead); day += 1) {
      // The first day of 1970 was a Thursday.
      for (const [opens, closes] of dates[dateOf(day)] || week[(((day + 3) % 7) + 7) % 7]) {
        const midnight = day * DAY - period.ahead;
        const stretch = { from: Math.max(midnight + opens, period.from), until: Math.min(midnight + closes, end), day };
        if (stretch.from < stretch.until) {
          stretches.push(stretch);
        }
      }
    }
  }
  return { from, until, stretches: inOrder(stretches), place: "", offsets: [] };
}

/** The first minute after a date. */
function endOf(date, periods) {
  const local = Date.parse(date) / MINUTE + DAY;
  const ends = periods.map((period) => [Math.max(local - period.ahead, period.from), period.until]);
  const found = ends.find(([end, until]) => end < until);
  return found ? found[0] : Infinity;
}

/** Stretches one after the other; those of a day that touch are one. */
function inOrder(stretches) {
  const ordered = [];
  for (const stretch of stretches.sort((a, b) => a.from - b.from || a.until - b.until)) {
    const before = ordered[ordered.length - 1];
    if (before) {
      stretch.from = Math.max(stretch.from, before.until);
      stretch.day = Math.max(stretch.day, before.day);
    }
    if (before && stretch.from === before.until && stretch.day === before.day) {
      before.until = Math.max(before.until, stretch.until);
    } else if (stretch.from < stretch.until) {
      ordered.push(stretch);
    }
  }
  return ordered;
}

const knows = (hours, at) => hours.from <= at && at < hours.until;

/** `{ open, until }` at a moment: until when somebody is there, or nobody, as far as that is known. Nothing beyond. */
export function standing(hours, at) {
  if (!knows(hours, at)) {
    return null;
  }
  const ahead = hours.stretches.filter((stretch) => stretch.until > at);
  if (ahead.length === 0 || ahead[0].from > at) {
    return { open: false, until: ahead.length > 0 ? ahead[0].from : null };
  }
  let closes = ahead[0].until;
  for (const next of ahead.slice(1)) {
    if (next.from !== closes) {
      break;
    }
    closes = next.until;
  }
  return { open: true, until: closes < hours.until ? closes : null };
}

/** The moment so much business time after another: `days` to the close of a business day, then minutes; where nothing
    ever closes, a day is 24 hours. Nothing beyond. */
export function after(hours, at, days, minutes) {
  if (!knows(hours, at)) {
    return null;
  }
  if (days > 0 && neverCloses(hours)) {
    return minutesAfter(hours, at, days * DAY + minutes);
  }
  const start = days > 0 ? closeAfter(hours, at, days) : at;
  return start === null ? null : minutesAfter(hours, start, minutes);
}

/** Whether somebody is there at every moment that is known of. */
function neverCloses({ from, until, stretches }) {
  let end = from;
  for (const stretch of stretches) {
    if (stretch.from > end) {
      return false;
    }
    end = stretch.until;
  }
  return end >= until;
}

function closeAfter(hours, at, days) {
  const ahead = hours.stretches.filter((stretch) => stretch.until > at);
  const day = [...new Set(ahead.map((stretch) => stretch.day))][days];
  const closes = ahead.filter((stretch) => stretch.day === day).map((stretch) => stretch.until).pop();
  return day !== undefined && closes < hours.until ? closes : null;
}

function minutesAfter(hours, at, minutes) {
  if (minutes <= 0) {
    return at;
  }
  let left = minutes;
  for (const { from, until } of hours.stretches) {
    const length = until - Math.max(from, at);
    if (length >= left) {
      return Math.max(from, at) + left;
    }
    left -= Math.max(length, 0);
  }
  return null;
}

const words = document.querySelector("script[data-hours]")?.dataset;
const language = document.documentElement.lang || "en";
/** The visitor's own form of the page's language; English is written day first where nothing else is asked for. */
const locale = navigator.languages.find((tag) => tag.split("-")[0] === language && tag !== language)
  || (language === "en" ? "en-GB" : language);

/** `09:00` where the day has 24 hours, `9:00 AM` where it has twice twelve. */
const isWhole = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hourCycle === "h23";
const CLOCK = { hour: isWhole ? "2-digit" : "numeric", minute: "2-digit" };
const WEEKDAY = { weekday: "long", ...CLOCK };
const DATE = { weekday: "long", day: "numeric", month: "long", ...CLOCK };
const DATE_AND_YEAR = { ...DATE, year: "numeric" };
/** Days ahead from which a date without its year would be taken for an earlier one. */
const YEAR = 365;

const written = (at, form, zone) => new Intl.DateTimeFormat(locale, { ...form, ...zone }).format(new Date(at * MINUTE));

/** A time as near as it can be told: the hour today, the day of the week within one, else the date, and its year where
    that is not the next such date. */
function time(at, now) {
  const ownDay = (moment) => dayOf(moment + ownAhead(moment));
  const days = ownDay(at) - ownDay(now);
  const date = days < YEAR ? DATE : DATE_AND_YEAR;
  return written(at, days === 0 ? CLOCK : days > 0 && days < 7 ? WEEKDAY : date);
}

/** The same with what the clock of the place shows, where that differs. */
function timeHereAndThere(hours, at, now) {
  const here = time(at, now);
  const [, ahead] = hours.offsets.findLast(([start]) => start <= at) || [0, ownAhead(at)];
  if (ahead === ownAhead(at)) {
    return here;
  }
  const sameDay = dayOf(at + ahead) === dayOf(at + ownAhead(at));
  const there = written(at + ahead, sameDay ? CLOCK : WEEKDAY, { timeZone: "UTC" });
  return words.textBoth.replace("{time}", here).replace("{there}", there).replace("{place}", hours.place);
}

function opening({ open, until }, hours, now) {
  const text = { true: [words.textOpen, words.textCloses], false: [words.textClosed, words.textOpens] }[open];
  return until === null ? text[0] : text[1].replace("{time}", timeHereAndThere(hours, until, now));
}

/** By when who writes now has an answer; nothing where that takes somebody who is not there. */
function answer({ dataset }, stands, hours, now) {
  if (!dataset.answer || (dataset.live && !stands.open)) {
    return "";
  }
  const at = after(hours, now, Number(dataset.days), Number(dataset.minutes));
  return at === null ? "" : dataset.answer.replace("{time}", timeHereAndThere(hours, Math.ceil(at), now));
}

function part(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** The button that calls, which can be used at any time, and says so where nobody is there. */
function temper(element, stands, now) {
  const button = element.closest("[data-way]")?.querySelector("[data-call]");
  if (!button) {
    return;
  }
  const nobody = stands && !stands.open;
  const text = nobody && stands.until !== null ? words.textNobodyUntil.replace("{time}", time(stands.until, now)) : words.textNobody;
  const note = button.querySelector("span") || button.appendChild(document.createElement("span"));
  button.classList.toggle("button-quiet", Boolean(nobody));
  note.textContent = nobody ? text : "";
}

/** Says how it stands, and gives the moment at which that has to be said again, and whether it has just turned. */
function say(element, hours, now) {
  const { dataset } = element;
  const stands = hours && standing(hours, now);
  temper(element, stands, now);
  if (!stands) {
    element.hidden = true;
    return { next: Infinity };
  }
  const turned = dataset.open !== undefined && dataset.open !== String(stands.open);
  dataset.open = stands.open;
  const told = [["strong", dataset.silent ? "" : opening(stands, hours, now)], ["span", answer(element, stands, hours, now)]];
  const shown = told.filter(([, text]) => text).map(([name, text]) => part(name, text));
  element.hidden = shown.length === 0;
  if (element.textContent !== shown.map(({ textContent }) => textContent).join("")) {
    element.replaceChildren(...shown);
  }
  // While somebody is there, an answer is a minute later with every minute.
  const moves = dataset.answer && stands.open ? Math.floor(now) + 1 : Infinity;
  return { next: Math.min(stands.until ?? hours.until, moves), turned: turned && told[0][1] };
}

/** Tells those who do not see the page what has turned: those who open or close at once in one sentence. */
function announce(said) {
  const voice = document.querySelector("[data-hours-said]");
  const texts = new Map();
  for (const [{ dataset }, { turned }] of said) {
    if (turned) {
      texts.set(turned, new Set([...(texts.get(turned) || []), dataset.name]));
    }
  }
  if (voice && texts.size > 0) {
    voice.textContent = [...texts].map(([text, names]) => `${[...names].join(", ")}: ${text}`).join(". ");
  }
}

/** The visitor's next midnight, at which "Monday 09:00" becomes "09:00". */
function midnight(now) {
  const ahead = ownAhead(now);
  return (dayOf(now + ahead) + 1) * DAY - ahead;
}

const listeners = [];
let latest = null;

/** Calls `listener` whenever the page looks at the clock, with `{ now, hours, time }`: the moment, the known hours of a
    calendar by its name, and a moment in words. */
export function onWake(listener) {
  listeners.push(listener);
  if (latest) {
    listener(latest);
  }
}

async function start() {
  const answered = await fetch(words.hours);
  if (!answered.ok) {
    return;
  }
  const file = await answered.json();
  /** A site that must not age has a clock of its own, which starts when the page is opened. */
  const ahead = Date.now() - (words.starts ? Date.parse(words.starts) : Date.now());
  const elements = [...document.querySelectorAll("[data-calendar]")];
  const all = new Map(Object.keys(file.calendars).map((name) => [name, known(file, name)]));
  const written = (hours, at, now) => timeHereAndThere(hours, Math.ceil(at), now);
  let sleep;

  function wake() {
    clearTimeout(sleep);
    const now = (Date.now() - ahead) / MINUTE;
    const said = elements.map((element) => [element, say(element, all.get(element.dataset.calendar), now)]);
    announce(said);
    latest = { now, hours: (name) => all.get(name), time: written };
    listeners.forEach((listener) => listener(latest));
    // Whoever listens tells of answers, too.
    const changes = [...said.map(([, { next }]) => next), midnight(now), listeners.length > 0 ? Math.floor(now) + 1 : Infinity];
    sleep = setTimeout(wake, Math.min(NAP, ...changes.map((change) => change - now)) * MINUTE + 1);
  }

  wake();
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
}

if (words) {
  // Where the file cannot be had, the written hours stand.
  start().catch(() => {});
}
