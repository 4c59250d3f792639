/** A refusal in google.rpc form. Thrown inside the stand-in and answered as such. */
export class SinchRefusal extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly unknown[];

  constructor(code: number, status: string, message: string, details: readonly unknown[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export function invalid(field: string, description: string): SinchRefusal {
  const details = [{ type: 'BadRequest', fieldViolations: [{ field, description }] }];
  return new SinchRefusal(400, 'INVALID_ARGUMENT', `invalid field "${field}"`, details);
}

export function notFound(resourceType: string, resourceName: string): SinchRefusal {
  const details = [{ type: 'ResourceInfo', resourceType, resourceName, owner: '', description: '' }];
  return new SinchRefusal(404, 'NOT_FOUND', `${resourceType} was not found`, details);
}

/** Sinch's own words to a trial account. */
export function notAllowed(resourceType: string): SinchRefusal {
  const details = [{ type: 'ResourceInfo', resourceType, resourceName: '', owner: '', description: '' }];
  const message = 'Trial account is not enabled to rent number';
  return new SinchRefusal(403, 'PERMISSION_DENIED', message, details);
}
