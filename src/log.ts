// The part of pino's interface that rooms use. One line an event; fields first, then what happened.

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the SDKs do unless they are given a log: what somebody has to look at is on the console. */
export const consoleLog: Log = {
  debug: noop,
  info: noop,
  warn: (fields, message) => {
    console.warn(message, fields);
  },
  error: (fields, message) => {
    console.error(message, fields);
  },
};

/** For tests and SDK users who want quiet. */
export const silentLog: Log = { debug: noop, info: noop, warn: noop, error: noop };

function noop(): void {
  return;
}
