import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicAuth } from '../../src/http/authorization.ts';
import { encodeForm } from '../../src/http/form.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { rateLimitResetMs, retryAfterMs } from '../../src/http/retry-after.ts';
import { failureKind } from '../../src/http/status-kind.ts';
import { buildXml, readXml, XmlError } from '../../src/http/xml.ts';
import { growthOf, MOST_GROWTH } from '../growth.ts';

describe('redaction', () => {
  const secret = 'canary/5+Za&"9 x';
  const { redact, learn } = createRedactor([secret]);
  const forms: Record<string, string> = {
    plain: secret,
    'percent-encoded': encodeURIComponent(secret),
    form: new URLSearchParams({ a: secret }).toString(),
    json: JSON.stringify({ secret }),
    xml: buildXml('Key', { Inner: secret }),
    base64: Buffer.from(secret).toString('base64'),
    hex: Buffer.from(secret).toString('hex'),
    basic: basicAuth('u', secret),
    'basic, one further': basicAuth('us', secret),
    'basic, two further': basicAuth('use', secret),
    base64url: Buffer.from(`id:${secret}`).toString('base64url'),
  };
  it.each(Object.entries(forms))('hides the secret written as %s', (_name, text) => {
    const clean = redact(`before ${text} after`);
    expect(clean).toContain('***');
    expect(clean).not.toContain('canary');
    expect(clean).not.toContain(Buffer.from(secret).toString('base64').slice(4, 14));
    expect(clean).toMatch(/^before /);
    expect(clean).toMatch(/ after$/);
  });

  it('never shows a secret, whatever is around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (key, before, after) => {
        fc.pre(!'***'.includes(key) && !key.includes('*'));
        const text = `${before}${key}${after}`;
        expect(createRedactor([key]).redact(text)).not.toContain(key);
      }),
    );
  });

  it('hides a token that came up on the way, and leaves other text alone', () => {
    expect(redact('eyJhbGciOi.token')).toBe('eyJhbGciOi.token');
    learn('eyJhbGciOi.token');
    expect(redact('Bearer eyJhbGciOi.token!')).toBe('Bearer ***!');
  });

  it('takes a time in proportion to the length of a base64 text', () => {
    expect(growthOf((chars) => redact('A'.repeat(chars)), 2_000_000)).toBeLessThan(MOST_GROWTH);
  });
});

describe('Retry-After', () => {
  const wall = Date.UTC(2030, 0, 1, 12, 0, 0);
  it.each([
    ['3', 3000],
    ['0', 0],
    [' 12 ', 12_000],
    ['99999', 99_999_000],
    ['99999999999999', 100 * 365 * 86_400_000],
    ['Tue, 01 Jan 2030 12:00:05 GMT', 5000],
    ['Tue, 01 Jan 2030 11:00:00 GMT', 0],
    ['Wed, 02 Jan 2030 12:00:00 GMT', 86_400_000],
    ['1.5', null],
    ['-3', null],
    ['soon', null],
    ['', null],
    ['2030-01-01', null],
    [undefined, null],
  ])('%s', (header, ms) => expect(retryAfterMs(header, wall)).toBe(ms));

  it('reads X-RateLimit-Reset as seconds since 1970', () => {
    const answer = (reset: string) => ({
      status: 429,
      headers: { 'x-ratelimit-reset': reset },
      text: '',
      requestId: '',
    });
    expect(rateLimitResetMs(answer(String(wall / 1000 + 7)), wall)).toBe(7000);
    expect(rateLimitResetMs(answer('7'), wall)).toBeNull();
  });
});

describe('statuses', () => {
  it.each([
    [429, 'throttled'],
    [401, 'credentials'],
    [408, 'unknown'],
    [425, 'unknown'],
    [500, 'unknown'],
    [503, 'unknown'],
    [302, 'unknown'],
    [400, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [409, 'refused'],
  ])('%i is %s', (status, kind) => expect(failureKind(status)).toBe(kind));
});

describe('forms', () => {
  it('encodes in order, a space as %20, and leaves undefined out', () => {
    expect(
      encodeForm({ Street: '12 Main St #4', Name: "O'Brien & Söhne (x)!*", Empty: '', Gone: undefined }),
    ).toBe('Street=12%20Main%20St%20%234&Name=O%27Brien%20%26%20S%C3%B6hne%20%28x%29%21%2A&Empty=');
  });
  it('is read back the same by any form reader', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(new URLSearchParams(encodeForm({ a: text })).get('a')).toBe(text);
      }),
    );
  });
});

describe('XML', () => {
  const read = (text: string, lists: string[] = []) => readXml(text, { lists }).content;

  it('keeps every value as it is written', () => {
    for (const value of [
      '02139',
      '00501',
      '0003',
      '1E5',
      '0x1A',
      '007',
      '12-34',
      '1/2',
      'true',
      '+12125550123',
      ' a ',
    ]) {
      expect(read(`<A><V>${value}</V></A>`)['V']).toBe(value);
    }
    expect(read('<A><V>O&#39;Neil &amp;amp; &#241; &#xEB;</V></A>')['V']).toBe("O'Neil &amp; ñ ë");
    expect(read('<A><V><![CDATA[<b> & ]]></V></A>')['V']).toBe('<b> & ');
  });

  it.each([0, 1, 2])('reads a list of %i the same way', (count) => {
    const items = Array.from({ length: count }, (_, i) => `\n  <L><Id>${i}</Id></L>`).join('');
    const content = read(`<?xml version="1.0"?>\n<R total="2">${items}\n</R>`, ['L']);
    expect(content['L'] ?? []).toEqual([{ Id: '0' }, { Id: '1' }].slice(0, count));
  });

  it('reads children, texts and attributes that are not asked for', () => {
    const content = read('<R xmlns="urn:x"><C><D a="1">t</D></C><N>1</N><N>2</N></R>', ['N']);
    expect(content).toEqual({ C: { D: 't' }, N: ['1', '2'] });
    expect(content['toString']).toBeUndefined();
  });

  it.each([
    ['empty', ''],
    ['JSON', '{"a":1}'],
    ['HTML', '<html><body>502</body></html>'],
    ['HTML with a doctype', '<!DOCTYPE html><html></html>'],
    ['text', 'not xml'],
    ['truncated', '<A><B>1</B>'],
    ['two roots', '<A/><B/>'],
    ['an unlisted element twice', '<A><B>1</B><B>2</B></A>'],
    ['a bomb', '<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><A>&b;</A>'],
    ['an outer entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><A>&x;</A>'],
    ['very deep', `${'<a>'.repeat(500)}${'</a>'.repeat(500)}`],
    ['prototype', '<A><__proto__><x>1</x></__proto__></A>'],
  ])('refuses %s', (_name, text) => expect(() => read(text)).toThrow(XmlError));

  it('refuses another root', () => {
    expect(() => readXml('<Other/>', { roots: ['Wanted'], lists: [] })).toThrow(/not Wanted/);
  });

  it('never takes a cut-off document for a whole one', () => {
    const whole = buildXml('R', { L: [{ Id: '1' }, { Id: '2' }], Total: '2' });
    for (let end = 0; end < whole.length; end += 1) {
      expect(() => read(whole.slice(0, end), ['L'])).toThrow(XmlError);
    }
    expect(read(whole, ['L'])['L']).toHaveLength(2);
  });

  it('reads back what it builds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\p{Cc}\ufffe\uffff]/u.test(text));
        expect(read(buildXml('A', { V: `x${text}x` }))['V']).toBe(`x${text}x`);
      }),
    );
    expect(read(buildXml('A', { V: ']]> --> <!-- &amp;' }))['V']).toBe(']]> --> <!-- &amp;');
  });

  it('refuses to build what XML cannot hold', () => {
    for (const bad of ['a\u0000', 'a\u001b[2J', '\ud800x', '\uffff']) {
      expect(() => buildXml('A', { V: bad })).toThrow(XmlError);
    }
    expect(() => buildXml('A', { 'no name': 'x' })).toThrow(XmlError);
    expect(buildXml('A', { V: 'x', W: undefined })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><A><V>x</V></A>',
    );
  });
});
