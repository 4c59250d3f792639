import { describe, expect, it } from 'vitest';
import { createRecentEndpoints } from '../../../src/providers/bandwidth/endpoints/recent-endpoints.ts';
import type { Endpoint } from '../../../src/providers/bandwidth/endpoints/wire.ts';

function endpoint(number: number, locationId = 'old', alternateEndUserId = `user${number}`): Endpoint {
  return {
    endpointId: `ep${number}`,
    alternateEndUserId,
    callerName: 'City Desk',
    locationId,
    telephoneNumber: `+1206555000${number}`,
    activated: 'true',
  };
}

describe('the list of endpoints that changes look at', () => {
  it('serves for five seconds, and up to a minute when it took long', () => {
    const recent = createRecentEndpoints();
    expect(recent.current(0)).toBeNull();
    recent.begin(1000)([endpoint(1)], 1100);
    expect(recent.current(5999)?.byId('ep1')?.locationId).toBe('old');
    expect(recent.current(6000)).toBeNull();
    recent.begin(10_000)([endpoint(1)], 11_000);
    expect(recent.current(29_999)).not.toBeNull();
    expect(recent.current(30_000)).toBeNull();
    recent.begin(100_000)([endpoint(1)], 130_000);
    expect(recent.current(159_999)).not.toBeNull();
    expect(recent.current(160_000)).toBeNull();
  });

  it('has what was changed since, by ID, key, and end user', () => {
    const recent = createRecentEndpoints();
    recent.begin(0)([endpoint(1), endpoint(2)], 1);
    recent.put(endpoint(1, 'new', 'other'));
    recent.put(endpoint(3));
    recent.remove('ep2');
    const index = recent.current(2);
    expect(index?.byId('ep1')?.locationId).toBe('new');
    expect(index?.ofUser('user1')).toEqual([]);
    expect(index?.ofUser('other')).toEqual([endpoint(1, 'new', 'other')]);
    expect(index?.ofKey('+12065550001')).toHaveLength(1);
    expect(index?.ofKey('+12065550002')).toEqual([]);
    expect(index?.ofKey('+12065550003')).toEqual([endpoint(3)]);
  });

  it('has what was changed while it was read, though it may not show it', () => {
    const recent = createRecentEndpoints();
    recent.put(endpoint(4, 'before the list, which shows it'));
    const take = recent.begin(0);
    recent.put(endpoint(3));
    recent.put(endpoint(1, 'new'));
    recent.remove('ep2');
    const index = take([endpoint(1), endpoint(2)], 1);
    expect(index.byId('ep1')?.locationId).toBe('new');
    expect(index.byId('ep2')).toBeNull();
    expect(index.byId('ep3')).toEqual(endpoint(3));
    expect(index.byId('ep4')).toBeNull();
    expect(recent.current(2)).toBe(index);
  });

  it('is not kept when the outcome of a change became unknown while it was read', () => {
    const recent = createRecentEndpoints();
    recent.begin(0)([endpoint(1)], 1);
    const take = recent.begin(2);
    recent.drop();
    expect(recent.current(3)).toBeNull();
    expect(take([endpoint(1)], 4).byId('ep1')).not.toBeNull();
    expect(recent.current(5)).toBeNull();
  });
});
