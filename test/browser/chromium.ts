import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The browser of the machine: `CHROMIUM`, or Debian's `chromium` in the PATH; null when there is none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const places = named === undefined ? folders.map((folder) => path.join(folder, 'chromium')) : [named];
  return places.find(isExecutable) ?? null;
}

function isExecutable(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts the browser without a window. Root may not use its sandbox; the pages here are our own. Letters without coloured edges make small pictures. */
export function launch(executablePath: string): Promise<Browser> {
  const args = ['--disable-lcd-text', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  return chromium.launch({ executablePath, args });
}

/** A page with what it must not do: complain, call anyone, ask anything. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
  /** Addresses asked for, beside the file itself. */
  readonly requests: string[];
}

/** Opens a file as a double click would, and notes whatever it does that a report must not do. */
export async function openWatched(browser: Browser, file: string): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const url = `file://${file}`;
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}
