// The canvas: as large as there is room, and always with the newest picture that it was given.

import { draw, ready } from "./draw.js";

export class Canvas {
  // over: what lies over the picture, and is as large. again: called when the canvas has another size, and is empty.
  constructor(canvas, over, again) {
    Object.assign(this, { canvas, over, again });
    this.context = canvas.getContext("2d");
    this.number = 0;
  }

  get width() { return this.canvas.width; }

  // Fill the room that there is with a frame of a shape, such as "16:9".
  fit(shape) {
    const [across, down] = shape.split(":").map(Number), room = this.canvas.parentElement.getBoundingClientRect();
    const scale = Math.min(room.width / across, room.height / down);
    if (!(scale > 0)) return;
    for (const each of [this.canvas, ...this.over]) {
      Object.assign(each.style, { width: `${across * scale}px`, height: `${down * scale}px` });
    }
    const [width, height] = [across, down].map((side) => Math.round(side * scale * devicePixelRatio));
    if (this.canvas.width === width && this.canvas.height === height) return;
    Object.assign(this.canvas, { width, height });
    this.again();
  }

  // Draw a picture of a film, once its images are read; by then there may be a newer one.
  async show(film, picture, frame) {
    const number = ++this.number;
    await ready(film, picture);
    if (number !== this.number) return;
    draw(this.context, film, picture);
    Object.assign(this.canvas.dataset, { frame, run: film.run });
  }
}
