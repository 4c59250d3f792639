/** A refusal in Twilio's form; `code` null when the service names none. Thrown inside the stand-in and answered as such. */
export class TwilioRefusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'TwilioRefusal';
    this.status = status;
    this.code = code;
  }
}

/** 404 with 20404, in the words of the service. */
export function notFound(path: string): TwilioRefusal {
  return new TwilioRefusal(404, 20404, `The requested resource ${path} was not found`);
}
