/// <reference lib="dom" />
/** Pairs of text and ground with less than 4.5:1 (WCAG 2.2, 1.4.3). Runs in the page. */
export function weakColors(): string[] {
  const style = getComputedStyle(document.documentElement);
  const luminance = (name: string): number => {
    const hex = style
      .getPropertyValue(name)
      .trim()
      .replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const tones = ['good', 'planned', 'waiting', 'attention', 'bad', 'quiet'];
  const pairs = [
    ...['--ink', '--muted', ...tones.map((tone) => `--${tone}`)].flatMap((text) => [
      [text, '--page'],
      [text, '--surface'],
    ]),
    ...tones.map((tone) => [`--${tone}`, `--${tone}-soft`]),
  ];
  return pairs.flatMap(([text = '', ground = '']) => {
    const [high = 0, low = 0] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    return ratio >= 4.5 ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
  });
}
