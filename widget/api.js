/** The server's chat API: plain calls, one stored session, errors with what the caller must know. */

export const SESSION_KEY = "clinic-chat";
const FACTS_KEY = "clinic-chat-facts"; // what the clinic says of itself; nothing of the visitor
const TIMEOUT_MS = 20_000;

/** A call that did not succeed. `status` is 0 when no answer came; `wait` is in seconds (429 only). */
export class ApiError extends Error {
  constructor(status, wait = 0) {
    super(`chat API: ${status}`);
    this.status = status;
    this.wait = wait;
  }
}

export class ChatApi {
  #base;
  #memory = null; // used where the browser refuses storage

  /** @param {string} base origin of the server, without a slash at the end */
  constructor(base) {
    this.#base = base;
  }

  /** The stored session `{token, expires_at}`, or null when there is none or it has expired. */
  get session() {
    const stored = this.#read();
    return stored && Date.parse(stored.expires_at) > Date.now() ? stored : null;
  }

  /** Facts for the page: `{name, phone, email, address, emergency_number, hours, sample}`; kept for when the line is down. */
  async clinic() {
    const facts = await this.#call("GET", "/clinic");
    write(FACTS_KEY, facts);
    return facts;
  }

  /** The facts as they were had last, perhaps on an earlier page; empty where they never were. */
  get known() {
    return read(FACTS_KEY) ?? {};
  }

  /** Begins a talk, stores its token, and gives the first messages. */
  async start() {
    const { token, expires_at, messages } = await this.#call("POST", "/sessions", {});
    this.#write({ token, expires_at });
    return messages;
  }

  /** Sends `{client_message_id, text | choice}`; gives `{turn, messages}`. */
  send(body) {
    return this.#call("POST", "/messages", body);
  }

  /** All messages of both sides after a sequence number. */
  async history(after) {
    return (await this.#call("GET", `/messages?after=${after}`)).messages;
  }

  /** Has the server delete the talk. A talk that is gone already is no error. */
  async end() {
    if (!this.session) return;
    try {
      await this.#call("DELETE", "/sessions");
    } catch (error) {
      if (error.status !== 401 && error.status !== 404) throw error;
    }
  }

  /** Forgets the token on this device. */
  forget() {
    this.#write(null);
  }

  async #call(method, path, body) {
    const headers = body ? { "Content-Type": "application/json" } : {};
    const session = this.session;
    if (session) headers.Authorization = `Bearer ${session.token}`;
    const options = { method, headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) };
    if (body) options.body = JSON.stringify(body);
    try {
      const response = await fetch(`${this.#base}/api/chat${path}`, options);
      if (!response.ok) throw new ApiError(response.status, Number(response.headers.get("Retry-After")) || 5);
      return response.status === 204 ? null : await response.json();
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError(0);
    }
  }

  #read() {
    return read(SESSION_KEY) ?? this.#memory;
  }

  #write(session) {
    this.#memory = session;
    write(SESSION_KEY, session);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // storage is refused
  }
}

function write(key, value) {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch {
    // Storage is refused: the talk lasts as long as the page.
  }
}
