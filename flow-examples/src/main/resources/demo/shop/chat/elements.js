// Making elements: whatever the server says becomes text nodes and vetted addresses, never markup.

/** An element; attributes that are false, null or undefined are left out, and so are such children. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

/** The address, or null when it could do anything but show something. */
export function safeUrl(text) {
  try {
    const url = new URL(text, location.href);
    return ["https:", "http:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(url, ...children) {
  const href = url && safeUrl(url);
  if (!href) return el("span", {}, ...children);
  const foreign = new URL(href).origin !== location.origin;
  return el("a", { href, rel: "noopener noreferrer", target: foreign && "_blank" }, ...children);
}

// Enough of Markdown for a chat: bold, italic, code, links, lists, escaped signs.
const INLINE = new RegExp(
  [
    /\\([!-/:-@[-`{-~])/, // 1 an escaped sign
    /`([^`]+)`/, // 2 code
    /\*\*((?:\\.|[^*\\])+)\*\*/, // 3 bold
    /\*((?:\\.|[^*\\])+)\*/, // 4 italic
    /\[((?:\\.|[^\]\\])*)\]\(([^()\s]+)\)/, // 5 6 a link
    /&#(\d{1,6});/, // 7 a character by its number
    /(\n)/, // 8
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);

function inline(text) {
  const parts = [];
  let end = 0;
  for (const m of text.matchAll(INLINE)) {
    parts.push(text.slice(end, m.index));
    end = m.index + m[0].length;
    if (m[1]) parts.push(m[1]);
    else if (m[2]) parts.push(el("code", {}, m[2]));
    else if (m[3]) parts.push(el("strong", {}, ...inline(m[3])));
    else if (m[4]) parts.push(el("em", {}, ...inline(m[4])));
    else if (m[6]) parts.push(link(m[6], ...inline(m[5])));
    else if (m[7]) parts.push(String.fromCodePoint(Number(m[7])));
    else parts.push(el("br"));
  }
  return [...parts, text.slice(end)];
}

/** The paragraphs and lists of a text. */
export function markdown(text) {
  const item = /^\s*[-*] /;
  return text.split(/\n{2,}/).map((block) => {
    const lines = block.split("\n");
    return lines.every((line) => item.test(line))
      ? el("ul", {}, ...lines.map((line) => el("li", {}, ...inline(line.replace(item, "")))))
      : el("p", {}, ...inline(block));
  });
}
