// What one asks with, fetched with the first question: an id of one's own, and the answer as it is written.
const PLACE = /^data: /;

// randomUUID is there on secure pages only, and a home server may have none.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export async function* eventsOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const named = block.split("\n").find((line) => line.startsWith("event: "));
      const data = block.split("\n").find((line) => PLACE.test(line));
      if (named && data) yield { event: named.slice(7), data: JSON.parse(data.slice(6)) };
    }
  }
}
