/** Builds the widget's nodes. Text becomes text nodes only; nothing is ever parsed as HTML. */
import { words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  chat: "M4 5h16v11H10l-4.5 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  phone: "M6 4l3 0 1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2L20 15v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  send: "M12 19V5M6 11l6-6 6 6",
};
// Web addresses and "call 911".
const LINK = String.raw`(https?:\/\/[^\s<>"]+)|\b(?:call|dial|ring)\s+\d{3}\b(?![-. ]?\d)`;

/** An element with attributes (functions become listeners; false and null are left out) and children. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: 22, height: 22, "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

function webLink(url, title) {
  const hint = el("span", { class: "unseen" }, words.newTab);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title, hint);
}

/** A link to call a number; letters, spaces and brackets are left out of the address. */
export function phoneLink(text, attributes = {}, ...children) {
  return el("a", { href: `tel:${text.replace(/[^\d+]/g, "")}`, ...attributes }, ...(children.length ? children : [text]));
}

function contactLink(text) {
  return text.includes("@") ? el("a", { href: `mailto:${text}` }, text) : phoneLink(text);
}

/** The text as nodes, with links. Of phone numbers and e-mail addresses only the clinic's own: others are what the visitor typed. */
function linked(text, { phone, email }) {
  const own = [phone, email].filter(Boolean).map((contact) => contact.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp([LINK, ...own].join("|"), "gi"))) {
    const found = match[1] ? match[1].replace(/[.,;:!?)\]]+$/, "") : match[0];
    nodes.push(text.slice(end, match.index), match[1] ? webLink(found, found) : contactLink(found));
    end = match.index + found.length;
  }
  return [...nodes, text.slice(end)];
}

function sources(list) {
  const items = list.map(({ title, url }) => el("li", {}, /^https?:\/\//i.test(url ?? "") ? webLink(url, title) : title));
  const show = ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }); // it opens downwards, often out of view
  return el("details", { class: "sources", "data-testid": "sources", toggle: show }, el("summary", {}, words.sources), el("ul", {}, ...items));
}

function choices(message, onChoose) {
  const button = ({ id, title }) =>
    el("button", { type: "button", class: "choice", "data-testid": "choice", "data-choice": id, click: () => onChoose(id, title) }, title);
  return el("div", { class: "choices", role: "group" }, ...message.buttons.map(button));
}

/** One message as it stands in the transcript; `contacts` are the clinic's phone and e-mail, as far as they are known. */
export function messageNode(message, contacts = {}, onChoose) {
  const own = message.from === "user";
  const text = el("p", { class: "text" }, ...(own ? [message.text] : linked(message.text, contacts)));
  const who = el("span", { class: message.from === "staff" ? "who" : "unseen" }, `${words.from[message.from]} `);
  const node = el("div", { class: `message ${message.from}`, "data-testid": "message", "data-from": message.from, "data-seq": message.seq });
  node.append(el("div", { class: "bubble" }, who, text));
  if (message.sources?.length) node.append(sources(message.sources));
  if (message.buttons?.length) node.append(choices(message, onChoose));
  return node;
}

/** A line of the widget's own, with an optional button. */
export function noticeNode(text, contacts = {}, label, action) {
  const button = label ? [el("button", { type: "button", class: "choice", "data-testid": "notice-retry", click: action }, label)] : [];
  return el("div", { class: "notice", "data-testid": "notice" }, el("p", {}, ...linked(text, contacts)), ...button);
}

function iconButton(name, label, testid) {
  return el("button", { type: "button", class: "square", "aria-label": label, title: label, "data-testid": testid }, icon(name));
}

function confirmBox() {
  const ui = {
    endText: el("p", { id: "end-text" }, words.endText),
    endNo: el("button", { type: "button", class: "plain", "data-testid": "end-cancel" }, words.endNo),
    endYes: el("button", { type: "button", class: "strong", "data-testid": "end-confirm" }, words.endYes),
    endLocal: el("button", { type: "button", class: "plain", hidden: true, "data-testid": "end-local" }, words.endLocal),
  };
  ui.confirm = el(
    "dialog",
    { class: "confirm", role: "alertdialog", "aria-labelledby": "end-title", "aria-describedby": "end-text", "data-testid": "end-dialog" },
    el("h2", { id: "end-title" }, words.endTitle),
    ui.endText,
    el("div", { class: "choices" }, ui.endYes, ui.endLocal, ui.endNo),
  );
  return ui;
}

function head() {
  const ui = {
    name: el("h2", { id: "name" }, words.assistant),
    call: el("span", { class: "call", hidden: true }),
    end: el("button", { type: "button", class: "plain", "data-testid": "end" }, words.end),
    close: iconButton("close", words.close, "close"),
    sample: el("p", { class: "sample", hidden: true, "data-testid": "sample" }, words.sample),
  };
  const summary = el("summary", { class: "square", "aria-label": words.options, title: words.options, "data-testid": "menu" }, icon("more"));
  ui.menu = el("details", { class: "menu" }, summary, el("div", { class: "items" }, ui.end));
  const title = el("div", { class: "title" }, ui.name, el("p", { id: "role" }, words.role));
  ui.head = el("div", { class: "head" }, title, ui.call, ui.menu, ui.close);
  return ui;
}

function composer() {
  const ui = {
    input: el("textarea", { id: "input", rows: 1, enterkeyhint: "send", placeholder: words.placeholder, "aria-describedby": "counter", "data-testid": "input" }),
    counter: el("p", { id: "counter", class: "counter", "aria-live": "off", "data-testid": "counter" }),
    send: el("button", { type: "submit", class: "square send", "aria-label": words.send, title: words.send, "data-testid": "send" }, icon("send")),
  };
  const label = el("label", { for: "input", class: "unseen" }, words.composer);
  ui.form = el("form", { novalidate: true }, label, ui.input, ui.send, ui.counter);
  return ui;
}

/** The whole widget; gives its parts by name. */
export function layout() {
  const ui = { ...head(), ...composer(), ...confirmBox() };
  ui.launcher = el("button", { type: "button", class: "launcher", part: "launcher", "aria-haspopup": "dialog", "data-testid": "launcher" });
  ui.launcher.append(icon("chat"), el("span", {}, words.launcher));
  ui.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: 0, "data-testid": "log" });
  ui.log.setAttribute("aria-label", words.conversation);
  ui.typing = el("div", { class: "typing", hidden: true, "data-testid": "typing" }, el("span"), el("span"), el("span"));
  ui.typing.append(el("span", { class: "unseen" }, words.typing));
  // Hidden from keyboard and screen reader: to them the transcript is one list, and the Tab key scrolls it.
  ui.below = el("button", { type: "button", class: "below", hidden: true, tabindex: -1, "aria-hidden": "true", "data-testid": "below" });
  ui.below.append(el("span", {}, words.below), icon("down"));
  ui.panel = el("dialog", { class: "panel", part: "panel", "aria-labelledby": "name", "aria-describedby": "role", "data-testid": "panel" });
  ui.panel.append(ui.head, ui.sample, ui.log, ui.below, ui.typing, ui.form);
  return ui;
}
