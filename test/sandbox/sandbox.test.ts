import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { realClock } from './real-clock.ts';

test('the sandbox hands out a config of references and the environment they name', async () => {
  const sandbox = await startSandbox({ clock: realClock, random: () => 0.5, scale: 0 });
  try {
    const config = parse(sandbox.configText);
    const twilio = sandbox.standIns.find(({ account }) => account === 'twilio');
    expect(config.accounts.twilio).toEqual({
      provider: 'twilio',
      account_sid: 'env:TWILIO_ACCOUNT_SID',
      auth_token: 'env:TWILIO_AUTH_TOKEN',
      base_url: twilio?.origin,
      limits: { requests_per_second: 20, burst: 1, concurrency: 16 },
    });
    expect(config.defaults).toEqual({ account: 'twilio', country: 'US' });
    // Both dialects of one provider, each an account of its own.
    expect(config.accounts.bandwidth).toMatchObject({ provider: 'bandwidth', dialect: 'endpoints' });
    expect(config.accounts['bandwidth-orders']).toMatchObject({ provider: 'bandwidth', dialect: 'orders' });
    for (const secret of Object.values(sandbox.environment)) expect(sandbox.configText).not.toContain(secret);
    const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = sandbox.environment;
    const answer = await fetch(`${twilio?.origin}/2010-04-01/Accounts/${sid}.json`, {
      headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
    });
    expect(await answer.json()).toMatchObject({ sid, status: 'active' });
  } finally {
    await sandbox.close();
  }
});

test('a port that is taken closes what was opened and says so', async () => {
  const first = await startSandbox({ clock: realClock, random: () => 0.5 });
  try {
    const port = Number(new URL(first.standIns[0]?.origin ?? '').port);
    const second = startSandbox({ clock: realClock, random: () => 0.5, ports: port });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  } finally {
    await first.close();
  }
});
