// What is counted of the links to an instance. Kept by instance-link.ts, counted by gateway-link.ts.

/** Plain numbers of all links to one instance, one after the other, for metrics: they only ever rise. */
export interface GatewayLinkCounters {
  requests: number;
  notifications: number;
  answers: number;
  /** Answers to requests that had timed out or whose session had ended. */
  lateAnswers: number;
  pushes: number;
  /** Pushes to handles whose session has ended. */
  latePushes: number;
  /** News and answers that were left out: no frame that the backend takes holds them. */
  tooLong: number;
}

export const newLinkCounters = (): GatewayLinkCounters => ({
  requests: 0,
  notifications: 0,
  answers: 0,
  lateAnswers: 0,
  pushes: 0,
  latePushes: 0,
  tooLong: 0,
});
