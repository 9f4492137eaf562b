// Messages of the server, as explainers/studio/wire.py writes them.

export function read(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return { header, buffer, offset: 4 + length };
}

// The pictures of one run: elements by number, and for each frame which of them it shows.
export class Film {
  // before: the film whose last picture this one goes on from.
  constructor(run, before = null) {
    this.run = run;
    this.elements = new Map((before?.last ?? []).map((number) => [number, before.elements.get(number)]));
    this.pictures = [];
    this.firsts = [];  // of each picture, its first frame
    this.frames = 0;
    this.beats = [];
    this.ended = false;
    this.last = before?.last ?? [];
  }

  take({ header, buffer, offset }) {
    for (const element of header.elements) {
      if (element.kind === "shape") {
        element.data = new Float32Array(buffer, offset, 2 * element.points);
        offset += 8 * element.points;
      } else if (element.kind === "image") {
        element.blob = new Blob([new Uint8Array(buffer, offset, element.bytes)], { type: "image/png" });
        offset += element.bytes + ((8 - (element.bytes % 8)) % 8);
      }
      this.elements.set(element.id, element);
    }
    for (const [repeat, same, rest, ground, view] of header.frames) {
      this.last = this.last.slice(0, same).concat(rest);
      this.firsts.push(this.frames);
      this.pictures.push({ shown: Uint32Array.from(this.last), ground, view });
      this.frames += repeat;
    }
  }

  // The picture of a frame; the last one that is there, if that frame has not come yet.
  at(frame) {
    let low = 0, high = this.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle] <= frame) low = middle; else high = middle - 1;
    }
    return this.pictures[low];
  }

  has(frame) { return frame < this.frames; }
}
