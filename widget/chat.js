/** `<clinic-chat>`: the launcher and the panel. What is sent and kept is decided in talk.js, nodes are built in view.js, and shown in transcript.js. */
import { ChatApi, SESSION_KEY } from "./api.js";
import { hintBelow } from "./more.js";
import { Talk } from "./talk.js";
import { Transcript } from "./transcript.js";
import { el, icon, layout, phoneLink } from "./view.js";
import { words } from "./words.js";

const LIMIT = 1000; // characters in one message, as the server counts them (code points)
const NEAR = 100; // the counter shows when so many are left
const OPEN_KEY = "clinic-chat-open";
const COMPACT = matchMedia("(max-width: 30em), (max-height: 30em)"); // the same as in chat.css: full screen
const TOUCH = matchMedia("(pointer: coarse)");

class ClinicChat extends HTMLElement {
  #ui;
  #api;
  #talk;
  #transcript;
  #asking = null; // the question for the clinic's facts; null when they are still to be had
  #contacts = {}; // the clinic's phone and e-mail, as far as they are known
  #page = null; // ends the listeners on the page when the element leaves it

  connectedCallback() {
    if (!this.#ui) this.#build();
    this.#page = new AbortController();
    const { signal } = this.#page;
    addEventListener("focus", () => this.#talk.refresh(), { signal });
    addEventListener("storage", (event) => event.key === SESSION_KEY && this.#changedElsewhere(event.newValue), { signal });
    addEventListener("online", () => this.#transcript.again(), { signal });
    COMPACT.addEventListener("change", () => this.#refit(), { signal });
    // Also where it covers the page: there a visitor can only have left it open by a reload, or by a browser that dropped the tab.
    if (sessionFlag()) this.#show();
    else if (!this.#contacts.phone) this.#facts(); // whom to call must be known before the line is down
  }

  disconnectedCallback() {
    this.#page.abort();
  }

  /** Opens the panel and puts the focus into the composer; on touch screens on the conversation, so that the greeting can be read. */
  open() {
    this.#show();
    this.#rest();
  }

  /** Closes the panel and puts the focus back on the launcher. */
  close() {
    const { panel, launcher, menu } = this.#ui;
    menu.open = false;
    launcher.hidden = false;
    panel.close();
    sessionFlag(false);
    launcher.focus();
  }

  // --- building ------------------------------------------------------------------------------------------------

  #build() {
    this.#api = new ChatApi(this.getAttribute("api") ?? new URL(import.meta.url).origin);
    this.#ui = layout();
    this.#transcript = new Transcript(this.#ui.log, this.#ui.typing, {
      choose: (id, title) => this.#send({ choice: id }, title),
      retry: (item) => this.#talk.retry(item),
      reconnect: () => this.#reconnect(),
      rest: () => this.#rest(),
      draft: (text) => this.#draft(text),
      contacts: () => this.#contacts,
      ready: () => this.#facts(),
    });
    this.#talk = new Talk(this.#api, this.#transcript);
    const { launcher, panel, confirm } = this.#ui;
    const root = el("div", { class: "root", hidden: true }, launcher, panel, confirm);
    const show = () => (root.hidden = false);
    const style = el("link", { rel: "stylesheet", href: new URL("chat.css", import.meta.url).href, load: show, error: show });
    this.attachShadow({ mode: "open" }).append(style, root);
    const stated = { name: this.getAttribute("name"), phone: this.getAttribute("phone"), emergency_number: this.getAttribute("emergency") };
    const facts = { ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value)), ...this.#api.known };
    if (facts.phone || facts.emergency_number) this.#introduce(facts);
    this.#listen();
    hintBelow(this.#ui.log, this.#ui.below);
  }

  #listen() {
    const ui = this.#ui;
    ui.launcher.addEventListener("click", () => this.open());
    ui.close.addEventListener("click", () => this.close());
    ui.panel.addEventListener("keydown", (event) => this.#escape(event));
    ui.panel.addEventListener("close", () => !ui.panel.open && !this.#launcherShown && this.close());
    ui.panel.addEventListener("click", (event) => (ui.menu.open &&= ui.menu.contains(event.target)));
    ui.form.addEventListener("submit", (event) => this.#submit(event));
    ui.input.addEventListener("input", () => this.#measure());
    ui.input.addEventListener("keydown", (event) => this.#enter(event));
    ui.end.addEventListener("click", () => this.#askEnd());
    ui.endNo.addEventListener("click", () => ui.confirm.close());
    ui.endYes.addEventListener("click", () => this.#end());
    ui.endLocal.addEventListener("click", () => this.#endHere());
    ui.confirm.addEventListener("close", () => ui.input.focus());
  }

  // --- opening and closing -------------------------------------------------------------------------------------

  get #launcherShown() {
    return !this.#ui.launcher.hidden;
  }

  #show() {
    const { panel, launcher } = this.#ui;
    if (panel.open) return;
    launcher.hidden = true;
    this.#raise();
    sessionFlag(true);
    this.#connect();
    this.#transcript.scroll();
  }

  #raise() {
    if (COMPACT.matches) this.#ui.panel.showModal();
    else this.#ui.panel.open = true; // unlike show(), this leaves the focus where it is
  }

  /** The window grew or shrank over the border between a corner panel and the full screen. */
  #refit() {
    if (!this.#ui.panel.open) return;
    const focused = this.shadowRoot.activeElement;
    this.#ui.panel.close();
    this.#raise();
    focused?.focus();
  }

  async #connect() {
    const { log } = this.#ui;
    const facts = this.#facts();
    log.setAttribute("aria-live", this.#api.session ? "off" : "polite"); // an old talk is not read out again
    try {
      await this.#talk.begin();
    } catch {
      await facts; // for the phone number
      this.#transcript.offline();
    }
    setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
  }

  #reconnect() {
    this.#talk.recover();
    this.#connect();
  }

  /** Asks for the clinic's facts until they are had; never throws. */
  #facts() {
    this.#asking ??= this.#api.clinic().then(
      (facts) => this.#introduce(facts),
      () => (this.#asking = null),
    );
    return this.#asking;
  }

  #introduce(facts) {
    const { name, call, sample } = this.#ui;
    this.#contacts = facts;
    name.textContent = facts.name ?? words.assistant;
    sample.hidden = !facts.sample;
    call.hidden = !facts.phone;
    if (!facts.phone) return;
    const label = words.call(name.textContent, facts.phone);
    call.replaceChildren(phoneLink(facts.phone, { class: "square", "aria-label": label, title: label, "data-testid": "call" }, icon("phone")));
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    const { menu } = this.#ui;
    if (!menu.open) return this.close();
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  // --- writing -------------------------------------------------------------------------------------------------

  #enter(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const { input } = this.#ui;
    const text = input.value.trim();
    input.focus();
    if (!text || this.#measure() < 0) return;
    input.value = "";
    this.#measure();
    this.#send({ text }, text);
  }

  #send(body, text) {
    this.#talk.send(body, text);
  }

  #draft(text) {
    const { input } = this.#ui;
    input.value = [text, input.value].filter(Boolean).join("\n");
    this.#measure();
  }

  /** Fits the composer to its text and shows the counter; gives the characters that are left. */
  #measure() {
    const { input, counter } = this.#ui;
    const left = LIMIT - [...input.value.trim()].length;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`;
    input.setAttribute("aria-invalid", left < 0);
    counter.setAttribute("aria-live", left < 0 || left % 25 === 0 ? "polite" : "off"); // not read out at every key
    counter.textContent = left < 0 ? words.tooLong(-left) : left <= NEAR ? words.left(left) : "";
    return left;
  }

  // --- ending --------------------------------------------------------------------------------------------------

  #askEnd() {
    const { menu, confirm, endText, endLocal, endNo } = this.#ui;
    menu.open = false;
    endText.textContent = words.endText;
    endLocal.hidden = true;
    confirm.showModal();
    endNo.focus();
  }

  async #end() {
    try {
      await this.#talk.end();
      this.#ended(words.ended);
    } catch {
      this.#ui.endText.textContent = words.endFailed;
      this.#ui.endLocal.hidden = false;
    }
  }

  #endHere() {
    this.#talk.forget();
    this.#ended(words.endedHere);
  }

  #ended(text) {
    this.#ui.input.value = "";
    this.#measure();
    this.#ui.confirm.close();
    this.#transcript.notice(text);
    this.#ui.input.focus();
  }

  #changedElsewhere(stored) {
    this.#talk.reset();
    if (!stored) this.#transcript.notice(words.endedElsewhere);
    else if (this.#ui.panel.open) this.#connect();
  }

  #rest() {
    (TOUCH.matches ? this.#ui.log : this.#ui.input).focus(); // on touch screens the composer would raise the keyboard
  }
}

/** Whether the panel stands open in this tab, so that it does so again on the next page; with a value, notes it. */
function sessionFlag(open) {
  try {
    if (open === undefined) return sessionStorage.getItem(OPEN_KEY) === "1";
    sessionStorage.setItem(OPEN_KEY, open ? "1" : "0");
  } catch {
    // Storage is refused: the panel begins closed.
  }
  return false;
}

customElements.define("clinic-chat", ClinicChat);
