/** A part of an HTTP request, in the order in which they come. */
export type Leg = 'name-lookup' | 'connect' | 'tls' | 'first-byte' | 'body';

/** What one place measured of a request, in seconds; a leg that was not reached, or has no time of its own, is absent. */
export interface MeasuredLegs {
  readonly 'name-lookup'?: number;
  readonly connect?: number;
  readonly tls?: number;
  readonly 'first-byte'?: number;
  /** Absent when the request did not end. */
  readonly total?: number;
}

/** Where the time of a request goes: network or application? It is no evidence for or against anything. */
export interface Timing {
  readonly host: string;
  /** The leg that takes at least half of the time, or in which the request stayed; absent when no leg does, or when it is fast. */
  readonly leg?: Leg;
  /** One sentence that names the leg, and whether it is so on the host itself as well. */
  readonly says: string;
  /** Measured from where the bot runs, and by the host itself. */
  readonly fromBot?: MeasuredLegs;
  readonly fromHost?: MeasuredLegs;
  /** Page with the traces of the service in that time; absent when nobody said where there is one. */
  readonly traces?: string;
}
