import { describe, expect, it } from 'vitest';
import type { AddressVerdict } from '../../src/providers/contract.ts';
import {
  type ContractSetup,
  carryOut,
  collect,
  contentOf,
  countEffects,
  countedCall,
  failureOf,
  read,
  readCall,
  type World,
  type WorldSize,
} from './world.ts';

/** Addresses: what the provider says of one, and how it is made, found again, changed and deleted. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function describeAddressContract(
  setup: ContractSetup,
  start: (size?: WorldSize) => Promise<World>,
): void {
  const { exact, near, none, suggested } = setup.places;

  /** Asks in the way that the capabilities name. */
  async function verdictOn(world: World, address: typeof exact): Promise<AddressVerdict | undefined> {
    const { account } = world;
    if (account.checkAddress) return account.checkAddress(contentOf(address), setup.numbers.free, readCall());
    return (await failureOf(carryOut(world, { kind: 'create-address', ...contentOf(address) }))).verdict;
  }

  // An address is checked before a number is touched.
  describe('asking about an address', () => {
    it('gives the suggestion for an address that is written otherwise, and stores nothing', async () => {
      const world = await start();
      expect(await verdictOn(world, near)).toMatchObject({ kind: 'near', suggested });
      expect(world.effects).toEqual([]);
    });

    it('says that it does not know an address that is nowhere, and stores nothing', async () => {
      const world = await start();
      expect(await verdictOn(world, none)).toMatchObject({ kind: 'none' });
      expect(world.effects).toEqual([]);
    });

    it('can be asked without writing exactly when it says so', async () => {
      const { account } = await start();
      const answer = await account.checkAddress?.(contentOf(exact), setup.numbers.free, readCall());
      expect(answer?.kind).toBe(
        account.capabilities.addressCheck === 'without-writing' ? 'exact' : undefined,
      );
    });
  });

  // Where an address is a thing of its own, it has a life of its own.
  // biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
  describe('an address by itself', () => {
    it('is created as it was sent, once, and listed', async () => {
      const world = await start({ numbers: 0 });
      const content = contentOf(exact);
      const step = { kind: 'create-address', ...content } as const;
      if (world.account.capabilities.addressModel === 'inside-number') {
        expect((await failureOf(carryOut(world, step))).kind).toBe('refused');
        expect(await collect(world.account.listAddresses(readCall()))).toEqual([]);
        return;
      }
      expect(await collect(world.account.listAddresses(readCall()))).toEqual([]);
      const call = countedCall();
      const { id, stored } = await world.account.execute(step, call);
      expect(call.sent()).toBe(1);
      expect(stored?.address).toEqual({ ...exact, parts: stored?.address.parts });
      const isKeptHere = world.account.capabilities.callerNameIn === 'address';
      expect(stored?.callerName).toBe(isKeptHere ? content.callerName : null);
      expect(await collect(world.account.listAddresses(readCall()))).toEqual([stored]);
      expect(await world.account.findAddress(id, readCall())).toEqual(stored);
      await carryOut(world, { ...step, tag: 'e911contract02' });
      expect(await collect(world.account.listAddresses(readCall()))).toHaveLength(2);
    });

    it('is found again by its tag, and only by its own', async () => {
      const world = await start();
      if (world.account.capabilities.addressModel === 'inside-number') return expectNoAddresses(world);
      const step = { kind: 'create-address', ...contentOf(exact) } as const;
      expect(await world.account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
      const { id } = await carryOut(world, step);
      expect(await world.account.checkEffect(step, readCall())).toMatchObject({
        found: 'done',
        result: { id },
      });
      const shorter = { ...step, tag: step.tag.slice(0, -1) };
      expect(await world.account.checkEffect(shorter, readCall())).toEqual({ found: 'absent' });
    });

    it('fits its tag and label into the tag field', async () => {
      const world = await start();
      const { tag } = world.account.capabilities;
      if (tag === null || world.account.capabilities.addressModel === 'inside-number') {
        return expectNoAddresses(world);
      }
      const step = {
        kind: 'create-address',
        ...contentOf(exact, 'e911'.padEnd(tag.maxChars, 'x')),
        label: 'a label that is far too long for any field of a provider',
      } as const;
      const { id } = await carryOut(world, step);
      expect(await world.account.checkEffect(step, readCall())).toMatchObject({
        found: 'done',
        result: { id },
      });
    });

    it('is changed, where it can be', async () => {
      const world = await start();
      const canChange = world.account.capabilities.actions.includes('update-address');
      const { id } = await made(world);
      const step = { kind: 'update-address', addressId: id, ...contentOf(suggested) } as const;
      if (!canChange) {
        expect((await failureOf(carryOut(world, step))).kind).toBe('refused');
        return;
      }
      expect(await world.account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
      await carryOut(world, step);
      expect(await world.account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
      expect((await world.account.findAddress(id, readCall()))?.address.street).toBe(suggested.street);
    });

    it('is deleted, and is then null', async () => {
      const world = await start();
      const { id } = await made(world);
      const step = { kind: 'delete-address', addressId: id } as const;
      if (id === '') {
        expect((await failureOf(carryOut(world, step))).kind).toBe('refused');
        return;
      }
      expect(await world.account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
      await carryOut(world, step);
      expect(await world.account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
      expect(await world.account.findAddress(id, readCall())).toBeNull();
    });

    it('is not deleted while a number uses it', async () => {
      const world = await start();
      if (world.account.capabilities.addressModel === 'inside-number') return expectNoAddresses(world);
      const { emergency } = await read(world, setup.numbers.covered);
      const error = await failureOf(
        carryOut(world, { kind: 'delete-address', addressId: emergency.addressId }),
      );
      expect(error.kind).toBe('refused');
      expect(error.providerCode).not.toBe(undefined);
      expect(countEffects(world, 'delete-address')).toBe(0);
      expect(await world.account.findAddress(emergency.addressId, readCall())).not.toBeNull();
    });
  });

  /** An address made for the test; its id is empty where addresses live inside numbers. */
  async function made(world: World): Promise<{ id: string }> {
    if (world.account.capabilities.addressModel === 'inside-number') return { id: '' };
    return carryOut(world, { kind: 'create-address', ...contentOf(exact) });
  }
}

async function expectNoAddresses(world: World): Promise<void> {
  expect(await collect(world.account.listAddresses(readCall()))).toEqual([]);
}
