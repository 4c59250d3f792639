import { expect, it } from 'vitest';
import { unseenSettings } from '../../src/plan/unseen-settings.ts';
import { numberState, requestOf } from '../journal/records.ts';

const URL = 'https://example.com/status';
const LEFT = { app_id: 'a', voice_status_url: URL };
const provider = { accountKey: 'key', capabilities: { hiddenSettings: ['voice_status_url'] } };

const unseen = (left: object | null, shown: object, asked: object = { voice_status_url: URL }) =>
  unseenSettings(
    { settingsLeft: async () => left },
    provider as never,
    { ...numberState(1), settings: shown },
    { ...requestOf(1), settings: asked },
  );

it('is what the last update left, while everything that is shown is as it left it', async () => {
  expect(await unseen(LEFT, { app_id: 'a' })).toEqual({ voice_status_url: URL });
  expect(await unseen(LEFT, { app_id: 'a', inbound_sms_url: '' })).toEqual({ voice_status_url: URL });
});

it('is not known after a change from elsewhere, without an update, or in a subaccount', async () => {
  expect(await unseen(LEFT, { app_id: 'b' })).toEqual({});
  expect(await unseen(LEFT, {})).toEqual({});
  expect(await unseen(LEFT, { app_id: 'a', inbound_sms_url: URL })).toEqual({});
  expect(await unseen(null, { app_id: 'a' })).toEqual({});
  expect(await unseen(LEFT, { app_id: 'a' }, { voice_status_url: URL, subaccount_key: 'k' })).toEqual({});
});
