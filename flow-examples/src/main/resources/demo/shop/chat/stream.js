// Server-sent events read with fetch, which unlike EventSource can send a token.

/** The events of a response as they come: { name, id, data, retry }, each member only where the event has it. */
export async function* events(response, onSign) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onSign();
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) yield parse(block);
  }
}

function parse(block) {
  const event = {};
  for (const line of block.split("\n")) {
    const [, field, value] = /^(event|id|data|retry): ?(.*)$/.exec(line) || [];
    if (field) event[field === "event" ? "name" : field] = value;
  }
  return event;
}
