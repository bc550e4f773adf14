/**
 * One visitor's talk: session, outbox in order, what was seen. It knows no DOM; the view it is given has
 * add(message, turn), pending(item), state(item, name, text), sent(item, drop), notice(text), offline(), online(), clear(), draft(text), typing(on), ready().
 */
import { words } from "./words.js";

const RETRY_SECONDS = [3, 5, 10, 20, 30]; // between looks whether the line is back; the last goes on

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

export class Talk {
  #api;
  #view;
  #last = 0; // highest sequence number shown
  #life = 0; // grows when the talk is forgotten; answers to an older life are dropped
  #opening = null;
  #outbox = [];
  #failed = new Set();
  #sending = false;
  #waiting = false;
  #retry = null; // the timer of the next look whether the line is back
  #looks = 0;

  constructor(api, view) {
    this.#api = api;
    this.#view = view;
  }

  /** Restores the stored talk, or begins one. May be called often; throws ApiError when the server cannot be reached. */
  begin() {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  /** Sends `{text}` or `{choice}`; `text` is what the visitor sees of it. */
  send(body, text) {
    this.#resend(); // first what was said before
    this.#post({ body: { client_message_id: crypto.randomUUID(), ...body }, text });
  }

  /** Sends a failed message again under its first id, so that the server takes it at most once. */
  retry(item) {
    this.#failed.delete(item);
    this.#post(item);
  }

  /** Sends what could not be sent as soon as the server answers again; looks by itself until then. */
  async recover() {
    clearTimeout(this.#retry);
    if (!this.#failed.size) return;
    try {
      await this.#api.clinic();
      this.#resend();
    } catch {
      this.#lookLater();
    }
  }

  #lookLater() {
    clearTimeout(this.#retry);
    const seconds = RETRY_SECONDS[Math.min(this.#looks++, RETRY_SECONDS.length - 1)];
    this.#retry = setTimeout(() => this.recover(), seconds * 1000);
  }

  #resend() {
    for (const item of [...this.#failed]) this.retry(item);
  }

  /** Fetches what another tab or the clinic's team has added. */
  async refresh() {
    if (!this.#opening || this.#sending) return;
    const life = this.#life;
    try {
      const messages = await this.#api.history(this.#last);
      if (life === this.#life) this.#take(messages);
    } catch (error) {
      if (error.status === 401 && life === this.#life) await this.#renew([]);
    }
  }

  /** Deletes the talk on the server, then here. Throws ApiError, and keeps it, when the server cannot be reached. */
  async end() {
    await this.#api.end();
    this.forget();
  }

  /** Forgets the talk on this device. */
  forget() {
    this.#api.forget();
    this.reset();
  }

  /** Empties what is shown; the next call begins from what is stored. */
  reset() {
    this.#life += 1;
    this.#last = 0;
    this.#opening = null;
    this.#outbox = [];
    this.#failed.clear();
    clearTimeout(this.#retry);
    this.#view.clear();
  }

  async #open() {
    const life = this.#life;
    this.#view.typing(true);
    try {
      const ready = this.#view.ready();
      const messages = (await this.#restored()) ?? (await this.#api.start());
      await ready;
      if (life === this.#life) this.#take(messages);
    } finally {
      this.#view.typing(this.#sending);
    }
  }

  async #restored() {
    if (!this.#api.session) return null;
    try {
      return await this.#api.history(0);
    } catch (error) {
      if (error.status !== 401) throw error;
      this.#api.forget();
      this.#view.notice(words.expired);
      return null;
    }
  }

  async #post(item) {
    this.#view.pending(item);
    // While the server asks us to wait, a new message is still tried once: an emergency is answered over the limit.
    if (this.#waiting && !(await this.#attempt(item))) return;
    this.#outbox.push(item);
    this.#drain();
  }

  async #drain() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#outbox.length) {
      const item = this.#outbox[0];
      const wait = await this.#attempt(item);
      if (wait) await this.#pause(wait);
      else if (this.#outbox[0] === item) this.#outbox.shift();
    }
    this.#sending = false;
  }

  async #pause(seconds) {
    this.#waiting = true;
    await sleep(seconds);
    this.#waiting = false;
  }

  /** Tries one message. Gives the seconds to wait before the next try, or 0 when there is nothing more to do. */
  async #attempt(item) {
    const life = this.#life;
    this.#view.typing(true);
    try {
      await this.begin();
      const { turn, messages } = await this.#api.send(item.body);
      if (life === this.#life) await this.#settle(item, turn, messages);
      return 0;
    } catch (error) {
      return life === this.#life ? await this.#explain(item, error) : 0;
    } finally {
      this.#view.typing(false);
    }
  }

  async #settle(item, turn, messages) {
    const first = messages.length ? (messages[0].seq ?? this.#last + 1) : Infinity; // null: said before it is stored
    const life = this.#life;
    // More than this message lies between: another tab has written. The server's list then is the truth.
    const gap = first > this.#last + 2;
    const news = gap ? await this.#api.history(this.#last).catch(() => messages) : messages;
    if (life !== this.#life) return;
    this.#looks = 0;
    this.#view.online();
    const echoed = news.some((message) => message.from === "user");
    this.#view.sent(item, echoed || first <= this.#last);
    this.#take(news, turn);
  }

  async #explain(item, error) {
    if (error.status === 429) {
      this.#view.state(item, "waiting", words.slow(error.wait));
      return error.wait;
    }
    if (error.status === 401) {
      await this.#renew([item, ...this.#outbox.filter((other) => other !== item)]);
    } else if (error.status >= 400 && error.status < 500) {
      this.#view.state(item, "refused", item.body.choice ? words.oldChoice : words.refused);
    } else {
      this.#failed.add(item);
      this.#view.state(item, "failed", words.failed);
      this.#view.offline();
      this.#lookLater();
    }
    return 0;
  }

  /** The token no longer holds: a new talk, and what was not sent goes back to the visitor to decide about. */
  async #renew(unsent) {
    this.forget();
    this.#view.notice(words.expired);
    this.#view.draft(unsent.filter((item) => item.body.text).map((item) => item.text).join("\n"));
    await this.begin().catch(() => this.#view.offline());
  }

  #take(messages, turn = null) {
    for (const message of messages) {
      if (message.seq !== null && message.seq <= this.#last) continue;
      this.#last = message.seq ?? this.#last;
      if (message.from === "user") this.#dropFailed(message.text);
      this.#view.add(message, turn);
    }
  }

  /** A message whose answer was lost on the way did arrive: its failed copy goes. */
  #dropFailed(text) {
    const item = [...this.#failed].find((failed) => failed.text === text);
    if (!item) return;
    this.#failed.delete(item);
    this.#view.sent(item, true);
  }
}
