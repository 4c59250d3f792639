import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import { templateNames } from '../../src/cli/templates.ts';
import { definitions } from '../../src/providers/registry.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { fakeIo } from './fake-io.ts';

const environment = {
  SID: `AC${'0'.repeat(32)}`,
  KEY: '0a1b2c3d',
  ID: '11111111-2222-4333-8444-555555555555',
  SECRET: 'a-secret-of-no-account',
};
/** The accounts that the templates name, which are those of the sandbox. */
const config = `accounts:
  twilio: { provider: twilio, account_sid: env:SID, auth_token: env:SECRET }
  vonage: { provider: vonage, api_key: env:KEY, api_secret: env:SECRET }
  sinch: { provider: sinch, project_id: env:ID, key_id: env:ID, key_secret: env:SECRET }
  bandwidth: { provider: bandwidth, dialect: endpoints, account_id: '9900911', username: env:KEY, password: env:SECRET }
`;

describe('templates', async () => {
  const names = await templateNames();
  let dir: string;
  let sandbox: Sandbox;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'e911-templates-'));
    sandbox = await startSandbox({ clock: systemClock, random: Math.random });
    await writeFile(path.join(dir, 'sandbox.yaml'), sandbox.configText);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(dir, { recursive: true, force: true });
  });

  const type = async (...argv: string[]) => {
    const fake = fakeIo(dir, { environment: { ...environment, ...sandbox.environment } });
    return { code: await main(argv, fake.io), out: fake.out(), err: fake.err() };
  };

  it.each(names)(
    '%s is written, read back and found right at the accounts of the sandbox, without a warning',
    async (name) => {
      expect((await type('template', name, '--out', `${name}.csv`)).code).toBe(0);
      const checked = await type('validate', `${name}.csv`, '--config', 'sandbox.yaml', '--out', name);
      expect(checked).toMatchObject({ code: 0 });
      const errors = await readFile(path.join(dir, name, 'errors.csv'), 'utf8');
      expect(errors.trim().split('\n').slice(1)).toEqual([]);
    },
  );

  it.each(['all-columns', 'vonage-buy', 'bandwidth-endpoints-recipients'])(
    '%s is a workbook when its name ends so: the same cells, all of them text',
    async (name) => {
      await writeFile(path.join(dir, 'e911.config.yaml'), config);
      const out = path.join(dir, `${name}.XLSX`);
      expect(await type('template', name, '--out', out)).toMatchObject({ code: 0 });
      const [form, help, choices] = (await readXlsx(await readFile(out), { readStyles: true })).sheets;
      const csv: string[][] = parse((await type('template', name)).out, { bom: true });
      const [header = []] = csv;
      expect(form?.rows.slice(0, csv.length)).toEqual(csv);
      const formats = [...(form?.cells?.values() ?? [])].map(({ style }) => style?.numFmt);
      expect(new Set(formats)).toEqual(new Set(['@']));
      // Every column of the form is explained, and the lists are where it looks for them.
      expect(help?.rows.slice(1).map(([column, text]) => [column, text !== ''])).toEqual(
        header.map((column) => [column, true]),
      );
      const listed = form?.dataValidations?.map(({ formula1 }) =>
        /^Choices!\$([A-Z])\$2:\$[A-Z]\$(\d+)$/.exec(formula1 ?? ''),
      );
      const offered = listed?.map((found) => {
        const column = (found?.[1] ?? 'Z').charCodeAt(0) - 65;
        const values = choices?.rows.slice(1, Number(found?.[2])).map((row) => row[column]);
        expect(values?.every((value) => typeof value === 'string' && value !== '')).toBe(true);
        return choices?.rows[0]?.[column];
      });
      const lists = ['action', 'account', 'country', 'region', 'address_kind'];
      expect(offered).toEqual(header.filter((column) => lists.includes(column)));
    },
  );

  it.each(['ods', 'xls', 'xlsm', 'xlsb', 'ODS', 'numbers'])(
    'never writes text under a name in .%s',
    async (ending) => {
      const out = path.join(dir, `sheet.${ending}`);
      for (const command of [
        ['template', 'twilio-assign'],
        ['buy', '--count', '1'],
        ['export', '--sandbox'],
      ]) {
        const { code, err } = await type(...command, '--out', out);
        expect([code, err], command[0]).toMatchObject([
          2,
          expect.stringContaining('has the name of a workbook'),
        ]);
      }
      expect(existsSync(out)).toBe(false);
    },
  );

  it('say when the accounts of a workbook are missing, since the config cannot be read', async () => {
    await writeFile(path.join(dir, 'e911.config.yaml'), 'accounts: [');
    const out = path.join(dir, 'no-accounts.xlsx');
    const { code, err } = await type('template', 'twilio-assign', '--out', out);
    expect(code).toBe(0);
    expect(err).toContain('the workbook offers no accounts, since e911.config.yaml cannot be read');
  });

  it('are there for every action of every provider and dialect', () => {
    const spoken = new Map<string, string>([
      ['add-recipient', 'recipients'],
      ['ignore', ''],
    ]);
    for (const { provider, dialect, capabilities } of definitions) {
      for (const action of capabilities.actions) {
        const short = spoken.get(action) ?? action;
        if (short === '') continue;
        expect(names).toContain([provider, dialect, short].filter(Boolean).join('-'));
      }
    }
  });
});
