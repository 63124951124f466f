// Keeps a page true between two builds. What holds for a time only says so: an element is shown from `data-from` on and
// until shortly before `data-until`. Which of them are shown when the page is made, the page itself says; this file goes
// on from there, at the moment when something changes and without asking anybody.
//
// It also says how far off a time is (`data-relative`), and what the visitor's clock shows where that differs from the
// site's (`<time datetime>` with an offset). Without it the times stand as they are, in the site's zone and UTC.
"use strict";

{
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;
  /** Longest sleep: a computer that was closed wakes up at any time, and clocks are set. */
  const NAP = MINUTE;
  /** Most that is told at once to those who do not see it. */
  const MOST = 3;
  /** Units, each from twice its length on: an hour and a half is 90 minutes. */
  const UNITS = [["day", 24 * HOUR], ["hour", HOUR]];

  const holder = document.querySelector("[data-clock]");
  const locale = spoken(document.documentElement.lang);
  const moment = (text, otherwise) => (text ? Date.parse(text) : otherwise);

  /** A site that must not age has a clock of its own, which starts when the page is opened. */
  const ahead = Date.now() - moment(holder.dataset.starts, Date.now());
  /** It is not earlier than when the page was made, whatever the visitor's clock says. */
  const made = moment(document.querySelector("[data-made]")?.dataset.relative, -Infinity);
  const now = () => Math.max(Date.now() - ahead, made);

  /** The language of the page where the browser knows it, else English, whose times are written day first. */
  function spoken(language) {
    try {
      const [known] = Intl.RelativeTimeFormat.supportedLocalesOf(language === "en" ? "en-GB" : language);
      return known || "en-GB";
    } catch {
      return "en-GB";
    }
  }

  const timed = [...document.querySelectorAll("[data-from], [data-until]")].map((element) => ({
    element,
    from: moment(element.dataset.from, -Infinity),
    until: moment(element.dataset.until, Infinity),
  }));
  const relative = [...document.querySelectorAll("[data-relative]")];

  /** Shows what holds at a moment; gives what has newly come and is worth telling those who do not see it. */
  function show(at) {
    const come = timed.filter(({ element, from, until }) => {
      const holds = from <= at && at < until;
      const changes = element.hidden === holds;
      element.hidden = !holds;
      return changes && holds && "say" in element.dataset;
    });
    return come.map(({ element }) => words(element));
  }

  /** What an element says, and of what. */
  function words({ dataset, textContent }) {
    const text = textContent.replace(/\s+/g, " ").trim();
    return dataset.say ? `${dataset.say}: ${text}` : text;
  }

  /** "in 12 minutes", "2 hours ago": no more than has passed, and no more than is left. */
  function distance(milliseconds) {
    const length = Math.abs(milliseconds);
    if (length < MINUTE) {
      return milliseconds > 0 ? holder.dataset.textSoon : holder.dataset.textNow;
    }
    const [unit, size] = UNITS.find(([, size]) => length >= 2 * size) || ["minute", MINUTE];
    const count = Math.floor(length / size) * Math.sign(milliseconds);
    return new Intl.RelativeTimeFormat(locale).format(count, unit);
  }

  function sayHowFar() {
    for (const element of relative) {
      const far = distance(moment(element.dataset.relative) - now());
      if (element.textContent !== far) {
        element.textContent = far;
      }
    }
  }

  /** The minutes by which a written time is ahead of UTC. */
  function offset(written) {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(written) || [0, "+", 0, 0];
    return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  }

  function sayLocalTime(element) {
    const written = element.dateTime;
    const at = new Date(written);
    // UTC is written there already.
    const known = [0, offset(written)].includes(-at.getTimezoneOffset());
    if (!written.includes("T") || Number.isNaN(at.getTime()) || known) {
      return;
    }
    const there = new Date(at.getTime() + offset(written) * MINUTE);
    const same = at.getDate() === there.getUTCDate();
    const day = same ? {} : { day: "numeric", month: "long" };
    const time = new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const local = document.createElement("span");
    local.className = "local";
    local.textContent = ` ${holder.dataset.textLocal.replace("{time}", time.format(at))}`;
    element.append(local);
  }

  /** How long nothing will change. */
  function rest() {
    const at = now();
    const changes = timed.flatMap(({ from, until }) => [from, until]).filter((change) => change > at);
    const minutes = relative.map((element) => moment(element.dataset.relative)).map((time) => (((time - at) % MINUTE) + MINUTE) % MINUTE);
    return Math.min(NAP, ...changes.map((change) => change - at), ...minutes.map((left) => left + SECOND));
  }

  let sleep;
  let seen = -Infinity;

  /** Gives what is worth telling. A clock that is set back brings nothing new. */
  function wake() {
    clearTimeout(sleep);
    const at = now();
    const come = show(at);
    const isLater = at >= seen;
    seen = at;
    sayHowFar();
    sleep = setTimeout(tell, rest() + 1);
    return isLater ? come : [];
  }

  function tell() {
    const come = [...new Set(wake())].slice(0, MOST);
    if (come.length > 0) {
      holder.textContent = come.join(" ");
    }
  }

  wake();
  document.querySelectorAll("main time, .alerts time").forEach(sayLocalTime);
  document.addEventListener("visibilitychange", tell);
  addEventListener("pageshow", tell);
}
