/** The transcript: what talk.js asks to be shown, in order, with focus and scrolling kept sane. */
import { el, messageNode, noticeNode } from "./view.js";
import { words } from "./words.js";

const SLOW_MS = 4000; // after which a message that is still under way says so
const QUEUED = "[data-state=sending], [data-state=waiting]";

export class Transcript {
  #log;
  #typing;
  #actions;

  /**
   * `actions`: choose(id, title), retry(item), reconnect(), rest() (takes the focus), draft(text),
   * contacts() (the clinic's numbers and e-mail), ready() (waits until they are known).
   */
  constructor(log, typing, actions) {
    this.#log = log;
    this.#typing = typing;
    this.#actions = actions;
  }

  /** A message the server holds; it stands before those that are still on their way. */
  add(message, turn) {
    const node = messageNode(message, this.#actions.contacts(), this.#actions.choose);
    if (turn?.outcome && message.from === "bot") node.dataset.outcome = turn.outcome;
    this.#log.insertBefore(node, this.#log.querySelector(QUEUED));
    this.#arrange(node);
  }

  /** The visitor's message on its way; a retried one moves to the end. */
  pending(item) {
    item.node ??= messageNode({ from: "user", text: item.text });
    this.#leave(item.node);
    this.state(item, "sending");
    if (this.#log.lastElementChild !== item.node) this.#log.append(item.node);
    this.#arrange(item.node);
    setTimeout(() => item.node.dataset.state === "sending" && this.#slow(item), SLOW_MS);
  }

  #slow(item) {
    this.state(item, "sending", words.sending);
    this.offline(words.unanswered);
  }

  /** How a message of the visitor stands: sending, waiting, failed (can be tried again), refused or sent. */
  state(item, name, text = "") {
    const { node } = item;
    node.dataset.state = name;
    node.querySelector(".state")?.remove();
    if (!text) return;
    const line = el("div", { class: "state", "data-testid": "state" }, el("span", {}, text));
    const retry = { type: "button", class: "plain", "data-testid": "retry", click: () => this.#actions.retry(item) };
    if (name === "failed") line.append(el("button", retry, words.retry));
    node.append(line);
    this.scroll();
  }

  /** The server has the message; `drop` when its own copy of it is shown instead. */
  sent(item, drop) {
    this.#leave(item.node);
    this.state(item, "sent");
    const queued = this.#log.querySelector(QUEUED);
    const overtook = queued && queued.compareDocumentPosition(item.node) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (drop) item.node.remove();
    else if (overtook) this.#log.insertBefore(item.node, queued);
  }

  notice(text) {
    this.#log.append(noticeNode(text));
    this.scroll();
  }

  /** Says that no answer comes and whom to call instead: the visitor may be in danger, and nobody has read it. */
  offline(what = words.offline) {
    this.online();
    const contacts = this.#actions.contacts();
    const { emergency_number: number, phone } = contacts;
    const help = [what, number && words.emergencyCall(number), phone && words.clinicCall(phone)];
    if (this.#log.querySelector("[data-state=failed]")) help.push(words.willSend);
    const node = noticeNode(help.filter(Boolean).join(" "), contacts, words.retry, () => this.again());
    node.classList.add("offline");
    node.setAttribute("role", "alert");
    this.#log.append(node);
    this.scroll();
  }

  /** Tries to reach the server again, if it could not be reached. */
  again() {
    if (!this.#log.querySelector(".offline")) return;
    this.online();
    this.#actions.reconnect();
  }

  /** Takes the line about the unreachable server away. */
  online() {
    const node = this.#log.querySelector(".offline");
    if (!node) return;
    this.#leave(node);
    node.remove();
  }

  clear() {
    this.#leave(this.#log);
    this.#log.replaceChildren();
  }

  /** Gives unsent words back to the composer. */
  draft(text) {
    this.#actions.draft(text);
  }

  /** Waits until what the messages are shown with is known. */
  ready() {
    return this.#actions.ready();
  }

  typing(on) {
    this.#typing.hidden = !on;
  }

  /** Shows a message together with the visitor's that it answers, so that a long answer is read from its beginning. */
  scroll(node = this.#log.lastElementChild) {
    const log = this.#log;
    let start = node;
    while (start && start.dataset.from !== "user") start = start.previousElementSibling;
    if (start && start.offsetHeight > log.clientHeight / 3 && start !== node) start = start.nextElementSibling;
    log.scrollTop = start ? start.offsetTop - 8 : 0;
  }

  /** Only the choices after the visitor's newest message are open; the others stay readable. */
  #arrange(node) {
    const nodes = [...this.#log.children];
    const asked = nodes.findLastIndex((node) => node.dataset.from === "user");
    nodes.forEach((other, index) => {
      if (index < asked) this.#leave(other, ".choice:focus");
      for (const button of other.querySelectorAll("[data-choice]")) button.disabled = index < asked;
    });
    this.scroll(node);
  }

  /** Moves the focus to a safe place when it stands in a part that is about to go or to be disabled. */
  #leave(node, selector = ":focus") {
    if (node.querySelector(selector)) this.#actions.rest();
  }
}
