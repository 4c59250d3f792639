import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/providers/contract.ts';
import {
  associateStep,
  type ContractSetup,
  contentOf,
  countEffects,
  countedCall,
  everythingIn,
  failureOf,
  read,
  readCall,
  type World,
  type WorldSize,
} from './world.ts';

/** What goes wrong on the way: what is known afterward, and what a look finds out. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function describeTroubleContract(
  setup: ContractSetup,
  start: (size?: WorldSize) => Promise<World>,
): void {
  /** The steps that a lost answer hurts: the ones that make something, and the ones that cover and uncover. */
  const losable: readonly { kind: Step['kind']; make: (world: World) => Promise<Step> }[] = [
    {
      kind: 'create-address',
      make: async () => ({ kind: 'create-address', ...contentOf(setup.places.exact) }),
    },
    {
      kind: 'associate',
      make: (world) => associateStep(world, setup.numbers.free, contentOf(setup.places.exact)),
    },
    {
      kind: 'disassociate',
      make: async (world) => {
        const { handle } = await read(world, setup.numbers.covered);
        return { kind: 'disassociate', phoneNumber: setup.numbers.covered, handle, tag: 'e911contract01' };
      },
    },
  ];

  const hasStep = (world: World, kind: Step['kind']): boolean =>
    kind !== 'create-address' || world.account.capabilities.addressModel === 'own-resource';

  // A lost answer is a question, not a reason to send again.
  describe.each(losable)('a $kind whose answer is lost', ({ kind, make }) => {
    it.each(['reset-after', 'truncate', 'status-after'] as const)(
      'was carried out (%s): unknown, and a look finds it done exactly once',
      async (deed) => {
        const world = await start();
        if (!hasStep(world, kind)) return expect(countEffects(world, kind)).toBe(0);
        const step = await make(world);
        world.setFaults([{ when: { operation: kind }, do: deed, times: 1 }]);
        const call = countedCall();
        const error = await failureOf(world.account.execute(step, call));
        expect(error.kind).toBe('unknown');
        expect(call.sent()).toBe(1);
        expect(await world.account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
        expect(countEffects(world, kind)).toBe(1);
      },
    );

    it.each(['reset-before', 'status'] as const)(
      'was not carried out (%s): unknown, and a look says so',
      async (deed) => {
        const world = await start();
        if (!hasStep(world, kind)) return expect(countEffects(world, kind)).toBe(0);
        const step = await make(world);
        world.setFaults([{ when: { operation: kind }, do: deed, status: 503, times: 1 }]);
        const call = countedCall();
        const error = await failureOf(world.account.execute(step, call));
        expect(error.kind).toBe('unknown');
        expect(call.sent()).toBe(1);
        expect(await world.account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
        expect(countEffects(world, kind)).toBe(0);
      },
    );
  });

  // A refusal for haste is not a refusal of the thing.
  describe('too many requests', () => {
    it('says throttled for a change: not carried out, safe to send again', async () => {
      const world = await start();
      const step = await associateStep(world, setup.numbers.free, contentOf(setup.places.exact));
      world.setFaults([
        { when: { operation: 'associate' }, do: 'status', status: 429, retryAfter: 0, times: 1 },
      ]);
      const error = await failureOf(world.account.execute(step, countedCall()));
      expect(error.kind).toBe('throttled');
      expect(countEffects(world, 'associate')).toBe(0);
      await world.account.execute(step, countedCall());
      expect(countEffects(world, 'associate')).toBe(1);
    });
  });

  // Reads may be repeated, and never have the journal's word before them.
  describe('reads', () => {
    it('come through a passing trouble by themselves', async () => {
      const world = await start();
      world.setFaults([{ when: { method: 'GET' }, do: 'status', status: 503, times: 1 }]);
      expect((await read(world, setup.numbers.covered)).emergency.state).toBe('covered');
    });

    it('leave no outcome in doubt, whatever comes in place of what they ask for', async () => {
      const world = await start();
      const answers = [
        [{ status: 409 }, { kind: 'refused', code: 'PROVIDER_REFUSED' }],
        [{ status: 503 }, { kind: 'unknown', code: 'PROVIDER_NOT_READ' }],
        [
          { status: 200, body: '{' },
          { code: expect.stringMatching(/^PROVIDER_(NOT_READ|LIST_INCOMPLETE)$/) },
        ],
      ] as const;
      for (const [answer, failure] of answers) {
        world.setFaults([{ when: { method: 'GET' }, do: 'status', ...answer }]);
        await expect(read(world, setup.numbers.covered)).rejects.toMatchObject(failure);
      }
    });

    it('are never counted as changes', async () => {
      const world = await start();
      const call = countedCall();
      await world.account.findNumber(setup.numbers.free, call);
      for await (const _page of world.account.listNumbers(call)) break;
      for await (const _page of world.account.listAddresses(call)) break;
      expect(call.sent()).toBe(0);
      expect(world.effects).toEqual([]);
    });
  });

  // Errors go into files that are mailed around.
  describe('errors', () => {
    it('show no secret, not even one that the provider sends back', async () => {
      const world = await start();
      const step = await associateStep(world, setup.numbers.free, contentOf(setup.places.exact));
      const echo = { code: 1, message: `You sent ${world.secrets.join(' and ')}` };
      for (const status of [400, 401, 403, 404, 409, 500]) {
        world.setFaults([{ do: 'status', status, body: JSON.stringify(echo), times: 1 }]);
        const shown = everythingIn(await failureOf(world.account.execute(step, countedCall())));
        for (const secret of world.secrets) expect(shown).not.toContain(secret);
      }
    });

    it('stop when they are told to, before anything is sent', async () => {
      const world = await start();
      const step = await associateStep(world, setup.numbers.free, contentOf(setup.places.exact));
      const before = world.requestCount();
      const call = { ...countedCall(), signal: AbortSignal.abort() };
      const error = await failureOf(world.account.execute(step, call));
      expect(error.kind).toBe('not-sent');
      expect(world.requestCount()).toBe(before);
    });

    it('say that nothing was sent when no server listens', async () => {
      const world = await start();
      await world.stopListening();
      const error = await failureOf(world.account.checkAccess(readCall()));
      expect(error.kind).toBe('not-sent');
    });
  });
}
