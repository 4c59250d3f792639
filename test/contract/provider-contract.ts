import { afterEach, describe, expect, it } from 'vitest';
import { describeAddressContract } from './address-contract.ts';
import { describeTroubleContract } from './trouble-contract.ts';
import {
  associateStep,
  type ContractSetup,
  carryOut,
  collect,
  contentOf,
  countEffects,
  countedCall,
  failureOf,
  read,
  readCall,
  settled,
  type World,
  type WorldSize,
} from './world.ts';

/**
 * What every provider promises, in the order in which a new adapter is best made to pass it. Nothing is skipped: what a
 * provider cannot do is asserted from its capabilities.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function describeProviderContract(name: string, setup: ContractSetup): void {
  // biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
  describe(`provider contract: ${name}`, () => {
    const worlds: World[] = [];
    const start = async (size?: WorldSize): Promise<World> => {
      const world = await setup.start(size);
      worlds.push(world);
      return world;
    };
    afterEach(async () => {
      await Promise.all(worlds.splice(0).map((world) => world.close()));
    });

    // First of all, get in: one cheap read with credentials.
    describe('access', () => {
      it('lets the right credentials in, and changes nothing by asking', async () => {
        const world = await start();
        const call = countedCall();
        await world.account.checkAccess(call);
        expect(call.sent()).toBe(0);
        expect(world.effects).toEqual([]);
      });

      it('says that wrong credentials are refused, without showing them', async () => {
        const world = await start();
        const error = await failureOf(world.stranger.checkAccess(readCall()));
        expect(error.kind).toBe('credentials');
        expect(error.hint).not.toBe('');
      });

      it('names the account by provider and origin, without a secret', async () => {
        const world = await start();
        expect(world.account.accountKey).toMatch(new RegExp(`^${world.account.provider}:`));
        for (const secret of world.secrets) expect(world.account.accountKey).not.toContain(secret);
        expect(world.stranger.accountKey).toBe(world.account.accountKey);
      });
    });

    // Then read what is there: all of it, and nothing else.
    describe('numbers', () => {
      it.each([0, 1, 2])('lists %i numbers as a list of that length', async (numbers) => {
        const world = await start({ numbers });
        expect(await collect(world.account.listNumbers(readCall()))).toHaveLength(numbers);
      });

      it('lists every number of several pages once', async () => {
        const world = await start({ numbers: setup.severalPages });
        const listed = await collect(world.account.listNumbers(readCall()));
        expect(new Set(listed.map((number) => number.phoneNumber)).size).toBe(setup.severalPages);
        expect(listed).toHaveLength(setup.severalPages);
      });

      it('completes a listed number to what it is by itself, where the list does not show its emergency state', async () => {
        const { account } = await start({ numbers: 1 });
        const [listed] = await collect(account.listNumbers(readCall()));
        if (listed === undefined) throw new Error('The account has one number.');
        expect(account.completeNumber === undefined).toBe(account.capabilities.listShowsEmergency);
        const complete = (await account.completeNumber?.(listed, readCall())) ?? listed;
        expect(complete).toEqual(await account.findNumber(listed.phoneNumber, readCall()));
      });

      it('fails when a later page fails: a shortened list is never an answer', async () => {
        const world = await start({ numbers: setup.severalPages });
        world.setFaults([
          { when: { method: 'GET', nth: 1 }, do: 'delay', delayMs: 0 },
          { when: { method: 'GET' }, do: 'status', status: 403 },
        ]);
        await expect(collect(world.account.listNumbers(readCall()))).rejects.toThrow();
      });

      it('finds one number, and null for one that is not in the account', async () => {
        const world = await start();
        const found = await read(world, setup.numbers.covered);
        expect(found.phoneNumber).toBe(setup.numbers.covered);
        expect(world.account.capabilities.countries).toContain(found.country);
        expect(await world.account.findNumber(setup.numbers.foreign, readCall())).toBeNull();
      });

      it('tells a covered number from one without an address', async () => {
        const world = await start();
        expect((await read(world, setup.numbers.covered)).emergency.state).toBe('covered');
        expect((await read(world, setup.numbers.free)).emergency).toMatchObject({
          state: 'missing',
          addressId: '',
        });
      });

      it('shows the same state in the list as alone, where the list shows it', async () => {
        const world = await start();
        const listed = await collect(world.account.listNumbers(readCall()));
        const inList = listed.find((number) => number.phoneNumber === setup.numbers.covered);
        const alone = await read(world, setup.numbers.covered);
        const isShown = inList?.emergency.state === alone.emergency.state;
        expect(isShown).toBe(world.account.capabilities.listShowsEmergency);
      });
    });

    describeAddressContract(setup, start);

    // Now cover a number, see it covered, and uncover it again.
    describe('covering a number', () => {
      it('covers it: at once or after a while, as the capabilities say', async () => {
        const world = await start();
        const step = await associateStep(world, setup.numbers.free, contentOf(setup.places.exact));
        const call = countedCall();
        const result = await world.account.execute(step, call);
        expect(call.sent()).toBe(1);
        const isAsynchronous = world.account.capabilities.registration === 'asynchronous';
        const first = await read(world, setup.numbers.free, result.following);
        expect(first.emergency.state).toBe(isAsynchronous ? 'pending' : 'covered');
        const last = await settled(world, setup.numbers.free, result.following);
        expect(last.emergency).toMatchObject({ state: 'covered', addressId: step.addressId });
        expect(await world.account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
      });

      it('bears the same association twice', async () => {
        const world = await start();
        const step = await associateStep(world, setup.numbers.free, contentOf(setup.places.exact));
        await carryOut(world, step);
        const before = await settled(world, setup.numbers.free);
        await carryOut(world, { ...step, handle: before.handle });
        const after = await settled(world, setup.numbers.free);
        expect(after.emergency).toEqual(before.emergency);
      });

      it('finds the handle by itself when it is given none', async () => {
        const world = await start();
        const step = await associateStep(world, setup.numbers.free, contentOf(setup.places.exact));
        const call = countedCall();
        await world.account.execute({ ...step, handle: '' }, call);
        expect(call.sent()).toBe(1);
        expect((await settled(world, setup.numbers.free)).emergency.state).toBe('covered');
      });

      it('takes the address off again', async () => {
        const world = await start();
        const { handle } = await read(world, setup.numbers.covered);
        const step = { kind: 'disassociate', phoneNumber: setup.numbers.covered, handle, tag: '' } as const;
        expect(await world.account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
        const call = countedCall();
        await world.account.execute(step, call);
        expect(call.sent()).toBe(1);
        const last = await settled(world, setup.numbers.covered);
        expect(last.emergency).toMatchObject({ state: 'missing', addressId: '' });
        expect(await world.account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
      });

      it('switches emergency calling with a call of its own, where there is one', async () => {
        const world = await start();
        const { handle, emergency } = await read(world, setup.numbers.covered);
        const step = {
          kind: 'switch-emergency',
          phoneNumber: setup.numbers.covered,
          handle,
          on: false,
        } as const;
        if (world.account.capabilities.emergencySwitch === 'none') {
          expect(emergency.switchedOn).toBeNull();
          await expectUnsent(world, () => world.account.execute(step, countedCall()));
          return;
        }
        await carryOut(world, step);
        const after = await read(world, setup.numbers.covered);
        expect(after.emergency).toMatchObject({ switchedOn: false, addressId: emergency.addressId });
        expect(await world.account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
        expect(await world.account.checkEffect({ ...step, on: true }, readCall())).toEqual({
          found: 'absent',
        });
      });
    });

    describeTroubleContract(setup, start);

    // What the capabilities leave out is refused here, before anything is sent.
    describe('what it cannot do', () => {
      it('refuses steps of actions that it does not have, without a request', async () => {
        const world = await start();
        const phoneNumber = setup.numbers.free;
        const number = { phoneNumber, handle: 'none', country: 'US', settings: {} };
        const steps = [
          { action: 'buy', step: { kind: 'buy', ...number } },
          { action: 'release', step: { kind: 'release', ...number } },
          { action: 'update', step: { kind: 'update-number', ...number, present: {} } },
          {
            action: 'add-recipient',
            step: {
              kind: 'add-recipient',
              recipient: { email: 'desk@example.com', phone: '', description: 'desk' },
              tag: 'e911contract01',
            },
          },
        ] as const;
        for (const { action, step } of steps) {
          if (world.account.capabilities.actions.includes(action)) continue;
          await expectUnsent(world, () => world.account.execute(step, countedCall()));
        }
        expect(countEffects(world, 'buy')).toBe(0);
      });

      it('has the optional calls that its capabilities name, and no others', async () => {
        const { account } = await start();
        const { actions, addressCheck, exports } = account.capabilities;
        expect(account.checkAddress !== undefined).toBe(addressCheck === 'without-writing');
        expect(account.listRecipients !== undefined).toBe(exports.includes('recipients'));
        expect(account.searchAvailable !== undefined).toBe(exports.includes('available'));
        expect(account.findAvailable !== undefined).toBe(actions.includes('buy'));
      });
    });
  });
}

async function expectUnsent(world: World, work: () => Promise<unknown>): Promise<void> {
  const before = world.requestCount();
  expect((await failureOf(work())).kind).toBe('refused');
  expect(world.requestCount()).toBe(before);
}
