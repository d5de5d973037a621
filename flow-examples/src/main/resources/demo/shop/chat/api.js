// The public chat API: sessions, messages, executions.
const PATH = "/api/public/v1/chat/";
const MEMORY = "acme-chat";

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
    return this.#call("POST", "messages", { text, intentName });
  }

  resume({ executionId, waitToken }, values) {
    return this.#call("POST", "messages", { executionId, waitToken, values });
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
