import type { Judge } from '../../places.ts';
import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { placeOf } from '../address.ts';
import { Refusal } from '../refusal.ts';
import type { XmlOut } from '../xml.ts';
import { geocodedXml, judgeAsked, readOrderAddress } from './address.ts';
import { readBody, textIn, xmlAnswer } from './wire.ts';

const ROOT = 'GeocodeRequestResponse';

/** `POST /geocodeRequest`: 200 exact, 409 near with the corrected address, 400 when the place does not exist. Changes nothing. */
export function geocode(judge: Judge, request: SandboxRequest): SandboxResponse {
  const body = readBody(request, 'RequestAddress');
  const isSplit = textIn(body, 'HouseNumber') !== '' && textIn(body, 'StreetName') !== '';
  const line = isSplit ? ['HouseNumber', 'StreetName'] : ['AddressLine1'];
  const pieces = readOrderAddress(body, [...line, 'City', 'StateCode']);
  const judgment = judgeAsked(judge, pieces);
  if (judgment.kind === 'none') {
    throw new Refusal(400, '12110', 'This address could not be validated / geocoded');
  }
  const RequestAddress: Record<string, XmlOut> = {};
  for (const { name, text } of body.children) if (text.trim() !== '') RequestAddress[name] = text.trim();
  if (judgment.kind === 'exact') {
    const street = isSplit ? placeOf(pieces).street : (pieces['addressLine1'] ?? '');
    return xmlAnswer(200, ROOT, {
      GeocodedAddress: geocodedXml({ ...placeOf(pieces), street }),
      RequestAddress,
    });
  }
  return xmlAnswer(409, ROOT, {
    ErrorMessage: `Some adjustments are required to allow the address to pass geocoding: ${judgment.suggested.street}`,
    GeocodedAddress: geocodedXml(judgment.suggested),
    RequestAddress,
  });
}
