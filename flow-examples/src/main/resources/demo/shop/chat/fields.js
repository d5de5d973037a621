// The fields of a form: what a visitor sees, and the value that is submitted.
import { el } from "./elements.js";

const INPUTS = { text: "text", email: "email", tel: "tel", url: "url", date: "date", number: "number" };
const DISPLAY = {
  heading: (spec) => el("h3", {}, spec.label),
  paragraph: (spec) => el("p", {}, spec.label),
  divider: () => el("hr"),
};
const KINDS = {
  textarea: (spec, id) => line(spec, id, el("textarea", { id, rows: 3, placeholder: spec.placeholder, required: spec.required })),
  select,
  radio: (spec, id) => boxes(spec, id, "radio", (chosen) => chosen[0]),
  multi_select: (spec, id) => boxes(spec, id, "checkbox", (chosen) => (chosen.length ? chosen : undefined)),
  checkbox,
  rating,
  file_upload: upload,
  image_upload: upload,
  signature: upload,
};
let count = 0;

/**
 * A field as {name, label, node, read, shown, complain}: read() is the value, undefined for none; shown() tells it to people;
 * complain(text) shows what is wrong, complain(null) nothing.
 */
export function field(spec) {
  const id = "chat-field-" + ++count;
  if (DISPLAY[spec.type]) return { name: null, node: DISPLAY[spec.type](spec), read: () => undefined, complain: () => {} };
  const made = spec.type in INPUTS ? typed(spec, id) : (KINDS[spec.type] || upload)(spec, id);
  const help = spec.help && el("small", { id: id + "-help" }, spec.help);
  const error = el("p", { id: id + "-error", class: "chat-error", role: "alert" });
  made.node.classList.add("chat-field");
  made.node.append(...[help, error].filter(Boolean));
  made.control.setAttribute("aria-describedby", (help ? help.id + " " : "") + error.id);
  return {
    name: spec.name,
    node: made.node,
    read: made.read,
    label: spec.label,
    shown: () => String((made.shown || made.read)()),
    complain(text) {
      error.textContent = text || "";
      if (text) made.control.setAttribute("aria-invalid", "true");
      else made.control.removeAttribute("aria-invalid");
    },
  };
}

const label = (spec) => [spec.label, spec.required && el("span", { "aria-hidden": "true" }, " *")].filter(Boolean);

function line(spec, id, control) {
  return { control, node: el("div", {}, el("label", { for: id }, ...label(spec)), control), read: () => control.value || undefined };
}

function typed(spec, id) {
  const number = spec.type === "number";
  const made = line(spec, id, el("input", {
    id,
    type: INPUTS[spec.type],
    step: number && "any",
    placeholder: spec.placeholder,
    required: spec.required,
  }));
  return number ? { ...made, read: () => (made.control.value === "" ? undefined : made.control.valueAsNumber) } : made;
}

function select(spec, id) {
  const options = spec.options.map((o) => el("option", { value: o.value }, o.label));
  const made = line(spec, id, el("select", { id, required: spec.required }, el("option", { value: "" }, "Please choose"), ...options));
  return { ...made, shown: () => made.control.selectedOptions[0].textContent };
}

function checkbox(spec, id) {
  const mustAccept = spec.required && spec.validation && spec.validation.must_accept;
  const control = el("input", { id, type: "checkbox", required: mustAccept });
  return {
    control,
    node: el("div", {}, el("label", { class: "chat-box" }, control, ...label(spec))),
    read: () => control.checked,
    shown: () => (control.checked ? "yes" : "no"),
  };
}

function boxes(spec, id, type, value) {
  const inputs = spec.options.map((o) => el("input", { type, name: id, value: o.value, required: type === "radio" && spec.required }));
  const rows = spec.options.map((o, i) => el("label", { class: "chat-box" }, inputs[i], o.label));
  const chosen = (of) => of.filter((_, i) => inputs[i].checked);
  return {
    control: inputs[0],
    node: el("fieldset", {}, el("legend", {}, ...label(spec)), ...rows),
    read: () => value(chosen(spec.options.map((o) => o.value))),
    shown: () => chosen(spec.options.map((o) => o.label)).join(", "),
  };
}

function rating(spec, id) {
  const stars = Array.from({ length: (spec.config && spec.config.maxStars) || 5 }, (_, i) => i + 1);
  const inputs = stars.map((n) => el("input", { type: "radio", name: id, value: n, required: spec.required, "aria-label": n + (n > 1 ? " stars" : " star") }));
  const labels = inputs.map((star) => el("label", {}, star, "★"));
  const read = () => inputs.findIndex((star) => star.checked) + 1 || undefined;
  const node = el("fieldset", { class: "chat-rating" }, el("legend", {}, ...label(spec)), ...labels);
  node.addEventListener("change", () => labels.forEach((star, i) => star.classList.toggle("on", i < read())));
  return { control: inputs[0], node, read, shown: () => "★".repeat(read()) };
}

function upload(spec, id) {
  const control = el("input", { id, type: "file", disabled: true });
  const note = el("small", {}, "This demo takes no files.");
  return { control, node: el("div", {}, el("label", { for: id }, ...label(spec)), control, note), read: () => undefined };
}
