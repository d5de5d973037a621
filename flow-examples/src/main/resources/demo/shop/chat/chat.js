// The chat of the demo shop: a small client of the public chat API, without a library or a build step.
import { ChatApi } from "./api.js";
import { el, link, markdown, safeUrl } from "./elements.js";
import { field } from "./fields.js";

const api = new ChatApi(document.querySelector("script[data-public-key]").dataset.publicKey);

// ---- the window ----

const log = el("div", { class: "chat-log", role: "log", tabindex: "0", "aria-label": "Messages" });
const typing = el("p", { class: "chat-typing", role: "status", hidden: true },
  el("i"), el("i"), el("i"), el("span", { class: "only-heard" }, "Acme is working on it"));
const input = el("input", { type: "text", maxlength: 4000, "aria-label": "Your message", placeholder: "Write a message…", autocomplete: "off" });
const composer = el("form", { class: "chat-composer" }, input, el("button", { type: "submit", "aria-label": "Send" }, "➤"));
const close = el("button", { type: "button", class: "chat-close", "aria-label": "Close chat" }, "✕");
const panel = el("section", { class: "chat", id: "chat", role: "dialog", "aria-label": "Chat with Acme", hidden: true },
  el("header", {}, el("strong", {}, "Acme"), el("span", {}, "answers in seconds"), close), log, typing, composer);
const bubble = el("button", { type: "button", class: "chat-bubble", "aria-controls": "chat", "aria-expanded": "false", "aria-label": "Open chat" }, "💬");

function say(who, ...children) {
  const message = el("div", { class: "chat-message " + who }, ...children);
  log.append(message);
  log.scrollTop = log.scrollHeight;
  return message;
}

const tell = (error) => say("note", error.message).setAttribute("role", "alert");

function chip(text, variant, action) {
  const button = el("button", { type: "button", class: "chip " + variant }, text);
  button.addEventListener("click", action);
  return button;
}

function intentChip(intent) {
  const icon = intent.icon && intent.icon.kind === "emoji" ? intent.icon.value + " " : "";
  const made = chip(icon + intent.displayLabel, intent.styleVariant, () => start(intent.displayLabel, intent.name));
  made.title = intent.subtitle || intent.description || "";
  if (intent.accentColor && CSS.supports("color", intent.accentColor)) made.style.setProperty("--accent", intent.accentColor);
  return made;
}

/** Shows what can be asked: the questions at first, the intents always. */
function offer(text, questions) {
  const chips = questions.filter((q) => q.intentName).map((q) => chip(q.question, "question", () => start(q.question, q.intentName)));
  say("agent", el("p", {}, text), el("div", { class: "chat-chips" }, ...chips, ...api.session.intents.map(intentChip)));
}

function focusIn(message) {
  const control = message.querySelector("input, select, textarea, button");
  if (control && !panel.hidden) control.focus({ preventScroll: true });
  message.scrollIntoView({ block: message.offsetHeight > log.clientHeight ? "start" : "nearest" });
}

// ---- the conversation ----

const seen = new Set();
const over = new Set();
const atWork = new Set();

function working(what, on) {
  if (on) atWork.add(what);
  else atWork.delete(what);
  typing.hidden = atWork.size === 0;
}

async function start(text, intentName) {
  say("visitor", text);
  input.focus();
  working("trigger", true);
  try {
    follow(await api.trigger(text, intentName));
  } catch (error) {
    tell(error);
  } finally {
    working("trigger", false);
  }
}

/** Shows what is new in a reply; the same one may come as an answer and by the stream. */
function follow(reply) {
  if (over.has(reply.executionId)) return;
  for (const block of reply.blocks) {
    const id = reply.executionId + " " + block.id;
    if (!seen.has(id) && block.type in blocks) blocks[block.type](block.payload, reply);
    seen.add(id);
  }
  const works = reply.status === "running" || reply.status === "waiting_time";
  working(reply.executionId, works);
  if (works || reply.status === "waiting_input") return;
  over.add(reply.executionId);
  offer("Anything else?", []);
}

/** Looks where everything stands that was at work when the stream began anew. */
function readAgain() {
  for (const executionId of atWork) {
    if (executionId !== "trigger" && executionId !== "resume") api.read(executionId).then(follow, tell);
  }
}

/** Answers what a reply asked; true when that is done with, else the reasons were told where they belong. */
async function answer(reply, values, shown, complain) {
  working("resume", true);
  try {
    const next = await api.resume(reply, values);
    say("visitor", shown);
    input.focus();
    follow(next);
    return true;
  } catch (error) {
    if (error.status === 422) complain(error);
    else tell(error);
    return [404, 409, 410].includes(error.status);
  } finally {
    working("resume", false);
  }
}

// ---- blocks; a type that is not here is skipped ----

const blocks = {
  message: ({ text, format }) => say("agent", ...(format === "markdown" ? markdown(text) : [text])),
  media({ kind, url, alt, name }) {
    const src = safeUrl(url);
    if (src && kind === "image") say("agent wide", el("img", { src, alt: alt || name || "" }));
    else if (src && kind === "video") say("agent wide", el("video", { src, controls: true, "aria-label": alt || name }));
    else say("agent", link(url, name || alt || "Download"));
  },
  card_list: ({ cards }) => say("cards", ...cards.map(card)),
  handoff: ({ agent_name: name }) => say("note", name ? name + " has joined" : "A colleague will join"),
  choices: (payload, reply) => (payload.multiple ? manyChoices : oneChoice)(payload, reply),
  form,
};

function card({ title, subtitle, image_url: image, url }) {
  const src = image && safeUrl(image);
  return el("article", {}, src && el("img", { src, alt: "" }), el("strong", {}, link(url, title)), subtitle && el("p", {}, subtitle));
}

function oneChoice({ text, options }, reply) {
  const all = el("fieldset", { class: "chat-chips", "aria-label": text || "Choose one" });
  const choose = async (option) => {
    all.disabled = true;
    if (await answer(reply, { value: option.value }, option.label, tell)) all.remove();
    all.disabled = false;
  };
  all.append(...options.map((option) => chip(option.label, "outline", () => choose(option))));
  focusIn(say("agent", text && el("p", {}, text), all));
}

function manyChoices({ text, options }, reply) {
  form({ fields: [{ name: "values", type: "multi_select", label: text || "Choose", options }], submit_label: "Send" }, reply);
}

function form({ title, fields: specs, submit_label: submit }, reply) {
  const fields = specs.map(field);
  const all = el("fieldset", {}, title && el("legend", {}, title), ...fields.map((f) => f.node), el("button", { type: "submit" }, submit));
  const message = say("agent wide", el("form", { class: "chat-form" }, all));
  message.addEventListener("submit", async (event) => {
    event.preventDefault();
    fields.forEach((f) => f.complain(null));
    const given = fields.filter((f) => f.read() !== undefined);
    const values = Object.fromEntries(given.map((f) => [f.name, f.read()]));
    const shown = given.map((f) => (specs.length > 1 ? f.label.replace(/[:?]?$/, ": ") : "") + f.shown()).join("\n");
    all.disabled = true;
    const done = await answer(reply, values, shown || "–", (error) => complain(fields, error));
    all.disabled = false;
    if (done) message.remove();
    else message.querySelector("[aria-invalid]")?.focus();
  });
  focusIn(message);
}

function complain(fields, error) {
  for (const [path, reasons] of Object.entries(error.fields)) {
    const wrong = fields.find((f) => f.name === path.split(/[.[]/)[0]);
    if (wrong) wrong.complain(reasons.join(", "));
    else tell(new Error(path + ": " + reasons.join(", ")));
  }
}

// ---- opening, closing, writing ----

/** The intent that has most words in common with a text. */
function intentFor(text) {
  const words = (s) => new Set(s.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) || []);
  const said = words(text);
  const score = (i) => [...words([i.displayLabel, i.description, ...i.examples].join(" "))].filter((word) => said.has(word)).length;
  const [best] = api.session.intents.map((intent) => ({ intent, points: score(intent) })).sort((a, b) => b.points - a.points);
  return best && best.points > 0 ? best.intent : null;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || !api.session) return;
  input.value = "";
  const intent = intentFor(text);
  if (intent) return void start(text, intent.name);
  say("visitor", text);
  offer("I did not get that. I can help with these:", []);
});

async function greet() {
  const last = api.lastExecution;
  try {
    await api.open();
    const reply = last && (await api.read(last).catch(() => null));
    if (reply && !["completed", "failed", "aborted"].includes(reply.status)) follow(reply);
    else offer("Hello! How can I help?", api.session.quickQuestions);
    api.follow(follow, readAgain);
  } catch (error) {
    tell(error);
  }
}

function toggle(open) {
  panel.hidden = !open;
  bubble.setAttribute("aria-expanded", String(open));
  if (open && !api.session) greet();
  (open ? input : bubble).focus();
}

bubble.addEventListener("click", () => toggle(panel.hidden));
close.addEventListener("click", () => toggle(false));
panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
document.body.append(panel, bubble);
