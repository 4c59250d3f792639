import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** As many as fit four bits. */
const MOST_COLORS = 16;
/** Taken for being frequent alone: the background, the letters, and their edges. */
const GREYS = 9;
const SIGNATURE_BYTES = 8;

/**
 * A screenshot (PNG, 8 bits a channel, no interlacing) in a palette of its most frequent colors: a page of text has few,
 * and the rest are edges of letters, which get the nearest of them.
 *
 * @see https://www.w3.org/TR/png-3/
 */
export function smallerPng(png: Buffer): Buffer {
  const { width, height, channels, rows } = read(png);
  const colors = new Uint32Array(width * height);
  for (let at = 0; at < colors.length; at++) colors[at] = rows.readUIntBE(at * channels, 3);
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  const weight = ([color, count]: [number, number]): number => count * (1 + saturation(color));
  const colorful = byCount.slice(GREYS).sort((a, b) => weight(b) - weight(a));
  const palette = [...byCount.slice(0, GREYS), ...colorful].slice(0, MOST_COLORS).map(([color]) => color);
  const indexOf = new Map(byCount.map(([color]) => [color, nearest(palette, color)]));

  // Two pixels a byte, the left one in the higher half; before each line its filter, none.
  const stride = 1 + Math.ceil(width / 2);
  const lines = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * stride + 1 + (x >> 1);
      const index = indexOf.get(colors[y * width + x] ?? 0) ?? 0;
      lines[at] = (lines[at] ?? 0) | (x % 2 === 0 ? index << 4 : index);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([4, 3, 0, 0, 0], 8);
  const table = Buffer.alloc(palette.length * 3);
  for (const [index, color] of palette.entries()) table.writeUIntBE(color, index * 3, 3);
  const signature = png.subarray(0, SIGNATURE_BYTES);
  const data = chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 }));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', table),
    data,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** How colourful: the few letters in a colour of their own must not lose it to the many shades of grey. */
function saturation(color: number): number {
  const parts = [color >> 16, (color >> 8) & 255, color & 255];
  return Math.max(...parts) - Math.min(...parts);
}

function nearest(palette: readonly number[], color: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const distance =
      ((color >> 16) - (other >> 16)) ** 2 +
      (((color >> 8) & 255) - ((other >> 8) & 255)) ** 2 +
      ((color & 255) - (other & 255)) ** 2 +
      // Black letters are not drawn in a dark green.
      (saturation(color) - saturation(other)) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}

/** The pixels of a picture, line after line, `channels` bytes each (3 or 4). */
function read(png: Buffer): { width: number; height: number; channels: number; rows: Buffer } {
  const packed: Buffer[] = [];
  let head = Buffer.alloc(13);
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') head = Buffer.from(data);
    if (name === 'IDAT') packed.push(data);
    at += length + 12;
  }
  const channels = head[9] === 6 ? 4 : 3;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  return {
    width,
    height,
    channels,
    rows: unfiltered(inflateSync(Buffer.concat(packed)), width * channels, channels),
  };
}

/** Takes the filters off, which say each byte as its difference from bytes to the left and above. */
function unfiltered(lines: Buffer, stride: number, channels: number): Buffer {
  const height = lines.length / (stride + 1);
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (rows[at - channels] ?? 0);
      const above = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (rows[at - stride - channels] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      rows[at] = ((lines[y * (stride + 1) + 1 + x] ?? 0) + guess) & 255;
    }
  }
  return rows;
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(estimate - value));
  if ((a ?? 0) <= (b ?? 0) && (a ?? 0) <= (c ?? 0)) return left;
  return (b ?? 0) <= (c ?? 0) ? above : corner;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
