const COLORS: Readonly<Record<string, string>> = {
  1: 'font-weight:bold',
  2: 'opacity:.6',
  4: 'text-decoration:underline',
  31: 'color:#b3261e',
  32: 'color:#1a7f37',
  33: 'color:#8a6100',
};

/** What a terminal so many columns wide shows, its styles as elements; `prompt` is put before it in bold. */
export function terminalHtml(text: string, columns: number, prompt = ''): string {
  const style = `margin:0;padding:16px;width:${columns}ch;font:14px/1.35 monospace;white-space:pre-wrap;word-break:break-all;background:#fff;color:#1f2328`;
  const head = prompt === '' ? '' : `<b>${prompt}</b>\n`;
  return `<pre style="${style}">${head}${asHtml(text)}</pre>`;
}

/** Styles of a terminal as elements. */
function asHtml(text: string): string {
  const csi = String.fromCharCode(27, 91);
  const [first = '', ...styled] = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').split(csi);
  return styled.reduce((html, part) => {
    const end = part.indexOf('m');
    const codes = part.slice(0, end).split(';');
    const css = codes.flatMap((code) => COLORS[code] ?? []).join(';');
    // A style that ends: 0 ends all, 22, 24 and 39 end one.
    const open = css === '' ? '' : `<span style="${css}">`;
    return `${html}${open}${part.slice(end + 1)}${open === '' ? '' : '</span>'}`;
  }, first);
}
