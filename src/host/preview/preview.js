// The preview's part in the browser: loads the page again when the site has changed, and lists what was found.
//
// Only `firstline serve` adds it, while answering. It lives in a shadow root, so neither it nor the page's style sheet
// can touch the other, and it makes elements one by one: the page's policy forbids markup from strings.
"use strict";
(() => {
  const { edition, source } = document.currentScript.dataset;
  const KEPT_OPEN = "firstline-preview-open";
  const RETRY_MS = 1000;

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  // Listening ---------------------------------------------------------------------------------------------------------

  let stream = null;
  let retry = 0;

  const hear = (event) => {
    const message = JSON.parse(event.data);
    if (message.edition !== edition) {
      stream.close();
      location.reload();
      return;
    }
    show(message);
  };

  const listen = () => {
    clearTimeout(retry);
    if (stream && stream.readyState !== EventSource.CLOSED) return;
    const address = new URL("/__firstline/events", location.href);
    if (source) address.searchParams.set("source", source);
    stream = new EventSource(address);
    stream.onmessage = hear;
    stream.onerror = () => {
      // Browsers differ in whether they try again when nobody answers.
      if (stream.readyState === EventSource.CLOSED) retry = setTimeout(listen, RETRY_MS);
    };
  };

  const rest = () => {
    clearTimeout(retry);
    if (stream) stream.close();
  };

  // A browser allows six connections to a host. Tabs that nobody sees must not use them up; seen again, they hear at once
  // whether they are out of date.
  const attend = () => (document.visibilityState === "hidden" ? rest() : listen());
  document.addEventListener("visibilitychange", attend);
  addEventListener("pagehide", rest);
  addEventListener("pageshow", attend);

  // Showing -----------------------------------------------------------------------------------------------------------

  const remembered = () => {
    try {
      return sessionStorage.getItem(KEPT_OPEN) === "yes";
    } catch {
      return false;
    }
  };

  const remember = (open) => {
    try {
      sessionStorage.setItem(KEPT_OPEN, open ? "yes" : "no");
    } catch {
      // A browser that forbids storing forgets it.
    }
  };

  const badge = make("button", { type: "button", id: "badge" });
  const list = make("ul", { id: "list" });
  const more = make("p", { id: "more" });
  const panel = make("div", { id: "panel", role: "group", ariaLabel: "What was found", tabIndex: -1 }, list, more);
  const status = make("p", { id: "status", role: "status" });
  const style = make("link", { rel: "stylesheet", href: "/__firstline/preview.css" });
  const host = make("firstline-preview", { hidden: true });
  badge.setAttribute("aria-controls", "panel");
  host.attachShadow({ mode: "open" }).append(style, status, panel, badge);

  const open = (wanted) => {
    panel.hidden = !wanted;
    badge.setAttribute("aria-expanded", String(wanted));
    remember(wanted);
  };

  badge.addEventListener("click", () => open(panel.hidden));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || host.hidden || panel.hidden) return;
    const within = host.shadowRoot.activeElement !== null;
    open(false);
    if (within) badge.focus();
  });

  const item = (finding) => {
    const place = `${finding.path}:${finding.line}:${finding.column}`;
    const parts = [
      make("p", {}, make("strong", {}, finding.severity), " ", finding.message, " ", make("code", {}, finding.code)),
      make("p", { className: "place" }, place),
    ];
    if (finding.help) parts.push(make("p", { className: "help" }, finding.help));
    const here = finding.path === source ? " here" : "";
    return make("li", { className: finding.severity + here }, ...parts);
  };

  const trouble = (why) =>
    make("li", { className: "error" }, make("p", {}, make("strong", {}, "error"), " ", why), make("p", { className: "help" }, "This is the last site that could be built."));

  const summary = ({ trouble, errors, warnings, notes }) => {
    const parts = [];
    if (trouble) parts.push("not built");
    if (errors) parts.push(count(errors, "error"));
    if (warnings) parts.push(count(warnings, "warning"));
    if (!parts.length) parts.push(count(notes, "note"));
    return parts.join(", ");
  };

  const show = (message) => {
    const total = message.errors + message.warnings + message.notes;
    host.hidden = !message.trouble && total === 0;
    const words = host.hidden ? "" : summary(message);
    // Said again only when it differs: a screen reader speaks it.
    if (status.textContent !== words) status.textContent = words;
    badge.textContent = words;
    badge.className = message.trouble || message.errors ? "error" : message.warnings ? "warning" : "note";
    const items = message.findings.map(item);
    if (message.trouble) items.unshift(trouble(message.trouble));
    list.replaceChildren(...items);
    const rest = total - message.findings.length;
    more.textContent = rest > 0 ? `${rest} more: run firstline check` : "";
  };

  open(remembered());
  document.documentElement.append(host);
  attend();
})();
