import type { Call, Transport } from '../../http/transport.ts';
import type {
  AvailableNumber,
  CreateOptions,
  NumberFilter,
  NumberState,
  Page,
  ProviderAccount,
  ProviderDefinition,
} from '../contract.ts';
import { accountKey } from '../kit/account-key.ts';
import { mapPages } from '../kit/read-pages.ts';
import { carryOut } from '../kit/step-table.ts';
import { upTo } from '../number-filter.ts';
import { createApi, type SinchApi } from './api.ts';
import { capabilities, listingOf, NUMBER_TYPES } from './capabilities.ts';
import { toAvailable, toNumberState, toVerdict } from './convert.ts';
import { cannot, errors } from './errors.ts';
import { updateSteps } from './number-settings.ts';
import { refuse } from './refuse.ts';
import { BASE_URLS, SinchSettings, settingNames } from './settings.ts';
import { addressBody, completeNumber, findNumber, STEPS } from './steps.ts';

/** Sinch Numbers API. @see https://developers.sinch.com/docs/numbers/ */
export const sinch: ProviderDefinition<SinchSettings> = {
  provider: 'sinch',
  dialect: '',
  capabilities,
  settings: SinchSettings,
  settingNames,
  baseUrls: BASE_URLS,
  refuse,
  create: createSinch,
};

function createSinch(
  settings: SinchSettings,
  transport: Transport,
  options: CreateOptions = {},
): ProviderAccount {
  const api = createApi(settings, transport, options.clock);
  return {
    provider: 'sinch',
    accountKey: accountKey('sinch', settings.base_url, settings.project_id),
    capabilities: { ...capabilities, listing: listingOf(settings.regions) },
    checkAccess: async (call) => void (await api.checkAccess(call)),
    listNumbers: (call, filter = {}) => upTo(listNumbers(api, settings.regions, call, filter), filter.limit),
    completeNumber: (listed, call) => completeNumber(api, listed, call),
    findNumber: (phoneNumber, call) => findNumber(api, phoneNumber, call),
    findsWithoutList: true,
    async showsNumber(phoneNumber, _handle, call) {
      const found = await api.fetchNumber(phoneNumber, call);
      // Only the regions of the config are listed.
      return found !== null && settings.regions.includes(toNumberState(found).country);
    },
    // Addresses live inside the numbers.
    async *listAddresses() {},
    findAddress: async () => null,
    async checkAddress(content, phoneNumber, call) {
      if (phoneNumber === '') {
        throw cannot(
          'validate',
          'Sinch checks an address on a number of the project.',
          'Fill in phone_number.',
        );
      }
      const { body: answer } = await api.validate(phoneNumber, addressBody('validate', content), call);
      const verdict = toVerdict(answer, content.address.country);
      if (verdict === null) {
        const why = `Sinch did not decide on the address: ${answer.validationResult}.`;
        throw cannot('validate', why, 'Check the address by other means, or try again later.');
      }
      return verdict;
    },
    updateStages: updateSteps,
    searchAvailable: (filter, call) => searchAvailable(api, filter, call),
    async findAvailable(phoneNumber, _country, call) {
      const found = await api.checkAvailable(phoneNumber, call);
      return found && toAvailable(found);
    },
    ...carryOut(api, STEPS, errors.cannotCarryOut),
  };
}

function patternQuery(filter: NumberFilter): Record<string, string> {
  if (!filter.pattern) return {};
  const where = (filter.searchPattern ?? 'contains').toUpperCase();
  const plus = where === 'START' && !filter.pattern.startsWith('+') ? '+' : '';
  return { 'numberPattern.pattern': `${plus}${filter.pattern}`, 'numberPattern.searchPattern': where };
}

/** Region and type are required, so every pair of them is asked for. */
async function* listNumbers(
  api: SinchApi,
  regions: readonly string[],
  call: Call,
  filter: NumberFilter,
): AsyncIterable<Page<NumberState>> {
  const capability = filter.features ? { capability: filter.features } : {};
  for (const regionCode of filter.country ? [filter.country] : regions) {
    for (const type of filter.numberType ? [filter.numberType.toUpperCase()] : NUMBER_TYPES) {
      const query = { regionCode, type, ...patternQuery(filter), ...capability };
      yield* mapPages(api.listNumbers(query, call), (number) => toNumberState(number));
    }
  }
}

/** The search has no pages. Without a country or type it searches US LOCAL numbers, which are most asked for. */
async function* searchAvailable(
  api: SinchApi,
  filter: NumberFilter,
  call: Call,
): AsyncIterable<Page<AvailableNumber>> {
  const query = {
    regionCode: filter.country ?? 'US',
    type: filter.numberType?.toUpperCase() ?? 'LOCAL',
    ...patternQuery(filter),
    ...(filter.features ? { capabilities: filter.features } : {}),
    ...(filter.limit === undefined ? {} : { size: String(filter.limit) }),
  };
  const { body } = await api.searchAvailable(query, call);
  const items = (body.availableNumbers ?? []).map(toAvailable);
  yield { items, total: items.length };
}
