// The public chat API: sessions, messages, executions, and the stream of what happens.
import { events } from "./stream.js";

const PATH = "/api/public/v1/chat/";
const MEMORY = "acme-chat";
const RETRY_MS = 2000;
// A comment comes each 15 seconds; after twice as long without a sign the connection is dead.
const SILENCE_MS = 32000;

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message || "The shop does not answer. Please try again.");
    this.status = status;
    this.fields = (body.details && body.details.fields) || {};
  }
}

export class ChatApi {
  /** The reply that opened the session, with its intents and quick questions; null before open(). */
  session = null;

  /** The message that is on its way: what the stream tells meanwhile is shown after its reply. */
  #sending = Promise.resolve();

  constructor(publicKey) {
    this.publicKey = publicKey;
    this.memory = JSON.parse(sessionStorage.getItem(MEMORY) || "{}");
  }

  /** Of a reload before, or null. */
  get lastExecution() {
    return this.memory.executionId || null;
  }

  async open() {
    // The token of before a reload, if there is one, lets the conversation go on.
    this.session = await this.#send("POST", "sessions", { publicKey: this.publicKey }, this.memory.token);
    this.#remember({ token: this.session.sessionToken });
  }

  trigger(text, intentName) {
    return this.#message({ text, intentName });
  }

  resume({ executionId, waitToken }, values) {
    return this.#message({ executionId, waitToken, values });
  }

  #message(body) {
    const reply = this.#call("POST", "messages", body);
    this.#sending = reply.catch(() => null);
    return reply;
  }

  /**
   * Follows the conversation as long as the page lives: shows every reply, also of turns that nobody here asked for, and reads
   * again when it cannot tell what was missed.
   */
  async follow(show, readAgain) {
    let cursor = null;
    let retry = RETRY_MS;
    for (;;) {
      try {
        for await (const event of this.#events(cursor)) {
          if (event.retry) retry = Number(event.retry);
          if (event.id && !cursor || event.name === "reset") readAgain();
          if (event.id) cursor = event.id;
          if (event.name === "execution.updated") {
            await this.#sending;
            show(JSON.parse(event.data));
          } else if (event.name === "session.expired") await this.open();
        }
      } catch (error) {
        if (error.status === 401) await this.open().catch(() => null);
        else if (error.status === 403) return; // this page may not come back
      }
      await new Promise((resume) => setTimeout(resume, retry)); // what is missed meanwhile comes with the cursor
    }
  }

  async *#events(cursor) {
    const headers = { Authorization: "Bearer " + this.session.sessionToken, ...(cursor && { "Last-Event-ID": cursor }) };
    const connection = new AbortController();
    let silence = 0;
    const onSign = () => {
      clearTimeout(silence);
      silence = setTimeout(() => connection.abort(), SILENCE_MS);
    };
    onSign();
    try {
      const response = await fetch(PATH + "stream", { headers, cache: "no-store", signal: connection.signal });
      if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
      yield* events(response, onSign);
    } finally {
      clearTimeout(silence);
    }
  }

  read(executionId) {
    return this.#call("GET", "executions/" + encodeURIComponent(executionId));
  }

  async #call(method, path, body) {
    if (!this.session) await this.open();
    let answer;
    try {
      answer = await this.#send(method, path, body, this.session.sessionToken);
    } catch (error) {
      if (error.status !== 401) throw error;
      await this.open(); // the token had expired
      answer = await this.#send(method, path, body, this.session.sessionToken);
    }
    this.#remember({ executionId: answer.reply.executionId });
    return answer.reply;
  }

  async #send(method, path, body, token) {
    const headers = body ? { "Content-Type": "application/json" } : {};
    if (token) headers.Authorization = "Bearer " + token;
    let response;
    try {
      response = await fetch(PATH + path, { method, headers, body: body && JSON.stringify(body) });
    } catch {
      throw new ApiError(0, {});
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(response.status, answer);
    return answer;
  }

  #remember(changes) {
    sessionStorage.setItem(MEMORY, JSON.stringify(Object.assign(this.memory, changes)));
  }
}
