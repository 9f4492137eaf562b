// A picture on a canvas, in the order and with the strokes of the films, at any size.

const JOINS = ["miter", "round", "bevel"];
const CAPS = ["butt", "round", "square"];

export async function ready(film, picture) {
  const waiting = [];
  for (const number of picture.shown) {
    const element = film.elements.get(number);
    if (element.kind === "image" && !element.bitmap) {
      element.coming ??= createImageBitmap(element.blob).then((bitmap) => { element.bitmap = bitmap; element.blob = null; });
      waiting.push(element.coming);
    }
  }
  if (waiting.length) await Promise.all(waiting);
}

export function draw(context, film, picture) {
  const { width, height } = context.canvas;
  const [x, y, across, up] = picture.view;
  const scale = width / across;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = css(picture.ground.slice(0, 3).concat(picture.ground[3] / 255));
  context.fillRect(0, 0, width, height);
  const toPixels = [scale, 0, 0, -height / up, width / 2 - x * scale, height / 2 + y * (height / up)];
  for (const number of picture.shown) {
    const element = film.elements.get(number);
    if (element.kind === "shape") {
      context.setTransform(...toPixels);
      drawShape(context, element);
    } else if (element.bitmap) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      const [left, top, right, bottom] = element.box;
      context.drawImage(element.bitmap, left * width, top * height, (right - left) * width, (bottom - top) * height);
    }
  }
}

function drawShape(context, shape) {
  const path = (shape.path ??= outline(shape));
  stroke(context, path, shape.below);
  if (shape.fill) {
    context.fillStyle = paint(context, shape.fill);
    context.fill(path);
  }
  stroke(context, path, shape.above);
}

function stroke(context, path, pen) {
  if (!pen) return;
  context.strokeStyle = paint(context, pen.paint);
  context.lineWidth = pen.width;
  context.lineJoin = JOINS[pen.join];
  context.lineCap = CAPS[pen.cap];
  context.stroke(path);
}

function outline(shape) {
  const path = new Path2D(), p = shape.data;
  for (const [first, last, closed] of shape.subpaths) {
    path.moveTo(p[2 * first], p[2 * first + 1]);
    for (let k = 2 * first + 2; k < 2 * last; k += 8) {
      path.bezierCurveTo(p[k], p[k + 1], p[k + 2], p[k + 3], p[k + 4], p[k + 5]);
    }
    if (closed) path.closePath();
  }
  return path;
}

function paint(context, { colours, ends }) {
  if (!ends || colours.length === 1) return css(colours[0]);
  const gradient = context.createLinearGradient(...ends[0], ...ends[1]);
  colours.forEach((colour, k) => gradient.addColorStop(k / (colours.length - 1), css(colour)));
  return gradient;
}

function css([red, green, blue, alpha]) {
  return `rgba(${red},${green},${blue},${alpha})`;
}
