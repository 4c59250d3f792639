import { describe, expect, it } from 'vitest';
import { IncompleteListError } from '../../../src/errors/app-error.ts';
import { collect } from '../../contract/world.ts';
import { call } from '../scripted.ts';
import { EMPTY_ENDPOINTS, EMPTY_LOCATIONS, endpoint, location, scripted, xml } from './endpoints-account.ts';

/** Every name with a capital, as Bandwidth's own documents write them. */
const pascal = (text: string) =>
  text.replace(
    /<(\/?)([a-z])/g,
    (_whole, slash: string, letter: string) => `<${slash}${letter.toUpperCase()}`,
  );

const listOf = (...ids: string[]) =>
  xml({ LocationListResponse: { totalCount: String(ids.length), locations: ids.map((id) => location(id)) } });
const wrappedListOf = (...ids: string[]) =>
  xml({
    LocationListResponse: {
      totalCount: String(ids.length),
      locations: ids.length === 0 ? '' : { location: ids.map((id) => location(id)) },
    },
  });
const addresses = (text: string) => collect(scripted(text).account.listAddresses(call()));

describe('lists of 0, 1 and 2', () => {
  it.each([
    ['repeated', listOf],
    ['wrapped', wrappedListOf],
    ['repeated, PascalCase', (...ids: string[]) => pascal(listOf(...ids))],
    ['wrapped, PascalCase', (...ids: string[]) => pascal(wrappedListOf(...ids))],
  ])('read alike: %s', async (_name, write) => {
    expect(await addresses(write())).toEqual([]);
    const [one, ...none] = await addresses(write('A1'));
    expect(none).toEqual([]);
    const two = await addresses(write('A1', 'A2'));
    expect(two.map(({ id }) => id)).toEqual(['A1', 'A2']);
    expect(two[0]).toEqual(one);
  });

  it('keep every value text: leading zeros, a house number like 1E5, entities', async () => {
    const [found] = await addresses(listOf('007').replace('>HQ<', '>R&amp;D &#233;<'));
    expect(found).toMatchObject({
      id: '007',
      label: 'R&D é',
      address: {
        street: '1E5 Main Campus Dr',
        parts: { houseNumber: '1E5', streetName: 'Main Campus', streetSuffix: 'Dr' },
        postalCode: '02139-0003',
      },
      facts: { latitude: '42.360000', longitude: '-71.0910' },
    });
  });

  it.each([
    ['truncated', listOf('A1', 'A2').slice(0, -30)],
    ['cut between two items', `${listOf('A1', 'A2').split('</locations>')[0]}</locations>`],
    ['with a document type', `<!DOCTYPE x [<!ENTITY e "x">]>${listOf('A1')}`],
    ['an HTML page', '<html><body>Sign in</body></html>'],
    ['of another root', listOf('A1').replaceAll('LocationListResponse', 'EndpointListResponse')],
    ['JSON', '{"locations":[]}'],
    ['empty', ''],
    ['with fewer items than it counts', listOf('A1').replace('>1<', '>2<')],
    ['with one item twice', listOf('A1', 'A1')],
    ['with an item without an id', listOf('A1').replace('<locationId>A1</locationId>', '')],
    ['with text in place of items', xml({ LocationListResponse: { locations: 'none' } })],
    ['with one name in two spellings', listOf('A1').replace('<status>', '<Status>VALID</Status><status>')],
  ])('are refused and never taken for empty: %s', async (_name, text) => {
    await expect(addresses(text)).rejects.toBeInstanceOf(IncompleteListError);
  });
});

describe('a number', () => {
  const states = (status: string, changes = {}) =>
    scripted(
      xml({ EndpointListResponse: { totalCount: '1', endpoints: [endpoint('ep1', changes)] } }),
      xml({ Location: location('HQ1', { status }) }),
    ).account.findNumber('+19195551212', call());

  it.each([
    ['VALID', 'covered', false],
    ['valid', 'covered', false],
    ['GEOCODED', 'pending', true],
    ['Geocoded', 'pending', true],
    ['PENDING_VALIDATION', 'pending', true],
    ['Processing', 'pending', true],
    ['INVALID', 'failed', true],
    ['RE_ROUTED', 'unknown', true],
    ['', 'unknown', true],
  ])('on a location of status %j is %s', async (status, state, isDoubted) => {
    const number = await states(status);
    expect(number?.emergency).toMatchObject({ state, status, addressId: 'HQ1', switchedOn: true });
    const [stored] = await addresses(
      xml({ LocationListResponse: { locations: [location('HQ1', { status })] } }),
    );
    expect(stored?.unverified !== undefined).toBe(isDoubted);
    expect(stored?.emergencyEnabled).toBe(status !== 'INVALID');
  });

  it.each([
    ['true', 'covered', true],
    ['TRUE', 'covered', true],
    ['1', 'covered', true],
    ['False', 'covered', false],
    ['0', 'covered', false],
    ['pending', 'pending', null],
    ['SUSPENDED', 'unknown', null],
  ])('with activated %j is %s', async (activated, state, switchedOn) => {
    expect((await states('VALID', { activated }))?.emergency).toMatchObject({ state, switchedOn });
  });

  it('shows where its location is', async () => {
    expect((await states('VALID'))?.facts).toMatchObject({
      latitude: '42.360000',
      longitude: '-71.0910',
      endpoint_user_id: 'user-ep1',
    });
  });

  it('without an endpoint can be given one; one of another country cannot', async () => {
    expect(
      (await scripted(EMPTY_ENDPOINTS).account.findNumber('+19195551212', call()))?.emergency,
    ).toMatchObject({
      state: 'missing',
      switchedOn: null,
    });
    expect(await scripted().account.findNumber('+442079460100', call())).toBeNull();
  });

  it('with several endpoints is ambiguous, alone and in the list, and never called covered', async () => {
    const list = xml({
      EndpointListResponse: { totalCount: '2', endpoints: [endpoint('ep1'), endpoint('ep2')] },
    });
    const alone = await scripted(list).account.findNumber('+19195551212', call());
    expect(alone).toMatchObject({ handle: '', emergency: { state: 'unknown', status: '2 endpoints' } });
    expect(alone?.ambiguous).toContain('ep1, ep2');
    expect(await collect(scripted(list, EMPTY_LOCATIONS).account.listNumbers(call()))).toEqual([alone]);
  });

  it('that was just written is read by its endpoint, not by the whole list', async () => {
    const { account, requests } = scripted(
      xml({ Endpoint: endpoint('ep1') }),
      xml({ Location: location('HQ1') }),
    );
    expect((await account.findNumber('+19195551212', call(), { following: 'ep1' }))?.emergency.state).toBe(
      'covered',
    );
    expect(requests.map(({ url }) => url.pathname)).toEqual([
      '/api/accounts/9900911/e911s/ep1',
      '/api/accounts/9900911/e911s/locations/HQ1',
    ]);
  });
});
