// Draws the strokes that package show records (raster.Record) on a canvas.

const font = '"Liberation Sans", Arial, Helvetica, sans-serif';
const dash = [6, 4];

// A theme turns the colours of a light page into those of a dark one: the lightness is reversed, and
// the hue stays.
const themes = { light: new Map(), dark: new Map() };

function rgba(hex) {
  return [1, 3, 5, 7].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

// darkened reverses the lightness of a colour. White becomes the paper of a dark page.
function darkened([r, g, b]) {
  const most = Math.max(r, g, b), least = Math.min(r, g, b);
  const lightness = (most + least) / 510;
  const chroma = (most - least) / 255;
  let to = 0.09 + 0.85 * (1 - lightness);
  // A strong colour keeps a contrast of 4.5 with the dark paper, and does not glare.
  if (chroma > 0.25 && lightness < 0.55) to = Math.min(0.72, Math.max(0.64, to));
  const was = 1 - Math.abs(2 * lightness - 1), is = 1 - Math.abs(2 * to - 1);
  const scale = was > 0 ? Math.min(1, ((chroma / was) * is) / Math.max(chroma, 1e-9)) : 0;
  const middle = (most + least) / 2;
  return [r, g, b].map((v) => Math.round(Math.min(255, Math.max(0, 255 * to + (v - middle) * scale))));
}

function color(hex, theme) {
  let css = themes[theme].get(hex);
  if (!css) {
    const [r, g, b, a] = rgba(hex);
    const rgb = theme === "dark" ? darkened([r, g, b]) : [r, g, b];
    css = `rgba(${rgb.join(",")},${a / 255})`;
    themes[theme].set(hex, css);
  }
  return css;
}

const paper = "#FFFFFFFF";

// paint draws strokes on a canvas that is as wide as the page lets it be.
export function paint(canvas, drawing, theme, cursor) {
  const dense = window.devicePixelRatio || 1;
  const w = Math.round(drawing.width * dense), h = Math.round(drawing.height * dense);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = drawing.width + "px";
    canvas.style.aspectRatio = `${drawing.width} / ${drawing.height}`;
  }
  const c = canvas.getContext("2d");
  c.setTransform(dense, 0, 0, dense, 0, 0);
  c.fillStyle = color(paper, theme);
  c.fillRect(0, 0, drawing.width, drawing.height);
  for (const stroke of drawing.strokes) draw[stroke[0]](c, theme, ...stroke.slice(1));
  if (cursor) crosshair(c, theme, drawing, cursor);
}

function trace(c, points) {
  c.beginPath();
  for (let i = 0; i < points.length; i += 2) c.lineTo(points[i], points[i + 1]);
}

const draw = {
  line(c, theme, hex, width, dashed, points) {
    trace(c, points);
    c.strokeStyle = color(hex, theme);
    c.lineWidth = width;
    c.setLineDash(dashed ? dash : []);
    c.stroke();
  },
  area(c, theme, hex, points) {
    trace(c, points);
    c.fillStyle = color(hex, theme);
    c.fill();
  },
  dots(c, theme, hex, radius, rim, at) {
    const rims = color(paper.slice(0, 7) + hex.slice(7), theme), fill = color(hex, theme);
    for (let i = 0; i < at.length; i += 2) {
      if (rim > 0) disc(c, rims, at[i], at[i + 1], radius + rim);
      disc(c, fill, at[i], at[i + 1], radius);
    }
  },
  picture(c, theme, x0, y0, x1, y1, columns, rows, data) {
    const bytes = Uint8ClampedArray.from(atob(data), (letter) => letter.charCodeAt(0));
    if (theme === "dark") {
      for (let i = 0; i < bytes.length; i += 4) bytes.set(darkened(bytes.subarray(i, i + 3)), i);
    }
    const small = new OffscreenCanvas(columns, rows);
    small.getContext("2d").putImageData(new ImageData(bytes, columns, rows), 0, 0);
    c.imageSmoothingEnabled = true;
    c.imageSmoothingQuality = "high";
    c.drawImage(small, x0, y0, x1 - x0, y1 - y0);
  },
  text(c, theme, hex, size, bold, align, x, y, width, text) {
    write(c, size, bold, align);
    c.fillStyle = color(hex, theme);
    c.fillText(text, x, y, width + 1);
  },
  halo(c, theme, hex, size, bold, align, x, y, width, text) {
    write(c, size, bold, align);
    c.strokeStyle = color(hex, theme);
    c.lineWidth = 3;
    c.lineJoin = "round";
    c.setLineDash([]);
    c.strokeText(text, x, y, width + 1);
  },
  upwards(c, theme, hex, size, x, y, width, text) {
    c.save();
    c.translate(x, y);
    c.rotate(-Math.PI / 2);
    draw.text(c, theme, hex, size, false, "center", 0, 0, width, text);
    c.restore();
  },
  cut(c, theme, x, y, w, h) {
    c.save();
    c.beginPath();
    c.rect(x, y, w, h);
    c.clip();
  },
  whole(c) {
    c.restore();
  },
};

function disc(c, fill, x, y, radius) {
  c.fillStyle = fill;
  c.beginPath();
  c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fill();
}

function write(c, size, bold, align) {
  c.font = `${bold ? "bold " : ""}${size}px ${font}`;
  c.textAlign = align;
}

function crosshair(c, theme, drawing, { panel, x, y }) {
  const p = drawing.panels[panel];
  if (!p) return;
  const at = { x: p.x + ((x - p.x0) / (p.x1 - p.x0)) * p.w, y: p.y + p.h - ((y - p.y0) / (p.y1 - p.y0)) * p.h };
  c.setLineDash([]);
  c.lineWidth = 1.5;
  c.strokeStyle = color("#333333FF", theme);
  c.beginPath();
  c.arc(at.x, at.y, 7, 0, 2 * Math.PI);
  c.moveTo(at.x - 11, at.y);
  c.lineTo(at.x + 11, at.y);
  c.moveTo(at.x, at.y - 11);
  c.lineTo(at.x, at.y + 11);
  c.stroke();
}

// placeOf returns the panel and the values at a place of the canvas, in pixels of the page. Outside of
// all panels it is the nearest place of the panel that is asked for, or null.
export function placeOf(canvas, drawing, clientX, clientY, held) {
  const box = canvas.getBoundingClientRect();
  const x = ((clientX - box.left) / box.width) * drawing.width, y = ((clientY - box.top) / box.height) * drawing.height;
  let panel = drawing.panels.findIndex((p) => x >= p.x && x <= p.x + p.w && y >= p.y && y <= p.y + p.h);
  if (held !== undefined && panel !== held) panel = held;
  if (panel < 0) return null;
  const p = drawing.panels[panel];
  const across = Math.min(1, Math.max(0, (x - p.x) / p.w)), up = Math.min(1, Math.max(0, (p.y + p.h - y) / p.h));
  return { panel, x: p.x0 + across * (p.x1 - p.x0), y: p.y0 + up * (p.y1 - p.y0) };
}
