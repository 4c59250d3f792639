import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { withoutPasswords } from '../../src/cli/screen/without-passwords.ts';
import { testFolder } from '../journal/folder.ts';
import { fakeIo } from './fake-io.ts';

const DATABASE = 'postgres://ada:s3cret@127.0.0.1:1/e911';
const WRONG = [
  ['runs', DATABASE],
  ['resume', DATABASE],
  ['undo', DATABASE],
  ['verify', DATABASE],
  ['review', DATABASE],
  ['plan', DATABASE],
  ['validate', DATABASE],
  ['plan', 'numbers.csv', DATABASE],
  ['export', DATABASE],
  ['schema', DATABASE],
  ['template', DATABASE],
  [DATABASE],
  ['plan', 'numbers.csv', '--rows', DATABASE],
  ['plan', 'numbers.csv', '--config', DATABASE],
  ['plan', 'numbers.csv', `--stat=${DATABASE}`],
  ['migrate', DATABASE, 'twilio'],
];

it.each(WRONG.flatMap((argv) => [[argv], [[...argv, '--json']]]))('%j shows no password', async (argv) => {
  const fake = fakeIo(testFolder());
  expect(await main(argv, fake.io)).not.toBe(0);
  const said = fake.out() + fake.err();
  expect(said).not.toBe('');
  expect(said).not.toContain('s3cret');
});

it('takes the passwords of all URLs, and nothing else', () => {
  expect(withoutPasswords(`x ${DATABASE}, y`)).toBe('x postgres://ada:***@127.0.0.1:1/e911, y');
  expect(withoutPasswords('postgres://h/d?user=a&password=p%20w&sslmode=require')).toBe(
    'postgres://h/d?user=a&password=***&sslmode=require',
  );
  for (const plain of ['http://127.0.0.1:8080/users/a@b.c', 'see https://a.b/c and ann@b.c:5', 'a:b@c']) {
    expect(withoutPasswords(plain)).toBe(plain);
  }
});
