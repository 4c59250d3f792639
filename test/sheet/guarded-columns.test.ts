import { describe, expect, it } from 'vitest';
import { read, refused } from './read-header.ts';

describe('a near miss of what decides the rows', () => {
  it.each([
    'acton',
    'Actions',
    'actoin',
    'actn',
    'acount',
    'accuont',
    'Accounts',
    'operaton',
    'ction',
    'sction',
    'Cation',
    'ccount',
    'zaccount',
    '\u0430ction',
    'bccount',
    'act1on',
    '\u0430\u0441tion',
    'a\u0441\u0441ount',
  ])('%s is an error', (name) => {
    const error = refused({ phone: '+12025550123', [name]: 'ignore' });
    expect(error.code).toBe('SHEET_COLUMN_NEAR');
    expect(error.hint).toContain(`--map "${name}=`);
  });

  it.each([
    ['acton', 'ignore'],
    ['Task', 'remove'],
    ['Actions', 'ignore'],
  ])(
    '%s over %s is an error beside an action column without a cell, and not beside one with',
    (name, cell) => {
      const phone = ['+12025550123', '+12025550124'];
      expect(refused({ phone, action: ['', ' '], [name]: [cell, cell] }).code).toBe('SHEET_COLUMN_NEAR');
      expect(refused({ phone, action: '', account: 'main', [name]: cell }).code).toBe('SHEET_COLUMN_NEAR');
      expect(read({ phone, action: ['', 'assign'], [name]: [cell, cell] }).unknown).toContain(name);
      expect(read({ phone, action: ['', ''], [name]: ['', ''] }).unknown).toContain(name);
      const named = [{ header: 'action', column: 'action' }];
      expect(read({ phone, action: ['', ''], [name]: [cell, cell] }, named).unknown).toContain(name);
    },
  );

  it.each(['acti on', 'action?', 'Action:', '*action', ' Action. '])('%s is the column', (name) => {
    expect(read({ phone: '+12025550123', [name]: 'ignore' }).used).toHaveProperty([name], 'action');
  });

  it.each(['Active', 'Section', 'Amount', 'Option', 'Account Number', 'Auth'])('%s is none', (name) => {
    expect(read({ phone: '+12025550123', [name]: 'x' }).unknown).toContain(name);
  });

  it.each(['Do action', 'What to do', 'Maßnahme'])('%s with cells that are actions is an error', (name) => {
    expect(refused({ phone: '+12025550123', [name]: 'Ignore' }).code).toBe('SHEET_COLUMN_NEAR');
    expect(read({ action: 'assign', phone: '+12025550123', [name]: 'remove' }).used).toHaveProperty('action');
  });

  it.each([
    ['Task', 'move site'],
    ['job', 'Add_Address'],
    ['task', 'disable'],
    ['What to do', 'validate'],
    ['Type', 'remove'],
    ['Location', 'ignore'],
  ])('%s over %s is an error', (name, cell) => {
    expect(refused({ phone: '+12025550123', [name]: cell }).code).toBe('SHEET_COLUMN_NEAR');
  });

  it.each([
    'Action #',
    'Row Action',
    'E911 Action',
    'Action Needed',
    'Action (assign, remove)',
    'To-do',
    'Operation',
  ])('%s over an action in other words is an error', (name) => {
    for (const cell of ['IGNORE - do not touch', 'remove.', 'skip', 'Delete it']) {
      expect(refused({ phone: '+12025550123', [name]: cell }).code).toBe('SHEET_COLUMN_NEAR');
    }
    expect(read({ phone: '+12025550123', [name]: 'call Ann first' }).unknown).toContain(name);
  });

  it.each(['enable', 'validate', 'removed', 'ignore the dog'])('%s under SMS is none', (cell) => {
    expect(read({ phone: '+12025550123', SMS: cell }).unknown).toContain('SMS');
  });

  it('is said only when the true column is there too, or the user says what it is', () => {
    expect(read({ action: 'ignore', Actions: 'x' }).used).toEqual({ action: 'action' });
    expect(read({ acton: 'ignore' }, [{ header: 'Acton', column: 'action' }]).used).toEqual({
      acton: 'action',
    });
    expect(read({ acton: 'ignore' }, [{ header: 'acton', column: '' }])).toMatchObject({
      used: {},
      warnings: [],
    });
  });
});

describe('a column that names accounts of the config', () => {
  const accounts = { has: (name: string) => ['main', 'east', 'west'].includes(name), fallback: 'main' };
  const phone = ['+12025550123', '+12025550124', '+12025550125'];

  it.each(['acct', 'account_id', 'acct name', 'konto', 'Carrier', 'Tenant', 'Location', ''])(
    '"%s" is an error',
    (name) => {
      const error = refused({ [name]: ['main', '', 'east '], phone }, [], accounts);
      expect(error.code).toBe('SHEET_COLUMN_NEAR');
      expect(error.message).toContain('all rows go to "main"');
      expect(error.hint).toContain(name === '' ? 'Name it account' : `--map "${name}=account"`);
      expect(refused({ [name]: 'west', phone }, [], accounts).code).toBe('SHEET_COLUMN_NEAR');
    },
  );

  it.each([
    { case: 'the account that rows go to anyway', acct: ['main', 'main'] },
    { case: 'a cell that is no account', acct: ['east', 'north'] },
    { case: 'no cell', acct: ['', ''] },
    { case: 'an account column beside it', acct: ['east', 'west'], account: 'main' },
  ])('is none with $case', ({ case: _, ...cells }) => {
    expect(read({ phone, ...cells }, [], accounts).unknown).toContain('acct');
  });

  it('is what the user says it is', () => {
    const sheet = { phone, acct: ['east', 'west', 'main'] };
    expect(read(sheet, [{ header: 'acct', column: 'account' }], accounts).used['acct']).toBe('account');
    expect(read(sheet, [{ header: 'acct', column: '' }], accounts).unknown).toContain('acct');
  });
});
